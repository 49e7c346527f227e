//! What-if: sweeps cost little more than single solves, are monotone, and agree with single solves; scenarios are set
//! against the base; the same bytes on any number of threads; everything wrong is told.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Duration;

use opendoor::domain::{Pence, Plan, Problem, Stats};
use opendoor::engine::{Options, Silent};
use opendoor::format::{Document, read_instance, write_instance};
use opendoor::generate::{Preset, Spec, generate};
use opendoor::scenario::{
    Against, BASE, Case, Ended, Patch, Range, WhatIf, apply, cases, scenarios, sweep, what_if, write_what_if,
};
use opendoor::{solve, verify};
use serde_json::{Value, json};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn quiet(_: usize, _: usize) {}

fn document(name: &str) -> Document {
    Document::read(&fs::read(path(name)).expect("the instance")).expect("JSON")
}

/// The secondary school without supervisors, volunteers and lending: there money matters.
fn stretched() -> Document {
    let mut value = document("instances/secondary.json").value;
    value["cover"]["supervisors"] = json!([]);
    value.as_object_mut().expect("an object").remove("budget");
    for teacher in value["teachers"].as_array_mut().expect("teachers") {
        teacher["cover"] = json!({"willing": false});
        teacher["periods_lent"] = json!({"max_per_week": 0});
    }
    Document::of(value)
}

/// A primary school of one week, where money buys partners.
fn primary(seed: u64) -> Document {
    let spec = Spec { teachers: 20, weeks: 1, seed, ..Spec::of(Preset::Primary) };
    Document::read(write_instance(&generate(&spec)).as_bytes()).expect("JSON")
}

fn base(instance: &Document) -> Case {
    let reading = read_instance(instance.source()).unwrap_or_else(|report| panic!("{report}"));
    Case { name: BASE.to_owned(), patch: Patch::default(), problem: reading.problem, hash: reading.hash }
}

fn swept(instance: &Document, range: &Range, options: &Options) -> WhatIf {
    let scenarios = range.scenarios();
    let patched = apply(&Document::of(json!([])), &scenarios, instance).expect("patches that fit");
    let cases = cases(scenarios, &patched).expect("sound instances");
    sweep(&base(instance), cases, options, &quiet).expect("plans that hold")
}

fn range(from: Pence, to: Pence, step: Pence) -> Range {
    Range::new(from, to, step).expect("a range")
}

/// Every plan of a sweep by budget, the one without a limit last.
fn plans(what_if: &WhatIf) -> Vec<(&Problem, &Plan)> {
    let unlimited = what_if.curve.as_ref().map(|curve| &curve.unlimited);
    let all = what_if.answers.iter().chain(unlimited);
    all.map(|answer| (&answer.case.problem, answer.plan().expect("a plan"))).collect()
}

fn work(stats: impl Iterator<Item = Stats>) -> [u64; 3] {
    stats.fold([0; 3], |sum, one| [sum[0] + one.columns, sum[1] + one.matchings, sum[2] + one.nodes])
}

fn within(gap: u64) -> Options {
    Options { gap, ..Options::default() }
}

#[test]
fn a_sweep_of_twelve_budgets_costs_at_most_three_single_solves() {
    // The school as it is, where no money is needed, and one where it is, to a gap of 0.5 %.
    for (instance, gap) in [(document("instances/secondary.json"), 0), (stretched(), 5_000)] {
        let range = range(0, 300_000, 29_100);
        assert_eq!(range.budgets().len(), 12);
        let what_if = swept(&instance, &range, &within(gap));
        let all = plans(&what_if);
        let swept = work(all.iter().map(|(_, plan)| plan.stats));
        let single = solve(&base(&instance).problem, &within(gap), &mut Silent).expect("a plan");
        let single = work([single.stats].into_iter());
        // The program prints it with `--nocapture`.
        println!("columns, matchings, nodes: sweep {swept:?}, one solve {single:?}");
        for (swept, single) in swept.iter().zip(single).take(2) {
            assert!(*swept <= 3 * single, "{swept} and {single} of one solve");
        }
        assert!(all.iter().all(|(problem, plan)| verify::check(problem, plan).is_empty()));
        assert!(all.iter().all(|(_, plan)| plan.gap <= gap), "each to its gap");
    }
}

