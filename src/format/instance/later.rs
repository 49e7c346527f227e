//! Decoders of what is understood and not done yet: walks and groups. Everything is read and checked as if it were
//! done, and then refused.

use crate::domain::{Kind, LessonId};
use crate::format::decode::{Fields, at, list, pair, text};
use crate::format::rules::{calendar, policy, steering as rules};
use crate::format::scalars::{date, id, within};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::Context;
use super::steering::teacher_set;
use super::table::Table;

/// Most people of a group, stops of a walk, meetings.
const MOST: u32 = 1000;

/// `walks`.
pub fn walks<'n>(context: &Context<'_>, in_play: &[Kind], node: &'n Node<'n>, sink: &mut Sink) -> Option<()> {
    let _: Table<'_, LessonId> = Table::of(Some(node), "a walk", sink);
    let entries = list(node, sink, |node, sink| walk(context, node, sink).or(Some(())))?;
    if !entries.is_empty() {
        policy::e1605_kind_not_in_play(Kind::Walk, "walks", in_play, node.span, sink);
    }
    Some(())
}

fn walk<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<()> {
    let mut fields = Fields::of(node, "a walk", sink)?;
    fields.required("id", id);
    fields.required("guide", |node, sink| context.teacher(node, sink));
    fields.optional("companions", |node, sink| teacher_set(context, node, "`companions`", sink));
    fields.required("focus", |node, sink| context.focus(node, sink));
    let from = fields.required("from", date);
    let to = fields.required("to", at(date));
    calendar::e1003_range_upside_down(from, to, fields.sink());
    fields.required("stops", bounds);
    fields.finish();
    Some(())
}

/// `groups`.
pub fn groups<'n>(context: &Context<'_>, in_play: &[Kind], node: &'n Node<'n>, sink: &mut Sink) -> Option<()> {
    let _: Table<'_, LessonId> = Table::of(Some(node), "a group", sink);
    let entries = list(node, sink, |node, sink| group(context, node, sink).or(Some(())))?;
    if !entries.is_empty() {
        policy::e1605_kind_not_in_play(Kind::Meeting, "groups", in_play, node.span, sink);
    }
    Some(())
}

fn group<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<()> {
    let mut fields = Fields::of(node, "a group", sink)?;
    fields.required("id", id);
    fields.required("theme", text);
    fields.required("size", bounds);
    fields.optional("meetings", within(1, MOST));
    fields.optional("members", |node, sink| teacher_set(context, node, "`members`", sink));
    fields.finish();
    Some(())
}

/// The least and the most.
fn bounds<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<()> {
    let bounds = pair(node, sink, within(1, MOST))?;
    rules::e1801_least_over_most(bounds, node.span, sink);
    Some(())
}
