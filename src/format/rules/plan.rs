//! E30xx and W31xx: what a plan demands beyond what every file does.

use crate::domain::SupplyUnit;
use crate::format::code::Code;
use crate::format::scalars::Words as _;
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::Span;

/// Seeds and statistics are whole numbers of 64 bits.
pub fn e3001_number_out_of_range<T>(literal: &str, span: Span, sink: &mut Sink) -> Option<T> {
    sink.push(
        Finding::new(Code::E3001, span, format!("{} does not fit in 64 bits without a sign", quote(literal)))
            .found(quote(literal))
            .expected(format!("0 or more, at most {}", u64::MAX)),
    );
    None
}

/// A gap is 0 or more, with at most six decimals.
pub fn e3002_not_a_gap<T>(literal: &str, span: Span, sink: &mut Sink) -> Option<T> {
    sink.push(
        Finding::new(Code::E3002, span, format!("{} is not a gap", quote(literal)))
            .found(quote(literal))
            .expected("(total - bound) / max(1, money + goodwill + unserved_cost + value), rounded up to 6 decimals"),
    );
    None
}

/// The ids of the arrangements tell them apart.
pub fn e3003_arrangement_stands_twice(id: &str, span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E3003, span, format!("the id {} of an arrangement stands twice", quote(id)))
            .expected("an id of its own"),
    );
}

/// A half day says which half, a period which period, and nothing else does.
pub fn e3004_hire_of_the_wrong_size(unit: SupplyUnit, half: bool, period: bool, span: Span, sink: &mut Sink) {
    let expected = match unit {
        SupplyUnit::Day if half || period => "neither `half` nor `period` with the unit \"day\"",
        SupplyUnit::HalfDay if !half || period => "`half` and no `period` with the unit \"half_day\"",
        SupplyUnit::Period if half || !period => "`period` and no `half` with the unit \"period\"",
        _ => return,
    };
    let message = format!("a hire by the {} does not say just what is hired", unit.word().replace('_', " "));
    sink.push(Finding::new(Code::E3004, span.opening(), message).expected(expected));
}

/// What would help either has a known effect or one between two limits.
pub fn e3005_effect_not_told<T>(span: Span, sink: &mut Sink) -> Option<T> {
    sink.push(
        Finding::new(Code::E3005, span.opening(), "the effect of this change is not told")
            .expected("either `total_change`, or both `at_least` and `at_most`"),
    );
    None
}

/// Only films have a viewing and a price, only lessons planned together have what is planned.
pub fn e3006_key_of_another_kind(of: &str, key: &str, whose: &str, span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E3006, span, format!("{of} has no `{key}`"))
            .expected(format!("no `{key}`: it is said of {whose}")),
    );
}

/// A claim that is left out is none; the checker judges the plan as it stands.
pub fn w3101_claim_left_out(key: &str, plan: Span, sink: &mut Sink) {
    let read_as = if key == "proof" { "\"solver\"" } else { "an empty list" };
    sink.push(
        Finding::new(Code::W3101, plan.opening(), format!("the plan has no `{key}`; it is read as {read_as}"))
            .expected(format!("a key `{key}` in this object")),
    );
}
