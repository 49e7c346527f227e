//! The engine: bound and plan from prices.
//!
//! Relax what is shared (cover in a period, a person's period, seats, caps, budgets) at prices. Given prices, the best
//! schedule of each pair is found on its own, and the pairs are chosen by one exact maximum-weight matching; a ring of
//! three is taken where it saves more than the matching's duals pay for. That is the bound. What two may do with each
//! other has several forms, of which the cheapest counts (`quote`); who is served by a visit that is not returned needs
//! no edge, so that an edge is worth only what it saves over that (`Vertices::beside`).
//!
//! The loop is branch and price (Barnhart et al., *Branch-and-price: column generation for solving huge integer
//! programs*, 1998). Column generation: a restricted master gives the prices `pi` and the demand's duals; schedules
//! whose reduced cost `c_k + pi * a_k` less those duals is negative come in, and rows and odd sets that its point
//! breaks, until neither is left; the best `L(pi)` on the way is the bound. A dive makes a plan: what the point plans
//! most is fixed, the master solved again, and so on. Where plan and bound differ, the search branches on what is
//! counted (rings, arrangements, units hired, a pair together or not), each part with prices of its own, and dives
//! again. At the end an integer program over every schedule that could still matter closes the gap. Symbols as in the
//! model: `pi` prices, `c_k` costs, `a_k` coefficients, `L(pi)` the bound.
//!
//! Where there are many teachers in several schools, plans are made school by school (`settle`), partners are exchanged
//! along paths across them (`exchange`), and a few neighbours at a time are planned anew (`refit`), where most of the gap
//! is (`shares`). The prices are those of one master, which begins with what schools agree on in haste; of very many,
//! those that they agree on (`sweep`).
//! An instance that falls apart into components is planned component by component, with prices on what they share.

mod allow;
mod block;
mod bound;
mod branch;
mod budget;
mod carry;
mod certify;
mod columns;
mod components;
mod conflict;
mod describe;
mod dive;
mod duals;
mod exact;
mod exchange;
mod finish;
mod improve;
mod kernel;
mod lanes;
mod local;
mod master;
mod options;
mod paid;
mod price;
mod quest;
mod quote;
mod refit;
mod rings;
mod scope;
mod search;
mod sets;
mod settle;
mod shares;
mod stop;
mod sweep;
mod tree;
mod warm;
mod windows;
mod write;

pub use kernel::Kernel;
pub use options::{Cancel, Event, Observer, Options, Silent};
pub use warm::Warm;

use crate::compile::{Model, all_locks};
use crate::domain::{Certificate, Conflict, Plan, Problem};

use branch::{FEW_NODES, MOST_NODES};
use conflict::Start;
use search::{FEW_COLUMNS, MOST_COLUMNS, Search};
use stop::Stop;
use warm::Found;
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
    on_threads(options, || {
        let stop = Stop::new(options);
        match components::plan(problem, options, &stop, observer) {
            Some(plan) => plan,
            None => search(problem, options, stop, observer, false).map(|outcome| outcome.plan),
        }
    })
}

/// A plan, and what proves the best bound of prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// The certificate of the best bound of prices, in one case or in those of the branching. Its bound is that of the
    /// plan when the plan's proof is [`Proof::Prices`](crate::domain::Proof::Prices) or
    /// [`Proof::Tree`](crate::domain::Proof::Tree), unless the tree was too large to keep; else it may be lower. `None`
    /// when the end came before any prices. Its `instance` is left empty.
    pub certificate: Option<Certificate>,
}

/// As [`plan`], with a certificate; of one search over the whole, however it falls apart.
///
/// # Errors
/// When locks conflict, or nothing was found before the end.
pub fn plan_with_certificate(
    problem: &Problem,
    options: &Options,
    observer: &mut (dyn Observer + Send),
) -> Result<Outcome, NoPlan> {
    on_threads(options, || search(problem, options, Stop::new(options), observer, true))
}

