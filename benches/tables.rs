//! The tables of what the engine reaches: `make tables`, or `make tables ROWS="secondary trust-2040-15s"` for the rows
//! whose names begin so. Every run is a process of its own, so that its peak memory is its own; every plan is checked.
//! Writes `benches/results/DATE-MACHINE-tables.md` and `.json` anew after every run; rows that are not asked for
//! keep what they have of the same day.

#[path = "tables/figures.rs"]
mod figures;
#[path = "tables/page.rs"]
mod page;
#[path = "tables/rows.rs"]
mod rows;
#[path = "tables/rules.rs"]
mod rules;
#[path = "tables/store.rs"]
mod store;
#[path = "tables/throughput.rs"]
mod throughput;
#[path = "tables/work.rs"]
mod work;

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rows::{Row, rows};
use store::{Run, Store, load};
use work::{Measured, Money, Outcome, Work, measure};

/// What tells a process that it is to make one run, given as JSON, and answer in JSON.
const ONE: &str = "--one";

/// A run that takes longer than this on top of its limit, or in all, is ended.
const PATIENCE: Duration = Duration::from_secs(300);

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, work] = arguments.as_slice()
        && flag == ONE
    {
        let measured = measure(&serde_json::from_str(work).expect("written by this program"));
        println!("{}", serde_json::to_string(&measured).expect("plain data"));
        return ExitCode::SUCCESS;
    }
    let rows = rows();
    if let Some(unknown) = arguments.iter().find(|name| !rows.iter().any(|row| row.name.starts_with(name.as_str()))) {
        let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
        eprintln!("no row begins with {unknown}: there are {}", names.join(", "));
        return ExitCode::from(2);
    }
    let asked = |row: &&Row| {
        if row.on_request {
            arguments.iter().any(|name| name == row.name)
        } else {
            arguments.is_empty() || arguments.iter().any(|name| row.name.starts_with(name.as_str()))
        }
    };
    let mut store = Store::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/results"));
    let mut failed = false;
    for row in rows.iter().filter(asked) {
        store.forget(row.name);
        for (label, work) in &row.runs {
            let load = load();
            let measured = resolved(&store, row.name, *work).and_then(|work| apart(&work));
            match &measured {
                Ok(measured) => println!("{} {label}: {}", row.name, page::line(measured)),
                Err(why) => println!("{} {label}: failed: {why}", row.name),
            }
            failed |= measured.is_err();
            store.keep(Run { row: row.name.to_owned(), label: label.clone(), work: *work, load, measured });
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The work with a share of money worked out.
fn resolved(store: &Store, row: &str, work: Work) -> Result<Work, String> {
    let Work::Plan(mut round) = work else { return Ok(work) };
    if let Money::Share(share) = round.money {
        let same = |run: &&Run| matches!(run.work, Work::Plan(other) if other.schools == round.schools);
        let spent = store.of(row).find(same).and_then(|run| match &run.measured {
            Ok(Measured { outcome: Outcome::Plan(planned), .. }) => Some(planned.money),
            _ => None,
        });
        round.money = Money::Pence(spent.ok_or("nobody knows what is spent without a limit")? * share / 100);
    }
    Ok(Work::Plan(round))
}

/// Measures in a process of its own.
fn apart(work: &Work) -> Result<Measured, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let json = serde_json::to_string(work).expect("plain data");
    let limit = if let Work::Plan(round) = work { Duration::from_secs(round.limit) } else { Duration::ZERO };
    let mut child =
        Command::new(program).args([ONE, &json]).stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    let deadline = Instant::now() + limit + PATIENCE;
    // An answer is one short line, so that the pipe never fills.
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        if Instant::now() > deadline {
            child.kill().map_err(|error| error.to_string())?;
            child.wait().map_err(|error| error.to_string())?;
            return Err(format!("no answer within its limit and {} s", PATIENCE.as_secs()));
        }
        thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("the run ended with {}", output.status));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}
