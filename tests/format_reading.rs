//! Reading instances: what they mean, all errors at once, and never a panic.

use opendoor::domain::{
    ConversationRule, CoverBy, CoverNeed, Key, Kind, LessonId, Lock, PeriodUse, ProtectedUse, SchoolId, StaffCover,
    TeacherId, When,
};
use opendoor::format::{Code, Report, read_instance};
use proptest::prelude::*;

/// The example of the contract, but for what this version does not do.
const FULL: &str = r#"{
  "format": "opendoor/1",
  "round": { "title": "Autumn round", "start": "2026-11-02", "end": "2026-12-11", "timezone": "Europe/London", "year": "2026/27" },
  "profile": "open",
  "focuses": [ { "id": "questioning", "name": "Questioning" }, { "id": "behaviour" } ],
  "schools": [
    { "id": "highfield", "name": "Highfield Academy",
      "periods": [
        { "id": "1", "start": "08:50", "end": "09:50" },
        { "id": "2", "start": "09:50", "end": "10:50" },
        { "id": "lunch", "start": "12:50", "end": "13:40", "use": "break" },
        { "id": "3", "start": "13:40", "end": "14:40", "weekdays": ["mon", "tue"] },
        { "id": "3", "start": "13:30", "end": "14:30", "weekdays": ["wed", "thu", "fri"] },
        { "id": "after", "start": "15:20", "end": "16:00", "use": "after" } ],
      "cycle": { "weeks": ["A", "B"], "anchor": { "monday": "2026-11-02", "week": "A" },
                 "skip_closed_weeks": true, "overrides": { "2026-11-23": "A" } },
      "closed": [ { "from": "2026-11-20", "why": "INSET", "staff_released": true } ] },
    { "id": "moor", "weekdays": ["mon", "tue"], "periods": [ { "id": "1", "start": "09:00", "end": "10:00" } ] } ],
  "travel": [ { "between": ["highfield", "moor"], "minutes": 20, "money": 600 } ],
  "teachers": [
    { "id": "ann", "name": "Ann Lee", "school": "highfield", "department": "Maths", "subjects": ["maths"],
      "leader": false, "line_manager": "bob", "new_staff": false, "participates": true, "visits": 2, "open_door": false,
      "strengths": { "behaviour": 0.125, "questioning": 0.9 }, "needs": { "behaviour": 0.6 }, "asks": ["questioning"],
      "unavailable": [ { "weekday": "fri" }, { "date": "2026-11-10", "periods": ["1", "2"], "why": "course" } ],
      "busy": [ { "week": "A", "weekday": "mon", "periods": ["3"] } ],
      "protected": [ { "week": "A", "weekday": "tue", "periods": ["2"] } ], "protected_use": "watch",
      "cover": { "willing": false, "max_per_day": 1, "max_per_week": 1, "max_per_round": 3,
                 "already": { "2026-11-09": 2, "2026-11-02": 1 }, "subjects": ["maths"] },
      "hosting": { "max": 2, "max_per_year": 6 }, "periods_lent": { "max_per_week": 3 },
      "swap": false, "film": false, "student_observers": false, "themes": [] },
    { "id": "bob", "school": "highfield" },
    { "id": "cy", "school": "moor", "participates": false } ],
  "classes": [ { "id": "9X", "school": "highfield", "year": "9", "size": 28, "exam": false, "study_release": 1,
                 "cover_max": 5, "watched_max": 3, "away": [ { "from": "2026-11-16", "to": "2026-11-18", "why": "mocks" } ] } ],
  "rooms": [ { "id": "M1", "school": "highfield", "capacity": 30 } ],
  "lessons": [
    { "id": "ma", "teachers": ["ann"], "classes": ["9X", "9Y"], "subject": "maths", "room": "M1", "week": "B",
      "weekday": "mon", "period": "2", "length": 2, "from": "2026-11-02", "until": "2026-12-11", "open": true,
      "cover": "qualified", "walk": false, "join": false },
    { "id": "once", "teachers": ["bob", "ann"], "date": "2026-11-05", "period": "3", "room": "M2" },
    { "id": "study", "classes": ["9X"], "weekday": "fri", "period": "1", "cover": "never" },
    { "id": "cy1", "teachers": ["cy"], "classes": ["9X"], "weekday": "tue", "period": "1" } ],
  "cover": {
    "supervisors": [ { "id": "sam", "school": "highfield", "money_per_period": 0,
                       "available": [ { "weekday": "mon", "periods": ["1", "2"] } ], "max_per_day": 4, "subjects": [] } ],
    "supply": [ { "id": "agency", "school": "highfield", "unit": "half_day", "money": 29100, "max_per_day": 3 } ],
    "study": { "money": 150 } },
  "budget": { "money": 200000, "per_school": { "moor": 1, "highfield": 120000 }, "per_week": 60000, "cover_periods": 40 },
  "rules": { "arrangements": ["pair"], "protected_quota": 0.05, "min_match": 0.3, "must": [["ann", "bob"]],
             "video": null, "triads": "odd", "away_at_once": { "department": 2 }, "conversation_in": ["break"] },
  "rates": { "unserved": [100, 100, 50], "same_department": -25, "learning": 1e3, "swap_percent": 50 },
  "locks": [ { "pair": ["ann", "bob"] },
             { "visit": { "host": "bob", "period": "after" } },
             { "cover": { "lesson": "ma", "date": "2026-11-09", "period": "2", "by": { "source": "supply", "id": "agency" } } },
             { "cover": { "lesson": "ma", "date": "2026-11-09", "period": "2", "by": { "source": "study" } } },
             { "conversation": { "members": ["bob", "ann"], "date": "2026-11-12", "period": "after" } },
             { "never_on": { "date": "2026-11-13" } }, { "out": { "teacher": "cy" } } ],
  "requests": [], "walks": [], "groups": [],
  "history": [ { "round": "2026-spring", "year": "2025/26", "partners": [["ann", "bob"]], "covers": { "cy": 2 }, "hosted": { "bob": 1 } } ]
}"#;

