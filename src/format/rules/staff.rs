//! E13xx: teachers.

use crate::domain::TeacherId;
use crate::format::code::Code;
use crate::format::sink::{Finding, Sink};
use crate::format::tree::Span;

/// Nobody manages themselves.
pub fn e1301_own_line_manager(manager: TeacherId, own: TeacherId, span: Span, sink: &mut Sink) -> Option<TeacherId> {
    if manager != own {
        return Some(manager);
    }
    sink.push(
        Finding::new(Code::E1301, span, "a teacher can't be their own line manager")
            .expected("another teacher, or no `line_manager`"),
    );
    None
}
