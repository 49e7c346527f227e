//! What is told of films, one-way visits, swaps, lessons planned together and joined classes, and of who is left out.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;
#[path = "common/kinds.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod kinds;

use hand::{Names, holds, two_schools};
use kinds::{film, films, join, one_film, one_way, planned, swap};
use opendoor::domain::{Kind, Plan, Problem, ReasonCode, Status, Unserved};
use opendoor::explain::reasons;
use opendoor::report::text::summary;

/// Without line breaks and columns.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The summary of the sample has all of these, in this order, wherever its lines break.
#[track_caller]
fn tells((problem, plan): &(Problem, Plan), parts: &[&str]) {
    let text = summary(problem, plan);
    let words = flat(&text);
    let mut rest = words.as_str();
    for part in parts.iter().map(|part| flat(part)) {
        let at = rest.find(&part).unwrap_or_else(|| panic!("{part:?} is not told there:\n{text}"));
        rest = &rest[at + part.len()..];
    }
    assert!(text.lines().all(|line| line.chars().count() <= 96), "{text}");
}

#[test]
fn a_film_is_made_and_watched() {
    tells(
        &one_film(),
        &[
            "1 pair, 2 visits, nobody left out",
            "films £7.00 1 film",
            "k1 ann and bob",
            "ann watches bob: 8Y",
            "Wed 4 Nov 1 08:50-09:50 ann is filmed for bob: 9Z",
            "Wed 4 Nov 2 09:50-10:50 bob watches the film of ann",
            "focus questioning; worth £46.40; the film costs £7.00; no class is left",
            "They talk",
        ],
    );
}

#[test]
fn the_host_s_school_pays_for_the_film_and_nobody_travels() {
    let (mut problem, mut plan) = two_schools();
    films(&mut problem);
    problem.teacher("ann").film = true;
    let bob = &mut plan.arrangements[0].visits[1];
    bob.mode = film(&problem, problem.school_id("moor"), hand::day(11, 4), "2");
    (bob.value, bob.travel, bob.money, bob.own_time) = (7_840, 0, 700, 300);
    hand::carries(&problem, &mut plan, "bob", [1, 1, 0, 1, 0, 1]);
    holds(&problem, &mut plan);
    tells(&(problem, plan), &["films", "travel £6.00 1 journey", "by high £25.00", "by moor £0.00"]);
}

#[test]
fn a_one_way_visit_needs_no_conversation() {
    let sample = one_way();
    tells(&sample, &["1 one-way visit, 1 visit, nobody left out", "k1 cy and dee: a one-way visit", "cy watches dee"]);
    assert!(!summary(&sample.0, &sample.1).contains("no conversation"));
}

#[test]
fn classes_are_swapped() {
    tells(
        &swap(),
        &[
            "1 class swap, 2 visits, nobody left out",
            "k1 dee and eve: a class swap",
            "dee takes the class of eve: 7Q",
            "eve takes the class of dee: 7P",
            "They talk",
        ],
    );
}

#[test]
fn a_lesson_is_planned_taught_talked_about_and_taught_again() {
    let (problem, mut plan) = planned();
    let mut other = plan.arrangements[0].clone();
    other.id = "k2".into();
    tells(
        &(problem.clone(), plan.clone()),
        &[
            "1 lesson planned together, 0 visits, nobody left out",
            "k1 dee and eve: a lesson planned together",
            "Mon 2 Nov 3 11:10-12:10 They plan a lesson",
            "worth £43.20",
            "Tue 3 Nov 2 09:50-10:50 dee teaches it: 7P maths",
            "eve teaches it: 7Q maths",
            "They talk",
            "dee teaches it again: 7S maths",
            "meetings £6.00 own time given up to plan lessons",
        ],
    );
    plan.arrangements.push(other);
    tells(&(problem, plan), &["2 lessons planned together, 0 visits"]);
}

#[test]
fn a_class_joins_another() {
    tells(&join(), &["9X maths is with 9W maths in M1 (joined)", "9X maths, for ann: 9W maths in M1 (joined)"]);
}

#[test]
fn new_staff_who_miss_a_visit_one_way_are_told_so() {
    let missing = |problem: &Problem| Unserved { teacher: problem.t("cy"), missing: 1, cost: 15_000, reasons: vec![] };
    let (mut problem, mut plan) = one_way();
    problem.rules.new_staff_visits = 2;
    plan.unserved = vec![missing(&problem)];
    let mut told = |problem: &Problem, status: Status| {
        plan.status = status;
        reasons(problem, &mut plan);
        let [reason] = plan.unserved[0].reasons.as_slice() else { panic!("{:?}", plan.unserved) };
        (reason.code, reason.text.clone())
    };
    let (code, text) = told(&problem, Status::Optimal);
    assert_eq!(
        (code, text.as_str()),
        (ReasonCode::TooDear, "No one-way visit both fits the rest of the plan and pays.")
    );
    assert_eq!(told(&problem, Status::Feasible).0, ReasonCode::Unsettled);
    problem.rules.arrangements = vec![Kind::Pair];
    let (code, text) = told(&problem, Status::Optimal);
    assert_eq!(code, ReasonCode::NoPartner);
    assert!(text.contains("\"one_way\" is not in rules.arrangements"), "{text}");
}

#[test]
fn who_misses_a_swap_is_told_of_the_kinds_in_play() {
    let (mut problem, mut plan) = swap();
    problem.teacher("cy").participates = true;
    plan.unserved = vec![Unserved { teacher: problem.t("cy"), missing: 1, cost: 40_000, reasons: vec![] }];
    for (status, code) in [(Status::Optimal, ReasonCode::TooDear), (Status::Feasible, ReasonCode::Unsettled)] {
        plan.status = status;
        reasons(&problem, &mut plan);
        assert_eq!(plan.unserved[0].reasons[0].code, code);
    }
}
