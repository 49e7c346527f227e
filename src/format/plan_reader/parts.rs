//! Arrangements, hires, lines, unserved teachers and loads.

use std::collections::HashSet;

use crate::domain::{
    Arrangement, Change, Conversation, Cover, Date, Hire, Kind, LessonId, Line, Load, Occurrence, PeriodId, Reason,
    SchoolId, Unserved, Visit,
};
use crate::format::decode::{At, Fields, at, list, object, text};
use crate::format::instance::{built_kinds, cover_by, is_built};
use crate::format::rules::{ids, plan as rules, unsupported};
use crate::format::scalars::{count, date, id, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::Reader;
use super::sums::amount;
use super::words::ModeWord;

/// Lesson, date and period while they are read.
pub(super) struct Where {
    lesson: Option<LessonId>,
    date: Option<Date>,
    period: Option<PeriodId>,
}

impl Where {
    pub(super) fn occurrence(self) -> Option<Occurrence> {
        Some(Occurrence { lesson: self.lesson?, date: self.date?, period: self.period? })
    }
}

impl Reader<'_> {
    /// Every arrangement; their ids differ.
    pub(super) fn arrangements<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<Arrangement>> {
        let mut seen = HashSet::new();
        list(node, sink, |one, sink| self.arrangement(one, &mut seen, sink))
    }

    fn arrangement<'n>(&self, node: &'n Node<'n>, seen: &mut HashSet<&'n str>, sink: &mut Sink) -> Option<Arrangement> {
        let mut fields = Fields::of(node, "an arrangement", sink)?;
        let id = fields.required("id", at(id));
        if let Some(At { value, span }) = id
            && !seen.insert(value)
        {
            rules::e3003_arrangement_stands_twice(value, span, fields.sink());
        }
        let kind = fields.required("kind", |node, sink| {
            let kind: Kind = word(node, sink)?;
            if !is_built(kind) {
                unsupported::e1901_not_supported("this kind", &built_kinds(), node.span, sink);
            }
            Some(kind)
        });
        if kind.is_some_and(|kind| !is_built(kind)) {
            // The other kinds have keys of their own: what is said of the kind is enough.
            return None;
        }
        let members =
            fields.required("members", |node, sink| list(node, sink, |one, sink| self.context.teacher(one, sink)));
        let visits = fields.required("visits", |node, sink| list(node, sink, |one, sink| self.visit(one, sink)));
        let planned = self.planned(kind, &mut fields);
        let conversation = fields.nullable("conversation", |node, sink| self.conversation(node, sink));
        fields.finish();
        let (value, meetings, teaches) = planned;
        Some(Arrangement {
            id: id?.value.to_owned(),
            kind: kind?,
            members: members?,
            visits: visits?,
            value,
            meetings,
            teaches,
            conversation,
        })
    }

    fn visit<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Visit> {
        let mut fields = Fields::of(node, "a visit", sink)?;
        let observer = fields.required("observer", |node, sink| self.context.teacher(node, sink));
        let host = fields.required("host", |node, sink| self.context.teacher(node, sink));
        let at = self.place(&mut fields);
        let mut given = false;
        let word = fields.optional("mode", |node, sink| {
            given = true;
            word(node, sink)
        });
        let word = if given { word } else { Some(ModeWord::InPerson) };
        let (mode, money) = self.mode(word, observer, &mut fields);
        let focus = fields.nullable("focus", |node, sink| self.context.focus(node, sink));
        let value = fields.optional("value", amount).unwrap_or_default();
        let own_time = fields.optional("own_time", amount).unwrap_or_default();
        let travel = fields.optional("travel", amount).unwrap_or_default();
        let covers = fields.list("covers", |node, sink| self.cover(node, sink));
        fields.finish();
        Some(Visit {
            observer: observer?,
            host: host?,
            at: at.occurrence()?,
            mode: mode?,
            focus,
            value,
            own_time,
            travel,
            money,
            covers,
        })
    }

    /// The keys `lesson`, `date` and `period`; the period is one of the lesson's school.
    pub(super) fn place(&self, fields: &mut Fields<'_, '_>) -> Where {
        let lesson = fields.required("lesson", |node, sink| self.context.lesson(node, sink));
        let date = fields.required("date", date);
        let school = lesson.map(|lesson| self.problem.lessons[lesson].school);
        let period = fields.required("period", |node, sink| self.context.period(node, school, sink));
        Where { lesson, date, period }
    }

    fn cover<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Cover> {
        let mut fields = Fields::of(node, "a cover", sink)?;
        let at = self.place(&mut fields);
        let by = fields.required("by", |node, sink| cover_by(&self.context, node, sink));
        let money = fields.optional("money", amount).unwrap_or_default();
        let goodwill = fields.optional("goodwill", amount).unwrap_or_default();
        fields.finish();
        Some(Cover { at: at.occurrence()?, by: by?, money, goodwill })
    }

    /// The keys `school`; what follows is of its bell.
    fn school(&self, fields: &mut Fields<'_, '_>) -> Option<SchoolId> {
        fields.required("school", |node, sink| self.context.school(node, sink))
    }

    pub(super) fn conversation<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Conversation> {
        let mut fields = Fields::of(node, "a conversation", sink)?;
        let date = fields.required("date", date);
        let school = self.school(&mut fields);
        let period = fields.required("period", |node, sink| self.context.period(node, school, sink));
        let own_time = fields.optional("own_time", amount).unwrap_or_default();
        fields.finish();
        Some(Conversation { date: date?, school: school?, period: period?, own_time })
    }

    /// Units of supply bought.
    pub(super) fn hire<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Hire> {
        let mut fields = Fields::of(node, "a hire", sink)?;
        let source = fields.required("source", |node, sink| {
            ids::e1208_unknown_supply(&self.context, id(node, sink)?, node.span, sink)
        });
        let school = self.school(&mut fields);
        let date = fields.required("date", date);
        let unit = fields.required("unit", word);
        let (mut has_half, mut has_period) = (false, false);
        let half = fields.optional("half", |node, sink| {
            has_half = true;
            word(node, sink)
        });
        let period = fields.optional("period", |node, sink| {
            has_period = true;
            self.context.period(node, school, sink)
        });
        if let Some(unit) = unit {
            let span = fields.span();
            rules::e3004_hire_of_the_wrong_size(unit, has_half, has_period, span, fields.sink());
        }
        let count = fields.required("count", count);
        let money = fields.required("money", amount);
        fields.finish();
        Some(Hire {
            source: source?,
            school: school?,
            date: date?,
            unit: unit?,
            half,
            period,
            count: count?,
            money: money?,
        })
    }

    /// A cost or credit that stands nowhere else.
    pub(super) fn line<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Line> {
        let mut fields = Fields::of(node, "a line", sink)?;
        let what = fields.required("what", word);
        let sum = fields.required("in", word);
        let pence = fields.required("pence", amount);
        let members =
            fields.required("members", |node, sink| list(node, sink, |one, sink| self.context.teacher(one, sink)));
        fields.finish();
        Some(Line { what: what?, sum: sum?, pence: pence?, members: members? })
    }

    /// Somebody who has fewer partners than wanted.
    pub(super) fn unserved<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Unserved> {
        let mut fields = Fields::of(node, "an unserved teacher", sink)?;
        let teacher = fields.required("teacher", |node, sink| self.context.teacher(node, sink));
        let missing = fields.required("missing", count);
        let cost = fields.required("cost", amount);
        let reasons = fields.list("reasons", |node, sink| self.reason(node, sink));
        fields.finish();
        Some(Unserved { teacher: teacher?, missing: missing?, cost: cost?, reasons })
    }

    fn reason<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Reason> {
        let mut fields = Fields::of(node, "a reason", sink)?;
        let code = fields.required("code", word);
        let words = fields.optional("text", text).unwrap_or_default().to_owned();
        let would_help = fields.optional("would_help", |node, sink| self.change(node, sink));
        fields.finish();
        Some(Reason { code: code?, text: words, would_help })
    }

    fn change<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Change> {
        let mut fields = Fields::of(node, "a change that would help", sink)?;
        let patch = fields.required("patch", |node, sink| {
            object(node, "a merge patch", sink)?;
            let written = self.source.get(node.span.start..node.span.end)?;
            std::str::from_utf8(written).ok().map(str::to_owned)
        });
        let (mut exact_given, mut limits_given) = (false, 0);
        let exact = fields.optional("total_change", |node, sink| {
            exact_given = true;
            amount(node, sink)
        });
        let mut limit = |key| {
            fields.optional(key, |node, sink| {
                limits_given += 1;
                amount(node, sink)
            })
        };
        let limits = (limit("at_least"), limit("at_most"));
        if exact_given == (limits_given > 0) || limits_given == 1 {
            let span = fields.span();
            return rules::e3005_effect_not_told(span, fields.sink());
        }
        fields.finish();
        let (at_least, at_most) = if exact_given { (exact?, exact?) } else { (limits.0?, limits.1?) };
        Some(Change { patch: patch?, at_least, at_most })
    }

    /// What the round asks of one teacher.
    pub(super) fn load<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Load> {
        let mut fields = Fields::of(node, "a load", sink)?;
        let teacher = fields.required("teacher", |node, sink| self.context.teacher(node, sink));
        let mut counted = |key| fields.optional(key, count).unwrap_or_default();
        let [visits_made, hosted, covers_taken] = ["visits_made", "hosted", "covers_taken"].map(&mut counted);
        let [free_periods, protected_periods, after_periods] =
            ["free_periods", "protected_periods", "after_periods"].map(&mut counted);
        fields.finish();
        Some(Load {
            teacher: teacher?,
            visits_made,
            hosted,
            covers_taken,
            free_periods,
            protected_periods,
            after_periods,
        })
    }
}
