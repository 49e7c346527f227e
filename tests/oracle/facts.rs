//! Who is doing what, minute by minute, and what a thing takes from a person.

use opendoor::domain::{
    CoverNeed, Date, Key, LessonId, Lock, Pence, PeriodId, PeriodUse, Problem, ProtectedRule, ProtectedUse, SchoolId,
    TeacherId,
};

/// What a person is doing in an own period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    Unavailable,
    Busy,
    Teaching,
    Protected,
    Free,
}

/// A stretch of the clock on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub date: Date,
    pub start: i32,
    pub end: i32,
}

impl Span {
    pub fn overlaps(self, other: Self) -> bool {
        self.date == other.date && self.start < other.end && other.start < self.end
    }
}

/// A period of a school on a date.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    pub period: PeriodId,
    pub span: Span,
    pub usage: PeriodUse,
}

/// A period of a lesson that is taught.
#[derive(Debug, Clone)]
pub struct Taught {
    pub lesson: LessonId,
    pub school: SchoolId,
    pub slot: usize,
    pub period: PeriodId,
    pub span: Span,
    /// Who teaches it then, by status.
    pub by: Vec<TeacherId>,
}

/// What one thing takes from one person.
#[derive(Debug, Clone)]
pub struct Takes {
    pub who: TeacherId,
    pub span: Span,
    /// Own periods touched, as a set of positions in the day's bell.
    pub slots: u64,
    /// Occurrences of their own that the person leaves.
    pub left: Vec<usize>,
    pub own_time: Pence,
    pub lends: bool,
    pub after: u32,
    /// Free lesson periods touched.
    pub free_lessons: u32,
}

impl Takes {
    /// Whether one person can't do both.
    pub fn clashes(&self, other: &Self) -> bool {
        self.who == other.who
            && self.span.date == other.span.date
            && (self.span.overlaps(other.span) || self.slots & other.slots != 0)
    }
}

/// What the time is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Visit,
    Talk,
    Cover,
}

/// The facts of an instance, from the Monday of its first week to the Sunday of its last.
pub struct Facts<'p> {
    pub problem: &'p Problem,
    first: Date,
    slots: Vec<Vec<Vec<Slot>>>,
    doing: Vec<Vec<Vec<Doing>>>,
    blocked: Vec<Vec<bool>>,
    pub taught: Vec<Taught>,
}

impl<'p> Facts<'p> {
    pub fn of(problem: &'p Problem) -> Self {
        let (first, last) = (problem.round.start.monday(), problem.round.end.monday().plus(6));
        let mut facts = Self { problem, first, slots: vec![], doing: vec![], blocked: vec![], taught: vec![] };
        let dates: Vec<Date> = first.through(last).collect();
        for school in &problem.schools {
            let on = |&date: &Date| {
                let bell = school.bell_on(date.weekday());
                let slot = |entry: &&opendoor::domain::Bell| Slot {
                    period: entry.period,
                    span: Span { date, start: entry.start.into(), end: entry.end.into() },
                    usage: entry.usage,
                };
                bell.iter().map(slot).collect()
            };
            facts.slots.push(dates.iter().map(on).collect());
        }
        for (id, lesson) in problem.lessons.entries() {
            for &date in &dates {
                let with_class =
                    lesson.classes.is_empty() || lesson.classes.iter().any(|&c| !problem.classes[c].is_away(date));
                if !problem.is_timetabled(lesson, date) || !with_class {
                    continue;
                }
                let school = &problem.schools[lesson.school];
                for period in school.periods_of(lesson.period, lesson.length, date.weekday()).unwrap_or_default() {
                    let slots = facts.slots(lesson.school, date);
                    let slot = slots.iter().position(|slot| slot.period == period).expect("a period of the day");
                    let span = slots[slot].span;
                    facts.taught.push(Taught { lesson: id, school: lesson.school, slot, period, span, by: vec![] });
                }
            }
        }
        for who in problem.teachers.keys() {
            facts.doing.push(dates.iter().map(|&date| facts.day_of(who, date)).collect());
            facts.blocked.push(dates.iter().map(|&date| facts.day_blocked(who, date)).collect());
        }
        for at in 0..facts.taught.len() {
            let it = &facts.taught[at];
            let teaches = |&who: &TeacherId| facts.doing(who, it.span.date)[it.slot] == Doing::Teaching;
            facts.taught[at].by = problem.lessons[it.lesson].teachers.iter().copied().filter(teaches).collect();
        }
        facts
    }

