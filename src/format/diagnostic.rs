//! What is wrong, where, what was expected and what may have been meant: for people and for machines.

use std::fmt;

use serde::Serialize;

use super::code::Code;
use super::place::{Lines, Pointers};
use super::render;
use super::sink::Sink;
use super::tree::{Node, Span};

/// One error or warning with its place in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// The JSON Pointer (RFC 6901) of the value; of the object, where a key is missing; empty for the whole file.
    pub pointer: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// One sentence without a full stop.
    pub message: String,
    /// What stands there; empty where the message says it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub found: String,
    /// What should stand there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// The nearest known name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// The bytes of the source that it is about.
    #[serde(skip)]
    pub span: Span,
}

impl Diagnostic {
    /// Whether it warns only.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.code.is_warning()
    }
}

impl fmt::Display for Diagnostic {
    /// On one line, with the place but without the source.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.line, self.column, self.code, self.message)?;
        if !self.pointer.is_empty() {
            write!(f, " (at {})", self.pointer)?;
        }
        if !self.found.is_empty() {
            write!(f, "; found {}", self.found)?;
        }
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

/// Everything that is wrong with a file, in the order of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The errors, with the warnings among them.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The report for people: every diagnostic with its line of `source` and a caret. `name` is that of the file.
    #[must_use]
    pub fn render(&self, source: &[u8], name: &str) -> String {
        render::render(&self.diagnostics, source, name)
    }

    /// How many errors (no mere warnings) there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| !diagnostic.is_warning()).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostics.iter().try_for_each(|diagnostic| writeln!(f, "{diagnostic}"))
    }
}

impl std::error::Error for Report {}

/// What `sink` holds, in the order of the source, each with its pointer, line and column.
#[must_use]
pub fn locate(sink: Sink, root: Option<&Node<'_>>, source: &[u8]) -> Vec<Diagnostic> {
    let mut findings = sink.into_findings();
    findings.sort_by_key(|finding| (finding.span.start, finding.code));
    let (mut pointers, mut lines) = (Pointers::of(root), Lines::of(source));
    findings
        .into_iter()
        .map(|finding| {
            let (line, column) = lines.place(finding.span.start);
            Diagnostic {
                code: finding.code,
                pointer: pointers.pointer(finding.span.start),
                line,
                column,
                message: finding.message,
                found: finding.found,
                expected: finding.expected,
                nearest: finding.nearest,
                span: finding.span,
            }
        })
        .collect()
}
