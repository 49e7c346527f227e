//! Profiles, rules and rates (SPEC §4).

use schemars::JsonSchema;
use serde::Serialize;

use super::{PeriodUse, Score, Table};
use crate::domain;

/// A preset of rules and rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// England: cover only by volunteers, protected time by consent, a quota of untouched free time.
    England,
    /// Countries where colleagues cover as part of the job.
    Open,
}

impl From<domain::Profile> for Profile {
    fn from(value: domain::Profile) -> Self {
        match value {
            domain::Profile::England => Self::England,
            domain::Profile::Open => Self::Open,
        }
    }
}

/// A kind of arrangement. Of these `walk`, `student` and `meeting` are understood and refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Two teachers, each watches the other.
    Pair,
    /// Three in a ring.
    Triad,
    /// One visit, not returned.
    OneWay,
    /// Two take each other's class.
    Swap,
    /// Planned together, taught apart.
    PlanTogether,
    /// A learning walk.
    Walk,
    /// A visit by trained students (reserved).
    Student,
    /// A meeting of a theme group.
    Meeting,
}

impl From<domain::Kind> for Kind {
    fn from(value: domain::Kind) -> Self {
        match value {
            domain::Kind::Pair => Self::Pair,
            domain::Kind::Triad => Self::Triad,
            domain::Kind::OneWay => Self::OneWay,
            domain::Kind::Swap => Self::Swap,
            domain::Kind::PlanTogether => Self::PlanTogether,
            domain::Kind::Walk => Self::Walk,
            domain::Kind::Student => Self::Student,
            domain::Kind::Meeting => Self::Meeting,
        }
    }
}

/// When triads are planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Triads {
    /// Not at all.
    Never,
    /// At most one a school.
    Odd,
    /// Wherever they pay.
    Free,
}

impl From<domain::Triads> for Triads {
    fn from(value: domain::Triads) -> Self {
        match value {
            domain::Triads::Never => Self::Never,
            domain::Triads::Odd => Self::Odd,
            domain::Triads::Free => Self::Free,
        }
    }
}

/// Which colleagues may cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffCover {
    /// Nobody.
    Never,
    /// Only who is `willing`.
    Volunteers,
    /// All but who is not willing.
    All,
}

impl From<domain::StaffCover> for StaffCover {
    fn from(value: domain::StaffCover) -> Self {
        match value {
            domain::StaffCover::Never => Self::Never,
            domain::StaffCover::Volunteers => Self::Volunteers,
            domain::StaffCover::All => Self::All,
        }
    }
}

/// Whether protected time may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProtectedRule {
    /// It may not, whatever anybody consents to.
    Never,
    /// By its owner's consent.
    Consent,
}

impl From<domain::ProtectedRule> for ProtectedRule {
    fn from(value: domain::ProtectedRule) -> Self {
        match value {
            domain::ProtectedRule::Never => Self::Never,
            domain::ProtectedRule::Consent => Self::Consent,
        }
    }
}

/// Whether a line manager and a report may be partners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineManagers {
    /// They may not.
    Never,
    /// They may.
    Allowed,
}

impl From<domain::LineManagers> for LineManagers {
    fn from(value: domain::LineManagers) -> Self {
        match value {
            domain::LineManagers::Never => Self::Never,
            domain::LineManagers::Allowed => Self::Allowed,
        }
    }
}

/// Whether a learning conversation is part of the arrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversationRule {
    /// Always.
    Required,
    /// Going without costs `rates.no_conversation`.
    Preferred,
    /// None is planned.
    None,
}

impl From<domain::ConversationRule> for ConversationRule {
    fn from(value: domain::ConversationRule) -> Self {
        match value {
            domain::ConversationRule::Required => Self::Required,
            domain::ConversationRule::Preferred => Self::Preferred,
            domain::ConversationRule::None => Self::None,
        }
    }
}

/// Most teachers who leave lessons of their own in one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AwayAtOnce {
    /// Of one school.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub school: Option<u32>,
    /// Of one department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<u32>,
}

