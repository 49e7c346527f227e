//! Who gives up what for a while.

use std::collections::BTreeSet;

use super::super::presence::{Doing, Presence};
use super::spending;
use crate::domain::{
    CoverBy, CoverLock, CoverNeed, Date, Key, LessonId, Lock, LockRef, Occurrence, PeriodId, PeriodUse, Problem,
    ProtectedRule, ProtectedUse, SchoolId, TeacherId,
};

/// A period of a school on a date of the round on which it is open, or its staff are released.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) date: Date,
    pub(super) period: PeriodId,
    /// Minutes after midnight.
    pub(super) start: i32,
    /// Minutes after midnight.
    pub(super) end: i32,
    pub(super) usage: PeriodUse,
}

impl Slot {
    /// Whether the two overlap on the clock.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.date == other.date && self.start < other.end && other.start < self.end
    }
}

/// What somebody gives up.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// Own periods touched, with the lessons taught in them.
    pub(super) touched: Vec<(PeriodId, Vec<LessonId>)>,
    /// When on the clock they are.
    clock: Vec<(i32, i32)>,
    /// Goodwill for own time, pence.
    pub(super) own_time: i128,
    /// Free lesson periods.
    pub(super) free: i64,
    /// After-school periods.
    pub(super) after: i64,
    /// Whether an own lesson period is lent.
    pub(super) lent: bool,
}

impl Given {
    /// Whether no own period touched rings at that minute.
    pub(super) fn is_outside(&self, minute: u32) -> bool {
        let minute = i32::try_from(minute).unwrap_or(i32::MAX);
        self.clock.iter().all(|&(start, end)| minute < start || end <= minute)
    }
}

/// The instance, and what follows from it.
pub(super) struct Facts<'a> {
    pub(super) problem: &'a Problem,
    pub(super) presence: Presence<'a>,
    /// Of each school, in time order.
    pub(super) slots: Vec<Vec<Slot>>,
    /// Of each school, in the order of the instance.
    pub(super) staff: Vec<Vec<TeacherId>>,
    /// What every amount of money is a multiple of, pence: budgets count in it.
    pub(super) step: i64,
    out: Vec<bool>,
    never_on: BTreeSet<(Option<TeacherId>, Date)>,
}

impl<'a> Facts<'a> {
    /// Of `problem`, with all of its locks.
    pub(super) fn new(problem: &'a Problem) -> Self {
        let presence = Presence::new(problem);
        let mut staff = vec![Vec::new(); problem.schools.len()];
        for (id, teacher) in problem.teachers.entries() {
            staff[teacher.school.index()].push(id);
        }
        let slots = problem.schools.keys().map(|school| slots_of(problem, &presence, school)).collect();
        let mut out = vec![false; problem.teachers.len()];
        let mut never_on = BTreeSet::new();
        for lock in &problem.locks {
            match lock {
                Lock::Out(teacher) => out[teacher.index()] = true,
                Lock::NeverOn { teacher, date } => {
                    never_on.insert((*teacher, *date));
                }
                _ => {}
            }
        }
        Self { step: spending::step(problem), problem, presence, slots, staff, out, never_on }
    }

    /// Whether the teacher wants a partner and is not locked out.
    pub(super) fn watches(&self, teacher: TeacherId) -> bool {
        self.problem.teachers[teacher].wanted() > 0 && !self.is_out(teacher)
    }

    /// Whether a lock keeps the teacher out of the round.
    pub(super) fn is_out(&self, teacher: TeacherId) -> bool {
        self.out[teacher.index()]
    }

    /// Whether a lock keeps the teacher off that date.
    pub(super) fn is_barred(&self, teacher: TeacherId, date: Date) -> bool {
        self.is_out(teacher) || self.is_barred_for_all(date) || self.never_on.contains(&(Some(teacher), date))
    }

    /// Whether a lock keeps everybody off that date.
    pub(super) fn is_barred_for_all(&self, date: Date) -> bool {
        self.never_on.contains(&(None, date))
    }

    /// Dates of the round on which the school is open, before `date`.
    pub(super) fn open_before(&self, school: SchoolId, date: Date) -> usize {
        let before = self.problem.round.start.through(date.plus(-1));
        before.filter(|&day| self.presence.school_day(school, day).open).count()
    }

