//! The checker on what a school year brings: plans by hand that hold, beside ones that just do not.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;

use hand::{AGENCY, Names, SAM, breaks, cover, day, holds, load, plan, problem, ring, school, score, talk, visit};
use opendoor::domain::{
    Away, Closed, ConversationRule, CoverBy, CoverNeed, Cycle, Date, FixedMonday, FocusId, Half, Hire, History, Key,
    Line, LineWhat, Pattern, PeriodUse, Plan, Problem, ProtectedUse, SchoolId, StaffCover, Sum, SupplyId, SupplyUnit,
    Travel, WeekId, Weekday, When,
};
use opendoor::verify::Rule;

const HIGH: fn() -> SchoolId = || SchoolId::from_index(0);

fn line(problem: &Problem, what: LineWhat, sum: Sum, pence: i64, members: &[&str]) -> Line {
    Line { what, sum, pence, members: members.iter().map(|member| problem.t(member)).collect() }
}

/// The load of one teacher, as it should be now.
fn carries(problem: &Problem, plan: &mut Plan, teacher: &str, counts: [u32; 6]) {
    let id = problem.t(teacher);
    let at = plan.loads.iter().position(|load| load.teacher == id).expect("a load");
    plan.loads[at] = load(problem, teacher, counts);
}

/// Ann's class goes to somebody else, at this price.
fn ann_leaves_to(plan: &mut Plan, by: CoverBy, money: i64, goodwill: i64) {
    let cover = &mut plan.arrangements[0].visits[0].covers[0];
    (cover.by, cover.money, cover.goodwill) = (by, money, goodwill);
}

/// Dee watches Eve on Tuesday 2 instead, when her own class goes to somebody.
fn dee_leaves_to(problem: &Problem, plan: &mut Plan, by: CoverBy, money: i64, goodwill: i64) {
    let visit = &mut plan.arrangements[1].visits[0];
    visit.at = problem.at("e-tue2", day(11, 3), "2");
    visit.own_time = 0;
    visit.covers = vec![cover(problem.at("d-tue2", day(11, 3), "2"), by, money, goodwill)];
    carries(problem, plan, "dee", [1, 1, 0, 0, 0, 1]);
}

fn closed(problem: &mut Problem, date: Date, staff_released: bool) {
    problem.schools[HIGH()].closed.push(Closed { from: date, to: date, why: None, staff_released });
}

#[test]
fn a_released_day_is_free_and_costs_nothing() {
    let mut problem = problem();
    closed(&mut problem, day(11, 5), true);
    let mut plan = plan(&problem);
    // Ann teaches in Thursday 3, but not today.
    plan.arrangements[0].conversation = talk(&problem, day(11, 5), "3", 0);
    carries(&problem, &mut plan, "ann", [1, 1, 0, 0, 0, 0]);
    carries(&problem, &mut plan, "bob", [1, 1, 0, 1, 0, 0]);
    holds(&problem, &mut plan);
    // Protected time does not apply, and a weekly duty is none.
    let pattern = problem.on(Weekday::Thu, &["3"]);
    problem.teacher("bob").protected.push(pattern.clone());
    problem.teacher("bob").busy.push(pattern.clone());
    problem.teacher("bob").periods_lent_per_week = 1;
    holds(&problem, &mut plan);
    // A dated one is, and who is not at work is not at work.
    let mut dated = problem.clone();
    dated.teacher("bob").busy.push(Pattern { date: Some(day(11, 5)), ..pattern.clone() });
    breaks(&dated, &plan, &[Rule::C3]);
    problem.teacher("bob").unavailable.push(pattern);
    breaks(&problem, &plan, &[Rule::C3]);
}

#[test]
fn cycle_weeks_say_which_lessons_are_taught() {
    let mut problem = problem();
    problem.schools[HIGH()].cycle = Some(Cycle {
        weeks: ["A", "B"].map(str::to_owned).into_iter().collect(),
        anchor: FixedMonday { monday: day(11, 2), week: WeekId::from_index(0) },
        skip_closed_weeks: true,
        overrides: Vec::new(),
    });
    let in_week = |week| When::Weekly { week: Some(WeekId::from_index(week)), weekday: Weekday::Tue };
    problem.lesson("b-tue2").when = in_week(0);
    let mut plan = plan(&problem);
    holds(&problem, &mut plan);
    problem.lesson("b-tue2").when = in_week(1);
    breaks(&problem, &plan, &[Rule::C2]);
    // Nor is there anything for Ann to leave in the other week.
    problem.lesson("b-tue2").when = in_week(0);
    problem.lesson("a-tue2").when = in_week(1);
    breaks(&problem, &plan, &[Rule::C5]);
    // The week before is the B week when the Monday is fixed so.
    let cycle = problem.schools[HIGH()].cycle.as_mut().expect("a cycle");
    cycle.anchor.monday = day(11, 9);
    problem.lesson("b-tue2").when = in_week(1);
    problem.lesson("a-tue2").when = in_week(1);
    holds(&problem, &mut plan);
}

