//! Sources of cover, travel and the budget.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Pattern, Table};
use crate::domain;

/// Who takes the classes left behind, but colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cover<'a> {
    /// Cover supervisors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervisors: Option<Vec<Supervisor<'a>>>,
    /// Sources of supply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supply: Option<Vec<Supply<'a>>>,
    /// Supervised study.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study: Option<Study>,
}

/// A cover supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Supervisor<'a> {
    /// The id, unique in the instance.
    pub id: &'a str,
    /// The school.
    pub school: &'a str,
    /// Pence per period covered.
    #[schemars(range(min = 0), extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money_per_period: Option<i64>,
    /// When available, on open days and in lesson periods; left out, always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<Vec<Pattern<'a>>>,
    /// Most periods covered in a day; left out, no cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_day: Option<u32>,
    /// Subjects that this person may cover as qualified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Vec<&'a str>>,
}

/// How supply is bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SupplyUnit {
    /// By the day.
    Day,
    /// By the half day.
    HalfDay,
    /// By the period.
    Period,
}

impl From<domain::SupplyUnit> for SupplyUnit {
    fn from(unit: domain::SupplyUnit) -> Self {
        match unit {
            domain::SupplyUnit::Day => Self::Day,
            domain::SupplyUnit::HalfDay => Self::HalfDay,
            domain::SupplyUnit::Period => Self::Period,
        }
    }
}

/// A source of supply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Supply<'a> {
    /// The id, unique in the instance.
    pub id: &'a str,
    /// The school.
    pub school: &'a str,
    /// What is bought.
    pub unit: SupplyUnit,
    /// Pence per unit, used once or as often as it fits.
    #[schemars(range(min = 0), extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<i64>,
    /// Most units on one date, halves and periods together; left out, no cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_day: Option<u32>,
    /// Subjects that these people may cover as qualified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Vec<&'a str>>,
}

/// Supervised study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Pence per occurrence put on study.
    #[schemars(range(min = 0), extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<i64>,
}

/// The way between two schools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Travel<'a> {
    /// The two schools.
    pub between: [&'a str; 2],
    /// Minutes one way.
    pub minutes: u16,
    /// Pence there and back.
    #[schemars(range(min = 0), extend("default" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<i64>,
}

/// What a plan may spend; every limit is optional and hard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Budget<'a> {
    /// Pence in all.
    #[schemars(range(min = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<i64>,
    /// Pence per school.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_school: Option<Table<&'a str, i64>>,
    /// Pence in every calendar week, Monday to Sunday.
    #[schemars(range(min = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_week: Option<i64>,
    /// Covered occurrences in all, `none_needed` and `swap` not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_periods: Option<u32>,
}

/// Where a cover comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverSource {
    /// Another timetabled teacher of the lesson teaches it.
    NoneNeeded,
    /// The classes are put on supervised study.
    Study,
    /// A cover supervisor, named by `id`.
    Supervisor,
    /// A colleague, named by `id`.
    Staff,
    /// A hired unit of a source of supply, named by `id`.
    Supply,
    /// The class joins another lesson. Understood, not built yet.
    Join,
    /// Two colleagues take each other's class. Understood, not built yet.
    Swap,
}
