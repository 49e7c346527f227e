//! What a re-plan holds to (`Problem::keep`): what may be planned at all, and the price of what changes, part by part.

use super::Model;
use super::arms::GivenUp;
use super::schedule::Schedule;
use crate::domain::{LessonId, Occurrence, Pence, SchoolId, TeacherId};

impl Model<'_> {
    /// What it changes that `observer` is away for `slot` of `school` and gives that up, pence; `None` when it may not be
    /// planned any more.
    pub(super) fn changes_away(
        &self,
        observer: TeacherId,
        school: SchoolId,
        slot: u32,
        given: &GivenUp,
    ) -> Option<Pence> {
        let Some(keep) = &self.problem.keep else { return Some(0) };
        let at = self.slot(school, slot);
        let own = self.problem.teachers[observer].school;
        let left: Pence = given
            .left
            .iter()
            .map(|&(slot, lesson)| {
                let at = self.slot(own, slot);
                keep.left(observer, Occurrence { lesson, date: at.date, period: at.period })
            })
            .sum();
        Some(keep.away(observer, school, at.date, at.period)? + left)
    }

    /// What it changes that `teacher` talks in `slot` of `school`, pence; `None` when it may not be planned any more.
    pub(super) fn changes_talk(&self, teacher: TeacherId, school: SchoolId, slot: u32) -> Option<Pence> {
        let Some(keep) = &self.problem.keep else { return Some(0) };
        let at = self.slot(school, slot);
        keep.talk(teacher, school, at.date, at.period)
    }

    /// Whether a visit to `lesson` of `host` in `slot` may not be planned any more.
    pub(super) fn is_held_back(&self, host: TeacherId, slot: u32, lesson: LessonId) -> bool {
        let Some(keep) = &self.problem.keep else { return false };
        let at = self.slot(self.problem.teachers[host].school, slot);
        !keep.may_host(host, Occurrence { lesson, date: at.date, period: at.period })
    }

    /// The changes that the parts of a schedule are charged, pence.
    pub fn changes_of(&self, schedule: &Schedule) -> Pence {
        if self.problem.keep.is_none() {
            return 0;
        }
        let members = self.members(schedule.team);
        let visits = (0..members.len()).map(|index| {
            let (observer, host) = self.roles(schedule.team, index);
            let school = self.problem.teachers[host].school;
            let slot = self.hosted_by(schedule.team, index, schedule.arms[index]).slot;
            let at = self.slot(school, slot);
            let given = self
                .visit_time(observer, school, at)
                .and_then(|(start, end)| self.given_up(observer, at.day, start, end, true));
            given.and_then(|given| self.changes_away(observer, school, slot, &given)).unwrap_or(0)
        });
        let talks = schedule.talk.into_iter().flat_map(|talk| {
            members.iter().map(move |&member| self.changes_talk(member, talk.school, talk.slot).unwrap_or(0))
        });
        visits.sum::<Pence>() + talks.sum::<Pence>()
    }
}
