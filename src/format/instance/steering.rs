//! Decoders of locks and history.

use std::collections::HashSet;

use crate::domain::{CoverBy, CoverLock, History, LessonId, Lock, SchoolId, TeacherId, VisitLock};
use crate::format::decode::{At, Fields, at, list, map, object, pair};
use crate::format::rules::{ids, policy, shape, steering as rules, unsupported};
use crate::format::scalars::{Words, count, date, id, word};
use crate::format::sink::Sink;
use crate::format::tree::{Node, Span};
use crate::format::words::Source;

use super::context::{Context, SchoolEntry};
use super::policy::teacher_pair;

/// An entry of `locks`.
pub fn lock<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Lock> {
    let members = object(node, "a lock", sink)?;
    let known = "pair, visit, cover, conversation, never_on, out";
    shape::e0115_not_one_key(node.span, members.len(), "a lock", known, sink)?;
    let mut fields = Fields::of(node, "a lock", sink)?;
    let lock = [
        fields.optional("pair", |node, sink| teacher_pair(context, node, sink).map(Lock::Pair)),
        fields.optional("visit", |node, sink| visit(context, node, sink)),
        fields.optional("cover", |node, sink| cover(context, node, sink)),
        fields.optional("conversation", |node, sink| conversation(context, node, sink)),
        fields.optional("never_on", |node, sink| never_on(context, node, sink)),
        fields.optional("out", |node, sink| out(context, node, sink)),
    ];
    fields.finish();
    lock.into_iter().flatten().next()
}

fn visit<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Lock> {
    let mut fields = Fields::of(node, "a visit", sink)?;
    let observer = fields.optional("observer", |node, sink| context.teacher(node, sink));
    let host = fields.optional("host", at(|node, sink: &mut Sink| context.teacher(node, sink)));
    let lesson = fields.optional("lesson", |node, sink| context.lesson(node, sink));
    let date = fields.optional("date", date);
    let period = fields.optional("period", at(id));
    if let (Some(observer), Some(host)) = (observer, host) {
        policy::e1603_pair_of_one([observer, host.value], host.span, fields.sink());
    }
    if let Some(period) = period {
        let whose = match (lesson, host) {
            (Some(lesson), _) => context.school_of_lesson(lesson),
            (None, Some(host)) => context.school_of(host.value),
            (None, None) => None,
        };
        let whose: Vec<SchoolId> = whose.into_iter().collect();
        period_of(context, &whose, period, fields.sink());
    }
    rules::e1701_says_nothing(node, fields.sink());
    fields.finish();
    Some(Lock::Visit(VisitLock {
        observer,
        host: host.map(|host| host.value),
        lesson,
        date,
        period: period.map(|period| period.value.to_owned()),
    }))
}

/// A period of one of `schools`, or of any where none is known.
fn period_of(context: &Context<'_>, schools: &[SchoolId], period: At<&str>, sink: &mut Sink) -> Option<()> {
    let entries: Vec<&SchoolEntry> = if schools.is_empty() {
        context.school_entries.iter().flatten().collect()
    } else {
        schools.iter().filter_map(|&school| context.entry(Some(school))).collect()
    };
    ids::e1204_unknown_period_anywhere(&entries, period.value, period.span, sink)
}

fn cover<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Lock> {
    let mut fields = Fields::of(node, "a cover", sink)?;
    let lesson = fields.required("lesson", |node, sink| context.lesson(node, sink));
    let date = fields.required("date", date);
    let school = lesson.and_then(|lesson| context.school_of_lesson(lesson));
    let period = fields.required("period", |node, sink| context.period(node, school, sink));
    let by = fields.required("by", |node, sink| cover_by(context, node, sink));
    fields.finish();
    Some(Lock::Cover(CoverLock { lesson: lesson?, date: date?, period: period?, by: by? }))
}

/// Who takes a class: a source, and its id where it has one.
pub fn cover_by<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<CoverBy> {
    let mut fields = Fields::of(node, "`by`", sink)?;
    let source = fields.required("source", at(word::<Source>));
    let span = fields.span();
    let named = fields.optional("id", at(id));
    // Whether it is given says nothing of whether it is known.
    let mut joined_at = None;
    let joined = fields.optional("lesson", |node, sink| {
        joined_at = Some(node.span);
        context.lesson(node, sink)
    });
    let joined = joined_at.map(|span| At { value: joined, span });
    let sink = fields.sink();
    let found = source.and_then(|source| by(context, source, named, joined, span, sink));
    fields.finish();
    found
}

