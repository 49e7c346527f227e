//! Lessons, classes and rooms.

use super::calendar::{Date, Weekday};
use super::ids::{ClassId, PeriodId, RoomId, SchoolId, TeacherId, WeekId};

/// When a lesson is taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On a weekday, in weeks of one label or in every week.
    Weekly {
        /// The label; `None` = every week.
        week: Option<WeekId>,
        /// The weekday.
        weekday: Weekday,
    },
    /// Once.
    Once(Date),
}

/// Who may take a lesson while its teacher is away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CoverNeed {
    /// Anybody.
    #[default]
    Any,
    /// Somebody who has the subject.
    Qualified,
    /// Nobody: the teacher may not leave it.
    Never,
}

/// A timetable entry. An *occurrence* is one period of it on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The id in the instance.
    pub id: String,
    /// The school: that of its teachers; of a lesson without teachers, the school that has its classes.
    pub school: SchoolId,
    /// Who teaches it; none for self-study and the like.
    pub teachers: Vec<TeacherId>,
    /// The classes in it.
    pub classes: Vec<ClassId>,
    /// The subject.
    pub subject: Option<String>,
    /// The room.
    pub room: Option<RoomId>,
    /// When.
    pub when: When,
    /// The (first) period.
    pub period: PeriodId,
    /// How many lesson periods it fills, breaks skipped.
    pub length: u32,
    /// First day on which it is taught.
    pub from: Option<Date>,
    /// Last day on which it is taught; an ended lesson frees its teacher.
    pub until: Option<Date>,
    /// Whether the host lets it be watched.
    pub open: bool,
    /// Who may take it meanwhile.
    pub cover: CoverNeed,
    /// Pre-invited to learning walks.
    pub walk: bool,
    /// May take in a second class.
    pub join: bool,
}

/// Days on which a class is not taught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Why.
    pub why: Option<String>,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The id, unique in its school.
    pub id: String,
    /// The school.
    pub school: SchoolId,
    /// Whether the instance lists it; otherwise it is only named in lessons and has every default.
    pub declared: bool,
    /// The year group.
    pub year: Option<String>,
    /// How many learners.
    pub size: Option<u32>,
    /// Whether it sits an exam this year.
    pub exam: bool,
    /// How many of its occurrences may be put on supervised study in the round.
    pub study_release: u32,
    /// Most times it may lose its teacher in the round; `None` = `rules.class_cover_max`.
    pub cover_max: Option<u32>,
    /// Most times it may be watched in the round; `None` = `rules.class_watched_max`.
    pub watched_max: Option<u32>,
    /// When it is away.
    pub away: Vec<Away>,
}

impl Class {
    /// A class with every default, as one only named in lessons has.
    #[must_use]
    pub fn new(id: impl Into<String>, school: SchoolId) -> Self {
        Self {
            id: id.into(),
            school,
            declared: false,
            year: None,
            size: None,
            exam: false,
            study_release: 0,
            cover_max: None,
            watched_max: None,
            away: Vec::new(),
        }
    }

    /// Whether the class is away on `date`.
    #[must_use]
    pub fn is_away(&self, date: Date) -> bool {
        self.away.iter().any(|away| away.from <= date && date <= away.to)
    }
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The id, unique in its school.
    pub id: String,
    /// The school.
    pub school: SchoolId,
    /// Whether the instance lists it.
    pub declared: bool,
    /// How many learners it holds.
    pub capacity: Option<u32>,
}
