//! What can be wrong with a plan: the codes, the samples in `instances/invalid-plans` and the sections of the page on
//! errors agree; nothing brings the reader down; plans by other hands are read.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use opendoor::domain::{Problem, Proof};
use opendoor::format::{Code, Diagnostic, PlanReading, Report, read_instance, read_plan, write_plan};
use proptest::prelude::*;
use serde_json::{Value, json};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(path("instances/invalid-plans").join(name)).expect("the sample")
}

fn problem() -> Problem {
    read_instance(&sample("instance.json")).expect("a valid instance").problem
}

/// The plan that all samples but for one slip are.
fn plan() -> Value {
    serde_json::from_slice(&sample("plan.json")).expect("JSON")
}

fn read(plan: &Value) -> Result<PlanReading, Report> {
    read_plan(plan.to_string().as_bytes(), &problem())
}

/// The only complaint about a plan: its code and its pointer.
fn complaint(change: impl FnOnce(&mut Value)) -> (&'static str, String) {
    let mut plan = plan();
    change(&mut plan);
    let report = read(&plan).expect_err("a complaint");
    let [one] = report.diagnostics.as_slice() else { panic!("more than one complaint: {report}") };
    (one.code.as_str(), one.pointer.clone())
}

/// Code, title, sample and pointer of the sections on plans.
fn sections() -> Vec<(String, String, String, String)> {
    let page = fs::read_to_string(path("src/docs/errors.md")).expect("the page on errors");
    let between = |text: &str, before: &str| -> String {
        let rest = text.split(before).nth(1).unwrap_or_default();
        rest.split('`').next().unwrap_or_default().to_owned()
    };
    page.split("\n## ")
        .skip(1)
        .filter(|section| section[1..].starts_with('3'))
        .map(|section| {
            let (code, rest) = section.split_once(": ").expect("a heading with code and title");
            assert!(section.contains("\n- Cause: ") && section.contains("\n- Action: "), "{code}");
            let line = section.lines().find(|line| line.starts_with("- Sample: ")).expect("a sample");
            let title = rest.lines().next().unwrap_or_default();
            (code.to_owned(), title.to_owned(), between(line, "- Sample: `"), between(line, "at `"))
        })
        .collect()
}

#[test]
fn codes_sections_and_samples_agree() {
    let codes = Code::ALL.iter().filter(|code| code.as_str()[1..].starts_with('3'));
    let known: Vec<(String, String)> = codes.map(|code| (code.to_string(), code.title().to_owned())).collect();
    let told: Vec<(String, String)> = sections().into_iter().map(|(code, title, ..)| (code, title)).collect();
    assert_eq!(told, known);
    let files: BTreeSet<String> = fs::read_dir(path("instances/invalid-plans"))
        .expect("the samples")
        .map(|entry| entry.expect("a sample").file_name().into_string().expect("a plain name"))
        .filter(|name| name != "instance.json" && name != "plan.json")
        .collect();
    assert_eq!(sections().into_iter().map(|(_, _, sample, _)| sample).collect::<BTreeSet<_>>(), files);
}

#[test]
fn each_sample_yields_its_code_at_its_place() {
    for (code, _, name, pointer) in sections() {
        assert!(name.starts_with(&code), "{name}");
        let found: Vec<Diagnostic> = match read_plan(&sample(&name), &problem()) {
            Ok(reading) => {
                assert!(code.starts_with('W'), "{name} was read");
                reading.notes
            }
            Err(report) => report.diagnostics,
        };
        let places: Vec<(&str, &str)> =
            found.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
        assert_eq!(places, [(code.as_str(), pointer.as_str())], "{name}");
    }
}

#[test]
fn what_every_file_demands_is_demanded_of_plans_too() {
    let visit = "/arrangements/0/visits/0";
    let at = |place: &str| format!("{visit}/{place}");
    assert_eq!(complaint(|plan| plan["format"] = "opendoor/1".into()), ("E0116", "/format".into()));
    assert_eq!(complaint(|plan| plan["totl"] = 1.into()), ("E0101", "/totl".into()));
    assert_eq!(complaint(|plan| plan["total"] = "1".into()), ("E0103", "/total".into()));
    assert_eq!(complaint(|plan| drop(plan.as_object_mut().unwrap().remove("bound"))), ("E0102", String::new()));
    assert_eq!(complaint(|plan| plan["gap"] = (-1).into()), ("E3002", "/gap".into()));
    assert_eq!(complaint(|plan| plan["status"] = "best".into()), ("E0104", "/status".into()));
    assert_eq!(complaint(|plan| plan["stats"]["nodes"] = (-1).into()), ("E3001", "/stats/nodes".into()));
    let in_visit = |key: &str, value: Value| complaint(|plan| plan.pointer_mut(visit).unwrap()[key] = value);
    assert_eq!(in_visit("observer", "anne".into()), ("E1203", at("observer")));
    assert_eq!(in_visit("lesson", "b3".into()), ("E1206", at("lesson")));
    assert_eq!(in_visit("period", "3".into()), ("E1204", at("period")));
    assert_eq!(in_visit("focus", "talk".into()), ("E1202", at("focus")));
    assert_eq!(in_visit("date", "2026-11-31".into()), ("E0109", at("date")));
    assert_eq!(in_visit("value", json!(1.5)), ("E0105", at("value")));
    let cover =
        |by: Value| in_visit("covers", json!([{ "lesson": "a1", "date": "2026-11-02", "period": "1", "by": by }]));
    assert_eq!(cover(json!({ "source": "supervisor", "id": "sa" })), ("E1207", at("covers/0/by/id")));
    assert_eq!(cover(json!({ "source": "study", "id": "sam" })), ("E1702", at("covers/0/by/id")));
    assert_eq!(cover(json!({ "source": "staff" })), ("E0102", at("covers/0/by")));
}

