//! Decoder of `rules`.

use crate::domain::{
    AwayAtOnce, ConversationRule, Kind, Profile, Rules, SHAPES, SchoolId, Score, Shape, TeacherId, Video,
};
use crate::format::decode::{At, Fields, at, boolean, each_at, list, map};
use crate::format::rules::{ids, policy as demands, shape, unsupported};
use crate::format::scalars::{Words, count, pence, score, within, word};
use crate::format::sink::Sink;
use crate::format::tree::{Node, Span};

use super::context::Context;

/// Most days of any rule that counts days.
const MOST_DAYS: u32 = 10_000;

/// Whether this version plans the kind.
pub fn is_built(kind: Kind) -> bool {
    kind.shape().is_some()
}

/// The kinds that this version plans, for messages.
pub fn built_kinds() -> String {
    let words: Vec<String> = SHAPES.iter().map(|shape| format!("\"{}\"", shape.kind.word())).collect();
    format!("one of {}", words.join(", "))
}

/// `rules`, over those of the profile.
pub fn rules<'n>(context: &Context<'_>, profile: Profile, node: &'n Node<'n>, sink: &mut Sink) -> Option<Rules> {
    let preset = Rules::of(profile);
    let mut fields = Fields::of(node, "`rules`", sink)?;
    let days = || within(0, MOST_DAYS);
    let one_way_conversation = fields.optional("one_way_conversation", at(word));
    let video = fields.nullable("video", at(|node, sink: &mut Sink| video(context, node, sink)));
    let new_staff_visits = fields.optional("new_staff_visits", at(count));
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
        one_way_conversation: one_way_conversation.map_or(preset.one_way_conversation, |given| given.value),
        leaders_first: fields.optional("leaders_first", days()).unwrap_or(preset.leaders_first),
        min_match: fields.optional("min_match", score).unwrap_or(preset.min_match),
        must: pairs(context, &mut fields, "must"),
        forbid: pairs(context, &mut fields, "forbid"),
        prefer: pairs(context, &mut fields, "prefer"),
        avoid: pairs(context, &mut fields, "avoid"),
        video: video.as_ref().map(|given| given.value.clone()),
        walk_companions: only(&mut fields, "walk_companions", preset.walk_companions, count, |n| n),
        walk_minutes: only(&mut fields, "walk_minutes", preset.walk_minutes, within(1, 600), |n| n),
        new_staff_visits: new_staff_visits.map_or(preset.new_staff_visits, |given| given.value),
        remember_covers: fields.optional("remember_covers", boolean).unwrap_or(preset.remember_covers),
    };
    let spans = Doubtful {
        one_way_conversation: one_way_conversation.map(|given| given.span),
        video: video.map(|given| given.span),
        new_staff_visits: new_staff_visits.map(|given| given.span),
    };
    spans.look(context, &rules, fields.sink());
    fields.finish();
    Some(rules)
}

/// Where rules stand that have an effect in some rounds only.
struct Doubtful {
    one_way_conversation: Option<Span>,
    video: Option<Span>,
    new_staff_visits: Option<Span>,
}

impl Doubtful {
    /// Says which of them have none in this round.
    fn look(self, context: &Context<'_>, rules: &Rules, sink: &mut Sink) {
        let in_play = |wanted: fn(&Shape) -> bool| SHAPES.iter().any(|shape| wanted(shape) && shape.in_play(rules));
        let not_in_play = "no \"one_way\" is in `rules.arrangements`";
        if !in_play(|shape| !shape.mutual) {
            if let Some(span) = self.new_staff_visits.filter(|_| rules.new_staff_visits > 0) {
                let why = format!("{not_in_play}: nobody can have the further partners");
                demands::w2005_no_effect("new_staff_visits", &why, span, sink);
            }
            let asked = rules.one_way_conversation != ConversationRule::None;
            if let Some(span) = self.one_way_conversation.filter(|_| asked) {
                demands::w2005_no_effect("one_way_conversation", not_in_play, span, sink);
            }
        }
        if let Some(span) = self.video {
            if !in_play(|shape| shape.films) {
                let why = "neither \"pair\" nor \"triad\" is in `rules.arrangements`";
                demands::w2005_no_effect("video", why, span, sink);
            } else if context.focuses.names().next().is_none() {
                demands::w2005_no_effect("video", "a film has a focus, and there are no `focuses`", span, sink);
            }
        }
    }
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
        if !is_built(kind.value) {
            let what = format!("the kind \"{}\"", kind.value.word());
            unsupported::e1901_not_supported(&what, &built_kinds(), kind.span, sink);
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

/// `video`.
fn video<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Video> {
    let mut fields = Fields::of(node, "`video`", sink)?;
    let given = fields.required("kits", |node, sink| map(node, "kits by school", sink, count));
    let mut kits: Vec<(SchoolId, u32)> = Vec::new();
    for (key, count) in given.unwrap_or_default() {
        let school = ids::e1201_unknown_school(context, key.value, key.span, fields.sink());
        kits.extend(school.map(|school| (school, count)));
    }
    kits.sort_unstable();
    let money_per_recording = fields.optional("money_per_recording", pence).unwrap_or(0);
    let min_strength = fields.optional("min_strength", score).unwrap_or(Score::ZERO);
    fields.finish();
    Some(Video { kits, money_per_recording, min_strength })
}