/// As [`plan`], from what searches of neighbours left; and what this one leaves to others. A neighbour is an instance
/// that differs little. Where it differs in budgets, rates, sources of cover and how often a class may lose its teacher
/// alone, its schedules, the rows and sets under its prices and its plan are of use; where it only allowed more money or
/// covers, so is its bound. Of any other neighbour nothing is taken. The plan is as good as without neighbours, but among
/// plans of one total it may be another one.
///
/// # Errors
/// When locks conflict, or nothing was found before the end.
pub fn plan_from(
    problem: &Problem,
    options: &Options,
    observer: &mut (dyn Observer + Send),
    neighbours: &[&Warm],
) -> Result<(Plan, Warm), NoPlan> {
    on_threads(options, || {
        let stop = Stop::new(options);
        // Where neighbours were planned as a whole, that the parts alone don't keep the budgets is known.
        let is_whole = neighbours.iter().any(|warm| warm.serves(problem));
        let in_parts = if is_whole { None } else { components::plan(problem, options, &stop, observer) };
        let (plan, found) = match in_parts {
            Some(plan) => (plan?, None),
            None => search_from(problem, options, stop, observer, (Effort::Full, false), Some(neighbours))
                .map(|(outcome, found)| (outcome.plan, found))?,
        };
        let warm = Warm::new(problem, &plan, found);
        Ok((plan, warm))
    })
}

fn on_threads<T: Send>(options: &Options, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0)).build() {
        Ok(pool) => pool.install(work),
        // Without threads of our own the plan is the same, only later.
        Err(_) => work(),
    }
}

/// How far a search goes to close its gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// As far as it gets: the instance is all there is.
    Full,
    /// A few nodes far where it is small: the instance is one component of many.
    Few,
    /// Not so far: what its schools agree on one by one is good enough.
    Quick,
    /// Nor that, but from a plan, at the prices of one master.
    Again,
}

fn search(
    problem: &Problem,
    options: &Options,
    stop: Stop,
    observer: &mut (dyn Observer + Send),
    certify: bool,
) -> Result<Outcome, NoPlan> {
    search_from(problem, options, stop, observer, (Effort::Full, certify), None).map(|(outcome, _)| outcome)
}

/// A search, from what `neighbours` left; where it is told of any, or of none, it leaves something itself.
fn search_from(
    problem: &Problem,
    options: &Options,
    stop: Stop,
    observer: &mut (dyn Observer + Send),
    (effort, certify): (Effort, bool),
    neighbours: Option<&[&Warm]>,
) -> Result<(Outcome, Option<Found>), NoPlan> {
    let model = Model::new(problem);
    let windows = Windows::new(&model);
    let start = match conflict::start(&model, &windows, &stop) {
        Start::Found(choice) => choice,
        Start::Impossible if options.whole_conflict => {
            return Err(NoPlan::Conflict(Conflict { locks: all_locks(problem).into_iter().collect() }));
        }
        Start::Impossible => {
            let conflict = conflict::irreducible(problem, &stop);
            return Err(conflict.map_or(NoPlan::Interrupted, NoPlan::Conflict));
        }
        Start::Unknown => return Err(NoPlan::Interrupted),
    };
    let mut search = Search::new(&model, &windows, options, stop, observer, Some(start));
    search.is_quick = match effort {
        Effort::Full => false,
        Effort::Few => search.is_large(),
        Effort::Quick | Effort::Again => search.is_large() || sweep::is_by_schools(&model),
    };
    let is_easy = effort == Effort::Quick && search.is_quick;
    let has_one_master = effort == Effort::Again || !sweep::is_beyond_one_master(&model, options, is_easy);
    for warm in neighbours.unwrap_or_default() {
        warm.enter(&mut search, has_one_master);
    }
    let leaves = neighbours.map(|_| effort);
    if search.is_done() {
        return end(search, leaves);
    }
    if search.by_schools(has_one_master) {
        if certify {
            search.keep_evidence();
        }
        return end(search, leaves);
    }
    search.converge();
    if certify {
        search.keep_evidence();
    }
    search.dive_root();
    search.improve();
    if effort == Effort::Full {
        search.round_many();
    }
    match (effort, search.is_quick) {
        (_, true) => {}
        (Effort::Full, false) => search.branch(MOST_NODES),
        (_, false) => {
            search.branch(FEW_NODES);
            search.prove(FEW_COLUMNS);
        }
    }
    if effort == Effort::Full {
        search.round_root();
        search.prove(MOST_COLUMNS);
    }
    end(search, leaves)
}

/// The end of a search, with what it leaves where that is asked for.
fn end(search: Search<'_>, leaves: Option<Effort>) -> Result<(Outcome, Option<Found>), NoPlan> {
    let certificate = search.certificate();
    let found = match leaves {
        None => None,
        // What is left of all components is held at once.
        Some(Effort::Full) => Found::of(&search),
        Some(_) => Found::plan_of(&search),
    };
    let plan = search.end().ok_or(NoPlan::Interrupted)?;
    Ok((Outcome { plan, certificate }, found))
}
