//! Sources of cover, travel and the budget.

use super::calendar::{Date, Pattern};
use super::ids::SchoolId;
use super::money::Pence;

/// A cover supervisor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervisor {
    /// The id in the instance.
    pub id: String,
    /// The school.
    pub school: SchoolId,
    /// Pence per period covered.
    pub money_per_period: Pence,
    /// When available (on open days, in `lesson` periods); `None` = always.
    pub available: Option<Vec<Pattern>>,
    /// Most periods covered in a day; `None` = no cap.
    pub max_per_day: Option<u32>,
    /// Subjects that this person may cover as qualified.
    pub subjects: Vec<String>,
}

/// How supply is bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupplyUnit {
    /// By the day.
    Day,
    /// By the half day.
    HalfDay,
    /// By the period.
    Period,
}

/// A source of supply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    /// The id in the instance.
    pub id: String,
    /// The school.
    pub school: SchoolId,
    /// What is bought.
    pub unit: SupplyUnit,
    /// Pence per unit, used once or as often as it fits.
    pub money: Pence,
    /// Most units on one date, halves and periods together; `None` = no cap.
    pub max_per_day: Option<u32>,
    /// Subjects that these people may cover as qualified.
    pub subjects: Vec<String>,
}

/// The way between two schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Travel {
    /// The two schools, as given.
    pub between: [SchoolId; 2],
    /// Minutes one way.
    pub minutes: u16,
    /// Pence there and back.
    pub money: Pence,
}

/// What a plan may spend; every limit is optional and hard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budget {
    /// Pence in all.
    pub money: Option<Pence>,
    /// Pence per school, ascending by school.
    pub per_school: Vec<(SchoolId, Pence)>,
    /// Pence in every calendar week (Monday to Sunday).
    pub per_week: Option<Pence>,
    /// Covered occurrences in all, `none_needed` and `swap` not counted.
    pub cover_periods: Option<u32>,
}

impl Supervisor {
    /// Whether this person's pattern lets them cover on `date` in `period` of `school` (their own).
    #[must_use]
    pub fn is_available(&self, school: &super::School, date: Date, period: super::PeriodId) -> bool {
        self.available.as_ref().is_none_or(|patterns| {
            patterns.iter().any(|pattern| pattern.covers_date(school, date) && pattern.covers_period(period))
        })
    }
}
