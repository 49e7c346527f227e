//! What is wrong with a table of people.

use std::fmt;

use crate::import::ImportError;

/// What kind of error it is; [`Code::as_str`] never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The bytes are no table.
    Unreadable,
    /// There is no column `id`.
    NoId,
    /// No such column is known.
    UnknownColumn,
    /// A column stands there twice.
    TwiceColumn,
    /// A cell has no column.
    StrayCell,
    /// No teacher has that id.
    UnknownTeacher,
    /// A teacher has two rows.
    TwiceTeacher,
    /// No teacher has the id of the line manager.
    UnknownManager,
    /// A teacher is their own line manager.
    OwnManager,
    /// No focus has that id.
    UnknownFocus,
    /// No whole number.
    Number,
    /// Neither yes nor no.
    Truth,
    /// No score.
    Score,
    /// None of the words allowed.
    Word,
    /// The cell may not be taken away.
    Needed,
}

impl Code {
    /// The code as printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "people-unreadable",
            Self::NoId => "people-no-id",
            Self::UnknownColumn => "people-unknown-column",
            Self::TwiceColumn => "people-twice-column",
            Self::StrayCell => "people-stray-cell",
            Self::UnknownTeacher => "people-unknown-teacher",
            Self::TwiceTeacher => "people-twice-teacher",
            Self::UnknownManager => "people-unknown-manager",
            Self::OwnManager => "people-own-manager",
            Self::UnknownFocus => "people-unknown-focus",
            Self::Number => "people-number",
            Self::Truth => "people-truth",
            Self::Score => "people-score",
            Self::Word => "people-word",
            Self::Needed => "people-needed",
        }
    }
}

/// An error, with its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row as a spreadsheet program numbers it; the header is row 1.
    pub row: usize,
    /// The column by its title, or by its number where it has none.
    pub column: String,
    /// What kind of error it is.
    pub code: Code,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What may have been meant.
    pub nearest: Option<String>,
}

impl RowError {
    pub(super) fn new(row: usize, column: &str, code: Code, found: &str, expected: impl Into<String>) -> Self {
        let (column, found) = (column.to_owned(), found.to_owned());
        Self { row, column, code, found, expected: expected.into(), nearest: None }
    }

    pub(super) fn unreadable(error: &ImportError) -> Self {
        Self::new(1, "", Code::Unreadable, &error.to_string(), "a table separated by commas, semicolons or tabs")
    }

    pub(super) fn no_id(row: usize) -> Self {
        Self::new(row, "id", Code::NoId, "", "a column `id`")
    }

    pub(super) fn stray(row: usize, column: usize, cell: &str) -> Self {
        Self::new(row, &column.to_string(), Code::StrayCell, cell, "no cell right of the last title")
    }

    pub(super) fn twice(row: usize, id: &str, first: usize) -> Self {
        Self::new(row, "id", Code::TwiceTeacher, id, format!("one row a teacher; row {first} is theirs"))
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)?;
        if !self.column.is_empty() {
            write!(f, ", column `{}`", self.column)?;
        }
        match self.found.as_str() {
            "" => write!(f, ": expected {}", self.expected)?,
            found => write!(f, ": found `{found}`, expected {}", self.expected)?,
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        write!(f, " [{}]", self.code.as_str())
    }
}

impl std::error::Error for RowError {}
