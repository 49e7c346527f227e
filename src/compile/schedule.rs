//! Schedules: the columns. A schedule is the sum of its parts.

use super::Model;
use super::arms::{Hosted, merge};
use super::grid::Slot;
use super::rows::{Entry, PartId, RowKey};
use crate::domain::{Key, Pence, SchoolId, TeacherId, VisitLock};

/// One visit of a schedule: which of the host's lessons that may be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arm {
    /// An index into the host's [`Model::hosted`].
    pub hosted: u32,
}

/// When the pair talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Talk {
    /// The school whose period it is.
    pub school: SchoolId,
    /// The slot of that school.
    pub slot: u32,
}

/// A complete schedule of a pair (an option k in K(p) of ENGINE.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Schedule {
    /// An index into [`Model::pairs`].
    pub pair: u32,
    /// The first watches the second; the second watches the first.
    pub arms: [Arm; 2],
    /// When they talk, if they do.
    pub talk: Option<Talk>,
}

impl Model<'_> {
    /// Observer and host of arm `index` of `pair`.
    #[must_use]
    pub fn roles(&self, pair: u32, index: usize) -> (TeacherId, TeacherId) {
        let pair = &self.pairs[pair as usize];
        if index == 0 { (pair.a, pair.b) } else { (pair.b, pair.a) }
    }

    /// What arm `index` of a schedule watches.
    #[must_use]
    pub fn hosted_by(&self, pair: u32, index: usize, arm: Arm) -> Hosted {
        let (_, host) = self.roles(pair, index);
        self.hosted[host.index()][arm.hosted as usize]
    }

    /// The slot of the host's school.
    #[must_use]
    pub fn slot(&self, school: SchoolId, slot: u32) -> &Slot {
        &self.grids[school.index()].slots[slot as usize]
    }

    /// The parts of a schedule.
    pub fn parts_of(&self, schedule: &Schedule) -> impl Iterator<Item = PartId> + '_ {
        let pair = self.pairs[schedule.pair as usize];
        let arms = schedule.arms;
        let of = schedule.pair;
        let visits = (0..2).flat_map(move |index| {
            let (observer, host) = self.roles(of, index);
            let hosted = self.hosted_by(of, index, arms[index]);
            let away = self
                .place(observer, self.problem.teachers[host].school)
                .map_or(hosted.part, |place| place.away + hosted.slot);
            [away, hosted.part]
        });
        let talk = schedule.talk.into_iter().flat_map(move |talk| {
            [pair.a, pair.b]
                .into_iter()
                .filter_map(move |member| Some(self.place(member, talk.school)?.talk + talk.slot))
        });
        std::iter::once(pair.part).chain(visits).chain(talk)
    }

    /// The cost c_k of a schedule: goodwill + travel - value, in pence.
    #[must_use]
    pub fn cost(&self, schedule: &Schedule) -> Pence {
        let parts: Pence = self.parts_of(schedule).map(|part| self.parts.cost(part)).sum();
        parts + if schedule.talk.is_none() { self.going_without() } else { 0 }
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
        if self.has_visit_locks {
            for index in 0..2 {
                entries.extend(self.locked_visit(schedule.pair, index, schedule.arms[index]));
            }
        }
        merge(entries)
    }

    /// Whether a lock may credit visits between the two, so that parts alone don't say what they cost.
    #[must_use]
    pub fn ties_visits(&self, a: TeacherId, b: TeacherId) -> bool {
        self.has_visit_locks || !self.talk_locks(a, b).is_empty()
    }

    /// The rows of the visit locks that an arm meets.
    pub fn locked_visit(&self, pair: u32, index: usize, arm: Arm) -> impl Iterator<Item = Entry> + '_ {
        let (observer, host) = self.roles(pair, index);
        let hosted = self.hosted_by(pair, index, arm);
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
        let of_others = (0..2).all(|index| {
            let (observer, _) = self.roles(schedule.pair, index);
            let hosted = self.hosted_by(schedule.pair, index, schedule.arms[index]);
            !self.problem.lessons[hosted.lesson].teachers.contains(&observer)
        });
        of_others
            && self.entries(schedule).iter().all(|&(row, coefficient)| {
                coefficient <= 0
                    || coefficient <= self.rows.limit(row)
                    || matches!(self.rows.key(row), RowKey::Cover { .. } | RowKey::Studyable { .. })
            })
    }
}
