//! The checker against a plan made by hand: it passes as it is, and every breakage is caught under its rule.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;

use hand::{
    Break, Names, agency, breaks, cover, day, each_is_found, every_rule_but_c16, holds, pair, plan, problem, sam,
    score, talk, visit,
};
use opendoor::domain::{
    AwayAtOnce, ConversationRule, CoverBy, CoverLock, CoverNeed, Date, FocusId, Hire, History, Key, Kind, LessonId,
    Line, LineWhat, Lock, Pattern, PeriodId, Plan, Problem, ProtectedRule, ProtectedUse, SchoolId, Score, StaffCover,
    Status, Sum, SupervisorId, SupplyUnit, TeacherId, Unserved, VisitLock, Weekday,
};
use opendoor::verify::{Rule, check};

#[test]
fn the_plan_made_by_hand_holds() {
    let problem = problem();
    let mut plan = plan(&problem);
    holds(&problem, &mut plan);
    // Sam 1200; a cover 500, three visits 300 each, two talks 900 each; Cy 40000; 7480 + 5800 value.
    assert_eq!((plan.money, plan.goodwill, plan.unserved_cost, plan.value), (1_200, 3_200, 40_000, 13_280));
    assert_eq!(plan.total, 31_120);
}

/// Ann's class goes to somebody else; the price stays as it was.
fn ann_leaves_to(plan: &mut Plan, by: CoverBy) {
    plan.arrangements[0].visits[0].covers[0].by = by;
}

fn hired(date: Date, count: u32) -> Hire {
    Hire {
        source: agency(),
        school: SchoolId::from_index(0),
        date,
        unit: SupplyUnit::Day,
        half: None,
        period: None,
        count,
        money: 29_100 * i64::from(count),
    }
}

/// Dee watches Eve on Tuesday 2 instead, and Sam takes her class too.
fn dee_leaves_as_well(problem: &Problem, plan: &mut Plan, by: CoverBy) {
    let visit = &mut plan.arrangements[1].visits[0];
    visit.at = problem.at("e-tue2", day(11, 3), "2");
    visit.covers = vec![cover(problem.at("d-tue2", day(11, 3), "2"), by, 0, 500)];
}

