//! Collects what is wrong, so that reading goes on.

use super::code::Code;
use super::nearest::nearest;
use super::tree::Span;

/// Something wrong, or doubtful, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable code.
    pub code: Code,
    /// The place; its start names one node of the tree.
    pub span: Span,
    /// One sentence without a full stop.
    pub message: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
    /// The nearest known name.
    pub nearest: Option<String>,
}

impl Finding {
    /// A finding of which nothing but the sentence is known.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), found: String::new(), expected: String::new(), nearest: None }
    }

    /// With what was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = found.into();
        self
    }

    /// With what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// With the nearest known name.
    #[must_use]
    pub fn nearest(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
        self
    }
}

/// Everything found so far.
#[derive(Debug)]
pub struct Sink {
    findings: Vec<Finding>,
    errors: usize,
    /// Comparisons of names left: a file of a hundred thousand wrong names shall not take hours.
    comparisons: usize,
}

impl Default for Sink {
    fn default() -> Self {
        Self { findings: Vec::new(), errors: 0, comparisons: 3_000_000 }
    }
}

impl Sink {
    /// Nothing found yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a finding.
    pub fn push(&mut self, finding: Finding) {
        self.errors += usize::from(!finding.code.is_warning());
        self.findings.push(finding);
    }

    /// Whether an error (no mere warning) was found.
    #[must_use]
    pub const fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many errors were found.
    #[must_use]
    pub const fn errors(&self) -> usize {
        self.errors
    }

    /// The known name nearest to `word`, while there is time for such help.
    pub fn nearest<'k>(&mut self, word: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
        let comparisons = &mut self.comparisons;
        let within = known.take_while(|_| {
            *comparisons = comparisons.saturating_sub(1);
            *comparisons > 0
        });
        nearest(word, within).map(str::to_owned)
    }

    /// Everything found, in the order found.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// `text` for a message: in backticks, control characters escaped, cut when it is long.
#[must_use]
pub fn quote(text: &str) -> String {
    const MOST: usize = 60;
    let mut quoted = String::from("`");
    for (count, c) in text.chars().enumerate() {
        if count == MOST {
            quoted.push('…');
            break;
        }
        if c.is_control() { quoted.extend(c.escape_unicode()) } else { quoted.push(c) }
    }
    quoted.push('`');
    quoted
}
