//! E00xx: what must hold of the bytes before anything is read.

use crate::format::code::Code;
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::{MAX_DEPTH, Span};

/// The text of the source.
pub fn e0001_not_utf8<'a>(source: &'a [u8], sink: &mut Sink) -> Option<&'a str> {
    let error = match std::str::from_utf8(source) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let start = error.valid_up_to();
    let end = start + error.error_len().unwrap_or(source.len() - start);
    let found = format!("the byte 0x{:02X}, which is no part of UTF-8", source.get(start).copied().unwrap_or(0));
    sink.push(Finding::new(Code::E0001, Span { start, end }, "the file is not UTF-8 text").found(found));
    None
}

/// JSON starts without a byte order mark.
pub fn e0002_byte_order_mark(text: &str, sink: &mut Sink) -> Option<()> {
    if !text.starts_with('\u{FEFF}') {
        return Some(());
    }
    let span = Span { start: 0, end: '\u{FEFF}'.len_utf8() };
    sink.push(
        Finding::new(Code::E0002, span, "the file starts with a byte order mark")
            .found("U+FEFF")
            .expected("plain UTF-8 (save it as \"UTF-8\", not \"UTF-8 with BOM\")"),
    );
    None
}

/// There is something to read.
pub fn e0003_empty(text: &str, sink: &mut Sink) -> Option<()> {
    if !text.trim().is_empty() {
        return Some(());
    }
    sink.push(
        Finding::new(Code::E0003, Span::default(), "the file is empty").found("nothing").expected("a JSON object"),
    );
    None
}

/// The text is JSON.
pub fn e0004_syntax(span: Span, problem: &str, sink: &mut Sink) {
    sink.push(Finding::new(Code::E0004, span, "this is not JSON").found(problem).expected("JSON (RFC 8259)"));
}

/// The text is not nested deeper than anything the formats know; `span` is the bracket that opens one level too many.
pub fn e0005_too_deep(span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E0005, span, "nested too deeply")
            .found("one more level of lists and objects")
            .expected(format!("at most {MAX_DEPTH} levels")),
    );
}

/// A key stands once in its object; `span` is the place of the second.
pub fn e0006_duplicate_key(key: &str, span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E0006, span, format!("the key {} stands twice in this object", quote(key)))
            .found(format!("a second {}", quote(key)))
            .expected("each key once"),
    );
}
