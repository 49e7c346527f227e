//! Schedules: the columns. A schedule is the sum of its parts.

use super::Model;
use super::arms::merge;
use super::forms::{Act, MOST_ACTS};
use super::grid::Slot;
use super::rows::{Entry, PartId, RowKey};
use super::twos::{One, Two};
use crate::domain::{
    ConversationRule, FocusId, Key, LessonId, Occurrence, Pence, SchoolId, TeacherId, VisitLock, Watching,
};

/// Most members of a team.
const MOST_MEMBERS: usize = 3;

/// Who is planned as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Team {
    /// Two who both get a partner: an index into [`Model::twos`].
    Two(u32),
    /// A ring of three of one school. The one who stands first in the instance stands first.
    Ring([TeacherId; 3]),
    /// One who watches another and gets a partner; the other does not: an index into [`Model::ones`].
    One(u32),
}

/// The members of a team; of a ring in the order in which they watch one another.
#[derive(Debug, Clone, Copy)]
pub struct Members {
    list: [TeacherId; MOST_MEMBERS],
    count: usize,
}

impl std::ops::Deref for Members {
    type Target = [TeacherId];

    fn deref(&self) -> &[TeacherId] {
        &self.list[..self.count]
    }
}

impl Members {
    /// Every two of them, each two in the order of the instance.
    pub fn twos(self) -> impl Iterator<Item = [TeacherId; 2]> {
        let all = match self.count {
            0 | 1 => 0,
            2 => 1,
            count => count,
        };
        (0..all).map(move |index| {
            let (a, b) = (self.list[index], self.list[(index + 1) % self.count]);
            [a.min(b), a.max(b)]
        })
    }
}

/// What stands for the acts that a form does not have.
pub const UNUSED: u32 = u32::MAX;

/// When the members talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Talk {
    /// The school whose period it is.
    pub school: SchoolId,
    /// The slot of that school.
    pub slot: u32,
}

/// A complete schedule of a team (an option k in K(p) of ENGINE.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Schedule {
    /// Whose.
    pub team: Team,
    /// What they do: an index into [`Model::forms`].
    pub form: u8,
    /// By act of the form, which of its moves ([`Model::moves`]); [`UNUSED`] past the acts.
    pub acts: [u32; MOST_ACTS],
    /// When they talk, if they do.
    pub talk: Option<Talk>,
}

/// One way of doing an act.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    /// What tells it from other moves of the act.
    pub option: u32,
    /// Its parts; the second may be none.
    pub parts: (PartId, Option<PartId>),
    /// The school of the slot.
    pub school: SchoolId,
    /// When.
    pub slot: u32,
    /// The lesson watched or taught, or that of the first member where two exchange theirs.
    pub lesson: Option<LessonId>,
}

