//! What differs from the plan before (SPEC §7, §8).

use schemars::JsonSchema;
use serde::Serialize;

use super::{CoverLock, IsoDate, Mode};

/// An element that only one of two plans has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changed<'a> {
    /// In the old plan, and gone; else null.
    #[schemars(extend("x-nullable" = true))]
    pub was: Option<Element<'a>>,
    /// New; else null.
    #[schemars(extend("x-nullable" = true))]
    pub now: Option<Element<'a>>,
    /// Goodwill, pence.
    #[schemars(range(min = 0))]
    pub pence: i64,
}

/// What a change is counted of: an object with one key. Ids may be of the instance before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Element<'a> {
    /// A visit.
    Visit(VisitElement<'a>),
    /// A class left to somebody.
    Cover(CoverLock<'a>),
    /// A conversation.
    Conversation(ConversationElement<'a>),
}

/// A visit, as far as it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitElement<'a> {
    /// Who watches.
    pub observer: &'a str,
    /// Whose lesson.
    pub host: &'a str,
    /// What is watched.
    pub lesson: &'a str,
    /// The date.
    pub date: IsoDate,
    /// The period, of the lesson's school.
    pub period: &'a str,
    /// How.
    #[serde(default)]
    pub mode: Mode,
}

/// A conversation, as far as it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationElement<'a> {
    /// Who talks.
    pub members: Vec<&'a str>,
    /// The date.
    pub date: IsoDate,
    /// The school whose period it is.
    pub school: &'a str,
    /// The period.
    pub period: &'a str,
}
