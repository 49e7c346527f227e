//! E16xx: rates, and pairs in lists; and W2005.

use std::collections::HashSet;

use crate::domain::{Kind, Pence, TeacherId};
use crate::format::code::Code;
use crate::format::decode::At;
use crate::format::scalars::Words;
use crate::format::sink::{Finding, Sink};
use crate::format::tree::Span;

/// The last missing partner is never dearer than the one before.
pub fn e1601_unserved_rises(steps: &[At<Pence>], sink: &mut Sink) {
    for step in steps.windows(2).filter(|step| step[1].value > step[0].value) {
        sink.push(
            Finding::new(Code::E1601, step[1].span, "the ladder of `unserved` may not rise")
                .found(format!("{} after {}", step[1].value, step[0].value))
                .expected(format!("at most {}", step[0].value)),
        );
    }
}

/// A further cover of the same colleague is never cheaper: fair shares cost less.
pub fn e1602_staff_cover_falls(steps: &[At<Pence>], sink: &mut Sink) {
    for step in steps.windows(2).filter(|step| step[1].value < step[0].value) {
        sink.push(
            Finding::new(Code::E1602, step[1].span, "the ladder of `staff_cover` may not fall")
                .found(format!("{} after {}", step[1].value, step[0].value))
                .expected(format!("at least {}", step[0].value)),
        );
    }
}

/// A pair is two people.
pub fn e1603_pair_of_one(pair: [TeacherId; 2], span: Span, sink: &mut Sink) -> Option<[TeacherId; 2]> {
    if pair[0] != pair[1] {
        return Some(pair);
    }
    sink.push(Finding::new(Code::E1603, span, "the same teacher twice").expected("two different teachers"));
    None
}

/// A pair stands once in its list, whoever is named first.
pub fn e1604_pair_twice(
    pair: [TeacherId; 2],
    seen: &mut HashSet<[TeacherId; 2]>,
    span: Span,
    sink: &mut Sink,
) -> Option<()> {
    let [a, b] = pair;
    if seen.insert([a.min(b), a.max(b)]) {
        return Some(());
    }
    sink.push(Finding::new(Code::E1604, span, "this pair stands twice in its list").expected("each pair once"));
    None
}

/// Orders for walks and groups need their kind in play.
pub fn e1605_kind_not_in_play(kind: Kind, key: &str, in_play: &[Kind], span: Span, sink: &mut Sink) {
    if !in_play.contains(&kind) {
        sink.push(
            Finding::new(
                Code::E1605,
                span,
                format!("`{key}` is given, but \"{}\" is not in `rules.arrangements`", kind.word()),
            )
            .expected(format!("no `{key}`, or \"{}\" in `rules.arrangements`", kind.word())),
        );
    }
}

/// A rule that nothing in this round goes by is said to be.
pub fn w2005_no_effect(key: &str, why: &str, span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::W2005, span, format!("`{key}` has no effect in this round: {why}"))
            .expected(format!("no `{key}`, or what it speaks of")),
    );
}
