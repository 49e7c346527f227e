//! Class swaps and lessons planned together: a plan by hand of each holds, and every breakage is caught under its rule.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;
#[path = "common/kinds.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod kinds;

use hand::{Break, Names, breaks, carries, cover, day, each_is_found, holds, ring, sam, school, score, talk, visit};
use kinds::{film, films, leaves_too, meeting, planned, swap, taught};
use opendoor::domain::{
    AwayAtOnce, ConversationRule, CoverNeed, Key, Kind, LessonId, Line, LineWhat, Lock, Mode, PeriodId, PeriodUse,
    Plan, Problem, SchoolId, Sum, Travel, Weekday,
};
use opendoor::verify::Rule;

fn high() -> SchoolId {
    SchoolId::from_index(0)
}

fn sums(plan: &Plan) -> [i64; 4] {
    [plan.money, plan.goodwill, plan.unserved_cost, plan.value]
}

#[test]
fn the_plans_made_by_hand_hold() {
    for (sample, expected) in [
        // Two after-school periods; 2700 and 900.
        (swap as fn() -> (Problem, Plan), [0, 900, 0, 3_600]),
        // Two free periods and two after school; 3240 and 1080.
        (planned, [0, 1_500, 0, 4_320]),
    ] {
        let (problem, mut plan) = sample();
        holds(&problem, &mut plan);
        assert_eq!(sums(&plan), expected);
    }
}

const SWAP: &[Break] = &[
    ("the kind is not in play", Rule::C12, &[], |problem, _| problem.rules.arrangements = vec![Kind::Pair]),
    ("one does not consent", Rule::C12, &[], |problem, _| problem.teacher("eve").swap = false),
    ("in two periods", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].visits[1].at = problem.at("d-mon2", day(11, 2), "2");
    }),
    ("on two dates", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].visits[1].at = problem.at("d-tue2", day(11, 10), "2");
        plan.arrangements[0].conversation = talk(problem, day(11, 11), "after", 900);
    }),
    ("a lesson of two teachers", Rule::C12, &[], |problem, _| {
        let cy = problem.t("cy");
        problem.lesson("e-tue2").teachers.push(cy);
    }),
    ("a lesson of two, of whom one is away", Rule::C12, &[], |problem, _| {
        let cy = problem.t("cy");
        problem.lesson("e-tue2").teachers.push(cy);
        let pattern = problem.on(Weekday::Tue, &["2"]);
        problem.teacher("cy").unavailable.push(pattern);
    }),
    ("two lessons at once", Rule::C12, &[], |problem, _| {
        problem.teach("e-list", &["eve"], "7R", Weekday::Tue, "2");
    }),
    ("one way", Rule::C12, &[], |_, plan| {
        plan.arrangements[0].visits.pop();
    }),
    ("in person", Rule::C12, &[Rule::C2, Rule::C5], |_, plan| {
        for visit in &mut plan.arrangements[0].visits {
            visit.mode = Mode::InPerson;
        }
    }),
    ("one by film", Rule::C12, &[Rule::C2], |problem, plan| {
        films(problem);
        plan.arrangements[0].visits[0].mode = film(problem, high(), day(11, 3), "4");
    }),
    ("of two schools", Rule::C12, &[Rule::C1, Rule::C2, Rule::C16], |problem, _| {
        let moor = problem.schools.push(school("moor", 0));
        problem.teacher("eve").school = moor;
        problem.lesson("e-tue2").school = moor;
    }),
    ("a lesson that may not be left", Rule::C3, &[], |problem, _| {
        problem.lesson("e-tue2").cover = CoverNeed::Never;
    }),
    ("the period overlaps another own one", Rule::C3, &[], |problem, _| {
        ring(&mut problem.schools[SchoolId::from_index(0)], "assembly", 600, 620, PeriodUse::Break);
    }),
    ("one is busy", Rule::C3, &[Rule::C2], |problem, _| {
        let pattern = problem.on(Weekday::Tue, &["2"]);
        problem.teacher("eve").busy.push(pattern);
    }),
    ("one does not teach then", Rule::C2, &[], |problem, _| problem.lesson("e-tue2").from = Some(day(11, 4))),
    ("a lesson is not open", Rule::C2, &[], |problem, _| problem.lesson("d-tue2").open = false),
    ("before the notice is up", Rule::C2, &[], |problem, _| problem.rules.notice_days = 2),
    ("somebody visits the lesson that is given up", Rule::C2, &[], |problem, plan| {
        problem.rules.observers_per_lesson = 2;
        problem.teach("c-tue2", &["cy"], "8Z", Weekday::Tue, "2");
        problem.teacher("cy").participates = true;
        problem.teacher("cy").visits = 0;
        leaves_too(problem, plan, "cy", "c-tue2", "dee", "d-tue2");
    }),
    ("somebody goes on a visit too", Rule::C1, &[Rule::C2], |problem, plan| {
        problem.teach("c-tue2", &["cy"], "8Z", Weekday::Tue, "2");
        leaves_too(problem, plan, "dee", "d-tue2", "cy", "c-tue2");
    }),
    ("a cover", Rule::C5, &[], |problem, plan| {
        let covers = vec![cover(problem.at("d-tue2", day(11, 3), "2"), sam(), 1_200, 500)];
        plan.arrangements[0].visits[0].covers = covers;
    }),
    ("the occurrence is watched too often", Rule::C7, &[], |problem, _| problem.rules.observers_per_lesson = 0),
    ("the class is watched too often", Rule::C7, &[], |problem, _| problem.class("7Q").watched_max = Some(0)),
    ("hosts too often", Rule::C7, &[], |problem, _| problem.teacher("dee").hosting.max = Some(0)),
    ("too little to learn", Rule::C14, &[], |problem, _| problem.rules.min_match = score(151)),
    ("no conversation", Rule::C12, &[], |_, plan| plan.arrangements[0].conversation = None),
    ("talks before the swap", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 3), "1", 600);
    }),
    ("talks too late", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 11), "after", 900);
    }),
    ("worth more than half", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[0].value = 5_400),
    ("own time", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[0].own_time = 300),
    ("more partners than wanted", Rule::C11, &[], |problem, _| problem.teacher("dee").visits = 0),
    ("one does nothing that day", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("eve")), date: day(11, 3) });
    }),
];