fn teacher(index: usize) -> TeacherId {
    TeacherId::from_index(index)
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

#[test]
fn every_key_is_read() {
    let reading = read_instance(FULL.as_bytes()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(reading.warnings, []);
    assert_eq!(reading.hash, opendoor::format::hash_of(FULL.as_bytes()));
    let problem = reading.problem;

    let (highfield, moor) = (SchoolId::from_index(0), SchoolId::from_index(1));
    let school = &problem.schools[highfield];
    assert_eq!(school.period_ids.iter().map(String::as_str).collect::<Vec<_>>(), ["1", "2", "lunch", "3", "after"]);
    assert_eq!(school.bell.len(), 6);
    assert_eq!(school.bell[2].usage, PeriodUse::Break);
    let closed = &school.closed[0];
    assert!(closed.staff_released && closed.from == closed.to);
    assert_eq!(school.cycle.as_ref().map(|cycle| cycle.overrides.len()), Some(1));
    assert_eq!(problem.schools[moor].name, "moor");
    assert_eq!(problem.travel_between(moor, highfield).map(|way| (way.minutes, way.money)), Some((20, 600)));

    let ann = &problem.teachers[teacher(0)];
    assert_eq!(ann.line_manager, Some(teacher(1)));
    assert_eq!(
        ann.strengths.iter().map(|(focus, score)| (focus.index(), score.thousandths())).collect::<Vec<_>>(),
        [(0, 900), (1, 125)]
    );
    assert_eq!(ann.cover.already.iter().map(|already| already.1).collect::<Vec<_>>(), [1, 2], "ascending by Monday");
    assert_eq!(ann.protected_use, ProtectedUse::Watch);
    assert_eq!(ann.periods_lent_per_week, 3);
    assert_eq!(ann.unavailable[0].periods, None);
    assert_eq!(problem.teachers[teacher(1)].cover.willing, None);
    assert_eq!(problem.teachers[teacher(2)].wanted(), 0);

    let classes: Vec<_> =
        problem.classes.iter().map(|class| (class.id.as_str(), class.school, class.declared)).collect();
    assert_eq!(classes, [("9X", highfield, true), ("9Y", highfield, false), ("9X", moor, false)]);
    assert_eq!(problem.rooms.len(), 2);
    let lesson = |index: usize| &problem.lessons[LessonId::from_index(index)];
    assert_eq!((lesson(0).length, lesson(0).cover), (2, CoverNeed::Qualified));
    assert!(matches!(lesson(0).when, When::Weekly { week: Some(week), .. } if week.index() == 1));
    assert!(matches!(lesson(1).when, When::Once(_)));
    assert_eq!(lesson(2).school, highfield, "the school that declares its class");

    assert_eq!(problem.study_money, 150);
    assert_eq!(problem.budget.per_school, [(highfield, 120_000), (moor, 1)]);
    assert_eq!(problem.rules.staff_cover, StaffCover::All, "of the profile");
    assert_eq!(problem.rules.protected_quota.thousandths(), 50, "over the profile");
    assert_eq!(problem.rules.conversation_in, [PeriodUse::Break]);
    assert_eq!((problem.rates.learning, problem.rates.same_department), (1000, -25));
    assert_eq!(problem.rates.feedback, 4000);
    assert_eq!(problem.locks.len(), 7);
    assert_eq!(problem.history[0].hosted, [(teacher(1), 1)]);
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    // Of the empty text, as anybody can look it up.
    assert_eq!(
        opendoor::format::hash_of(b""),
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

#[test]
fn all_errors_are_told_at_once_in_the_order_of_the_file() {
    let wrong = FULL
        .replace("\"profile\": \"open\"", "\"profile\": \"opne\"")
        .replace("\"2026-11-20\"", "\"2026-11-31\"")
        .replace("\"line_manager\": \"bob\"", "\"line_manager\": \"bbo\"")
        .replace("\"visits\": 2", "\"visits\": 2.5")
        .replace("\"behaviour\": 0.125", "\"behaviour\": 1.125")
        .replace("\"week\": \"B\"", "\"week\": \"C\"")
        .replace("\"max_per_day\": 3 }", "\"max_per_dya\": 3 }")
        .replace("[100, 100, 50]", "[100, 50, 100]");
    let report = read_instance(wrong.as_bytes()).expect_err("eight errors");
    assert_eq!(codes(&report), ["E0104", "E0109", "E1203", "E0105", "E0107", "E1205", "E0101", "E1601"], "{report}");
    let nearest: Vec<_> = report.diagnostics.iter().filter_map(|found| found.nearest.as_deref()).collect();
    assert_eq!(nearest, ["open", "bob", "max_per_day"]);
}

#[test]
fn what_is_broken_brings_no_errors_of_what_refers_to_it() {
    // A bell that can't be read says nothing of its periods, a teacher without a name is still a teacher.
    let wrong = FULL.replace("\"start\": \"08:50\"", "\"start\": \"8:50\"").replace("\"Ann Lee\"", "7");
    let report = read_instance(wrong.as_bytes()).expect_err("two errors");
    assert_eq!(codes(&report), ["E0110", "E0103"], "{report}");
}

#[test]
fn everything_that_is_not_done_yet_is_refused() {
    let cases = [
        ("\"student_observers\": false", "\"student_observers\": true"),
        ("\"themes\": []", "\"themes\": [\"oracy\"]"),
        ("\"walk\": false", "\"walk\": true"),
        ("[\"pair\"]", "[\"pair\", \"walk\"]"),
        ("[\"pair\"]", "[\"pair\", \"student\"]"),
        ("[\"pair\"]", "[\"meeting\", \"pair\"]"),
        ("\"triads\": \"odd\"", "\"walk_companions\": 3"),
        ("\"triads\": \"odd\"", "\"walk_minutes\": 15"),
        ("{ \"source\": \"study\" }", "{ \"source\": \"swap\" }"),
        ("\"swap_percent\": 50", "\"walk_stop\": 1"),
        ("\"swap_percent\": 50", "\"walk_unplaced\": 1"),
        ("\"swap_percent\": 50", "\"same_group\": 1"),
    ];
    for (from, to) in cases {
        assert!(FULL.contains(from), "{from}");
        let report = read_instance(FULL.replace(from, to).as_bytes()).expect_err(to);
        assert_eq!(codes(&report), ["E1901"], "{to}: {report}");
    }
}

#[test]
fn what_is_not_done_yet_is_checked_all_the_same() {
    let wrong = FULL
        .replace("[\"pair\"]", "[\"pair\", \"walk\"]")
        .replace("\"walks\": []", "\"walks\": [ { \"id\": \"w\", \"guide\": \"bbo\", \"focus\": \"x\", \"when\": 1 } ]")
        .replace("\"swap_percent\": 50", "\"walk_stop\": -1");
    let report = read_instance(wrong.as_bytes()).expect_err("many errors");
    let mut found = codes(&report);
    found.sort_unstable();
    let expected = ["E0101", "E0102", "E0102", "E0102", "E0106", "E1202", "E1203", "E1901"];
    assert_eq!(found, expected, "{report}");
}

#[test]
fn the_further_kinds_are_read() {
    let further = FULL
        .replace("\"new_staff\": false", "\"new_staff\": true")
        .replace("\"open_door\": false", "\"open_door\": true")
        .replace("\"swap\": false, \"film\": false", "\"swap\": true, \"film\": true")
        .replace("\"join\": false", "\"join\": true")
        .replace("[\"pair\"]", "[\"plan_together\", \"pair\", \"one_way\", \"swap\"]")
        .replace("\"triads\": \"odd\"", "\"one_way_conversation\": \"preferred\", \"new_staff_visits\": 2")
        .replace("\"video\": null", "\"video\": { \"kits\": { \"moor\": 1, \"highfield\": 2 }, \"min_strength\": 0.6 }")
        .replace(
            "\"requests\": []",
            r#""requests": [ { "host": "bob", "lesson": "once", "date": "2026-11-05", "period": "3", "focus": "behaviour",
               "expires": "2026-11-05" }, { "host": "cy" } ]"#,
        )
        .replace("{ \"source\": \"study\" }", "{ \"source\": \"join\", \"lesson\": \"once\" }")
        .replace("\"swap_percent\": 50", "\"swap_percent\": 40, \"plan_together_percent\": 41, \"video_percent\": 42, \"join\": 43");
    let reading = read_instance(further.as_bytes()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(reading.warnings, []);
    let problem = reading.problem;
    let ann = &problem.teachers[teacher(0)];
    assert!(ann.new_staff && ann.open_door && ann.swap && ann.film);
    assert_eq!(problem.wanted(teacher(0)), 4, "two visits, and two more as new staff");
    let rules = &problem.rules;
    assert_eq!(rules.arrangements, [Kind::PlanTogether, Kind::Pair, Kind::OneWay, Kind::Swap]);
    assert_eq!(rules.one_way_conversation, ConversationRule::Preferred);
    let video = rules.video.as_ref().expect("films");
    assert_eq!(video.kits, [(SchoolId::from_index(0), 2), (SchoolId::from_index(1), 1)]);
    assert_eq!((video.money_per_recording, video.min_strength.thousandths()), (0, 600));
    let rates = &problem.rates;
    let percents = (rates.swap_percent, rates.plan_together_percent, rates.video_percent);
    assert_eq!((percents, rates.join), ((40, 41, 42), 43));
    let once = LessonId::from_index(1);
    assert!(problem.lessons[LessonId::from_index(0)].join);
    assert!(matches!(&problem.locks[3], Lock::Cover(lock) if lock.by == CoverBy::Join(once)));
    let [request, open] = problem.requests.as_slice() else { panic!("{:?}", problem.requests) };
    assert_eq!((request.host, request.lesson, request.date), (teacher(1), Some(once), request.expires));
    assert_eq!((request.period.map(Key::index), request.focus.map(Key::index)), (Some(3), Some(1)));
    assert_eq!((open.lesson, open.date, open.period, open.focus, open.expires), (None, None, None, None, None));
}

#[test]
fn what_is_wrong_with_the_further_kinds_is_told() {
    let wrong = FULL
        .replace("\"requests\": []", "\"requests\": [ { \"host\": \"bbo\", \"focus\": \"x\", \"when\": 1 } ]")
        .replace("\"video\": null", "\"video\": { \"kits\": { \"nowhere\": 2 }, \"min_strength\": 6 }")
        .replace("{ \"source\": \"study\" }", "{ \"source\": \"join\" }")
        .replace("\"swap_percent\": 50", "\"swap_percent\": -1");
    let report = read_instance(wrong.as_bytes()).expect_err("many errors");
    let mut found = codes(&report);
    found.sort_unstable();
    assert_eq!(found, ["E0101", "E0102", "E0106", "E0107", "E1201", "E1202", "E1203"], "{report}");
}

#[test]
fn what_has_no_effect_is_told() {
    for (from, to, expected) in [
        ("\"triads\": \"odd\"", "\"new_staff_visits\": 1", "W2005"),
        ("\"triads\": \"odd\"", "\"one_way_conversation\": \"required\"", "W2005"),
        ("\"triads\": \"odd\"", "\"one_way_conversation\": \"none\", \"new_staff_visits\": 0", ""),
        ("[\"pair\"]", "[\"swap\"], \"video\": { \"kits\": {} }", "W2005"),
        ("\"video\": null", "\"video\": { \"kits\": { \"moor\": 1 } }", ""),
        ("\"film\": false", "\"film\": true", ""),
        ("\"requests\": []", "\"requests\": [ { \"host\": \"bob\", \"date\": \"2026-12-12\" } ]", "W2006"),
        ("\"requests\": []", "\"requests\": [ { \"host\": \"bob\", \"expires\": \"2026-11-01\" } ]", "W2006"),
        (
            "\"requests\": []",
            "\"requests\": [ { \"host\": \"bob\", \"date\": \"2026-11-05\", \"expires\": \"2026-11-04\" } ]",
            "W2006",
        ),
        ("\"requests\": []", "\"requests\": [ { \"host\": \"bob\", \"expires\": \"2027-01-01\" } ]", ""),
    ] {
        assert!(FULL.contains(from), "{from}");
        // The instance says `video` once.
        let full = if to.contains("video") { FULL.replace("\"video\": null,", "") } else { FULL.to_owned() };
        let changed = if full.contains(from) { full.replace(from, to) } else { FULL.replace(from, to) };
        let reading = read_instance(changed.as_bytes()).unwrap_or_else(|report| panic!("{to}: {report}"));
        let warned: Vec<_> = reading.warnings.iter().map(|warning| warning.code.as_str()).collect();
        assert_eq!(warned.join(" "), expected, "{to}");
    }
}

#[test]
fn json_is_read_strictly() {
    for (text, code) in [
        ("", Code::E0003),
        (" \n\t", Code::E0003),
        ("\u{FEFF}{}", Code::E0002),
        ("// a comment\n{}", Code::E0004),
        ("{\"a\": 1,}", Code::E0004),
        ("[1 2]", Code::E0004),
        ("{\"a\" 1}", Code::E0004),
        ("{a: 1}", Code::E0004),
        ("{'a': 1}", Code::E0004),
        ("[01]", Code::E0004),
        ("[1.]", Code::E0004),
        ("[+1]", Code::E0004),
        ("[.5]", Code::E0004),
        ("[NaN]", Code::E0004),
        ("[0x1F]", Code::E0004),
        ("[1e]", Code::E0004),
        ("[\"\\x41\"]", Code::E0004),
        ("[\"\\ud800\"]", Code::E0004),
        ("[\"\u{1}\"]", Code::E0004),
        ("[\"two\nlines\"]", Code::E0004),
        ("[1,\u{A0}2]", Code::E0004),
        ("[1,\u{B}2]", Code::E0004),
        ("[1", Code::E0004),
        ("{} {}", Code::E0004),
        ("\"é", Code::E0004),
        ("[]", Code::E0103),
        ("null", Code::E0103),
        ("1e999999999999", Code::E0103),
    ] {
        let report = read_instance(text.as_bytes()).expect_err(text);
        assert_eq!(report.diagnostics.len(), 1, "{text}: {report}");
        assert_eq!(report.diagnostics[0].code, code, "{text}: {report}");
        assert!(!report.render(text.as_bytes(), "x.json").is_empty());
    }
    let report = read_instance(b"{\"format\": \"\xff\"}").expect_err("no UTF-8");
    assert_eq!((codes(&report), report.diagnostics[0].column), (vec!["E0001"], 13));
}

#[test]
fn depth_is_bounded_and_never_overflows_the_stack() {
    for deep in ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), format!("{}{}", "[".repeat(101), "]".repeat(101))]
    {
        let report = read_instance(deep.as_bytes()).expect_err("too deep");
        assert_eq!(codes(&report), ["E0005"]);
    }
    let allowed = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(codes(&read_instance(allowed.as_bytes()).expect_err("no object")), ["E0103"]);
}

#[test]
fn numbers_are_exact_however_they_are_written() {
    let read = |money: &str| {
        let text = FULL.replace("\"money\": 200000", &format!("\"money\": {money}"));
        read_instance(text.as_bytes()).map(|reading| reading.problem.budget.money).map_err(|report| codes(&report)[0])
    };
    assert_eq!(read("123456789012"), Ok(Some(123_456_789_012)));
    assert_eq!(read("2.5e3"), Ok(Some(2500)));
    assert_eq!(read("100.0"), Ok(Some(100)));
    assert_eq!(read("-0"), Ok(Some(0)));
    assert_eq!(read("0.1"), Err("E0105"));
    assert_eq!(read("1e-400000000000000000000"), Err("E0105"));
    assert_eq!(read("-1"), Err("E0106"));
    assert_eq!(read("1e400"), Err("E0106"));
    assert_eq!(read("99999999999999999999999999"), Err("E0106"));
    assert_eq!(read("\"5\""), Err("E0103"));
}

#[test]
fn a_report_shows_the_line_with_a_caret() {
    let source = FULL.replace("\"line_manager\": \"bob\"", "\"line_manager\": \"bbo\"");
    let report = read_instance(source.as_bytes()).expect_err("one error");
    let shown = report.render(source.as_bytes(), "autumn.json");
    for part in [
        "error[E1203]: no teacher has the id `bbo`",
        "autumn.json:22:40",
        "^^^^^ ",
        "/teachers/0/line_manager",
        "did you mean `bob`?",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    let machine = serde_json::to_value(&report).expect("plain data");
    let first = &machine["diagnostics"][0];
    assert_eq!(first["code"], "E1203");
    assert_eq!((&first["line"], &first["column"]), (&22.into(), &40.into()));
    assert_eq!(first["pointer"], "/teachers/0/line_manager");
    assert_eq!(first["nearest"], "bob");
}

#[test]
fn a_file_of_one_long_line_is_shown_in_part() {
    let names = "\"x\", ".repeat(200_000);
    let source = FULL.replace('\n', " ").replace("\"subjects\": [\"maths\"],", &format!("\"subjects\": [{names}7],"));
    let report = read_instance(source.as_bytes()).expect_err("one wrong type and many repeated");
    let wrong: Vec<_> = report.diagnostics.iter().filter(|found| found.code == Code::E0103).cloned().collect();
    let shown = Report { diagnostics: wrong }.render(source.as_bytes(), "x.json");
    assert!(shown.len() < 2000 && shown.contains('…'), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(report) = read_instance(&bytes) {
            prop_assert!(!report.diagnostics.is_empty());
            prop_assert!(!report.render(&bytes, "x.json").is_empty());
        }
    }

    #[test]
    fn anything_like_json_is_read_without_panic(text in r#"[\[\]{}:,"\\u0-9dDeE+.\-a-z é\n/*']{0,80}"#) {
        if let Err(report) = read_instance(text.as_bytes()) {
            prop_assert!(!report.diagnostics.is_empty());
            prop_assert!(!report.render(text.as_bytes(), "x.json").is_empty());
        }
    }

    #[test]
    fn broken_instances_are_read_without_panic(
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..40, r#"[\[\]{}:,"\\0-9a-z\-. ]{0,6}"#), 1..6)
    ) {
        let mut bytes = FULL.as_bytes().to_vec();
        for (at, length, with) in cuts {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, with.bytes());
        }
        if let Err(report) = read_instance(&bytes) {
            prop_assert!(report.errors() > 0);
            prop_assert!(!report.render(&bytes, "x.json").is_empty());
        }
    }

    #[test]
    fn instances_with_values_exchanged_are_read_without_panic(
        from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()
    ) {
        // Every value, put in the place of every other: the tree stays JSON, the decoders see wrong types anywhere.
        let value: serde_json::Value = serde_json::from_str(FULL).expect("JSON");
        let mut pointers = Vec::new();
        collect(&value, String::new(), &mut pointers);
        let taken = value.pointer(&pointers[from.index(pointers.len())]).expect("a value").clone();
        let mut changed = value.clone();
        *changed.pointer_mut(&pointers[to.index(pointers.len())]).expect("a value") = taken;
        let bytes = changed.to_string().into_bytes();
        if let Err(report) = read_instance(&bytes) {
            prop_assert!(report.errors() > 0);
            for found in &report.diagnostics {
                prop_assert!(changed.pointer(&found.pointer).is_some(), "{}", found.pointer);
            }
            prop_assert!(!report.render(&bytes, "x.json").is_empty());
        }
    }
}

fn collect(value: &serde_json::Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), pointers);
            }
        }
        serde_json::Value::Object(members) => {
            for (key, item) in members {
                collect(item, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), pointers);
            }
        }
        _ => {}
    }
    pointers.push(pointer);
}
