//! Every arrangement as a card: who, when, where, and, for the planner, focus, worth and cost.

use maud::{Markup, html};

use crate::domain::{Arrangement, Kind, Plan, Problem, Visit};

use super::super::text::money::own;
use super::super::text::pairs::{counted, kind};
use super::super::words::{Names, day, iso, pounds, times};
use super::Audience;
use super::marks::Item;
use super::steps::{self, Step, What, left_with};

/// The arrangements in the order of the plan.
pub fn section(problem: &Problem, plan: &Plan, names: &Names, audience: Audience) -> Markup {
    html! {
        section #pairs aria-labelledby="pairs-h" {
            h2 #pairs-h { "Who watches whom" }
            p.lead { (counted(plan)) "." @if audience.is_planner() { " " (super::between()) } }
            @if !plan.arrangements.is_empty() {
                div.bar.needs-js hidden {
                    label for="order" { "Order" }
                    select #order {
                        option value="plan" { "as planned" }
                        option value="name" { "by name" }
                        option value="date" { "by first date" }
                        @if audience.is_planner() {
                            option value="cost" { "dearest first" }
                            option value="worth" { "worth most first" }
                        }
                    }
                }
                ol.cards data-list="arrangements" {
                    @for (index, arrangement) in plan.arrangements.iter().enumerate() {
                        (card(problem, plan, arrangement, index, names, audience))
                    }
                }
            }
        }
    }
}

fn card(
    problem: &Problem,
    plan: &Plan,
    arrangement: &Arrangement,
    index: usize,
    names: &Names,
    audience: Audience,
) -> Markup {
    let steps = steps::of(problem, arrangement);
    let people: Vec<_> = steps.iter().flat_map(Step::people).chain(arrangement.members.iter().copied()).collect();
    let item = Item::of(problem, &people);
    let sums = audience.is_planner().then(|| own(problem, plan, arrangement));
    let title = names.teachers(&arrangement.members);
    html! {
        li.card #{ "a-" (arrangement.id) } data-item data-school=(item.schools()) data-department=(item.departments())
            data-plan=(index) data-name=(title) data-date=[steps.first().map(|step| iso(step.date))]
            data-cost=[sums.as_ref().map(|sums| sums.cost)] data-worth=[sums.as_ref().map(|sums| sums.value)]
        {
            h3 {
                (title) " "
                small { (arrangement.id) @if arrangement.kind != Kind::Pair { ", " (kind(arrangement.kind)) } }
            }
            ol.steps {
                @for step in &steps {
                    @match step.what {
                        What::Visit(visit) => li.watches { (when(problem, step)) (told(visit, step, names, audience)) },
                        What::Talk => li.talks { (when(problem, step)) p { "They talk" (names.at_school(step.school)) } },
                        What::Cover(..) => {}
                    }
                }
                @if arrangement.conversation.is_none() { li.quiet { p { "No conversation" } } }
            }
            @if let Some(sums) = sums {
                p.sums { "costs " b { (pounds(sums.cost)) } ", is worth " b { (pounds(sums.value)) } }
            }
        }
    }
}

/// Date, period and times of a step.
pub fn when(problem: &Problem, step: &Step) -> Markup {
    let bell = problem.schools[step.school].bell_of(step.period, step.date.weekday());
    html! {
        p.when {
            time datetime=(iso(step.date)) { (day(step.date)) }
            " " b { (step.period(problem).0) }
            @if let Some(bell) = bell { " " span.hours { (times(bell)) } }
        }
    }
}

fn told(visit: &Visit, step: &Step, names: &Names, audience: Audience) -> Markup {
    html! {
        p { (names.teacher(visit.observer)) " watches " b { (names.teacher(visit.host)) } }
        p.detail { (step.lesson(names)) }
        @if !visit.covers.is_empty() { p.detail { (left_with(visit, names)) } }
        @if audience.is_planner() {
            p.private {
                @if let Some(focus) = visit.focus { span.focus { (names.focus(focus)) } " " }
                "worth " (pounds(visit.value))
            }
        }
    }
}
