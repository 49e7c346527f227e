//! One-way visits: a plan by hand holds, and every breakage is caught under its rule.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;
#[path = "common/kinds.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod kinds;

use hand::{Break, Names, breaks, carries, day, each_is_found, holds, score, talk, visit};
use kinds::{film, films, meeting, one_way};
use opendoor::domain::{
    ConversationRule, FocusId, Key, Kind, Line, LineWhat, Lock, Mode, Request, SchoolId, Sum, Unserved,
};
use opendoor::verify::Rule;

fn high() -> SchoolId {
    SchoolId::from_index(0)
}

#[test]
fn the_plan_made_by_hand_holds() {
    let (problem, mut plan) = one_way();
    holds(&problem, &mut plan);
    // A free period; 0.5 x 0.8 of 12000.
    assert_eq!([plan.money, plan.goodwill, plan.unserved_cost, plan.value], [0, 300, 0, 4_800]);
}

const ONE_WAY: &[Break] = &[
    ("the kind is not in play", Rule::C12, &[], |problem, _| problem.rules.arrangements = vec![Kind::Pair]),
    ("neither new, nor an open door, nor asked for", Rule::C12, &[], |problem, _| {
        let cy = problem.teacher("cy");
        (cy.new_staff, cy.visits) = (false, 1);
        let dee = problem.teacher("dee");
        (dee.participates, dee.visits, dee.open_door) = (true, 0, false);
    }),
    ("the host neither takes part nor has an open door", Rule::C11, &[], |problem, _| {
        problem.teacher("dee").open_door = false;
    }),
    ("more than new staff want", Rule::C11, &[], |problem, _| problem.rules.new_staff_visits = 0),
    ("who wants no partner", Rule::C11, &[], |problem, _| problem.teacher("cy").participates = false),
    ("the host's partner is counted", Rule::C17, &[], |problem, _| problem.teacher("dee").participates = true),
    ("a visit in return", Rule::C12, &[Rule::C2, Rule::C5], |problem, plan| {
        let back = visit(problem, "dee", "cy", "d-mon2", day(11, 3), "2");
        plan.arrangements[0].visits.push(back);
    }),
    ("the members the wrong way round", Rule::C12, &[Rule::C11], |_, plan| plan.arrangements[0].members.reverse()),
    ("three members", Rule::C12, &[Rule::C9], |problem, plan| plan.arrangements[0].members.push(problem.t("eve"))),
    ("a conversation, though none is planned", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 3), "after", 900);
    }),
    ("no conversation, though one is required", Rule::C12, &[], |problem, _| {
        problem.rules.one_way_conversation = ConversationRule::Required;
    }),
    ("a conversation is preferred, and no line says that there is none", Rule::C17, &[], |problem, _| {
        problem.rules.one_way_conversation = ConversationRule::Preferred;
    }),
    ("by film", Rule::C12, &[], |problem, plan| {
        films(problem);
        problem.teacher("dee").film = true;
        plan.arrangements[0].visits[0].mode = film(problem, high(), day(11, 2), "3");
    }),
    ("by exchange", Rule::C12, &[], |_, plan| plan.arrangements[0].visits[0].mode = Mode::Exchange),
    ("planned together", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].meetings = vec![meeting(problem, day(11, 3), "3", 600)];
    }),
    ("a value beside the visit", Rule::C17, &[], |_, plan| plan.arrangements[0].value = 1),
    ("a line manager", Rule::C9, &[], |problem, _| problem.teacher("cy").line_manager = Some(problem.t("dee"))),
    ("a forbidden pair", Rule::C9, &[], |problem, _| {
        problem.rules.forbid.push([problem.t("dee"), problem.t("cy")]);
    }),
    ("twice with the same host", Rule::C9, &[], |problem, plan| {
        problem.rules.new_staff_visits = 2;
        let mut again = plan.arrangements[0].clone();
        again.id = "k2".into();
        again.visits[0].at = problem.at("d-tue2", day(11, 3), "2");
        plan.arrangements.push(again);
    }),
    ("it meets no lock on a pair", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::Pair([problem.t("cy"), problem.t("dee")]));
    }),
    ("it meets no pair that must be", Rule::C15, &[], |problem, _| {
        problem.rules.must.push([problem.t("cy"), problem.t("dee")]);
    }),
    ("the host is out", Rule::C15, &[], |problem, _| problem.locks.push(Lock::Out(problem.t("dee")))),
    ("the host does nothing that day", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("dee")), date: day(11, 2) });
    }),
    ("too little to learn", Rule::C14, &[], |problem, _| problem.rules.min_match = score(401)),
    ("new staff are missed for the further partner too", Rule::C17, &[], |problem, _| {
        problem.rules.new_staff_visits = 2;
    }),
];

