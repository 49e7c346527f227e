//! `solve` = engine, then explain, then verify: nothing unverified leaves it.

use crate::domain::{Conflict, Plan, Problem};
use crate::engine::{self, NoPlan, Observer, Options};
use crate::explain;
use crate::verify::{self, Violation};

/// Why [`solve`] has no plan to give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The locks can't hold together.
    Conflict(Conflict),
    /// Cancelled, or out of time, before the first plan.
    Interrupted,
    /// The engine made a plan that the checker rejects: a defect of this program, never of the input.
    Rejected(Vec<Violation>),
}

/// Plans a round, says why who is left out is, and checks the plan. Its `instance` is left empty: only who read the bytes can hash them.
///
/// # Errors
/// See [`Failure`].
pub fn solve(problem: &Problem, options: &Options, observer: &mut (impl Observer + Send)) -> Result<Plan, Failure> {
    let mut plan = engine::plan(problem, options, observer).map_err(|none| match none {
        NoPlan::Conflict(conflict) => Failure::Conflict(conflict),
        NoPlan::Interrupted => Failure::Interrupted,
    })?;
    explain::reasons(problem, &mut plan);
    let violations = verify::check(problem, &plan);
    if violations.is_empty() { Ok(plan) } else { Err(Failure::Rejected(violations)) }
}