#[test]
fn lessons_end_and_classes_go_away() {
    let mut problem = problem();
    problem.lesson("a-tue2").until = Some(day(11, 2));
    let mut plan = plan(&problem);
    breaks(&problem, &plan, &[Rule::C5]);
    // Gained time: Ann is free then.
    plan.arrangements[0].visits[0].covers.clear();
    plan.arrangements[0].visits[0].own_time = 300;
    carries(&problem, &mut plan, "ann", [1, 1, 0, 1, 0, 1]);
    holds(&problem, &mut plan);
    problem.lesson("a-tue2").until = None;
    problem.class("9X").away.push(Away { from: day(11, 3), to: day(11, 3), why: None });
    holds(&problem, &mut plan);
    // A lesson is taught as long as one of its classes is there.
    problem.teach("x", &["cy"], "9Y", Weekday::Fri, "1");
    let other = problem.c("9Y");
    problem.lesson("a-tue2").classes.push(other);
    breaks(&problem, &plan, &[Rule::C5]);
}

#[test]
fn periods_that_overlap_on_the_clock_are_given_up_too() {
    let mut problem = problem();
    // 10:00 to 11:00, across period 2 and the break after it.
    ring(&mut problem.schools[HIGH()], "2b", 600, 660, PeriodUse::Lesson);
    problem.teach("a-tue2b", &["ann"], "9W", Weekday::Tue, "2b");
    let mut plan = plan(&problem);
    breaks(&problem, &plan, &[Rule::C5]);
    let also = cover(problem.at("a-tue2b", day(11, 3), "2b"), CoverBy::Study, 0, 3_000);
    plan.arrangements[0].visits[0].covers.push(also);
    problem.class("9W").study_release = 1;
    // Eve's visit takes two own periods on Monday 2: one more to charge.
    plan.arrangements[1].visits[1].own_time = 600;
    carries(&problem, &mut plan, "eve", [1, 1, 0, 2, 0, 1]);
    holds(&problem, &mut plan);
    // Sam can't be in both.
    plan.arrangements[0].visits[0].covers[1].by = SAM();
    breaks(&problem, &plan, &[Rule::C1]);
}

#[test]
fn a_pattern_blocks_by_the_clock() {
    let mut problem = problem();
    ring(&mut problem.schools[HIGH()], "early", 500, 535, PeriodUse::After);
    let pattern = problem.on(Weekday::Wed, &["early"]);
    let plan = plan(&problem);
    problem.teacher("bob").busy.push(pattern);
    breaks(&problem, &plan, &[Rule::C3]);
}

#[test]
fn both_lessons_of_a_double_booking_are_covered() {
    let mut problem = problem();
    problem.teach("a-again", &["ann"], "9V", Weekday::Tue, "2");
    let mut plan = plan(&problem);
    breaks(&problem, &plan, &[Rule::C5]);
    let sue = CoverBy::Supervisor(opendoor::domain::SupervisorId::from_index(1));
    let also = cover(problem.at("a-again", day(11, 3), "2"), sue, 0, 500);
    plan.arrangements[0].visits[0].covers.push(also);
    holds(&problem, &mut plan);
}

#[test]
fn a_lesson_that_two_teach_is_left_by_one() {
    let mut problem = problem();
    let cy = problem.t("cy");
    problem.lesson("a-tue2").teachers.push(cy);
    let mut plan = plan(&problem);
    ann_leaves_to(&mut plan, CoverBy::NoneNeeded, 0, 0);
    problem.class("9X").cover_max = Some(0);
    problem.budget.cover_periods = Some(0);
    holds(&problem, &mut plan);
    // Not when the other is busy.
    let mut other = problem.clone();
    let pattern = other.on(Weekday::Tue, &["2"]);
    other.teacher("cy").busy.push(pattern);
    breaks(&other, &plan, &[Rule::C5]);
    // Nor when both leave.
    let mut other = problem.clone();
    let dee = other.t("dee");
    other.lesson("a-tue2").teachers = vec![other.t("ann"), dee];
    other.lesson("d-tue2").until = Some(day(11, 1));
    dee_leaves_to(&other, &mut plan, CoverBy::NoneNeeded, 0, 0);
    plan.arrangements[1].visits[0].covers[0].at = other.at("a-tue2", day(11, 3), "2");
    breaks(&other, &plan, &[Rule::C5]);
    other.lesson("a-tue2").teachers.push(cy);
    holds(&other, &mut plan);
}

#[test]
fn study_is_released_by_class() {
    let mut problem = problem();
    problem.study_money = 700;
    problem.class("9X").study_release = 1;
    problem.class("9X").exam = true;
    let mut plan = plan(&problem);
    ann_leaves_to(&mut plan, CoverBy::Study, 700, 3_000 + 2_500);
    holds(&problem, &mut plan);
    // Each class of the lesson has its own.
    problem.teach("x", &["cy"], "9Y", Weekday::Fri, "1");
    let other = problem.c("9Y");
    problem.lesson("a-tue2").classes.push(other);
    breaks(&problem, &plan, &[Rule::C6]);
    problem.class("9Y").study_release = 1;
    holds(&problem, &mut plan);
}

