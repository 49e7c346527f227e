//! The checker: one function per rule C1..C19, naive on purpose. It sees the domain only and shares nothing with
//! what it checks.
//!
//! The way of a check: `references` refuses ids that the instance does not have; `presence` works out who is
//! doing what when; `things` lays what the plan asks of people on the clock; `prices` works out what it costs;
//! then every rule reads those (what it says of films, exchanges, lessons planned together and joined classes stands in
//! `elements`; no kind of arrangement is known by name, each is judged by its `Shape`) and says what is wrong. Where one breakage could stand under several rules, the most
//! specific one has it; the doc of each rule's function says which.
//!
//! `certificate` proves a bound from prices and duals, for which it works out again what can be done and what it asks.
//!
//! The checker takes nothing of a plan for granted: members may be missing, lessons may have other teachers, dates
//! may lie anywhere and counts may be huge.

mod budgets;
mod caps;
mod certificate;
mod changes;
mod claims;
mod clock;
mod covers;
mod elements;
mod hires;
mod locks;
mod partners;
mod presence;
mod prices;
mod references;
mod report;
mod stated;
mod things;
mod visits;

use crate::domain::{Plan, Problem};
pub use certificate::{Flaw, prove};
pub use changes::against;
use prices::Prices;
use report::Report;
pub use report::{Rule, Violation};
use things::Case;

/// Everything that is wrong with `plan`, ordered by rule, then by place; empty when it holds.
///
/// The bound itself is not judged, only the arithmetic of the claims about it (C19).
#[must_use]
pub fn check(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let mut report = Report::default();
    references::check(problem, plan, &mut report);
    if !report.is_empty() {
        // What names things that do not exist can't be judged further.
        return report.into_violations();
    }
    let case = Case::new(problem, plan);
    let prices = Prices::of(&case);
    clock::c1(&case, &mut report);
    visits::c2(&case, &mut report);
    clock::c3(&case, &mut report);
    clock::c4(&case, &mut report);
    covers::c5(&case, &mut report);
    caps::c6(&case, &mut report);
    hires::c6(&case, &mut report);
    elements::films::c6(&case, &mut report);
    caps::c7(&case, &mut report);
    caps::c8(&case, &mut report);
    partners::c9(&case, &mut report);
    partners::c10(&case, &mut report);
    partners::c11(&case, &mut report);
    partners::c12(&case, &mut report);
    budgets::c13(&case, &prices, &mut report);
    visits::c14(&case, &mut report);
    locks::c15(&case, &mut report);
    visits::c16(&case, &mut report);
    stated::c17(&case, &prices, &mut report);
    changes::c17(&case, &mut report);
    caps::c18(&case, &mut report);
    claims::c19(plan, &mut report);
    report.into_violations()
}