/// What is done, the rule it breaks, and rules that it can't help breaking with it.
const BREAKS: &[Break] = &[
    ("talks while teaching", Rule::C1, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 5), "3", 600);
    }),
    ("talks while visiting", Rule::C1, &[Rule::C10], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 4), "1", 0);
    }),
    ("a supervisor in two classes at once", Rule::C1, &[], |problem, plan| {
        dee_leaves_as_well(problem, plan, sam());
    }),
    ("a colleague covers while visiting", Rule::C1, &[], |problem, plan| {
        // Eve is free on Monday 2 and watches Dee then; Cy leaves a lesson of Monday 2 to her.
        problem.teacher("eve").cover.willing = Some(true);
        problem.teach("c-mon2", &["cy"], "8Z", Weekday::Mon, "2");
        problem.teach("f-mon2", &["bob"], "8Y", Weekday::Mon, "2");
        problem.teach("c-wed4", &["cy"], "8Z", Weekday::Wed, "4");
        problem.teacher("bob").visits = 2;
        let mut one = visit(problem, "cy", "bob", "f-mon2", day(11, 2), "2");
        one.covers = vec![cover(problem.at("c-mon2", day(11, 2), "2"), CoverBy::Staff(problem.t("eve")), 0, 1_300)];
        let other = visit(problem, "bob", "cy", "c-wed4", day(11, 4), "4");
        let mut third = pair(problem, "p3", ["bob", "cy"], vec![one, other]);
        third.conversation = talk(problem, day(11, 6), "2", 600);
        problem.teacher("bob").periods_lent_per_week = 5;
        plan.arrangements.push(third);
    }),
    ("a visit outside the round", Rule::C2, &[], |problem, plan| {
        plan.arrangements[0].visits[1].at = problem.at("a-wed1", day(11, 18), "1");
    }),
    ("the host does not teach then", Rule::C2, &[], |problem, plan| {
        plan.arrangements[0].visits[1].at = problem.at("a-wed1", day(11, 4), "2");
    }),
    ("the lesson is not the host's", Rule::C2, &[Rule::C7], |problem, plan| {
        plan.arrangements[1].visits[0].at = problem.at("a-wed1", day(11, 4), "1");
        plan.arrangements[1].conversation = talk(problem, day(11, 4), "after", 900);
    }),
    ("the class is away", Rule::C2, &[], |problem, _| {
        let away = opendoor::domain::Away { from: day(11, 3), to: day(11, 5), why: None };
        problem.class("9Z").away.push(away);
    }),
    ("the host is ill", Rule::C2, &[], |problem, _| {
        let pattern = problem.on(Weekday::Wed, &["1"]);
        problem.teacher("ann").unavailable.push(pattern);
    }),
    ("the lesson is not open", Rule::C2, &[], |problem, _| problem.lesson("a-wed1").open = false),
    ("the observer teaches it too", Rule::C2, &[Rule::C5], |problem, _| {
        let bob = problem.t("bob");
        problem.lesson("a-wed1").teachers.push(bob);
    }),
    ("before the notice is up", Rule::C2, &[], |problem, _| problem.rules.notice_days = 1),
    ("each watches the other at once", Rule::C2, &[Rule::C1], |problem, plan| {
        dee_leaves_as_well(problem, plan, sam());
        let visit = &mut plan.arrangements[1].visits[1];
        visit.at = problem.at("d-tue2", day(11, 3), "2");
        visit.covers = vec![cover(problem.at("e-tue2", day(11, 3), "2"), sam(), 1_200, 500)];
    }),
    ("visits while busy", Rule::C3, &[], |problem, _| {
        let pattern = problem.on(Weekday::Wed, &["1"]);
        problem.teacher("bob").busy.push(pattern);
    }),
    ("talks on a day off", Rule::C3, &[], |problem, _| {
        let pattern = Pattern { weekday: Some(Weekday::Thu), ..Pattern::default() };
        problem.teacher("bob").unavailable.push(pattern);
    }),
    ("talks while the school is closed", Rule::C3, &[], |problem, _| {
        let closed = opendoor::domain::Closed { from: day(11, 5), to: day(11, 5), why: None, staff_released: false };
        problem.schools[SchoolId::from_index(0)].closed.push(closed);
    }),
    ("leaves what may not be left", Rule::C3, &[], |problem, _| problem.lesson("a-tue2").cover = CoverNeed::Never),
    ("visits in protected time", Rule::C4, &[], |problem, _| {
        let pattern = problem.on(Weekday::Wed, &["1"]);
        problem.teacher("bob").protected.push(pattern);
    }),
    ("consents, but the rules do not", Rule::C4, &[], |problem, _| {
        let pattern = problem.on(Weekday::Wed, &["1"]);
        problem.rules.protected = ProtectedRule::Never;
        problem.teacher("bob").protected.push(pattern);
        problem.teacher("bob").protected_use = ProtectedUse::Watch;
    }),
    ("covers in protected time", Rule::C4, &[], |problem, plan| {
        let pattern = problem.on(Weekday::Tue, &["2"]);
        problem.teacher("cy").protected.push(pattern);
        problem.teacher("cy").protected_use = ProtectedUse::Watch;
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("no cover", Rule::C5, &[], |_, plan| plan.arrangements[0].visits[0].covers.clear()),
    ("a cover of what is not left", Rule::C5, &[], |problem, plan| {
        let at = problem.at("b-tue2", day(11, 3), "2");
        plan.arrangements[0].visits[1].covers.push(cover(at, CoverBy::NoneNeeded, 0, 0));
    }),
    ("two covers", Rule::C5, &[], |problem, plan| {
        let at = problem.at("a-tue2", day(11, 3), "2");
        let other = CoverBy::Supervisor(SupervisorId::from_index(1));
        plan.arrangements[0].visits[0].covers.push(cover(at, other, 0, 500));
    }),
    ("nobody else teaches it", Rule::C5, &[], |_, plan| ann_leaves_to(plan, CoverBy::NoneNeeded)),
    ("somebody else teaches it", Rule::C5, &[], |problem, _| {
        let cy = problem.t("cy");
        problem.lesson("a-tue2").teachers.push(cy);
    }),
    ("the colleague is busy", Rule::C5, &[], |problem, plan| {
        let pattern = problem.on(Weekday::Tue, &["2"]);
        problem.teacher("cy").busy.push(pattern);
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("the colleague teaches", Rule::C5, &[], |problem, plan| {
        problem.teacher("dee").cover.willing = Some(true);
        ann_leaves_to(plan, CoverBy::Staff(problem.t("dee")));
    }),
    ("the colleague is no volunteer", Rule::C5, &[], |problem, plan| {
        problem.teacher("cy").cover.willing = None;
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("colleagues never cover", Rule::C5, &[], |problem, plan| {
        problem.rules.staff_cover = StaffCover::Never;
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("unwilling, though all are asked", Rule::C5, &[], |problem, plan| {
        problem.rules.staff_cover = StaffCover::All;
        problem.teacher("cy").cover.willing = Some(false);
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("not qualified", Rule::C5, &[], |problem, _| {
        let lesson = problem.lesson("a-tue2");
        (lesson.cover, lesson.subject) = (CoverNeed::Qualified, Some("maths".into()));
    }),
    ("cover of another school", Rule::C5, &[], |problem, _| {
        let moor = problem.schools.push(hand::school("moor", 10));
        problem.supervisors[SupervisorId::from_index(0)].school = moor;
    }),
    ("study without a class", Rule::C5, &[], |problem, plan| {
        problem.lesson("a-tue2").classes.clear();
        ann_leaves_to(plan, CoverBy::Study);
    }),
    ("supply is not hired", Rule::C6, &[], |_, plan| ann_leaves_to(plan, CoverBy::Supply(agency()))),
    ("supply is hired on another day", Rule::C6, &[], |_, plan| {
        ann_leaves_to(plan, CoverBy::Supply(agency()));
        plan.hires.push(hired(day(11, 4), 1));
    }),
    ("one unit in two classes", Rule::C6, &[], |problem, plan| {
        ann_leaves_to(plan, CoverBy::Supply(agency()));
        dee_leaves_as_well(problem, plan, CoverBy::Supply(agency()));
        plan.hires.push(hired(day(11, 3), 1));
    }),
    ("more units than can be had", Rule::C6, &[], |_, plan| plan.hires.push(hired(day(11, 3), 3))),
    ("a hire of a unit that is not sold", Rule::C6, &[], |_, plan| {
        plan.hires.push(Hire { unit: SupplyUnit::Period, ..hired(day(11, 3), 1) });
    }),
    ("a day with a period", Rule::C6, &[], |_, plan| {
        plan.hires.push(Hire { period: Some(PeriodId::from_index(0)), ..hired(day(11, 3), 1) });
    }),
    ("a hire after the round", Rule::C6, &[], |_, plan| plan.hires.push(hired(day(11, 16), 1))),
    ("the supervisor is not there", Rule::C6, &[], |problem, _| {
        let pattern = problem.on(Weekday::Tue, &["1", "3"]);
        problem.supervisors[SupervisorId::from_index(0)].available = Some(vec![pattern]);
    }),
    ("the supervisor's day is full", Rule::C6, &[], |problem, _| {
        problem.supervisors[SupervisorId::from_index(0)].max_per_day = Some(0);
    }),
    ("no study release left", Rule::C6, &[], |_, plan| ann_leaves_to(plan, CoverBy::Study)),
    ("supervisors are to be kept back", Rule::C6, &[], |problem, _| problem.rules.keep_back = 2),
    ("kept back, and one is not there", Rule::C6, &[], |problem, _| {
        problem.rules.keep_back = 1;
        problem.supervisors[SupervisorId::from_index(1)].available = Some(Vec::new());
    }),
    ("the colleague's week is full already", Rule::C6, &[], |problem, plan| {
        let terms = &mut problem.teacher("cy").cover;
        (terms.max_per_week, terms.already) = (Some(1), vec![(day(11, 2), 1)]);
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("the colleague's round is full already", Rule::C6, &[], |problem, plan| {
        let terms = &mut problem.teacher("cy").cover;
        (terms.max_per_round, terms.already) = (Some(1), vec![(day(11, 9), 1)]);
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("the colleague's day is full", Rule::C6, &[], |problem, plan| {
        problem.teacher("cy").cover.max_per_day = 0;
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
    }),
    ("too many observers", Rule::C7, &[], |problem, _| problem.rules.observers_per_lesson = 0),
    ("hosts too often", Rule::C7, &[], |problem, _| problem.teacher("bob").hosting.max = Some(0)),
    ("hosts too often in the year", Rule::C7, &[], |problem, _| {
        problem.round.year = Some("2026/27".into());
        let bob = problem.t("bob");
        problem.history.push(History {
            round: None,
            year: Some("2026/27".into()),
            partners: Vec::new(),
            covers: Vec::new(),
            hosted: vec![(bob, 3)],
        });
        problem.teacher("bob").hosting.max_per_year = Some(3);
    }),
    ("the class loses its teacher too often", Rule::C7, &[], |problem, _| problem.class("9X").cover_max = Some(0)),
    ("the class is watched too often", Rule::C7, &[], |problem, _| problem.class("8Y").watched_max = Some(0)),
    ("lends too much", Rule::C8, &[], |problem, _| problem.teacher("bob").periods_lent_per_week = 0),
    ("stays after school too often", Rule::C8, &[], |problem, _| problem.rules.after_max_per_week = 0),
    ("too little untouched free time", Rule::C8, &[], |problem, _| {
        // All that Bob has left free is what the visit takes; a tenth of one lesson taught, rounded up, is one.
        let days = [
            (Weekday::Mon, &["1", "2", "3", "4"][..]),
            (Weekday::Tue, &["1", "3", "4"]),
            (Weekday::Wed, &["2", "3", "4"]),
            (Weekday::Thu, &["1", "2", "3", "4"]),
            (Weekday::Fri, &["1", "2", "3", "4"]),
        ];
        for (weekday, periods) in days {
            let pattern = problem.on(weekday, periods);
            problem.teacher("bob").busy.push(pattern);
        }
    }),
    ("a line manager", Rule::C9, &[], |problem, _| {
        problem.teacher("ann").line_manager = Some(problem.t("bob"));
    }),
    ("a forbidden pair", Rule::C9, &[], |problem, _| {
        problem.rules.forbid.push([problem.t("eve"), problem.t("dee")]);
    }),
    ("partners twice", Rule::C9, &[], |problem, plan| {
        for teacher in ["dee", "eve"] {
            problem.teacher(teacher).visits = 2;
        }
        let mut again = plan.arrangements[1].clone();
        for visit in &mut again.visits {
            visit.at.date = visit.at.date.plus(7);
        }
        again.conversation = talk(problem, day(11, 10), "after", 900);
        plan.arrangements.push(again);
    }),
    ("talks before the visits", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 2), "after", 900);
    }),
    ("talks too late", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 12), "after", 900);
    }),
    ("talks after the round", Rule::C10, &[], |problem, plan| {
        problem.rules.conversation_within_days = 20;
        plan.arrangements[0].conversation = talk(problem, day(11, 16), "after", 900);
    }),
    ("talks over lunch", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 5), "lunch", 900);
    }),
    ("talks at a third school", Rule::C10, &[], |problem, plan| {
        let moor = problem.schools.push(hand::school("moor", 0));
        let talk = plan.arrangements[0].conversation.as_mut().expect("it talks");
        talk.school = moor;
    }),
    ("visits too far apart", Rule::C10, &[], |problem, _| problem.rules.visit_span_days = 0),
    ("more partners than wanted", Rule::C11, &[], |problem, _| problem.teacher("bob").visits = 0),
    ("who does not take part", Rule::C11, &[], |problem, _| {
        problem.teacher("bob").participates = false;
        problem.teacher("bob").open_door = true;
    }),
    ("one visit of two", Rule::C12, &[], |_, plan| plan.arrangements[0].visits.truncate(1)),
    ("no visits at all", Rule::C12, &[], |_, plan| plan.arrangements[0].visits.clear()),
    ("a member twice", Rule::C12, &[], |_, plan| {
        plan.arrangements[0].members[1] = plan.arrangements[0].members[0];
    }),
    ("no members", Rule::C12, &[], |_, plan| {
        plan.arrangements[0].members.clear();
        plan.arrangements[0].conversation = None;
    }),
    ("three members", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].members.push(problem.t("cy"));
    }),
    ("a kind that is not in play", Rule::C12, &[], |_, plan| plan.arrangements[0].kind = Kind::Swap),
    ("no kind in play", Rule::C12, &[], |problem, _| problem.rules.arrangements.clear()),
    ("no conversation", Rule::C12, &[], |_, plan| plan.arrangements[0].conversation = None),
    ("a conversation where none are held", Rule::C12, &[], |problem, _| {
        problem.rules.conversation = ConversationRule::None;
    }),
    ("too dear", Rule::C13, &[], |problem, _| problem.budget.money = Some(1_199)),
    ("too dear for the school", Rule::C13, &[], |problem, _| {
        problem.budget.per_school = vec![(SchoolId::from_index(0), 1_199)];
    }),
    ("too dear for the week", Rule::C13, &[], |problem, _| problem.budget.per_week = Some(1_199)),
    ("too many covers", Rule::C13, &[], |problem, _| problem.budget.cover_periods = Some(0)),
    ("nothing to learn", Rule::C14, &[], |problem, _| {
        problem.rules.min_match = Score::from_thousandths(451).expect("a score");
        // Dee and Eve learn enough from each other.
        for teacher in ["dee", "eve"] {
            let all = vec![(FocusId::from_index(0), Score::ONE)];
            (problem.teacher(teacher).strengths, problem.teacher(teacher).needs) = (all.clone(), all);
        }
    }),
    ("must be partners", Rule::C15, &[], |problem, _| {
        problem.rules.must.push([problem.t("ann"), problem.t("cy")]);
    }),
    ("locked as partners", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::Pair([problem.t("ann"), problem.t("dee")]));
    }),
    ("a locked visit", Rule::C15, &[], |problem, _| {
        let lock = VisitLock { host: Some(problem.t("ann")), date: Some(day(11, 3)), ..VisitLock::default() };
        problem.locks.push(Lock::Visit(lock));
    }),
    ("a locked period", Rule::C15, &[], |problem, _| {
        let lock = VisitLock { observer: Some(problem.t("bob")), period: Some("3".into()), ..VisitLock::default() };
        problem.locks.push(Lock::Visit(lock));
    }),
    ("a locked cover", Rule::C15, &[], |problem, _| {
        let at = problem.at("a-tue2", day(11, 3), "2");
        let by = CoverBy::Staff(problem.t("cy"));
        let lock = CoverLock { lesson: at.lesson, date: at.date, period: at.period, by };
        problem.locks.push(Lock::Cover(lock));
    }),
    ("a locked conversation", Rule::C15, &[], |problem, _| {
        let members = vec![problem.t("ann"), problem.t("bob")];
        problem.locks.push(Lock::Conversation { members, date: day(11, 5), period: "4".into() });
    }),
    ("never on that day", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("bob")), date: day(11, 3) });
    }),
    ("nothing on that day", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: None, date: day(11, 5) });
    }),
    ("no hire on that day", Rule::C15, &[], |problem, plan| {
        plan.hires.push(hired(day(11, 12), 1));
        problem.locks.push(Lock::NeverOn { teacher: None, date: day(11, 12) });
    }),
    ("out of the round", Rule::C15, &[], |problem, _| problem.locks.push(Lock::Out(problem.t("eve")))),
    ("out, but covers", Rule::C15, &[], |problem, plan| {
        ann_leaves_to(plan, CoverBy::Staff(problem.t("cy")));
        problem.locks.push(Lock::Out(problem.t("cy")));
    }),
    ("a wrong value", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[0].value += 1),
    ("a wrong focus", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[0].focus = None),
    ("a wrong own time", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[1].own_time = 0),
    ("a fare for no journey", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[1].travel = 100),
    ("a wrong cover", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[0].covers[0].money = 1_199),
    ("a wrong annoyance", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[0].covers[0].goodwill = 0),
    ("a wrong conversation", Rule::C17, &[], |_, plan| {
        plan.arrangements[0].conversation.as_mut().expect("it talks").own_time = 450;
    }),
    ("a wrong hire", Rule::C17, &[], |_, plan| plan.hires.push(Hire { money: 1, ..hired(day(11, 3), 1) })),
    ("a line that is missing", Rule::C17, &[], |problem, _| {
        problem.rules.prefer.push([problem.t("bob"), problem.t("ann")]);
    }),
    ("a line too many", Rule::C17, &[], |problem, plan| {
        let members = vec![problem.t("ann"), problem.t("bob")];
        plan.lines.push(Line { what: LineWhat::Avoid, sum: Sum::Goodwill, pence: 5_000, members });
    }),
    ("nobody says that Cy is left out", Rule::C17, &[], |_, plan| plan.unserved.clear()),
    ("left out, but is not", Rule::C17, &[], |problem, plan| {
        let teacher = problem.t("ann");
        plan.unserved.push(Unserved { teacher, missing: 1, cost: 40_000, reasons: Vec::new() });
    }),
    ("out, but said to be left out", Rule::C17, &[], |problem, _| {
        problem.locks.push(Lock::Out(problem.t("cy")));
    }),
    ("a wrong load", Rule::C17, &[], |_, plan| plan.loads[1].free_periods = 0),
    ("loads out of order", Rule::C17, &[], |_, plan| plan.loads.swap(0, 1)),
    ("a wrong sum", Rule::C17, &[], |_, plan| plan.money += 1),
    ("a wrong total", Rule::C17, &[], |_, plan| {
        plan.total -= 1;
        plan.bound -= 1;
    }),
    ("too many of a school away", Rule::C18, &[], |problem, _| {
        problem.rules.away_at_once = AwayAtOnce { school: Some(0), department: None };
    }),
    ("too many of a department away", Rule::C18, &[], |problem, _| {
        problem.rules.away_at_once = AwayAtOnce { school: None, department: Some(0) };
    }),
    ("a bound above the total", Rule::C19, &[], |_, plan| {
        plan.bound = plan.total + 1;
        plan.status = Status::Feasible;
    }),
    ("optimal with a gap", Rule::C19, &[], |_, plan| {
        plan.bound = plan.total - 57_680;
        plan.gap = 1_000_000;
    }),
    ("a wrong gap", Rule::C19, &[], |_, plan| plan.gap = 1),
];

