//! A spreadsheet of the teachers: what no timetable holds. [`template`] prints it, [`apply`] puts it back.
//!
//! One row a teacher, known by `id`. A blank cell leaves things as they are, a single `-` takes an optional thing
//! away. Lists are separated by `;`. Truth is `yes`, `true`, `1`, `no`, `false` or `0`; scores are between 0 and 1
//! with a point or a comma. Columns may come in any order and may be left out.
//!
//! | column | what it holds |
//! | --- | --- |
//! | `id` | the id in the instance |
//! | `name`, `department` | words |
//! | `subjects`, `cover_subjects`, `themes` | lists of words |
//! | `leader`, `new_staff`, `participates`, `open_door`, `cover_willing`, `swap`, `film`, `student_observers` | truth |
//! | `line_manager` | the id of another teacher |
//! | `visits`, `periods_lent_per_week`, `cover_max_per_day` | whole numbers |
//! | `cover_max_per_week`, `cover_max_per_round`, `hosting_max`, `hosting_max_per_year` | whole numbers, or `-` |
//! | `strength:<focus>`, `need:<focus>` | scores; a focus that the instance lacks is added once a cell is filled |
//! | `asks` | a list of focuses |
//! | `protected_use` | `watch` or `never`; truth means the consent to watch |

mod cell;
mod column;
mod error;

use std::collections::{BTreeMap, BTreeSet};

pub use error::{Code, RowError};

use super::error::nearest;
use super::sheet;
use crate::domain::{Focus, FocusId, Keyed, Problem, Teacher, TeacherId};
use cell::Known;
use column::{Column, Heading};

/// Focuses that a template names when the instance has none, to show how it is done.
const STARTERS: [&str; 2] = ["questioning", "behaviour"];

/// What [`apply`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// How many teachers the table has.
    pub rows: usize,
    /// How many of them it changed.
    pub changed: usize,
    /// Ids of the teachers whom the table does not name; they are unchanged.
    pub missing: Vec<String>,
    /// Ids of the focuses that were added.
    pub focuses: Vec<String>,
    /// Whether the table was read as Windows-1252, for it is no UTF-8.
    pub windows_1252: bool,
}

/// The table of the teachers as they are now, separated by commas; with a byte order mark where spreadsheet
/// programs need one to read it right.
#[must_use]
pub fn template(problem: &Problem) -> String {
    let mut focuses: Vec<String> = problem.focuses.iter().map(|focus| focus.id.clone()).collect();
    if focuses.is_empty() {
        focuses = STARTERS.map(str::to_owned).to_vec();
    }
    let columns = Column::all(focuses.len());
    let mut table = csv::Writer::from_writer(Vec::new());
    let header = columns.iter().map(|column| column.title(&focuses));
    let rows = problem
        .teachers
        .iter()
        .map(|teacher| columns.iter().map(|column| cell::write(*column, teacher, problem)).collect::<Vec<_>>());
    let rows = std::iter::once(header.collect()).chain(rows);
    for row in rows {
        // Writing to memory fails for no row of the right length.
        if table.write_record(row).is_err() {
            break;
        }
    }
    let text = table.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    if text.is_ascii() { text } else { format!("\u{feff}{text}") }
}

/// Puts a table into the instance. It may be separated by commas, semicolons or tabs, be in UTF-8, UTF-16 or
/// Windows-1252.
///
/// # Errors
/// Everything that is wrong, all at once; then nothing is changed.
pub fn apply(problem: &mut Problem, table: &[u8]) -> Result<Applied, Vec<RowError>> {
    let sheet = sheet::read(table).map_err(|e| vec![RowError::unreadable(&e)])?;
    let mut errors = Vec::new();
    let Some((header, rows)) = sheet.rows.split_first() else {
        return Err(vec![RowError::no_id(1)]);
    };
    let headings = column::read(header, &mut errors);
    let focuses = focuses(problem, &headings, rows);
    let mut known = Known::new(problem, &focuses);
    if !headings.iter().flatten().any(|heading| *heading == Heading::Plain(Column::Id)) {
        errors.push(RowError::no_id(header.number));
        return Err(errors);
    }
    let mut teachers = problem.teachers.clone();
    let mut seen: BTreeMap<TeacherId, usize> = BTreeMap::new();
    for row in rows {
        known.row = row.number;
        for (at, cell) in row.cells.iter().enumerate().skip(headings.len()) {
            if !cell.trim().is_empty() {
                errors.push(RowError::stray(row.number, at + 1, cell));
            }
        }
        let cells = || headings.iter().zip(&row.cells).filter_map(|(heading, cell)| Some((heading.as_ref()?, cell)));
        let id = cells().find(|(heading, _)| **heading == Heading::Plain(Column::Id)).map_or("", |(_, cell)| cell);
        let Some(teacher) = known.teacher(id, "id", Code::UnknownTeacher, &mut errors) else { continue };
        if let Some(first) = seen.insert(teacher, row.number) {
            errors.push(RowError::twice(row.number, id, first));
            continue;
        }
        for (heading, cell) in cells() {
            // What the template wrote comes back as it went, even where a table can't tell it apart: a name that
            // ends in a blank, a subject with a semicolon.
            if let Some(column) = heading.column(&focuses)
                && !cell.trim().is_empty()
                && cell.trim() != cell::write(column, &problem.teachers[teacher], problem).trim()
                && let Err(error) = cell::set(column, cell.trim(), teacher, &mut teachers[teacher], &known)
            {
                errors.push(error);
            }
        }
    }
    if !errors.is_empty() {
        errors.sort_by_key(|error| error.row);
        return Err(errors);
    }
    let missing = problem.teachers.entries().filter(|(id, _)| !seen.contains_key(id));
    let applied = Applied {
        rows: seen.len(),
        changed: changed(&problem.teachers, &teachers),
        missing: missing.map(|(_, teacher)| teacher.id.clone()).collect(),
        focuses: focuses[problem.focuses.len()..].to_vec(),
        windows_1252: sheet.windows_1252,
    };
    for id in &applied.focuses {
        problem.focuses.push(Focus { id: id.clone(), name: title(id) });
    }
    problem.teachers = teachers;
    Ok(applied)
}

fn changed(before: &Keyed<TeacherId, Teacher>, after: &Keyed<TeacherId, Teacher>) -> usize {
    before.iter().zip(after).filter(|(before, after)| before != after).count()
}

/// The ids of the focuses of the instance, then of those that only the table has, in the order of its columns.
fn focuses(problem: &Problem, headings: &[Option<Heading>], rows: &[sheet::Row]) -> Vec<String> {
    let mut focuses: Vec<String> = problem.focuses.iter().map(|focus| focus.id.clone()).collect();
    let mut have: BTreeSet<String> = focuses.iter().cloned().collect();
    for (at, heading) in headings.iter().enumerate() {
        let filled = || rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| !cell.trim().is_empty()));
        if let Some(Heading::Strength(focus) | Heading::Need(focus)) = heading
            && !have.contains(focus)
            && filled()
        {
            have.insert(focus.clone());
            focuses.push(focus.clone());
        }
    }
    focuses
}

/// `questioning` is called `Questioning`.
fn title(id: &str) -> String {
    let mut letters = id.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn focus_index(focuses: &[String], id: &str) -> Option<FocusId> {
    use crate::domain::Key;
    focuses.iter().position(|focus| focus == id).map(FocusId::from_index)
}