#[test]
fn every_breakage_of_a_swap_is_found() {
    each_is_found(SWAP, swap);
}

#[test]
fn a_swap_takes_nobody_from_a_class() {
    let (mut problem, mut plan) = swap();
    problem.rules.away_at_once = AwayAtOnce { school: Some(0), department: Some(0) };
    problem.budget.cover_periods = Some(0);
    problem.rules.class_cover_max = 0;
    for teacher in ["dee", "eve"] {
        problem.teacher(teacher).periods_lent_per_week = 0;
    }
    let pair = [problem.t("eve"), problem.t("dee")];
    problem.rules.must = vec![pair];
    problem.locks.push(Lock::Pair(pair));
    holds(&problem, &mut plan);
    // Half a penny is rounded away from zero.
    problem.rates.learning = 12_012;
    problem.rates.swap_percent = 25;
    // 5405.4 is 5405, a quarter of it 1351.25; 1801.8 is 1802, a quarter of it 450.5.
    (plan.arrangements[0].visits[0].value, plan.arrangements[0].visits[1].value) = (1_351, 451);
    holds(&problem, &mut plan);
}

#[test]
fn further_partners_of_new_staff_come_one_way_only() {
    let (mut problem, plan) = swap();
    let dee = problem.teacher("dee");
    (dee.new_staff, dee.visits) = (true, 0);
    problem.rules.new_staff_visits = 1;
    breaks(&problem, &plan, &[Rule::C11]);
}

