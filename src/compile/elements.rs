//! Parts of what is done otherwise than by a visit in the room: to be recorded, to watch a film, to take each other's
//! class, to teach what was planned. And the lessons that a class may join.

use std::collections::BTreeSet;

use super::Model;
use super::arms::OwnLesson;
use super::forms::Act;
use super::grid::never_left;
use super::rows::{PartId, RowKey};
use crate::domain::{ClassId, Key, LessonId, PeriodUse, TeacherId};

impl Model<'_> {
    /// The part "`host` is recorded in `lesson` in `slot`", where that may be.
    pub(super) fn push_filmed(&mut self, host: TeacherId, slot: u32, lesson: LessonId) -> Option<PartId> {
        let video = self.problem.rules.video.as_ref()?;
        let person = &self.problem.teachers[host];
        let (school, kits, money) = (person.school, video.kits_of(person.school), video.money_per_recording);
        if !person.film || kits == 0 {
            return None;
        }
        let watched = self.hosted_entries(host, slot, lesson)?;
        let week = self.grids[school.index()].slots[slot as usize].week;
        let mut entries = watched;
        entries.push((self.rows.enter(RowKey::Kit { school, slot }, || i64::from(kits)), 1));
        self.enter_money(&mut entries, school, week, money);
        let changes = self.changes_film(host, slot, lesson);
        let part = self.push_changing(money, changes, entries);
        self.parts.can(part).then_some(part)
    }

    /// The parts "`teacher` watches a film in this slot", slot after slot of the own school.
    pub(super) fn push_views(&mut self, teacher: TeacherId) {
        if self.problem.rules.video.is_none() {
            return;
        }
        self.views[teacher.index()] = Some(PartId::try_from(self.parts.len()).expect("fewer than 2^32 parts"));
        let school = self.problem.teachers[teacher].school;
        for slot in 0..self.grids[school.index()].slots.len() {
            let at = self.grids[school.index()].slots[slot];
            let fits = matches!(at.usage, PeriodUse::Lesson | PeriodUse::After);
            let given = fits.then(|| self.given_up(teacher, at.day, at.start, at.end, false)).flatten();
            let Some(given) = given else {
                self.parts.push_never();
                continue;
            };
            let mut entries = Vec::new();
            self.enter_time(&mut entries, teacher, &given, at.week);
            let changes = self.changes_view(teacher, u32::try_from(slot).expect("fewer than 2^32 slots"));
            self.push_changing(given.own_time, changes, entries);
        }
    }

    /// The parts "`teacher` takes another's class, who takes this one", where that may be: the only lesson of the period,
    /// with nobody else in it, in a period that overlaps no other.
    pub(super) fn push_exchanged(&mut self, teacher: TeacherId) {
        let in_play = self.forms.iter().any(|form| form.acts.contains(&Act::Exchange));
        if !in_play || !self.problem.teachers[teacher].swap {
            return;
        }
        let school = self.problem.teachers[teacher].school;
        let seats = self.problem.rules.observers_per_lesson;
        for (slot, lesson) in self.presence[teacher.index()].taught.clone() {
            let grid = &self.grids[school.index()];
            let at = grid.slots[slot as usize];
            let of = &self.problem.lessons[lesson];
            let alone = of.teachers.len() == 1
                && self.presence[teacher.index()].lessons_in(slot).len() == 1
                && grid.overlaps[slot as usize].len() == 1;
            let notice = grid.open_before[at.day as usize] >= self.problem.rules.notice_days;
            let may = alone && notice && of.open && seats > 0 && !never_left(self.problem, lesson);
            if !may || self.is_barred(teacher, at.day) {
                continue;
            }
            let mut entries = Vec::new();
            self.enter_use(&mut entries, teacher, slot);
            self.enter_hosted(&mut entries, teacher, slot, lesson);
            let changes = self.changes_exchange(teacher, slot, lesson);
            let part = self.push_changing(0, changes, entries);
            if self.parts.can(part) {
                self.exchanged[teacher.index()].push(OwnLesson { slot, lesson, part });
            }
        }
    }

    /// The parts "`teacher` teaches this lesson as planned together".
    pub(super) fn push_taught(&mut self, teacher: TeacherId) {
        if !self.plans_together() {
            return;
        }
        let school = self.problem.teachers[teacher].school;
        for (slot, lesson) in self.presence[teacher.index()].taught.clone() {
            let day = self.grids[school.index()].slots[slot as usize].day;
            let of = &self.problem.lessons[lesson];
            let subjects = &self.problem.teachers[teacher].subjects;
            let past = self.is_past_teaching(teacher, slot, lesson);
            if past
                || self.is_barred(teacher, day)
                || !of.subject.as_ref().is_some_and(|subject| subjects.contains(subject))
            {
                continue;
            }
            let row = self.rows.enter(RowKey::TeachOrLeave { teacher, lesson, slot }, || 1);
            let mut entries = vec![(row, 1)];
            if self.problem.lessons[lesson].teachers.len() > 1 {
                entries.push((self.rows.enter(RowKey::Taught { lesson, slot }, || 1), 1));
            }
            let part = self.parts.push(0, &entries);
            self.taught[teacher.index()].push(OwnLesson { slot, lesson, part });
        }
    }

    /// Whether lessons planned together are in play.
    pub(super) fn plans_together(&self) -> bool {
        self.forms.iter().any(|form| form.shape.planned)
    }

    /// The lessons that the classes of `lesson` may join in `slot`: of the same subject and year, taught then in the same
    /// school, with room for all (SPEC §6).
    pub fn joinable(&self, lesson: LessonId, slot: u32) -> Vec<LessonId> {
        let problem = self.problem;
        let (Some(subject), school) = (&problem.lessons[lesson].subject, problem.lessons[lesson].school) else {
            return Vec::new();
        };
        let Some(receivers) = self.receivers.get(&school) else { return Vec::new() };
        let date = self.grids[school.index()].slots[slot as usize].date;
        let of_one_year = |other: LessonId| {
            // A class that both lessons name is one class in the room.
            let all: BTreeSet<_> = [lesson, other].iter().flat_map(|&of| &problem.lessons[of].classes).collect();
            let year = all.first().and_then(|&&class| problem.classes[class].year.as_ref());
            let both = [lesson, other].iter().all(|&of| !problem.lessons[of].classes.is_empty());
            let fits =
                problem.lessons[other].room.and_then(|room| problem.rooms[room].capacity).is_none_or(|capacity| {
                    let sizes = all.iter().map(|&&class| problem.classes[class].size).sum::<Option<u32>>();
                    sizes.is_none_or(|sizes| sizes <= capacity)
                });
            let there = |&&class: &&ClassId| {
                problem.classes[class].year.as_ref() == year && !problem.classes[class].is_away(date)
            };
            both && year.is_some() && all.iter().all(there) && fits
        };
        receivers
            .iter()
            .copied()
            .filter(|&other| {
                other != lesson
                    && problem.lessons[other].subject.as_ref() == Some(subject)
                    && self.teaching_in(other, slot) > 0
                    && of_one_year(other)
            })
            .collect()
    }
}
