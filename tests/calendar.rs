//! Dates, cycle weeks, bells and halves of the day.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;

use hand::{Names, day, problem, ring, school};
use opendoor::domain::{
    Bell, Closed, Cycle, Date, FixedMonday, Half, Key, Lesson, Pattern, PeriodId, PeriodUse, School, SchoolId, WeekId,
    Weekday, Weekdays, When,
};

fn cycle(school: &mut School, weeks: &[&str], anchor: (Date, usize), overrides: &[(Date, usize)]) {
    let fixed = |&(monday, week): &(Date, usize)| FixedMonday { monday, week: WeekId::from_index(week) };
    school.cycle = Some(Cycle {
        weeks: weeks.iter().map(|&week| week.to_owned()).collect(),
        anchor: fixed(&anchor),
        skip_closed_weeks: true,
        overrides: overrides.iter().map(fixed).collect(),
    });
}

fn close(school: &mut School, from: Date, to: Date, staff_released: bool) {
    school.closed.push(Closed { from, to, why: None, staff_released });
}

/// The labels of the weeks that begin on these Mondays, read on each of their days.
fn labels(school: &School, mondays: &[Date]) -> Vec<usize> {
    mondays
        .iter()
        .map(|&monday| {
            let mut week = monday.through(monday.plus(6)).map(|date| school.week_on(date));
            let first = week.next().flatten();
            assert!(week.all(|other| other == first), "a week has one label");
            first.expect("a label").index()
        })
        .collect()
}

#[test]
fn days_have_weekdays_and_mondays() {
    assert_eq!(day(11, 2).weekday(), Weekday::Mon);
    assert_eq!(day(11, 8).weekday(), Weekday::Sun);
    assert_eq!(day(11, 8).monday(), day(11, 2));
    assert_eq!(Date::from_days(0).weekday(), Weekday::Thu);
    // Before 1970 as well: 1969-12-29 was a Monday.
    assert_eq!(Date::from_days(-1).monday(), Date::from_days(-3));
    assert_eq!(Date::from_days(-3).weekday(), Weekday::Mon);
    assert_eq!(day(11, 2).through(day(11, 1)).count(), 0);
    assert_eq!(day(11, 2).through(day(11, 2)).count(), 1);
}

#[test]
fn without_a_cycle_no_week_has_a_label() {
    assert_eq!(school("high", 0).week_on(day(11, 2)), None);
}

#[test]
fn labels_are_counted_from_the_anchor_both_ways() {
    let mut high = school("high", 0);
    cycle(&mut high, &["A", "B"], (day(11, 2), 0), &[]);
    let mondays = [day(10, 19), day(10, 26), day(11, 2), day(11, 9), day(11, 16)];
    assert_eq!(labels(&high, &mondays), [0, 1, 0, 1, 0]);
    cycle(&mut high, &["A", "B", "C"], (day(11, 2), 1), &[]);
    assert_eq!(labels(&high, &mondays), [2, 0, 1, 2, 0]);
}

#[test]
fn a_year_of_53_iso_weeks_is_nothing_special() {
    let mut high = school("high", 0);
    cycle(&mut high, &["A", "B"], (day(12, 21), 0), &[]);
    // 2026-12-28 lies in ISO week 53, the Monday after it in week 1: both are odd.
    assert_eq!(labels(&high, &[day(12, 21), day(12, 28), day(12, 28).plus(7)]), [0, 1, 0]);
}

#[test]
fn closed_weeks_do_not_advance_the_label() {
    let mut high = school("high", 0);
    cycle(&mut high, &["A", "B"], (day(11, 2), 0), &[]);
    // Half-term, with its weekends, and one day's training at the end of another week.
    close(&mut high, day(11, 9), day(11, 13), false);
    close(&mut high, day(11, 20), day(11, 20), true);
    let mondays = [day(11, 2), day(11, 9), day(11, 16), day(11, 23)];
    assert_eq!(labels(&high, &mondays), [0, 1, 1, 0]);
    // A week in which all are at work, but nobody teaches, has no open day either.
    high.closed[0].staff_released = true;
    assert_eq!(labels(&high, &mondays), [0, 1, 1, 0]);
    high.cycle.as_mut().expect("a cycle").skip_closed_weeks = false;
    assert_eq!(labels(&high, &mondays), [0, 1, 0, 1]);
}

#[test]
fn closed_weeks_are_skipped_backwards_too() {
    let mut high = school("high", 0);
    cycle(&mut high, &["A", "B"], (day(11, 16), 0), &[]);
    close(&mut high, day(11, 9), day(11, 13), false);
    // Leaving the closed week does not advance: it has the label of the week after it, as counted forwards.
    assert_eq!(labels(&high, &[day(10, 26), day(11, 2), day(11, 9), day(11, 16)]), [0, 1, 0, 0]);
}

