//! The checker on a triad made by hand: it holds as it is, and every breakage is caught under its rule.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;

use hand::{
    Break, Names, agency, breaks, carries, day, each_is_found, every_rule_but_c16, holds, pair, sam, talk, triad, visit,
};
use opendoor::domain::{
    Arrangement, AwayAtOnce, ConversationRule, CoverBy, CoverLock, Key, Kind, Line, LineWhat, Lock, Problem, SchoolId,
    Score, Status, Sum, Travel, Triads, Unserved, VisitLock, Weekday,
};
use opendoor::verify::Rule;

/// Line `what` for two of them.
fn line(problem: &Problem, what: LineWhat, sum: Sum, members: [&str; 2]) -> Line {
    let pence = if what == LineWhat::SameDepartment { 700 } else { 5_000 };
    Line { what, sum, pence, members: members.map(|member| problem.t(member)).to_vec() }
}

#[test]
fn the_triad_made_by_hand_holds() {
    let (problem, mut plan) = triad();
    holds(&problem, &mut plan);
    assert_eq!((plan.money, plan.goodwill, plan.unserved_cost, plan.value), (1_200, 2_450, 0, 0));
}

#[test]
fn either_ring_holds_and_whoever_stands_first() {
    let (problem, mut plan) = triad();
    plan.arrangements[0].members.rotate_left(1);
    plan.arrangements[0].visits.swap(0, 2);
    holds(&problem, &mut plan);
    // The other ring: Dee watches Cy, Eve watches Dee, Cy watches Eve.
    let triad = &mut plan.arrangements[0];
    triad.members = ["cy", "eve", "dee"].map(|member| problem.t(member)).to_vec();
    triad.visits = vec![
        visit(&problem, "cy", "eve", "e-mon1", day(11, 2), "1"),
        visit(&problem, "eve", "dee", "d-mon2", day(11, 2), "2"),
        visit(&problem, "dee", "cy", "c-mon3", day(11, 2), "3"),
    ];
    for visit in &mut triad.visits {
        visit.own_time = 300;
    }
    carries(&problem, &mut plan, "eve", [1, 1, 0, 1, 0, 1]);
    holds(&problem, &mut plan);
}

#[test]
fn one_partner_got_for_each() {
    let (mut problem, mut plan) = triad();
    for member in ["cy", "dee", "eve"] {
        problem.teacher(member).visits = 2;
    }
    let missing = |teacher| Unserved { teacher, missing: 1, cost: 15_000, reasons: Vec::new() };
    plan.unserved = ["cy", "dee", "eve"].map(|member| missing(problem.t(member))).to_vec();
    holds(&problem, &mut plan);
    // A pair of two of them makes them partners twice.
    let visits = vec![
        visit(&problem, "dee", "eve", "e-mon1", day(11, 9), "1"),
        visit(&problem, "eve", "dee", "d-mon2", day(11, 9), "2"),
    ];
    let mut again = pair(&problem, "p1", ["dee", "eve"], visits);
    again.conversation = talk(&problem, day(11, 10), "after", 900);
    plan.arrangements.push(again);
    breaks(&problem, &plan, &[Rule::C9]);
}

