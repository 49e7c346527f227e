//! The plan (SPEC §8), as far as it is built.

use schemars::JsonSchema;
use serde::Serialize;

use super::{CoverBy, Decimal, IsoDate, Kind, SupplyUnit, Verbatim};
use crate::domain;

/// The name and version of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum PlanFormat {
    /// This version.
    #[serde(rename = "opendoor-plan/1")]
    One,
}

/// How the search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The total equals the bound.
    Optimal,
    /// The gap is stated.
    Feasible,
    /// The clock or the user ended it; the gap is stated.
    Interrupted,
}

/// What the bound rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// One vector of prices.
    Prices,
    /// One vector of prices per leaf of a branching.
    Tree,
    /// A program of all columns that matter, closed by an integer solver.
    #[default]
    Solver,
}

/// A plan: who watches whom, who covers, when the two talk, what it costs and how good that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan<'a> {
    /// The name and version of this format.
    pub format: PlanFormat,
    /// `sha256:` and the hash of the instance. What does not match is a note, no error.
    #[serde(default)]
    pub instance: &'a str,
    /// The version of the engine that wrote it.
    #[serde(default)]
    pub engine: &'a str,
    /// The seed it was given.
    #[serde(default)]
    pub seed: u64,
    /// Whether people have been told.
    #[serde(default)]
    pub published: bool,
    /// How the search ended.
    pub status: Status,
    /// What the bound rests on.
    #[serde(default)]
    pub proof: Proof,
    /// Pence: money + goodwill + unserved cost - value.
    pub total: i64,
    /// Pence: no plan costs less.
    pub bound: i64,
    /// (total - bound) / max(1, money + goodwill + unserved cost + value), rounded up to 6 decimals.
    pub gap: Decimal<6>,
    /// Pence really paid.
    pub money: i64,
    /// Pence that annoyances weigh.
    pub goodwill: i64,
    /// Pence that partners wanted and not got cost.
    pub unserved_cost: i64,
    /// Pence that the visits are worth.
    pub value: i64,
    /// What is planned as one, each.
    pub arrangements: Vec<Arrangement<'a>>,
    /// Units of supply bought.
    pub hires: Vec<Hire<'a>>,
    /// What stands on no visit, cover, conversation, hire or unserved entry.
    #[serde(default)]
    pub lines: Vec<Line<'a>>,
    /// Who has fewer partners than wanted.
    #[serde(default)]
    pub unserved: Vec<Unserved<'a>>,
    /// What the round asks of everybody.
    #[serde(default)]
    pub loads: Vec<Load<'a>>,
    /// Of a re-plan: what differs from the plan before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<super::Changed<'a>>,
    /// How much work the search was.
    #[serde(default)]
    pub stats: Stats,
}

/// What is planned as one: members, visits, conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrangement<'a> {
    /// The id, unique in the plan.
    pub id: &'a str,
    /// The kind.
    pub kind: Kind,
    /// The ids of the members.
    pub members: Vec<&'a str>,
    /// The visits.
    pub visits: Vec<Visit<'a>>,
    /// Value that stands on no visit, pence; of lessons planned together only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// When the members meet to plan; of lessons planned together only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meetings: Option<Vec<Conversation<'a>>>,
    /// The lessons that they then teach; of lessons planned together only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teaches: Option<Vec<Taught<'a>>>,
    /// The learning conversation, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Conversation<'a>>,
}

/// How a visit is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// In the room.
    #[default]
    InPerson,
    /// By film.
    Video,
    /// Each takes the other's class.
    Swap,
}

/// One observer at one occurrence of one host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Visit<'a> {
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
    /// When the film is watched; of visits by film only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watch: Option<Viewing<'a>>,
    /// The focus; null where the instance has none.
    #[schemars(extend("x-nullable" = true))]
    pub focus: Option<&'a str>,
    /// Value, pence.
    #[serde(default)]
    pub value: i64,
    /// Goodwill for own free, after-school and protected periods, the viewing's included, pence.
    #[serde(default)]
    pub own_time: i64,
    /// Money for the journey, pence.
    #[serde(default)]
    pub travel: i64,
    /// Money for the film, pence; of visits by film only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<i64>,
    /// Every occurrence that the observer leaves.
    #[serde(default)]
    pub covers: Vec<CoverEntry<'a>>,
}

/// When a film is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Viewing<'a> {
    /// The date.
    pub date: IsoDate,
    /// The period, of the observer's school.
    pub period: &'a str,
}

/// A lesson that a member teaches as planned together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taught<'a> {
    /// Who teaches it.
    pub teacher: &'a str,
    /// The lesson.
    pub lesson: &'a str,
    /// The date.
    pub date: IsoDate,
    /// The period, of the lesson's school.
    pub period: &'a str,
    /// Whether it is taught again, after the conversation.
    #[serde(default)]
    pub again: bool,
}

/// An occurrence that an observer leaves, and who takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverEntry<'a> {
    /// The lesson left.
    pub lesson: &'a str,
    /// The date.
    pub date: IsoDate,
    /// The period, of the lesson's school.
    pub period: &'a str,
    /// Who takes it.
    pub by: CoverBy<'a>,
    /// Money, pence; of supply 0, it stands in the hires.
    #[serde(default)]
    pub money: i64,
    /// Goodwill, pence.
    #[serde(default)]
    pub goodwill: i64,
}

/// The learning conversation, or a meeting to plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conversation<'a> {
    /// The date.
    pub date: IsoDate,
    /// The school whose period it is.
    pub school: &'a str,
    /// The period.
    pub period: &'a str,
    /// Goodwill for the members' own periods, pence.
    #[serde(default)]
    pub own_time: i64,
}

