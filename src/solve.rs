//! `solve` = engine, then explain, then verify: nothing unverified leaves it.

use crate::domain::{Conflict, Plan, Problem};
use crate::engine::{self, NoPlan, Observer, Options, Outcome, Silent, Warm};
use crate::explain;
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

/// Plans a round, says why who is left out is, and checks the plan. Its `instance` is left empty: only who read the bytes can hash them.
///
/// Nothing is printed and nothing is kept between calls: what happens meanwhile is told to the observer, and the cancel
/// handle of the options ends it from any thread, with the best plan so far.
///
/// ```
/// use opendoor::engine::{Event, Observer, Options};
///
/// /// Says how far it is, and ends the search with the first plan that is within a tenth of the bound.
/// struct GoodEnough(Options);
///
/// impl Observer for GoodEnough {
///     fn event(&mut self, event: &Event) {
///         if matches!(event, Event::Plan { gap: Some(gap), .. } if *gap < 100_000) {
///             self.0.cancel.cancel();
///         }
///     }
/// }
///
/// let options = Options::default();
/// let mut observer = GoodEnough(options.clone()); // a clone of the handle ends the same search
/// let reading = opendoor::format::read_instance(include_bytes!("../instances/tiny.json")).expect("a valid instance");
/// let plan = opendoor::solve(&reading.problem, &options, &mut observer).expect("a plan");
/// assert!(plan.bound <= plan.total);
/// ```
///
/// # Errors
/// See [`Failure`].
pub fn solve(problem: &Problem, options: &Options, observer: &mut (impl Observer + Send)) -> Result<Plan, Failure> {
    let mut plan = engine::plan(problem, options, observer).map_err(Failure::of)?;
    finish(problem, &mut plan)?;
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
    let mut outcome = engine::plan_with_certificate(problem, options, observer).map_err(Failure::of)?;
    finish(problem, &mut outcome.plan)?;
    if let Some(certificate) = &outcome.certificate {
        verify::prove(problem, certificate).map_err(Failure::Refused)?;
    }
    Ok(outcome)
}

/// As [`solve`], from what searches of neighbours left; and what this one leaves to others.
pub(crate) fn solve_from(
    problem: &Problem,
    options: &Options,
    observer: &mut (impl Observer + Send),
    neighbours: &[&Warm],
) -> Result<(Plan, Warm), Failure> {
    let (mut plan, warm) = engine::plan_from(problem, options, observer, neighbours).map_err(Failure::of)?;
    finish(problem, &mut plan)?;
    Ok((plan, warm))
}

/// As [`solve_from`], for who asks what the best plan costs: why who is left out is, it does not say.
pub(crate) fn solve_for_total(problem: &Problem, options: &Options, neighbours: &[&Warm]) -> Result<Plan, Failure> {
    let (plan, _) = engine::plan_from(problem, options, &mut Silent, neighbours).map_err(Failure::of)?;
    let violations = verify::check(problem, &plan);
    if violations.is_empty() { Ok(plan) } else { Err(Failure::Rejected(violations)) }
}

impl Failure {
    fn of(none: NoPlan) -> Self {
        match none {
            NoPlan::Conflict(conflict) => Self::Conflict(conflict),
            NoPlan::Interrupted => Self::Interrupted,
        }
    }
}

/// Says why who is left out is, and checks the plan.
pub(crate) fn finish(problem: &Problem, plan: &mut Plan) -> Result<(), Failure> {
    explain::reasons(problem, plan);
    let violations = verify::check(problem, plan);
    if violations.is_empty() { Ok(()) } else { Err(Failure::Rejected(violations)) }
}
