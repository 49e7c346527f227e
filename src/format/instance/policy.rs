//! Decoder of `rules`.

use crate::domain::{AwayAtOnce, Kind, Profile, Rules, TeacherId};
use crate::format::decode::{At, Fields, at, boolean, each_at, list, map};
use crate::format::rules::{ids, policy as demands, shape, unsupported};
use crate::format::scalars::{Words, count, pence, score, within, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::Context;

/// Most days of any rule that counts days.
const MOST_DAYS: u32 = 10_000;

/// The kinds that this version plans.
pub const BUILT: &[Kind] = &[Kind::Pair, Kind::Triad];

/// `rules`, over those of the profile.
pub fn rules<'n>(context: &Context<'_>, profile: Profile, node: &'n Node<'n>, sink: &mut Sink) -> Option<Rules> {
    let preset = Rules::of(profile);
    let mut fields = Fields::of(node, "`rules`", sink)?;
    let days = || within(0, MOST_DAYS);
    let rules = Rules {
        arrangements: fields.optional("arrangements", kinds).unwrap_or(preset.arrangements),
        triads: fields.optional("triads", word).unwrap_or(preset.triads),
        staff_cover: fields.optional("staff_cover", word).unwrap_or(preset.staff_cover),
        protected: fields.optional("protected", word).unwrap_or(preset.protected),
        protected_quota: fields.optional("protected_quota", score).unwrap_or(preset.protected_quota),
        line_managers: fields.optional("line_managers", word).unwrap_or(preset.line_managers),
        observers_per_lesson: fields.optional("observers_per_lesson", count).unwrap_or(preset.observers_per_lesson),
        class_cover_max: fields.optional("class_cover_max", count).unwrap_or(preset.class_cover_max),
        class_watched_max: fields.optional("class_watched_max", count).unwrap_or(preset.class_watched_max),
        away_at_once: fields.optional("away_at_once", away_at_once).unwrap_or(preset.away_at_once),
        after_max_per_week: fields.optional("after_max_per_week", count).unwrap_or(preset.after_max_per_week),
        keep_back: fields.optional("keep_back", count).unwrap_or(preset.keep_back),
        notice_days: fields.optional("notice_days", days()).unwrap_or(preset.notice_days),
        visit_span_days: fields.optional("visit_span_days", days()).unwrap_or(preset.visit_span_days),
        conversation: fields.optional("conversation", word).unwrap_or(preset.conversation),
        conversation_within_days: fields
            .optional("conversation_within_days", days())
            .unwrap_or(preset.conversation_within_days),
        conversation_in: fields
            .optional("conversation_in", |node, sink| {
                let uses = word_set(node, "`conversation_in`", sink)?;
                shape::e0113_empty_list(node, "use of a period", sink);
                Some(uses.into_iter().map(|usage| usage.value).collect())
            })
            .unwrap_or(preset.conversation_in),
        one_way_conversation: only(&mut fields, "one_way_conversation", preset.one_way_conversation, word, Words::word),
        leaders_first: fields.optional("leaders_first", days()).unwrap_or(preset.leaders_first),
        min_match: fields.optional("min_match", score).unwrap_or(preset.min_match),
        must: pairs(context, &mut fields, "must"),
        forbid: pairs(context, &mut fields, "forbid"),
        prefer: pairs(context, &mut fields, "prefer"),
        avoid: pairs(context, &mut fields, "avoid"),
        video: None,
        walk_companions: only(&mut fields, "walk_companions", preset.walk_companions, count, |n| n),
        walk_minutes: only(&mut fields, "walk_minutes", preset.walk_minutes, within(1, 600), |n| n),
        new_staff_visits: only(&mut fields, "new_staff_visits", preset.new_staff_visits, count, |n| n),
        remember_covers: fields.optional("remember_covers", boolean).unwrap_or(preset.remember_covers),
    };
    fields.nullable("video", |node, sink| video(context, node, sink));
    fields.finish();
    Some(rules)
}

/// A key that has no effect yet: read and checked, and refused unless it is what it is by default.
pub fn only<'n, T: Copy + PartialEq, S: std::fmt::Display>(
    fields: &mut Fields<'n, '_>,
    key: &'static str,
    preset: T,
    decoder: impl FnOnce(&'n Node<'n>, &mut Sink) -> Option<T>,
    shown: impl Fn(T) -> S,
) -> T {
    if let Some(given) = fields.optional(key, at(decoder))
        && given.value != preset
    {
        let expected = format!("{} (the default) or no `{key}`", shown(preset));
        unsupported::e1901_not_supported(&format!("`{key}`"), &expected, given.span, fields.sink());
    }
    preset
}

fn kinds<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<Kind>> {
    let kinds: Vec<At<Kind>> = word_set(node, "`arrangements`", sink)?;
    shape::e0113_empty_list(node, "kind of arrangement", sink);
    for kind in &kinds {
        if !BUILT.contains(&kind.value) {
            let what = format!("the kind \"{}\"", kind.value.word());
            unsupported::e1901_not_supported(&what, "\"pair\" or \"triad\"", kind.span, sink);
        }
    }
    Some(kinds.into_iter().map(|kind| kind.value).collect())
}

/// A list of words that is a set.
fn word_set<'n, T: Words>(node: &'n Node<'n>, what: &str, sink: &mut Sink) -> Option<Vec<At<T>>> {
    let words = list(node, sink, each_at(word::<T>))?;
    for (index, entry) in words.iter().enumerate() {
        if words[..index].iter().any(|earlier| earlier.value == entry.value) {
            shape::e0114_repeated_entry(entry.value.word(), entry.span, what, sink);
        }
    }
    Some(words)
}

fn away_at_once<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<AwayAtOnce> {
    let mut fields = Fields::of(node, "`away_at_once`", sink)?;
    let school = fields.optional("school", count);
    let department = fields.optional("department", count);
    fields.finish();
    Some(AwayAtOnce { school, department })
}

fn pairs(context: &Context<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<[TeacherId; 2]> {
    fields.optional(key, |node, sink| teacher_pairs(context, node, sink)).unwrap_or_default()
}

/// A list of pairs of two different teachers, each pair once.
pub fn teacher_pairs<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<[TeacherId; 2]>> {
    let mut seen = std::collections::HashSet::new();
    list(node, sink, |node, sink| {
        let pair = teacher_pair(context, node, sink)?;
        demands::e1604_pair_twice(pair, &mut seen, node.span, sink)?;
        Some(pair)
    })
}

/// Two different teachers.
pub fn teacher_pair<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<[TeacherId; 2]> {
    let pair = crate::format::decode::pair(node, sink, |node, sink| context.teacher(node, sink))?;
    demands::e1603_pair_of_one(pair, node.span, sink)
}

/// `video`, which has no effect yet.
fn video<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<()> {
    let mut fields = Fields::of(node, "`video`", sink)?;
    let kits = fields.required("kits", |node, sink| map(node, "kits by school", sink, count));
    for (key, _) in kits.unwrap_or_default() {
        ids::e1201_unknown_school(context, key.value, key.span, fields.sink());
    }
    fields.optional("money_per_recording", pence);
    fields.optional("min_strength", score);
    unsupported::e1901_not_supported("`video`", "null or no `video`", node.span, fields.sink());
    fields.finish();
    Some(())
}