const PLANNED: &[Break] = &[
    ("the kind is not in play", Rule::C12, &[], |problem, _| problem.rules.arrangements = vec![Kind::Pair]),
    ("no subject in common", Rule::C12, &[], |problem, _| problem.teacher("eve").subjects = vec!["art".into()]),
    ("no meeting", Rule::C12, &[], |_, plan| plan.arrangements[0].meetings.clear()),
    ("two meetings", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].meetings.push(meeting(problem, day(11, 2), "4", 600));
    }),
    ("a visit", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].visits = vec![visit(problem, "dee", "eve", "e-mon1", day(11, 2), "1")];
    }),
    ("plans after teaching", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].meetings = vec![meeting(problem, day(11, 3), "3", 600)];
    }),
    ("plans while teaching", Rule::C1, &[], |problem, plan| {
        plan.arrangements[0].meetings = vec![meeting(problem, day(11, 2), "2", 600)];
    }),
    ("plans over lunch", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].meetings = vec![meeting(problem, day(11, 2), "lunch", 900)];
    }),
    ("plans before the round", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].meetings = vec![meeting(problem, day(10, 30), "3", 600)];
    }),
    ("plans in a period that nobody has", Rule::C10, &[], |_, plan| {
        plan.arrangements[0].meetings[0].period = PeriodId::from_index(99);
    }),
    ("teaches a lesson that nobody has", Rule::C12, &[], |_, plan| {
        plan.arrangements[0].teaches[0].at.lesson = LessonId::from_index(99);
    }),
    ("plans at a third school", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].meetings[0].school = problem.schools.push(school("moor", 0));
    }),
    ("plans while busy", Rule::C3, &[], |problem, _| {
        let pattern = problem.on(Weekday::Mon, &["3"]);
        problem.teacher("eve").busy.push(pattern);
    }),
    ("plans in protected time", Rule::C4, &[], |problem, _| {
        let pattern = problem.on(Weekday::Mon, &["3"]);
        problem.teacher("eve").protected.push(pattern);
    }),
    ("lends too much", Rule::C8, &[], |problem, _| problem.teacher("dee").periods_lent_per_week = 0),
    ("too far apart", Rule::C10, &[], |problem, _| problem.rules.visit_span_days = 0),
    ("two subjects", Rule::C12, &[], |problem, _| {
        for teacher in ["dee", "eve"] {
            problem.teacher(teacher).subjects.push("art".into());
        }
        problem.lesson("d-tue2").subject = Some("art".into());
    }),
    ("a lesson without subject", Rule::C12, &[], |problem, _| problem.lesson("d-tue2").subject = None),
    ("a subject that only one has", Rule::C12, &[], |problem, _| {
        for teacher in ["dee", "eve"] {
            problem.teacher(teacher).subjects = vec!["art".into()];
        }
        problem.teacher("dee").subjects.push("maths".into());
    }),
    ("nobody teaches it then", Rule::C12, &[], |problem, _| problem.lesson("d-tue2").from = Some(day(11, 4))),
    ("in another period", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].teaches[1].at = problem.at("e-tue2", day(11, 3), "3");
    }),
    ("it is left for a visit", Rule::C12, &[], |problem, plan| {
        problem.teach("c-tue2", &["cy"], "8Z", Weekday::Tue, "2");
        leaves_too(problem, plan, "dee", "d-tue2", "cy", "c-tue2");
    }),
    ("the other teaches it too", Rule::C12, &[], |problem, _| {
        let eve = problem.t("eve");
        problem.lesson("d-tue2").teachers.push(eve);
    }),
    ("one teaches nothing", Rule::C12, &[], |_, plan| {
        plan.arrangements[0].teaches.remove(1);
    }),
    ("one teaches twice", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].teaches.push(taught(problem, "eve", "e-tue2", day(11, 10), "2", false));
        plan.arrangements[0].conversation = talk(problem, day(11, 11), "after", 900);
        plan.arrangements[0].teaches[2].at = problem.at("d-thu1", day(11, 12), "1");
    }),
    ("somebody else teaches", Rule::C12, &[], |problem, plan| {
        problem.teach("c-wed1", &["cy"], "8Z", Weekday::Wed, "1").subject = Some("maths".into());
        plan.arrangements[0].teaches.push(taught(problem, "cy", "c-wed1", day(11, 4), "1", false));
    }),
    ("outside the round", Rule::C10, &[Rule::C12], |problem, plan| {
        plan.arrangements[0].teaches[2].at = problem.at("d-thu1", day(11, 19), "1");
    }),
    ("not again, though there is a class left", Rule::C12, &[], |_, plan| {
        plan.arrangements[0].teaches.pop();
    }),
    ("again to the same class", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].teaches.push(taught(problem, "eve", "e-thu4", day(11, 5), "4", true));
    }),
    ("again before the conversation", Rule::C12, &[], |problem, plan| {
        problem.teach("d-wed1", &["dee"], "7S", Weekday::Wed, "1").subject = Some("maths".into());
        plan.arrangements[0].teaches[2].at = problem.at("d-wed1", day(11, 4), "1");
    }),
    ("again in another subject", Rule::C12, &[], |problem, plan| {
        problem.teach("d-fri1", &["dee"], "7S", Weekday::Fri, "1").subject = Some("art".into());
        plan.arrangements[0].teaches[2].at = problem.at("d-fri1", day(11, 6), "1");
    }),
    ("again twice", Rule::C12, &[], |problem, plan| {
        plan.arrangements[0].teaches.push(taught(problem, "dee", "d-thu1", day(11, 12), "1", true));
    }),
    ("taught for two arrangements", Rule::C12, &[], |problem, plan| {
        let cy = problem.teacher("cy");
        (cy.participates, cy.subjects) = (true, vec!["maths".into()]);
        problem.teach("c-tue2", &["cy"], "8Z", Weekday::Tue, "2").subject = Some("maths".into());
        problem.teacher("dee").visits = 2;
        let mut other = plan.arrangements[0].clone();
        (other.id, other.members) = ("k2".into(), vec![problem.t("cy"), problem.t("dee")]);
        other.meetings = vec![meeting(problem, day(11, 2), "4", 600)];
        other.teaches.remove(1);
        other.teaches[1].at = problem.at("d-thu1", day(11, 12), "1");
        other.teaches.push(taught(problem, "cy", "c-tue2", day(11, 3), "2", false));
        other.conversation = talk(problem, day(11, 5), "4", 0);
        for teacher in ["dee", "cy"] {
            problem.teacher(teacher).periods_lent_per_week = 9;
        }
        plan.arrangements.push(other);
    }),
    ("talks before it is taught", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 2), "after", 900);
    }),
    ("talks too late", Rule::C10, &[Rule::C12], |problem, plan| {
        plan.arrangements[0].conversation = talk(problem, day(11, 11), "after", 900);
    }),
    ("no conversation", Rule::C12, &[], |_, plan| plan.arrangements[0].conversation = None),
    ("one does nothing on the day of the lesson", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("eve")), date: day(11, 3) });
    }),
    ("nobody does anything on the day of the meeting", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: None, date: day(11, 2) });
    }),
    ("again on a day that is kept free", Rule::C15, &[Rule::C12], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("dee")), date: day(11, 5) });
    }),
    ("of two schools without a way", Rule::C16, &[Rule::C12, Rule::C10], |problem, _| {
        let moor = problem.schools.push(school("moor", 0));
        problem.teacher("eve").school = moor;
        problem.lesson("e-tue2").school = moor;
    }),
    ("worth more than sixty per cent", Rule::C17, &[], |_, plan| plan.arrangements[0].value = 7_200),
    ("a meeting for nothing", Rule::C17, &[], |_, plan| plan.arrangements[0].meetings[0].own_time = 0),
    ("more partners than wanted", Rule::C11, &[], |problem, _| problem.teacher("dee").visits = 0),
    ("a line manager", Rule::C9, &[], |problem, _| problem.teacher("dee").line_manager = Some(problem.t("eve"))),
];

