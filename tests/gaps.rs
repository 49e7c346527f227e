//! `opendoor gaps`: who needs what and who can show it, in numbers that name nobody.

#![cfg(feature = "cli")]

use std::process::Command;

use opendoor::domain::{FocusId, Key, Lock, Problem, SchoolId, Score, TeacherId};
use opendoor::report::gaps::{Gap, OfFocus, OfSchool, Question, Told, gaps, json, table};

const FEDERATION: &str = "instances/federation.json";

fn federation() -> Problem {
    let bytes = std::fs::read(format!("{}/{FEDERATION}", env!("CARGO_MANIFEST_DIR"))).expect("the instance");
    opendoor::format::read_instance(&bytes).expect("valid").problem
}

fn question(exact: bool) -> Question {
    Question { need: Score::from_thousandths(500).expect("a score"), exact }
}

fn of(schools: &[OfSchool], school: usize, focus: usize) -> OfFocus {
    let found = schools[school].focuses.iter().find(|of| of.focus == FocusId::from_index(focus));
    found.expect("the focus").clone()
}

/// The federation where, in the first focus, so many of the first school need it, and the strong are only these.
fn with(needing: usize, strong: &[TeacherId]) -> Problem {
    let (mut problem, focus) = (federation(), FocusId::from_index(0));
    let (mut left, high) = (needing, Score::from_thousandths(700).expect("a score"));
    for id in problem.teachers.keys().collect::<Vec<_>>() {
        let teacher = &mut problem.teachers[id];
        teacher.participates = true;
        teacher.needs.retain(|(of, _)| *of != focus);
        teacher.strengths.retain(|(of, _)| *of != focus);
        if teacher.school == SchoolId::from_index(0) && left > 0 {
            teacher.needs.insert(0, (focus, question(false).need));
            left -= 1;
        }
        if strong.contains(&id) {
            teacher.strengths.insert(0, (focus, high));
        }
    }
    problem
}

fn people(problem: &Problem, school: usize) -> Vec<TeacherId> {
    let of_school = problem.teachers.entries().filter(|(_, t)| t.school == SchoolId::from_index(school));
    of_school.map(|(id, _)| id).collect()
}

#[test]
fn a_gap_and_the_partner_school_that_has_it() {
    let there = people(&federation(), 1);
    let mut problem = with(6, &there[..4]);
    let first = of(&gaps(&problem, question(false)), 0, 0);
    assert_eq!((first.need, first.strong, first.hosts), (Told::Exactly(6), Told::Exactly(0), Told::Exactly(0)));
    assert_eq!(first.gap, Some(Gap::Nobody));
    let [partner] = first.partners.as_slice() else { panic!("{first:?}") };
    let way = &problem.travel[0];
    assert_eq!((partner.hosts, partner.minutes, partner.fare), (Told::Exactly(4), way.minutes, way.money));
    // Gaps come first, and the other school has none in it.
    assert_eq!(gaps(&problem, question(false))[0].focuses[0].focus, FocusId::from_index(0));
    assert_eq!(of(&gaps(&problem, question(false)), 1, 0).gap, None);
    // Who takes no part can't be visited, unless they have an open door; who is out never.
    problem.teachers[there[0]].participates = false;
    let hosts = |problem: &Problem, exact| of(&gaps(problem, question(exact)), 0, 0).partners[0].hosts;
    assert_eq!(hosts(&problem, true), Told::Exactly(3));
    problem.teachers[there[0]].open_door = true;
    assert_eq!(hosts(&problem, true), Told::Exactly(4));
    problem.locks.extend([Lock::Out(there[0]), Lock::Out(there[1])]);
    assert_eq!(hosts(&problem, true), Told::Exactly(2));
    assert_eq!(hosts(&problem, false), Told::FewerThan(3));
    // Without a way nobody is within reach.
    problem.travel.clear();
    assert_eq!(of(&gaps(&problem, question(false)), 0, 0).partners, []);
    assert!(
        table(&problem, question(false), &gaps(&problem, question(false))).contains("no partner school within reach")
    );
}

#[test]
fn few_people_are_told_as_a_range() {
    let here = people(&federation(), 0);
    let all = here.len();
    let told = |needing: usize, strong: &[TeacherId]| {
        let problem = with(needing, strong);
        let first = of(&gaps(&problem, question(false)), 0, 0);
        (first.need, first.hosts, first.gap)
    };
    assert_eq!(told(0, &here[..0]), (Told::Exactly(0), Told::Exactly(0), None));
    assert_eq!(told(2, &here[..1]), (Told::FewerThan(3), Told::FewerThan(3), None));
    assert_eq!(told(3, &here[..2]), (Told::Exactly(3), Told::FewerThan(3), Some(Gap::HardlyAnybody)));
    assert_eq!(told(3, &here[..3]), (Told::Exactly(3), Told::Exactly(3), None));
    let most = u32::try_from(all).expect("few");
    for needing in [all - 2, all - 1, all] {
        assert_eq!(told(needing, &here[..0]).0, Told::AtLeast(most - 2));
    }
    assert_eq!(told(all - 3, &here).0, Told::Exactly(most - 3));
    assert_eq!(told(all - 3, &here).1, Told::Exactly(most));
    // A group of four is too small for any number of those who need something, and then no gap is told either.
    let mut problem = with(4, &here[..0]);
    for &who in &here[4..] {
        problem.teachers[who].participates = false;
    }
    let first = of(&gaps(&problem, question(false)), 0, 0);
    assert_eq!((first.need, first.gap), (Told::TooFew, None));
    let exact = of(&gaps(&problem, question(true)), 0, 0);
    assert_eq!((exact.need, exact.gap), (Told::Exactly(4), Some(Gap::Nobody)));
}

#[test]
fn nobody_is_named() {
    let problem = federation();
    for exact in [false, true] {
        let found = gaps(&problem, question(exact));
        let told = [table(&problem, question(exact), &found), json(&problem, question(exact), &found).to_string()];
        for teacher in &problem.teachers {
            let named = |text: &String| text.contains(&teacher.name) || text.contains(&format!("\"{}\"", teacher.id));
            assert!(!told.iter().any(named), "{}", teacher.id);
        }
    }
}

#[test]
fn the_program_prints_both() {
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_opendoor"));
        let ran = command.arg("gaps").args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it runs");
        (ran.status.code(), String::from_utf8(ran.stdout).expect("UTF-8"))
    };
    let problem = federation();
    let (code, text) = run(&[FEDERATION]);
    assert_eq!((code, text), (Some(0), table(&problem, question(false), &gaps(&problem, question(false)))));
    let (code, text) = run(&[FEDERATION, "--json", "--exact", "--need", "0.25"]);
    let asked = Question { need: Score::from_thousandths(250).expect("a score"), exact: true };
    let printed: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((code, printed), (Some(0), json(&problem, asked, &gaps(&problem, asked))));
    assert_eq!(run(&[FEDERATION, "--need", "0"]).0, Some(2));
    assert_eq!(run(&["instances/invalid/E0102-no-school.json"]).0, Some(2));
    // An instance without focuses is no error.
    let mut without = problem;
    without.focuses = opendoor::domain::Keyed::new();
    assert!(table(&without, question(false), &gaps(&without, question(false))).contains("names no focuses"));
}
