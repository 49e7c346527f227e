//! The round as one page to look at: a single HTML file that needs no network, prints, and still shows everything
//! where scripts are off.
//!
//! Who may see what stands in [`Audience`]: what a visit is for and what it is worth is between the pair and the
//! planner (SPEC, Privacy), so it is on the planner's page and on a teacher's own, and not on what is shared.

mod cover;
mod curve;
mod grid;
mod marks;
mod money;
mod own;
mod pairs;
mod people;
mod steps;

use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::domain::{Plan, Problem, Status, TeacherId};

use super::text::pairs::counted;
use super::words::{self, Names, count, percent, pounds};
pub use curve::{Curve, Point, Sweep};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// For whose eyes a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The planner: everything, with focuses, worth, money and the reasons of who is left out.
    Planner,
    /// Everybody: the week grids, the arrangements, the cover sheet and the loads, without any of that.
    Everybody,
    /// One teacher: what is theirs alone.
    One(TeacherId),
}

impl Audience {
    fn is_planner(self) -> bool {
        self == Self::Planner
    }

    /// Whether the page has cards of arrangements to go to.
    const fn links(self) -> bool {
        !matches!(self, Self::One(_))
    }
}

/// The page of a plan that the checker accepts, with scenarios and their price curve where there are some (the planner's page alone
/// shows it). The same arguments give the same bytes.
#[must_use]
pub fn page(problem: &Problem, plan: &Plan, audience: Audience, curve: Option<&Curve>) -> String {
    let names = Names::new(problem);
    let (title, dates) = words::round(problem);
    let whose = match audience {
        Audience::Planner => "the planner's page",
        Audience::Everybody => "for everybody",
        Audience::One(_) => "for you alone",
    };
    let heading = match audience {
        Audience::One(who) => names.teacher(who),
        Audience::Planner | Audience::Everybody => title.clone(),
    };
    let body = match audience {
        Audience::One(who) => html! { main #main.own tabindex="-1" { (own::diary(problem, plan, &names, who)) } },
        Audience::Planner | Audience::Everybody => round(problem, plan, &names, audience, curve),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                // The page can't ask the network for anything.
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                title { (heading) ", " (whose) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the round" }
                header.top {
                    h1 { (heading) }
                    p.dates {
                        @if let Audience::One(_) = audience { (title) ", " }
                        (dates)
                        span.badge { (whose) }
                    }
                    @if audience.is_planner() { (tiles(problem, plan)) }
                }
                (body)
                footer {
                    @match audience {
                        Audience::Planner => p { "Made by opendoor. This page has focuses and worth, which are between each pair and the planner: keep it to yourself. What can be shared is made with " code { "--shared" } ", a teacher's own page with " code { "--for" } "." },
                        Audience::Everybody => p { "Made by opendoor. Peer observation is free of judgement: nobody is rated." },
                        Audience::One(_) => p { "Made by opendoor, for you alone. Peer observation is free of judgement: nobody is rated." },
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// The whole round: grids, arrangements, cover, loads, and for the planner what it costs and who is left out.
fn round(problem: &Problem, plan: &Plan, names: &Names, audience: Audience, curve: Option<&Curve>) -> Markup {
    let is_planner = audience.is_planner();
    let curve = curve.filter(|_| is_planner);
    html! {
        nav.top aria-label="Sections" {
            ul {
                li { a href="#weeks" { "Weeks" } }
                li { a href="#pairs" { "Who watches whom" } }
                li { a href="#cover" { "Cover" } }
                @if is_planner {
                    li { a href="#left-out" { "Left out" } }
                    li { a href="#money" { "Costs" } }
                    @if curve.is_some() { li { a href="#curve" { "What if" } } }
                }
                li { a href="#loads" { "Loads" } }
            }
        }
        (filters(problem))
        main #main tabindex="-1" {
            (grid::section(problem, plan, names, audience))
            (pairs::section(problem, plan, names, audience))
            (cover::section(problem, plan, names, audience))
            @if is_planner {
                (people::left_out(problem, plan, names))
                (money::section(problem, plan, names))
                @if let Some(curve) = curve { (curve::section(curve)) }
            }
            (people::loads(problem, plan, names))
        }
    }
}

/// The figures that the planner looks for first.
fn tiles(problem: &Problem, plan: &Plan) -> Markup {
    let visits: usize = plan.arrangements.iter().map(|arrangement| arrangement.visits.len()).sum();
    let missing: u32 = plan.unserved.iter().map(|unserved| unserved.missing).sum();
    let budget = problem.budget.money.map(|budget| format!("of a budget of {}", pounds(budget)));
    let over = plan.total.saturating_sub(plan.bound);
    let (good, how) = match (over <= 0, plan.status) {
        (true, _) => ("Proven".to_owned(), "no plan costs less".to_owned()),
        (false, Status::Interrupted) => {
            (percent(plan.gap), "above the best possible at most; stopped early".to_owned())
        }
        (false, _) => (percent(plan.gap), "above the best possible at most".to_owned()),
    };
    let left_out = match plan.unserved.len() {
        0 => ("Nobody".to_owned(), "left out".to_owned()),
        some => (count(some, "teacher"), format!("left out, {} missing", count(missing as usize, "partner"))),
    };
    let tiles = [
        (counted(plan), count(visits, "visit")),
        (format!("{} paid", pounds(plan.money)), budget.unwrap_or_else(|| "without a budget".to_owned())),
        left_out,
        (good, how),
    ];
    html! {
        ul.tiles { @for (figure, word) in tiles { li { b { (figure) } " " span { (word) } } } }
    }
}

/// What the rows of every list are filtered by.
fn filters(problem: &Problem) -> Markup {
    let departments: BTreeSet<&str> =
        problem.teachers.iter().filter_map(|teacher| teacher.department.as_deref()).collect();
    html! {
        form.filters.needs-js role="search" aria-label="Filter the page" hidden {
            label for="find" .hush { "Find a name, class or room" }
            input #find type="search" placeholder="Name, class or room" autocomplete="off" spellcheck="false";
            @if problem.schools.len() > 1 {
                label for="school" .hush { "School" }
                select #school {
                    option value="" { "All schools" }
                    @for (index, school) in problem.schools.iter().enumerate() {
                        option value=(index) { @if school.name.is_empty() { (school.id) } @else { (school.name) } }
                    }
                }
            }
            @if departments.len() > 1 {
                label for="department" .hush { "Department" }
                select #department {
                    option value="" { "All departments" }
                    @for department in departments { option { (department) } }
                }
            }
            button type="reset" { "Clear" }
            output #found for="find school department" aria-live="polite" {}
        }
    }
}

/// The remark that goes with what is not to be shared.
const fn between() -> &'static str {
    "Focus and worth are between each pair and you."
}
