//! `solve` = engine, then verify: nothing unverified leaves it.

use crate::domain::{Conflict, Plan, Problem};
use crate::engine::{self, NoPlan, Observer, Options, Outcome};
use crate::verify::{self, Flaw, Violation};

/// Why [`solve`] has no plan to give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The locks can't hold together.
    Conflict(Conflict),
    /// Cancelled, or out of time, before the first plan.
    Interrupted,
    /// The engine made a plan that the checker rejects: a defect of this program, never of the input.
    Rejected(Vec<Violation>),
    /// The engine made a certificate that the checker refuses: a defect of this program too.
    Refused(Flaw),
}

/// Plans a round and checks the plan. Its `instance` is left empty: only who read the bytes can hash them.
///
/// # Errors
/// See [`Failure`].
pub fn solve(problem: &Problem, options: &Options, observer: &mut (impl Observer + Send)) -> Result<Plan, Failure> {
    let plan = engine::plan(problem, options, observer).map_err(Failure::of)?;
    verified(problem, &plan)?;
    Ok(plan)
}

/// As [`solve`], with a certificate of the best bound of prices, checked too. The `instance` of both is left empty.
///
/// # Errors
/// See [`Failure`].
pub fn solve_with_certificate(
    problem: &Problem,
    options: &Options,
    observer: &mut (impl Observer + Send),
) -> Result<Outcome, Failure> {
    let outcome = engine::plan_with_certificate(problem, options, observer).map_err(Failure::of)?;
    verified(problem, &outcome.plan)?;
    if let Some(certificate) = &outcome.certificate {
        verify::prove(problem, certificate).map_err(Failure::Refused)?;
    }
    Ok(outcome)
}

impl Failure {
    fn of(none: NoPlan) -> Self {
        match none {
            NoPlan::Conflict(conflict) => Self::Conflict(conflict),
            NoPlan::Interrupted => Self::Interrupted,
        }
    }
}

fn verified(problem: &Problem, plan: &Plan) -> Result<(), Failure> {
    let violations = verify::check(problem, plan);
    if violations.is_empty() { Ok(()) } else { Err(Failure::Rejected(violations)) }
}
