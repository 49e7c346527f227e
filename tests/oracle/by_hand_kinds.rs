//! Optima with the kinds beside pairs and triads, argued on paper.

use opendoor::domain::{ConversationRule, Kind, PeriodUse, Request, Room, TeacherId, Travel, Video, Weekday};
use opendoor::engine::{Options, Silent};

use crate::build::{self, MONDAY, class, lesson, period, school, score, teacher};
use crate::by_hand::{Tiny, tiny};

fn only(tiny: &mut Tiny, kind: Kind) {
    tiny.problem.rules.arrangements = vec![kind];
}

/// Both need what the other can show: each visit is worth 0.5 x 0.8 of 12000 = 4800.
fn with_value(tiny: &mut Tiny, people: [TeacherId; 2]) {
    let focus = build::focus(&mut tiny.problem, "questioning");
    for who in people {
        tiny.problem.teachers[who].needs = vec![(focus, score(500))];
        tiny.problem.teachers[who].strengths = vec![(focus, score(800))];
    }
}

fn after(tiny: &mut Tiny) {
    period(&mut tiny.problem.schools[tiny.school], "after", 900, 940, PeriodUse::After);
}

const ANY: fn(TeacherId) -> Request =
    |host| Request { host, lesson: None, date: None, period: None, focus: None, expires: None };

#[test]
fn one_way_for_new_staff_an_open_door_or_a_request() {
    let (mut tiny, ann, bob) = Tiny::easy();
    only(&mut tiny, Kind::OneWay);
    assert_eq!(tiny.optimum(), Some(80_000));
    // One of the two is served, for a free period; the other is not, since they are partners only once.
    let served = 300 + 40_000;
    tiny.problem.teachers[ann].new_staff = true;
    assert_eq!(tiny.optimum(), Some(served));
    tiny.problem.rules.one_way_conversation = ConversationRule::Required;
    assert_eq!(tiny.optimum(), Some(served + 600));
    tiny.problem.rules.one_way_conversation = ConversationRule::Preferred;
    assert_eq!(tiny.optimum(), Some(served + 600));
    tiny.problem.rates.no_conversation = 599;
    assert_eq!(tiny.optimum(), Some(served + 599));
    tiny.problem.rules.one_way_conversation = ConversationRule::None;
    tiny.problem.teachers[ann].new_staff = false;
    tiny.problem.teachers[bob].open_door = true;
    assert_eq!(tiny.optimum(), Some(served));
    // No lock on the pair is met by it, nor may a manager be watched.
    tiny.problem.rules.must = vec![[ann, bob]];
    assert_eq!(tiny.optimum(), None);
    tiny.problem.rules.must.clear();
    tiny.problem.teachers[bob].line_manager = Some(ann);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.teachers[bob].line_manager = None;
    tiny.problem.teachers[bob].open_door = false;
    // Who does not take part is hosted through an open door only.
    tiny.problem.teachers[ann].new_staff = true;
    tiny.problem.teachers[bob].participates = false;
    assert_eq!(tiny.optimum(), Some(40_000));
    tiny.problem.teachers[bob].open_door = true;
    assert_eq!(tiny.optimum(), Some(300));
}

#[test]
fn a_request_is_met_in_every_key_until_it_expires() {
    let (mut tiny, _, bob) = Tiny::easy();
    only(&mut tiny, Kind::OneWay);
    let focus = build::focus(&mut tiny.problem, "questioning");
    let other = build::focus(&mut tiny.problem, "behaviour");
    let theirs = tiny.problem.lessons.keys().nth(1);
    let mut with = |request| {
        tiny.problem.requests = vec![request];
        tiny.optimum()
    };
    let (met, not) = (Some(300 + 40_000), Some(80_000));
    assert_eq!(with(ANY(bob)), met);
    assert_eq!(with(Request { lesson: theirs, expires: Some(MONDAY), ..ANY(bob) }), met);
    assert_eq!(with(Request { expires: Some(MONDAY.plus(-1)), ..ANY(bob) }), not);
    assert_eq!(with(Request { date: Some(MONDAY.plus(7)), ..ANY(bob) }), not);
    // All learning is zero, so the focus is the first.
    assert_eq!(with(Request { focus: Some(focus), ..ANY(bob) }), met);
    assert_eq!(with(Request { focus: Some(other), ..ANY(bob) }), not);
}

