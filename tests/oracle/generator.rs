//! Random tiny instances. Each flavour presses on a group of rules; every flavour has a little of the others.

use opendoor::domain::{
    ConversationRule, CoverBy, CoverLock, Date, FixedMonday, Keyed, Lesson, LessonId, Lock, Pattern, PeriodId,
    PeriodUse, Problem, SchoolId, TeacherId, VisitLock, Weekday, When,
};

use crate::build::{self, MONDAY};
use crate::dice::Dice;
use crate::stress;

/// How large an instance is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub schools: usize,
    /// In each school.
    pub teachers: usize,
    pub days: usize,
    pub weeks: i32,
    pub periods: u16,
    /// Per cent of the lesson periods that are taught.
    pub taught: usize,
}

/// What an instance presses on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flavour {
    Supervisors,
    Colleagues,
    Supply,
    Budget,
    OwnTime,
    Pairs,
    Hosting,
    Calendar,
    Partners,
    Clashes,
    Locks,
    All,
}

pub const FLAVOURS: [Flavour; 12] = [
    Flavour::Supervisors,
    Flavour::Colleagues,
    Flavour::Supply,
    Flavour::Budget,
    Flavour::OwnTime,
    Flavour::Pairs,
    Flavour::Hosting,
    Flavour::Calendar,
    Flavour::Partners,
    Flavour::Clashes,
    Flavour::Locks,
    Flavour::All,
];

/// The instance of a seed; the flavour goes round.
pub fn instance(seed: u64) -> Problem {
    let flavour = FLAVOURS[usize::try_from(seed % FLAVOURS.len() as u64).expect("few flavours")];
    let mut dice = Dice::new(seed);
    let one = Size { schools: 1, teachers: dice.pick(&[4, 5, 6]), days: 2, weeks: 1, periods: 3, taught: 50 };
    let size = match flavour {
        Flavour::Supervisors | Flavour::Colleagues | Flavour::Supply | Flavour::Budget => {
            Size { teachers: 4, taught: 95, periods: dice.pick(&[2, 3]), days: dice.pick(&[1, 2, 2]), ..one }
        }
        Flavour::Hosting => Size { teachers: dice.pick(&[4, 5]), taught: dice.pick(&[20, 35]), periods: 4, ..one },
        Flavour::Calendar => Size { weeks: 2, periods: 2, ..one },
        Flavour::Partners => Size { schools: 2, teachers: dice.pick(&[2, 3]), ..one },
        Flavour::All => Size { schools: dice.pick(&[1, 2]), teachers: dice.pick(&[2, 3]), weeks: 2, ..one },
        Flavour::Clashes => Size { taught: 70, ..one },
        _ => Size { periods: dice.pick(&[3, 4]), ..one },
    };
    let mut problem = of(&mut dice, size, flavour);
    stress::kinds(&mut Dice::new(!seed), &mut problem);
    problem
}

