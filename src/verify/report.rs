//! What the checker says.

use std::fmt;

use crate::domain::{Date, TeacherId};

/// A rule of SPEC §3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the numbers are the contract's")]
pub enum Rule {
    C1,
    C2,
    C3,
    C4,
    C5,
    C6,
    C7,
    C8,
    C9,
    C10,
    C11,
    C12,
    C13,
    C14,
    C15,
    C16,
    C17,
    C18,
    C19,
}

impl Rule {
    /// All of them, in order.
    pub const ALL: [Self; 19] = [
        Self::C1,
        Self::C2,
        Self::C3,
        Self::C4,
        Self::C5,
        Self::C6,
        Self::C7,
        Self::C8,
        Self::C9,
        Self::C10,
        Self::C11,
        Self::C12,
        Self::C13,
        Self::C14,
        Self::C15,
        Self::C16,
        Self::C17,
        Self::C18,
        Self::C19,
    ];
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which rule.
    pub rule: Rule,
    /// Which arrangement (an index into [`Plan::arrangements`](crate::domain::Plan::arrangements)), where it is
    /// about one.
    pub arrangement: Option<usize>,
    /// Who, where it is about one person.
    pub teacher: Option<TeacherId>,
    /// On which date, where it is about one.
    pub date: Option<Date>,
    /// What is wrong, with the ids of the instance.
    pub text: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.text)
    }
}

/// Where a violation is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    arrangement: Option<usize>,
    teacher: Option<TeacherId>,
    date: Option<Date>,
}

impl Place {
    /// Nowhere in particular.
    pub(super) fn plan() -> Self {
        Self::default()
    }

    /// In an arrangement.
    pub(super) fn arrangement(arrangement: usize) -> Self {
        Self { arrangement: Some(arrangement), ..Self::default() }
    }

    /// With one person.
    pub(super) fn teacher(teacher: TeacherId) -> Self {
        Self { teacher: Some(teacher), ..Self::default() }
    }

    /// On a date.
    pub(super) fn date(date: Date) -> Self {
        Self { date: Some(date), ..Self::default() }
    }

    /// The same place, in `arrangement`.
    pub(super) fn within(self, arrangement: usize) -> Self {
        Self { arrangement: Some(arrangement), ..self }
    }

    /// The same place, with `teacher`.
    pub(super) fn of(self, teacher: TeacherId) -> Self {
        Self { teacher: Some(teacher), ..self }
    }

    /// The same place, on `date`.
    pub(super) fn on(self, date: Date) -> Self {
        Self { date: Some(date), ..self }
    }
}

/// Collects violations.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Violation>);

impl Report {
    /// Adds one.
    pub(super) fn add(&mut self, rule: Rule, place: Place, text: String) {
        let Place { arrangement, teacher, date } = place;
        self.0.push(Violation { rule, arrangement, teacher, date, text });
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by rule, then by place (what is about the whole plan first), then as found.
    pub(super) fn into_violations(mut self) -> Vec<Violation> {
        self.0.sort_by_key(|violation| (violation.rule, violation.arrangement));
        self.0
    }
}
