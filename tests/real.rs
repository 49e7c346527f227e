//! Every real timetable, with people from a seed, goes all the way: imported, written, read, planned, checked.

#![cfg(all(feature = "format", feature = "import"))]

mod common;

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use common::{seed_round, shared_data};
use opendoor::domain::{CoverBy, Plan, Profile, Status};
use opendoor::engine::{Options, Silent};
use opendoor::format::{read_instance, write_instance};
use opendoor::{Failure, import, solve, verify};

/// The two profiles take turns, so that the clock of one does not run while the other has the cores.
static TURN: Mutex<()> = Mutex::new(());

/// Planned in less than this, a round is planned once more to see that the plan is the same.
const QUICK: Duration = Duration::from_millis(500);

/// Every timetable, in an order that does not depend on the file system.
fn timetables(data: &Path) -> Vec<PathBuf> {
    let files = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect()
    };
    let mut fet: Vec<PathBuf> = files(&data.join("fet/solved")).iter().flat_map(|folder| files(folder)).collect();
    fet.retain(|path| path.extension().is_some_and(|extension| extension == "fet"));
    let mut xhstt = files(&data.join("xhstt"));
    xhstt.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    fet.sort_unstable();
    xhstt.sort_unstable();
    fet.append(&mut xhstt);
    fet
}

/// What became of one timetable.
struct Row {
    name: String,
    teachers: usize,
    plan: Plan,
    wall: Duration,
}

impl Row {
    fn print(&self) {
        let Self { name, teachers, plan, wall } = self;
        let gap = f64::from(u32::try_from(plan.gap).unwrap_or(u32::MAX)) / 10_000.0;
        println!(
            "{name:28} {teachers:4} {:4} {:4} {:4} {:>11} {:>8} {gap:8.4} {:7.2}",
            plan.arrangements.len(),
            plan.unserved.len(),
            plan.arrangements.iter().flat_map(|one| &one.visits).map(|visit| visit.covers.len()).sum::<usize>(),
            format!("{:?}", plan.status),
            format!("{:?}", plan.proof),
            wall.as_secs_f64(),
        );
    }
}

fn plan_round(path: &Path, profile: Profile, seed: u64, limit: Duration) -> Result<Row, String> {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let bytes = std::fs::read(path).expect("listed");
    let options = import::Options::default();
    let is_fet = path.extension().is_some_and(|extension| extension == "fet");
    let imported = if is_fet { import::fet(&bytes, &options) } else { import::xhstt(&bytes, &options) };
    let mut problem = imported.map_err(|errors| format!("{name}: {} errors of import", errors.len()))?.problem;
    seed_round(&mut problem, profile, seed);
    let read = read_instance(write_instance(&problem).as_bytes()).map_err(|report| {
        let first = report.diagnostics.first().map(|diagnostic| diagnostic.code.as_str());
        format!("{name}: {} errors of reading, the first {first:?}", report.diagnostics.len())
    })?;
    if read.problem != problem {
        return Err(format!("{name}: read is not what was written"));
    }
    let begun = Instant::now();
    let options = Options { time_limit: Some(limit), ..Options::default() };
    let plan = solve(&read.problem, &options, &mut Silent).map_err(|failure| match failure {
        Failure::Rejected(violations) => {
            let texts: Vec<String> = violations.iter().map(ToString::to_string).collect();
            format!("{name}: {}", texts.join("; "))
        }
        Failure::Conflict(_) | Failure::Interrupted | Failure::Refused(_) => format!("{name}: {failure:?}"),
    })?;
    let wall = begun.elapsed();
    if plan.status == Status::Optimal && wall < QUICK {
        // The clock had no part in it, so one thread makes the same plan.
        let alone = solve(&read.problem, &Options { threads: Some(1), ..options }, &mut Silent);
        let stats = plan.stats;
        if alone.map(|plan| Plan { stats, ..plan }).as_ref() != Ok(&plan) {
            return Err(format!("{name}: one thread makes another plan"));
        }
    }
    let violations = verify::check(&problem, &plan);
    if !violations.is_empty() || plan.bound > plan.total {
        return Err(format!("{name}: bound {} total {}, {violations:?}", plan.bound, plan.total));
    }
    Ok(Row { name, teachers: problem.teachers.len(), plan, wall })
}

/// How often each source of cover is used.
fn covers(rows: &[Row]) -> [(&'static str, usize); 5] {
    let visits = rows.iter().flat_map(|row| &row.plan.arrangements).flat_map(|one| &one.visits);
    let all: Vec<CoverBy> = visits.flat_map(|visit| &visit.covers).map(|cover| cover.by).collect();
    let count = |fits: fn(&CoverBy) -> bool| all.iter().filter(|by| fits(by)).count();
    [
        ("none needed", count(|by| matches!(by, CoverBy::NoneNeeded))),
        ("study", count(|by| matches!(by, CoverBy::Study))),
        ("supervisors", count(|by| matches!(by, CoverBy::Supervisor(_)))),
        ("colleagues", count(|by| matches!(by, CoverBy::Staff(_)))),
        ("supply", count(|by| matches!(by, CoverBy::Supply(_)))),
    ]
}

/// Plans all of them; at least `optimal` are proven so, and no gap is wider than `widest` millionths.
fn all(profile: Profile, limit: Duration, optimal: usize, widest: u64) {
    let Some(data) = shared_data() else { return };
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let files = timetables(&data);
    assert_eq!(files.len(), 42);
    println!("{:28} people prs left cvrs      status    proof    gap %       s", "timetable");
    let mut rows = Vec::new();
    let mut failures = Vec::new();
    for (seed, path) in (1..).zip(&files) {
        // A panic in one must not hide what becomes of the others.
        let caught = catch_unwind(|| plan_round(path, profile, seed, limit));
        match caught.unwrap_or_else(|_| Err(format!("{}: panicked", path.display()))) {
            Ok(row) => {
                row.print();
                rows.push(row);
            }
            Err(failure) => {
                println!("{failure}");
                failures.push(failure);
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
    for (source, times) in covers(&rows) {
        println!("covers, {source}: {times}");
        assert!(times > 0, "no plan has {source}");
    }
    let proven = rows.iter().filter(|row| row.plan.status == Status::Optimal).count();
    assert!(proven >= optimal, "{proven} proven optimal");
    for row in &rows {
        assert!(row.plan.gap <= widest, "{}: gap of {} millionths", row.name, row.plan.gap);
    }
}

#[test]
fn every_timetable_makes_a_round_in_england() {
    all(Profile::England, Duration::from_secs(10), 24, 150_000);
}

#[test]
fn every_timetable_makes_a_round_where_colleagues_cover() {
    all(Profile::Open, Duration::from_secs(10), 24, 300_000);
}
