//! Relaxations of a problem as such: what `patches` tells of the document, made without reading it again.

use crate::domain::{ConversationRule, LineManagers, PeriodUse, Problem, ProtectedUse, Score, StaffCover, Triads};
use crate::explain::Relaxation;

/// The problem with all of them; `relaxations` in order, so that of two amounts of the same the larger one holds.
pub fn relaxed(problem: &Problem, relaxations: &[Relaxation]) -> Problem {
    let mut new = problem.clone();
    for &one in relaxations {
        relax(&mut new, problem, one);
    }
    new
}

/// The same, where a further partner, and somebody who comes to take part, are an offer: who is not needed for the
/// others to be served is not missed.
pub fn offered(problem: &Problem, relaxations: &[Relaxation]) -> Problem {
    let mut new = relaxed(problem, relaxations);
    for id in problem.teachers.keys() {
        new.teachers[id].offered = new.wanted(id).saturating_sub(problem.wanted(id));
    }
    new
}

fn relax(new: &mut Problem, base: &Problem, relaxation: Relaxation) {
    let rules = &mut new.rules;
    match relaxation {
        Relaxation::Consent(id) => new.teachers[id].protected_use = ProtectedUse::Watch,
        Relaxation::Lend(id) => new.teachers[id].periods_lent_per_week += 1,
        Relaxation::Host(id) => {
            let most = base.teachers[id].hosting_max() + 1;
            let hosting = &mut new.teachers[id].hosting;
            hosting.max = Some(most);
            hosting.max_per_year = hosting.max_per_year.map(|most| most + 1);
        }
        Relaxation::Again(id) => new.teachers[id].visits += 1,
        Relaxation::TakePart(id) => {
            let person = &mut new.teachers[id];
            person.participates = true;
            person.visits = person.visits.max(1);
        }
        Relaxation::Cover(id) => new.teachers[id].cover.willing = Some(true),
        Relaxation::Allow([a, b]) => rules.forbid.retain(|pair| *pair != [a, b] && *pair != [b, a]),
        Relaxation::ConversationWithin(days) => rules.conversation_within_days = days,
        Relaxation::VisitSpan(days) => rules.visit_span_days = days,
        Relaxation::Breaks => rules.conversation_in.push(PeriodUse::Break),
        Relaxation::ConversationPreferred => rules.conversation = ConversationRule::Preferred,
        Relaxation::After(times) => rules.after_max_per_week = times,
        Relaxation::NoQuota => rules.protected_quota = Score::ZERO,
        Relaxation::AllCover => rules.staff_cover = StaffCover::All,
        Relaxation::Triads => rules.triads = Triads::Free,
        Relaxation::LineManagers => rules.line_managers = LineManagers::Allowed,
        Relaxation::AnyMatch => rules.min_match = Score::ZERO,
        Relaxation::Observers(count) => rules.observers_per_lesson = count,
        Relaxation::ClassCover(times) => rules.class_cover_max = times,
        Relaxation::ClassWatched(times) => rules.class_watched_max = times,
        Relaxation::AwaySchool(count) => rules.away_at_once.school = Some(count),
        Relaxation::AwayDepartment(count) => rules.away_at_once.department = Some(count),
        Relaxation::KeepBack(count) => rules.keep_back = count,
        Relaxation::NoNotice => rules.notice_days = 0,
        Relaxation::CoverPeriods(more) => {
            new.budget.cover_periods = Some(base.budget.cover_periods.unwrap_or(0) + more);
        }
        Relaxation::SupplyPerDay(id) => {
            let most = &mut new.supply[id].max_per_day;
            *most = Some(most.unwrap_or(0) + 1);
        }
        Relaxation::Money { pence, .. } => {
            let (budget, before) = (&mut new.budget, &base.budget);
            budget.money = before.money.map(|limit| limit + pence);
            budget.per_week = before.per_week.map(|limit| limit + pence);
            budget.per_school = before.per_school.iter().map(|&(school, limit)| (school, limit + pence)).collect();
        }
    }
}
