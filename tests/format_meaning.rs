//! What the reader demands beyond the samples: one small change of a whole instance, and what it brings.

use std::fs;
use std::path::PathBuf;

use opendoor::format::read_instance;

const SMALL: &str = r#"{
  "format": "opendoor/1",
  "round": { "start": "2026-11-02", "end": "2026-11-27" },
  "focuses": [ { "id": "pace" } ],
  "schools": [
    { "id": "north", "periods": [
        { "id": "1", "start": "09:00", "end": "10:00" }, { "id": "2", "start": "10:00", "end": "11:00" },
        { "id": "break", "start": "11:00", "end": "11:20", "use": "break" },
        { "id": "3", "start": "11:20", "end": "12:20" },
        { "id": "4", "start": "12:20", "end": "13:20", "weekdays": ["mon", "tue"] } ],
      "cycle": { "weeks": ["A", "B"], "anchor": { "monday": "2026-11-02", "week": "A" }, "overrides": {} },
      "closed": [] },
    { "id": "south", "weekdays": ["mon", "sat"], "periods": [ { "id": "P1", "start": "08:00", "end": "09:00" } ] } ],
  "travel": [],
  "teachers": [
    { "id": "ann", "school": "north", "cover": {}, "busy": [] },
    { "id": "bob", "school": "north", "strengths": {}, "needs": {} },
    { "id": "cy", "school": "south" } ],
  "classes": [ { "id": "7A", "school": "north" } ],
  "lessons": [
    { "id": "a1", "teachers": ["ann"], "classes": ["7A"], "week": "A", "weekday": "mon", "period": "1" },
    { "id": "b1", "teachers": ["bob"], "weekday": "fri", "period": "2" },
    { "id": "c1", "teachers": ["cy"], "weekday": "sat", "period": "P1" } ],
  "cover": { "supervisors": [ { "id": "sam", "school": "north" } ] },
  "budget": { "per_school": {} },
  "rules": {}, "rates": {}, "locks": [], "history": []
}"#;

/// The codes with their pointers that `SMALL` brings when each `from` becomes its `to`.
fn with(changes: &[(&str, &str)]) -> Vec<String> {
    let mut text = SMALL.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let found = match read_instance(text.as_bytes()) {
        Ok(reading) => reading.warnings,
        Err(report) => report.diagnostics,
    };
    found.iter().map(|found| format!("{} {}", found.code, found.pointer)).collect()
}

#[test]
fn the_small_instance_is_sound() {
    assert_eq!(with(&[]), Vec::<String>::new());
}