    fn day(&self, date: Date) -> usize {
        usize::try_from(date.days() - self.first.days()).expect("a date of the weeks of the round")
    }

    pub fn slots(&self, school: SchoolId, date: Date) -> &[Slot] {
        &self.slots[school.index()][self.day(date)]
    }

    pub fn doing(&self, who: TeacherId, date: Date) -> &[Doing] {
        &self.doing[who.index()][self.day(date)]
    }

    pub fn school_of(&self, who: TeacherId) -> SchoolId {
        self.problem.teachers[who].school
    }

    pub fn in_round(&self, date: Date) -> bool {
        self.problem.round.start <= date && date <= self.problem.round.end
    }

    /// The dates of the round.
    pub fn dates(&self) -> impl Iterator<Item = Date> + use<> {
        self.problem.round.start.through(self.problem.round.end)
    }

    fn day_of(&self, who: TeacherId, date: Date) -> Vec<Doing> {
        let teacher = &self.problem.teachers[who];
        let school = &self.problem.schools[teacher.school];
        let named = |pattern: &opendoor::domain::Pattern, slot: &Slot| match &pattern.periods {
            None => true,
            Some(periods) => periods.iter().any(|&period| {
                self.slots(teacher.school, date).iter().any(|s| s.period == period && s.span.overlaps(slot.span))
            }),
        };
        let hit = |patterns: &[opendoor::domain::Pattern], slot: &Slot| {
            patterns.iter().any(|pattern| pattern.covers_date(school, date) && named(pattern, slot))
        };
        let status = |slot: &Slot| {
            if school.is_released(date) {
                let dated: Vec<_> = teacher.busy.iter().filter(|pattern| pattern.date.is_some()).cloned().collect();
                return if hit(&teacher.unavailable, slot) {
                    Doing::Unavailable
                } else if hit(&dated, slot) {
                    Doing::Busy
                } else {
                    Doing::Free
                };
            }
            if !school.is_open(date) || hit(&teacher.unavailable, slot) {
                return Doing::Unavailable;
            }
            let teaches = |it: &Taught| {
                it.span.date == date
                    && it.school == teacher.school
                    && it.period == slot.period
                    && self.problem.lessons[it.lesson].teachers.contains(&who)
            };
            if hit(&teacher.busy, slot) {
                Doing::Busy
            } else if self.taught.iter().any(teaches) {
                Doing::Teaching
            } else if hit(&teacher.protected, slot) {
                Doing::Protected
            } else {
                Doing::Free
            }
        };
        self.slots(teacher.school, date).iter().map(status).collect()
    }

    fn day_blocked(&self, who: TeacherId, date: Date) -> bool {
        let teacher = &self.problem.teachers[who];
        let school = &self.problem.schools[teacher.school];
        let released = school.is_released(date);
        let whole =
            |pattern: &&opendoor::domain::Pattern| pattern.periods.is_none() && pattern.covers_date(school, date);
        !(released || school.is_open(date))
            || teacher.unavailable.iter().any(|pattern| whole(&pattern))
            || teacher.busy.iter().any(|pattern| whole(&pattern) && (!released || pattern.date.is_some()))
    }

    /// Whether a lock takes the teacher out of the round, on that date or altogether.
    pub fn banned(&self, who: TeacherId, date: Date) -> bool {
        self.problem.locks.iter().any(|lock| match lock {
            Lock::NeverOn { teacher, date: never } => *never == date && teacher.is_none_or(|teacher| teacher == who),
            Lock::Out(teacher) => *teacher == who,
            _ => false,
        })
    }