/// Half of a school day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Before the day's first break that ends after 12:00.
    Am,
    /// From there on.
    Pm,
}

/// Units of supply bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hire<'a> {
    /// The source.
    pub source: &'a str,
    /// The school.
    pub school: &'a str,
    /// The date.
    pub date: IsoDate,
    /// What is bought.
    pub unit: SupplyUnit,
    /// Which half, of a half day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half: Option<Half>,
    /// Which period, of a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<&'a str>,
    /// How many.
    pub count: u32,
    /// Money for all of them, pence.
    pub money: i64,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineWhat {
    /// The two were partners in an earlier round.
    RepeatPartner,
    /// The school prefers this pair.
    Prefer,
    /// The school would rather avoid it.
    Avoid,
    /// Both are of one department.
    SameDepartment,
    /// A leader is not hosted in the first days.
    LeaderLate,
    /// The arrangement has no conversation.
    NoConversation,
}

/// The four sums of the objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sum {
    /// What is really paid.
    Money,
    /// What annoyances weigh.
    Goodwill,
    /// What the visits are worth.
    Value,
    /// What partners wanted and not got cost.
    UnservedCost,
}

/// A cost or credit that stands nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line<'a> {
    /// What for.
    pub what: LineWhat,
    /// The sum it adds to.
    #[serde(rename = "in")]
    pub sum: Sum,
    /// Pence.
    #[schemars(range(min = 0))]
    pub pence: i64,
    /// The pair, the leader, or the arrangement's members.
    pub members: Vec<&'a str>,
}

/// A teacher who has fewer partners than wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unserved<'a> {
    /// Who.
    pub teacher: &'a str,
    /// How many partners are missing.
    pub missing: u32,
    /// What that costs, pence.
    pub cost: i64,
    /// Why.
    #[serde(default)]
    pub reasons: Vec<Reason<'a>>,
}

/// Why somebody is left out, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// Nobody is an allowed partner.
    NoPartner,
    /// No allowed partner is above `rules.min_match`.
    MinMatch,
    /// With no allowed partner is there a visit both ways that could be covered.
    NoVisit,
    /// With no allowed partner is there common free time for a conversation after the visits.
    NoConversation,
    /// A budget stands in the way.
    Budget,
    /// A cap stands in the way.
    Cap,
    /// Everybody who would fit has a partner.
    NobodyLeft,
    /// Every arrangement costs more than it is worth.
    TooDear,
    /// The search ended before it was settled whether an arrangement pays.
    Unsettled,
}

/// A reason with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason<'a> {
    /// In one word.
    pub code: ReasonCode,
    /// In a sentence.
    #[serde(default)]
    pub text: &'a str,
    /// A change of the instance that would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_help: Option<Change<'a>>,
}

/// A change of the instance and what it would do to the total: `total_change` when that is exact, else both limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change<'a> {
    /// A merge patch.
    pub patch: Verbatim<'a>,
    /// Pence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_change: Option<i64>,
    /// Pence at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// Pence at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
}

/// What the round asks of one teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Load<'a> {
    /// Who.
    pub teacher: &'a str,
    /// Visits made.
    #[serde(default)]
    pub visits_made: u32,
    /// Visits hosted.
    #[serde(default)]
    pub hosted: u32,
    /// Covers taken as colleague.
    #[serde(default)]
    pub covers_taken: u32,
    /// Own free lesson periods charged.
    #[serde(default)]
    pub free_periods: u32,
    /// Protected periods charged.
    #[serde(default)]
    pub protected_periods: u32,
    /// Own after-school and break periods charged.
    #[serde(default)]
    pub after_periods: u32,
}

/// How much work the search was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stats {
    /// Wall clock, seconds.
    #[serde(default)]
    pub seconds: Decimal<3>,
    /// Columns generated.
    #[serde(default)]
    pub columns: u64,
    /// Matchings solved.
    #[serde(default)]
    pub matchings: u64,
    /// Nodes of branching.
    #[serde(default)]
    pub nodes: u64,
}

impl From<domain::Sum> for Sum {
    fn from(value: domain::Sum) -> Self {
        match value {
            domain::Sum::Money => Self::Money,
            domain::Sum::Goodwill => Self::Goodwill,
            domain::Sum::Value => Self::Value,
            domain::Sum::Unserved => Self::UnservedCost,
        }
    }
}

/// Enums of the domain whose names are those of the format.
macro_rules! same_names {
    ($($name:ident { $($variant:ident),+ })+) => {$(
        impl From<domain::$name> for $name {
            fn from(value: domain::$name) -> Self {
                match value {
                    $(domain::$name::$variant => Self::$variant,)+
                }
            }
        }
    )+};
}

same_names! {
    Status { Optimal, Feasible, Interrupted }
    Proof { Prices, Tree, Solver }
    Half { Am, Pm }
    LineWhat { RepeatPartner, Prefer, Avoid, SameDepartment, LeaderLate, NoConversation }
    ReasonCode { NoPartner, MinMatch, NoVisit, NoConversation, Budget, Cap, NobodyLeft, TooDear, Unsettled }
}

impl From<domain::Mode> for Mode {
    fn from(value: domain::Mode) -> Self {
        match value {
            domain::Mode::InPerson => Self::InPerson,
            domain::Mode::Film(_) => Self::Video,
            domain::Mode::Exchange => Self::Swap,
        }
    }
}