#[test]
fn more_money_never_costs_more_whatever_the_gap() {
    for seed in [5, 8] {
        for gap in [0, 50_000, 1_000_000] {
            let what_if = swept(&primary(seed), &range(0, 40_000, 5_000), &within(gap));
            let all = plans(&what_if);
            let totals: Vec<Pence> = all.iter().map(|(_, plan)| plan.total).collect();
            assert!(totals.is_sorted_by(|less, more| less >= more), "seed {seed}, gap {gap}: {totals:?}");
            for (problem, plan) in all {
                assert!(plan.bound <= plan.total);
                assert!(problem.budget.money.is_none_or(|limit| plan.money <= limit));
                assert_eq!(verify::check(problem, plan), []);
            }
        }
    }
}

#[test]
fn a_sweep_finds_what_single_solves_find() {
    let what_if = swept(&primary(5), &range(0, 30_000, 5_000), &within(0));
    for (problem, plan) in plans(&what_if) {
        let alone = solve(problem, &within(0), &mut Silent).expect("a plan");
        assert_eq!((plan.total, plan.bound), (alone.total, alone.bound), "at {:?}", problem.budget.money);
    }
}

#[test]
fn what_a_curve_tells_follows_from_the_plans() {
    let what_if = swept(&primary(5), &range(10_000, 30_000, 10_000), &within(0));
    let names: Vec<&str> = what_if.answers.iter().map(|answer| answer.case.name.as_str()).collect();
    assert_eq!(
        names,
        ["budget 0", "budget 10000", "budget 20000", "budget 30000"],
        "the one without money is planned too"
    );
    let curve = what_if.curve.as_ref().expect("a curve");
    assert_eq!(curve.zero_cost.as_deref(), Some("budget 0"));
    let all = plans(&what_if);
    assert_eq!(curve.steps.len(), 4);
    for (step, two) in curve.steps.iter().zip(all.windows(2)) {
        let [(low, less), (high, more)] = two else { panic!("two") };
        assert_eq!((Some(step.from), step.to), (low.budget.money, high.budget.money));
        assert_eq!((step.gain, step.spent), (less.total - more.total, more.money - less.money));
        assert_eq!(step.value, more.value - less.value);
    }
    let best = all.last().expect("a plan").1.total;
    let least = all.iter().filter(|(_, plan)| plan.total == best).map(|(_, plan)| plan.money).min();
    assert_eq!(curve.enough, least);
    let gains: Vec<Pence> = curve.steps.iter().map(|step| step.gain).collect();
    assert!(gains[0] > 0 && gains[3] == 0, "{gains:?}");
}

#[test]
fn every_kind_of_arrangement_can_be_handed_on() {
    // Films cost money, journeys too: what some budgets allow others don't.
    for seed in [1, 2] {
        let spec = Spec { teachers: 12, weeks: 1, seed, ..Spec::of(Preset::Everything) };
        let instance = Document::read(write_instance(&generate(&spec)).as_bytes()).expect("JSON");
        let options = Options { time_limit: Some(Duration::from_secs(30)), ..within(20_000) };
        let what_if = swept(&instance, &range(0, 6_000, 1_500), &options);
        let all = plans(&what_if);
        let totals: Vec<Pence> = all.iter().map(|(_, plan)| plan.total).collect();
        assert!(totals.is_sorted_by(|less, more| less >= more), "{totals:?}");
        assert!(all.iter().all(|(problem, plan)| verify::check(problem, plan).is_empty()));
        let kinds: BTreeSet<_> = all.iter().flat_map(|(_, plan)| &plan.arrangements).map(|one| one.kind).collect();
        assert!(kinds.len() >= 3, "{kinds:?}");
    }
}

#[test]
fn the_base_is_planned_at_its_own_budget() {
    let mut value = primary(5).value;
    value["budget"] = json!({"money": 12_345});
    let own = Document::of(value);
    let what_if = swept(&own, &range(0, 20_000, 10_000), &within(0));
    let plan = what_if.base.plan().expect("a plan");
    let alone = solve(&base(&own).problem, &within(0), &mut Silent).expect("a plan");
    assert_eq!(plan.total, alone.total);
    assert_eq!(plan.instance, base(&own).hash);
    assert_eq!(what_if.answers.len(), 3, "it is no budget of the range");
    let unlimited = what_if.curve.as_ref().expect("a curve").unlimited.plan().expect("a plan");
    assert!(unlimited.total <= plan.total);
}