#[test]
fn forwards_and_backwards_agree() {
    let mut forwards = school("high", 0);
    cycle(&mut forwards, &["A", "B", "C"], (day(9, 7), 0), &[]);
    for (from, to) in [(day(10, 26), day(10, 30)), (day(11, 9), day(11, 20)), (day(12, 21), day(12, 28).plus(4))] {
        close(&mut forwards, from, to, false);
    }
    let mondays: Vec<Date> = (0..20).map(|week| day(9, 7).plus(7 * week)).collect();
    let expected = labels(&forwards, &mondays);
    let mut backwards = forwards.clone();
    for (&monday, &label) in mondays.iter().zip(&expected) {
        cycle(&mut backwards, &["A", "B", "C"], (monday, label), &[]);
        assert_eq!(labels(&backwards, &mondays), expected, "anchored in week {monday:?}");
    }
}

#[test]
fn overrides_are_anchors_from_their_monday_on() {
    let mut high = school("high", 0);
    cycle(&mut high, &["A", "B"], (day(11, 2), 0), &[(day(11, 9), 0), (day(11, 30), 0)]);
    let mondays = [day(10, 26), day(11, 2), day(11, 9), day(11, 16), day(11, 23), day(11, 30), day(12, 7)];
    assert_eq!(labels(&high, &mondays), [1, 0, 0, 1, 0, 0, 1]);
    // One before the anchor is the fixed Monday that all before it are counted from.
    cycle(&mut high, &["A", "B"], (day(11, 16), 0), &[(day(11, 2), 1)]);
    assert_eq!(labels(&high, &[day(10, 26), day(11, 2), day(11, 9), day(11, 16)]), [0, 1, 0, 0]);
}

#[test]
fn other_weeks_than_monday_to_friday() {
    let mut high = school("high", 0);
    high.weekdays = [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu].into_iter().collect();
    cycle(&mut high, &["A", "B"], (day(11, 2), 0), &[]);
    close(&mut high, day(11, 9), day(11, 14), false);
    // The Sunday is left: the week has an open day and counts.
    assert_eq!(labels(&high, &[day(11, 9), day(11, 16)]), [1, 0]);
    high.closed[0].to = day(11, 15);
    assert_eq!(labels(&high, &[day(11, 9), day(11, 16)]), [1, 1]);
    assert!(high.is_open(day(11, 8)) && !high.is_open(day(11, 6)));
}

#[test]
fn open_closed_and_released() {
    let mut high = school("high", 0);
    close(&mut high, day(11, 6), day(11, 10), false);
    close(&mut high, day(11, 10), day(11, 10), true);
    let states =
        [day(11, 5), day(11, 6), day(11, 7), day(11, 10)].map(|date| (high.is_open(date), high.is_released(date)));
    assert_eq!(states, [(true, false), (false, false), (false, false), (false, true)]);
    // A training day on a weekend releases nobody.
    close(&mut high, day(11, 14), day(11, 14), true);
    assert!(!high.is_released(day(11, 14)));
    assert!(high.closed_on(day(11, 11)).is_none());
}

fn periods(school: &School, first: &str, length: u32, weekday: Weekday) -> Option<Vec<String>> {
    let id = |name: &str| {
        let index = school.period_ids.iter().position(|period| period == name);
        PeriodId::from_index(index.expect("a period"))
    };
    let filled = school.periods_of(id(first), length, weekday)?;
    Some(filled.into_iter().map(|period| school.period_ids[period].clone()).collect())
}

#[test]
fn a_double_runs_on_over_the_break() {
    let high = school("high", 0);
    let of = |first, length| periods(&high, first, length, Weekday::Mon);
    assert_eq!(of("1", 1), Some(vec!["1".into()]));
    assert_eq!(of("2", 2), Some(vec!["2".into(), "3".into()]));
    assert_eq!(of("3", 2), Some(vec!["3".into(), "4".into()]));
    assert_eq!(of("1", 4).map(|filled| filled.len()), Some(4));
    assert_eq!(of("4", 2), None);
    assert_eq!(of("1", u32::MAX), None);
    assert_eq!(of("lunch", 1), None);
    assert_eq!(of("after", 1), None);
}

