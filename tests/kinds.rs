//! The instances of `instances/kinds`, argued in its README: where each kind and each rule decides, and where it does
//! not. Each is solved as it stands and without what it is about.

#![cfg(feature = "format")]

use std::collections::BTreeSet;
use std::path::Path;

use opendoor::domain::{CoverBy, Date, Kind, LineWhat, Mode, Pence, Plan, Problem, Status};
use opendoor::engine::{Options, Silent};
use opendoor::verify::check;

/// What a plan must show.
type Shows = fn(&Problem, &Plan) -> bool;

/// One instance.
struct Case {
    file: &'static str,
    total: Pence,
    shows: Shows,
    /// Takes away what the instance is about.
    without: fn(&mut Problem),
    /// The total then.
    then: Pence,
}

const MONDAY: Date = Date::from_days(20_759);

const CASES: &[Case] = &[
    Case { file: "one_way-best", total: -24_420, shows: |_, p| one(p, Kind::OneWay), without: one_way, then: -1_080 },
    Case { file: "one_way-not", total: -1_080, shows: |_, p| none(p, Kind::OneWay), without: one_way, then: -1_080 },
    Case { file: "one_way-request", total: -8_340, shows: |_, p| one(p, Kind::OneWay), without: asked, then: 40_000 },
    Case { file: "one_way-expired", total: 40_000, shows: |_, p| none(p, Kind::OneWay), without: asked, then: 40_000 },
    Case { file: "video-best", total: -11_324, shows: |_, p| films(p) == 2, without: video, then: 80_000 },
    Case { file: "video-not", total: -16_080, shows: |_, p| films(p) == 0, without: video, then: -16_080 },
    Case { file: "video-triad", total: -14_394, shows: filmed_ring, without: video, then: 120_000 },
    Case { file: "swap-best", total: -8_040, shows: |_, p| one(p, Kind::Swap), without: swap, then: 80_000 },
    Case { file: "swap-not", total: -15_680, shows: |_, p| none(p, Kind::Swap), without: swap, then: -15_680 },
    Case { file: "plan_together-best", total: -9_168, shows: taught_again, without: together, then: 80_000 },
    Case {
        file: "plan_together-not",
        total: -16_080,
        shows: |_, p| one(p, Kind::Pair),
        without: together,
        then: -16_080,
    },
    Case { file: "join-best", total: -15_080, shows: |_, p| joined(p) == 1, without: join, then: 80_000 },
    Case { file: "join-not", total: -15_880, shows: |_, p| joined(p) == 0, without: join, then: -15_880 },
    Case { file: "partner-best", total: -20_380, shows: across, without: travel, then: 2_400 },
    Case { file: "partner-not", total: 2_400, shows: |i, p| !across(i, p), without: travel, then: 2_400 },
    Case { file: "closed-best", total: -23_630, shows: uncovered, without: released, then: 80_000 },
    Case { file: "closed-not", total: 80_000, shows: |_, p| none(p, Kind::Pair), without: released, then: 80_000 },
    Case { file: "leaders-first", total: -15_880, shows: early, without: leaders, then: -16_080 },
    Case { file: "leaders-late", total: -6_080, shows: late, without: leaders, then: -16_080 },
    Case { file: "hosting-full", total: 80_000, shows: |_, p| none(p, Kind::Pair), without: history, then: -16_080 },
    Case { file: "hosting-free", total: -16_080, shows: |_, p| one(p, Kind::Pair), without: history, then: -16_080 },
    Case { file: "notice-moves", total: -15_780, shows: on_the_second_day, without: notice, then: -16_080 },
    Case { file: "notice-idle", total: -16_080, shows: on_the_second_day, without: notice, then: -16_080 },
    Case { file: "keep_back-binds", total: -13_880, shows: |_, p| !supervised(p), without: keep_back, then: -15_880 },
    Case { file: "keep_back-idle", total: -15_880, shows: |_, p| supervised(p), without: keep_back, then: -15_880 },
];

fn one(plan: &Plan, kind: Kind) -> bool {
    plan.arrangements.iter().filter(|arrangement| arrangement.kind == kind).count() == 1
}

fn none(plan: &Plan, kind: Kind) -> bool {
    plan.arrangements.iter().all(|arrangement| arrangement.kind != kind)
}

fn films(plan: &Plan) -> usize {
    let visits = plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    visits.filter(|visit| matches!(visit.mode, Mode::Film(_))).count()
}

fn joined(plan: &Plan) -> usize {
    covers(plan).filter(|by| matches!(by, CoverBy::Join(_))).count()
}

fn supervised(plan: &Plan) -> bool {
    covers(plan).any(|by| matches!(by, CoverBy::Supervisor(_)))
}

fn covers(plan: &Plan) -> impl Iterator<Item = CoverBy> + '_ {
    let visits = plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    visits.flat_map(|visit| &visit.covers).map(|cover| cover.by)
}

/// Three in a ring, each by film.
fn filmed_ring(_: &Problem, plan: &Plan) -> bool {
    one(plan, Kind::Triad) && films(plan) == 3
}