#[test]
fn supervisors_are_kept_back_of_those_available() {
    let mut problem = problem();
    problem.rules.keep_back = 1;
    let mut plan = plan(&problem);
    holds(&problem, &mut plan);
    dee_leaves_to(&problem, &mut plan, CoverBy::Supervisor(opendoor::domain::SupervisorId::from_index(1)), 0, 500);
    breaks(&problem, &plan, &[Rule::C6]);
    problem.rules.keep_back = 0;
    holds(&problem, &mut plan);
}

/// Ann's and Dee's classes of Tuesday 2, and Eve's of Monday 2 (if she had one), go to the agency.
fn both_to_the_agency(problem: &Problem, plan: &mut Plan) {
    ann_leaves_to(plan, CoverBy::Supply(AGENCY()), 0, 500);
    dee_leaves_to(problem, plan, CoverBy::Supply(AGENCY()), 0, 500);
}

fn hired(date: Date, unit: SupplyUnit, count: u32, money: i64) -> Hire {
    Hire { source: AGENCY(), school: HIGH(), date, unit, half: None, period: None, count, money }
}

#[test]
fn supply_serves_its_day_half_or_period() {
    let mut problem = problem();
    let mut plan = plan(&problem);
    both_to_the_agency(&problem, &mut plan);
    plan.hires = vec![hired(day(11, 3), SupplyUnit::Day, 2, 58_200)];
    holds(&problem, &mut plan);
    plan.hires = vec![hired(day(11, 3), SupplyUnit::Day, 1, 29_100); 2];
    holds(&problem, &mut plan);
    plan.hires.truncate(1);
    breaks(&problem, &plan, &[Rule::C6]);

    problem.supply[AGENCY()].unit = SupplyUnit::HalfDay;
    let half = |half| Hire { half: Some(half), ..hired(day(11, 3), SupplyUnit::HalfDay, 2, 58_200) };
    plan.hires = vec![half(Half::Am)];
    holds(&problem, &mut plan);
    plan.hires = vec![half(Half::Pm)];
    breaks(&problem, &plan, &[Rule::C6]);
    plan.hires = vec![hired(day(11, 3), SupplyUnit::HalfDay, 2, 58_200)];
    breaks(&problem, &plan, &[Rule::C6]);
    // The cap speaks of both halves together.
    plan.hires = vec![half(Half::Am), half(Half::Pm)];
    breaks(&problem, &plan, &[Rule::C6]);

    problem.supply[AGENCY()].unit = SupplyUnit::Period;
    let in_period = |period| Hire {
        period: Some(problem.period(HIGH(), period)),
        ..hired(day(11, 3), SupplyUnit::Period, 2, 58_200)
    };
    plan.hires = vec![in_period("2")];
    holds(&problem, &mut plan);
    plan.hires = vec![in_period("3")];
    breaks(&problem, &plan, &[Rule::C6]);
    let elsewhere = SupplyId::from_index(0);
    problem.supply[elsewhere].school = problem.schools.push(school("moor", 10));
    breaks(&problem, &plan, &[Rule::C5, Rule::C6]);
}

#[test]
fn one_unit_serves_one_class_after_another() {
    let mut problem = problem();
    // Eve leaves a lesson in Monday 2, Dee one in Monday 1: one after the other.
    problem.teach("d-mon1", &["dee"], "7P", Weekday::Mon, "1");
    problem.teach("e-mon2", &["eve"], "7Q", Weekday::Mon, "2");
    let mut plan = plan(&problem);
    for (at, left, period) in [(0, "d-mon1", "1"), (1, "e-mon2", "2")] {
        let visit = &mut plan.arrangements[1].visits[at];
        visit.own_time = 0;
        visit.covers = vec![cover(problem.at(left, day(11, 2), period), CoverBy::Supply(AGENCY()), 0, 500)];
    }
    carries(&problem, &mut plan, "dee", [1, 1, 0, 0, 0, 1]);
    carries(&problem, &mut plan, "eve", [1, 1, 0, 0, 0, 1]);
    plan.hires = vec![hired(day(11, 2), SupplyUnit::Day, 1, 29_100)];
    holds(&problem, &mut plan);
    // The money falls in that week, on the school that hires.
    problem.budget.per_week = Some(30_300);
    problem.budget.per_school = vec![(HIGH(), 30_300)];
    holds(&problem, &mut plan);
    problem.budget.per_week = Some(30_299);
    breaks(&problem, &plan, &[Rule::C13]);
}

#[test]
fn weeks_have_budgets_of_their_own() {
    let mut problem = problem();
    let mut plan = plan(&problem);
    plan.hires = vec![hired(day(11, 8), SupplyUnit::Day, 1, 29_100), hired(day(11, 9), SupplyUnit::Day, 1, 29_100)];
    // Sunday belongs to the week before, with Sam's 1200.
    problem.budget.per_week = Some(30_300);
    holds(&problem, &mut plan);
    problem.budget.money = Some(59_399);
    breaks(&problem, &plan, &[Rule::C13]);
}

