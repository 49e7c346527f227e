//! Timetables and spreadsheets of schools: one file per format.
//!
//! A reader ([`fet`], [`xhstt`]) turns a solved timetable into a table of named days and periods; `grid` lays that
//! table over the calendar and makes the [`Problem`]. What a timetable does not hold
//! (strengths, consents, who leads whom) comes from a spreadsheet: [`people`].
//!
//! **Nothing is silently dropped**: what is left out, guessed or odd is a [`LeftOut`], in words and counts.
//!
//! # What a day of the file becomes
//! - Names of weekdays, in any of some forty languages and their abbreviations, are those weekdays; a week from
//!   Sunday to Thursday stays one. The same names again are a second week of the cycle (A/B).
//! - Up to five other names are Monday to Friday by order, six are Monday to Saturday, unless they only count
//!   (`Day 1`, `Day 2`, …).
//! - Six days that only count, and every longer cycle, rotate: day 1 falls on the first open day (Monday to Friday)
//!   of the round, and so on; the lessons become dated ones.
//! - [`Options::days`] overrules all this, for only the school knows what its columns are.

mod bell;
mod decode;
mod error;
mod fet;
mod grid;
mod left_out;
pub mod people;
mod sheet;
mod week;
mod weekdays;

mod xhstt;
mod xml;

pub use bell::{BellRow, read_bell};
pub use error::{ImportError, Place};
pub use fet::fet;
pub use left_out::LeftOut;
pub use xhstt::xhstt;

use crate::domain::{Date, Problem};

/// What the days of a timetable file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMeaning {
    /// Days of a week, by order from Monday where the names don't say; ten to fourteen are two weeks.
    Week,
    /// A rotating cycle: day 1 on the first open day of the round, then on.
    Rotating,
}

/// How to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// First day of the round (default: Monday 2 November 2026).
    pub start: Date,
    /// How many weeks it runs, 1 to 53 (default: 2).
    pub weeks: u32,
    /// The bell, where the file has none or a wrong one.
    pub bell: Option<Vec<BellRow>>,
    /// What a day of the file is; `None` = as its name says.
    pub days: Option<DayMeaning>,
    /// The encoding of the file (a WHATWG label such as `windows-1252`), where its declaration is missing or wrong.
    pub encoding: Option<String>,
    /// XHSTT: the id of the instance, where the archive holds several.
    pub instance: Option<String>,
    /// XHSTT: which solution of the instance, counted from 1; `None` = the one with the most placed periods, then
    /// the fewest clashes of teachers, then the fewest lessons without a teacher, then the lowest reported cost.
    pub solution: Option<usize>,
    /// What the round is called.
    pub title: String,
    /// The id of the school.
    pub school_id: String,
    /// The name of the school; `None` = as in the file.
    pub school_name: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        const SECOND_OF_NOVEMBER_2026: i32 = 20_759;
        Self {
            start: Date::from_days(SECOND_OF_NOVEMBER_2026),
            weeks: 2,
            bell: None,
            days: None,
            encoding: None,
            instance: None,
            solution: None,
            title: "Round of peer observation".to_owned(),
            school_id: "school".to_owned(),
            school_name: None,
        }
    }
}

/// A timetable as an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The instance: profile `england`, no focuses, strengths or needs yet.
    pub problem: Problem,
    /// What was left out, guessed or found odd.
    pub left_out: Vec<LeftOut>,
    /// Entries of the timetable read: a double counts once, and so does one that became several dated lessons.
    pub entries: usize,
}