#[test]
fn one_change_brings_one_error() {
    for (from, to, found) in [
        // Dates and weeks.
        (
            "\"overrides\": {}",
            "\"overrides\": { \"2026-11-10\": \"A\" }",
            "E1006 /schools/0/cycle/overrides/2026-11-10",
        ),
        ("\"overrides\": {}", "\"overrides\": { \"10.11.\": \"A\" }", "E0109 /schools/0/cycle/overrides/10.11."),
        (
            "\"overrides\": {}",
            "\"overrides\": { \"2026-11-09\": \"C\" }",
            "E1205 /schools/0/cycle/overrides/2026-11-09",
        ),
        ("\"week\": \"A\" }, \"over", "\"week\": \"Z\" }, \"over", "E1205 /schools/0/cycle/anchor/week"),
        ("[\"A\", \"B\"]", "[\"A\", \"A\"]", "E0114 /schools/0/cycle/weeks/1"),
        (
            "\"cover\": {}",
            "\"cover\": { \"already\": { \"2026-11-03\": 1 } }",
            "E1006 /teachers/0/cover/already/2026-11-03",
        ),
        ("\"closed\": []", "\"closed\": [ { \"to\": \"2026-11-03\" } ]", "E0102 /schools/0/closed/0"),
        (
            "\"weekdays\": [\"mon\", \"sat\"]",
            "\"weekdays\": [\"sat\", \"mon\", \"sat\"]",
            "E0114 /schools/1/weekdays/2",
        ),
        ("[\"mon\", \"sat\"]", "[]", "E0113 /schools/1/weekdays"),
        // Patterns.
        ("\"busy\": []", "\"busy\": [ { \"periods\": [] } ]", "E0113 /teachers/0/busy/0/periods"),
        ("\"busy\": []", "\"busy\": [ { \"periods\": [\"P1\"] } ]", "E1204 /teachers/0/busy/0/periods/0"),
        ("\"busy\": []", "\"busy\": [ { \"periods\": [\"1\", \"1\"] } ]", "E0114 /teachers/0/busy/0/periods/1"),
        ("\"busy\": []", "\"busy\": [ { \"week\": \"C\" } ]", "E1205 /teachers/0/busy/0/week"),
        ("\"busy\": []", "\"busy\": [ { \"day\": \"mon\" } ]", "E0101 /teachers/0/busy/0/day"),
        ("\"busy\": []", "\"busy\": [ { \"date\": \"2026-11-10\", \"week\": \"A\" } ]", "W2002 /teachers/0/busy/0"),
        (
            "\"id\": \"sam\",",
            "\"id\": \"sam\", \"available\": [ { \"periods\": [\"9\"] } ],",
            "E1204 /cover/supervisors/0/available/0/periods/0",
        ),
        // People.
        ("\"strengths\": {}", "\"strengths\": { \"paec\": 1 }", "E1202 /teachers/1/strengths/paec"),
        ("\"needs\": {}", "\"needs\": { \"pace\": -0.1 }", "E0107 /teachers/1/needs/pace"),
        ("\"needs\": {}", "\"visits\": 101", "E0106 /teachers/1/visits"),
        ("\"needs\": {}", "\"name\": null", "E0103 /teachers/1/name"),
        ("\"id\": \"sam\"", "\"id\": \"\"", "E0111 /cover/supervisors/0/id"),
        // Classes and rooms are of their school.
        (
            "{ \"id\": \"7A\", \"school\": \"north\" }",
            "{ \"id\": \"7A\", \"school\": \"north\" }, { \"id\": \"7A\", \"school\": \"north\" }",
            "E1101 /classes/1/id",
        ),
        (
            "\"classes\": [ {",
            "\"rooms\": [ { \"id\": \"R\", \"school\": \"x\" } ], \"classes\": [ {",
            "E1201 /rooms/0/school",
        ),
        // Lessons.
        ("\"weekday\": \"fri\"", "\"weekday\": \"fri\", \"date\": \"2026-11-06\"", "E1403 /lessons/1/weekday"),
        ("\"weekday\": \"fri\"", "\"date\": \"2026-11-07\"", "E1405 /lessons/1/date"),
        (
            "\"weekday\": \"fri\", \"period\": \"2\"",
            "\"date\": \"2026-11-06\", \"period\": \"4\"",
            "E1406 /lessons/1/period",
        ),
        (
            "\"weekday\": \"fri\", \"period\": \"2\"",
            "\"weekday\": \"fri\", \"period\": \"2\", \"length\": 3",
            "E1408 /lessons/1/length",
        ),
        ("\"period\": \"2\"", "\"period\": \"2\", \"length\": 0", "E0106 /lessons/1/length"),
        (
            "\"period\": \"2\"",
            "\"period\": \"2\", \"from\": \"2026-11-09\", \"until\": \"2026-11-08\"",
            "E1003 /lessons/1/until",
        ),
        ("\"teachers\": [\"bob\"]", "\"teachers\": [\"bob\", \"bob\"]", "E0114 /lessons/1/teachers/1"),
        ("\"teachers\": [\"bob\"]", "\"teachers\": [\"bbo\"]", "E1203 /lessons/1/teachers/0"),
        ("\"teachers\": [\"bob\"]", "\"teachers\": []", "E1402 /lessons/1"),
        ("\"classes\": [\"7A\"]", "\"classes\": [\"7A\", \"7A\"]", "E0114 /lessons/0/classes/1"),
        // Money.
        ("\"per_school\": {}", "\"per_school\": { \"nroth\": 1 }", "E1201 /budget/per_school/nroth"),
        ("\"rates\": {}", "\"rates\": { \"unserved\": [] }", "E0113 /rates/unserved"),
        ("\"rates\": {}", "\"rates\": { \"study\": -1 }", "E0106 /rates/study"),
        ("\"rates\": {}", "\"rates\": { \"learning\": \"12000\" }", "E0103 /rates/learning"),
        ("\"travel\": []", "\"travel\": [ { \"between\": [\"north\"], \"minutes\": 5 } ]", "E0112 /travel/0/between"),
        (
            "\"travel\": []",
            "\"travel\": [ { \"between\": [\"north\", \"south\"], \"minutes\": 721 } ]",
            "E0106 /travel/0/minutes",
        ),
        // Rules.
        ("\"rules\": {}", "\"rules\": { \"conversation_in\": [\"lunch\"] }", "E0104 /rules/conversation_in/0"),
        ("\"rules\": {}", "\"rules\": { \"conversation_in\": [] }", "E0113 /rules/conversation_in"),
        ("\"rules\": {}", "\"rules\": { \"arrangements\": [\"pair\", \"pair\"] }", "E0114 /rules/arrangements/1"),
        ("\"rules\": {}", "\"rules\": { \"protected_quota\": 0.1234 }", "E0108 /rules/protected_quota"),
        ("\"rules\": {}", "\"rules\": { \"must\": [[\"ann\", \"bbo\"]] }", "E1203 /rules/must/0/1"),
        (
            "\"rules\": {}",
            "\"rules\": { \"must\": [[\"ann\", \"bob\"]], \"forbid\": [\"ann\"] }",
            "E0103 /rules/forbid/0",
        ),
        // Locks and history.
        (
            "\"locks\": []",
            "\"locks\": [ { \"visit\": { \"observer\": \"ann\", \"host\": \"ann\" } } ]",
            "E1603 /locks/0/visit/host",
        ),
        (
            "\"locks\": []",
            "\"locks\": [ { \"visit\": { \"lesson\": \"c1\", \"period\": \"2\" } } ]",
            "E1204 /locks/0/visit/period",
        ),
        ("\"locks\": []", "\"locks\": [ { \"visit\": { \"period\": \"9\" } } ]", "E1204 /locks/0/visit/period"),
        ("\"locks\": []", "\"locks\": [ { \"pairs\": [\"ann\", \"bob\"] } ]", "E0101 /locks/0/pairs"),
        ("\"locks\": []", "\"locks\": [ {} ]", "E0115 /locks/0"),
        ("\"locks\": []", "\"locks\": [ { \"out\": {} } ]", "E0102 /locks/0/out"),
        (
            "\"locks\": []",
            "\"locks\": [ { \"conversation\": { \"members\": [\"ann\"], \"date\": \"2026-11-03\", \"period\": \"1\" } } ]",
            "E0112 /locks/0/conversation/members",
        ),
        (
            "\"locks\": []",
            "\"locks\": [ { \"conversation\": { \"members\": [\"ann\", \"bob\"], \"date\": \"2026-11-03\", \"period\": \"P1\" } } ]",
            "E1204 /locks/0/conversation/period",
        ),
        (
            "\"locks\": []",
            "\"locks\": [ { \"cover\": { \"lesson\": \"a1\", \"date\": \"2026-11-02\", \"period\": \"1\", \"by\": { \"source\": \"staff\" } } } ]",
            "E0102 /locks/0/cover/by",
        ),
        (
            "\"locks\": []",
            "\"locks\": [ { \"cover\": { \"lesson\": \"a1\", \"date\": \"2026-11-02\", \"period\": \"1\", \"by\": { \"source\": \"staff\", \"id\": \"sam\" } } } ]",
            "E1203 /locks/0/cover/by/id",
        ),
        ("\"history\": []", "\"history\": [ { \"round\": \"s\" }, { \"round\": \"s\" } ]", "E1101 /history/1/round"),
        (
            "\"history\": []",
            "\"history\": [ { \"partners\": [[\"ann\", \"bob\"], [\"bob\", \"ann\"]] } ]",
            "E1604 /history/0/partners/1",
        ),
        ("\"history\": []", "\"history\": [ { \"hosted\": { \"zoe\": 1 } } ]", "W2004 /history/0/hosted/zoe"),
        ("\"history\": []", "\"history\": {}", "E0103 /history"),
    ] {
        assert_eq!(with(&[(from, to)]), [found], "{to}");
    }
}