#[test]
fn the_ladder_runs_in_time_order_and_remembers() {
    let mut problem = problem();
    problem.teacher("cy").cover.willing = Some(true);
    let by = CoverBy::Staff(problem.t("cy"));
    // Eve leaves a lesson in Monday 2, Ann one on Tuesday: the later one stands first in the plan.
    problem.teach("e-mon2", &["eve"], "7Q", Weekday::Mon, "2");
    let mut plan = plan(&problem);
    ann_leaves_to(&mut plan, by, 0, 500 + 1_400);
    let eve = &mut plan.arrangements[1].visits[1];
    eve.own_time = 0;
    eve.covers = vec![cover(problem.at("e-mon2", day(11, 2), "2"), by, 0, 500 + 800)];
    carries(&problem, &mut plan, "eve", [1, 1, 0, 0, 0, 1]);
    carries(&problem, &mut plan, "cy", [0, 0, 2, 0, 0, 0]);
    holds(&problem, &mut plan);
    let terms = &mut problem.teacher("cy").cover;
    (terms.max_per_week, terms.max_per_round) = (Some(3), Some(3));
    terms.already = vec![(day(10, 26), 5), (day(11, 2), 1)];
    holds(&problem, &mut plan);
    problem.teacher("cy").cover.already[1].1 = 2;
    breaks(&problem, &plan, &[Rule::C6]);
    problem.teacher("cy").cover.already.clear();

    problem.rules.remember_covers = true;
    problem.round.year = Some("2026/27".into());
    let cy = problem.t("cy");
    let round = |year: &str, count| History {
        round: None,
        year: Some(year.into()),
        partners: Vec::new(),
        covers: vec![(cy, count)],
        hosted: Vec::new(),
    };
    problem.history = vec![round("2025/26", 7), round("2026/27", 1)];
    ann_leaves_to(&mut plan, by, 0, 500 + 2_200);
    plan.arrangements[1].visits[1].covers[0].goodwill = 500 + 1_400;
    holds(&problem, &mut plan);
    problem.history.push(round("2026/27", 4_000_000_000));
    breaks(&problem, &plan, &[Rule::C17]);
    plan.arrangements[1].visits[1].covers[0].goodwill = 500 + 2_200;
    holds(&problem, &mut plan);
}

#[test]
fn a_colleague_has_the_subject() {
    let mut problem = problem();
    let lesson = problem.lesson("a-tue2");
    (lesson.cover, lesson.subject) = (CoverNeed::Qualified, Some("maths".into()));
    problem.rules.staff_cover = StaffCover::All;
    problem.teacher("cy").cover.willing = None;
    problem.teacher("cy").subjects = vec!["maths".into()];
    let mut plan = plan(&problem);
    ann_leaves_to(&mut plan, CoverBy::Staff(problem.t("cy")), 0, 500 + 800);
    carries(&problem, &mut plan, "cy", [0, 0, 1, 0, 0, 0]);
    holds(&problem, &mut plan);
    problem.teacher("cy").cover.subjects = Some(Vec::new());
    breaks(&problem, &plan, &[Rule::C5]);
}

#[test]
fn protected_time_by_consent_costs_more_and_is_lent() {
    let mut problem = problem();
    let pattern = problem.on(Weekday::Wed, &["1"]);
    problem.teacher("bob").protected.push(pattern);
    problem.teacher("bob").protected_use = ProtectedUse::Watch;
    problem.teacher("bob").periods_lent_per_week = 1;
    let mut plan = plan(&problem);
    plan.arrangements[0].visits[1].own_time = 1_500;
    carries(&problem, &mut plan, "bob", [1, 1, 0, 0, 1, 1]);
    holds(&problem, &mut plan);
    problem.teacher("bob").periods_lent_per_week = 0;
    breaks(&problem, &plan, &[Rule::C8]);
}

#[test]
fn the_quota_counts_the_whole_week_and_covers_too() {
    let mut problem = problem();
    problem.rules.protected_quota = score(500);
    // Cy teaches five periods this week: three of the fifteen others are to stay, and half of five is 2.5.
    for (id, weekday) in [("m", Weekday::Mon), ("t", Weekday::Tue), ("w", Weekday::Wed), ("h", Weekday::Thu)] {
        problem.teach(id, &["cy"], "8Z", weekday, "1");
    }
    problem.teach("f", &["cy"], "8Z", Weekday::Fri, "1");
    for (weekday, periods) in [
        (Weekday::Mon, &["2", "3", "4"][..]),
        (Weekday::Wed, &["2", "3", "4"]),
        (Weekday::Thu, &["2", "3", "4"]),
        (Weekday::Fri, &["2", "3"]),
    ] {
        let pattern = problem.on(weekday, periods);
        problem.teacher("cy").busy.push(pattern);
    }
    let mut plan = plan(&problem);
    ann_leaves_to(&mut plan, CoverBy::Staff(problem.t("cy")), 0, 500 + 800);
    carries(&problem, &mut plan, "cy", [0, 0, 1, 0, 0, 0]);
    // Free are Tuesday 2, 3, 4 and Friday 4: the cover takes one, three stay.
    holds(&problem, &mut plan);
    let pattern = problem.on(Weekday::Fri, &["4"]);
    let mut tighter = problem.clone();
    tighter.teacher("cy").busy.push(pattern.clone());
    breaks(&tighter, &plan, &[Rule::C8]);
    // Days outside the round count, closed and released ones do not.
    let mut shorter = problem.clone();
    shorter.round.end = day(11, 5);
    holds(&shorter, &mut plan);
    closed(&mut problem, day(11, 6), true);
    // Now four are taught: two are to stay.
    holds(&problem, &mut plan);
    problem.rules.protected_quota = score(501);
    breaks(&problem, &plan, &[Rule::C8]);
    // Who has protected time has no quota.
    problem.teacher("cy").protected.push(pattern);
    holds(&problem, &mut plan);
}

