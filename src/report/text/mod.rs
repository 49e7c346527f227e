//! The summary of a plan on a terminal.

pub(super) mod cover;
pub mod layout;
pub(super) mod money;
pub(super) mod pairs;
pub(super) mod people;
pub(super) mod proof;
mod replan;
mod suggest;
mod why;

pub use pairs::counted;
pub use replan::replan;
pub use suggest::suggest;
pub use why::{why, would_help};

use crate::domain::{Plan, Problem};

use super::words::{self, Names, count};

/// The whole plan for a planner to read: the money first, then how good the plan is, the pairs, the cover list by
/// date, every cost in pounds, the dearest arrangement, who is left out and why, and the loads. It holds what is
/// between the pairs and the planner (focuses and values): it is no sheet to pin up.
#[must_use]
pub fn summary(problem: &Problem, plan: &Plan) -> String {
    let names = Names::new(problem);
    let mut text = title(problem, plan);
    let sections = [
        ("Paid", money::table(money::paid(problem, plan, &names))),
        ("How good it is", paragraph(&proof::words(plan))),
        ("Who watches whom", pairs::list(problem, plan, &names)),
        ("Cover, by date", cover::list(problem, plan, &names)),
        ("Everything weighed", money::table(money::weighed(plan, &names))),
        ("The dearest", paragraph(&money::dearest(problem, plan, &names))),
        ("Left out", people::left_out(problem, plan, &names)),
        ("Loads", people::loads(plan, &names)),
    ];
    for (heading, body) in sections.iter().filter(|(_, body)| !body.is_empty()) {
        text.push('\n');
        text.push_str(heading);
        text.push('\n');
        text.push_str(body);
    }
    text
}

/// A paragraph, indented and wrapped.
fn paragraph(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("  {}\n", layout::wrapped(text, 2)) }
}

fn title(problem: &Problem, plan: &Plan) -> String {
    let visits = plan.arrangements.iter().map(|arrangement| arrangement.visits.len()).sum();
    let left_out = match plan.unserved.len() {
        0 => "nobody left out".to_owned(),
        some => format!("{} left out", count(some, "teacher")),
    };
    let (name, dates) = words::round(problem);
    format!("{name}, {dates}\n{}, {}, {left_out}\n", pairs::counted(plan), count(visits, "visit"))
}