#[test]
fn new_staff_want_more_and_get_it_one_way() {
    // Ann and Bob are a pair for 1200; on Tuesday Ann, who is new, sees Cy, who takes no part, for 300.
    let (mut tiny, ann, _) = Tiny::easy();
    let at = &mut tiny.problem.schools[tiny.school];
    at.weekdays = Weekday::ALL[..2].iter().copied().collect();
    let cy = tiny.colleague(0);
    let taught = class(&mut tiny.problem, tiny.school);
    lesson(&mut tiny.problem, cy, &[taught], Weekday::Tue, tiny.p[0]);
    tiny.problem.teachers[ann].new_staff = true;
    tiny.problem.teachers[ann].periods_lent_per_week = 3;
    tiny.problem.rules.arrangements.push(Kind::OneWay);
    assert_eq!(tiny.optimum(), Some(1_200));
    tiny.problem.rules.new_staff_visits = 1;
    assert_eq!(tiny.optimum(), Some(1_200 + 15_000));
    tiny.problem.teachers[cy].open_door = true;
    // Or Bob sees Cy too, and Ann sees Bob, one way: nobody talks, 3 x 300.
    assert_eq!(tiny.optimum(), Some(900));
    tiny.problem.teachers[cy].hosting.max = Some(1);
    assert_eq!(tiny.optimum(), Some(1_500));
    // Wanted all the same where no kind gives it.
    tiny.problem.rules.arrangements.pop();
    assert_eq!(tiny.optimum(), Some(1_200 + 15_000));
}