/// An instance of that size and flavour.
pub fn of(dice: &mut Dice, size: Size, flavour: Flavour) -> Problem {
    let mut problem = base(dice, size);
    let mut presses = |on: Flavour, other: usize| {
        let full = flavour == on || flavour == Flavour::All && dice.chance(50);
        if full || dice.chance(other) { Some(if full { 60 } else { 20 }) } else { None }
    };
    let presses: Vec<Option<usize>> = FLAVOURS.iter().map(|&on| presses(on, 12)).collect();
    let on = |flavour: Flavour| presses[flavour as usize];
    stress::travel(dice, &mut problem);
    if let Some(percent) = on(Flavour::Calendar) {
        calendar(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Clashes) {
        stress::clashes(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Supervisors) {
        stress::supervisors(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Colleagues) {
        stress::colleagues(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Supply) {
        stress::supply(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Budget) {
        stress::budget(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::OwnTime) {
        stress::own_time(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Pairs) {
        stress::pairs(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Hosting) {
        stress::hosting(dice, &mut problem, percent);
    }
    if let Some(percent) = on(Flavour::Locks) {
        locks(dice, &mut problem, percent);
    }
    problem
}

pub fn lesson_periods(problem: &Problem, school: SchoolId) -> Vec<PeriodId> {
    let bell = problem.schools[school].bell.iter();
    bell.filter(|entry| entry.usage == PeriodUse::Lesson).map(|entry| entry.period).collect()
}

pub fn weekdays(problem: &Problem, school: SchoolId) -> Vec<Weekday> {
    problem.schools[school].weekdays.iter().collect()
}

pub fn teachers(problem: &Problem) -> Vec<TeacherId> {
    problem.teachers.keys().collect()
}

/// A date on which schools teach.
pub fn date(dice: &mut Dice, problem: &Problem) -> Date {
    let school = problem.schools.keys().next().expect("a school");
    let open = |date: &Date| problem.schools[school].weekdays.contains(date.weekday());
    let dates: Vec<Date> = problem.round.start.through(problem.round.end).filter(open).collect();
    dice.pick(&dates)
}

/// Schools, people, classes, lessons and somebody to cover.
fn base(dice: &mut Dice, size: Size) -> Problem {
    let mut problem = build::blank(size.weeks);
    problem.schools = Keyed::new();
    let days: Vec<Weekday> = Weekday::ALL[..size.days].to_vec();
    for s in 0..size.schools {
        let mut school = build::school(&format!("s{s}"), &days);
        // The second school's bell is some minutes off.
        let shift = if s == 0 { 0 } else { dice.pick(&[0, 30, 60]) };
        for p in 0..size.periods {
            // The last lesson period is in the afternoon.
            let start = if p + 1 == size.periods { 780 } else { 540 + 60 * p } + shift;
            build::period(&mut school, &format!("p{p}"), start, start + 60, PeriodUse::Lesson);
        }
        if dice.chance(40) {
            build::period(&mut school, "lunch", 720 + shift, 770 + shift, PeriodUse::Break);
        }
        if size.taught > 70 || dice.chance(50) {
            build::period(&mut school, "after", 900 + shift, 945 + shift, PeriodUse::After);
        }
        problem.schools.push(school);
    }
    for f in 0..dice.pick(&[1, 2, 2]) {
        build::focus(&mut problem, &format!("f{f}"));
    }
    for school in problem.schools.keys() {
        for _ in 0..size.teachers {
            staff(dice, &mut problem, school, size.taught);
        }
        if dice.chance(60) {
            let money = dice.pick(&[0, 300, 2_000]);
            build::supervisor(&mut problem, school, money);
        }
    }
    problem.rates.unserved = dice.pick(&[vec![40_000, 15_000], vec![9_000, 4_000], vec![12_000]]);
    problem.rules.class_cover_max = if size.taught > 70 { 4 } else { dice.pick(&[1, 2]) };
    problem
}

fn staff(dice: &mut Dice, problem: &mut Problem, school: SchoolId, taught: usize) {
    let who = build::teacher(problem, school);
    let focuses: Vec<_> = problem.focuses.keys().collect();
    let scores =
        |dice: &mut Dice| focuses.iter().map(|&f| (f, build::score(dice.pick(&[0, 200, 500, 700, 905])))).collect();
    let (strengths, needs) = (scores(dice), scores(dice));
    let teacher = &mut problem.teachers[who];
    teacher.strengths = strengths;
    teacher.needs = needs;
    teacher.asks = if dice.chance(30) { vec![dice.pick(&focuses)] } else { vec![] };
    teacher.subjects = vec!["maths".into()];
    teacher.cover.willing = dice.pick(&[None, Some(false), Some(true)]);
    teacher.periods_lent_per_week = dice.pick(&[2, 3, 4]);
    let mut own = vec![build::class(problem, school)];
    if dice.chance(50) {
        own.push(build::class(problem, school));
    }
    if let Some(first) = problem.classes.keys().find(|&class| problem.classes[class].school == school) {
        own.push(first);
    }
    for class in &own {
        problem.classes[*class].study_release = u32::from(dice.chance(15));
        problem.classes[*class].exam = dice.chance(10);
    }
    for weekday in weekdays(problem, school) {
        for period in lesson_periods(problem, school) {
            if dice.chance(taught) {
                let class = dice.pick(&own);
                build::lesson(problem, who, &[class], weekday, period);
            }
        }
    }
}

/// Cycle weeks, closed days, dates of lessons, doubles, classes away, first days.
fn calendar(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    for school in problem.schools.keys() {
        if dice.chance(percent) {
            let weeks: Keyed<_, String> = Keyed::from(vec!["A".to_owned(), "B".to_owned()]);
            let labels: Vec<_> = weeks.keys().collect();
            let anchor = FixedMonday { monday: MONDAY.plus(dice.pick(&[-21, -7, 0, 7])), week: dice.pick(&labels) };
            let overrides = if dice.chance(50) {
                let monday = MONDAY.plus(if anchor.monday == MONDAY { 7 } else { 0 });
                vec![FixedMonday { monday, week: dice.pick(&labels) }]
            } else {
                vec![]
            };
            let skip_closed_weeks = dice.chance(50);
            problem.schools[school].cycle =
                Some(opendoor::domain::Cycle { weeks, anchor, skip_closed_weeks, overrides });
            for lesson in problem.lessons.iter_mut().filter(|lesson| lesson.school == school) {
                if let (When::Weekly { week, .. }, true) = (&mut lesson.when, dice.chance(60)) {
                    *week = Some(dice.pick(&labels));
                }
            }
        }
        if dice.chance(percent) {
            let from = date(dice, problem);
            let staff_released = dice.chance(70);
            problem.schools[school].closed.push(opendoor::domain::Closed { from, to: from, why: None, staff_released });
            // A week without school before the round moves the labels, or does not.
            let (from, to) = (MONDAY.plus(-7), MONDAY.plus(-1));
            problem.schools[school].closed.push(opendoor::domain::Closed { from, to, why: None, staff_released });
        }
    }
    for id in problem.lessons.keys().collect::<Vec<_>>() {
        if !dice.chance(percent / 2) {
            continue;
        }
        let day = date(dice, problem);
        let lesson = &problem.lessons[id];
        let fits = |day: Date| problem.schools[lesson.school].weekdays.contains(day.weekday());
        match dice.below(4) {
            0 if fits(day) => problem.lessons[id].when = When::Once(day),
            1 => problem.lessons[id].from = Some(day),
            2 => problem.lessons[id].until = Some(day),
            _ => doubled(problem, id),
        }
    }
    for id in teachers(problem) {
        if dice.chance(percent / 2) {
            let away = pattern(dice, problem, problem.teachers[id].school, 20);
            problem.teachers[id].busy.push(away);
        }
    }
    for class in &mut problem.classes {
        if dice.chance(percent / 3) {
            let from = MONDAY.plus(dice.pick(&[0, 1, 7]));
            class.away.push(opendoor::domain::Away { from, to: from.plus(dice.pick(&[0, 1])), why: None });
        }
    }
    if dice.chance(percent / 2) {
        problem.rules.notice_days = dice.pick(&[1, 2]);
    }
    if dice.chance(percent) {
        problem.rules.leaders_first = dice.pick(&[1, 2]);
        for teacher in &mut problem.teachers {
            teacher.leader = dice.chance(50);
        }
    }
    if dice.chance(percent) {
        problem.rules.visit_span_days = dice.pick(&[0, 0, 1]);
    }
    if dice.chance(percent) {
        problem.rules.conversation_within_days = dice.pick(&[0, 0, 1]);
    }
}

/// Makes the lesson a double where it fits and its teachers are free after it.
fn doubled(problem: &mut Problem, id: LessonId) {
    let lesson = problem.lessons[id].clone();
    let When::Weekly { week: None, weekday } = lesson.when else { return };
    let Some(periods) = problem.schools[lesson.school].periods_of(lesson.period, 2, weekday) else { return };
    let clashes = |other: &Lesson| {
        other.period == periods[1]
            && other.teachers == lesson.teachers
            && matches!(other.when, When::Weekly { weekday: day, .. } if day == weekday)
    };
    if !problem.lessons.iter().any(clashes) {
        problem.lessons[id].length = 2;
    }
}

/// One to three locks, of which some can't hold.
fn locks(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    for _ in 0..=usize::from(dice.chance(percent)) + usize::from(dice.chance(percent / 2)) {
        let lock = lock(dice, problem);
        problem.locks.extend(lock);
    }
    if dice.chance(percent / 3) {
        problem.rules.must = vec![dice.two(&teachers(problem))];
    }
}

fn lock(dice: &mut Dice, problem: &Problem) -> Option<Lock> {
    let people = teachers(problem);
    let lessons: Vec<LessonId> = problem.lessons.keys().collect();
    if lessons.is_empty() {
        return None;
    }
    let id = dice.pick(&lessons);
    let lesson = &problem.lessons[id];
    let taught: Vec<Date> =
        problem.round.start.through(problem.round.end).filter(|&date| problem.is_timetabled(lesson, date)).collect();
    let on = if taught.is_empty() { date(dice, problem) } else { dice.pick(&taught) };
    Some(match dice.below(6) {
        0 => Lock::Pair(dice.two(&people)),
        1 => Lock::Visit({
            let observer = dice.pick(&people);
            let whole = VisitLock {
                observer: Some(observer),
                host: lesson.teachers.first().copied(),
                lesson: Some(id),
                date: Some(on),
                period: Some(problem.schools[lesson.school].period_ids[lesson.period].clone()),
            };
            VisitLock {
                observer: whole.observer.filter(|_| dice.chance(40)),
                host: whole.host.filter(|_| dice.chance(40)),
                lesson: whole.lesson.filter(|_| dice.chance(40)),
                date: whole.date.filter(|_| dice.chance(50)),
                period: whole.period.filter(|_| dice.chance(50)),
            }
        }),
        2 => {
            let mut by = vec![CoverBy::Study, CoverBy::NoneNeeded, CoverBy::Staff(dice.pick(&people))];
            by.extend(problem.supervisors.keys().map(CoverBy::Supervisor));
            by.extend(problem.supply.keys().map(CoverBy::Supply));
            Lock::Cover(CoverLock { lesson: id, date: on, period: lesson.period, by: dice.pick(&by) })
        }
        3 => {
            let mut members = dice.two(&people).to_vec();
            members.sort();
            let ids = problem.schools[problem.teachers[members[0]].school].period_ids.as_slice();
            Lock::Conversation { members, date: date(dice, problem), period: dice.pick(ids) }
        }
        4 => {
            let teacher = Some(dice.pick(&people)).filter(|_| dice.chance(80));
            Lock::NeverOn { teacher, date: date(dice, problem) }
        }
        _ => Lock::Out(dice.pick(&people)),
    })
}

/// A pattern of one weekday or date, of one period or the whole day.
pub fn pattern(dice: &mut Dice, problem: &Problem, school: SchoolId, whole: usize) -> Pattern {
    let period = dice.pick(&lesson_periods(problem, school));
    let periods = if dice.chance(whole) { None } else { Some(vec![period]) };
    if dice.chance(25) {
        return Pattern { date: Some(date(dice, problem)), periods, ..Pattern::default() };
    }
    let weekday = if dice.chance(80) { Some(dice.pick(&weekdays(problem, school))) } else { None };
    let week = problem.schools[school].cycle.as_ref().map(|cycle| cycle.weeks.keys().collect::<Vec<_>>());
    let week = week.map(|labels| dice.pick(&labels)).filter(|_| dice.chance(50));
    let nothing = weekday.is_none() && week.is_none() && periods.is_none();
    Pattern { week, weekday: if nothing { Some(Weekday::Mon) } else { weekday }, periods, ..Pattern::default() }
}

/// How rarely a conversation is required.
pub fn conversation(dice: &mut Dice) -> ConversationRule {
    dice.pick(&[ConversationRule::Required, ConversationRule::Preferred, ConversationRule::None])
}