#[test]
fn what_is_not_built_is_refused_by_name() {
    let visit = |key: &str, value: Value| {
        complaint(|plan| plan.pointer_mut("/arrangements/0/visits/0").unwrap()[key] = value).0
    };
    let walk = json!({ "id": "w", "kind": "walk", "order": "w1", "stops": [] });
    assert_eq!(complaint(|plan| plan["arrangements"][0] = walk), ("E1901", "/arrangements/0/kind".into()));
    let swap = json!([{ "lesson": "a1", "date": "2026-11-02", "period": "1", "by": { "source": "swap" } }]);
    assert_eq!(visit("covers", swap), "E1901");
}

#[test]
fn the_changes_of_a_re_plan_are_read() {
    let change = |entry: Value| complaint(|plan| plan["changes"] = json!([entry]));
    let talk = json!({ "members": ["ann", "bob"], "date": "2026-11-02", "school": "s", "period": "1" });
    let both = json!({ "conversation": talk, "visit": {} });
    assert_eq!(change(json!({ "was": null, "now": both, "pence": 500 })), ("E0115", "/changes/0/now".into()));
    assert_eq!(change(json!({ "was": { "conversation": talk }, "now": null })), ("E0102", "/changes/0".into()));
    let by = json!({ "source": "swap" });
    let cover = json!({ "lesson": "a1", "date": "2026-11-02", "period": "1", "by": by });
    let place = "/changes/0/was/cover/by".into();
    assert_eq!(change(json!({ "was": { "cover": cover }, "now": null, "pence": 500 })), ("E1901", place));
}

#[test]
fn the_keys_of_the_further_kinds_are_read() {
    let place = "/arrangements/0";
    let film = |change: &dyn Fn(&mut Value)| {
        complaint(|plan| {
            let visit = &mut plan["arrangements"][0]["visits"][0];
            visit["mode"] = "video".into();
            visit["watch"] = json!({ "date": "2026-11-03", "period": "2" });
            visit["money"] = 500.into();
            change(visit);
        })
    };
    let at = |key: &str| format!("{place}/visits/0/{key}");
    let without = |visit: &mut Value| drop(visit.as_object_mut().expect("a visit").remove("watch"));
    assert_eq!(film(&without), ("E0102", at("").trim_end_matches('/').into()));
    assert_eq!(film(&|visit| visit["watch"]["period"] = "9".into()), ("E1204", at("watch/period")));
    assert_eq!(film(&|visit| visit["watch"]["room"] = "9".into()), ("E0101", at("watch/room")));
    assert_eq!(film(&|visit| visit["money"] = json!(0.5)), ("E0105", at("money")));
    // Of which mode it is can't be told: its keys are no errors.
    assert_eq!(film(&|visit| visit["mode"] = "film".into()), ("E0104", at("mode")));
    let exchange = |visit: &mut Value| {
        visit["mode"] = "swap".into();
        without(visit);
    };
    assert_eq!(film(&exchange), ("E3006", at("money")));

    let planned = |change: &dyn Fn(&mut Value)| {
        complaint(|plan| {
            let taught = json!({ "teacher": "ann", "lesson": "a1", "date": "2026-11-03", "period": "1" });
            plan["arrangements"][0] = json!({
                "id": "g", "kind": "plan_together", "members": ["ann", "bob"], "visits": [], "value": 100,
                "meetings": [{ "date": "2026-11-02", "school": "highfield", "period": "after" }], "teaches": [taught],
            });
            change(&mut plan["arrangements"][0]);
        })
    };
    let at = |key: &str| format!("{place}/{key}");
    let only_value = |one: &mut Value| {
        one["kind"] = "one_way".into();
        let keys = one.as_object_mut().expect("an arrangement");
        keys.retain(|key, _| !["meetings", "teaches"].contains(&key.as_str()));
    };
    assert_eq!(planned(&only_value), ("E3006", at("value")));
    assert_eq!(planned(&|one| one["value"] = "100".into()), ("E0103", at("value")));
    assert_eq!(planned(&|one| one["meetings"][0]["school"] = "moor".into()), ("E1201", at("meetings/0/school")));
    assert_eq!(planned(&|one| one["teaches"][0]["teacher"] = "anne".into()), ("E1203", at("teaches/0/teacher")));
    assert_eq!(planned(&|one| one["teaches"][0]["again"] = 1.into()), ("E0103", at("teaches/0/again")));
    let join = json!([{ "lesson": "a1", "date": "2026-11-02", "period": "1", "by": { "source": "join" } }]);
    assert_eq!(complaint(|plan| plan["arrangements"][0]["visits"][0]["covers"] = join).0, "E0102");
}