#[test]
fn what_is_allowed_is_no_error() {
    let none: [&str; 0] = [];
    // A double runs over the break; the week has no period 4 on Fridays, which matters to nobody else.
    assert_eq!(with(&[("\"period\": \"2\"", "\"period\": \"2\", \"length\": 2")]), none);
    // The same class id in two schools is two classes.
    assert_eq!(with(&[("\"classes\": [ {", "\"classes\": [ { \"id\": \"7A\", \"school\": \"south\" }, {")]), none);
    // A lesson without teachers goes to the school that lists its class.
    assert_eq!(with(&[("\"teachers\": [\"ann\"], ", "")]), none);
    // A conversation in a period of either member's school.
    let talk = "\"locks\": [ { \"conversation\": { \"members\": [\"ann\", \"cy\"], \"date\": \"2026-11-03\", \"period\": \"P1\" } } ]";
    assert_eq!(with(&[("\"locks\": []", talk)]), none);
    assert_eq!(with(&[("\"end\": \"11:00\" }", "\"end\": \"24:00\" }")]), none);
    assert_eq!(with(&[("\"teachers\": [\n", "\"profile\": \"open\", \"teachers\": [\n")]), none);
}

#[test]
fn only_lessons_that_can_meet_are_two_at_one_time() {
    let second = |rest: &str| {
        let lesson = format!("\"lessons\": [ {{ \"id\": \"a0\", \"teachers\": [\"bob\", \"ann\"], {rest} }},");
        with(&[("\"lessons\": [", &lesson)])
    };
    let clash = ["W2001 /lessons/1"];
    assert_eq!(second("\"weekday\": \"mon\", \"period\": \"1\""), clash);
    assert_eq!(second("\"week\": \"A\", \"weekday\": \"mon\", \"period\": \"1\""), clash);
    assert_eq!(second("\"date\": \"2026-11-16\", \"period\": \"1\""), clash);
    assert_eq!(second("\"until\": \"2026-11-30\", \"weekday\": \"mon\", \"period\": \"1\""), clash);
    let none: [&str; 0] = [];
    assert_eq!(second("\"week\": \"B\", \"weekday\": \"mon\", \"period\": \"1\""), none);
    assert_eq!(second("\"date\": \"2026-11-09\", \"period\": \"1\""), none);
    assert_eq!(second("\"weekday\": \"mon\", \"period\": \"2\""), none);
    assert_eq!(second("\"weekday\": \"tue\", \"period\": \"1\""), none);
}

#[test]
fn a_wrong_entry_is_not_taken_for_a_missing_one() {
    assert_eq!(
        with(&[("[\"mon\", \"sat\"]", "[\"monday\"]"), ("\"weekday\": \"sat\"", "\"weekday\": \"mon\"")]),
        ["E0104 /schools/1/weekdays/0"]
    );
    assert_eq!(
        with(&[("\"rules\": {}", "\"rules\": { \"arrangements\": [\"pairs\"] }")]),
        ["E0104 /rules/arrangements/0"]
    );
    assert_eq!(with(&[("\"school\": \"south\" }", "\"school\": \"suoth\" }")]), ["E1201 /teachers/2/school"]);
    assert_eq!(
        with(&[("{ \"id\": \"cy\", \"school\": \"south\" }", "7")]),
        ["E0103 /teachers/2", "E1203 /lessons/2/teachers/0"]
    );
}

#[test]
fn the_example_of_the_docs_is_an_instance() {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/docs/format.md");
    let page = fs::read_to_string(page).expect("the page on the format");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let reading = read_instance(example.as_bytes()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(reading.problem.lessons.len(), 2);
}
