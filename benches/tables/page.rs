//! The page: every table with what it says, how to measure it again, and whether what was to be reached is.

use std::fmt::Write as _;

use super::figures::{gap, per_second, pounds, seconds};
use super::rows::{Row, SAMPLE, rows};
use super::store::{Run, Store};
use super::throughput;
use super::work::{Measured, Outcome, Planned, Work, float};

/// What the pricing kernel is to reach, choices a second on one core.
const CHOICES: f64 = 3e8;

/// A run in a line, for the terminal.
pub fn line(measured: &Measured) -> String {
    let memory = measured.peak_mb.map_or_else(String::new, |peak| format!(", {peak:.0} MB"));
    match &measured.outcome {
        Outcome::Plan(plan) => format!(
            "{} s, gap {} % (root {} %), total {}, {} unserved{memory}",
            seconds(plan.seconds),
            gap(plan.gap),
            plan.root_gap.map_or_else(|| "–".to_owned(), gap),
            pounds(plan.total),
            plan.unserved
        ),
        Outcome::Batch { schools, seconds: took, mean_gap, .. } => {
            format!("{schools} schools in {} s, mean gap {} %{memory}", seconds(*took), gap(*mean_gap))
        }
        Outcome::Pricing { choices, seconds: took, .. } => {
            format!("{} choices a second{memory}", per_second(*choices, *took))
        }
    }
}

/// The whole page.
pub fn markdown(store: &Store) -> String {
    let rows = rows();
    let mut page = format!(
        "# Tables measured on {}\n\n{}, {} cores{}; opendoor {}.\n",
        store.date,
        store.processor,
        store.cores,
        store.memory_gb.map_or_else(String::new, |gb| format!(", {gb} GB")),
        store.version
    );
    page.push_str(
        "\n`make tables` made this page; `make tables ROWS=NAME` measures the rows again whose names begin with NAME. \
         Instances are those of `opendoor generate --weeks 2`, under the `england` profile where nothing else is said. \
         Every run is a process of its own on all cores; seconds are those of the engine, without making the instance \
         and without the check; memory is the most that the process held until the plan was there. Every plan passed \
         the checker, every certificate but those of the batch was confirmed, and no bound is above its total. Districts \
         are planned in their parts, without a certificate, which is of one search over the whole. A gap is (total - bound) / \
         (money + goodwill + unserved + value), rounded up. Load is the load average of the minute before the run: \
         above the number of cores the machine had other work too, and every clock ran longer for it.\n",
    );
    page.push_str("\n## What is to be reached\n\n");
    page.push_str(
        "| row | what | runs | median s | worst s | worst gap % | proven | memory MB | load | target | reached |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |\n",
    );
    let first = rows.iter().take_while(|row| !row.name.starts_with("rules-"));
    first.for_each(|row| page.push_str(&reached(store, row)));
    let _ = writeln!(
        page,
        "\nOf the nation {SAMPLE} schools are planned, and the seconds of the target are those of all 24,000: 100 \
         times as many. Its gap is the mean."
    );
    for row in rows.iter().filter(|row| row.name.starts_with("rules-")) {
        page.push_str(&rules(store, row));
    }
    if let Some(row) = rows.iter().find(|row| row.name == "money-primary-80") {
        page.push_str(&money(store, row));
    }
    page.push_str(&growth(store, &rows));
    if let Some(row) = rows.iter().find(|row| row.name == "batch") {
        page.push_str(&throughput::section(store, row));
    }
    page.push_str(&pricing(store, &rows));
    page
}

