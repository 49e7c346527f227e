//! The engine: bound and plan from prices.
//!
//! Relax what is shared (cover in a period, a person's period, seats, caps, budgets) at prices; given prices, the best
//! schedule of each pair is found on its own, and the pairs are chosen by one exact maximum-weight matching; a ring of
//! three is taken where it saves more than the matching's duals pay for. That is the bound; rounding it is the plan; where they differ, branching on hired units, or an integer program over every
//! schedule that could still matter, closes the gap. Where there are very many teachers, schools are solved one by one at
//! prices that they agree on (`sweep`). Symbols as in the model: `pi` prices, `c_k` costs, `a_k` coefficients, `L(pi)` the bound.

mod allow;
mod block;
mod bound;
mod branch;
mod certify;
mod columns;
mod conflict;
mod dive;
mod exact;
mod finish;
mod kernel;
mod master;
mod options;
mod price;
mod quest;
mod refit;
mod rings;
mod scope;
mod search;
mod settle;
mod stop;
mod sweep;
mod windows;
mod write;

pub use kernel::Kernel;
pub use options::{Cancel, Event, Observer, Options, Silent};

use crate::compile::Model;
use crate::domain::{Certificate, Conflict, Plan, Problem};

use conflict::Start;
use search::{FEW_COLUMNS, MOST_COLUMNS, Search};
use stop::Stop;
use windows::Windows;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// The locks can't hold together.
    Conflict(Conflict),
    /// Cancelled, or out of time, before the first plan.
    Interrupted,
}

/// Plans `problem`. The plan's `instance` is left empty: only who read the bytes can hash them.
///
/// # Errors
/// When locks conflict, or nothing was found before the end.
pub fn plan(problem: &Problem, options: &Options, observer: &mut (dyn Observer + Send)) -> Result<Plan, NoPlan> {
    plan_with_certificate(problem, options, observer).map(|outcome| outcome.plan)
}

/// A plan, and what proves the best bound of prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// The certificate of one vector of prices. Its bound is that of the plan when the plan's proof is
    /// [`Proof::Prices`](crate::domain::Proof::Prices), else it may be lower. `None` when the end came before any
    /// prices. Its `instance` is left empty.
    pub certificate: Option<Certificate>,
}

/// As [`plan`], with a certificate.
///
/// # Errors
/// When locks conflict, or nothing was found before the end.
pub fn plan_with_certificate(
    problem: &Problem,
    options: &Options,
    observer: &mut (dyn Observer + Send),
) -> Result<Outcome, NoPlan> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0)).build();
    match pool {
        Ok(pool) => pool.install(|| search(problem, options, observer)),
        // Without threads of our own the plan is the same, only later.
        Err(_) => search(problem, options, observer),
    }
}

fn search(problem: &Problem, options: &Options, observer: &mut (dyn Observer + Send)) -> Result<Outcome, NoPlan> {
    let stop = Stop::new(options);
    let model = Model::new(problem);
    let windows = Windows::new(&model);
    let start = match conflict::start(&model, &windows, &stop) {
        Start::Found(choice) => choice,
        Start::Impossible => {
            let conflict = conflict::irreducible(problem, &stop);
            return Err(conflict.map_or(NoPlan::Interrupted, NoPlan::Conflict));
        }
        Start::Unknown => return Err(NoPlan::Interrupted),
    };
    let mut search = Search::new(&model, &windows, options, stop, observer, Some(start));
    if sweep::is_large(&model, options) && search.sweep() {
        let certificate =
            search.evidence().and_then(|(proven, vertices)| certify::certificate(&model, proven, vertices));
        return search.end().map(|plan| Outcome { plan, certificate }).ok_or(NoPlan::Interrupted);
    }
    search.converge();
    // The prices of the whole problem, before its parts are looked at.
    let certificate = search.evidence().and_then(|(proven, vertices)| certify::certificate(&model, proven, vertices));
    search.dive_root();
    search.prove(FEW_COLUMNS);
    search.branch(&model);
    search.round_root();
    search.prove(MOST_COLUMNS);
    search.end().map(|plan| Outcome { plan, certificate }).ok_or(NoPlan::Interrupted)
}
