//! Schools, their bells and calendars, and patterns of time.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Clock, IsoDate, Table};
use crate::domain;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the seven names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl From<domain::Weekday> for Weekday {
    fn from(day: domain::Weekday) -> Self {
        match day {
            domain::Weekday::Mon => Self::Mon,
            domain::Weekday::Tue => Self::Tue,
            domain::Weekday::Wed => Self::Wed,
            domain::Weekday::Thu => Self::Thu,
            domain::Weekday::Fri => Self::Fri,
            domain::Weekday::Sat => Self::Sat,
            domain::Weekday::Sun => Self::Sun,
        }
    }
}

/// A school with its bell and its calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct School<'a> {
    /// The id, unique in the instance.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
    /// The days on which it teaches.
    #[schemars(extend("default" = ["mon", "tue", "wed", "thu", "fri"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekdays: Option<Vec<Weekday>>,
    /// The bell. A period id may stand in several entries with disjoint weekdays.
    pub periods: Vec<Bell<'a>>,
    /// The cycle of weeks; left out, every week is alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle<'a>>,
    /// Days on which the school is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<Vec<Closed<'a>>>,
}

/// What a period is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUse {
    /// Lessons are taught in it.
    Lesson,
    /// A break or lunch.
    Break,
    /// After school.
    After,
}

impl From<domain::PeriodUse> for PeriodUse {
    fn from(usage: domain::PeriodUse) -> Self {
        match usage {
            domain::PeriodUse::Lesson => Self::Lesson,
            domain::PeriodUse::Break => Self::Break,
            domain::PeriodUse::After => Self::After,
        }
    }
}

/// An entry of the bell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bell<'a> {
    /// The period id, of this school.
    pub id: &'a str,
    /// When it starts.
    pub start: Clock,
    /// When it ends.
    pub end: Clock,
    /// The weekdays on which this entry rings; left out, all of the school's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekdays: Option<Vec<Weekday>>,
    /// What it is for.
    #[serde(rename = "use")]
    #[schemars(extend("default" = "lesson"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<PeriodUse>,
}

/// A cycle of weeks (A/B), counted from fixed Mondays; ISO week numbers play no part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cycle<'a> {
    /// The labels in order.
    pub weeks: Vec<&'a str>,
    /// A Monday whose label is known.
    pub anchor: Anchor<'a>,
    /// Whether a week without an open day leaves the label as it is.
    #[schemars(extend("default" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_closed_weeks: Option<bool>,
    /// Further Mondays whose label is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overrides: Option<Table<IsoDate, &'a str>>,
}

/// A Monday whose label is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchor<'a> {
    /// The Monday.
    pub monday: IsoDate,
    /// The label of its week.
    pub week: &'a str,
}

/// Days on which a school is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closed<'a> {
    /// First closed day.
    pub from: IsoDate,
    /// Last closed day; left out, `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<IsoDate>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a str>,
    /// Whether the staff are at work and free all day (a training day).
    #[schemars(extend("default" = false))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_released: Option<bool>,
}

/// Recurring or dated time; what is left out means all. Without `periods` it is the whole day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern<'a> {
    /// Only in weeks of this label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<&'a str>,
    /// Only on this weekday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
    /// Only on this date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<IsoDate>,
    /// Only in these periods of the own school.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periods: Option<Vec<&'a str>>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a str>,
}
