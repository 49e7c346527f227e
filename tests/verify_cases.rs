//! The checker on what a school year brings: plans by hand that hold, beside ones that just do not.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;

use hand::{
    Names, ann_leaves_to, breaks, carries, cover, day, dee_leaves_to, holds, plan, problem, ring, sam, score, talk,
    two_schools, visit,
};
use opendoor::domain::{
    Away, Closed, CoverBy, Cycle, Date, FixedMonday, Key, Pattern, PeriodUse, Problem, ProtectedUse, SchoolId, WeekId,
    Weekday, When,
};
use opendoor::verify::Rule;

fn high() -> SchoolId {
    SchoolId::from_index(0)
}

fn closed(problem: &mut Problem, date: Date, staff_released: bool) {
    problem.schools[high()].closed.push(Closed { from: date, to: date, why: None, staff_released });
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
    problem.schools[high()].cycle = Some(Cycle {
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
    let cycle = problem.schools[high()].cycle.as_mut().expect("a cycle");
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
    ring(&mut problem.schools[high()], "2b", 600, 660, PeriodUse::Lesson);
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
    plan.arrangements[0].visits[0].covers[1].by = sam();
    breaks(&problem, &plan, &[Rule::C1]);
}

#[test]
fn a_pattern_blocks_by_the_clock() {
    let mut problem = problem();
    ring(&mut problem.schools[high()], "early", 500, 535, PeriodUse::After);
    let wednesday = [Weekday::Wed].into_iter().collect();
    problem.schools[high()].bell.last_mut().expect("a bell").weekdays = Some(wednesday);
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
    // Cy teaches five periods this week: half of five, rounded up, is three.
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

#[test]
fn a_visit_to_another_school_takes_the_journey_too() {
    let (mut problem, mut plan) = two_schools();
    holds(&problem, &mut plan);
    // The schools of the absent pay.
    let moor = problem.school_id("moor");
    problem.budget.per_school = vec![(high(), 1_800), (moor, 600)];
    holds(&problem, &mut plan);
    problem.budget.per_school = vec![(high(), 1_799), (moor, 600)];
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
    // A short lesson at Moor and the hour after it both lie in Ann's one hour after school.
    let moor = problem.school_id("moor");
    ring(&mut problem.schools[moor], "late", 920, 935, PeriodUse::Lesson);
    problem.teach("b-thu-late", &["bob"], "8Y", Weekday::Thu, "late");
    let ann = &mut plan.arrangements[0].visits[0];
    ann.at = problem.at("b-thu-late", day(11, 5), "late");
    ann.covers.clear();
    ann.own_time = 450;
    plan.arrangements[0].conversation.as_mut().expect("it talks").school = moor;
    // Moor's hour begins where the short lesson ends.
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
    let all_closed = &mut problem.schools[high()].closed[0];
    all_closed.staff_released = false;
    breaks(&problem, &plan, &[Rule::C3]);
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
fn one_period_of_a_double_is_watched_or_left() {
    let mut problem = problem();
    // Ann's double runs over periods 2 and 3, Bob's over 1 and 2 and on over the break.
    problem.lesson("a-tue2").length = 2;
    let bob = problem.lesson("b-tue2");
    bob.length = 3;
    problem.lesson("b-tue2").period = problem.period(high(), "1");
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
fn partners_more_than_one() {
    let mut problem = problem();
    problem.teacher("bob").visits = 2;
    problem.teach("c-tue1", &["cy"], "8Z", Weekday::Tue, "1");
    problem.teach("b-fri2", &["bob"], "8Y", Weekday::Fri, "2");
    let mut plan = plan(&problem);
    let mut one = visit(&problem, "bob", "cy", "c-tue1", day(11, 10), "1");
    one.own_time = 300;
    let mut other = visit(&problem, "cy", "bob", "b-fri2", day(11, 6), "2");
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