#[test]
fn two_who_teach_at_the_same_times_watch_films() {
    // Each is filmed in one of the first two periods; both watch in the third, 300 each, and talk after school, 450
    // each. The films are worth 80 per cent of 4800, and cost 100 each.
    let (mut tiny, ann, bob) = Tiny::busy();
    with_value(&mut tiny, [ann, bob]);
    after(&mut tiny);
    assert_eq!(tiny.optimum(), Some(80_000));
    let kits = vec![(tiny.school, 1)];
    tiny.problem.rules.video = Some(Video { kits, money_per_recording: 100, min_strength: score(800) });
    for who in [ann, bob] {
        tiny.problem.teachers[who].film = true;
    }
    let films = 600 + 900 + 200 - 2 * 3_840;
    assert_eq!(tiny.optimum(), Some(films));
    tiny.problem.budget.money = Some(199);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.budget.money = None;
    // With one lesson each, at the same time, one kit is too few.
    let all = tiny.problem.lessons.clone();
    tiny.problem.lessons = all.iter().filter(|lesson| lesson.period == tiny.p[0]).cloned().collect();
    let video = tiny.problem.rules.video.as_mut().expect("films");
    video.kits[0].1 = 2;
    // They watch in the second period, and talk in the third.
    assert_eq!(tiny.optimum(), Some(600 + 600 + 200 - 2 * 3_840));
    tiny.problem.rules.video.as_mut().expect("films").kits[0].1 = 1;
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.rules.video.as_mut().expect("films").kits.clear();
    tiny.problem.lessons = all;
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.rules.video.as_mut().expect("films").kits = vec![(tiny.school, 9)];
    tiny.problem.rules.video.as_mut().expect("films").min_strength = score(801);
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn a_film_from_a_partner_school_takes_no_journey() {
    // Bob's school is an hour away. Each films the other's lesson and watches in the second period (as in one school):
    // the fare of 5000 is not paid, and a visit to a partner school is worth 1000 more.
    let (mut tiny, ann, bob) = Tiny::busy();
    with_value(&mut tiny, [ann, bob]);
    after(&mut tiny);
    let mut moor = tiny.problem.schools[tiny.school].clone();
    moor.id = "s1".into();
    let moor = tiny.problem.schools.push(moor);
    tiny.problem.teachers[bob].school = moor;
    for lesson in tiny.problem.lessons.iter_mut().filter(|lesson| lesson.teachers == [bob]) {
        lesson.school = moor;
    }
    for who in [ann, bob] {
        tiny.problem.teachers[who].film = true;
    }
    let kits = vec![(tiny.school, 1), (moor, 1)];
    tiny.problem.rules.video = Some(Video { kits, money_per_recording: 0, min_strength: score(0) });
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.travel = vec![Travel { between: [tiny.school, moor], minutes: 60, money: 5_000 }];
    // Worth 4800 + 1000, and 3000 since no other teacher of the observer's school reaches 0.7: 80 per cent of it.
    assert_eq!(tiny.optimum(), Some(600 + 900 - 2 * 7_040));
}

#[test]
fn two_who_teach_at_the_same_time_take_each_others_class() {
    // No cover, no own time; they talk in the third period. Half of 4800 each.
    let (mut tiny, ann, bob) = Tiny::busy();
    with_value(&mut tiny, [ann, bob]);
    tiny.problem.rules.arrangements.push(Kind::Swap);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.teachers[ann].swap = true;
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.teachers[bob].swap = true;
    assert_eq!(tiny.optimum(), Some(600 - 4_800));
    tiny.problem.rules.away_at_once.school = Some(0);
    tiny.problem.rules.class_cover_max = 0;
    assert_eq!(tiny.optimum(), Some(600 - 4_800));
    tiny.problem.rules.must = vec![[ann, bob]];
    assert_eq!(tiny.optimum(), Some(600 - 4_800));
    tiny.problem.rules.must.clear();
    tiny.problem.rules.min_match = score(401);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.rules.min_match = score(400);
    // A lesson that names two can't be swapped, nor can one that is not open; there are two periods to do it in.
    let all: Vec<_> = tiny.problem.lessons.keys().collect();
    let cy = tiny.colleague(0);
    tiny.problem.lessons[all[0]].teachers.push(cy);
    assert_eq!(tiny.optimum(), Some(600 - 4_800));
    tiny.problem.lessons[all[2]].open = false;
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn a_lesson_is_planned_taught_and_talked_about() {
    // They plan in the first period, teach it in the second and talk in the third: 4 x 300, worth 60 per cent.
    let (mut tiny, ann, bob) = Tiny::busy();
    with_value(&mut tiny, [ann, bob]);
    tiny.problem.lessons = tiny.problem.lessons.iter().filter(|l| l.period == tiny.p[1]).cloned().collect();
    tiny.problem.rules.arrangements.push(Kind::PlanTogether);
    for who in [ann, bob] {
        tiny.problem.teachers[who].subjects = vec!["maths".into()];
    }
    let planned = 1_200 - 2 * 2_880;
    assert_eq!(tiny.optimum(), Some(planned));
    // Neither notice, nor doors that are shut, nor a least match concern it.
    tiny.problem.rules.notice_days = 1;
    tiny.problem.rules.min_match = score(1_000);
    tiny.problem.lessons.iter_mut().for_each(|lesson| lesson.open = false);
    assert_eq!(tiny.optimum(), Some(planned));
    tiny.problem.teachers[bob].subjects = vec!["art".into()];
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.teachers[ann].subjects.push("art".into());
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.lessons.iter_mut().for_each(|lesson| lesson.subject = Some("art".into()));
    assert_eq!(tiny.optimum(), Some(planned));
    tiny.problem.rules.conversation_in = vec![PeriodUse::After];
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn a_lesson_that_two_teach_is_taught_for_one_arrangement() {
    // Ann and Bob teach one lesson together; she plans with Cy, he with Dee, who have one each at the same time.
    let mut tiny = tiny(1);
    only(&mut tiny, Kind::PlanTogether);
    let [ann, bob, cy, dee] = [tiny.teacher(), tiny.teacher(), tiny.teacher(), tiny.teacher()];
    for who in [ann, cy, dee] {
        tiny.teaches(who, 1);
    }
    tiny.problem.lessons.iter_mut().next().expect("Ann's lesson").teachers.push(bob);
    for teacher in &mut tiny.problem.teachers {
        teacher.subjects = vec!["maths".into()];
    }
    tiny.problem.rules.forbid = vec![[ann, bob], [cy, dee], [ann, dee], [bob, cy]];
    assert_eq!(tiny.optimum(), Some(1_200 + 80_000));
    let found = opendoor::solve(&tiny.problem, &Options::default(), &mut Silent);
    assert_eq!(found.map(|plan| plan.total), Ok(1_200 + 80_000));
    // With a lesson of his own Bob need not have that one.
    tiny.teaches(bob, 1);
    assert_eq!(tiny.optimum(), Some(2_400));
}

#[test]
fn across_schools_a_lesson_is_planned_by_call() {
    let (mut tiny, ann, _) = Tiny::easy();
    let moor = tiny.problem.schools.push(school("s1", &[Weekday::Mon]));
    let there = period(&mut tiny.problem.schools[moor], "1", 600, 660, PeriodUse::Lesson);
    let eve = teacher(&mut tiny.problem, moor);
    let taught = class(&mut tiny.problem, moor);
    lesson(&mut tiny.problem, eve, &[taught], Weekday::Mon, there);
    only(&mut tiny, Kind::PlanTogether);
    for who in [ann, eve] {
        tiny.problem.teachers[who].subjects = vec!["maths".into()];
    }
    // Ann teaches from 9 to 10: there is no time before it to plan in.
    assert_eq!(tiny.optimum(), Some(120_000));
    tiny.problem.lessons.iter_mut().filter(|l| l.teachers == [ann]).for_each(|l| l.period = tiny.p[1]);
    assert_eq!(tiny.optimum(), Some(120_000));
    // Both teach from 10: they plan before, when only Ann has a period, and talk from 11, likewise.
    tiny.problem.travel = vec![Travel { between: [tiny.school, moor], minutes: 99, money: 9_999 }];
    assert_eq!(tiny.optimum(), Some(40_000 + 600 - 2 * 600));
}

#[test]
fn a_class_joins_another() {
    // Ann leaves a class in the second period, in which Bob and Cy teach too: 500, and 800 for the class that joins.
    let (mut tiny, ann, _) = Tiny::easy();
    let left = tiny.teaches(ann, 1);
    let cy = tiny.colleague(0);
    let other = tiny.teaches(cy, 1);
    assert_eq!(tiny.optimum(), Some(80_000));
    let taking = tiny.problem.lessons.keys().next_back().expect("Cy's lesson");
    tiny.problem.lessons[taking].join = true;
    assert_eq!(tiny.optimum(), Some(80_000));
    for class in [left, other] {
        tiny.problem.classes[class].year = Some("9".into());
    }
    let joined = 900 + 500 + 800;
    assert_eq!(tiny.optimum(), Some(joined));
    // It has to fit, where that is known.
    let id = "M1".into();
    let room = Room { id, school: tiny.school, declared: true, capacity: Some(59) };
    tiny.problem.lessons[taking].room = Some(tiny.problem.rooms.push(room));
    tiny.problem.classes[left].size = Some(30);
    assert_eq!(tiny.optimum(), Some(joined));
    tiny.problem.classes[other].size = Some(30);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.classes[other].size = Some(29);
    assert_eq!(tiny.optimum(), Some(joined));
    tiny.problem.budget.cover_periods = Some(0);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.budget.cover_periods = None;
    tiny.problem.lessons[taking].subject = Some("art".into());
    assert_eq!(tiny.optimum(), Some(80_000));
    // Into Bob's lesson, which Ann comes to watch, it may go as well.
    let watched = tiny.problem.lessons.keys().nth(1).expect("Bob's lesson");
    tiny.problem.lessons[watched].join = true;
    let bobs = tiny.problem.lessons[watched].classes[0];
    tiny.problem.classes[bobs].year = Some("9".into());
    assert_eq!(tiny.optimum(), Some(joined));
}