/// Visits by film, of pairs and triads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Video<'a> {
    /// Recordings that a school can make at once, by school; a school that is not there can make none.
    pub kits: Table<&'a str, u32>,
    /// Pence per recording.
    #[schemars(range(min = 0), extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money_per_recording: Option<i64>,
    /// Least strength of the host in the focus.
    #[schemars(extend("default" = 0.0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_strength: Option<Score>,
}

/// The rules of a round, where they differ from the profile. The defaults are those of `"england"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules<'a> {
    /// Kinds of arrangement in play.
    #[schemars(extend("default" = ["pair", "triad"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrangements: Option<Vec<Kind>>,
    /// When triads are planned.
    #[schemars(extend("default" = "odd"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triads: Option<Triads>,
    /// Which colleagues may cover. `"open"`: `"all"`.
    #[schemars(extend("default" = "volunteers"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_cover: Option<StaffCover>,
    /// Whether protected time may be used.
    #[schemars(extend("default" = "consent"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected: Option<ProtectedRule>,
    /// Share of the lesson periods taught in a week that stays as untouched own free lesson periods, for a
    /// teacher whose protected time is not known. `"open"`: 0.
    #[schemars(extend("default" = 0.1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected_quota: Option<Score>,
    /// Whether a line manager and a report may be partners.
    #[schemars(extend("default" = "never"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_managers: Option<LineManagers>,
    /// Most observers in one occurrence. `"open"`: 2.
    #[schemars(extend("default" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observers_per_lesson: Option<u32>,
    /// Most times a class may lose its teacher in the round, where the class says nothing.
    #[schemars(extend("default" = 2))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_cover_max: Option<u32>,
    /// Most times a class may be watched in the round, where the class says nothing.
    #[schemars(extend("default" = 3))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_watched_max: Option<u32>,
    /// Most teachers who leave lessons of their own in one period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away_at_once: Option<AwayAtOnce>,
    /// Own periods of use `after` that a person gives in a calendar week at most. `"open"`: 2.
    #[schemars(extend("default" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_max_per_week: Option<u32>,
    /// Supervisors of each school kept free in each period.
    #[schemars(extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_back: Option<u32>,
    /// Open days of the host's school at the start of the round without visits.
    #[schemars(extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_days: Option<u32>,
    /// School days that an arrangement's visits may lie apart; 0 is the same day.
    #[schemars(extend("default" = 10))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit_span_days: Option<u32>,
    /// Whether there is a learning conversation.
    #[schemars(extend("default" = "required"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationRule>,
    /// School days after the last visit within which the conversation lies.
    #[schemars(extend("default" = 5))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_within_days: Option<u32>,
    /// Which periods may hold a conversation.
    #[schemars(extend("default" = ["lesson", "after"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_in: Option<Vec<PeriodUse>>,
    /// Whether a one-way visit has a conversation.
    #[schemars(extend("default" = "none"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_way_conversation: Option<ConversationRule>,
    /// Leaders are to be hosted in so many first open days of their school; 0 is off.
    #[schemars(extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaders_first: Option<u32>,
    /// Least learning of a visit.
    #[schemars(extend("default" = 0.0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_match: Option<Score>,
    /// Pairs that must come about.
    #[schemars(extend("default" = []))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub must: Option<Vec<[&'a str; 2]>>,
    /// Pairs that may not come about.
    #[schemars(extend("default" = []))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forbid: Option<Vec<[&'a str; 2]>>,
    /// Pairs that are credited `rates.prefer`.
    #[schemars(extend("default" = []))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefer: Option<Vec<[&'a str; 2]>>,
    /// Pairs that are charged `rates.avoid`.
    #[schemars(extend("default" = []))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avoid: Option<Vec<[&'a str; 2]>>,
    /// Visits by film; null is none.
    #[schemars(extend("default" = null, "x-nullable" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Video<'a>>,
    /// Most companions on a learning walk.
    #[schemars(extend("default" = 2))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk_companions: Option<u32>,
    /// Minutes per stop of a learning walk.
    #[schemars(extend("default" = 10))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk_minutes: Option<u32>,
    /// Further partners that each new teacher wants, one way.
    #[schemars(extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_staff_visits: Option<u32>,
    /// Whether covers of the same school year move a colleague's start on the ladder of `rates.staff_cover`.
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remember_covers: Option<bool>,
}

