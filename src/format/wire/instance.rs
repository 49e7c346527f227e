//! The instance as a whole.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Budget, Class, Cover, Each, Group, History, IsoDate, Lesson, Lock, Profile, Rates, Request, Room, Rules, School,
    Teacher, Travel, WalkOrder,
};

/// The name and version of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum InstanceFormat {
    /// This version.
    #[serde(rename = "opendoor/1")]
    One,
}

/// One round of peer observation, for one school or many: everything that is known before it is planned.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instance<'a> {
    /// The name and version of this format.
    pub format: InstanceFormat,
    /// The whole exercise, between two dates.
    pub round: Round<'a>,
    /// The preset of rules and rates that `rules` and `rates` override key by key.
    #[schemars(extend("default" = "england"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// The strands of teaching, in order: ties between them go to the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focuses: Option<Vec<Focus<'a>>>,
    /// The schools.
    pub schools: Each<'a, School<'a>>,
    /// The ways between schools; two schools without an entry do not visit each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel: Option<Each<'a, Travel<'a>>>,
    /// The teachers, whether they take part or not.
    pub teachers: Each<'a, Teacher<'a>>,
    /// The classes of which more is known than the name; a class only named in lessons has every default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classes: Option<Each<'a, Class<'a>>>,
    /// The rooms of which more is known than the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rooms: Option<Each<'a, Room<'a>>>,
    /// The timetable.
    pub lessons: Each<'a, Lesson<'a>>,
    /// Who takes the classes left behind, but colleagues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Cover<'a>>,
    /// What a plan may spend; every limit is hard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget<'a>>,
    /// The rules, where they differ from the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Rules<'a>>,
    /// The rates, where they differ from the defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates: Option<Rates>,
    /// What must hold in any plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locks: Option<Vec<Lock<'a>>>,
    /// Hosts who ask to be watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<Vec<Request<'a>>>,
    /// Earlier rounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<History<'a>>>,
    /// Learning walks ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walks: Option<Vec<WalkOrder<'a>>>,
    /// Theme groups (learning communities).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Group<'a>>>,
}

/// The whole exercise, between two dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Round<'a> {
    /// What the round is called.
    pub title: &'a str,
    /// First day.
    pub start: IsoDate,
    /// Last day.
    pub end: IsoDate,
    /// The IANA name of the time zone, for calendars that leave the school.
    #[schemars(example = "Europe/London")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<&'a str>,
    /// The school year; without it nothing of `history` counts per year.
    #[schemars(example = "2026/27")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<&'a str>,
}

/// A strand of teaching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Focus<'a> {
    /// The id, unique in the instance.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
}
