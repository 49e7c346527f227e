//! The columns of a table of people.

use super::error::{Code, RowError};
use super::{focus_index, nearest};
use crate::domain::{FocusId, Key};
use crate::import::sheet::Row;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Name,
    Department,
    Subjects,
    Leader,
    LineManager,
    NewStaff,
    Participates,
    Visits,
    OpenDoor,
    Strength(FocusId),
    Need(FocusId),
    Asks,
    ProtectedUse,
    CoverWilling,
    CoverMaxPerDay,
    CoverMaxPerWeek,
    CoverMaxPerRound,
    CoverSubjects,
    HostingMax,
    HostingMaxPerYear,
    PeriodsLentPerWeek,
    Swap,
    Film,
    StudentObservers,
    Themes,
}

/// In the order of the template; the scores stand before `asks`.
const PLAIN: [(&str, Column); 24] = [
    ("id", Column::Id),
    ("name", Column::Name),
    ("department", Column::Department),
    ("subjects", Column::Subjects),
    ("leader", Column::Leader),
    ("line_manager", Column::LineManager),
    ("new_staff", Column::NewStaff),
    ("participates", Column::Participates),
    ("visits", Column::Visits),
    ("open_door", Column::OpenDoor),
    ("asks", Column::Asks),
    ("protected_use", Column::ProtectedUse),
    ("cover_willing", Column::CoverWilling),
    ("cover_max_per_day", Column::CoverMaxPerDay),
    ("cover_max_per_week", Column::CoverMaxPerWeek),
    ("cover_max_per_round", Column::CoverMaxPerRound),
    ("cover_subjects", Column::CoverSubjects),
    ("hosting_max", Column::HostingMax),
    ("hosting_max_per_year", Column::HostingMaxPerYear),
    ("periods_lent_per_week", Column::PeriodsLentPerWeek),
    ("swap", Column::Swap),
    ("film", Column::Film),
    ("student_observers", Column::StudentObservers),
    ("themes", Column::Themes),
];

const STRENGTH: &str = "strength:";
const NEED: &str = "need:";

impl Column {
    /// All columns for so many focuses.
    pub fn all(focuses: usize) -> Vec<Self> {
        let focuses = || (0..focuses).map(FocusId::from_index);
        let scores = || focuses().map(Self::Strength).chain(focuses().map(Self::Need));
        PLAIN
            .iter()
            .flat_map(|&(_, column)| {
                let before = (column == Self::Asks).then(scores).into_iter().flatten();
                before.chain([column]).collect::<Vec<_>>()
            })
            .collect()
    }

    /// The title, given the ids of the focuses.
    pub fn title(self, focuses: &[String]) -> String {
        let focus = |id: FocusId| focuses.get(id.index()).map_or("", String::as_str);
        match self {
            Self::Strength(id) => format!("{STRENGTH}{}", focus(id)),
            Self::Need(id) => format!("{NEED}{}", focus(id)),
            _ => PLAIN.iter().find(|(_, column)| *column == self).map_or("", |(title, _)| title).to_owned(),
        }
    }
}

/// The title of a column as read; its focus may be new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heading {
    Plain(Column),
    Strength(String),
    Need(String),
}

impl Heading {
    /// The column; none for a focus that no cell speaks of.
    pub fn column(&self, focuses: &[String]) -> Option<Column> {
        match self {
            Self::Plain(column) => Some(*column),
            Self::Strength(focus) => focus_index(focuses, focus).map(Column::Strength),
            Self::Need(focus) => focus_index(focuses, focus).map(Column::Need),
        }
    }
}

/// Reads the titles; a wrong one, or a blank one, has no heading.
pub(super) fn read(header: &Row, errors: &mut Vec<RowError>) -> Vec<Option<Heading>> {
    let mut headings: Vec<Option<Heading>> = Vec::new();
    // Blank titles at the end are what a spreadsheet leaves of a wider table.
    let last = header.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    for (at, cell) in header.cells.iter().take(last).enumerate() {
        let title = cell.trim();
        let heading = heading(title);
        let number = (at + 1).to_string();
        let error = match &heading {
            None if title.is_empty() => Some(RowError::new(header.number, &number, Code::UnknownColumn, "", "a title")),
            None => {
                let titles = PLAIN.iter().map(|(title, _)| *title).chain([STRENGTH, NEED]);
                let expected = "a column of the template, `strength:<focus>` or `need:<focus>`";
                let error = RowError::new(header.number, &number, Code::UnknownColumn, title, expected);
                Some(RowError { nearest: nearest(title, titles), ..error })
            }
            Some(_) if headings.contains(&heading) => {
                Some(RowError::new(header.number, &number, Code::TwiceColumn, title, "each column once"))
            }
            Some(_) => None,
        };
        headings.push(if error.is_some() { None } else { heading });
        errors.extend(error);
    }
    headings
}

fn heading(title: &str) -> Option<Heading> {
    let after = |prefix: &str| {
        let head = title.get(..prefix.len())?;
        let focus = title.get(prefix.len()..)?.trim();
        (head.eq_ignore_ascii_case(prefix) && !focus.is_empty()).then(|| focus.to_owned())
    };
    let plain = || PLAIN.iter().find(|(name, _)| name.eq_ignore_ascii_case(title));
    after(STRENGTH)
        .map(Heading::Strength)
        .or_else(|| after(NEED).map(Heading::Need))
        .or_else(|| plain().map(|&(_, column)| Heading::Plain(column)))
}