#[test]
fn a_period_may_ring_at_other_times_on_other_days() {
    let mut high = school("high", 0);
    let friday: Weekdays = [Weekday::Fri].into_iter().collect();
    let others: Weekdays = Weekdays::SCHOOL_WEEK.iter().filter(|&weekday| weekday != Weekday::Fri).collect();
    let second = PeriodId::from_index(1);
    high.bell.iter_mut().for_each(|bell| bell.weekdays = Some(others));
    // On Fridays period 2 comes first of all, before period 1, and nothing else rings.
    for (period, start) in [(second, 500), (PeriodId::from_index(0), 600)] {
        let usage = PeriodUse::Lesson;
        high.bell.push(Bell { period, start, end: start + 50, weekdays: Some(friday), usage });
    }
    assert_eq!(high.bell_of(second, Weekday::Thu).map(|bell| bell.start), Some(590));
    assert_eq!(high.bell_of(second, Weekday::Fri).map(|bell| bell.start), Some(500));
    assert_eq!(high.bell_of(PeriodId::from_index(2), Weekday::Fri), None);
    assert_eq!(high.bell_of(second, Weekday::Sat), None);
    assert_eq!(high.bell_on(Weekday::Fri).iter().map(|bell| bell.start).collect::<Vec<_>>(), [500, 600]);
    assert_eq!(periods(&high, "2", 2, Weekday::Fri), Some(vec!["2".into(), "1".into()]));
    assert_eq!(periods(&high, "1", 2, Weekday::Fri), None);
}

#[test]
fn a_double_does_not_run_into_an_overlapping_period() {
    let mut high = school("high", 0);
    ring(&mut high, "2b", 600, 660, PeriodUse::Lesson);
    // Period 2b begins before period 2 ends.
    assert_eq!(periods(&high, "2", 2, Weekday::Mon), Some(vec!["2".into(), "3".into()]));
    assert_eq!(periods(&high, "1", 2, Weekday::Mon), Some(vec!["1".into(), "2".into()]));
}

#[test]
fn the_afternoon_begins_with_the_first_break_that_ends_after_noon() {
    let mut high = school("high", 0);
    // Lunch is 12:10 to 13:00.
    assert_eq!(high.afternoon(Weekday::Mon), 730);
    assert_eq!(high.half_of(670, Weekday::Mon), Half::Am);
    assert_eq!(high.half_of(730, Weekday::Mon), Half::Pm);
    // A morning break that ends at noon is none; one that ends later is, though it begins before.
    ring(&mut high, "break", 700, 720, PeriodUse::Break);
    assert_eq!(high.afternoon(Weekday::Mon), 730);
    ring(&mut high, "early lunch", 690, 721, PeriodUse::Break);
    assert_eq!(high.afternoon(Weekday::Mon), 690);
    high.bell.retain(|bell| bell.usage != PeriodUse::Break);
    assert_eq!(high.afternoon(Weekday::Mon), 720);
    assert_eq!(high.half_of(719, Weekday::Mon), Half::Am);
    assert_eq!(high.half_of(720, Weekday::Mon), Half::Pm);
}

#[test]
fn end_touching_start_is_no_overlap() {
    let high = school("high", 0);
    let first = &high.bell[0];
    assert!(!first.overlaps(590, 650) && !first.overlaps(480, 530));
    assert!(first.overlaps(589, 650) && first.overlaps(480, 531) && first.overlaps(540, 550));
}

#[test]
fn patterns_fit_by_week_weekday_and_date() {
    let mut high = school("high", 0);
    cycle(&mut high, &["A", "B"], (day(11, 2), 0), &[]);
    let week = Some(WeekId::from_index(1));
    let covers = |pattern: &Pattern, date| pattern.covers_date(&high, date);
    assert!(covers(&Pattern::default(), day(11, 7)));
    let tuesdays = Pattern { week, weekday: Some(Weekday::Tue), ..Pattern::default() };
    assert!(covers(&tuesdays, day(11, 10)) && !covers(&tuesdays, day(11, 3)) && !covers(&tuesdays, day(11, 11)));
    let dated = Pattern { date: Some(day(11, 10)), weekday: Some(Weekday::Wed), ..Pattern::default() };
    assert!(!covers(&dated, day(11, 10)));
    let periods = Some(vec![PeriodId::from_index(1)]);
    let second = Pattern { periods, ..Pattern::default() };
    assert!(second.covers_period(PeriodId::from_index(1)) && !second.covers_period(PeriodId::from_index(0)));
}

#[test]
fn lessons_stand_in_the_timetable_from_until_and_once() {
    let mut problem = problem();
    problem.schools[SchoolId::from_index(0)].closed.push(Closed {
        from: day(11, 10),
        to: day(11, 10),
        why: None,
        staff_released: true,
    });
    let lesson = problem.lesson("a-tue2");
    (lesson.from, lesson.until) = (Some(day(11, 3)), Some(day(11, 17)));
    let dates: Vec<Date> = day(10, 20).through(day(11, 30)).collect();
    let lesson = problem.lessons[problem.l("a-tue2")].clone();
    let stands =
        |lesson: &Lesson| dates.iter().copied().filter(|&date| problem.is_timetabled(lesson, date)).collect::<Vec<_>>();
    assert_eq!(stands(&lesson), [day(11, 3), day(11, 17)]);
    let mut once = lesson;
    once.when = When::Once(day(11, 12));
    assert_eq!(stands(&once), [day(11, 12)]);
    once.when = When::Once(day(11, 10));
    assert_eq!(stands(&once), []);
}
