//! Decoder of time patterns.

use crate::domain::{Pattern, SchoolId};
use crate::format::decode::{Fields, list, text};
use crate::format::rules::{calendar, shape};
use crate::format::scalars::{date, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::Context;

/// A time pattern of somebody of `school`.
pub fn pattern<'n>(
    context: &Context<'_>,
    school: Option<SchoolId>,
    node: &'n Node<'n>,
    sink: &mut Sink,
) -> Option<Pattern> {
    let mut fields = Fields::of(node, "a time pattern", sink)?;
    let before = fields.sink().errors();
    let week = fields.optional("week", |node, sink| context.week(node, school, sink));
    let weekday = fields.optional("weekday", word);
    let date = fields.optional("date", date);
    let periods = fields.optional("periods", |node, sink| {
        let mut periods = Vec::new();
        list(node, sink, |node, sink| {
            let period = context.period(node, school, sink)?;
            if periods.contains(&period)
                && let Some(entry) = context.entry(school)
            {
                shape::e0114_repeated_entry(&entry.school.period_ids[period], node.span, "`periods`", sink);
            } else {
                periods.push(period);
            }
            Some(())
        })?;
        shape::e0113_empty_list(node, "period (leave `periods` out for the whole day)", sink);
        Some(periods)
    });
    let why = fields.optional("why", text);
    let pattern = Pattern { week, weekday, date, periods, why: why.map(str::to_owned) };
    if fields.sink().errors() == before
        && let Some(entry) = context.entry(school)
    {
        calendar::w2002_pattern_never_applies(&pattern, &entry.school, node.span, fields.sink());
    }
    fields.finish();
    Some(pattern)
}

/// The patterns of a list.
pub fn patterns<'n>(
    context: &Context<'_>,
    school: Option<SchoolId>,
) -> impl FnMut(&'n Node<'n>, &mut Sink) -> Option<Pattern> {
    move |node, sink| pattern(context, school, node, sink)
}