/// Ann has another class to teach it to, Bob has none.
fn taught_again(problem: &Problem, plan: &Plan) -> bool {
    let teaches: Vec<_> = plan.arrangements.iter().flat_map(|arrangement| &arrangement.teaches).collect();
    let ids = |again| {
        let those = teaches.iter().filter(|taught| taught.again == again);
        those.map(|taught| problem.lessons[taught.at.lesson].id.as_str()).collect::<BTreeSet<_>>()
    };
    one(plan, Kind::PlanTogether)
        && ids(false) == BTreeSet::from(["ann-mon2", "bob-mon2"])
        && ids(true) == BTreeSet::from(["ann-tue1"])
}

/// Whether everybody has a partner of the other school.
fn across(problem: &Problem, plan: &Plan) -> bool {
    let school = |who| problem.teachers[who].school;
    let mut pairs = plan.arrangements.iter().map(|arrangement| &arrangement.members);
    plan.unserved.is_empty() && pairs.all(|members| school(members[0]) != school(members[1]))
}

/// Whether two of different schools watch each other and nobody leaves a class.
fn uncovered(problem: &Problem, plan: &Plan) -> bool {
    one(plan, Kind::Pair) && across(problem, plan) && covers(plan).count() == 0
}

/// The dates on which the leader is watched.
fn leader_hosts(problem: &Problem, plan: &Plan) -> Vec<Date> {
    let visits = plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    visits.filter(|visit| problem.teachers[visit.host].leader).map(|visit| visit.at.date).collect()
}

fn early(problem: &Problem, plan: &Plan) -> bool {
    leader_hosts(problem, plan) == [MONDAY] && plan.lines.is_empty()
}

fn late(problem: &Problem, plan: &Plan) -> bool {
    leader_hosts(problem, plan) == [MONDAY.plus(1)] && plan.lines.iter().any(|line| line.what == LineWhat::LeaderLate)
}

fn on_the_second_day(_: &Problem, plan: &Plan) -> bool {
    let mut visits = plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    one(plan, Kind::Pair) && visits.all(|visit| visit.at.date == MONDAY.plus(1))
}

fn out_of_play(problem: &mut Problem, kind: Kind) {
    problem.rules.arrangements.retain(|other| *other != kind);
}

fn one_way(problem: &mut Problem) {
    out_of_play(problem, Kind::OneWay);
}

fn swap(problem: &mut Problem) {
    out_of_play(problem, Kind::Swap);
}

fn together(problem: &mut Problem) {
    out_of_play(problem, Kind::PlanTogether);
}

fn released(problem: &mut Problem) {
    problem.schools.iter_mut().flat_map(|school| &mut school.closed).for_each(|closed| closed.staff_released = false);
}

fn asked(problem: &mut Problem) {
    problem.requests.clear();
}

fn video(problem: &mut Problem) {
    problem.rules.video = None;
}

fn join(problem: &mut Problem) {
    problem.lessons.iter_mut().for_each(|lesson| lesson.join = false);
}

fn travel(problem: &mut Problem) {
    problem.travel.clear();
}

fn leaders(problem: &mut Problem) {
    problem.rules.leaders_first = 0;
}

fn history(problem: &mut Problem) {
    problem.history.clear();
}

fn notice(problem: &mut Problem) {
    problem.rules.notice_days = 0;
}

fn keep_back(problem: &mut Problem) {
    problem.rules.keep_back = 0;
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/kinds")
}

fn problem(file: &str) -> Problem {
    let bytes = std::fs::read(folder().join(format!("{file}.json"))).expect("the instance is there");
    let reading = opendoor::format::read_instance(&bytes).unwrap_or_else(|report| panic!("{file}: {report:?}"));
    assert!(reading.warnings.is_empty(), "{file}");
    reading.problem
}

/// The proven best plan, which the checker allows.
fn solved(problem: &Problem, file: &str) -> Plan {
    let plan = opendoor::solve(problem, &Options::default(), &mut Silent).unwrap_or_else(|e| panic!("{file}: {e:?}"));
    assert_eq!((plan.status, plan.bound), (Status::Optimal, plan.total), "{file}");
    assert_eq!(check(problem, &plan), [], "{file}");
    plan
}

#[test]
fn each_decides_or_does_not() {
    let mut wrong = Vec::new();
    for case in CASES {
        let mut problem = problem(case.file);
        let plan = solved(&problem, case.file);
        let shows = (case.shows)(&problem, &plan);
        (case.without)(&mut problem);
        let then = solved(&problem, case.file).total;
        if (plan.total, shows, then) != (case.total, true, case.then) {
            let kinds: Vec<Kind> = plan.arrangements.iter().map(|arrangement| arrangement.kind).collect();
            wrong.push(format!("{}: {} by {kinds:?} (shown: {shows}), without it {then}", case.file, plan.total));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_instance_stands_in_the_table_and_on_the_page() {
    let page = std::fs::read_to_string(folder().join("README.md")).expect("the page is there");
    let files = std::fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let instances = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let names: BTreeSet<String> =
        instances.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    let table: BTreeSet<String> = CASES.iter().map(|case| case.file.to_owned()).collect();
    assert_eq!(names, table);
    for case in CASES {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", case.file)));
        let row = row.unwrap_or_else(|| panic!("{} is not on the page", case.file));
        for total in [case.total, case.then] {
            assert!(row.contains(&format!(" {total} ")), "{}: {total} is not on the page", case.file);
        }
    }
}
