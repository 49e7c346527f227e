//! What the plan asks of whom when, laid on the clock.

use std::collections::{BTreeMap, BTreeSet};

use super::presence::{Doing, Own, Presence};
use crate::domain::{
    Arrangement, Cover, CoverBy, Date, Key, LessonId, Lock, Mode, Occurrence, PeriodId, Plan, Problem, SchoolId,
    TeacherId, Viewing, Visit,
};

/// What kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// The observer's part in a visit (an index into the arrangement's visits).
    Visit(usize),
    /// Watching the film of a visit (an index into the arrangement's visits).
    Viewing(usize),
    /// Taking a colleague's class in exchange for the own one (an index into the arrangement's visits).
    Exchange(usize),
    /// A member's part in a meeting (an index into the arrangement's meetings).
    Meeting(usize),
    /// A member's part in the conversation.
    Conversation,
    /// A colleague's cover.
    Cover,
}

/// One thing that one person does, and the own periods it touches.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) arrangement: usize,
    pub(super) task: Task,
    pub(super) person: TeacherId,
    pub(super) date: Date,
    /// Minutes after midnight, the way there included; may be negative.
    pub(super) start: i32,
    /// Minutes after midnight, the way back included; may lie after midnight.
    pub(super) end: i32,
    /// Nothing can be asked of the person on that date.
    pub(super) blocked: bool,
    /// The person's school is open then: own time counts.
    pub(super) open: bool,
    pub(super) touched: Vec<Own>,
}

impl Thing {
    /// What kind of thing, in words.
    pub(super) fn words(&self) -> &'static str {
        match self.task {
            Task::Visit(_) => "a visit",
            Task::Viewing(_) => "a film",
            Task::Exchange(_) => "a swapped class",
            Task::Meeting(_) => "a meeting",
            Task::Conversation => "a conversation",
            Task::Cover => "a cover",
        }
    }
}

impl Task {
    /// Whether nobody leaves a lesson for it: people sit together, or before a film.
    pub(super) const fn sits(self) -> bool {
        matches!(self, Self::Viewing(_) | Self::Meeting(_) | Self::Conversation)
    }
}

/// A cover with the place where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct CoverAt<'a> {
    pub(super) arrangement: usize,
    pub(super) visit: &'a Visit,
    pub(super) cover: &'a Cover,
}

/// A problem, a plan, and what follows from the two.
pub(super) struct Case<'a> {
    pub(super) problem: &'a Problem,
    pub(super) plan: &'a Plan,
    pub(super) presence: Presence<'a>,
    /// Everything people do, by person and time. What lies outside the round or in no period is not here.
    pub(super) things: Vec<Thing>,
    /// The occurrences of own lessons that observers leave, with who leaves them and in which arrangement.
    pub(super) left: BTreeMap<Occurrence, Vec<(TeacherId, usize)>>,
    /// The occurrences of own lessons that are given in exchange for a colleague's, likewise.
    pub(super) exchanged: BTreeMap<Occurrence, Vec<(TeacherId, usize)>>,
}

impl<'a> Case<'a> {
    /// Lays `plan` on the clock. Every id of the plan must exist in `problem`.
    pub(super) fn new(problem: &'a Problem, plan: &'a Plan) -> Self {
        let presence = Presence::new(problem);
        let (left, exchanged) = (BTreeMap::new(), BTreeMap::new());
        let mut case = Self { problem, plan, presence, things: Vec::new(), left, exchanged };
        for (index, arrangement) in plan.arrangements.iter().enumerate() {
            case.lay(index, arrangement);
        }
        case.things.sort_by_key(|thing| (thing.person, thing.date, thing.start, thing.end, thing.arrangement));
        for thing in &case.things {
            let given = match thing.task {
                Task::Visit(_) => &mut case.left,
                Task::Exchange(_) => &mut case.exchanged,
                _ => continue,
            };
            for own in thing.touched.iter().filter(|own| own.doing == Doing::Teaching) {
                for &lesson in &own.lessons {
                    let at = Occurrence { lesson, date: thing.date, period: own.period };
                    let leavers = given.entry(at).or_default();
                    if leavers.iter().all(|&(teacher, _)| teacher != thing.person) {
                        leavers.push((thing.person, thing.arrangement));
                    }
                }
            }
        }
        case
    }