#[test]
fn lines_count_once_for_each_two_of_them() {
    let (mut problem, mut plan) = triad();
    let [cy, dee, eve] = ["cy", "dee", "eve"].map(|member| problem.t(member));
    problem.rules.prefer = vec![[eve, cy]];
    problem.rules.avoid = vec![[cy, dee], [eve, dee]];
    problem.rates.same_department = -700;
    for member in ["cy", "dee", "eve"] {
        problem.teacher(member).department = Some("Arts".into());
    }
    hand::add_up(&mut plan);
    breaks(&problem, &plan, &[Rule::C17]);
    plan.lines = vec![
        line(&problem, LineWhat::Prefer, Sum::Value, ["cy", "eve"]),
        line(&problem, LineWhat::Avoid, Sum::Goodwill, ["cy", "dee"]),
        line(&problem, LineWhat::Avoid, Sum::Goodwill, ["dee", "eve"]),
        line(&problem, LineWhat::SameDepartment, Sum::Value, ["cy", "dee"]),
        line(&problem, LineWhat::SameDepartment, Sum::Value, ["cy", "eve"]),
        line(&problem, LineWhat::SameDepartment, Sum::Value, ["dee", "eve"]),
    ];
    holds(&problem, &mut plan);
    assert_eq!((plan.goodwill, plan.value), (2_450 + 10_000, 5_000 + 3 * 700));
    plan.lines.pop();
    breaks(&problem, &plan, &[Rule::C17]);
}

#[test]
fn going_without_a_conversation_is_charged_once() {
    let (mut problem, mut plan) = triad();
    problem.rules.conversation = ConversationRule::Preferred;
    plan.arrangements[0].conversation = None;
    let members = plan.arrangements[0].members.clone();
    plan.lines = vec![Line { what: LineWhat::NoConversation, sum: Sum::Goodwill, pence: 8_000, members }];
    for (member, free) in [("cy", 1), ("dee", 1), ("eve", 0)] {
        carries(&problem, &mut plan, member, [1, 1, 0, free, 0, 0]);
    }
    holds(&problem, &mut plan);
}

#[test]
fn locks_are_met_by_a_triad() {
    let (mut problem, mut plan) = triad();
    let [cy, dee, eve] = ["cy", "dee", "eve"].map(|member| problem.t(member));
    problem.rules.must = vec![[dee, cy]];
    let left = problem.at("e-mon3", day(11, 2), "3");
    let left = CoverLock { lesson: left.lesson, date: left.date, period: left.period, by: sam() };
    problem.locks = vec![
        Lock::Pair([eve, cy]),
        Lock::Visit(VisitLock { observer: Some(dee), host: Some(eve), ..VisitLock::default() }),
        Lock::Conversation { members: vec![cy, dee, eve], date: day(11, 3), period: "after".into() },
        Lock::Cover(left),
    ];
    holds(&problem, &mut plan);
}

#[test]
fn a_school_has_as_many_as_the_rules_say() {
    let (mut problem, mut plan) = triad();
    let mut others = Vec::new();
    for (k, weekday) in [(1, Weekday::Mon), (2, Weekday::Wed), (3, Weekday::Fri)] {
        let name = format!("x{k}");
        problem.hire(&name);
        problem.teach(&format!("l{k}"), &[&name], &format!("9{k}"), weekday, "4");
        others.push(name);
    }
    let ring = [("x1", "x2", "l2", 4), ("x2", "x3", "l3", 6), ("x3", "x1", "l1", 2)];
    let visits = ring.map(|(observer, host, lesson, on)| {
        let mut visit = visit(&problem, observer, host, lesson, day(11, on), "4");
        visit.own_time = 300;
        visit
    });
    plan.arrangements.push(Arrangement {
        id: "t2".into(),
        kind: Kind::Triad,
        members: others.iter().map(|name| problem.t(name)).collect(),
        visits: visits.to_vec(),
        value: 0,
        meetings: Vec::new(),
        teaches: Vec::new(),
        conversation: talk(&problem, day(11, 6), "after", 1_350),
    });
    for name in &others {
        plan.loads.push(hand::load(&problem, name, [1, 1, 0, 1, 0, 1]));
    }
    breaks(&problem, &plan, &[Rule::C12]);
    problem.rules.triads = Triads::Free;
    holds(&problem, &mut plan);
}

