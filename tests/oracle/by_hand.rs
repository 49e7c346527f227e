//! Instances whose optimum is argued on paper. Rates are the contract's: a free lesson period 300, an after-school
//! period 450, a class without its teacher 500, nobody for one partner wanted 40000.

use opendoor::domain::{
    ClassId, ConversationRule, CoverBy, CoverLock, CoverNeed, Kind, Lock, PeriodId, PeriodUse, Problem, ProtectedUse,
    SchoolId, SupplyUnit, TeacherId, Travel, Triads, VisitLock, Weekday,
};

use crate::build::{self, MONDAY, blank, class, lesson, period, score, supervisor, supply, teacher, weekly};
use crate::search::optimum;

pub const MON: Weekday = Weekday::Mon;

/// One school that teaches on Mondays, or Mondays and Tuesdays, in three periods of an hour from 9:00; one week.
pub struct Tiny {
    pub problem: Problem,
    pub school: SchoolId,
    pub p: Vec<PeriodId>,
}

pub fn tiny(days: usize) -> Tiny {
    let mut problem = blank(1);
    let school = problem.schools.keys().next().expect("one school");
    let at = &mut problem.schools[school];
    at.weekdays = Weekday::ALL[..days].iter().copied().collect();
    let p = (0..3).map(|k| period(at, &k.to_string(), 540 + 60 * k, 600 + 60 * k, PeriodUse::Lesson)).collect();
    Tiny { problem, school, p }
}

impl Tiny {
    pub fn teacher(&mut self) -> TeacherId {
        teacher(&mut self.problem, self.school)
    }

    /// Teaches a class of its own on Monday in the `k`-th period.
    pub fn teaches(&mut self, who: TeacherId, k: usize) -> ClassId {
        let class = class(&mut self.problem, self.school);
        lesson(&mut self.problem, who, &[class], MON, self.p[k]);
        class
    }

    /// Ann teaches in the first period, Bob in the second; both are free else.
    pub fn easy() -> (Self, TeacherId, TeacherId) {
        let mut tiny = tiny(1);
        let (ann, bob) = (tiny.teacher(), tiny.teacher());
        tiny.teaches(ann, 0);
        tiny.teaches(bob, 1);
        (tiny, ann, bob)
    }

    /// Both teach in the first two periods, so each leaves one class: Ann goes in one of them, Bob in the other.
    pub fn busy() -> (Self, TeacherId, TeacherId) {
        let mut tiny = tiny(1);
        let (ann, bob) = (tiny.teacher(), tiny.teacher());
        for k in 0..2 {
            tiny.teaches(ann, k);
            tiny.teaches(bob, k);
        }
        for teacher in &mut tiny.problem.teachers {
            teacher.cover.willing = Some(false);
        }
        (tiny, ann, bob)
    }

    pub fn optimum(&self) -> Option<i64> {
        optimum(&self.problem)
    }
}

impl Tiny {
    /// A colleague who takes no part and is free.
    pub fn colleague(&mut self, max_per_day: u32) -> TeacherId {
        let who = self.teacher();
        self.problem.teachers[who].participates = false;
        self.problem.teachers[who].cover.max_per_day = max_per_day;
        who
    }
}

#[test]
fn two_who_are_free_when_the_other_teaches() {
    // Bob watches in the first period, Ann in the second, they talk in the third: four free periods.
    let (tiny, ..) = Tiny::easy();
    assert_eq!(tiny.optimum(), Some(4 * 300));
}

#[test]
fn nobody_fits_when_there_is_no_time_to_talk() {
    // Ann is busy in the third period: only without a conversation can they be partners.
    let (mut tiny, ann, _) = Tiny::easy();
    tiny.problem.teachers[ann].busy = vec![weekly(MON, Some(vec![tiny.p[2]]))];
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.rules.conversation = ConversationRule::Preferred;
    assert_eq!(tiny.optimum(), Some(600 + 8_000));
    tiny.problem.rules.conversation = ConversationRule::None;
    assert_eq!(tiny.optimum(), Some(600));
}

