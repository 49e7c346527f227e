//! Schedules: the columns. A schedule is the sum of its parts.

use super::Model;
use super::arms::{Hosted, merge};
use super::grid::Slot;
use super::pairs::Pair;
use super::rows::{Entry, PartId, RowKey};
use crate::domain::{Key, Pence, SchoolId, TeacherId, VisitLock};

/// Most members of an arrangement.
pub const MOST_MEMBERS: usize = 3;

/// Who is planned as one: each member watches the next, the last one the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Team {
    /// Two: an index into [`Model::pairs`].
    Pair(u32),
    /// A ring of three of one school. The one who stands first in the instance stands first.
    Ring([TeacherId; 3]),
}

/// The members of a team, in the order in which they watch one another.
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
        let all = if self.count == 2 { 1 } else { self.count };
        (0..all).map(move |index| {
            let (a, b) = (self.list[index], self.list[(index + 1) % self.count]);
            [a.min(b), a.max(b)]
        })
    }
}

/// One visit of a schedule: which of the host's lessons that may be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arm {
    /// An index into the host's [`Model::hosted`].
    pub hosted: u32,
}

impl Arm {
    /// What stands for the visits that a smaller team does not make.
    pub const NONE: Self = Self { hosted: u32::MAX };
}

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
    /// Each member watches the next; [`Arm::NONE`] past the members.
    pub arms: [Arm; MOST_MEMBERS],
    /// When they talk, if they do.
    pub talk: Option<Talk>,
}

