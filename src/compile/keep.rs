//! What a re-plan holds to (`Problem::keep`): what may be planned at all, and the price of what changes, part by part.

use super::Model;
use super::arms::GivenUp;
use super::rows::{Entry, PartId};
use super::schedule::Schedule;
use crate::domain::{
    ConversationRule, CoverBy, Date, Keep, LessonId, Occurrence, Pence, PeriodId, SchoolId, TeacherId,
};

impl Model<'_> {
    /// Adds a part with what it changes, pence, on top of its cost; as one that can't be had when that is `None`.
    pub(super) fn push_changing(&mut self, cost: Pence, changes: Option<Pence>, entries: Vec<Entry>) -> PartId {
        let Some(changes) = changes else { return self.parts.push_never() };
        let part = self.push_fitting(cost + changes, entries);
        self.note_change(part, changes);
        part
    }

    /// Notes what a part changes, pence; it stands in its cost.
    pub(super) fn note_change(&mut self, part: PartId, changes: Pence) {
        if changes != 0 {
            self.changes.insert(part, changes);
        }
    }

    /// What a conversation of two changes besides the shares of the two, pence, where they must have one.
    pub(super) fn rest_of_talk(&self) -> Pence {
        let required = self.problem.rules.conversation == ConversationRule::Required;
        self.problem.keep.as_ref().filter(|_| required).map_or(0, Keep::rest_of_talk)
    }

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
        let left = given.left.iter().map(|&(slot, lesson)| keep.left(observer, self.occurrence(own, slot, lesson)));
        Some(keep.away(observer, school, at.date, at.period)? + left.sum::<Pence>())
    }

    /// What it changes that `teacher` talks in `slot` of `school`, pence; `None` when it may not be planned any more.
    pub(super) fn changes_talk(&self, teacher: TeacherId, school: SchoolId, slot: u32) -> Option<Pence> {
        let Some(keep) = &self.problem.keep else { return Some(0) };
        let at = self.slot(school, slot);
        keep.talk(teacher, school, at.date, at.period)
    }

    /// What it changes that a lesson of `host` is filmed in `slot`, pence; `None` when it may not be planned any more.
    pub(super) fn changes_film(&self, host: TeacherId, slot: u32, lesson: LessonId) -> Option<Pence> {
        let Some(keep) = &self.problem.keep else { return Some(0) };
        keep.film(host, self.occurrence(self.problem.teachers[host].school, slot, lesson))
    }

    /// What it changes that another takes a lesson of `host` in `slot`, pence; `None` when it may not be planned any more.
    pub(super) fn changes_exchange(&self, host: TeacherId, slot: u32, lesson: LessonId) -> Option<Pence> {
        let Some(keep) = &self.problem.keep else { return Some(0) };
        keep.exchange(host, self.occurrence(self.problem.teachers[host].school, slot, lesson))
    }

    /// What it changes that `teacher` watches a film in `slot`: nothing; `None` when it may not be planned any more.
    pub(super) fn changes_view(&self, teacher: TeacherId, slot: u32) -> Option<Pence> {
        let Some(keep) = &self.problem.keep else { return Some(0) };
        let at = self.slot(self.problem.teachers[teacher].school, slot);
        keep.may_view(teacher, at.date, at.period).then_some(0)
    }

    /// Whether a lesson of `host` in `slot` may not be watched any more.
    pub(super) fn is_held_back(&self, host: TeacherId, slot: u32, lesson: LessonId) -> bool {
        let at = self.occurrence(self.problem.teachers[host].school, slot, lesson);
        self.problem.keep.as_ref().is_some_and(|keep| !keep.may_host(host, at))
    }

    /// Whether a lesson of `teacher` in `slot` may not be taught as planned together any more.
    pub(super) fn is_past_teaching(&self, teacher: TeacherId, slot: u32, lesson: LessonId) -> bool {
        let at = self.occurrence(self.problem.teachers[teacher].school, slot, lesson);
        self.problem.keep.as_ref().is_some_and(|keep| !keep.may_teach(teacher, at))
    }

    /// When these have met already to plan a lesson together, where a re-plan holds to that.
    pub(super) fn met(&self, members: &[TeacherId]) -> Option<(SchoolId, Date, PeriodId)> {
        let met = &self.problem.keep.as_ref()?.met;
        let mut members = members.to_vec();
        members.sort_unstable();
        met.get(&members).copied()
    }

    /// Who took a class before that is left now, where a re-plan holds to that.
    pub fn cover_before(&self, lesson: LessonId, school: SchoolId, slot: u32) -> Option<CoverBy> {
        let keep = self.problem.keep.as_ref()?;
        let at = self.occurrence(school, slot, lesson);
        self.problem.lessons[lesson].teachers.iter().find_map(|&teacher| keep.left.get(&(teacher, at)).copied())
    }

    fn occurrence(&self, school: SchoolId, slot: u32, lesson: LessonId) -> Occurrence {
        let at = self.slot(school, slot);
        Occurrence { lesson, date: at.date, period: at.period }
    }

    /// The changes that the parts of a schedule are charged, pence.
    pub fn changes_of(&self, schedule: &Schedule) -> Pence {
        if self.changes.is_empty() {
            return 0;
        }
        self.parts_of(schedule).filter_map(|part| self.changes.get(&part)).sum()
    }
}