#[test]
fn lent_things_and_after_school_are_counted_by_week() {
    let mut problem = problem();
    let mut plan = plan(&problem);
    // Dee and Eve talk in Tuesday 3: a second thing lent.
    plan.arrangements[1].conversation = talk(&problem, day(11, 3), "3", 600);
    carries(&problem, &mut plan, "dee", [1, 1, 0, 2, 0, 0]);
    carries(&problem, &mut plan, "eve", [1, 1, 0, 2, 0, 0]);
    holds(&problem, &mut plan);
    problem.teacher("dee").periods_lent_per_week = 1;
    breaks(&problem, &plan, &[Rule::C8]);
    // In the next week it is another week's.
    plan.arrangements[1].conversation = talk(&problem, day(11, 9), "3", 600);
    holds(&problem, &mut plan);
    problem.rules.after_max_per_week = 1;
    holds(&problem, &mut plan);
}

/// Bob works at another school, ten minutes later in its bell and twenty minutes away; fare 600.
fn two_schools() -> (Problem, Plan) {
    let mut problem = problem();
    let moor = problem.schools.push(school("moor", 10));
    problem.travel.push(Travel { between: [moor, HIGH()], minutes: 20, money: 600 });
    problem.teacher("bob").school = moor;
    problem.lesson("b-tue2").school = moor;
    problem.class("8Y").school = moor;
    let mut plan = plan(&problem);
    // Ann: period 2 at Moor is 10:00 to 11:00, so she is away 9:40 to 11:20, from within period 1 to into period 3.
    let ann = &mut plan.arrangements[0].visits[0];
    (ann.travel, ann.own_time, ann.value) = (600, 600, 7_480 + 1_000 + 3_000);
    // Bob: period 1 is 8:50 to 9:50, so he is away 8:30 to 10:10, periods 1 (9:00) and 2 (10:00) of his own.
    let bob = &mut plan.arrangements[0].visits[1];
    (bob.travel, bob.own_time, bob.value) = (600, 600, 5_800 + 1_000 + 3_000);
    // By call, 15:20 to 16:00 at High: Bob's own hour is 15:30 to 16:10.
    carries(&problem, &mut plan, "ann", [1, 1, 0, 2, 0, 1]);
    carries(&problem, &mut plan, "bob", [1, 1, 0, 2, 0, 1]);
    (problem, plan)
}

#[test]
fn a_visit_to_another_school_takes_the_journey_too() {
    let (mut problem, mut plan) = two_schools();
    holds(&problem, &mut plan);
    // The schools of the absent pay.
    let moor = problem.school_id("moor");
    problem.budget.per_school = vec![(HIGH(), 1_800), (moor, 600)];
    holds(&problem, &mut plan);
    problem.budget.per_school = vec![(HIGH(), 1_799), (moor, 600)];
    breaks(&problem, &plan, &[Rule::C13]);
    problem.budget.per_school.clear();
    // What the journey touches is given up too.
    let mut teaching = problem.clone();
    teaching.teach("a-tue3", &["ann"], "9X", Weekday::Tue, "3");
    breaks(&teaching, &plan, &[Rule::C5]);
    let mut busy = problem.clone();
    let pattern = busy.on(Weekday::Tue, &["1"]);
    busy.teacher("ann").busy.push(pattern);
    breaks(&busy, &plan, &[Rule::C3]);
    problem.travel.clear();
    breaks(&problem, &plan, &[Rule::C16, Rule::C17]);
}

#[test]
fn an_own_period_is_given_up_for_one_thing_only() {
    let (mut problem, mut plan) = two_schools();
    problem.travel[0].minutes = 0;
    // Without a journey Ann is away 10:00 to 11:00, which touches period 2 alone.
    let ann = &mut plan.arrangements[0].visits[0];
    ann.own_time = 0;
    // Bob is away 8:50 to 9:50: period 1 alone.
    plan.arrangements[0].visits[1].own_time = 300;
    carries(&problem, &mut plan, "ann", [1, 1, 0, 0, 0, 1]);
    carries(&problem, &mut plan, "bob", [1, 1, 0, 1, 0, 1]);
    holds(&problem, &mut plan);
    // A short period at Moor in the hour of Bob's... Ann's after-school hour: one more thing for the same hour.
    let moor = problem.school_id("moor");
    ring(&mut problem.schools[moor], "late", 920, 935, PeriodUse::Lesson);
    problem.teach("b-thu-late", &["bob"], "8Y", Weekday::Thu, "late");
    let ann = &mut plan.arrangements[0].visits[0];
    ann.at = problem.at("b-thu-late", day(11, 5), "late");
    ann.covers.clear();
    ann.own_time = 450;
    plan.arrangements[0].conversation.as_mut().expect("it talks").school = moor;
    // Moor's hour begins at 15:30, five minutes... before the lesson ends at 15:35: shift it behind.
    let after = problem.period(moor, "after");
    let bell = problem.schools[moor].bell.iter_mut().find(|bell| bell.period == after).expect("an hour");
    (bell.start, bell.end) = (935, 975);
    problem.rules.after_max_per_week = 2;
    breaks(&problem, &plan, &[Rule::C3]);
}

