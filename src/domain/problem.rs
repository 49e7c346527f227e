//! The instance as meant.

use super::calendar::{Date, Round, School};
use super::change::Keep;
use super::cover::{Budget, Supervisor, Supply, Travel};
use super::ids::{ClassId, FocusId, Keyed, LessonId, RoomId, SchoolId, SupervisorId, SupplyId, TeacherId};
use super::lessons::{Class, Lesson, Room, When};
use super::money::Pence;
use super::policy::{Profile, Rates, Rules};
use super::staff::Teacher;
use super::steering::{History, Lock, Request};

/// A focus: a strand of teaching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// The id in the instance.
    pub id: String,
    /// The name.
    pub name: String,
}

/// One instance, valid by construction: every reference resolves, every date, period and week label exists,
/// and every rule of SPEC §2 about single values holds. Readers and generators build it; nobody changes it after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The round.
    pub round: Round,
    /// The preset that rules and rates start from.
    pub profile: Profile,
    /// The focuses.
    pub focuses: Keyed<FocusId, Focus>,
    /// The schools.
    pub schools: Keyed<SchoolId, School>,
    /// The ways between schools.
    pub travel: Vec<Travel>,
    /// The teachers.
    pub teachers: Keyed<TeacherId, Teacher>,
    /// The classes, declared ones first, then those only named in lessons, in the order met.
    pub classes: Keyed<ClassId, Class>,
    /// The rooms, likewise.
    pub rooms: Keyed<RoomId, Room>,
    /// The lessons.
    pub lessons: Keyed<LessonId, Lesson>,
    /// The cover supervisors.
    pub supervisors: Keyed<SupervisorId, Supervisor>,
    /// The sources of supply.
    pub supply: Keyed<SupplyId, Supply>,
    /// Pence per occurrence put on study.
    pub study_money: Pence,
    /// What a plan may spend.
    pub budget: Budget,
    /// The rules.
    pub rules: Rules,
    /// The rates.
    pub rates: Rates,
    /// What must hold.
    pub locks: Vec<Lock>,
    /// Hosts who ask to be visited.
    pub requests: Vec<Request>,
    /// Earlier rounds.
    pub history: Vec<History>,
    /// What a re-plan holds to. It is no part of an instance: no reader sets it, no writer writes it.
    pub keep: Option<Keep>,
}

impl Problem {
    /// The way between two different schools, if there is one.
    #[must_use]
    pub fn travel_between(&self, a: SchoolId, b: SchoolId) -> Option<&Travel> {
        self.travel.iter().find(|way| way.between == [a, b] || way.between == [b, a])
    }

    /// Whether `lesson` stands in the timetable on `date`: its school is open, the weekday, cycle week or date
    /// fits, and `from`/`until` allow it. Says nothing of classes or teachers that are away.
    #[must_use]
    pub fn is_timetabled(&self, lesson: &Lesson, date: Date) -> bool {
        let school = &self.schools[lesson.school];
        let fits = match lesson.when {
            When::Once(once) => once == date,
            When::Weekly { week, weekday } => {
                weekday == date.weekday() && week.is_none_or(|week| school.week_on(date) == Some(week))
            }
        };
        fits && school.is_open(date)
            && lesson.from.is_none_or(|from| from <= date)
            && lesson.until.is_none_or(|until| date <= until)
    }

    /// Partners wanted in this round, by whatever kind: of new staff also `rules.new_staff_visits` (SPEC §7).
    #[must_use]
    pub fn wanted(&self, teacher: TeacherId) -> u32 {
        let of = &self.teachers[teacher];
        let further = if of.new_staff && of.participates { self.rules.new_staff_visits } else { 0 };
        of.wanted() + further
    }

    /// What it costs that `teacher` misses `missing` of the partners wanted, pence: nothing for what was but offered,
    /// then the steps of `rates.unserved`.
    #[must_use]
    pub fn unserved_cost(&self, teacher: TeacherId, missing: u32) -> Pence {
        let wished = self.wanted(teacher).saturating_sub(self.teachers[teacher].offered);
        self.rates.unserved_cost(wished, missing.saturating_sub(self.teachers[teacher].offered).min(wished))
    }

    /// Most times `class` may lose its teacher in the round.
    #[must_use]
    pub fn class_cover_max(&self, class: ClassId) -> u32 {
        self.classes[class].cover_max.unwrap_or(self.rules.class_cover_max)
    }

    /// Most times `class` may be watched in the round.
    #[must_use]
    pub fn class_watched_max(&self, class: ClassId) -> u32 {
        self.classes[class].watched_max.unwrap_or(self.rules.class_watched_max)
    }
}