fn reached(store: &Store, row: &Row) -> String {
    let runs: Vec<&Run> = store.of(row.name).collect();
    let mut line = format!("| `{}` | {} | {} ", row.name, row.what, runs.len());
    let failed = runs.iter().find_map(|run| run.measured.as_ref().err());
    let facts: Vec<Facts> = runs.iter().filter_map(|run| run.measured.as_ref().ok()).map(Facts::of).collect();
    if facts.is_empty() || failed.is_some() {
        let why = match failed {
            Some(why) => format!("failed: {why}"),
            None if row.on_request => format!("only on request: `make tables ROWS={}`", row.name),
            None => "not measured".to_owned(),
        };
        let _ = writeln!(line, "| – | – | – | – | – | – | {} | {why} |", target(row));
        return line;
    }
    let mut times: Vec<f64> = facts.iter().map(|facts| facts.seconds).collect();
    times.sort_by(f64::total_cmp);
    let median = f64::midpoint(times[(times.len() - 1) / 2], times[times.len() / 2]);
    let gap_worst = facts.iter().map(|facts| facts.gap).fold(0.0, f64::max);
    let memory = facts.iter().filter_map(|facts| facts.peak_mb).fold(0.0, f64::max);
    let load = runs.iter().filter_map(|run| run.load).fold(0.0, f64::max);
    let verdict = row.target.map_or("–", |target| {
        let enough = gap_worst <= target.gap
            && median * f64::from(target.times) <= target.seconds
            && target.memory_mb.is_none_or(|most| memory <= most);
        if enough { "yes" } else { "**no**" }
    });
    let proven: usize = facts.iter().map(|facts| facts.proven).sum();
    let all: usize = facts.iter().map(|facts| facts.rounds).sum();
    let _ = writeln!(
        line,
        "| {} | {} | {} | {proven} of {all} | {memory:.0} | {load:.1} | {} | {verdict} |",
        seconds(median),
        seconds(times[times.len() - 1]),
        gap(gap_worst),
        target(row)
    );
    line
}

fn target(row: &Row) -> String {
    let Some(target) = row.target else { return "–".to_owned() };
    let gap = if target.gap == 0.0 { "proven".to_owned() } else { format!("gap ≤ {} %", target.gap) };
    let memory = target.memory_mb.map_or_else(String::new, |mb| format!(", {mb} MB"));
    let times = if target.times > 1 { format!(" for {} times as many", target.times) } else { String::new() };
    format!("{gap}, {} s{times}{memory}", target.seconds)
}

/// What the first table tells of a run.
struct Facts {
    seconds: f64,
    gap: f64,
    proven: usize,
    rounds: usize,
    peak_mb: Option<f64>,
}

impl Facts {
    fn of(measured: &Measured) -> Self {
        let (seconds, gap, proven, rounds) = match &measured.outcome {
            Outcome::Plan(plan) => (plan.seconds, plan.gap, usize::from(plan.total == plan.bound), 1),
            Outcome::Batch { seconds, mean_gap, proven, schools, .. } => (*seconds, *mean_gap, *proven, *schools),
            Outcome::Pricing { seconds, .. } => (*seconds, 0.0, 0, 0),
        };
        Self { seconds, gap, proven, rounds, peak_mb: measured.peak_mb }
    }
}

/// The plans of a row, and in a line of the table what failed.
fn plans<'s>(store: &'s Store, row: &'s Row, columns: usize) -> Vec<(&'s Run, Result<&'s Planned, String>)> {
    let of = |run: &'s Run| match &run.measured {
        Ok(Measured { outcome: Outcome::Plan(planned), .. }) => (run, Ok(planned)),
        Ok(_) => (run, Err("no plan".to_owned())),
        Err(why) => (run, Err(format!("| {} | failed: {why} {}\n", run.label, "| ".repeat(columns - 1)))),
    };
    store.of(row.name).map(of).collect()
}

fn rules(store: &Store, row: &Row) -> String {
    let mut text = format!("\n## What each rule costs the bound: {}\n\n`make tables ROWS={}`. ", row.what, row.name);
    text.push_str(
        "The first line has no restriction of `england`: only pairs, every colleague who is not unwilling may cover, no \
         quota, no caps by default, no budget. Each line after it switches one on. The root gap is that of the best \
         bound of prices, before any branching and any program, to the best plan in the end; 20 s each.\n\n\
         | restriction | root gap % | final gap % | proof | s | total £ | unserved | load |\n\
         | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: |\n",
    );
    for (run, plan) in plans(store, row, 8) {
        match plan {
            Ok(plan) => {
                let proof = if plan.total == plan.bound { plan.proof.as_str() } else { "open" };
                let root = plan.root_gap.map_or_else(|| "–".to_owned(), gap);
                let _ = writeln!(
                    text,
                    "| {} | {root} | {} | {proof} | {} | {} | {} | {:.1} |",
                    run.label,
                    gap(plan.gap),
                    seconds(plan.seconds),
                    pounds(plan.total),
                    plan.unserved,
                    run.load.unwrap_or(0.0)
                );
            }
            Err(line) => text.push_str(&line),
        }
    }
    text
}