#[test]
fn every_breakage_is_caught_under_its_rule() {
    each_is_found(BREAKS, || {
        let problem = problem();
        let plan = plan(&problem);
        (problem, plan)
    });
}

#[test]
fn every_rule_is_broken_by_something() {
    every_rule_but_c16(BREAKS);
}

#[test]
fn what_the_plan_may_do_besides_is_no_breakage() {
    let mut problem = problem();
    problem.rules.min_match = score(0);
    problem.locks = vec![
        Lock::Pair([problem.t("bob"), problem.t("ann")]),
        Lock::Visit(VisitLock {
            observer: Some(problem.t("bob")),
            host: Some(problem.t("ann")),
            lesson: Some(problem.l("a-wed1")),
            date: Some(day(11, 4)),
            period: Some("1".into()),
        }),
        Lock::NeverOn { teacher: Some(problem.t("bob")), date: day(11, 2) },
        Lock::Conversation {
            members: vec![problem.t("ann"), problem.t("bob")],
            date: day(11, 5),
            period: "after".into(),
        },
    ];
    let at = problem.at("a-tue2", day(11, 3), "2");
    let lock = CoverLock { lesson: at.lesson, date: at.date, period: at.period, by: sam() };
    problem.locks.push(Lock::Cover(lock));
    problem.budget.money = Some(1_200 + 2 * 29_100);
    problem.rules.away_at_once = AwayAtOnce { school: Some(1), department: Some(1) };
    let mut plan = plan(&problem);
    // More may be hired than used, and a line of nothing is nothing.
    plan.hires.push(hired(day(11, 3), 2));
    let members = vec![problem.t("ann"), problem.t("bob")];
    plan.lines.push(Line { what: LineWhat::Avoid, sum: Sum::Goodwill, pence: 0, members });
    holds(&problem, &mut plan);
}

