//! Who is doing what when, from patterns, lessons and closed days, by the clock (SPEC §2).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::{
    Bell, Date, Key, LessonId, Occurrence, Pattern, PeriodId, PeriodUse, Problem, School, SchoolId, TeacherId, WeekId,
    When,
};

/// What a person is doing in one own period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Not at work.
    Unavailable,
    /// On site, can't be left out.
    Busy,
    /// Teaching at least one lesson.
    Teaching,
    /// In protected time.
    Protected,
    /// Nothing.
    Free,
}

/// An own period of one person on one date.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub(super) period: PeriodId,
    /// Minutes after midnight.
    pub(super) start: i32,
    /// Minutes after midnight.
    pub(super) end: i32,
    pub(super) usage: PeriodUse,
    pub(super) doing: Doing,
    /// The lessons taught, when [`Doing::Teaching`]; two of them are a double booking.
    pub(super) lessons: Vec<LessonId>,
}

/// A person's date.
#[derive(Debug)]
pub(super) struct Day {
    /// Nothing at all can be asked of the person, at no hour.
    pub(super) blocked: bool,
    /// The own school is open: own time is charged, lent and counted (on released days it is not).
    pub(super) open: bool,
    /// The own periods, by start time.
    pub(super) own: Vec<Own>,
}

impl Day {
    /// The own periods that overlap the given time on the clock.
    pub(super) fn touched(&self, start: i32, end: i32) -> impl Iterator<Item = &Own> {
        self.own.iter().filter(move |own| own.start < end && start < own.end)
    }
}

/// A school's date.
#[derive(Debug)]
pub(super) struct SchoolDay<'a> {
    pub(super) open: bool,
    pub(super) released: bool,
    week: Option<WeekId>,
    bell: Vec<&'a Bell>,
}

/// Answers who is doing what when; remembers what it worked out.
pub(super) struct Presence<'a> {
    problem: &'a Problem,
    lessons_of: Vec<Vec<LessonId>>,
    school_days: RefCell<HashMap<(SchoolId, Date), Rc<SchoolDay<'a>>>>,
    days: RefCell<HashMap<(TeacherId, Date), Rc<Day>>>,
}

impl<'a> Presence<'a> {
    /// For all teachers and dates of `problem`.
    pub(super) fn new(problem: &'a Problem) -> Self {
        let mut lessons_of = vec![Vec::new(); problem.teachers.len()];
        for (id, lesson) in problem.lessons.entries() {
            for &teacher in &lesson.teachers {
                lessons_of[teacher.index()].push(id);
            }
        }
        Self { problem, lessons_of, school_days: RefCell::default(), days: RefCell::default() }
    }