    /// What `teacher` gives up from `start` to `end`; `None` when something forbids it. To talk nothing may be left.
    pub(super) fn given(&self, teacher: TeacherId, date: Date, start: i32, end: i32, may_leave: bool) -> Option<Given> {
        let day = self.presence.day(teacher, date);
        if day.blocked || self.is_barred(teacher, date) {
            return None;
        }
        let rates = &self.problem.rates;
        let mut given = Given::default();
        for own in day.touched(start, end) {
            let mut lessons = own.lessons.clone();
            lessons.sort_unstable();
            lessons.dedup();
            match own.doing {
                Doing::Unavailable | Doing::Busy => return None,
                Doing::Teaching => {
                    let may_not = |lesson: &LessonId| self.problem.lessons[*lesson].cover == CoverNeed::Never;
                    if !may_leave || lessons.iter().any(may_not) {
                        return None;
                    }
                }
                Doing::Protected if !self.consents(teacher) => return None,
                Doing::Protected => given.own_time += i128::from(rates.protected_period),
                Doing::Free if !day.open => {}
                Doing::Free if own.usage == PeriodUse::Lesson => {
                    given.own_time += i128::from(rates.free_period);
                    given.free += 1;
                }
                Doing::Free => given.own_time += i128::from(rates.after_period),
            }
            if day.open && matches!(own.doing, Doing::Protected | Doing::Free) {
                given.lent |= own.usage == PeriodUse::Lesson;
                given.after += i64::from(own.usage == PeriodUse::After);
            }
            given.touched.push((own.period, lessons));
            given.clock.push((own.start, own.end));
        }
        Some(given)
    }

    /// Whether the teacher's protected time may be used to watch and talk.
    fn consents(&self, teacher: TeacherId) -> bool {
        self.problem.rules.protected == ProtectedRule::Consent
            && self.problem.teachers[teacher].protected_use == ProtectedUse::Watch
    }

    /// Own free lesson periods that may be touched in the week of `monday`; `None` without a quota.
    pub(super) fn quota(&self, teacher: TeacherId, monday: Date) -> Option<i64> {
        let share = i64::from(self.problem.rules.protected_quota.thousandths());
        if share == 0 || !self.problem.teachers[teacher].protected.is_empty() || self.consents(teacher) {
            return None;
        }
        let (mut taught, mut free) = (0_i64, 0_i64);
        for date in monday.through(monday.plus(6)) {
            let day = self.presence.day(teacher, date);
            for own in day.own.iter().filter(|own| day.open && own.usage == PeriodUse::Lesson) {
                taught += i64::from(own.doing == Doing::Teaching);
                free += i64::from(own.doing == Doing::Free);
            }
        }
        Some((free - (taught * share + 999) / 1_000).max(0))
    }

    /// How many of its teachers are teaching the occurrence.
    pub(super) fn teaching(&self, lesson: LessonId, date: Date, period: PeriodId) -> usize {
        self.presence.teaching(Occurrence { lesson, date, period })
    }

    /// The subject that who covers the lesson must have, if any.
    pub(super) fn subject(&self, lesson: LessonId) -> Option<&'a str> {
        let lesson = &self.problem.lessons[lesson];
        if lesson.cover == CoverNeed::Qualified { lesson.subject.as_deref() } else { None }
    }

    /// Whether every class of the lesson may be put on study at all.
    pub(super) fn studyable(&self, lesson: LessonId) -> bool {
        let classes = &self.problem.lessons[lesson].classes;
        !classes.is_empty() && classes.iter().all(|&class| self.problem.classes[class].study_release > 0)
    }

    /// Locks on covers, with their references.
    pub(super) fn cover_locks(&self) -> impl Iterator<Item = (LockRef, &'a CoverLock)> + use<'a> {
        self.problem.locks.iter().enumerate().filter_map(|(index, lock)| match lock {
            Lock::Cover(cover) => Some((LockRef::Lock(index), cover)),
            _ => None,
        })
    }

    /// How many lessons locks want `by` to cover in that period, of those that need that subject.
    pub(super) fn locked(&self, school: SchoolId, slot: &Slot, subject: Option<&str>, by: CoverBy) -> i128 {
        let wanted = self.cover_locks().map(|(_, cover)| cover).filter(|cover| {
            cover.by == by
                && (cover.date, cover.period) == (slot.date, slot.period)
                && self.problem.lessons[cover.lesson].school == school
                && self.subject(cover.lesson) == subject
                && self.teaching(cover.lesson, slot.date, slot.period) == 1
        });
        wanted.map(|cover| cover.lesson).collect::<BTreeSet<_>>().len() as i128
    }

    /// Whether being hosted on `date` is early enough for a leader.
    pub(super) fn is_early(&self, leader: TeacherId, date: Date) -> bool {
        let school = self.problem.teachers[leader].school;
        self.owes_early(leader) && self.open_before(school, date) < self.problem.rules.leaders_first as usize
    }

    /// Whether the teacher is a leader who is to be hosted early.
    pub(super) fn owes_early(&self, teacher: TeacherId) -> bool {
        let person = &self.problem.teachers[teacher];
        self.problem.rules.leaders_first > 0 && person.leader && person.participates && !self.is_out(teacher)
    }
}

fn slots_of(problem: &Problem, presence: &Presence, school: SchoolId) -> Vec<Slot> {
    let mut slots = Vec::new();
    for date in problem.round.start.through(problem.round.end) {
        let day = presence.school_day(school, date);
        if day.open || day.released {
            slots.extend(problem.schools[school].bell_on(date.weekday()).into_iter().map(|bell| Slot {
                date,
                period: bell.period,
                start: i32::from(bell.start),
                end: i32::from(bell.end),
                usage: bell.usage,
            }));
        }
    }
    slots
}