#[test]
fn nothing_that_a_plan_holds_makes_the_checker_panic() {
    let problem = problem();
    let right = plan(&problem);
    let far = [i32::MIN, -1, 0, 20_000, i32::MAX].map(Date::from_days);
    let ids = [0, 4, 5, 4_000_000_000_usize];
    let counts = [0, 1, u32::MAX];
    let pence = [i64::MIN, -1, 0, i64::MAX];
    let mut seed = 1_u64;
    let mut pick = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    let mut rejected = 0;
    for _ in 0..3_000 {
        let mut plan = right.clone();
        for _ in 0..=pick(3) {
            let (a, v) = (pick(2), pick(2));
            let (id, date, count, sum) = (ids[pick(4)], far[pick(5)], counts[pick(3)], pence[pick(4)]);
            let arrangement = &mut plan.arrangements[a];
            match pick(18) {
                0 => arrangement.members.push(TeacherId::from_index(id)),
                1 => arrangement.visits[v].observer = TeacherId::from_index(id),
                2 => arrangement.visits[v].host = TeacherId::from_index(id),
                3 => arrangement.visits[v].at.lesson = LessonId::from_index(id),
                4 => arrangement.visits[v].at.date = date,
                5 => arrangement.visits[v].at.period = PeriodId::from_index(id),
                6 => arrangement.visits[v].focus = Some(FocusId::from_index(id)),
                7 => arrangement.visits[v].value = sum,
                8 => {
                    let mut at = arrangement.visits[v].at;
                    at.date = date;
                    let by = [CoverBy::Staff(TeacherId::from_index(id)), CoverBy::Supply(agency()), sam()][pick(3)];
                    arrangement.visits[v].covers.push(cover(at, by, sum, sum));
                }
                9 => arrangement.conversation = None,
                10 => {
                    if let Some(talk) = &mut arrangement.conversation {
                        (talk.date, talk.own_time) = (date, sum);
                    }
                }
                11 => {
                    if let Some(talk) = &mut arrangement.conversation {
                        (talk.school, talk.period) = (SchoolId::from_index(id), PeriodId::from_index(id));
                    }
                }
                12 => plan.hires.push(Hire { count, money: sum, ..hired(date, 1) }),
                13 => {
                    plan.unserved[0] =
                        Unserved { teacher: TeacherId::from_index(id), missing: count, cost: sum, reasons: Vec::new() }
                }
                14 => plan.loads[pick(5)].teacher = TeacherId::from_index(id),
                15 => {
                    let members = vec![TeacherId::from_index(id)];
                    plan.lines.push(Line { what: LineWhat::Prefer, sum: Sum::Value, pence: sum, members });
                }
                16 => (plan.total, plan.bound, plan.money) = (sum, pence[pick(4)], pence[pick(4)]),
                _ => {
                    let copy = arrangement.clone();
                    plan.arrangements.push(copy);
                }
            }
        }
        rejected += usize::from(!check(&problem, &plan).is_empty());
    }
    // The others are changed by nothing: a line of no pence, a hire of no unit.
    assert!(rejected > 2_800, "{rejected}");
}

#[test]
fn an_empty_plan_only_leaves_everybody_out() {
    let problem = problem();
    let mut plan = plan(&problem);
    plan.arrangements.clear();
    breaks(&problem, &plan, &[Rule::C17]);
    plan.unserved = problem
        .teachers
        .keys()
        .map(|teacher| Unserved { teacher, missing: 1, cost: 40_000, reasons: Vec::new() })
        .collect();
    for load in &mut plan.loads {
        (load.visits_made, load.hosted, load.free_periods, load.after_periods) = (0, 0, 0, 0);
    }
    holds(&problem, &mut plan);
}