/// Without the clock.
fn timeless(text: &str) -> String {
    text.lines().filter(|line| !line.contains("\"seconds\"")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let instance = primary(8);
    let list = scenario_list();
    let parsed = scenarios(&list).expect("a list");
    let told = |threads| {
        let options = Options { threads: Some(threads), ..within(0) };
        let swept = swept(&instance, &range(0, 30_000, 6_000), &options);
        let tiny = document("instances/tiny.json");
        let patched = apply(&list, &parsed, &tiny).expect("patches that fit");
        let cases = cases(parsed.clone(), &patched).expect("sound instances");
        let tried = what_if(base(&tiny), cases, &options, &quiet).expect("plans that hold");
        [swept, tried].map(|one| timeless(&write_what_if(&one, &options, true)))
    };
    let one = told(1);
    for threads in [2, 3, 5] {
        assert!(told(threads) == one, "{threads} threads");
    }
}

fn scenario_list() -> Document {
    Document::of(json!([
        {"name": "no supervisor", "patch": {"cover": {"supervisors": {"sam": null}}}},
        {"name": "Dee is out", "patch": {"locks": [{"out": {"teacher": "dee"}}]}},
        {"name": "locks that clash", "patch": {"locks": [{"pair": ["ann", "dee"]}, {"out": {"teacher": "dee"}}]}},
        {"name": "nothing", "patch": {}},
    ]))
}

#[test]
fn scenarios_are_set_against_the_base() {
    let tiny = document("instances/tiny.json");
    let list = scenario_list();
    let parsed = scenarios(&list).expect("a list");
    let patched = apply(&list, &parsed, &tiny).expect("patches that fit");
    let cases = cases(parsed, &patched).expect("sound instances");
    let found = what_if(base(&tiny), cases, &within(0), &quiet).expect("plans that hold");
    let [supervisor, out, clash, nothing] = &found.answers[..] else { panic!("four answers") };

    let change = Against::of(supervisor, &found.base).expect("two plans");
    assert_eq!((change.money, change.total, change.served), (-1_500, 160, 0));
    assert_eq!(change.new, [["ann", "dee"], ["bob", "cy"]]);
    assert_eq!(change.gone, [["ann", "bob"], ["cy", "dee"]]);

    assert_eq!((found.base.wanted(), found.base.served(), out.wanted(), out.served()), (4, 4, 3, 3));
    assert!(matches!(&clash.ended, Ended::Conflict(conflict) if conflict.locks.len() == 2), "{:?}", clash.ended);
    assert!(Against::of(clash, &found.base).is_none());

    let same = Against::of(nothing, &found.base).expect("two plans");
    assert_eq!((same.total, same.new.len(), same.gone.len()), (0, 0, 0));
    // A patched instance has the hash of its RFC 8785 form, the base that of its bytes.
    assert_ne!(nothing.case.hash, found.base.case.hash);
    for answer in &found.answers {
        if let Some(plan) = answer.plan() {
            assert_eq!(plan.instance, answer.case.hash);
            assert_eq!(verify::check(&answer.case.problem, plan), []);
        }
    }
}

#[test]
fn what_is_not_reached_is_not_planned() {
    let options = within(0);
    let told = |done: usize, _: usize| {
        if done == 1 {
            options.cancel.cancel();
        }
    };
    let tiny = document("instances/tiny.json");
    let list = scenario_list();
    let parsed = scenarios(&list).expect("a list");
    let patched = apply(&list, &parsed, &tiny).expect("patches that fit");
    let cases = cases(parsed, &patched).expect("sound instances");
    let found = what_if(base(&tiny), cases, &options, &told).expect("plans that hold");
    assert!(found.base.plan().is_some());
    assert!(found.answers.len() == 4 && found.answers.iter().all(|answer| answer.ended == Ended::NotPlanned));
    let written: Value = serde_json::from_str(&write_what_if(&found, &options, true)).expect("JSON");
    assert_eq!(written["scenarios"][0]["status"], "not_planned");

    // Of a sweep that is ended at once there is nothing, and it says so.
    let swept = swept(&tiny, &range(0, 1_000, 500), &options);
    assert!(swept.base.plan().is_none() && swept.answers.iter().all(|answer| answer.plan().is_none()));
    let curve = swept.curve.expect("a curve");
    assert!(curve.steps.is_empty() && curve.knee.is_none() && curve.enough.is_none() && curve.zero_cost.is_none());
}

fn opendoor(arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_opendoor"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn the_three_outputs_tell_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("answers.json");
    let file = file.to_str().expect("a plain path");
    let arguments = ["whatif", "instances/tiny.json", "--budget", "0..3000:500"];
    let table = opendoor(&[&arguments[..], &["-o", file, "--plans"]].concat(), "");
    assert_eq!(table.status.code(), Some(0));
    let table = text(&table.stdout);
    assert!(table.contains("\n  £10.00     £0.00    4 of 4  £235.20  -£205.20  yes"), "{table}");
    assert!(table.contains("From £15.00 on more money buys nothing."), "{table}");

    let answers: Value = serde_json::from_str(&fs::read_to_string(file).expect("it is written")).expect("JSON");
    assert_eq!(answers["format"], "opendoor-whatif/1");
    assert_eq!(answers["sweep"]["enough"], 1_500);
    let csv = text(&opendoor(&[&arguments[..], &["--format", "csv"]].concat(), "").stdout);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let names = rows.headers().expect("a head").clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    let told = [&answers["base"]].into_iter().chain(answers["scenarios"].as_array().expect("a list"));
    let told: Vec<&Value> = told.chain([&answers["sweep"]["unlimited"]]).collect();
    assert_eq!(rows.len(), told.len());
    for (row, told) in rows.iter().zip(told) {
        for key in ["total", "bound", "money", "goodwill", "unserved_cost", "value", "wanted", "served", "arrangements"]
        {
            let at = names.iter().position(|name| name == key).expect("a column");
            assert_eq!(row[at], told[key].to_string(), "{key} of {}", told["name"]);
        }
        assert_eq!(told["plan"]["total"], told["total"]);
    }
    // In a pipe JSON, without the plans unless they are asked for.
    let piped = opendoor(&arguments, "");
    let piped: Value = serde_json::from_str(&text(&piped.stdout)).expect("JSON");
    assert_eq!(piped["scenarios"].as_array().map(Vec::len), Some(7));
    assert!(piped["base"].get("plan").is_none());
}

#[test]
fn what_is_wrong_is_told_and_the_exit_code_says_it() {
    let run = |list: &str| opendoor(&["whatif", "instances/tiny.json", "--scenarios", "-"], list);
    let of_list = run(
        r#"[{"name": "as it is", "patch": {}}, {"nam": 1, "patch": []}, {"name": "a", "patch": {}}, {"name": "a", "patch": {}}]"#,
    );
    assert_eq!(of_list.status.code(), Some(2));
    let told = text(&of_list.stderr);
    for expected in ["E5006", "at /0/name", "E0102", "E0101", "at /1/nam", "at /1/patch", "at /3/name", "5 errors"] {
        assert!(told.contains(expected), "{expected} in {told}");
    }
    let of_patch =
        run(r#"[{"name": "a", "patch": {"teachers": {"anm": null}}}, {"name": "b", "patch": {"lessons": {"x": 1}}}]"#);
    assert_eq!(of_patch.status.code(), Some(2));
    let told = text(&of_patch.stderr);
    for expected in ["at /0/patch/teachers/anm", "did you mean `ann`", "at /1/patch/lessons/x", "2 errors"] {
        assert!(told.contains(expected), "{expected} in {told}");
    }
    let of_instance = run(
        r#"[{"name": "a", "patch": {"budget": {"mony": 1}}}, {"name": "b", "patch": {"rules": {"keep_back": -1}}}]"#,
    );
    assert_eq!(of_instance.status.code(), Some(2));
    let told = text(&of_instance.stderr);
    for expected in ["the instance as \"a\" changes it", "at /budget/mony", "the instance as \"b\" changes it", "E0106"]
    {
        assert!(told.contains(expected), "{expected} in {told}");
    }
    let clash = opendoor(
        &["whatif", "instances/tiny.json", "--scenarios", "-", "--format", "text"],
        r#"[{"name": "clash", "patch": {"locks": [{"pair": ["ann", "dee"]}, {"out": {"teacher": "dee"}}]}}]"#,
    );
    assert_eq!(clash.status.code(), Some(3));
    let told = text(&clash.stdout);
    assert!(told.contains("no plan: 2 locks in conflict") && told.contains("/locks/1: Dee Swift stays out"), "{told}");
    for wrong in [&["--budget", "5..1:1"][..], &["--budget", "0..1:1", "--scenarios", "x"], &[]] {
        let ended = opendoor(&[&["whatif", "instances/tiny.json"], wrong].concat(), "");
        assert_eq!(ended.status.code(), Some(2), "{wrong:?}");
    }
}