#[test]
fn every_breakage_of_a_one_way_visit_is_found() {
    each_is_found(ONE_WAY, one_way);
}

#[test]
fn whoever_wants_a_partner_may_come_through_an_open_door() {
    let (mut problem, mut plan) = one_way();
    let cy = problem.teacher("cy");
    (cy.new_staff, cy.visits) = (false, 1);
    holds(&problem, &mut plan);
    // A conversation that is preferred, and had or not.
    problem.rules.one_way_conversation = ConversationRule::Preferred;
    let members = plan.arrangements[0].members.clone();
    plan.lines =
        vec![Line { what: LineWhat::NoConversation, sum: Sum::Goodwill, pence: 8_000, members: members.clone() }];
    holds(&problem, &mut plan);
    plan.lines.clear();
    plan.arrangements[0].conversation = talk(&problem, day(11, 3), "after", 900);
    carries(&problem, &mut plan, "cy", [1, 0, 0, 1, 0, 1]);
    carries(&problem, &mut plan, "dee", [0, 1, 0, 0, 0, 1]);
    holds(&problem, &mut plan);
    // The two are partners to lines on pairs.
    problem.rules.avoid = vec![[members[1], members[0]]];
    plan.lines = vec![Line { what: LineWhat::Avoid, sum: Sum::Goodwill, pence: 5_000, members }];
    holds(&problem, &mut plan);
}

#[test]
fn a_request_matches_in_every_key_it_has() {
    let (mut problem, mut plan) = one_way();
    let cy = problem.teacher("cy");
    (cy.new_staff, cy.visits) = (false, 1);
    let dee = problem.teacher("dee");
    (dee.participates, dee.visits, dee.open_door) = (true, 0, false);
    breaks(&problem, &plan, &[Rule::C12]);
    let host = problem.t("dee");
    let just_this = Request {
        host,
        lesson: Some(problem.l("d-mon2")),
        date: Some(day(11, 2)),
        period: Some(problem.period(high(), "2")),
        focus: Some(FocusId::from_index(0)),
        expires: Some(day(11, 2)),
    };
    let all = Request { lesson: None, date: None, period: None, focus: None, expires: None, ..just_this };
    let others = [
        Request { host: problem.t("eve"), ..all },
        Request { lesson: Some(problem.l("d-tue2")), ..just_this },
        Request { date: Some(day(11, 9)), expires: None, ..just_this },
        Request { period: Some(problem.period(high(), "1")), ..just_this },
        Request { focus: Some(FocusId::from_index(1)), ..just_this },
        Request { expires: Some(day(11, 1)), ..all },
    ];
    problem.requests = others.to_vec();
    breaks(&problem, &plan, &[Rule::C12]);
    for request in [just_this, all] {
        problem.requests = others.into_iter().chain([request]).collect();
        holds(&problem, &mut plan);
    }
}

#[test]
fn what_new_staff_miss_runs_over_the_sum() {
    let (mut problem, mut plan) = one_way();
    problem.teacher("cy").visits = 1;
    problem.rules.new_staff_visits = 2;
    let cost = 15_000 + 15_000;
    plan.unserved = vec![Unserved { teacher: problem.t("cy"), missing: 2, cost, reasons: Vec::new() }];
    holds(&problem, &mut plan);
}
