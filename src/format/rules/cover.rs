//! E15xx: travel.

use std::collections::HashSet;

use crate::domain::SchoolId;
use crate::format::code::Code;
use crate::format::sink::{Finding, Sink};
use crate::format::tree::Span;

/// A journey goes to another school.
pub fn e1501_journey_to_itself(between: [SchoolId; 2], span: Span, sink: &mut Sink) -> Option<()> {
    if between[0] != between[1] {
        return Some(());
    }
    sink.push(Finding::new(Code::E1501, span, "a journey from a school to itself").expected("two different schools"));
    None
}

/// A journey is given once: it is the same in both directions.
pub fn e1502_journey_twice(
    between: [SchoolId; 2],
    earlier: &HashSet<[SchoolId; 2]>,
    span: Span,
    sink: &mut Sink,
) -> Option<()> {
    let [a, b] = between;
    if !earlier.contains(&[a, b]) && !earlier.contains(&[b, a]) {
        return Some(());
    }
    sink.push(
        Finding::new(Code::E1502, span, "the journey between these two schools stands twice")
            .expected("one entry for both directions"),
    );
    None
}
