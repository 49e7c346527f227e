//! Decoder of teachers.

use crate::domain::{CoverTerms, FocusId, Hosting, SchoolId, Score, Teacher, TeacherId};
use crate::format::decode::{At, Fields, at, boolean, each_at, list, map, text};
use crate::format::rules::{calendar, ids, shape, staff, unsupported};
use crate::format::scalars::{count, id, score, within, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::Context;
use super::pattern::patterns;
use super::school::distinct;

/// Most partners that one teacher may want in a round.
const MOST_VISITS: u32 = 100;

/// How many things may take own periods in a week, where nothing is said.
const PERIODS_LENT: u32 = 2;

/// An entry of `teachers`; `own` is its index, and its school is told even when the rest is wrong.
pub fn teacher<'n>(
    context: &Context<'_>,
    own: TeacherId,
    node: &'n Node<'n>,
    sink: &mut Sink,
) -> (Option<SchoolId>, Option<Teacher>) {
    let Some(mut fields) = Fields::of(node, "a teacher", sink) else { return (None, None) };
    let own_id = fields.required("id", id);
    let name = fields.optional("name", text);
    let school = fields.required("school", |node, sink| context.school(node, sink));
    let department = fields.optional("department", id);
    let subjects = fields.optional("subjects", subjects).unwrap_or_default();
    let leader = fields.flag("leader", false);
    let line_manager = fields.optional("line_manager", |node, sink| {
        let manager = context.teacher(node, sink)?;
        staff::e1301_own_line_manager(manager, own, node.span, sink)
    });
    let new_staff = fields.flag("new_staff", false);
    let participates = fields.flag("participates", true);
    let visits = fields.optional("visits", within(0, MOST_VISITS)).unwrap_or(1);
    let open_door = fields.flag("open_door", false);
    let strengths = fields.optional("strengths", |node, sink| scores(context, node, sink)).unwrap_or_default();
    let needs = fields.optional("needs", |node, sink| scores(context, node, sink)).unwrap_or_default();
    let asks = fields.optional("asks", |node, sink| asks(context, node, sink)).unwrap_or_default();
    let unavailable = fields.list("unavailable", patterns(context, school));
    let busy = fields.list("busy", patterns(context, school));
    let protected = fields.list("protected", patterns(context, school));
    let protected_use = fields.optional("protected_use", word).unwrap_or_default();
    let cover = fields.optional("cover", cover_terms).unwrap_or_default();
    let hosting = fields.optional("hosting", hosting).unwrap_or_default();
    let periods_lent_per_week = fields.optional("periods_lent", periods_lent).unwrap_or(PERIODS_LENT);
    let swap = fields.flag("swap", false);
    let film = fields.flag("film", false);
    let student_observers = unbuilt_flag(&mut fields, "student_observers");
    let themes = fields.optional("themes", |node, sink| {
        let themes = list(node, sink, each_at(id))?;
        let themes = distinct(themes, "`themes`", sink);
        if !themes.is_empty() {
            unsupported::e1901_not_supported("`themes`", "an empty list", node.span, sink);
        }
        Some(themes)
    });
    fields.finish();
    let (Some(own_id), Some(at)) = (own_id, school) else { return (school, None) };
    let teacher = Teacher {
        department: department.map(str::to_owned),
        subjects,
        leader,
        line_manager,
        new_staff,
        participates,
        visits,
        open_door,
        strengths,
        needs,
        asks,
        unavailable,
        busy,
        protected,
        protected_use,
        cover,
        hosting,
        periods_lent_per_week,
        swap,
        film,
        student_observers,
        themes: themes.unwrap_or_default().into_iter().map(str::to_owned).collect(),
        ..Teacher::new(own_id, name.unwrap_or(own_id), at)
    };
    (school, Some(teacher))
}

/// A consent or wish that nothing is done with yet: `true` is refused.
pub fn unbuilt_flag(fields: &mut Fields<'_, '_>, key: &'static str) -> bool {
    match fields.optional(key, at(boolean)) {
        Some(At { value: true, span }) => {
            unsupported::e1901_not_supported(&format!("`{key}`"), "false", span, fields.sink());
            true
        }
        _ => false,
    }
}

/// A set of subjects.
pub fn subjects<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<String>> {
    let subjects = list(node, sink, each_at(id))?;
    Some(distinct(subjects, "`subjects`", sink).into_iter().map(str::to_owned).collect())
}

/// Scores by focus, ascending by focus.
fn scores<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<(FocusId, Score)>> {
    let given = map(node, "scores by focus", sink, score)?;
    let mut scores: Vec<(FocusId, Score)> = given
        .into_iter()
        .filter_map(|(key, score)| Some((ids::e1202_unknown_focus(context, key.value, key.span, sink)?, score)))
        .collect();
    scores.sort_by_key(|&(focus, _)| focus);
    Some(scores)
}

fn asks<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<FocusId>> {
    let mut asks = Vec::new();
    list(node, sink, |node, sink| {
        let focus = context.focus(node, sink)?;
        if asks.contains(&focus) {
            shape::e0114_repeated_entry(id(node, sink)?, node.span, "`asks`", sink);
        } else {
            asks.push(focus);
        }
        Some(())
    })?;
    Some(asks)
}

fn cover_terms<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<CoverTerms> {
    let mut fields = Fields::of(node, "a teacher's `cover`", sink)?;
    let willing = fields.optional("willing", boolean);
    let max_per_day = fields.optional("max_per_day", count).unwrap_or(1);
    let max_per_week = fields.optional("max_per_week", count);
    let max_per_round = fields.optional("max_per_round", count);
    let given = fields.optional("already", |node, sink| map(node, "covers by Monday", sink, count));
    let mut already = Vec::new();
    for (key, covers) in given.unwrap_or_default() {
        let date = shape::e0109_not_a_date(key.value, key.span, fields.sink());
        if let Some(date) = date
            && let Some(monday) = calendar::e1006_not_a_monday(date, key.span, fields.sink())
        {
            already.push((monday, covers));
        }
    }
    already.sort_unstable();
    let subjects = fields.optional("subjects", subjects);
    fields.finish();
    Some(CoverTerms { willing, max_per_day, max_per_week, max_per_round, already, subjects })
}

fn hosting<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Hosting> {
    let mut fields = Fields::of(node, "`hosting`", sink)?;
    let max = fields.optional("max", count);
    let max_per_year = fields.optional("max_per_year", count);
    fields.finish();
    Some(Hosting { max, max_per_year })
}

fn periods_lent<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<u32> {
    let mut fields = Fields::of(node, "`periods_lent`", sink)?;
    let max_per_week = fields.optional("max_per_week", count);
    fields.finish();
    Some(max_per_week.unwrap_or(PERIODS_LENT))
}
