//! Schools planned as a batch beside the same schools in single runs: `make tables ROWS=batch`.

use std::fmt::Write as _;
use std::io::Cursor;
use std::time::Instant;

use opendoor::domain::{Plan, Problem};
use opendoor::engine::{Options, Silent};
use opendoor::format::{read_instance, read_plan, write_instance, write_plan};
use opendoor::scenario::{Lines, Settings, batch};
use opendoor::solve;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::figures::{gap, seconds};
use super::rows::Row;
use super::store::Store;
use super::work::{LONGEST_OF_BATCH, Measured, Outcome, accept, float, of_batch, peak_mb, school_of_nation};

/// How schools are planned, from the text of each instance to the text of each plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// One run of `solve` after the other, each on one thread or on all cores.
    Single { all_cores: bool },
    /// A batch with so many lines at once, each on one thread.
    Batch { jobs: usize },
}

/// Plans the first schools of a nation in that way; each to the gap (millionths).
pub fn measure(schools: u32, gap: u64, way: Way) -> Measured {
    let problems: Vec<Problem> = (0..schools).map(|at| school_of_nation(at).generate()).collect();
    let threads = (way != Way::Single { all_cores: true }).then_some(1);
    let options = Options { time_limit: Some(LONGEST_OF_BATCH), gap, threads, ..Options::default() };
    let (plans, seconds) = match way {
        Way::Single { .. } => single(&problems, &options),
        Way::Batch { jobs } => together(&problems, options, jobs),
    };
    let peak_mb = peak_mb();
    let read = |(text, problem): (&String, &Problem)| {
        let plan = read_plan(text.as_bytes(), problem).expect("a plan").plan;
        accept(problem, &plan);
        plan
    };
    assert_eq!(plans.len(), problems.len(), "every school has a plan");
    let plans: Vec<Plan> = plans.iter().zip(&problems).map(read).collect();
    Measured { peak_mb, outcome: of_batch(&problems, &plans, seconds) }
}

/// The plans as text, and the seconds from the first school to the last.
fn single(problems: &[Problem], options: &Options) -> (Vec<String>, f64) {
    let sources: Vec<String> = problems.iter().map(write_instance).collect();
    let from = Instant::now();
    let plan = |source: &String| {
        let problem = read_instance(source.as_bytes()).expect("a generated instance").problem;
        write_plan(&solve(&problem, options, &mut Silent).expect("there are no locks, so there is a plan"), &problem)
    };
    let plans = sources.iter().map(plan).collect();
    (plans, from.elapsed().as_secs_f64())
}

fn together(problems: &[Problem], options: Options, jobs: usize) -> (Vec<String>, f64) {
    let mut input = String::new();
    for (at, problem) in problems.iter().enumerate() {
        let instance: Value = serde_json::from_str(&write_instance(problem)).expect("JSON");
        let _ = writeln!(input, "{}", json!({ "id": at, "instance": instance }));
    }
    let mut results = Vec::new();
    let from = Instant::now();
    batch(Lines::of(Cursor::new(input)), &Settings { options, jobs }, |text, _| {
        results.push(text.to_owned());
        Ok(())
    })
    .expect("it reads and writes in memory");
    let seconds = from.elapsed().as_secs_f64();
    let plan = |text: &String| {
        let result: Value = serde_json::from_str(text).expect("JSON");
        result["plan"].to_string()
    };
    (results.iter().map(plan).collect(), seconds)
}

/// What the page tells of it. The first run is what the others are compared with.
pub fn section(store: &Store, row: &Row) -> String {
    let mut text = format!("\n## A batch beside single runs\n\n`make tables ROWS={}`: {}. ", row.name, row.what);
    text.push_str(
        "Seconds are from the text of the instances to the text of the plans, in one process; the check within `solve` is \
         part of them. A single run waits for the one before it; a batch of two jobs plans two schools at once.\n\n\
         | run | schools | teachers | s | schools a minute | times the first line | mean gap % | proven | memory MB | load |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let mut first = None;
    for run in store.of(row.name) {
        let (schools, teachers, took, mean_gap, proven, memory) = match &run.measured {
            Ok(Measured { outcome: Outcome::Batch { schools, teachers, seconds, mean_gap, proven, .. }, peak_mb }) => {
                (*schools, *teachers, *seconds, *mean_gap, *proven, peak_mb.unwrap_or(0.0))
            }
            Ok(_) => continue,
            Err(why) => {
                let _ = writeln!(text, "| {} | failed: {why} | | | | | | | | |", run.label);
                continue;
            }
        };
        let rate = float(schools) * 60.0 / took;
        let first = *first.get_or_insert(rate);
        let _ = writeln!(
            text,
            "| {} | {schools} | {teachers} | {} | {rate:.0} | {:.2} | {} | {proven} of {schools} | {memory:.0} | {:.1} |",
            run.label,
            seconds(took),
            rate / first,
            gap(mean_gap),
            run.load.unwrap_or(0.0)
        );
    }
    text
}