#[test]
fn every_breakage_of_a_lesson_planned_together_is_found() {
    each_is_found(PLANNED, planned);
}

#[test]
fn what_is_taught_again_may_be_any_that_is_left() {
    let (mut problem, mut plan) = planned();
    let pair = [problem.t("eve"), problem.t("dee")];
    problem.rules.must = vec![pair];
    problem.rules.min_match = score(900);
    problem.lesson("d-tue2").open = false;
    problem.rules.notice_days = 9;
    plan.arrangements[0].teaches[2].at = problem.at("d-thu1", day(11, 12), "1");
    holds(&problem, &mut plan);
    // On a day that is kept free there is none.
    let dee = problem.t("dee");
    let never = |date| Lock::NeverOn { teacher: Some(dee), date };
    problem.locks = vec![never(day(11, 5))];
    holds(&problem, &mut plan);
    problem.locks.push(never(day(11, 12)));
    plan.arrangements[0].teaches.pop();
    holds(&problem, &mut plan);
}

#[test]
fn without_a_conversation_the_lesson_is_taught_again_after_the_first_ones() {
    let (mut problem, mut plan) = planned();
    problem.rules.conversation = ConversationRule::Preferred;
    problem.teach("e-tue3", &["eve"], "7T", Weekday::Tue, "3").subject = Some("maths".into());
    plan.arrangements[0].conversation = None;
    let members = plan.arrangements[0].members.clone();
    plan.lines = vec![Line { what: LineWhat::NoConversation, sum: Sum::Goodwill, pence: 8_000, members }];
    for teacher in ["dee", "eve"] {
        carries(&problem, &mut plan, teacher, [0, 0, 0, 1, 0, 0]);
    }
    breaks(&problem, &plan, &[Rule::C12]);
    plan.arrangements[0].teaches.push(taught(&problem, "eve", "e-tue3", day(11, 3), "3", true));
    holds(&problem, &mut plan);
}

#[test]
fn two_schools_plan_by_call() {
    let (mut problem, mut plan) = planned();
    // Eve works ten minutes later: period 3 at High (11:10) is in her period 3 (11:20) and in none before it.
    let moor = problem.schools.push(school("moor", 10));
    problem.travel.push(Travel { between: [high(), moor], minutes: 20, money: 600 });
    problem.teacher("eve").school = moor;
    for lesson in ["e-mon1", "e-tue2", "e-thu4"] {
        problem.lesson(lesson).school = moor;
    }
    // 60 per cent of 5400 + 1000 (Ann at High is an expert as well), and of 1800 + 1000.
    plan.arrangements[0].value = 3_840 + 1_680;
    holds(&problem, &mut plan);
    problem.travel.clear();
    breaks(&problem, &plan, &[Rule::C16]);
}