#[test]
fn a_conversation_across_schools_is_free_for_both() {
    let (mut problem, mut plan) = two_schools();
    // Thursday 4 at Moor is 13:10 to 14:10; at High period 4 ends at 14:00.
    let talk = plan.arrangements[0].conversation.as_mut().expect("it talks");
    talk.school = problem.school_id("moor");
    talk.period = problem.period(talk.school, "4");
    talk.own_time = 600;
    carries(&problem, &mut plan, "ann", [1, 1, 0, 3, 0, 0]);
    carries(&problem, &mut plan, "bob", [1, 1, 0, 3, 0, 0]);
    holds(&problem, &mut plan);
    problem.teach("a-thu4", &["ann"], "9X", Weekday::Thu, "4");
    breaks(&problem, &plan, &[Rule::C1]);
}

#[test]
fn a_released_teacher_visits_the_open_partner_school() {
    let (mut problem, mut plan) = two_schools();
    closed(&mut problem, day(11, 3), true);
    let ann = &mut plan.arrangements[0].visits[0];
    ann.covers.clear();
    ann.own_time = 0;
    carries(&problem, &mut plan, "ann", [1, 1, 0, 0, 0, 1]);
    // Dee and Eve can talk on that day too, for nothing.
    plan.arrangements[1].conversation = talk(&problem, day(11, 3), "after", 0);
    carries(&problem, &mut plan, "dee", [1, 1, 0, 1, 0, 0]);
    carries(&problem, &mut plan, "eve", [1, 1, 0, 1, 0, 0]);
    holds(&problem, &mut plan);
    let all_closed = &mut problem.schools[HIGH()].closed[0];
    all_closed.staff_released = false;
    breaks(&problem, &plan, &[Rule::C3]);
}

#[test]
fn expertise_is_fresh_when_nobody_at_home_has_it() {
    let (mut problem, mut plan) = two_schools();
    let behaviour = FocusId::from_index(1);
    problem.teacher("cy").strengths = vec![(behaviour, score(699))];
    problem.teacher("cy").participates = false;
    plan.unserved.clear();
    plan.loads.retain(|load| load.teacher != problem.t("cy"));
    holds(&problem, &mut plan);
    // Who does not take part is an expert all the same; the observer is no reason.
    problem.teacher("cy").strengths = vec![(behaviour, score(700))];
    plan.arrangements[0].visits[0].value = 8_480;
    holds(&problem, &mut plan);
    problem.teacher("cy").strengths.clear();
    problem.teacher("ann").strengths[1].1 = score(700);
    // Feedback 0.7 of 4000.
    plan.arrangements[0].visits[0].value = 6_480 + 2_800 + 1_000 + 3_000;
    holds(&problem, &mut plan);
    // An expert who is not one in the focus brings nothing new.
    problem.teacher("bob").strengths[1].1 = score(699);
    // 0.6 x 0.699 of 12000 = 5032.8.
    plan.arrangements[0].visits[0].value = 5_033 + 2_800 + 1_000;
    holds(&problem, &mut plan);
}

#[test]
fn school_days_are_counted_over_both_schools() {
    let mut problem = problem();
    problem.rules.conversation_within_days = 1;
    problem.rules.visit_span_days = 1;
    let mut plan = plan(&problem);
    // From Wednesday to Monday, with Thursday and Friday closed: one school day.
    for date in [day(11, 5), day(11, 6)] {
        closed(&mut problem, date, false);
    }
    plan.arrangements[0].conversation = talk(&problem, day(11, 9), "after", 900);
    holds(&problem, &mut plan);
    plan.arrangements[0].conversation = talk(&problem, day(11, 10), "after", 900);
    breaks(&problem, &plan, &[Rule::C10]);
    let (mut problem, mut plan) = two_schools();
    problem.rules.conversation_within_days = 1;
    for date in [day(11, 5), day(11, 6)] {
        closed(&mut problem, date, false);
    }
    plan.arrangements[0].conversation = talk(&problem, day(11, 9), "after", 900);
    // Moor is open on the two days.
    breaks(&problem, &plan, &[Rule::C10]);
    problem.rules.conversation_within_days = 3;
    holds(&problem, &mut plan);
}

#[test]
fn notice_is_counted_in_open_days_of_the_host() {
    let mut problem = problem();
    problem.round.start = day(10, 30);
    let mut plan = plan(&problem);
    // The Friday before is one open day; the weekend is none.
    problem.rules.notice_days = 1;
    holds(&problem, &mut plan);
    closed(&mut problem, day(10, 30), true);
    breaks(&problem, &plan, &[Rule::C2]);
}