#[test]
fn all_errors_are_told_at_once() {
    let mut plan = plan();
    plan["arrangements"][0]["visits"][0]["observer"] = "anne".into();
    plan["arrangements"][0]["visits"][1]["date"] = "tomorrow".into();
    plan["hires"] = json!([{ "source": "half", "school": "highfeild", "date": "2026-11-02" }]);
    plan["status"] = "best".into();
    let report = read(&plan).expect_err("errors");
    let codes: Vec<&str> = report.diagnostics.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["E0104", "E1203", "E0109", "E0102", "E0102", "E0102", "E1208", "E1201"]);
    let nearest: Vec<&str> = report.diagnostics.iter().filter_map(|found| found.nearest.as_deref()).collect();
    assert_eq!(nearest, ["ann", "highfield"]);
}

#[test]
fn a_plan_by_other_hands_may_say_less() {
    let mut plan = plan();
    for key in ["instance", "engine", "seed", "published", "proof", "lines", "unserved", "loads", "stats"] {
        plan.as_object_mut().unwrap().remove(key);
    }
    for visit in plan["arrangements"][0]["visits"].as_array_mut().unwrap() {
        visit
            .as_object_mut()
            .unwrap()
            .retain(|key, _| ["observer", "host", "lesson", "date", "period"].contains(&key.as_str()));
    }
    plan["arrangements"][0]["conversation"] = Value::Null;
    let reading = read(&plan).expect("a plan");
    assert_eq!(reading.plan.proof, Proof::Solver);
    assert_eq!(reading.plan.arrangements[0].visits[0].focus, None);
    assert_eq!(reading.plan.arrangements[0].conversation, None);
    let noted: Vec<&str> = reading.notes.iter().map(|note| note.code.as_str()).collect();
    assert_eq!(noted, ["W3101"; 4]);
}

/// The pointers of everything in `value`.
fn pointers(value: &Value, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| pointers(item, &format!("{pointer}/{at}"), all));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, item)| pointers(item, &format!("{pointer}/{key}"), all));
        }
        _ => {}
    }
}

#[test]
fn nothing_in_a_plan_brings_the_reader_down() {
    let problem = problem();
    let good = plan();
    let mut all = Vec::new();
    pointers(&good, "", &mut all);
    let strange = [
        Value::Null,
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{1F600}\u{0}"),
        json!([[]]),
        json!({ "": {} }),
    ];
    let mut refused = 0;
    for pointer in &all {
        for value in &strange {
            let mut plan = good.clone();
            *plan.pointer_mut(pointer).expect("a place of the plan") = value.clone();
            match read_plan(plan.to_string().as_bytes(), &problem) {
                // What is read can be written and read again.
                Ok(reading) => {
                    let written = write_plan(&reading.plan, &problem);
                    let again = read_plan(written.as_bytes(), &problem).expect("what was written");
                    assert_eq!(again.plan, reading.plan);
                }
                Err(report) => {
                    refused += 1;
                    assert!(report.errors() > 0);
                }
            }
        }
    }
    assert!(refused > all.len() * strange.len() / 2, "{refused} of {} were refused", all.len() * strange.len());
}

proptest! {
    #[test]
    fn numbers_come_back_to_the_last_digit(
        sums in proptest::array::uniform6(-1_000_000_000_000_i64..1_000_000_000_000),
        (gap, seed, milliseconds) in any::<(u64, u64, u64)>(),
        published in any::<bool>(),
    ) {
        let problem = problem();
        let mut plan = read(&plan()).expect("a plan").plan;
        [plan.total, plan.bound, plan.money, plan.goodwill, plan.unserved_cost, plan.value] = sums;
        (plan.gap, plan.seed, plan.stats.milliseconds, plan.published) = (gap, seed, milliseconds, published);
        plan.arrangements[0].visits[0].value = sums[0];
        plan.arrangements[0].visits[1].own_time = sums[1];
        let written = write_plan(&plan, &problem);
        let read = read_plan(written.as_bytes(), &problem).expect("what was written");
        prop_assert_eq!(read.plan, plan);
    }
}
