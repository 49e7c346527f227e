//! Diagnostics for people: the line of the source with a caret, what was expected, what may have been meant.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::diagnostic::Diagnostic;

/// Bytes of a line shown before and after the place: a file may be one line of megabytes.
const MARGIN: usize = 72;

/// All of `diagnostics`, which are about `source`, the file `name`, one block each.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], source: &[u8], name: &str) -> String {
    let renderer = Renderer::plain();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let block = one(diagnostic, source, name, &renderer);
        // A String takes everything.
        let _ = writeln!(text, "{}\n", block.trim_end());
    }
    text
}

fn one(diagnostic: &Diagnostic, source: &[u8], name: &str, renderer: &Renderer) -> String {
    let level = if diagnostic.is_warning() { Level::WARNING } else { Level::ERROR };
    let piece = Piece::around(diagnostic.span.start, diagnostic.span.end, source);
    let label = match (diagnostic.found.as_str(), diagnostic.expected.as_str()) {
        ("", "") => String::new(),
        (found, "") => format!("found {found}"),
        ("", expected) => format!("expected {expected}"),
        (found, expected) => format!("found {found}, expected {expected}"),
    };
    let mark = AnnotationKind::Primary.span(piece.start..piece.end);
    let mark = if label.is_empty() { mark } else { mark.label(label) };
    let snippet = Snippet::source(piece.text).line_start(diagnostic.line).annotation(mark);
    let title = level.primary_title(diagnostic.message.clone()).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title)
        .element(Origin::path(name).line(diagnostic.line).char_column(diagnostic.column))
        .element(snippet);
    if !diagnostic.pointer.is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", diagnostic.pointer)));
    }
    if let Some(nearest) = &diagnostic.nearest {
        group = group.element(Level::HELP.message(format!("did you mean `{nearest}`?")));
    }
    renderer.render(&[group])
}

/// A piece of one line of the source, and the marked bytes of it.
struct Piece {
    text: String,
    start: usize,
    end: usize,
}

impl Piece {
    fn around(start: usize, end: usize, source: &[u8]) -> Self {
        let start = start.min(source.len());
        let line_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let before = &source[start.saturating_sub(MARGIN)..start];
        let (before, cut_before) = match before.iter().rposition(line_break) {
            Some(at) => (&before[at + 1..], false),
            None => (before, start > MARGIN),
        };
        let after = &source[start..source.len().min(start + MARGIN)];
        let (after, cut_after) = match after.iter().position(line_break) {
            Some(at) => (&after[..at], false),
            None => (after, start + MARGIN < source.len()),
        };
        // No character is cut in half by the marks, nor at the start of the piece.
        let further = |byte: &&u8| matches!(byte, 0x80..=0xBF);
        let mut length = end.saturating_sub(start).clamp(usize::from(!after.is_empty()), after.len());
        length += after[length..].iter().take_while(further).count();
        let (marked, rest) = after.split_at(length);
        let before = if cut_before { &before[before.iter().take_while(further).count()..] } else { before };

        let mut text = String::new();
        if cut_before {
            text.push('…');
        }
        text.push_str(&plain(before));
        let start = text.len();
        text.push_str(&plain(marked));
        let end = text.len();
        text.push_str(&plain(rest));
        if cut_after {
            text.push('…');
        }
        if start == end {
            // Past the end of the line, or of the file.
            text.push(' ');
        }
        Self { text, start, end: end.max(start + 1) }
    }
}

/// Bytes as text: what is no text, and control characters, become a replacement character.
fn plain(bytes: &[u8]) -> String {
    let shown = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    String::from_utf8_lossy(bytes).chars().map(shown).collect()
}