#[test]
fn leaders_are_hosted_first() {
    let mut problem = problem();
    problem.teacher("ann").leader = true;
    problem.rules.leaders_first = 3;
    let mut plan = plan(&problem);
    // Ann is hosted on the Wednesday.
    holds(&problem, &mut plan);
    problem.rules.leaders_first = 2;
    breaks(&problem, &plan, &[Rule::C17]);
    plan.lines = vec![line(&problem, LineWhat::LeaderLate, Sum::Goodwill, 10_000, &["ann"])];
    holds(&problem, &mut plan);
    // A closed Monday makes the Wednesday the second day, for this pair that is not touched by it.
    let mut later = problem.clone();
    later.round.start = day(11, 3);
    breaks(&later, &plan, &[Rule::C2, Rule::C17]);
    // Leaders who are left out are late as well; who is out is not.
    problem.teacher("cy").leader = true;
    plan.lines.push(line(&problem, LineWhat::LeaderLate, Sum::Goodwill, 10_000, &["cy"]));
    holds(&problem, &mut plan);
    problem.locks.push(opendoor::domain::Lock::Out(problem.t("cy")));
    plan.lines.pop();
    plan.unserved.clear();
    holds(&problem, &mut plan);
}

#[test]
fn pair_lines_stand_once_a_pair() {
    let mut problem = problem();
    let pair = [problem.t("bob"), problem.t("ann")];
    let round =
        |partners: Vec<_>| History { round: None, year: None, partners, covers: Vec::new(), hosted: Vec::new() };
    problem.history = vec![round(vec![pair]), round(vec![[pair[1], pair[0]]]), round(Vec::new())];
    problem.rules.prefer = vec![pair, pair];
    problem.rules.avoid = vec![pair];
    problem.rates.same_department = -250;
    problem.teacher("bob").department = Some("Maths".into());
    problem.rates.avoid = 0;
    let mut plan = plan(&problem);
    plan.lines = vec![
        line(&problem, LineWhat::RepeatPartner, Sum::Goodwill, 10_000, &["bob", "ann"]),
        line(&problem, LineWhat::SameDepartment, Sum::Value, 250, &["ann", "bob"]),
        line(&problem, LineWhat::Prefer, Sum::Value, 5_000, &["ann", "bob"]),
    ];
    holds(&problem, &mut plan);
    problem.rates.same_department = 250;
    breaks(&problem, &plan, &[Rule::C17]);
    plan.lines[1].sum = Sum::Goodwill;
    holds(&problem, &mut plan);
}

#[test]
fn going_without_a_conversation_costs_where_one_is_preferred() {
    let mut problem = problem();
    problem.rules.conversation = ConversationRule::Preferred;
    let mut plan = plan(&problem);
    holds(&problem, &mut plan);
    plan.arrangements[0].conversation = None;
    plan.lines = vec![line(&problem, LineWhat::NoConversation, Sum::Goodwill, 8_000, &["ann", "bob"])];
    carries(&problem, &mut plan, "ann", [1, 1, 0, 0, 0, 0]);
    carries(&problem, &mut plan, "bob", [1, 1, 0, 1, 0, 0]);
    holds(&problem, &mut plan);
    plan.lines.clear();
    breaks(&problem, &plan, &[Rule::C17]);
}

#[test]
fn a_break_may_hold_the_conversation_at_the_price_of_an_hour_after_school() {
    let mut problem = problem();
    problem.rules.conversation_in.push(PeriodUse::Break);
    problem.rules.after_max_per_week = 0;
    for teacher in ["ann", "bob", "dee", "eve"] {
        problem.teacher(teacher).periods_lent_per_week = 1;
    }
    let mut plan = plan(&problem);
    plan.arrangements[0].conversation = talk(&problem, day(11, 5), "lunch", 900);
    plan.arrangements[1].conversation = talk(&problem, day(11, 3), "lunch", 900);
    holds(&problem, &mut plan);
}

#[test]
fn the_last_missing_partners_are_cheaper() {
    let mut problem = problem();
    problem.teacher("cy").visits = 4;
    problem.teacher("ann").visits = 2;
    let mut plan = plan(&problem);
    (plan.unserved[0].missing, plan.unserved[0].cost) = (4, 40_000 + 3 * 15_000);
    let mut ann = plan.unserved[0].clone();
    (ann.teacher, ann.missing, ann.cost) = (problem.t("ann"), 1, 15_000);
    plan.unserved.push(ann);
    holds(&problem, &mut plan);
    plan.unserved[1].cost = 40_000;
    breaks(&problem, &plan, &[Rule::C17]);
}

#[test]
fn one_period_of_a_double_is_watched_or_left() {
    let mut problem = problem();
    // Ann's double runs over periods 2 and 3, Bob's over 1 and 2 and on over the break.
    problem.lesson("a-tue2").length = 2;
    let bob = problem.lesson("b-tue2");
    bob.length = 3;
    problem.lesson("b-tue2").period = problem.period(HIGH(), "1");
    let mut plan = plan(&problem);
    holds(&problem, &mut plan);
    let ann = &mut plan.arrangements[0].visits[0];
    ann.at = problem.at("b-tue2", day(11, 3), "3");
    ann.covers[0].at = problem.at("a-tue2", day(11, 3), "3");
    holds(&problem, &mut plan);
    plan.arrangements[0].visits[0].at = problem.at("b-tue2", day(11, 3), "4");
    breaks(&problem, &plan, &[Rule::C2, Rule::C5]);
}

