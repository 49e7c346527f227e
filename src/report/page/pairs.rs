//! Every arrangement as a card: who, when, where, and, for the planner, focus, worth and cost.

use maud::{Markup, html};

use crate::domain::{Arrangement, Plan, Problem, SchoolId, TeacherId};

use super::super::text::money::own;
use super::super::text::pairs::{counted, kind, lacks_conversation};
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
    let school = |who: &TeacherId| problem.teachers[*who].school;
    // That colleagues of one school meet there goes without saying.
    let home = arrangement.members.first().map(school);
    let home = home.filter(|&home| arrangement.members.iter().all(|who| school(who) == home));
    let title = names.teachers(&arrangement.members);
    html! {
        li.card #{ "a-" (arrangement.id) } data-item data-school=(item.schools()) data-department=(item.departments())
            data-plan=(index) data-name=(title) data-date=[steps.first().map(|step| iso(step.date))]
            data-cost=[sums.as_ref().map(|sums| sums.cost)] data-worth=[sums.as_ref().map(|sums| sums.value)]
        {
            h3 {
                (title) " "
                small { (arrangement.id) @if let Some(kind) = kind(arrangement) { ", " (kind) } }
            }
            ol.steps {
                @for step in steps.iter().filter(|step| !matches!(step.what, What::Cover(..))) {
                    li.(step.role().word()) { (when(problem, step)) (told(step, names, home, audience)) }
                }
                @if lacks_conversation(problem, arrangement) { li.quiet { p { "No conversation" } } }
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

fn told(step: &Step, names: &Names, home: Option<SchoolId>, audience: Audience) -> Markup {
    let (who, does, whom) = step.told(names);
    let lesson = step.lesson(names, home);
    // What lessons planned together are worth stands on no visit.
    let worth = match step.what {
        What::Meeting => Some(step.arrangement.value),
        _ => step.visit().map(|visit| visit.value),
    };
    let focus = step.visit().and_then(|visit| visit.focus);
    html! {
        p { (who) " " (does) " " b { (whom) } }
        @if !lesson.is_empty() { p.detail { (lesson) } }
        @if let Some(visit) = step.visit().filter(|visit| !visit.covers.is_empty()) {
            p.detail { (left_with(visit, names)) }
        }
        @if audience.is_planner() && (focus.is_some() || worth.is_some()) {
            p.private {
                @if let Some(focus) = focus { span.focus { (names.focus(focus)) } " " }
                @if let Some(worth) = worth { "worth " (pounds(worth)) }
                @if let Some(visit) = step.visit().filter(|visit| visit.money > 0) { ", the film costs " (pounds(visit.money)) }
            }
        }
    }
}