    fn lay(&mut self, index: usize, arrangement: &Arrangement) {
        for (at, visit) in arrangement.visits.iter().enumerate() {
            match (visit.mode, self.clock_of(visit.at)) {
                (Mode::InPerson, Some((start, end))) => {
                    let way = self.way(visit);
                    self.add(index, Task::Visit(at), visit.observer, visit.at.date, start - way, end + way);
                }
                (Mode::Exchange, Some((start, end))) => {
                    self.add(index, Task::Exchange(at), visit.observer, visit.at.date, start, end);
                }
                (Mode::Film(viewing), _) => {
                    if let Some((start, end)) = self.clock_of_viewing(visit.observer, viewing) {
                        self.add(index, Task::Viewing(at), visit.observer, viewing.date, start, end);
                    }
                }
                (_, None) => {}
            }
            for cover in &visit.covers {
                if let (CoverBy::Staff(colleague), Some((start, end))) = (cover.by, self.clock_of(cover.at)) {
                    self.add(index, Task::Cover, colleague, cover.at.date, start, end);
                }
            }
        }
        let meetings = arrangement.meetings.iter().enumerate().map(|(at, meeting)| (Task::Meeting(at), meeting));
        for (task, talk) in meetings.chain(arrangement.conversation.iter().map(|talk| (Task::Conversation, talk))) {
            if let Some((start, end)) = self.clock(talk.school, talk.period, talk.date) {
                for member in members(arrangement) {
                    self.add(index, task, member, talk.date, start, end);
                }
            }
        }
    }

    fn add(&mut self, arrangement: usize, task: Task, person: TeacherId, date: Date, start: i32, end: i32) {
        let day = self.presence.day(person, date);
        let touched = day.touched(start, end).cloned().collect();
        let (blocked, open) = (day.blocked, day.open);
        self.things.push(Thing { arrangement, task, person, date, start, end, blocked, open, touched });
    }

    /// Minutes of one way to the host, where there is a way.
    fn way(&self, visit: &Visit) -> i32 {
        let (from, to) = (self.school_of(visit.observer), self.problem.lessons[visit.at.lesson].school);
        if from == to { 0 } else { self.problem.travel_between(from, to).map_or(0, |way| i32::from(way.minutes)) }
    }

    /// Whether `date` lies in the round.
    pub(super) fn in_round(&self, date: Date) -> bool {
        self.problem.round.start <= date && date <= self.problem.round.end
    }

    /// When `period` of `school` is on `date`; `None` outside the round and when it does not ring then.
    pub(super) fn clock(&self, school: SchoolId, period: PeriodId, date: Date) -> Option<(i32, i32)> {
        if !self.in_round(date) {
            return None;
        }
        let bell = self.problem.schools[school].bell_of(period, date.weekday())?;
        Some((i32::from(bell.start), i32::from(bell.end)))
    }

    /// When the occurrence is; `None` outside the round and when its period does not ring then.
    pub(super) fn clock_of(&self, at: Occurrence) -> Option<(i32, i32)> {
        self.clock(self.problem.lessons[at.lesson].school, at.period, at.date)
    }

    /// When the film is watched; `None` outside the round and when the period does not ring then.
    pub(super) fn clock_of_viewing(&self, observer: TeacherId, viewing: Viewing) -> Option<(i32, i32)> {
        self.clock(self.school_of(observer), viewing.period, viewing.date)
    }

    /// Whether `teacher` really teaches the occurrence: is teaching it, and has not given it up in this plan.
    pub(super) fn really_teaches(&self, teacher: TeacherId, at: Occurrence) -> bool {
        self.presence.teaches(teacher, at) && !self.gives_up(teacher, at)
    }

    /// Whether `teacher` leaves the occurrence, or gives it in exchange for a colleague's.
    pub(super) fn gives_up(&self, teacher: TeacherId, at: Occurrence) -> bool {
        let by = |given: &BTreeMap<Occurrence, Vec<(TeacherId, usize)>>| {
            given.get(&at).is_some_and(|leavers| leavers.iter().any(|&(who, _)| who == teacher))
        };
        by(&self.left) || by(&self.exchanged)
    }

    /// Whether a lock forbids `teacher` everything on `date`.
    pub(super) fn is_kept_free(&self, teacher: TeacherId, date: Date) -> bool {
        self.problem.locks.iter().any(|lock| match lock {
            Lock::NeverOn { teacher: of, date: on } => *on == date && of.is_none_or(|of| of == teacher),
            _ => false,
        })
    }

