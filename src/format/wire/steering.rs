//! What a school fixes beforehand: locks, requests, history, walks and groups (SPEC §7).

use schemars::JsonSchema;
use serde::Serialize;

use super::{CoverSource, IsoDate, Table};

/// What must hold in any plan: an object with one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Lock<'a> {
    /// The two are partners.
    Pair([&'a str; 2]),
    /// A visit that matches every key given exists.
    Visit(VisitLock<'a>),
    /// The cover exists.
    Cover(CoverLock<'a>),
    /// The conversation of exactly these members is then.
    Conversation(ConversationLock<'a>),
    /// The teacher does nothing for the round on that date.
    NeverOn(NeverOnLock<'a>),
    /// The teacher neither visits, hosts, covers nor talks, wants nobody and is not unserved.
    Out(OutLock<'a>),
}

/// A visit that must exist; any of the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitLock<'a> {
    /// Who watches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observer: Option<&'a str>,
    /// Whose lesson.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<&'a str>,
    /// Which lesson.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<&'a str>,
    /// On which date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<IsoDate>,
    /// In which period of the host's school.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<&'a str>,
}

/// A cover that must exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverLock<'a> {
    /// The lesson left.
    pub lesson: &'a str,
    /// The date.
    pub date: IsoDate,
    /// The period, of the lesson's school.
    pub period: &'a str,
    /// Who takes it.
    pub by: CoverBy<'a>,
}

/// Who takes a class left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverBy<'a> {
    /// Where the cover comes from.
    pub source: CoverSource,
    /// The supervisor, colleague or source of supply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
    /// The lesson that takes in the class, of `join`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<&'a str>,
}

/// A conversation that must be then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationLock<'a> {
    /// Exactly these members.
    pub members: Vec<&'a str>,
    /// The date.
    pub date: IsoDate,
    /// The period, of any member's school.
    pub period: &'a str,
}

/// A day on which nothing happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeverOnLock<'a> {
    /// Who; left out, everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teacher: Option<&'a str>,
    /// When.
    pub date: IsoDate,
}

/// Somebody who is left out of the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutLock<'a> {
    /// Who.
    pub teacher: &'a str,
}

/// A host asks to be watched: who does is welcome one way. What matches matches every key given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request<'a> {
    /// Who wants a visitor.
    pub host: &'a str,
    /// In which lesson.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<&'a str>,
    /// On which date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<IsoDate>,
    /// In which period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<&'a str>,
    /// For which focus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<&'a str>,
    /// Last day on which the request stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<IsoDate>,
}

/// An earlier round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History<'a> {
    /// What the round was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<&'a str>,
    /// Its school year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<&'a str>,
    /// Who were partners.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partners: Option<Vec<[&'a str; 2]>>,
    /// Covers taken as colleague.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers: Option<Table<&'a str, u32>>,
    /// Visits hosted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosted: Option<Table<&'a str, u32>>,
}

/// A learning walk ordered. Understood, not built yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WalkOrder<'a> {
    /// The id.
    pub id: &'a str,
    /// Who leads it.
    pub guide: &'a str,
    /// Exactly these come along; left out, up to `rules.walk_companions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companions: Option<Vec<&'a str>>,
    /// What it looks at.
    pub focus: &'a str,
    /// First day.
    pub from: IsoDate,
    /// Last day.
    pub to: IsoDate,
    /// Fewest and most stops.
    pub stops: [u32; 2],
}

/// A theme group (learning community). Understood, not built yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group<'a> {
    /// The id.
    pub id: &'a str,
    /// The theme, one of its members' `themes`.
    pub theme: &'a str,
    /// Fewest and most members.
    pub size: [u32; 2],
    /// How often it meets.
    #[schemars(extend("default" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meetings: Option<u32>,
    /// The members; left out, the group is formed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<&'a str>>,
}
