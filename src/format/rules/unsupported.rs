//! E19xx: what the contract knows and this version does not do.

use crate::format::code::Code;
use crate::format::sink::{Finding, Sink};
use crate::format::tree::Span;

/// What has no effect yet is refused, never ignored.
pub fn e1901_not_supported(what: &str, expected: &str, span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E1901, span, format!("{what} is understood, but not supported by this version"))
            .expected(expected),
    );
}