fn money(store: &Store, row: &Row) -> String {
    let mut text = format!("\n## Starved budgets: primary, 80 teachers\n\n`make tables ROWS={}`. ", row.name);
    text.push_str(
        "The budget is a share of what the round without a limit spends. 20 s without a limit, 5 s each with one; the \
         target is a gap of at most 1 % in 5 s with any budget.\n\n\
         | budget | £ | root gap % | gap % | s | money £ | total £ | unserved | load | reached |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n",
    );
    for (run, plan) in plans(store, row, 10) {
        match plan {
            Ok(plan) => {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {} | {} | {} | {} | {} | {:.1} | {} |",
                    run.label,
                    plan.budget.map_or_else(|| "–".to_owned(), pounds),
                    plan.root_gap.map_or_else(|| "–".to_owned(), gap),
                    gap(plan.gap),
                    seconds(plan.seconds),
                    pounds(plan.money),
                    pounds(plan.total),
                    plan.unserved,
                    run.load.unwrap_or(0.0),
                    match plan.budget {
                        None => "–",
                        Some(_) if plan.gap <= 1.0 => "yes",
                        Some(_) => "**no**",
                    }
                );
            }
            Err(line) => text.push_str(&line),
        }
    }
    text
}

fn growth(store: &Store, rows: &[Row]) -> String {
    let mut text = "\n## Growth\n\nTo a gap of 0.5 %, 30 s at most (the clock is looked at between steps). The target \
                    is that twice as many teachers in schools of the same size take at most twice the time and memory.\n"
        .to_owned();
    for row in rows.iter().filter(|row| row.name.starts_with("growth-")) {
        let _ = writeln!(text, "\n`make tables ROWS={}`: {}.\n", row.name, row.what);
        text.push_str(
            "| schools | teachers | pairs | s | times the line above | memory MB | times the line above | gap % | load |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        let mut before: Option<(f64, f64)> = None;
        for (run, plan) in plans(store, row, 9) {
            let plan = match plan {
                Ok(plan) => plan,
                Err(line) => {
                    text.push_str(&line);
                    continue;
                }
            };
            let memory = run.measured.as_ref().ok().and_then(|measured| measured.peak_mb).unwrap_or(0.0);
            let times = |now: f64, then: Option<f64>| {
                then.filter(|&then| then > 0.0).map_or_else(|| "–".to_owned(), |then| format!("{:.1}", now / then))
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {memory:.0} | {} | {} | {:.1} |",
                run.label,
                plan.teachers,
                plan.pairs,
                seconds(plan.seconds),
                times(plan.seconds, before.map(|before| before.0)),
                times(memory, before.map(|before| before.1)),
                gap(plan.gap),
                run.load.unwrap_or(0.0)
            );
            before = Some((plan.seconds, memory));
        }
    }
    text
}

fn pricing(store: &Store, rows: &[Row]) -> String {
    let mut text = "\n## The pricing kernel\n\n`make tables ROWS=pricing`. One vector of uneven prices; every part is \
                    priced, then every pair gets its cheapest schedule in both orders of its visits (`Kernel::cheapest`), \
                    on one thread, the fastest run in two seconds. A choice is one lesson that may be watched of either \
                    member, or one slot to talk in: per pair the sum of the three numbers, not their product. The time \
                    includes pricing the parts. The target is 3e8 choices a second on one core.\n\n\
                    | school | pairs | choices | ms | µs a pair | choices a second | load | reached |\n\
                    | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n"
        .to_owned();
    for row in rows.iter().filter(|row| row.name.starts_with("pricing-")) {
        for run in store.of(row.name) {
            let (Ok(Measured { outcome: Outcome::Pricing { pairs, choices, seconds: took }, .. }), Work::Pricing(_)) =
                (&run.measured, &run.work)
            else {
                let _ = writeln!(text, "| {} | failed | | | | | | |", row.what);
                continue;
            };
            let speed = float(usize::try_from(*choices).unwrap_or(usize::MAX)) / took;
            let _ = writeln!(
                text,
                "| {} | {pairs} | {choices} | {:.3} | {:.3} | {speed:.2e} | {:.1} | {} |",
                row.what,
                took * 1e3,
                took * 1e6 / float(*pairs),
                run.load.unwrap_or(0.0),
                if speed >= CHOICES { "yes" } else { "**no**" }
            );
        }
    }
    text
}
