//! The cells of a table of people: written from a teacher, and set on one.

use std::collections::BTreeMap;

use super::column::Column;
use super::error::{Code, RowError};
use super::{focus_index, nearest};
use crate::domain::{FocusId, Problem, ProtectedUse, Score, Teacher, TeacherId};

/// Takes an optional thing away.
const NOTHING: &str = "-";

/// The cell of a teacher; blank where there is nothing.
pub(super) fn write(column: Column, teacher: &Teacher, problem: &Problem) -> String {
    let yes = |truth: bool| if truth { "yes" } else { "no" }.to_owned();
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let focus = |id: FocusId| problem.focuses.get(id).map_or("", |focus| focus.id.as_str());
    match column {
        Column::Id => teacher.id.clone(),
        Column::Name => teacher.name.clone(),
        Column::Department => teacher.department.clone().unwrap_or_default(),
        Column::Subjects => teacher.subjects.join(";"),
        Column::Leader => yes(teacher.leader),
        Column::LineManager => {
            let manager = teacher.line_manager.and_then(|manager| problem.teachers.get(manager));
            manager.map_or_else(String::new, |manager| manager.id.clone())
        }
        Column::NewStaff => yes(teacher.new_staff),
        Column::Participates => yes(teacher.participates),
        Column::Visits => teacher.visits.to_string(),
        Column::OpenDoor => yes(teacher.open_door),
        Column::Strength(id) => score_of(&teacher.strengths, id),
        Column::Need(id) => score_of(&teacher.needs, id),
        Column::Asks => teacher.asks.iter().map(|&id| focus(id)).collect::<Vec<_>>().join(";"),
        Column::ProtectedUse => match teacher.protected_use {
            ProtectedUse::Never => "never".to_owned(),
            ProtectedUse::Watch => "watch".to_owned(),
        },
        Column::CoverWilling => teacher.cover.willing.map_or_else(String::new, yes),
        Column::CoverMaxPerDay => teacher.cover.max_per_day.to_string(),
        Column::CoverMaxPerWeek => number(teacher.cover.max_per_week),
        Column::CoverMaxPerRound => number(teacher.cover.max_per_round),
        Column::CoverSubjects => teacher.cover.subjects.as_ref().map_or_else(String::new, |list| list.join(";")),
        Column::HostingMax => number(teacher.hosting.max),
        Column::HostingMaxPerYear => number(teacher.hosting.max_per_year),
        Column::PeriodsLentPerWeek => teacher.periods_lent_per_week.to_string(),
        Column::Swap => yes(teacher.swap),
        Column::Film => yes(teacher.film),
        Column::StudentObservers => yes(teacher.student_observers),
        Column::Themes => teacher.themes.join(";"),
    }
}