/// What things cost and are worth, in pence, where it differs from the defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// Per partner wanted and not got; the list may not rise, the last entry repeats.
    #[schemars(length(min = 1), inner(range(min = 0)), extend("default" = [40000, 15000]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unserved: Option<Vec<i64>>,
    /// Value of a visit whose learning is 1.
    #[schemars(range(min = 0), extend("default" = 12000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning: Option<i64>,
    /// Value of a visit whose feedback is 1.
    #[schemars(range(min = 0), extend("default" = 4000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<i64>,
    /// Further value of a visit to a partner school.
    #[schemars(range(min = 0), extend("default" = 1000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_school: Option<i64>,
    /// Further value of a visit to a partner school for what nobody at the own school has.
    #[schemars(range(min = 0), extend("default" = 3000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fresh_expertise: Option<i64>,
    /// Per own free lesson period given up for a visit or a conversation.
    #[schemars(range(min = 0), extend("default" = 300))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_period: Option<i64>,
    /// Per own break or after-school period given up.
    #[schemars(range(min = 0), extend("default" = 450))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_period: Option<i64>,
    /// Per protected period used by consent.
    #[schemars(range(min = 0), extend("default" = 1500))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected_period: Option<i64>,
    /// The k-th cover that one colleague takes in the round; the list may not fall, the last entry repeats.
    #[schemars(length(min = 1), inner(range(min = 0)), extend("default" = [800, 1400, 2200]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_cover: Option<Vec<i64>>,
    /// Per covered occurrence.
    #[schemars(range(min = 0), extend("default" = 500))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_without_teacher: Option<i64>,
    /// Per covered occurrence with an exam class, instead.
    #[schemars(range(min = 0), extend("default" = 3000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exam_class_without_teacher: Option<i64>,
    /// Per occurrence put on study, on top.
    #[schemars(range(min = 0), extend("default" = 2500))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study: Option<i64>,
    /// Per joined class, on top.
    #[schemars(range(min = 0), extend("default" = 800))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<i64>,
    /// Per earlier round in which the two were partners.
    #[schemars(range(min = 0), extend("default" = 5000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_partner: Option<i64>,
    /// Credit per pair in `rules.prefer`.
    #[schemars(range(min = 0), extend("default" = 5000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefer: Option<i64>,
    /// Charge per pair in `rules.avoid`.
    #[schemars(range(min = 0), extend("default" = 5000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avoid: Option<i64>,
    /// Per pair of one department: a charge when positive, a credit when negative.
    #[schemars(extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_department: Option<i64>,
    /// Per leader not hosted in the first days.
    #[schemars(range(min = 0), extend("default" = 10000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader_late: Option<i64>,
    /// Per arrangement without a conversation, when that is preferred.
    #[schemars(range(min = 0), extend("default" = 8000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_conversation: Option<i64>,
    /// Per cent of the value that a swapped visit keeps.
    #[schemars(extend("default" = 50))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub swap_percent: Option<u32>,
    /// Per cent of the value that planning together keeps.
    #[schemars(extend("default" = 60))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_together_percent: Option<u32>,
    /// Per cent of the value that a visit by film keeps.
    #[schemars(extend("default" = 80))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_percent: Option<u32>,
    /// Credit per host walked in on.
    #[schemars(range(min = 0), extend("default" = 800))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk_stop: Option<i64>,
    /// Per ordered walk that finds no place.
    #[schemars(range(min = 0), extend("default" = 20000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk_unplaced: Option<i64>,
    /// Credit per pair of one theme group.
    #[schemars(range(min = 0), extend("default" = 1000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_group: Option<i64>,
    /// Per element gone or new in a re-plan.
    #[schemars(range(min = 0), extend("default" = 500))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<i64>,
    /// The same, when the old plan was published.
    #[schemars(range(min = 0), extend("default" = 2000))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_published: Option<i64>,
}
