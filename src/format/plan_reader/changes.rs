//! The changes of a re-plan. Their ids may be of an instance before, so that none is looked up.

use crate::domain::{Changed, Element, Manner, TakenBy};
use crate::format::decode::{Fields, list as items, object};
use crate::format::rules::{shape, unsupported};
use crate::format::scalars::{date, id, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;
use crate::format::words::Source;

use super::sums::amount;
use super::words::ModeWord;

/// Every change.
pub(super) fn list<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<Changed>> {
    items(node, sink, changed)
}

fn changed<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Changed> {
    let mut fields = Fields::of(node, "a change", sink)?;
    let was = fields.nullable("was", element);
    let now = fields.nullable("now", element);
    let pence = fields.required("pence", amount);
    fields.finish();
    Some(Changed { was, now, pence: pence? })
}

fn element<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Element> {
    let members = object(node, "what changed", sink)?;
    shape::e0115_not_one_key(node.span, members.len(), "what changed", "visit, cover, conversation", sink)?;
    let mut fields = Fields::of(node, "what changed", sink)?;
    let found = [
        fields.optional("visit", visit),
        fields.optional("cover", cover),
        fields.optional("conversation", conversation),
    ];
    fields.finish();
    found.into_iter().flatten().next()
}

fn name<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<String> {
    id(node, sink).map(str::to_owned)
}

fn visit<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Element> {
    let mut fields = Fields::of(node, "a visit", sink)?;
    let [observer, host, lesson] = ["observer", "host", "lesson"].map(|key| fields.required(key, name));
    let date = fields.required("date", date);
    let period = fields.required("period", name);
    let manner = match fields.optional("mode", word).unwrap_or(ModeWord::InPerson) {
        ModeWord::InPerson => Manner::InPerson,
        ModeWord::Video => Manner::Film,
        ModeWord::Swap => Manner::Exchange,
    };
    fields.finish();
    let (observer, host, lesson) = (observer?, host?, lesson?);
    Some(Element::Visit { date: date?, period: period?, observer, host, lesson, manner })
}

fn cover<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Element> {
    let mut fields = Fields::of(node, "a cover", sink)?;
    let lesson = fields.required("lesson", name);
    let date = fields.required("date", date);
    let period = fields.required("period", name);
    let by = fields.required("by", taken_by);
    fields.finish();
    Some(Element::Cover { date: date?, period: period?, lesson: lesson?, by: by? })
}

fn taken_by<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<TakenBy> {
    let mut fields = Fields::of(node, "`by`", sink)?;
    let source = fields.required("source", word::<Source>)?;
    let by = match source {
        Source::NoneNeeded => Some(TakenBy::NoneNeeded),
        // Classes that are exchanged are left to nobody: their visits tell of it.
        Source::Swap => {
            unsupported::e1901_not_supported("cover by \"swap\"", "another source", node.span, fields.sink());
            None
        }
        Source::Study => Some(TakenBy::Study),
        Source::Supervisor => fields.required("id", name).map(TakenBy::Supervisor),
        Source::Staff => fields.required("id", name).map(TakenBy::Staff),
        Source::Supply => fields.required("id", name).map(TakenBy::Supply),
        Source::Join => fields.required("lesson", name).map(TakenBy::Join),
    };
    fields.finish();
    by
}

fn conversation<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Element> {
    let mut fields = Fields::of(node, "a conversation", sink)?;
    let members = fields.required("members", |node, sink| items(node, sink, name));
    let date = fields.required("date", date);
    let school = fields.required("school", name);
    let period = fields.required("period", name);
    fields.finish();
    let mut members = members?;
    members.sort();
    Some(Element::Conversation { date: date?, period: period?, school: school?, members })
}