fn score_of(scores: &[(FocusId, Score)], focus: FocusId) -> String {
    let Some((_, score)) = scores.iter().find(|(id, _)| *id == focus) else { return String::new() };
    let (whole, part) = (score.thousandths() / 1000, score.thousandths() % 1000);
    let text = format!("{whole}.{part:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What cells may refer to.
pub(super) struct Known<'a> {
    teachers: BTreeMap<String, TeacherId>,
    /// Ids without blanks around them, where that is not ambiguous: spreadsheets lose blanks.
    trimmed: BTreeMap<String, Option<TeacherId>>,
    focuses: &'a [String],
    /// The row being read.
    pub row: usize,
}

impl<'a> Known<'a> {
    pub fn new(problem: &Problem, focuses: &'a [String]) -> Self {
        let mut trimmed: BTreeMap<String, Option<TeacherId>> = BTreeMap::new();
        for (id, teacher) in problem.teachers.entries() {
            trimmed.entry(teacher.id.trim().to_owned()).and_modify(|one| *one = None).or_insert(Some(id));
        }
        let teachers = problem.teachers.entries().map(|(id, teacher)| (teacher.id.clone(), id)).collect();
        Self { teachers, trimmed, focuses, row: 0 }
    }

    fn find(&self, id: &str) -> Option<TeacherId> {
        self.teachers.get(id).copied().or_else(|| self.trimmed.get(id.trim()).copied().flatten())
    }

    /// The teacher of that id, or an error.
    pub fn teacher(&self, id: &str, column: &str, code: Code, errors: &mut Vec<RowError>) -> Option<TeacherId> {
        let found = self.find(id);
        if found.is_none() {
            errors.push(self.unknown_teacher(id, column, code));
        }
        found
    }

    fn unknown_teacher(&self, id: &str, column: &str, code: Code) -> RowError {
        let nearest = nearest(id, self.teachers.keys().map(String::as_str));
        RowError { nearest, ..RowError::new(self.row, column, code, id, "the id of a teacher") }
    }

    fn error(&self, column: Column, code: Code, found: &str, expected: &str) -> RowError {
        RowError::new(self.row, &column.title(self.focuses), code, found, expected)
    }

    fn truth(&self, column: Column, cell: &str) -> Result<bool, RowError> {
        match cell.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Ok(true),
            "no" | "n" | "false" | "0" => Ok(false),
            _ => Err(self.error(column, Code::Truth, cell, "yes or no")),
        }
    }

    fn number(&self, column: Column, cell: &str) -> Result<u32, RowError> {
        cell.parse().map_err(|_| self.error(column, Code::Number, cell, "a whole number"))
    }

    fn optional_number(&self, column: Column, cell: &str) -> Result<Option<u32>, RowError> {
        if cell == NOTHING { Ok(None) } else { self.number(column, cell).map(Some) }
    }

    fn score(&self, column: Column, cell: &str) -> Result<Score, RowError> {
        score(cell)
            .ok_or_else(|| self.error(column, Code::Score, cell, "a score between 0 and 1 with at most three decimals"))
    }

    fn manager(&self, column: Column, cell: &str, teacher: TeacherId) -> Result<TeacherId, RowError> {
        match self.find(cell) {
            Some(manager) if manager == teacher => {
                Err(self.error(column, Code::OwnManager, cell, "the id of another teacher"))
            }
            Some(manager) => Ok(manager),
            None => Err(self.unknown_teacher(cell, "line_manager", Code::UnknownManager)),
        }
    }

    fn asks(&self, column: Column, cell: &str) -> Result<Vec<FocusId>, RowError> {
        let mut asks = Vec::new();
        for id in list(cell) {
            let focus = focus_index(self.focuses, &id).ok_or_else(|| {
                let nearest = nearest(&id, self.focuses.iter().map(String::as_str));
                RowError { nearest, ..self.error(column, Code::UnknownFocus, &id, "the id of a focus") }
            })?;
            if !asks.contains(&focus) {
                asks.push(focus);
            }
        }
        Ok(asks)
    }
}

