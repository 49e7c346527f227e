//! Lessons, classes and rooms.

use schemars::JsonSchema;
use serde::Serialize;

use super::{IsoDate, Weekday};

/// A class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class<'a> {
    /// The id, unique in its school.
    pub id: &'a str,
    /// The school.
    pub school: &'a str,
    /// The year group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<&'a str>,
    /// How many learners.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// Whether it sits an exam this year.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exam: Option<bool>,
    /// How many of its occurrences may be put on supervised study in the round.
    #[schemars(extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study_release: Option<u32>,
    /// Most times it may lose its teacher in the round; left out, `rules.class_cover_max`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_max: Option<u32>,
    /// Most times it may be watched in the round; left out, `rules.class_watched_max`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watched_max: Option<u32>,
    /// Days on which it is not taught.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<Vec<Away<'a>>>,
}

/// Days on which a class is not taught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Away<'a> {
    /// First day.
    pub from: IsoDate,
    /// Last day; left out, `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<IsoDate>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a str>,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Room<'a> {
    /// The id, unique in its school.
    pub id: &'a str,
    /// The school.
    pub school: &'a str,
    /// How many learners it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

/// Who may take a lesson while its teacher is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverNeed {
    /// Anybody.
    Any,
    /// Somebody who has the subject.
    Qualified,
    /// Nobody: the teacher may not leave it.
    Never,
}

impl From<crate::domain::CoverNeed> for CoverNeed {
    fn from(need: crate::domain::CoverNeed) -> Self {
        match need {
            crate::domain::CoverNeed::Any => Self::Any,
            crate::domain::CoverNeed::Qualified => Self::Qualified,
            crate::domain::CoverNeed::Never => Self::Never,
        }
    }
}

/// A timetable entry: weekly with `weekday`, or once with `date`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lesson<'a> {
    /// The id, unique in the instance.
    pub id: &'a str,
    /// Who teaches it, all of one school.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teachers: Option<Vec<&'a str>>,
    /// The classes in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classes: Option<Vec<&'a str>>,
    /// The subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<&'a str>,
    /// The room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<&'a str>,
    /// Only in weeks of this label; left out, every week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<&'a str>,
    /// The weekday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
    /// The one date, instead of `weekday`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<IsoDate>,
    /// The (first) period.
    pub period: &'a str,
    /// How many lesson periods it fills, breaks skipped.
    #[schemars(range(min = 1), extend("default" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// First day on which it is taught.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<IsoDate>,
    /// Last day on which it is taught; an ended lesson frees its teacher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<IsoDate>,
    /// Whether the host lets it be watched.
    #[schemars(extend("default" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Who may take it meanwhile.
    #[schemars(extend("default" = "any"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<CoverNeed>,
    /// Pre-invited to learning walks.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk: Option<bool>,
    /// May take in a second class.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<bool>,
}