/// What is done, the rule it breaks, and rules that it can't help breaking with it.
const BREAKS: &[Break] = &[
    ("one of them teaches while they talk", Rule::C1, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 9), "3", 900);
    }),
    ("watches what is not open", Rule::C2, &[], |problem, _| problem.lesson("c-mon3").open = false),
    ("the third is watched in a lesson that she leaves", Rule::C2, &[], |problem, plan| {
        plan.arrangements[0].visits[1].at = problem.at("e-mon3", day(11, 2), "3");
    }),
    ("watches while busy", Rule::C3, &[], |problem, _| {
        let pattern = problem.on(Weekday::Mon, &["1"]);
        problem.teacher("dee").busy.push(pattern);
    }),
    ("watches in protected time", Rule::C4, &[], |problem, _| {
        let pattern = problem.on(Weekday::Mon, &["2"]);
        problem.teacher("cy").protected.push(pattern);
    }),
    ("no cover", Rule::C5, &[], |_, plan| plan.arrangements[0].visits[2].covers.clear()),
    ("supply is not hired", Rule::C6, &[], |_, plan| {
        plan.arrangements[0].visits[2].covers[0].by = CoverBy::Supply(agency());
    }),
    ("hosts too often", Rule::C7, &[], |problem, _| problem.teacher("eve").hosting.max = Some(0)),
    ("a class is watched too often", Rule::C7, &[], |problem, _| problem.class("8Z").watched_max = Some(0)),
    ("lends too much", Rule::C8, &[], |problem, _| problem.teacher("cy").periods_lent_per_week = 0),
    ("stays after school too often", Rule::C8, &[], |problem, _| problem.rules.after_max_per_week = 0),
    ("the last one manages the first", Rule::C9, &[], |problem, _| {
        problem.teacher("cy").line_manager = Some(problem.t("eve"));
    }),
    ("two of three are forbidden", Rule::C9, &[], |problem, _| {
        problem.rules.forbid.push([problem.t("eve"), problem.t("dee")]);
    }),
    ("one visit lies apart", Rule::C10, &[], |problem, plan| {
        problem.rules.visit_span_days = 4;
        let visit = &mut plan.arrangements[0].visits[0];
        visit.at.date = day(11, 9);
        plan.arrangements[0].conversation = talk(problem, day(11, 10), "after", 1_350);
    }),
    ("they talk before the last of three visits", Rule::C10, &[], |_, plan| {
        plan.arrangements[0].visits[0].at.date = day(11, 9);
    }),
    ("one of them does not take part", Rule::C11, &[], |problem, _| problem.teacher("eve").participates = false),
    ("triads are not in play", Rule::C12, &[], |problem, _| problem.rules.arrangements = vec![Kind::Pair]),
    ("triads are never planned", Rule::C12, &[], |problem, _| problem.rules.triads = Triads::Never),
    ("two members", Rule::C12, &[], |_, plan| plan.arrangements[0].members.truncate(2)),
    ("four members", Rule::C12, &[Rule::C11], |problem, plan| {
        plan.arrangements[0].members.push(problem.t("ann"));
    }),
    ("a member twice", Rule::C12, &[], |_, plan| {
        plan.arrangements[0].members[2] = plan.arrangements[0].members[0];
    }),
    ("a visit is missing", Rule::C12, &[], |_, plan| plan.arrangements[0].visits.truncate(2)),
    ("a visit too many", Rule::C12, &[], |problem, plan| {
        let mut again = visit(problem, "dee", "eve", "e-mon1", day(11, 9), "1");
        again.own_time = 300;
        plan.arrangements[0].visits.push(again);
        plan.arrangements[0].conversation = talk(problem, day(11, 10), "after", 1_350);
    }),
    ("the other ring", Rule::C12, &[], |_, plan| plan.arrangements[0].members.swap(1, 2)),
    ("two watch each other, and one nobody", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].visits[1] = visit(problem, "dee", "cy", "c-mon3", day(11, 9), "3");
        plan.arrangements[0].conversation = talk(problem, day(11, 10), "after", 1_350);
    }),
    ("a pair of three", Rule::C12, &[], |_, plan| plan.arrangements[0].kind = Kind::Pair),
    ("of two schools", Rule::C12, &[], |problem, _| move_cy(problem)),
    ("of two schools without a way", Rule::C12, &[Rule::C16], |problem, _| {
        move_cy(problem);
        problem.travel.clear();
    }),
    ("no conversation", Rule::C12, &[], |_, plan| plan.arrangements[0].conversation = None),
    ("a conversation where none are held", Rule::C12, &[], |problem, _| {
        problem.rules.conversation = ConversationRule::None;
    }),
    ("too dear", Rule::C13, &[], |problem, _| problem.budget.money = Some(1_199)),
    ("too many covers", Rule::C13, &[], |problem, _| problem.budget.cover_periods = Some(0)),
    ("one of them learns nothing", Rule::C14, &[], |problem, _| {
        problem.rules.min_match = Score::from_thousandths(1).expect("a score");
        // Dee learns nothing from Eve; whether Eve would from Dee is nothing to the ring.
        let all = vec![(opendoor::domain::FocusId::from_index(0), Score::ONE)];
        for member in ["cy", "eve"] {
            problem.teacher(member).needs.clone_from(&all);
        }
        for member in ["cy", "dee"] {
            problem.teacher(member).strengths.clone_from(&all);
        }
    }),
    ("must be partners", Rule::C15, &[], |problem, _| {
        problem.rules.must.push([problem.t("eve"), problem.t("ann")]);
    }),
    ("a locked visit is of the other ring", Rule::C15, &[], |problem, _| {
        let (observer, host) = (Some(problem.t("eve")), Some(problem.t("dee")));
        problem.locks.push(Lock::Visit(VisitLock { observer, host, ..VisitLock::default() }));
    }),
    ("two of them were to talk alone", Rule::C15, &[], |problem, _| {
        let members = vec![problem.t("cy"), problem.t("dee")];
        problem.locks.push(Lock::Conversation { members, date: day(11, 3), period: "after".into() });
    }),
    ("never on that day", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("cy")), date: day(11, 2) });
    }),
    ("one of them is out", Rule::C15, &[], |problem, _| problem.locks.push(Lock::Out(problem.t("dee")))),
    ("the talk of two is paid", Rule::C17, &[], |_, plan| {
        plan.arrangements[0].conversation.as_mut().expect("it talks").own_time = 900;
    }),
    ("a visit has a wrong value", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[2].value = 1),
    ("one of them is said to be left out", Rule::C17, &[], |problem, plan| {
        let teacher = problem.t("cy");
        plan.unserved.push(Unserved { teacher, missing: 1, cost: 40_000, reasons: Vec::new() });
    }),
    ("a wrong load", Rule::C17, &[], |_, plan| plan.loads[2].hosted = 2),
    ("too many away", Rule::C18, &[], |problem, _| {
        problem.rules.away_at_once = AwayAtOnce { school: Some(0), department: None };
    }),
    ("a bound above the total", Rule::C19, &[], |_, plan| {
        plan.bound = plan.total + 1;
        plan.status = Status::Feasible;
    }),
];

/// Cy works at another school of the same hours, with a way there that takes no time and costs nothing.
fn move_cy(problem: &mut Problem) {
    let moor = problem.schools.push(hand::school("moor", 0));
    problem.travel.push(Travel { between: [moor, SchoolId::from_index(0)], minutes: 0, money: 0 });
    problem.teacher("cy").school = moor;
    problem.lesson("c-mon3").school = moor;
    problem.class("8Z").school = moor;
}

#[test]
fn every_breakage_is_caught_under_its_rule() {
    each_is_found(BREAKS, || {
        let (problem, mut plan) = triad();
        hand::add_up(&mut plan);
        (problem, plan)
    });
}

/// No triad breaks C16 alone: its members are of one school (C12).
#[test]
fn every_rule_is_broken_by_something() {
    every_rule_but_c16(BREAKS);
}