/// Puts a cell that is not blank into a teacher.
pub(super) fn set(
    column: Column,
    cell: &str,
    id: TeacherId,
    teacher: &mut Teacher,
    known: &Known<'_>,
) -> Result<(), RowError> {
    match column {
        Column::Id => {}
        Column::Name if cell == NOTHING => return Err(known.error(column, Code::Needed, cell, "a name")),
        Column::Name => cell.clone_into(&mut teacher.name),
        Column::Department => teacher.department = (cell != NOTHING).then(|| cell.to_owned()),
        Column::Subjects => teacher.subjects = list(cell),
        Column::Leader => teacher.leader = known.truth(column, cell)?,
        Column::LineManager if cell == NOTHING => teacher.line_manager = None,
        Column::LineManager => teacher.line_manager = Some(known.manager(column, cell, id)?),
        Column::NewStaff => teacher.new_staff = known.truth(column, cell)?,
        Column::Participates => teacher.participates = known.truth(column, cell)?,
        Column::Visits => teacher.visits = known.number(column, cell)?,
        Column::OpenDoor => teacher.open_door = known.truth(column, cell)?,
        Column::Strength(focus) => set_score(&mut teacher.strengths, focus, column, cell, known)?,
        Column::Need(focus) => set_score(&mut teacher.needs, focus, column, cell, known)?,
        Column::Asks => teacher.asks = known.asks(column, cell)?,
        Column::ProtectedUse => {
            let watch = match cell.to_lowercase().as_str() {
                "watch" => true,
                "never" => false,
                _ => known
                    .truth(column, cell)
                    .map_err(|_| known.error(column, Code::Word, cell, "`watch` (or yes), `never` (or no)"))?,
            };
            teacher.protected_use = if watch { ProtectedUse::Watch } else { ProtectedUse::Never };
        }
        Column::CoverWilling if cell == NOTHING => teacher.cover.willing = None,
        Column::CoverWilling => teacher.cover.willing = Some(known.truth(column, cell)?),
        Column::CoverMaxPerDay => teacher.cover.max_per_day = known.number(column, cell)?,
        Column::CoverMaxPerWeek => teacher.cover.max_per_week = known.optional_number(column, cell)?,
        Column::CoverMaxPerRound => teacher.cover.max_per_round = known.optional_number(column, cell)?,
        Column::CoverSubjects => teacher.cover.subjects = (cell != NOTHING).then(|| list(cell)),
        Column::HostingMax => teacher.hosting.max = known.optional_number(column, cell)?,
        Column::HostingMaxPerYear => teacher.hosting.max_per_year = known.optional_number(column, cell)?,
        Column::PeriodsLentPerWeek => teacher.periods_lent_per_week = known.number(column, cell)?,
        Column::Swap => teacher.swap = known.truth(column, cell)?,
        Column::Film => teacher.film = known.truth(column, cell)?,
        Column::StudentObservers => teacher.student_observers = known.truth(column, cell)?,
        Column::Themes => teacher.themes = list(cell),
    }
    Ok(())
}

/// Keeps the scores ascending by focus.
fn set_score(
    scores: &mut Vec<(FocusId, Score)>,
    focus: FocusId,
    column: Column,
    cell: &str,
    known: &Known<'_>,
) -> Result<(), RowError> {
    let score = if cell == NOTHING { None } else { Some(known.score(column, cell)?) };
    scores.retain(|(id, _)| *id != focus);
    if let Some(score) = score {
        let at = scores.partition_point(|(id, _)| *id < focus);
        scores.insert(at, (focus, score));
    }
    Ok(())
}

/// The parts of a list, each once; nothing for `-`.
fn list(cell: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let all = if cell == NOTHING { "" } else { cell };
    for part in all.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.iter().any(|other| other == part) {
            parts.push(part.to_owned());
        }
    }
    parts
}

/// `0.75`, `0,75`, `.75` or `1`, in thousandths: no floating point in between.
fn score(cell: &str) -> Option<Score> {
    const DECIMALS: usize = 3;
    let (whole, part) = cell.split_once(['.', ',']).unwrap_or((cell, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) || part.len() > DECIMALS {
        return None;
    }
    let whole: u16 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: u16 = format!("{part:0<DECIMALS$}").parse().ok()?;
    Score::from_thousandths(whole.checked_mul(1000)?.checked_add(part)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Key;

    #[test]
    fn scores_are_exact() {
        let thousandths = |cell| score(cell).map(Score::thousandths);
        assert_eq!(thousandths("0.75"), Some(750));
        assert_eq!(thousandths("0,755"), Some(755));
        assert_eq!(thousandths(".5"), Some(500));
        assert_eq!(thousandths("1."), Some(1000));
        assert_eq!(thousandths("1.000"), Some(1000));
        for wrong in ["", ".", "1.001", "0.7555", "-0.1", "2", "65536", "0.1.2", "75%", "+1"] {
            assert_eq!(thousandths(wrong), None, "{wrong}");
        }
        assert_eq!(score_of(&[(FocusId::from_index(0), Score::ONE)], FocusId::from_index(0)), "1");
    }

    #[test]
    fn lists_hold_each_thing_once() {
        assert_eq!(list("a; b;;a"), ["a", "b"]);
        assert!(list("-").is_empty());
    }
}
