//! E17xx and E18xx: locks and orders; W2004 and W2006.

use crate::domain::{Date, Round, TeacherId};
use crate::format::code::Code;
use crate::format::decode::At;
use crate::format::instance::Context;
use crate::format::scalars::Words;
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::{Node, Span, Value};
use crate::format::words::Source;

/// A lock of a visit names at least one thing about it.
pub fn e1701_says_nothing(lock: &Node<'_>, sink: &mut Sink) {
    if matches!(&lock.value, Value::Object(members) if members.is_empty()) {
        sink.push(
            Finding::new(Code::E1701, lock.span, "a lock that says nothing of its visit")
                .expected("at least one of observer, host, lesson, date, period"),
        );
    }
}

/// Only supervisors, colleagues and supply are somebody in particular.
pub fn e1702_source_has_no_id(source: Source, key: &str, span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E1702, span, format!("cover by \"{}\" has no `{key}`", source.word()))
            .expected(format!("no `{key}`, or another source")),
    );
}

/// Of two bounds the first is the lesser.
pub fn e1801_least_over_most(bounds: [u32; 2], span: Span, sink: &mut Sink) {
    if bounds[0] > bounds[1] {
        sink.push(
            Finding::new(Code::E1801, span, format!("at least {}, but at most {}", bounds[0], bounds[1]))
                .expected("the least first, then the most"),
        );
    }
}

/// History outlives people: who is not in the instance any more is left out, and said to be.
pub fn w2004_unknown_in_history(context: &Context<'_>, id: &str, span: Span, sink: &mut Sink) -> Option<TeacherId> {
    let found = context.teachers.get(id);
    if found.is_none() {
        let nearest = sink.nearest(id, context.teachers.names());
        sink.push(
            Finding::new(
                Code::W2004,
                span,
                format!("no teacher has the id {}: this part of the history counts for nothing", quote(id)),
            )
            .expected("the id of a teacher, or of one who has left")
            .nearest(nearest),
        );
    }
    found
}

/// A request is for a day of the round on which it still stands; another one may be old, and is said to be.
pub fn w2006_never_in_the_round(round: &Round, day: Option<At<Date>>, expires: Option<At<Date>>, sink: &mut Sink) {
    let mut say = |span, message: &str, expected: &str| {
        sink.push(
            Finding::new(Code::W2006, span, format!("nothing can match this request: {message}")).expected(expected),
        );
    };
    match (day, expires) {
        (Some(day), _) if day.value < round.start || day.value > round.end => {
            say(day.span, "its `date` lies outside the round", "a day of the round");
        }
        (Some(day), Some(last)) if last.value < day.value => {
            say(last.span, "it expires before its `date`", "a day from `date` on");
        }
        (_, Some(last)) if last.value < round.start => {
            say(last.span, "it expires before the round starts", "a day of the round, or a later one");
        }
        _ => {}
    }
}