    /// What `date` is at `school`.
    pub(super) fn school_day(&self, school: SchoolId, date: Date) -> Rc<SchoolDay<'a>> {
        if let Some(day) = self.school_days.borrow().get(&(school, date)) {
            return Rc::clone(day);
        }
        let at = &self.problem.schools[school];
        let day = Rc::new(SchoolDay {
            open: at.is_open(date),
            released: at.is_released(date),
            week: at.week_on(date),
            bell: at.bell_on(date.weekday()),
        });
        self.school_days.borrow_mut().insert((school, date), Rc::clone(&day));
        day
    }

    /// What `teacher` is doing on `date`.
    pub(super) fn day(&self, teacher: TeacherId, date: Date) -> Rc<Day> {
        if let Some(day) = self.days.borrow().get(&(teacher, date)) {
            return Rc::clone(day);
        }
        let day = Rc::new(self.work_out(teacher, date));
        self.days.borrow_mut().insert((teacher, date), Rc::clone(&day));
        day
    }

    /// Whether `teacher` is teaching the occurrence.
    pub(super) fn teaches(&self, teacher: TeacherId, at: Occurrence) -> bool {
        self.problem.teachers[teacher].school == self.problem.lessons[at.lesson].school
            && self
                .day(teacher, at.date)
                .own
                .iter()
                .any(|own| own.period == at.period && own.lessons.contains(&at.lesson))
    }

    /// How many of its teachers are teaching the occurrence.
    pub(super) fn teaching(&self, at: Occurrence) -> usize {
        self.problem.lessons[at.lesson].teachers.iter().filter(|&&teacher| self.teaches(teacher, at)).count()
    }

    fn work_out(&self, id: TeacherId, date: Date) -> Day {
        let teacher = &self.problem.teachers[id];
        let school = &self.problem.schools[teacher.school];
        let at_school = self.school_day(teacher.school, date);
        let speaks = |pattern: &&Pattern| {
            pattern.date.is_none_or(|on| on == date)
                && pattern.weekday.is_none_or(|on| on == date.weekday())
                && pattern.week.is_none_or(|week| at_school.week == Some(week))
        };
        let unavailable: Vec<&Pattern> = teacher.unavailable.iter().filter(speaks).collect();
        // On a released day only a dated entry keeps somebody busy.
        let binds = |pattern: &&Pattern| at_school.open || pattern.date.is_some();
        let busy: Vec<&Pattern> = teacher.busy.iter().filter(speaks).filter(binds).collect();
        let protected: Vec<&Pattern> = teacher.protected.iter().filter(speaks).collect();
        let taught = if at_school.open { self.taught_by(id, date, &at_school) } else { Vec::new() };

        let at_work = at_school.open || at_school.released;
        let all_day = |patterns: &[&Pattern]| patterns.iter().any(|pattern| pattern.periods.is_none());
        let own = at_school.bell.iter().map(|&bell| {
            let hits = |patterns: &[&Pattern]| patterns.iter().any(|pattern| names(pattern, bell, school, date));
            let lessons: Vec<LessonId> =
                taught.iter().filter(|(_, period)| *period == bell.period).map(|&(lesson, _)| lesson).collect();
            let doing = if !at_work || hits(&unavailable) {
                Doing::Unavailable
            } else if hits(&busy) {
                Doing::Busy
            } else if !lessons.is_empty() {
                Doing::Teaching
            } else if at_school.open && hits(&protected) {
                Doing::Protected
            } else {
                Doing::Free
            };
            Own {
                period: bell.period,
                start: i32::from(bell.start),
                end: i32::from(bell.end),
                usage: bell.usage,
                doing,
                lessons: if doing == Doing::Teaching { lessons } else { Vec::new() },
            }
        });
        Day { blocked: !at_work || all_day(&unavailable) || all_day(&busy), open: at_school.open, own: own.collect() }
    }

    /// The lessons of `teacher` that are taught on `date`, an open day, with each period they fill.
    fn taught_by(&self, teacher: TeacherId, date: Date, at_school: &SchoolDay<'a>) -> Vec<(LessonId, PeriodId)> {
        let mut taught = Vec::new();
        for &id in &self.lessons_of[teacher.index()] {
            let lesson = &self.problem.lessons[id];
            let on = match lesson.when {
                When::Once(once) => once == date,
                When::Weekly { week, weekday } => {
                    weekday == date.weekday() && week.is_none_or(|week| at_school.week == Some(week))
                }
            };
            let running = lesson.from.is_none_or(|from| from <= date) && lesson.until.is_none_or(|until| date <= until);
            let attended = lesson.classes.is_empty()
                || lesson.classes.iter().any(|&class| !self.problem.classes[class].is_away(date));
            if on && running && attended {
                let school = &self.problem.schools[lesson.school];
                let periods = school.periods_of(lesson.period, lesson.length, date.weekday());
                taught.extend(periods.into_iter().flatten().map(|period| (id, period)));
            }
        }
        taught
    }
}

/// Whether `pattern`, which speaks of `date`, speaks of the time of `bell`: it names no periods, or one that overlaps
/// it on the clock.
fn names(pattern: &Pattern, bell: &Bell, school: &School, date: Date) -> bool {
    pattern.periods.as_ref().is_none_or(|periods| {
        periods
            .iter()
            .filter_map(|&period| school.bell_of(period, date.weekday()))
            .any(|named| named.overlaps(bell.start, bell.end))
    })
}