    pub fn is_out(&self, who: TeacherId) -> bool {
        self.problem.locks.contains(&Lock::Out(who))
    }

    /// What the time takes from `who`; `None` when they can't or may not give it.
    pub fn takes(&self, who: TeacherId, span: Span, what: For) -> Option<Takes> {
        if self.blocked[who.index()][self.day(span.date)] || self.banned(who, span.date) {
            return None;
        }
        let (problem, school) = (self.problem, self.school_of(who));
        let (rates, teacher) = (&problem.rates, &problem.teachers[who]);
        let released = problem.schools[school].is_released(span.date);
        let mut takes =
            Takes { who, span, slots: 0, left: vec![], own_time: 0, lends: false, after: 0, free_lessons: 0 };
        for (at, slot) in self.slots(school, span.date).iter().enumerate() {
            if !slot.span.overlaps(span) {
                continue;
            }
            takes.slots |= 1 << at;
            let doing = self.doing(who, span.date)[at];
            match doing {
                Doing::Teaching if what == For::Visit => {
                    for (index, it) in self.taught.iter().enumerate() {
                        if it.span.date == span.date && it.slot == at && it.by.contains(&who) {
                            if problem.lessons[it.lesson].cover == CoverNeed::Never {
                                return None;
                            }
                            takes.left.push(index);
                        }
                    }
                    continue;
                }
                Doing::Unavailable | Doing::Busy | Doing::Teaching => return None,
                Doing::Protected => {
                    let consents = problem.rules.protected == ProtectedRule::Consent
                        && teacher.protected_use == ProtectedUse::Watch;
                    if what == For::Cover || !consents {
                        return None;
                    }
                }
                Doing::Free => {}
            }
            if released {
                continue;
            }
            let lesson = slot.usage == PeriodUse::Lesson;
            takes.after += u32::from(slot.usage == PeriodUse::After);
            takes.free_lessons += u32::from(lesson && doing == Doing::Free);
            if what != For::Cover {
                takes.lends |= lesson;
                takes.own_time += match (doing, lesson) {
                    (Doing::Protected, _) => rates.protected_period,
                    (_, true) => rates.free_period,
                    (_, false) => rates.after_period,
                };
            }
        }
        Some(takes)
    }

    /// Most free lesson periods that may be touched in the week of `monday`; `None` = no quota.
    pub fn touchable(&self, who: TeacherId, monday: Date) -> Option<u32> {
        let (teacher, rules) = (&self.problem.teachers[who], &self.problem.rules);
        let consents = teacher.protected_use == ProtectedUse::Watch && rules.protected == ProtectedRule::Consent;
        if !teacher.protected.is_empty() || consents {
            return None;
        }
        let (mut taught, mut free) = (0, 0);
        for date in monday.through(monday.plus(6)) {
            if !self.problem.schools[teacher.school].is_open(date) {
                continue;
            }
            for (slot, doing) in self.slots(teacher.school, date).iter().zip(self.doing(who, date)) {
                let lesson = slot.usage == PeriodUse::Lesson;
                taught += u32::from(lesson && *doing == Doing::Teaching);
                free += u32::from(lesson && *doing == Doing::Free);
            }
        }
        let kept = (taught * u32::from(rules.protected_quota.thousandths())).div_ceil(1000);
        Some(free.saturating_sub(kept))
    }

    /// School days d with `from` < d <= `to`, over the schools of the members.
    pub fn school_days(&self, members: &[TeacherId], from: Date, to: Date) -> u32 {
        let open = |date: &Date| members.iter().any(|&who| self.problem.schools[self.school_of(who)].is_open(*date));
        u32::try_from(from.plus(1).through(to).filter(open).count()).expect("few days")
    }

    /// Open days of `school` in the round before `date`.
    pub fn open_days_before(&self, school: SchoolId, date: Date) -> u32 {
        let open = |day: &Date| *day < date && self.problem.schools[school].is_open(*day);
        u32::try_from(self.dates().filter(open).count()).expect("few days")
    }
}
