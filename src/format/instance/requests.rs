//! Decoder of requests.

use crate::domain::{Request, Round};
use crate::format::decode::{Fields, at};
use crate::format::rules::steering as rules;
use crate::format::scalars::date;
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::Context;

/// An entry of `requests`; `round` is the round, where it could be read.
pub fn request<'n>(
    context: &Context<'_>,
    round: Option<&Round>,
    node: &'n Node<'n>,
    sink: &mut Sink,
) -> Option<Request> {
    let mut fields = Fields::of(node, "a request", sink)?;
    let host = fields.required("host", |node, sink| context.teacher(node, sink));
    let lesson = fields.optional("lesson", |node, sink| context.lesson(node, sink));
    let day = fields.optional("date", at(date));
    let school = host.and_then(|host| context.school_of(host));
    let period = fields.optional("period", |node, sink| context.period(node, school, sink));
    let focus = fields.optional("focus", |node, sink| context.focus(node, sink));
    let expires = fields.optional("expires", at(date));
    if let Some(round) = round {
        rules::w2006_never_in_the_round(round, day, expires, fields.sink());
    }
    fields.finish();
    Some(Request {
        host: host?,
        lesson,
        date: day.map(|day| day.value),
        period,
        focus,
        expires: expires.map(|last| last.value),
    })
}
