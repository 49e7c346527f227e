//! One teacher's own page: their visits, whom they host, their conversations and the classes they take. It tells the
//! focus of visits that they make or host, the worth of those that they make, and of nobody else anything but the
//! name.

use maud::{Markup, html};

use crate::domain::{Date, Plan, Problem, TeacherId};

use super::super::text::people::missing;
use super::super::words::{Names, listed, long_day, pounds};
use super::grid::cycle;
use super::pairs::when;
use super::steps::{self, Role, Step, What, left_with};

/// The diary of `who`, week by week.
pub fn diary(problem: &Problem, plan: &Plan, names: &Names, who: TeacherId) -> Markup {
    let steps: Vec<(Step, Role)> = steps::all(problem, plan)
        .into_iter()
        .flat_map(|step| step.roles().into_iter().filter(|&(whose, _)| whose == who).map(move |(_, role)| (step, role)))
        .collect();
    let mut mondays: Vec<Date> = steps.iter().map(|(step, _)| step.date.monday()).collect();
    mondays.dedup();
    html! {
        @if steps.is_empty() { p.lead { "Nothing is planned for you in this round." } }
        @for monday in mondays {
            section.diary {
                h2 { "Week of " (long_day(monday)) (cycle(problem, monday)) }
                ol.steps {
                    @for (step, role) in steps.iter().filter(|(step, _)| step.date.monday() == monday) {
                        li.(role.word()) { (when(problem, step)) (told(problem, step, *role, names, who)) }
                    }
                }
            }
        }
        (asked(plan, who))
        (missed(problem, plan, who))
    }
}

fn told(problem: &Problem, step: &Step, role: Role, names: &Names, who: TeacherId) -> Markup {
    let (before, name, after) = step.told_to(who, role, names);
    let lesson = step.lesson(names, Some(problem.teachers[who].school));
    let visit = step.visit();
    let own = visit.filter(|visit| visit.observer == who);
    html! {
        p { (before) " " b { (name) } " " (after) }
        @if !lesson.is_empty() { p.detail { (lesson) } }
        @if let (What::Visit(_), Some(visit)) = (step.what, own) {
            @if visit.covers.is_empty() {
                p.detail { "You leave no class." }
            } @else {
                p.detail { "Meanwhile " (left_with(visit, names)) "." }
            }
        }
        @if let Some(visit) = visit {
            p.private {
                @if let Some(focus) = visit.focus {
                    @if own.is_some() { "Look for " } @else { "Looks for " }
                    span.focus { (names.focus(focus)) } " "
                }
                @if own.is_some() { "worth " (pounds(visit.value)) }
            }
        }
        @if let What::Recording(visit) = step.what {
            @if let Some(focus) = visit.focus { p.private { "Filmed for " span.focus { (names.focus(focus)) } } }
        }
    }
}

/// What the round asks of `who`, in a sentence.
fn asked(plan: &Plan, who: TeacherId) -> Markup {
    let Some(load) = plan.loads.iter().find(|load| load.teacher == who) else { return html! {} };
    let parts: Vec<String> = [
        (load.visits_made, "visit made", "visits made"),
        (load.hosted, "visit hosted", "visits hosted"),
        (load.covers_taken, "class taken", "classes taken"),
        (load.free_periods, "free period", "free periods"),
        (load.protected_periods, "protected period", "protected periods"),
        (load.after_periods, "break or after-school period", "breaks or after-school periods"),
    ]
    .into_iter()
    .filter(|&(number, ..)| number > 0)
    .map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }))
    .collect();
    html! {
        @if !parts.is_empty() {
            section { h2 { "In all" } p { (listed(&parts)) "." } }
        }
    }
}

/// The partners that `who` wanted and has not got, and why. What would help is the planner's: it may be about others.
fn missed(problem: &Problem, plan: &Plan, who: TeacherId) -> Markup {
    let Some(unserved) = plan.unserved.iter().find(|unserved| unserved.teacher == who) else { return html! {} };
    html! {
        section {
            h2 { "Left out: " (missing(problem, unserved)) }
            @for reason in unserved.reasons.iter().filter(|reason| reason.would_help.is_none()) { p { (reason.text) } }
        }
    }
}