fn by(
    context: &Context<'_>,
    source: At<Source>,
    named: Option<At<&str>>,
    joined: Option<At<Option<LessonId>>>,
    span: Span,
    sink: &mut Sink,
) -> Option<CoverBy> {
    if source.value != Source::Join
        && let Some(lesson) = joined
    {
        rules::e1702_source_has_no_id(source.value, "lesson", lesson.span, sink);
    }
    let needed = |sink: &mut Sink| {
        if named.is_none() {
            shape::e0102_missing_key(span, "`by`", "id", sink);
        }
        named
    };
    match source.value {
        Source::Supervisor => {
            let id = needed(sink)?;
            ids::e1207_unknown_supervisor(context, id.value, id.span, sink).map(CoverBy::Supervisor)
        }
        Source::Staff => {
            let id = needed(sink)?;
            ids::e1203_unknown_teacher(context, id.value, id.span, sink).map(CoverBy::Staff)
        }
        Source::Supply => {
            let id = needed(sink)?;
            ids::e1208_unknown_supply(context, id.value, id.span, sink).map(CoverBy::Supply)
        }
        Source::NoneNeeded | Source::Study | Source::Join | Source::Swap => {
            if let Some(id) = named {
                rules::e1702_source_has_no_id(source.value, "id", id.span, sink);
            }
            match source.value {
                Source::NoneNeeded => Some(CoverBy::NoneNeeded),
                Source::Study => Some(CoverBy::Study),
                Source::Join => {
                    if joined.is_none() {
                        shape::e0102_missing_key(span, "`by`", "lesson", sink);
                    }
                    joined?.value.map(CoverBy::Join)
                }
                other => {
                    let what = format!("cover by \"{}\"", other.word());
                    unsupported::e1901_not_supported(&what, "another source", source.span, sink);
                    None
                }
            }
        }
    }
}

fn conversation<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Lock> {
    let mut fields = Fields::of(node, "a conversation", sink)?;
    let members = fields.required("members", |node, sink| {
        let members = teacher_set(context, node, "`members`", sink)?;
        if members.len() < 2 {
            return shape::e0112_wrong_number(node.span, members.len(), "two or more", sink);
        }
        Some(members)
    });
    let date = fields.required("date", date);
    let period = fields.required("period", at(id));
    if let (Some(members), Some(period)) = (&members, period) {
        let schools: Vec<SchoolId> = members.iter().filter_map(|&member| context.school_of(member)).collect();
        period_of(context, &schools, period, fields.sink());
    }
    fields.finish();
    Some(Lock::Conversation { members: members?, date: date?, period: period?.value.to_owned() })
}

/// Teachers, none twice, ascending.
pub fn teacher_set<'n>(
    context: &Context<'_>,
    node: &'n Node<'n>,
    what: &str,
    sink: &mut Sink,
) -> Option<Vec<TeacherId>> {
    let mut teachers = Vec::new();
    let before = sink.errors();
    list(node, sink, |node, sink| {
        let teacher = context.teacher(node, sink)?;
        if teachers.contains(&teacher) {
            shape::e0114_repeated_entry(id(node, sink)?, node.span, what, sink);
        }
        teachers.push(teacher);
        Some(())
    })?;
    teachers.sort_unstable();
    (sink.errors() == before).then_some(teachers)
}

fn never_on<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Lock> {
    let mut fields = Fields::of(node, "`never_on`", sink)?;
    let teacher = fields.optional("teacher", |node, sink| context.teacher(node, sink));
    let date = fields.required("date", date);
    fields.finish();
    Some(Lock::NeverOn { teacher, date: date? })
}

fn out<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Lock> {
    let mut fields = Fields::of(node, "`out`", sink)?;
    let teacher = fields.required("teacher", |node, sink| context.teacher(node, sink));
    fields.finish();
    teacher.map(Lock::Out)
}

/// An entry of `history`; `earlier` are the names of the rounds before it.
pub fn history<'n>(
    context: &Context<'_>,
    earlier: &mut HashSet<&'n str>,
    node: &'n Node<'n>,
    sink: &mut Sink,
) -> Option<History> {
    let mut fields = Fields::of(node, "an earlier round", sink)?;
    let round = fields.optional("round", |node, sink| {
        let round = id(node, sink)?;
        if !earlier.insert(round) {
            ids::e1101_id_stands_twice(round, node.span, "an earlier round", sink);
        }
        Some(round)
    });
    let year = fields.optional("year", id);
    let partners = fields.optional("partners", |node, sink| earlier_pairs(context, node, sink));
    let covers = counts(context, &mut fields, "covers");
    let hosted = counts(context, &mut fields, "hosted");
    fields.finish();
    Some(History {
        round: round.map(str::to_owned),
        year: year.map(str::to_owned),
        partners: partners.unwrap_or_default(),
        covers,
        hosted,
    })
}

fn earlier_pairs<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<[TeacherId; 2]>> {
    let mut seen = HashSet::new();
    list(node, sink, |node, sink| {
        let [a, b] = pair(node, sink, |node, sink| {
            let name = id(node, sink)?;
            Some(rules::w2004_unknown_in_history(context, name, node.span, sink))
        })?;
        // Who has left since has no partner any more.
        let pair = policy::e1603_pair_of_one([a?, b?], node.span, sink)?;
        policy::e1604_pair_twice(pair, &mut seen, node.span, sink)?;
        Some(pair)
    })
}

fn counts(context: &Context<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<(TeacherId, u32)> {
    let given = fields.optional(key, |node, sink| map(node, "counts by teacher", sink, count)).unwrap_or_default();
    given
        .into_iter()
        .filter_map(|(key, count)| {
            Some((rules::w2004_unknown_in_history(context, key.value, key.span, fields.sink())?, count))
        })
        .collect()
}