impl Model<'_> {
    /// The members of a team. They make as many visits.
    #[must_use]
    pub fn members(&self, team: Team) -> Members {
        match team {
            Team::Pair(pair) => {
                let Pair { a, b, .. } = self.pairs[pair as usize];
                Members { list: [a, b, b], count: 2 }
            }
            Team::Ring(list) => Members { list, count: 3 },
        }
    }

    /// Observer and host of arm `index` of `team`.
    #[must_use]
    pub fn roles(&self, team: Team, index: usize) -> (TeacherId, TeacherId) {
        let members = self.members(team);
        (members[index], members[(index + 1) % members.len()])
    }

    /// What arm `index` of a schedule watches.
    #[must_use]
    pub fn hosted_by(&self, team: Team, index: usize, arm: Arm) -> Hosted {
        let (_, host) = self.roles(team, index);
        self.hosted[host.index()][arm.hosted as usize]
    }

    /// The slot of the host's school.
    #[must_use]
    pub fn slot(&self, school: SchoolId, slot: u32) -> &Slot {
        &self.grids[school.index()].slots[slot as usize]
    }

    /// The parts of a team as such: of the pair, or of every two of a ring.
    pub fn team_parts(&self, team: Team) -> impl Iterator<Item = PartId> + use<> {
        let (parts, count) = match team {
            Team::Pair(pair) => ([self.pairs[pair as usize].part; 3], 1),
            Team::Ring(ring) => (self.ring_parts(ring), 3),
        };
        parts.into_iter().take(count)
    }

    /// The parts of a schedule.
    pub fn parts_of(&self, schedule: &Schedule) -> impl Iterator<Item = PartId> + '_ {
        let Schedule { team, arms, talk } = *schedule;
        let members = self.members(team);
        let visits = (0..members.len()).flat_map(move |index| {
            let (observer, host) = (members[index], members[(index + 1) % members.len()]);
            let hosted = self.hosted[host.index()][arms[index].hosted as usize];
            let away = self
                .place(observer, self.problem.teachers[host].school)
                .map_or(hosted.part, |place| place.away + hosted.slot);
            [away, hosted.part]
        });
        let talk = talk.into_iter().flat_map(move |talk| {
            (0..members.len()).filter_map(move |index| Some(self.place(members[index], talk.school)?.talk + talk.slot))
        });
        self.team_parts(team).chain(visits).chain(talk)
    }

    /// The cost c_k of a schedule: goodwill + travel - value, in pence.
    #[must_use]
    pub fn cost(&self, schedule: &Schedule) -> Pence {
        let parts: Pence = self.parts_of(schedule).map(|part| self.parts.cost(part)).sum();
        parts + self.team_cost(schedule.team) + if schedule.talk.is_none() { self.going_without() } else { 0 }
    }

    /// What a team costs over its parts, pence: of a ring, less what its visits are worth.
    #[must_use]
    pub fn team_cost(&self, team: Team) -> Pence {
        match team {
            Team::Pair(_) => 0,
            Team::Ring(ring) => -self.ring_worth(ring),
        }
    }

    /// What it costs to go without a conversation, pence.
    #[must_use]
    pub fn going_without(&self) -> Pence {
        match self.problem.rules.conversation {
            crate::domain::ConversationRule::Preferred => self.problem.rates.no_conversation,
            _ => 0,
        }
    }

    /// The rows that a schedule uses, ascending, summed up.
    #[must_use]
    pub fn entries(&self, schedule: &Schedule) -> Vec<Entry> {
        let mut entries: Vec<Entry> =
            self.parts_of(schedule).flat_map(|part| self.parts.entries(part).iter().copied()).collect();
        entries.extend(self.team_entries(schedule.team));
        if self.has_visit_locks {
            for index in 0..self.members(schedule.team).len() {
                entries.extend(self.locked_visit(schedule.team, index, schedule.arms[index]));
            }
        }
        merge(entries)
    }

    /// The rows that a team uses over those of its parts: the locks on when just these three talk.
    pub fn team_entries(&self, team: Team) -> impl Iterator<Item = Entry> + '_ {
        let ring = match team {
            Team::Pair(_) => None,
            Team::Ring(ring) => Some(ring),
        };
        ring.into_iter().flat_map(|ring| self.talk_locks_of_ring(ring))
    }

    /// Whether a lock may credit visits or the talk of the two, so that parts alone don't say what they cost.
    #[must_use]
    pub fn is_credited(&self, pair: u32) -> bool {
        self.has_visit_locks || !self.talk_locks(&self.members(Team::Pair(pair))).is_empty()
    }

    /// The rows of the visit locks that an arm meets.
    pub fn locked_visit(&self, team: Team, index: usize, arm: Arm) -> impl Iterator<Item = Entry> + '_ {
        let (observer, host) = self.roles(team, index);
        let hosted = self.hosted_by(team, index, arm);
        let locks = self.has_visit_locks.then(|| self.visit_locks()).into_iter().flatten();
        locks.filter(move |(_, lock)| self.meets(lock, observer, host, hosted)).filter_map(|(lock, _)| {
            let row = self.rows.find(&RowKey::Lock { lock })?;
            Some((row, -1))
        })
    }

    fn meets(&self, lock: &VisitLock, observer: TeacherId, host: TeacherId, hosted: Hosted) -> bool {
        let school = self.problem.teachers[host].school;
        let slot = self.slot(school, hosted.slot);
        lock.observer.is_none_or(|who| who == observer)
            && lock.host.is_none_or(|who| who == host)
            && lock.lesson.is_none_or(|lesson| lesson == hosted.lesson)
            && lock.date.is_none_or(|date| date == slot.date)
            && lock.period.as_ref().is_none_or(|period| *period == self.problem.schools[school].period_ids[slot.period])
    }

    /// Whether nobody watches a lesson of their own, and the schedule keeps every row that no auxiliary column makes
    /// room in.
    #[must_use]
    pub fn fits(&self, schedule: &Schedule) -> bool {
        let of_others = (0..self.members(schedule.team).len()).all(|index| {
            let (observer, _) = self.roles(schedule.team, index);
            let hosted = self.hosted_by(schedule.team, index, schedule.arms[index]);
            !self.problem.lessons[hosted.lesson].teachers.contains(&observer)
        });
        of_others && self.keeps_rows(schedule).unwrap_or_else(|| self.exceeds_none(&self.entries(schedule)))
    }

    /// The same of the rows alone, for a plain team whose parts keep them each on its own: only rows that two parts
    /// use have to be looked at. `None` where that can't be told so.
    fn keeps_rows(&self, schedule: &Schedule) -> Option<bool> {
        const ROOM: usize = 64;
        if self.has_visit_locks || matches!(schedule.team, Team::Ring(_)) {
            return None;
        }
        let (mut rows, mut coefficients, mut count) = ([0; ROOM], [0; ROOM], 0);
        for part in self.parts_of(schedule) {
            let entries = self.parts.entries(part);
            if !self.modest[part as usize] || count + entries.len() > ROOM {
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

    fn exceeds_none(&self, entries: &[Entry]) -> bool {
        entries.iter().all(|&entry| self.keeps(entry))
    }

    /// Whether so much of a row is within its limit, or an auxiliary column may make room.
    fn keeps(&self, (row, coefficient): Entry) -> bool {
        coefficient <= 0
            || coefficient <= self.rows.limit(row)
            || matches!(self.rows.key(row), RowKey::Cover { .. } | RowKey::Studyable { .. })
    }

    /// Of every part, whether it keeps its rows on its own.
    pub(super) fn modest(&self) -> Vec<bool> {
        let parts = 0..PartId::try_from(self.parts.len()).expect("fewer than 2^32 parts");
        parts.map(|part| self.exceeds_none(self.parts.entries(part))).collect()
    }
}
