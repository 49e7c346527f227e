//! The bill: what is paid, everything weighed, and how good the plan is. For the planner alone.

use maud::{Markup, html};

use crate::domain::{Plan, Problem};

use super::super::text::money::{Entry, dearest, paid, weighed};
use super::super::text::proof;
use super::super::words::{Names, pounds};

/// All sums, line by line.
pub fn section(problem: &Problem, plan: &Plan, names: &Names) -> Markup {
    let dearest = dearest(problem, plan, names);
    html! {
        section #money aria-labelledby="money-h" {
            h2 #money-h { "What it costs" }
            div.columns {
                div {
                    (table("Paid", &paid(problem, plan, names)))
                    h3 { "How good it is" }
                    p { (proof::words(plan)) }
                    @if !dearest.is_empty() {
                        h3 { "The dearest" }
                        p { (dearest) }
                    }
                }
                div {
                    (table("Everything weighed", &weighed(plan, names)))
                    p.detail {
                        "Goodwill and value are in pounds so that everything can be weighed together; only what is paid "
                        "leaves the budget" @if let Some(budget) = problem.budget.money { " of " (pounds(budget)) } "."
                    }
                }
            }
        }
    }
}

fn table(caption: &str, entries: &[Entry]) -> Markup {
    html! {
        table.bill role="table" {
            caption { (caption) }
            thead.hush role="rowgroup" { tr role="row" {
                th scope="col" role="columnheader" { "What" }
                th scope="col" role="columnheader" { "Pounds" }
                th scope="col" role="columnheader" { "Why" }
            } }
            tbody role="rowgroup" {
                @for entry in entries {
                    tr.part[entry.part] role="row" {
                        th scope="row" role="rowheader" { (entry.what) }
                        td.sum role="cell" { (pounds(entry.pence)) }
                        td.why role="cell" { (entry.why) }
                    }
                }
            }
        }
    }
}