impl Model<'_> {
    /// The members of a team.
    #[must_use]
    pub fn members(&self, team: Team) -> Members {
        match team {
            Team::Two(two) => {
                let Two { a, b, .. } = self.twos[two as usize];
                Members { list: [a, b, b], count: 2 }
            }
            Team::Ring(list) => Members { list, count: 3 },
            Team::One(one) => {
                let One { observer, host, .. } = self.ones[one as usize];
                Members { list: [observer, host, host], count: 2 }
            }
        }
    }

    /// The members who get a partner by it.
    #[must_use]
    pub fn served(&self, team: Team) -> Members {
        let members = self.members(team);
        if matches!(team, Team::One(_)) { Members { count: 1, ..members } } else { members }
    }

    /// The slot of the host's school.
    #[must_use]
    pub fn slot(&self, school: SchoolId, slot: u32) -> &Slot {
        &self.grids[school.index()].slots[slot as usize]
    }

    /// The parts of a team as such: of the two, or of every two of a ring.
    pub fn team_parts(&self, team: Team) -> impl Iterator<Item = PartId> + use<> {
        let (parts, count) = match team {
            Team::Two(two) => ([self.twos[two as usize].part; 3], 1),
            Team::Ring(ring) => (self.ring_parts(ring), 3),
            Team::One(one) => ([self.ones[one as usize].part; 3], 1),
        };
        parts.into_iter().take(count)
    }

    /// Every move of an act of a form that a team may take, whatever it costs.
    #[must_use]
    pub fn moves(&self, team: Team, form: u8, act: usize) -> Vec<Move> {
        let members = self.members(team);
        let count = |list: usize| u32::try_from(list).expect("fewer than 2^32 moves");
        let slots_of =
            |member: usize| count(self.grids[self.problem.teachers[members[member]].school.index()].slots.len());
        let options = match self.form(form).acts[act] {
            Act::Visit { host, .. } | Act::Record { host, .. } => count(self.hosted[members[host].index()].len()),
            Act::View { observer } => slots_of(observer),
            Act::Exchange => count(self.exchanged[members[0].index()].len()),
            Act::Meet if self.problem.teachers[members[0]].school == self.problem.teachers[members[1]].school => {
                slots_of(0)
            }
            Act::Meet => slots_of(0) + slots_of(1),
            Act::Teach { member } => count(self.taught[members[member].index()].len()),
        };
        (0..options).filter_map(|option| self.move_of(team, form, act, option)).collect()
    }

    /// A move of an act; `None` where it is none for this team.
    #[must_use]
    pub fn move_of(&self, team: Team, form: u8, act: usize, option: u32) -> Option<Move> {
        let problem = self.problem;
        let members = self.members(team);
        let school_of = |member: usize| problem.teachers[members[member]].school;
        match self.form(form).acts[act] {
            Act::Visit { observer, host } => {
                let school = school_of(host);
                let hosted = self.hosted[members[host].index()][option as usize];
                let place = self.place(members[observer], school)?;
                self.may_watch(team, form, members[observer], members[host], hosted.lesson, hosted.slot).then_some(
                    Move {
                        option,
                        parts: (place.away + hosted.slot, Some(hosted.part)),
                        school,
                        slot: hosted.slot,
                        lesson: Some(hosted.lesson),
                    },
                )
            }
            Act::Record { observer, host } => {
                let school = school_of(host);
                let hosted = self.hosted[members[host].index()][option as usize];
                let may = self.may_watch(team, form, members[observer], members[host], hosted.lesson, hosted.slot);
                let (slot, lesson) = (hosted.slot, Some(hosted.lesson));
                Some(Move { option, parts: (hosted.filmed.filter(|_| may)?, None), school, slot, lesson })
            }
            Act::View { observer } => {
                let part = self.views[members[observer].index()]? + option;
                Some(Move { option, parts: (part, None), school: school_of(observer), slot: option, lesson: None })
            }
            Act::Exchange => {
                let own = self.exchanged[members[0].index()][option as usize];
                let others = &self.exchanged[members[1].index()];
                let other = &others[others.binary_search_by_key(&own.slot, |other| other.slot).ok()?];
                let (slot, lesson) = (own.slot, Some(own.lesson));
                Some(Move { option, parts: (own.part, Some(other.part)), school: school_of(0), slot, lesson })
            }
            Act::Meet => {
                let first = u32::try_from(self.grids[school_of(0).index()].slots.len()).expect("fewer than 2^32 slots");
                let (school, slot) =
                    if option < first { (school_of(0), option) } else { (school_of(1), option - first) };
                let at = self.slot(school, slot);
                if self.met(&members).is_some_and(|met| met != (school, at.date, at.period)) {
                    return None;
                }
                let [one, other] = [members[0], members[1]].map(|member| Some(self.place(member, school)?.talk + slot));
                Some(Move { option, parts: (one?, Some(other?)), school, slot, lesson: None })
            }
            Act::Teach { member } => {
                let own = self.taught[members[member].index()][option as usize];
                let lesson = &problem.lessons[own.lesson];
                let subject = lesson.subject.as_ref()?;
                let apart = members.iter().all(|&other| {
                    problem.teachers[other].subjects.contains(subject)
                        && (other == members[member] || !lesson.teachers.contains(&other))
                });
                let (slot, lesson) = (own.slot, Some(own.lesson));
                apart.then_some(Move { option, parts: (own.part, None), school: school_of(member), slot, lesson })
            }
        }
    }

    /// Whether a member may watch just this occurrence: it is no lesson of their own, and the kind allows it.
    fn may_watch(
        &self,
        team: Team,
        form: u8,
        observer: TeacherId,
        host: TeacherId,
        lesson: LessonId,
        slot: u32,
    ) -> bool {
        if self.problem.lessons[lesson].teachers.contains(&observer) {
            return false;
        }
        if !matches!(team, Team::One(_)) {
            // Kinds that are mutual ask nothing of single visits.
            return true;
        }
        let slot = self.slot(self.problem.teachers[host].school, slot);
        let at = Occurrence { lesson, date: slot.date, period: slot.period };
        let focus: Option<FocusId> = self.worth(observer, host).focus;
        (self.form(form).shape.may_watch)(self.problem, &Watching { observer, host, at, focus }).is_ok()
    }

    /// Whether the acts of a schedule go together apart from time and rows: what is planned together is of one subject.
    #[must_use]
    pub fn go_together(&self, schedule: &Schedule) -> bool {
        let form = self.form(schedule.form);
        if !form.shape.planned {
            return true;
        }
        let acts = (0..form.acts.len()).filter_map(|act| self.chosen(schedule, act).lesson);
        let mut subjects = acts.map(|lesson| self.problem.lessons[lesson].subject.as_ref());
        let first = subjects.next();
        subjects.all(|subject| Some(subject) == first)
    }

    /// What a schedule does as its act `act`.
    ///
    /// # Panics
    /// When it is no schedule of this model.
    #[must_use]
    pub fn chosen(&self, schedule: &Schedule, act: usize) -> Move {
        self.move_of(schedule.team, schedule.form, act, schedule.acts[act]).expect("a move of the act")
    }

    /// The parts of a schedule.
    pub fn parts_of(&self, schedule: &Schedule) -> impl Iterator<Item = PartId> + '_ {
        let schedule = *schedule;
        let members = self.members(schedule.team);
        let acts = (0..self.form(schedule.form).acts.len()).flat_map(move |act| {
            let (one, other) = self.chosen_parts(&schedule, act);
            std::iter::once(one).chain(other)
        });
        let talk = schedule.talk.into_iter().flat_map(move |talk| {
            (0..members.len()).filter_map(move |index| Some(self.place(members[index], talk.school)?.talk + talk.slot))
        });
        self.team_parts(schedule.team).chain(acts).chain(talk)
    }

    /// The parts of what a schedule does as its act `act`: as [`Self::chosen`] says, without asking whether it may.
    fn chosen_parts(&self, schedule: &Schedule, act: usize) -> (PartId, Option<PartId>) {
        if let Act::Visit { observer, host } = self.form(schedule.form).acts[act] {
            let members = self.members(schedule.team);
            let hosted = self.hosted[members[host].index()][schedule.acts[act] as usize];
            if let Some(place) = self.place(members[observer], self.problem.teachers[members[host]].school) {
                return (place.away + hosted.slot, Some(hosted.part));
            }
        }
        self.chosen(schedule, act).parts
    }

    /// The cost c_k of a schedule: goodwill + travel - value, in pence.
    #[must_use]
    pub fn cost(&self, schedule: &Schedule) -> Pence {
        let parts: Pence = self.parts_of(schedule).map(|part| self.parts.cost(part)).sum();
        let without = if schedule.talk.is_none() { self.going_without(schedule.form) } else { 0 };
        parts + self.team_cost(schedule.team) + self.form_cost(schedule.team, schedule.form) + without
    }

    /// What a team costs over its parts, pence: of a ring, less what its visits are worth.
    #[must_use]
    pub fn team_cost(&self, team: Team) -> Pence {
        match team {
            Team::Two(_) | Team::One(_) => 0,
            Team::Ring(ring) => -self.ring_worth(ring),
        }
    }

    /// What it costs to go without a conversation, pence.
    #[must_use]
    pub fn going_without(&self, form: u8) -> Pence {
        match self.form(form).conversation {
            ConversationRule::Preferred => self.problem.rates.no_conversation,
            _ => 0,
        }
    }

    /// The rows that a schedule uses, ascending, summed up.
    #[must_use]
    pub fn entries(&self, schedule: &Schedule) -> Vec<Entry> {
        let mut entries: Vec<Entry> =
            self.parts_of(schedule).flat_map(|part| self.parts.entries(part).iter().copied()).collect();
        entries.extend(self.team_entries(schedule.team));
        if self.visit_locked.concern(&self.members(schedule.team)) {
            for act in 0..self.form(schedule.form).acts.len() {
                entries.extend(self.locked_visit(schedule.team, schedule.form, act, schedule.acts[act]));
            }
        }
        merge(entries)
    }

    /// The rows that a team uses over those of its parts.
    pub fn team_entries(&self, team: Team) -> impl Iterator<Item = Entry> + '_ {
        let ring = match team {
            Team::Two(_) | Team::One(_) => None,
            Team::Ring(ring) => Some(ring),
        };
        ring.into_iter().flat_map(|ring| self.ring_entries(ring))
    }

    /// Whether a lock may credit visits or the talk of the team, so that parts alone don't say what they cost.
    #[must_use]
    pub fn is_credited(&self, team: Team) -> bool {
        let members = self.members(team);
        self.visit_locked.concern(&members) || !self.talk_locks(&members).is_empty()
    }

    /// The rows of the visit locks that a move of an act meets.
    pub fn locked_visit(&self, team: Team, form: u8, act: usize, option: u32) -> impl Iterator<Item = Entry> + '_ {
        let members = self.members(team);
        let moved = self.visit_locked.concern(&members).then(|| self.move_of(team, form, act, option)).flatten();
        let watched = moved.into_iter().filter_map(move |moved| {
            let lesson = moved.lesson?;
            let (one, other) = match self.form(form).acts[act] {
                Act::Visit { observer, host } | Act::Record { observer, host } => {
                    (Some((members[observer], members[host], lesson)), None)
                }
                Act::Exchange => {
                    let others = &self.exchanged[members[1].index()];
                    let other = others.iter().find(|other| other.slot == moved.slot)?.lesson;
                    (Some((members[0], members[1], other)), Some((members[1], members[0], lesson)))
                }
                _ => (None, None),
            };
            Some(one.into_iter().chain(other).map(move |watched| (watched, moved.slot)))
        });
        watched.flatten().flat_map(move |((observer, host, lesson), slot)| {
            let locks =
                self.visit_locks_between(observer, host).filter(move |(_, lock)| self.meets(lock, host, lesson, slot));
            locks.filter_map(|(lock, _)| Some((self.rows.find(&RowKey::Lock { lock })?, -1)))
        })
    }

    /// Whether a lock on visits of the two is met by this one.
    fn meets(&self, lock: &VisitLock, host: TeacherId, lesson: LessonId, slot: u32) -> bool {
        let school = self.problem.teachers[host].school;
        let slot = self.slot(school, slot);
        lock.lesson.is_none_or(|locked| locked == lesson)
            && lock.date.is_none_or(|date| date == slot.date)
            && lock.period.as_ref().is_none_or(|period| *period == self.problem.schools[school].period_ids[slot.period])
    }

    /// Whether nobody watches a lesson of their own, and the schedule keeps every row that no auxiliary column makes
    /// room in.
    #[must_use]
    pub fn fits(&self, schedule: &Schedule) -> bool {
        let form = self.form(schedule.form);
        let may = (0..form.acts.len())
            .all(|act| self.move_of(schedule.team, schedule.form, act, schedule.acts[act]).is_some());
        may && self.keeps_together(schedule)
    }

    /// The same where each of its acts is known to be a move of the team.
    #[must_use]
    pub fn keeps_together(&self, schedule: &Schedule) -> bool {
        self.keeps_rows(schedule).unwrap_or_else(|| self.exceeds_none(&self.entries(schedule)))
    }

    /// The same of the rows alone, for a plain team whose parts keep them each on its own: only rows that two parts
    /// use have to be looked at. `None` where that can't be told so.
    fn keeps_rows(&self, schedule: &Schedule) -> Option<bool> {
        const ROOM: usize = 64;
        if matches!(schedule.team, Team::Ring(_)) || self.visit_locked.concern(&self.members(schedule.team)) {
            return None;
        }
        let (mut rows, mut coefficients, mut count) = ([0; ROOM], [0; ROOM], 0);
        for part in self.parts_of(schedule) {
            let entries = self.parts.entries(part);
            if !self.is_modest(part) || count + entries.len() > ROOM {
                return None;
            }
            for &(row, coefficient) in entries {
                (rows[count], coefficients[count]) = (row, coefficient);
                count += 1;
            }
        }
        let (rows, coefficients) = (&rows[..count], &coefficients[..count]);
        let kept = (1..count).filter(|&at| rows[..at].contains(&rows[at])).all(|at| {
            let same = rows.iter().zip(coefficients).filter(|(row, _)| **row == rows[at]);
            self.keeps((rows[at], same.map(|(_, coefficient)| coefficient).sum()))
        });
        Some(kept)
    }

    pub(super) fn exceeds_none(&self, entries: &[Entry]) -> bool {
        entries.iter().all(|&entry| self.keeps(entry))
    }

    /// Whether so much of a row is within its limit, or an auxiliary column may make room.
    fn keeps(&self, (row, coefficient): Entry) -> bool {
        coefficient <= 0
            || coefficient <= self.rows.limit(row)
            || matches!(self.rows.key(row), RowKey::Cover { .. } | RowKey::Studyable { .. })
    }
}