#[test]
fn a_conversation_after_school_or_in_the_break() {
    let (mut tiny, ann, _) = Tiny::easy();
    tiny.problem.teachers[ann].busy = vec![weekly(MON, Some(vec![tiny.p[2]]))];
    let school = &mut tiny.problem.schools[tiny.school];
    period(school, "lunch", 720, 760, PeriodUse::Break);
    // A break holds none unless the rules say so; then it costs each of them 450.
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.rules.conversation_in.push(PeriodUse::Break);
    assert_eq!(tiny.optimum(), Some(600 + 900));
    tiny.problem.rules.conversation_in.pop();
    period(&mut tiny.problem.schools[tiny.school], "after", 900, 940, PeriodUse::After);
    assert_eq!(tiny.optimum(), Some(600 + 900));
    tiny.problem.rules.after_max_per_week = 0;
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn the_cheapest_cover_is_taken() {
    // Ann teaches in the first two periods and leaves the second: 500 and the source. The rest is 300 + 600.
    let (mut tiny, ann, _) = Tiny::easy();
    let class = tiny.teaches(ann, 1);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.classes[class].study_release = 1;
    tiny.problem.study_money = 10;
    assert_eq!(tiny.optimum(), Some(900 + 500 + 2_500 + 10));
    supply(&mut tiny.problem, tiny.school, SupplyUnit::HalfDay, 2_000);
    assert_eq!(tiny.optimum(), Some(900 + 500 + 2_000));
    supervisor(&mut tiny.problem, tiny.school, 700);
    assert_eq!(tiny.optimum(), Some(900 + 500 + 700));
    tiny.problem.rules.keep_back = 1;
    assert_eq!(tiny.optimum(), Some(900 + 500 + 2_000));
    tiny.problem.classes[class].exam = true;
    assert_eq!(tiny.optimum(), Some(900 + 3_000 + 2_000));
    for lesson in &mut tiny.problem.lessons {
        lesson.cover = CoverNeed::Qualified;
    }
    // Only study needs no subject.
    assert_eq!(tiny.optimum(), Some(900 + 3_000 + 2_510));
}

#[test]
fn a_unit_of_supply_serves_all_it_can() {
    // Two classes are left, in different periods; then they talk: 2 x 500 + 600 and the hires.
    let (mut tiny, ..) = Tiny::busy();
    let agency = supply(&mut tiny.problem, tiny.school, SupplyUnit::Day, 1_000);
    assert_eq!(tiny.optimum(), Some(1_600 + 1_000));
    tiny.problem.supply[agency].unit = SupplyUnit::Period;
    assert_eq!(tiny.optimum(), Some(1_600 + 2_000));
    // The afternoon begins at noon: both are in the morning, until the second period moves there.
    tiny.problem.supply[agency].unit = SupplyUnit::HalfDay;
    assert_eq!(tiny.optimum(), Some(1_600 + 1_000));
    for (k, entry) in tiny.problem.schools[tiny.school].bell.iter_mut().enumerate().skip(1) {
        (entry.start, entry.end) = if k == 1 { (720, 780) } else { (780, 840) };
    }
    assert_eq!(tiny.optimum(), Some(1_600 + 2_000));
    tiny.problem.supply[agency].max_per_day = Some(1);
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn a_dear_hire_is_worse_than_going_without() {
    let (mut tiny, ..) = Tiny::busy();
    let agency = supply(&mut tiny.problem, tiny.school, SupplyUnit::Day, 78_399);
    assert_eq!(tiny.optimum(), Some(79_999));
    tiny.problem.supply[agency].money = 90_000;
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.supply[agency].money = 1_000;
    tiny.problem.budget.money = Some(999);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.budget.money = Some(1_000);
    tiny.problem.budget.cover_periods = Some(1);
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn colleagues_climb_the_ladder() {
    // Two covers by one colleague: 800 + 1400; by two colleagues: 800 each.
    let (mut tiny, ..) = Tiny::busy();
    let cy = tiny.colleague(2);
    assert_eq!(tiny.optimum(), Some(1_600 + 2_200));
    tiny.problem.teachers[cy].cover.max_per_day = 1;
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.colleague(1);
    assert_eq!(tiny.optimum(), Some(1_600 + 1_600));
    // Both are wanted, and what was covered this week already counts.
    tiny.problem.teachers[cy].cover.max_per_week = Some(2);
    tiny.problem.teachers[cy].cover.already = vec![(MONDAY, 2)];
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn co_taught_lessons_need_no_cover() {
    // Dee teaches with each of them in the second period; in the first both leave alone, so only one visit can be
    // paid without cover, and the other needs the supervisor: 500 + 600.
    let (mut tiny, ann, bob) = Tiny::busy();
    supervisor(&mut tiny.problem, tiny.school, 0);
    assert_eq!(tiny.optimum(), Some(1_000 + 600));
    let dee = tiny.colleague(0);
    for who in [ann, bob] {
        let second = |lesson: &&mut opendoor::domain::Lesson| lesson.teachers[0] == who && lesson.period == tiny.p[1];
        tiny.problem.lessons.iter_mut().find(second).expect("a second lesson").teachers.push(dee);
    }
    assert_eq!(tiny.optimum(), Some(500 + 600));
    // By a lock that one is left with nobody else: the same. By the supervisor it can't be.
    let left = tiny.problem.lessons.keys().nth(2).expect("Ann's second lesson");
    let mut lock = CoverLock { lesson: left, date: MONDAY, period: tiny.p[1], by: CoverBy::NoneNeeded };
    tiny.problem.locks = vec![Lock::Cover(lock)];
    assert_eq!(tiny.optimum(), Some(500 + 600));
    lock.by = CoverBy::Study;
    tiny.problem.locks = vec![Lock::Cover(lock)];
    assert_eq!(tiny.optimum(), None);
}

#[test]
fn two_partners_lend_four_periods() {
    // Ann wants two: Bob on Monday, Cy on Tuesday, 1200 each, and gives four periods of her own in the week.
    let mut tiny = tiny(2);
    tiny.problem.rules.arrangements = vec![Kind::Pair];
    let [ann, bob, cy] = [tiny.teacher(), tiny.teacher(), tiny.teacher()];
    tiny.teaches(ann, 0);
    tiny.teaches(bob, 1);
    let classes = [class(&mut tiny.problem, tiny.school), class(&mut tiny.problem, tiny.school)];
    lesson(&mut tiny.problem, ann, &classes[..1], Weekday::Tue, tiny.p[0]);
    lesson(&mut tiny.problem, cy, &classes[1..], Weekday::Tue, tiny.p[1]);
    tiny.problem.teachers[ann].visits = 2;
    // With two lent at most she has one partner: the second of two costs 15000, who is left out 40000.
    assert_eq!(tiny.optimum(), Some(1_200 + 15_000 + 40_000));
    tiny.problem.teachers[ann].periods_lent_per_week = 4;
    assert_eq!(tiny.optimum(), Some(2_400));
    // She hosts only one of them.
    tiny.problem.teachers[ann].hosting.max = Some(1);
    assert_eq!(tiny.optimum(), Some(1_200 + 55_000));
}

/// One of them teaches in each period, in turn, and after school all can talk.
pub fn in_turn(people: usize) -> (Tiny, Vec<TeacherId>) {
    let mut tiny = tiny(1);
    period(&mut tiny.problem.schools[tiny.school], "after", 900, 940, PeriodUse::After);
    let teachers: Vec<TeacherId> = (0..people).map(|_| tiny.teacher()).collect();
    for (at, &who) in teachers.iter().enumerate() {
        tiny.teaches(who, at % 3);
    }
    (tiny, teachers)
}

#[test]
fn three_in_a_ring() {
    // Each watches the next in a free period, 300 each; they talk after school, 450 each.
    let (mut tiny, people) = in_turn(3);
    let (triad, pair) = (900 + 1_350, 1_200 + 40_000);
    assert_eq!(tiny.problem.rules.arrangements, [Kind::Pair, Kind::Triad]);
    assert_eq!(tiny.optimum(), Some(triad));
    // The two lessons of a pair leave the third period to talk in; the third of them is left out.
    tiny.problem.rules.triads = Triads::Never;
    assert_eq!(tiny.optimum(), Some(pair));
    tiny.problem.rules.arrangements = vec![Kind::Triad];
    assert_eq!(tiny.optimum(), Some(120_000));
    tiny.problem.rules.triads = Triads::Odd;
    // It is one partner got, of two wanted.
    for &who in &people {
        tiny.problem.teachers[who].visits = 2;
    }
    assert_eq!(tiny.optimum(), Some(triad + 3 * 15_000));
    tiny.problem.teachers[people[1]].participates = false;
    assert_eq!(tiny.optimum(), Some(2 * 55_000));
}

#[test]
fn the_better_of_two_rings() {
    let (mut tiny, people) = in_turn(3);
    let triad = 900 + 1_350;
    // The first learns 0.72 from the third: in that ring the third learns nothing from the first.
    let focus = build::focus(&mut tiny.problem, "questioning");
    tiny.problem.teachers[people[0]].needs = vec![(focus, score(900))];
    tiny.problem.teachers[people[2]].strengths = vec![(focus, score(800))];
    assert_eq!(tiny.optimum(), Some(triad - 8_640));
    // By a lock it is the other ring.
    let (observer, host) = (Some(people[0]), Some(people[1]));
    tiny.problem.locks = vec![Lock::Visit(VisitLock { observer, host, ..VisitLock::default() })];
    assert_eq!(tiny.optimum(), Some(triad));
    // All three pairs of a triad are partners: one line each, and none may be forbidden.
    tiny.problem.locks = vec![Lock::Pair([people[2], people[0]])];
    tiny.problem.rules.avoid = vec![[people[0], people[1]], [people[2], people[1]]];
    tiny.problem.rules.prefer = vec![[people[0], people[2]]];
    assert_eq!(tiny.optimum(), Some(triad - 8_640 + 2 * 5_000 - 5_000));
    let members = people.clone();
    tiny.problem.locks = vec![Lock::Conversation { members, date: MONDAY, period: "after".into() }];
    assert_eq!(tiny.optimum(), Some(triad - 8_640 + 2 * 5_000 - 5_000));
    tiny.problem.rules.forbid = vec![[people[0], people[1]]];
    assert_eq!(tiny.optimum(), None);
    tiny.problem.locks.clear();
    assert_eq!(tiny.optimum(), Some(1_500 - 8_640 - 5_000 + 40_000));
}

#[test]
fn one_triad_a_school_or_many() {
    let (mut tiny, people) = in_turn(6);
    tiny.problem.rules.arrangements = vec![Kind::Triad];
    let triad = 900 + 1_350;
    assert_eq!(tiny.optimum(), Some(triad + 120_000));
    tiny.problem.rules.triads = Triads::Free;
    assert_eq!(tiny.optimum(), Some(2 * triad));
    // A triad is of one school: the five who are left make one, whoever moves.
    let mut moor = tiny.problem.schools[tiny.school].clone();
    moor.id = "s1".into();
    let moor = tiny.problem.schools.push(moor);
    tiny.problem.travel = vec![Travel { between: [moor, tiny.school], minutes: 0, money: 0 }];
    tiny.problem.teachers[people[5]].school = moor;
    tiny.problem.lessons.iter_mut().last().expect("a lesson").school = moor;
    tiny.problem.classes.iter_mut().last().expect("a class").school = moor;
    assert_eq!(tiny.optimum(), Some(triad + 120_000));
}

#[test]
fn value_is_rounded_once_and_protected_time_is_asked_for() {
    // Ann needs 0.9 x Bob's 0.8: 0.72 of 12000; Bob asks for comment, Ann has 0.333: 1332 of 4000.
    let (mut tiny, ann, bob) = Tiny::easy();
    let focus = build::focus(&mut tiny.problem, "questioning");
    tiny.problem.teachers[ann].needs = vec![(focus, score(900))];
    tiny.problem.teachers[ann].strengths = vec![(focus, score(333))];
    tiny.problem.teachers[bob].strengths = vec![(focus, score(800))];
    tiny.problem.teachers[bob].asks = vec![focus];
    assert_eq!(tiny.optimum(), Some(1_200 - 8_640 - 1_332));
    // The third period is Ann's planning time: forbidden, then 1500 instead of 300 by consent.
    tiny.problem.teachers[ann].protected = vec![weekly(MON, Some(vec![tiny.p[2]]))];
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.teachers[ann].protected_use = ProtectedUse::Watch;
    assert_eq!(tiny.optimum(), Some(2_400 - 8_640 - 1_332));
    // Bob learns nothing from Ann, so nobody is above any least match.
    tiny.problem.rules.min_match = score(1);
    assert_eq!(tiny.optimum(), Some(80_000));
}

#[test]
fn a_partner_school_takes_the_journey() {
    // Bob moves to a school of the same hours, 20 minutes away. Each visit touches the neighbouring own periods
    // too: Bob watches 9:00 to 10:00 and gives 8:40 to 10:20, so his own lesson at 10:00 needs cover (500) beside
    // his free first period; Ann watches it 10:00 to 11:00 and gives all three (her lesson at 9:00 needs cover).
    // Both can't be: each would leave the lesson that the other watches. On two days it works.
    let mut tiny = tiny(2);
    let mut other = tiny.problem.schools[tiny.school].clone();
    other.id = "s1".into();
    let moor = tiny.problem.schools.push(other);
    let ann = tiny.teacher();
    let bob = teacher(&mut tiny.problem, moor);
    tiny.teaches(ann, 0);
    let class = class(&mut tiny.problem, moor);
    lesson(&mut tiny.problem, bob, &[class], Weekday::Tue, tiny.p[1]);
    assert_eq!(tiny.optimum(), Some(80_000));
    tiny.problem.travel = vec![Travel { between: [moor, tiny.school], minutes: 20, money: 600 }];
    // Monday: Bob gives two free periods. Tuesday: Ann gives three. Then they talk by call: nothing is left on
    // Tuesday after 12:00 but own time at 11:00 is taken by the way back, so there is no conversation.
    assert_eq!(tiny.optimum(), Some(80_000));
    period(&mut tiny.problem.schools[moor], "after", 900, 960, PeriodUse::After);
    // At 15:00 Ann's bell is silent: her time outside the bell is free; Bob is charged 450. Two fares; and each
    // visit to a partner school is worth 1000.
    assert_eq!(tiny.optimum(), Some(5 * 300 + 450 + 2 * 600 - 2 * 1_000));
}

#[test]
fn leaders_are_hosted_first_and_locks_bind() {
    // Ann leads and teaches on Monday and Tuesday, Bob on Tuesday; to be hosted on the first day she has to be
    // watched on Monday, which costs nothing more.
    let (mut tiny, ann, bob) = Tiny::easy();
    tiny.problem.teachers[ann].leader = true;
    tiny.problem.rules.leaders_first = 1;
    assert_eq!(tiny.optimum(), Some(1_200));
    tiny.problem.rules.forbid = vec![[bob, ann]];
    assert_eq!(tiny.optimum(), Some(80_000 + 10_000));
    tiny.problem.locks = vec![Lock::Out(ann)];
    assert_eq!(tiny.optimum(), Some(40_000));
    tiny.problem.rules.must = vec![[ann, bob]];
    assert_eq!(tiny.optimum(), None);
    tiny.problem.locks.clear();
    tiny.problem.rules.forbid.clear();
    assert_eq!(tiny.optimum(), Some(1_200));
    tiny.problem.locks =
        vec![Lock::Visit(VisitLock { host: Some(ann), period: Some("1".into()), ..VisitLock::default() })];
    assert_eq!(tiny.optimum(), None);
    tiny.problem.locks = vec![Lock::NeverOn { teacher: None, date: MONDAY }];
    tiny.problem.rules.must.clear();
    assert_eq!(tiny.optimum(), Some(80_000 + 10_000));
    tiny.problem.locks = vec![Lock::Conversation { members: vec![ann, bob], date: MONDAY, period: "2".into() }];
    assert_eq!(tiny.optimum(), Some(1_200));
}
