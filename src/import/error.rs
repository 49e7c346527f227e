//! What makes a file impossible to import.

use std::fmt;

/// A place in a file, both counted from 1; columns are characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// The place of byte `at` of `text`.
    pub(super) fn of(text: &str, at: usize) -> Self {
        let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a timetable can't be imported. `Display` says it in words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the message of the variant names")]
pub enum ImportError {
    /// No such encoding is known.
    UnknownEncoding { label: String },
    /// The bytes are not in the encoding that the file declares.
    Undecodable { encoding: String, line: usize },
    /// The XML is broken.
    Xml { what: String, place: Place },
    /// Another kind of file.
    WrongRoot { expected: &'static str, found: String },
    /// An element lacks something.
    Missing { element: String, what: &'static str, place: Place },
    /// A number was expected.
    NotANumber { element: &'static str, found: String, place: Place },
    /// A name that the file does not declare.
    Unknown { kind: &'static str, found: String, nearest: Option<String>, place: Option<Place> },
    /// A name or id that the file declares twice.
    Twice { kind: &'static str, id: String, place: Place },
    /// A FET mode whose days are no days.
    Mode { found: String },
    /// Mornings and afternoons need an even number of days.
    OddHalfDays { days: usize },
    /// Not every active activity has a time: a problem, no timetable.
    Unplaced { unplaced: usize, activities: usize },
    /// An activity is locked to two times.
    TwoTimes { activity: String, place: Place },
    /// A lesson runs past the last period of its day.
    RunsOver { lesson: String, place: Place },
    /// There is no lesson at all.
    NoLessons,
    /// More periods a day than a clock can hold.
    TooManyPeriods { found: usize, most: usize },
    /// The archive holds several instances.
    WhichInstance { ids: Vec<String> },
    /// There is no solution of the instance.
    NoSolution { instance: String, events: usize },
    /// There are not so many solutions.
    WhichSolution { asked: usize, solutions: usize },
    /// So many days are no week and no two weeks.
    NoWeek { days: usize },
    /// The number of weeks is out of range.
    Weeks { found: u32 },
    /// The date is too far away.
    StartOutOfRange,
    /// A table that can't be read.
    Table { line: usize, what: String },
    /// A line of the bell is wrong.
    Bell { line: usize, found: String, expected: &'static str },
    /// The bell lacks periods of the timetable.
    BellLacks { periods: Vec<String> },
    /// The bell has a lesson period that the timetable lacks.
    BellUnknown { period: String, nearest: Option<String> },
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEncoding { label } => write!(f, "`{label}` is no known encoding"),
            Self::Undecodable { encoding, line } => {
                write!(f, "line {line} is not {encoding}, the encoding of the file as declared; name the right one")
            }
            Self::Xml { what, place } => write!(f, "{place}: broken XML: {what}"),
            Self::WrongRoot { expected, found } => write!(f, "expected a `{expected}` file, found `{found}`"),
            Self::Missing { element, what, place } => write!(f, "{place}: `{element}` has no {what}"),
            Self::NotANumber { element, found, place } => {
                write!(f, "{place}: `{element}` is `{found}`, expected a whole number above 0")
            }
            Self::Unknown { kind, found, nearest, place } => {
                if let Some(place) = place {
                    write!(f, "{place}: ")?;
                }
                write!(f, "there is no {kind} `{found}`")?;
                nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
            }
            Self::Twice { kind, id, place } => write!(f, "{place}: {kind} `{id}` is declared twice"),
            Self::Mode { found } => {
                write!(f, "FET mode `{found}` is not supported: only Official, Block_Planning and Mornings_Afternoons")
            }
            Self::OddHalfDays { days } => {
                write!(f, "mode Mornings_Afternoons needs two FET days for each real day, found {days}")
            }
            Self::Unplaced { unplaced, activities } => write!(
                f,
                "this is a problem, no timetable: {unplaced} of {activities} active activities have no time yet"
            ),
            Self::TwoTimes { activity, place } => write!(f, "{place}: activity {activity} is locked to two times"),
            Self::RunsOver { lesson, place } => {
                write!(f, "{place}: lesson {lesson} runs past the last period of its day")
            }
            Self::NoLessons => write!(f, "the file holds no lesson"),
            Self::TooManyPeriods { found, most } => write!(f, "{found} periods a day, expected {most} at most"),
            Self::WhichInstance { ids } => {
                write!(f, "the archive holds {} instances; choose one of {}", ids.len(), ids.join(", "))
            }
            Self::NoSolution { instance, events } => {
                write!(f, "this is a problem, no timetable: no solution places the {events} events of `{instance}`")
            }
            Self::WhichSolution { asked, solutions } => {
                write!(f, "there is no solution {asked}: the instance has {solutions}")
            }
            Self::NoWeek { days } => write!(f, "{days} days are neither one week nor two"),
            Self::Weeks { found } => write!(f, "{found} weeks, expected 1 to 53"),
            Self::StartOutOfRange => write!(f, "the round must start between the years 1900 and 9000"),
            Self::Table { line, what } => write!(f, "line {line}: {what}"),
            Self::Bell { line, found, expected } => {
                write!(f, "bell, line {line}: found `{found}`, expected {expected}")
            }
            Self::BellLacks { periods } => write!(f, "the bell lacks the periods {}", periods.join(", ")),
            Self::BellUnknown { period, nearest } => {
                write!(f, "the bell has a lesson period `{period}` that the timetable lacks")?;
                nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
            }
        }
    }
}

impl std::error::Error for ImportError {}

/// The candidate most like `found`, if any is like it at all: a third of the letters may differ. The first of equals.
pub(super) fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let found = found.to_lowercase();
    let most = (found.chars().count() / 3).max(1);
    let edits = |candidate: &str| strsim::osa_distance(&found, &candidate.to_lowercase());
    candidates
        .into_iter()
        .map(|candidate| (edits(candidate), candidate))
        .filter(|&(edits, _)| edits <= most)
        .min_by_key(|&(edits, _)| edits)
        .map(|(_, candidate)| candidate.to_owned())
}
