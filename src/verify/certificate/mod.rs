//! The bound, proven from the instance and a certificate alone.
//!
//! The argument: take any plan. Each [`Row`](crate::domain::Row) is a sum over what the plan does that is at most a
//! limit, so adding price * (sum - limit) for prices >= 0 never makes it dearer. What it costs then falls apart: each
//! pair by the schedule it has, each colleague, supervisor, unit and study by how often it covers. Of each the
//! cheapest is taken (`parts`, `cover`), which is cheaper still. What is left to choose is who is planned with whom, and
//! no choice saves more than the duals allow (`pairs`, `duals`) and what triads save beyond them (`triads`). So any prices
//! and any duals that hold give a true bound: a wrong certificate proves less, or nothing. Where there are several leaves this
//! is the argument of each, for the plans that its decisions leave; `cases` shows that every plan is in one of them.
//!
//! - `cases`: whether the leaves are all there is, and what each of them decides;
//! - `facts`: who gives up what for a while;
//! - `rows`: limits and prices; `spending`: what can be spent of a budget, which is paid out in whole amounts;
//! - `parts`: to be away, to be watched, to talk;
//! - `cover`: who takes the classes, what is hired, what leaders are owed;
//! - `schedules`: every way in which people can be planned together; `search`: the cheapest of one arrangement;
//! - `pairs`, `triads`: whether two save more than their duals, and how much more three do;
//! - `duals`: what the matching saves at most.

mod cases;
mod cover;
mod duals;
mod facts;
mod flaw;
mod pairs;
mod parts;
mod rows;
mod schedules;
mod search;
mod spending;
mod triads;

use rayon::prelude::*;

use crate::domain::{Certificate, Decision, Kind, Leaf, Pence, Problem, is_certifiable};

use cases::Case;
use duals::Duals;
use facts::Facts;
pub use flaw::Flaw;
use parts::Parts;
use rows::Rows;
use schedules::Schedules;

/// Milli-pence in a penny.
const MILLI: i128 = 1_000;

/// The largest price and dual: sums of a million of them times the largest coefficient fit in 128 bits.
const MOST: i64 = 1_000_000_000_000_000;

/// What `certificate` proves of `problem`: no plan costs less, pence. At least the bound that it states.
///
/// Whether it was made for these bytes is for the caller to see; it proves the same either way.
///
/// # Errors
/// The first [`Flaw`] found.
pub fn prove(problem: &Problem, certificate: &Certificate) -> Result<Pence, Flaw> {
    if !is_certifiable(problem) {
        return Err(Flaw::Kinds);
    }
    let branches: Vec<&[Decision]> = certificate.leaves.iter().map(|leaf| leaf.branch.as_slice()).collect();
    if !cases::are_all(&branches) {
        return Err(Flaw::Cases);
    }
    let leaves = certificate.leaves.par_iter().map_init(|| Facts::new(problem), |facts, leaf| prove_leaf(facts, leaf));
    let leaves: Vec<Result<i128, Flaw>> = leaves.collect();
    let several = leaves.len() > 1;
    let mut least = i128::MAX;
    for (leaf, proven) in leaves.into_iter().enumerate() {
        let in_leaf = |flaw| if several { Flaw::Leaf { leaf, flaw: Box::new(flaw) } } else { flaw };
        least = least.min(proven.map_err(in_leaf)?);
    }
    let proven = Pence::try_from(least).map_err(|_| Flaw::Size)?;
    if certificate.bound > proven {
        return Err(Flaw::Bound { stated: certificate.bound, proven });
    }
    Ok(proven)
}

/// What the leaf proves of the plans in its case, pence.
fn prove_leaf<'a>(facts: &Facts<'a>, leaf: &'a Leaf) -> Result<i128, Flaw> {
    let kinds = &facts.problem.rules.arrangements;
    let duals = Duals::new(facts, leaf)?;
    let mut case = Case::new(&leaf.branch);
    let mut rows = Rows::new(&leaf.prices)?;
    let parts = Parts::new(facts, &mut rows);
    let cover = cover::least(facts, &mut rows, &mut case);
    let decided = case.arrangements(&mut rows);
    let mut schedules = Schedules::new(facts, &parts, &mut rows, decided);
    if kinds.contains(&Kind::Pair) {
        pairs::check(&mut schedules, &mut rows, &duals)?;
    }
    let triads =
        if kinds.contains(&Kind::Triad) { triads::excess(&mut schedules, &mut rows, &duals, &mut case) } else { 0 };
    if let Some(decision) = case.strange() {
        return Err(Flaw::Decision { decision });
    }
    let limits = rows.limits()?;
    let saved = duals.objective().checked_add(triads).ok_or(Flaw::Size)?;
    let sum = cover.checked_sub(limits).and_then(|sum| sum.checked_add(duals.nobody()));
    let doubled = sum.and_then(|sum| sum.checked_mul(2)).and_then(|sum| sum.checked_sub(saved)).ok_or(Flaw::Size)?;
    // Totals are whole pence, so the bound is rounded up.
    Ok(doubled.div_euclid(2 * MILLI) + i128::from(doubled.rem_euclid(2 * MILLI) > 0))
}