#[test]
fn the_focus_is_the_first_of_the_best() {
    let mut problem = problem();
    // 0.45 in both: questioning is first.
    problem.teacher("bob").needs.push((FocusId::from_index(1), score(900)));
    problem.teacher("ann").strengths[1].1 = score(500);
    let mut plan = plan(&problem);
    plan.arrangements[0].visits[0].value = 6_480 + 2_000;
    holds(&problem, &mut plan);
    plan.arrangements[0].visits[1].focus = Some(FocusId::from_index(1));
    breaks(&problem, &plan, &[Rule::C17]);
    problem.focuses = Vec::new().into();
    for teacher in ["ann", "bob"] {
        let teacher = problem.teacher(teacher);
        (teacher.strengths, teacher.needs, teacher.asks) = (Vec::new(), Vec::new(), Vec::new());
    }
    for visit in plan.arrangements.iter_mut().flat_map(|arrangement| &mut arrangement.visits) {
        (visit.focus, visit.value) = (None, 0);
    }
    holds(&problem, &mut plan);
}

#[test]
fn min_match_is_exact() {
    let mut problem = problem();
    for teacher in ["dee", "eve"] {
        let all = vec![(FocusId::from_index(0), score(1_000))];
        (problem.teacher(teacher).strengths, problem.teacher(teacher).needs) = (all.clone(), all);
    }
    problem.rules.min_match = score(450);
    let mut plan = plan(&problem);
    for visit in &mut plan.arrangements[1].visits {
        visit.value = 12_000;
    }
    holds(&problem, &mut plan);
    problem.teacher("ann").strengths[0].1 = score(899);
    breaks(&problem, &plan, &[Rule::C14, Rule::C17]);
}

#[test]
fn partners_more_than_one() {
    let mut problem = problem();
    problem.teacher("bob").visits = 2;
    problem.teach("c-tue1", &["cy"], "8Z", Weekday::Tue, "1");
    problem.teach("b-fri2", &["bob"], "8Y", Weekday::Fri, "2");
    let mut plan = plan(&problem);
    let mut one = visit(&problem, "bob", "cy", "c-tue1", day(11, 10), "1");
    one.own_time = 300;
    let mut other = visit(&problem, "cy", "bob", "b-fri2", day(11, 6), "2");
    // Cy learns nothing known, but is told what Bob asks; 0 of 4000.
    other.own_time = 300;
    let mut third = hand::pair(&problem, "p3", ["cy", "bob"], vec![one, other]);
    third.conversation = talk(&problem, day(11, 10), "3", 600);
    plan.arrangements.push(third);
    plan.unserved.clear();
    carries(&problem, &mut plan, "bob", [2, 2, 0, 3, 0, 1]);
    carries(&problem, &mut plan, "cy", [1, 1, 0, 2, 0, 0]);
    holds(&problem, &mut plan);
    problem.class("8Y").watched_max = Some(1);
    breaks(&problem, &plan, &[Rule::C7]);
}

#[test]
fn two_thousand_teachers_are_checked_in_seconds() {
    let mut problem = problem();
    let mut plan = plan(&problem);
    plan.unserved.clear();
    problem.teacher("cy").participates = false;
    problem.round.end = day(12, 11);
    for number in 0..1_000 {
        let names = [format!("x{number}"), format!("y{number}")];
        for name in &names {
            problem.hire(name);
            for weekday in [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri] {
                for period in ["1", "2", "3", "4"] {
                    if (weekday, period) != (Weekday::Fri, if name.starts_with('x') { "3" } else { "4" }) {
                        problem.teach(&format!("{name}-{weekday:?}{period}"), &[name], "", weekday, period);
                    }
                }
            }
        }
        let base = problem.lessons.len() - 38;
        let [x, y] = [2, 1].map(|back| opendoor::domain::TeacherId::from_index(problem.teachers.len() - back));
        let mut arrangement = plan.arrangements[0].clone();
        arrangement.members = vec![x, y];
        arrangement.conversation = talk(&problem, day(11, 9), "after", 900);
        for (visit, (observer, host, lesson, period)) in
            arrangement.visits.iter_mut().zip([(x, y, base + 37, "3"), (y, x, base + 18, "4")])
        {
            (visit.observer, visit.host, visit.value, visit.own_time) = (observer, host, 0, 300);
            visit.focus = Some(FocusId::from_index(0));
            visit.at.lesson = opendoor::domain::LessonId::from_index(lesson);
            (visit.at.date, visit.at.period) = (day(11, 6), problem.period(HIGH(), period));
            visit.covers.clear();
        }
        plan.arrangements.push(arrangement);
    }
    problem.rules.protected_quota = score(0);
    plan.loads.retain(|load| load.teacher != problem.t("cy"));
    for teacher in problem.teachers.keys().skip(5) {
        let mut load = plan.loads[1];
        load.teacher = teacher;
        plan.loads.push(load);
    }
    let start = std::time::Instant::now();
    holds(&problem, &mut plan);
    // Some forty times what it takes.
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
