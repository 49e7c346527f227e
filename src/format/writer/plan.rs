//! Plan -> wire plan.

use super::instance::Ids;
use crate::domain::{
    Arrangement, Change, Conversation, Cover, Hire, Line, Load, Mode, Occurrence, Plan, Problem, Reason, Taught,
    Unserved, Visit,
};
use crate::format::wire::{self, Decimal, IsoDate, Verbatim};

/// The whole plan.
pub(super) fn wire<'a>(plan: &'a Plan, problem: &'a Problem) -> wire::Plan<'a> {
    let ids = Ids(problem);
    wire::Plan {
        format: wire::PlanFormat::One,
        instance: &plan.instance,
        engine: &plan.engine,
        seed: plan.seed,
        published: plan.published,
        status: plan.status.into(),
        proof: plan.proof.into(),
        total: plan.total,
        bound: plan.bound,
        gap: Decimal(plan.gap),
        money: plan.money,
        goodwill: plan.goodwill,
        unserved_cost: plan.unserved_cost,
        value: plan.value,
        arrangements: plan.arrangements.iter().map(|one| arrangement(ids, one)).collect(),
        hires: plan.hires.iter().map(|one| hire(ids, one)).collect(),
        lines: plan.lines.iter().map(|one| line(ids, one)).collect(),
        unserved: plan.unserved.iter().map(|one| unserved(ids, one)).collect(),
        loads: plan.loads.iter().map(|one| load(ids, one)).collect(),
        changes: plan.changes.iter().map(super::changes::changed).collect(),
        stats: wire::Stats {
            seconds: Decimal(plan.stats.milliseconds),
            columns: plan.stats.columns,
            matchings: plan.stats.matchings,
            nodes: plan.stats.nodes,
        },
    }
}

/// Lesson, date and period of an occurrence.
fn occurrence(ids: Ids<'_>, at: Occurrence) -> (&str, IsoDate, &str) {
    (ids.lesson(at.lesson), IsoDate(at.date), ids.period(ids.0.lessons[at.lesson].school, at.period))
}

fn arrangement<'a>(ids: Ids<'a>, arrangement: &'a Arrangement) -> wire::Arrangement<'a> {
    // What another kind than lessons planned together should not have is not hidden.
    let planned = arrangement.kind.shape().is_some_and(|shape| shape.planned);
    let (meetings, teaches) = (&arrangement.meetings, &arrangement.teaches);
    wire::Arrangement {
        id: &arrangement.id,
        kind: arrangement.kind.into(),
        members: ids.teachers(&arrangement.members),
        visits: arrangement.visits.iter().map(|one| visit(ids, one)).collect(),
        value: (planned || arrangement.value != 0).then_some(arrangement.value),
        meetings: (planned || !meetings.is_empty())
            .then(|| meetings.iter().map(|&one| conversation(ids, one)).collect()),
        teaches: (planned || !teaches.is_empty()).then(|| teaches.iter().map(|&one| taught(ids, one)).collect()),
        conversation: arrangement.conversation.map(|one| conversation(ids, one)),
    }
}

fn visit<'a>(ids: Ids<'a>, visit: &Visit) -> wire::Visit<'a> {
    let (lesson, date, period) = occurrence(ids, visit.at);
    let film = match visit.mode {
        Mode::Film(viewing) => Some(viewing),
        Mode::InPerson | Mode::Exchange => None,
    };
    let own_school = ids.0.teachers[visit.observer].school;
    wire::Visit {
        observer: ids.teacher(visit.observer),
        host: ids.teacher(visit.host),
        lesson,
        date,
        period,
        mode: visit.mode.into(),
        watch: film.map(|film| wire::Viewing { date: IsoDate(film.date), period: ids.period(own_school, film.period) }),
        focus: visit.focus.map(|focus| ids.focus(focus)),
        value: visit.value,
        own_time: visit.own_time,
        travel: visit.travel,
        money: (film.is_some() || visit.money != 0).then_some(visit.money),
        covers: visit.covers.iter().map(|&one| cover(ids, one)).collect(),
    }
}

fn taught(ids: Ids<'_>, taught: Taught) -> wire::Taught<'_> {
    let (lesson, date, period) = occurrence(ids, taught.at);
    wire::Taught { teacher: ids.teacher(taught.teacher), lesson, date, period, again: taught.again }
}

fn cover(ids: Ids<'_>, cover: Cover) -> wire::CoverEntry<'_> {
    let (lesson, date, period) = occurrence(ids, cover.at);
    let (money, goodwill) = (cover.money, cover.goodwill);
    wire::CoverEntry { lesson, date, period, by: ids.cover_by(cover.by), money, goodwill }
}

fn conversation(ids: Ids<'_>, conversation: Conversation) -> wire::Conversation<'_> {
    wire::Conversation {
        date: IsoDate(conversation.date),
        school: ids.school(conversation.school),
        period: ids.period(conversation.school, conversation.period),
        own_time: conversation.own_time,
    }
}

fn hire<'a>(ids: Ids<'a>, hire: &Hire) -> wire::Hire<'a> {
    wire::Hire {
        source: &ids.0.supply[hire.source].id,
        school: ids.school(hire.school),
        date: IsoDate(hire.date),
        unit: hire.unit.into(),
        half: hire.half.map(Into::into),
        period: hire.period.map(|period| ids.period(hire.school, period)),
        count: hire.count,
        money: hire.money,
    }
}

fn line<'a>(ids: Ids<'a>, line: &Line) -> wire::Line<'a> {
    wire::Line { what: line.what.into(), sum: line.sum.into(), pence: line.pence, members: ids.teachers(&line.members) }
}

fn unserved<'a>(ids: Ids<'a>, unserved: &'a Unserved) -> wire::Unserved<'a> {
    wire::Unserved {
        teacher: ids.teacher(unserved.teacher),
        missing: unserved.missing,
        cost: unserved.cost,
        reasons: unserved.reasons.iter().map(reason).collect(),
    }
}

fn reason(reason: &Reason) -> wire::Reason<'_> {
    wire::Reason { code: reason.code.into(), text: &reason.text, would_help: reason.would_help.as_ref().map(change) }
}

fn change(change: &Change) -> wire::Change<'_> {
    let exact = change.at_least == change.at_most;
    wire::Change {
        patch: Verbatim(&change.patch),
        total_change: exact.then_some(change.at_least),
        at_least: (!exact).then_some(change.at_least),
        at_most: (!exact).then_some(change.at_most),
    }
}

fn load<'a>(ids: Ids<'a>, load: &Load) -> wire::Load<'a> {
    wire::Load {
        teacher: ids.teacher(load.teacher),
        visits_made: load.visits_made,
        hosted: load.hosted,
        covers_taken: load.covers_taken,
        free_periods: load.free_periods,
        protected_periods: load.protected_periods,
        after_periods: load.after_periods,
    }
}