    /// Every visit with the index of its arrangement.
    pub(super) fn visits(&self) -> impl Iterator<Item = (usize, &'a Visit)> + use<'a> {
        let arrangements = self.plan.arrangements.iter().enumerate();
        arrangements.flat_map(|(index, arrangement)| arrangement.visits.iter().map(move |visit| (index, visit)))
    }

    /// Every cover.
    pub(super) fn covers(&self) -> impl Iterator<Item = CoverAt<'a>> + use<'a> {
        self.visits().flat_map(|(arrangement, visit)| {
            visit.covers.iter().map(move |cover| CoverAt { arrangement, visit, cover })
        })
    }

    /// The school of a teacher.
    pub(super) fn school_of(&self, teacher: TeacherId) -> SchoolId {
        self.problem.teachers[teacher].school
    }

    /// Whether a lock keeps `teacher` out of the round.
    pub(super) fn is_out(&self, teacher: TeacherId) -> bool {
        self.problem.locks.iter().any(|lock| matches!(lock, Lock::Out(out) if *out == teacher))
    }

    /// The open days of `school` in the round, in order.
    pub(super) fn open_days(&self, school: SchoolId) -> impl Iterator<Item = Date> {
        let round = &self.problem.round;
        round.start.through(round.end).filter(move |&date| self.presence.school_day(school, date).open)
    }

    /// The id of a teacher.
    pub(super) fn name(&self, teacher: TeacherId) -> &'a str {
        &self.problem.teachers[teacher].id
    }

    /// The ids of several teachers.
    pub(super) fn names(&self, teachers: &[TeacherId]) -> String {
        teachers.iter().map(|&teacher| self.name(teacher)).collect::<Vec<_>>().join(", ")
    }

    /// The id of a lesson.
    pub(super) fn lesson(&self, lesson: LessonId) -> &'a str {
        &self.problem.lessons[lesson].id
    }

    /// The id of a period.
    pub(super) fn period(&self, school: SchoolId, period: PeriodId) -> &'a str {
        &self.problem.schools[school].period_ids[period]
    }

    /// An occurrence in words.
    pub(super) fn words(&self, at: Occurrence) -> String {
        let school = self.problem.lessons[at.lesson].school;
        format!("{} ({} period {})", self.lesson(at.lesson), iso(at.date), self.period(school, at.period))
    }

    /// A source of cover in words.
    pub(super) fn source(&self, by: CoverBy) -> String {
        match by {
            CoverBy::NoneNeeded => "none_needed".to_owned(),
            CoverBy::Study => "study".to_owned(),
            CoverBy::Supervisor(id) => format!("supervisor {}", self.problem.supervisors[id].id),
            CoverBy::Staff(id) => format!("colleague {}", self.name(id)),
            CoverBy::Supply(id) => format!("supply {}", self.problem.supply[id].id),
            CoverBy::Join(id) => format!("joining {}", self.lesson(id)),
        }
    }
}

/// The members of an arrangement, each once, in order.
pub(super) fn members(arrangement: &Arrangement) -> Vec<TeacherId> {
    let mut seen = BTreeSet::new();
    arrangement.members.iter().copied().filter(|&member| seen.insert(member)).collect()
}

/// Every pair of different members, the earlier in the instance first. No arrangement that makes partners has more
/// than three members; what has more makes none (and C12 says so).
pub(super) fn pairs(arrangement: &Arrangement) -> Vec<[TeacherId; 2]> {
    let mut members = members(arrangement);
    if members.len() > 3 {
        return Vec::new();
    }
    members.sort_unstable();
    let firsts = members.iter().enumerate();
    firsts.flat_map(|(at, &a)| members[at + 1..].iter().map(move |&b| [a, b])).collect()
}

/// Values by key, keys ascending, values as met.
pub(super) fn group<K: Ord, V>(items: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, Vec<V>> {
    let mut groups: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for (key, value) in items {
        groups.entry(key).or_default().push(value);
    }
    groups
}

/// A date as ISO 8601 writes it, of any year.
pub(super) fn iso(date: Date) -> String {
    // Days from 0000-03-01, in eras of 400 years, so that leap days end each year.
    let days = i64::from(date.days()) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether `index` is the position of something in a list of `len`.
pub(super) fn has(index: impl Key, len: usize) -> bool {
    index.index() < len
}
