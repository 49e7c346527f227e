//! Teachers.

use schemars::JsonSchema;
use serde::Serialize;

use super::{IsoDate, Pattern, Score, Table};

/// A teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Teacher<'a> {
    /// The id, unique in the instance.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
    /// The school.
    pub school: &'a str,
    /// The department; two of one school with the same name are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<&'a str>,
    /// The subjects taught.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Vec<&'a str>>,
    /// Whether this is a leader.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader: Option<bool>,
    /// The id of the line manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_manager: Option<&'a str>,
    /// Whether this is new staff.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_staff: Option<bool>,
    /// Whether the teacher takes part.
    #[schemars(extend("default" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participates: Option<bool>,
    /// How many partners the teacher wants.
    #[schemars(extend("default" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visits: Option<u32>,
    /// Whether somebody who does not take part may be hosted all the same.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_door: Option<bool>,
    /// Strengths by focus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strengths: Option<Table<&'a str, Score>>,
    /// Needs by focus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Table<&'a str, Score>>,
    /// Focuses on which the teacher, as host, wants comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<Vec<&'a str>>,
    /// When the teacher is not at work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<Vec<Pattern<'a>>>,
    /// When the teacher is on site and can't be left out of what they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busy: Option<Vec<Pattern<'a>>>,
    /// Protected (planning) time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected: Option<Vec<Pattern<'a>>>,
    /// Whether protected time may be used for the round.
    #[schemars(extend("default" = "never"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected_use: Option<ProtectedUse>,
    /// On what terms the teacher covers for colleagues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<CoverTerms<'a>>,
    /// How often the teacher is ready to be watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosting: Option<Hosting>,
    /// How much own time the teacher lends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periods_lent: Option<PeriodsLent>,
    /// Consent to class swaps.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub swap: Option<bool>,
    /// Consent to be filmed.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub film: Option<bool>,
    /// Consent to trained student observers.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub student_observers: Option<bool>,
    /// Themes for learning communities, in order of preference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<&'a str>>,
}

/// Whether a teacher's protected time may be used for the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProtectedUse {
    /// It may not.
    Never,
    /// The teacher consents to watch and talk in it, never to cover.
    Watch,
}

impl From<crate::domain::ProtectedUse> for ProtectedUse {
    fn from(consent: crate::domain::ProtectedUse) -> Self {
        match consent {
            crate::domain::ProtectedUse::Never => Self::Never,
            crate::domain::ProtectedUse::Watch => Self::Watch,
        }
    }
}

/// On what terms a teacher covers for colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverTerms<'a> {
    /// Whether this is a volunteer; left out: no volunteer, may be asked when `rules.staff_cover` is `"all"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub willing: Option<bool>,
    /// Most covers in a day.
    #[schemars(extend("default" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_day: Option<u32>,
    /// Most covers in a calendar week, `already` counted; left out, no cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_week: Option<u32>,
    /// Most covers in the round, `already` counted; left out, no cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_round: Option<u32>,
    /// Covers already taken elsewhere, by the Monday of the week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub already: Option<Table<IsoDate, u32>>,
    /// Subjects that this person may cover as qualified; left out, the subjects taught.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Vec<&'a str>>,
}

/// How often a teacher is ready to be watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hosting {
    /// Most visits hosted in this round; left out, the larger of 2 and `visits`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Most visits hosted in the school year, `history` counted; left out, no cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_year: Option<u32>,
}

/// How much own time a teacher lends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodsLent {
    /// Most things that may take own free or consented lesson periods in a calendar week.
    #[schemars(extend("default" = 2))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_week: Option<u32>,
}
