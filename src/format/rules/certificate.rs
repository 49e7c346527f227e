//! E40xx: what a certificate demands beyond what every file does.

use crate::format::code::Code;
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::Span;

/// A price is of something that the instance limits, in the one text that it has.
pub fn e4001_no_row<T>(text: &str, span: Span, sink: &mut Sink) -> Option<T> {
    sink.push(
        Finding::new(Code::E4001, span, format!("{} is nothing that this instance limits", quote(text)))
            .found(quote(text))
            .expected("what is limited, whose and when, such as `use ann 2026-11-10 2`, by ids of the instance"),
    );
    None
}

/// A case is split on a whole number that every plan has, in the one text that it has.
pub fn e4002_no_count<T>(text: &str, span: Span, sink: &mut Sink) -> Option<T> {
    sink.push(
        Finding::new(Code::E4002, span, format!("{} is nothing that is counted here", quote(text)))
            .found(quote(text))
            .expected("what is counted, whose and when, such as `hire agency 2026-11-10`, by ids of the instance"),
    );
    None
}

/// A decision says how many there are at least, or at most.
pub fn e4003_not_one_side<T>(span: Span, sides: usize, sink: &mut Sink) -> Option<T> {
    sink.push(
        Finding::new(Code::E4003, span.opening(), format!("a decision with {sides} sides"))
            .found(format!("{sides} of them"))
            .expected("either `at_least` or `at_most`"),
    );
    None
}
