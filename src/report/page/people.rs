//! What the round asks of everybody, side by side; who is left out, and what would help.

use maud::{Markup, html};

use crate::domain::{Change, Load, Plan, Problem};

use super::super::text::people::missing;
use super::super::words::{Names, pounds};
use super::marks::{Item, sortable, sortable_sum};

type Measure = (&'static str, fn(&Load) -> u32);

const MEASURES: [Measure; 6] = [
    ("Visits made", |load| load.visits_made),
    ("Hosted", |load| load.hosted),
    ("Covers taken", |load| load.covers_taken),
    ("Free periods", |load| load.free_periods),
    ("Protected periods", |load| load.protected_periods),
    ("Breaks, after school", |load| load.after_periods),
];

/// One row a teacher, a bar for each number.
pub fn loads(problem: &Problem, plan: &Plan, names: &Names) -> Markup {
    // A column of noughts says nothing.
    let measures: Vec<(Measure, u32)> = MEASURES
        .into_iter()
        .map(|measure| (measure, plan.loads.iter().map(measure.1).max().unwrap_or(0)))
        .filter(|&(_, most)| most > 0)
        .collect();
    html! {
        section #loads aria-labelledby="loads-h" {
            h2 #loads-h { "Loads side by side" }
            p.lead { "What the round asks of each. Own free, protected and after-school periods are those given up to watch or to talk." }
            div.scroll role="region" aria-labelledby="loads-h" tabindex="0" {
                table.loads role="table" data-list="people" {
                    caption.hush { "Loads" }
                    thead role="rowgroup" { tr role="row" {
                        (sortable("Teacher"))
                        @for ((what, _), _) in &measures { (sortable_sum(what)) }
                    } }
                    tbody role="rowgroup" {
                        @for load in &plan.loads {
                            @let item = Item::of(problem, &[load.teacher]);
                            tr role="row" data-item data-school=(item.schools()) data-department=(item.departments()) {
                                th scope="row" role="rowheader" {
                                    (names.teacher(load.teacher))
                                    @if let Some(department) = &problem.teachers[load.teacher].department { small { (department) } }
                                }
                                @for ((what, measure), most) in &measures { (bar(what, measure(load), *most)) }
                            }
                        }
                    }
                    tfoot role="rowgroup" { tr role="row" {
                        th scope="row" role="rowheader" { "All" }
                        @for ((what, measure), _) in &measures {
                            td role="cell" data-label=(what) { b { (plan.loads.iter().map(measure).sum::<u32>()) } }
                        }
                    } }
                }
            }
        }
    }
}

fn bar(what: &str, number: u32, most: u32) -> Markup {
    html! {
        td.zero[number == 0] role="cell" data-label=(what) data-key=(number) style={ "--n:" (number) ";--most:" (most) } {
            span.number { (number) } span.track aria-hidden="true" {}
        }
    }
}

/// Everybody who has fewer partners than wanted, with the reasons and what would help.
pub fn left_out(problem: &Problem, plan: &Plan, names: &Names) -> Markup {
    html! {
        section #left-out aria-labelledby="left-out-h" {
            h2 #left-out-h { "Left out" }
            @if plan.unserved.is_empty() {
                p.lead { "Nobody: everybody has the partners they want." }
            } @else {
                ul.left-out data-list="left out" {
                    @for unserved in &plan.unserved {
                        @let item = Item::of(problem, &[unserved.teacher]);
                        li data-item data-school=(item.schools()) data-department=(item.departments()) {
                            h3 { (names.teacher(unserved.teacher)) " " small { (missing(problem, unserved)) ", weighs " (pounds(unserved.cost)) } }
                            @for reason in &unserved.reasons {
                                p { (reason.text) }
                                @if let Some(change) = &reason.would_help { (help(change)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A change that would help, and what it would do.
fn help(change: &Change) -> Markup {
    let told = |pence: i64| {
        let way = if pence <= 0 { "lower" } else { "higher" };
        format!("{} {way}", pounds(pence.saturating_abs()))
    };
    html! {
        p.help {
            b { "What would help: " } code { (change.patch) }
            @if change.at_least == change.at_most {
                " makes the total " (told(change.at_least)) "."
            } @else {
                " makes the total between " (told(change.at_least)) " and " (told(change.at_most)) "."
            }
        }
    }
}
