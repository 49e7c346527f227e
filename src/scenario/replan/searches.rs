//! The searches of a re-plan.

use std::collections::BTreeSet;

use super::held::{Held, keep};
use super::moved::Moved;
use super::priced::Pricing;
use super::{Ask, Clash, Replanned, Stuck, clashes};
use crate::domain::{Conflict, Date, Element, LockRef, Pence, Plan, Problem};
use crate::engine::{self, NoPlan, Observer, Options, Silent};
use crate::solve::Failure;

/// Times that arrangements are let go of that can't be held with the others.
const MOST_RELEASES: usize = 12;

/// An old plan in a changed instance.
pub struct Round<'a> {
    ask: &'a Ask<'a>,
    held: Vec<Held>,
    clashes: Vec<Clash>,
    /// Indices of the arrangements that clash.
    clashing: BTreeSet<usize>,
    /// What counts as changed when it is gone, ascending.
    before: Vec<Element>,
    /// Price of a change, pence.
    rate: Pence,
}

/// What one search gave: a plan, or the locks that can't hold, each with its arrangement where it holds one.
enum Found {
    Plan(Box<Plan>),
    Conflict { arrangements: BTreeSet<usize>, locks: Vec<LockRef> },
}

impl<'a> Round<'a> {
    /// Looks at what clashes.
    pub fn new(ask: &'a Ask<'a>) -> Self {
        let moved = Moved::new(ask.before, ask.after);
        let held: Vec<Held> =
            ask.plan.arrangements.iter().map(|one| Held::new(one, moved.arrangement(one), ask)).collect();
        let (clashes, clashing) = clashes::find(ask, &moved, &held);
        let mut before: Vec<Element> = held.iter().flat_map(|one| one.elements.iter().cloned()).collect();
        before.sort();
        let rates = &ask.after.rates;
        let rate = if ask.plan.published { rates.change_published } else { rates.change };
        Self { ask, held, clashes, clashing, before, rate }
    }

    /// Searches, and takes the cheapest plan.
    pub fn run(self, options: &Options, observer: &mut (dyn Observer + Send)) -> Result<Replanned, Stuck> {
        let gone = |one: &&Held| one.arrangement.is_none() && !one.is_let_go && one.has_begun;
        let lost: Vec<String> = self.held.iter().filter(gone).map(|one| one.id.clone()).collect();
        if !lost.is_empty() {
            return Err(Stuck::Past { arrangements: lost, locks: Conflict { locks: Vec::new() } });
        }
        let free = match self.search(&BTreeSet::new(), self.ask.from, options, observer) {
            Ok(Found::Plan(plan)) => *plan,
            Ok(Found::Conflict { arrangements, locks }) => return Err(self.stuck(&arrangements, locks)),
            Err(Stuck::Failure(Failure::Interrupted)) if !options.cancel.is_cancelled() => {
                return Err(self.out_of_time());
            }
            Err(stuck) => return Err(stuck),
        };
        let kept = keep(&self.held, self.ask.after, self.ask.from, self.rate);
        let pricing = Pricing::new(self.ask, kept, &self.before, self.rate, &free);
        let mut candidates = Vec::new();
        if self.clashes.is_empty() {
            // Nothing at all may be planned that is not in the old plan.
            let all: BTreeSet<usize> = (0..self.held.len()).collect();
            let never = self.ask.after.round.end.plus(1);
            if let Found::Plan(same) = self.search(&all, never, options, &mut Silent)? {
                candidates.push(pricing.exact(*same));
            }
        }
        let as_it_was = candidates.len();
        candidates.extend(self.repaired(options)?.map(|plan| pricing.exact(plan)));
        candidates.push(pricing.exact(free));
        let best = (0..candidates.len()).min_by_key(|&at| candidates[at].total).unwrap_or(0);
        let stays = as_it_was == 1 && !self.ask.improve;
        let could_save = if stays { candidates[0].total - candidates[best].total } else { 0 };
        let chosen = candidates.swap_remove(if stays { 0 } else { best });
        let plan = pricing.finish(chosen).map_err(Stuck::Failure)?;
        Ok(Replanned { plan, clashes: self.clashes, could_save })
    }

    /// The best plan that holds every arrangement that clashes with nothing, as far as they can be held together; `None`
    /// when none was found in time.
    fn repaired(&self, options: &Options) -> Result<Option<Plan>, Stuck> {
        // Which of them can't be held together may take long to find out, and it is one candidate of two.
        let options = &Options { time_limit: options.time_limit.map(|limit| limit / 4), ..options.clone() };
        let mut whole: BTreeSet<usize> = (0..self.held.len()).filter(|index| !self.clashing.contains(index)).collect();
        for _ in 0..MOST_RELEASES {
            match self.search(&whole, self.ask.from, options, &mut Silent) {
                Err(Stuck::Failure(Failure::Interrupted)) => return Ok(None),
                Err(stuck) => return Err(stuck),
                Ok(Found::Plan(plan)) => return Ok(Some(*plan)),
                Ok(Found::Conflict { arrangements, .. }) => {
                    let before = whole.len();
                    whole.retain(|index| !arrangements.contains(index));
                    if whole.len() == before {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(None)
    }

    /// The best plan that keeps what lies before `from`, and all of the arrangements `whole`.
    fn search(
        &self,
        whole: &BTreeSet<usize>,
        from: Date,
        options: &Options,
        observer: &mut (dyn Observer + Send),
    ) -> Result<Found, Stuck> {
        let after = self.ask.after;
        let mut problem: Problem = after.clone();
        problem.keep = Some(keep(&self.held, after, from, self.rate));
        let mut owners = Vec::new();
        for (index, one) in self.held.iter().enumerate() {
            let until = if whole.contains(&index) { after.round.end.plus(1) } else { self.ask.from };
            for lock in one.locks(after, until) {
                problem.locks.push(lock);
                owners.push(index);
            }
        }
        let first = after.locks.len();
        match engine::plan(&problem, options, observer) {
            Ok(plan) => Ok(Found::Plan(Box::new(plan))),
            Err(NoPlan::Interrupted) => Err(Stuck::Failure(Failure::Interrupted)),
            Err(NoPlan::Conflict(conflict)) => {
                let owner = |lock: &LockRef| match *lock {
                    LockRef::Lock(index) => index.checked_sub(first).map(|at| owners[at]),
                    LockRef::Must(_) => None,
                };
                let arrangements = conflict.locks.iter().filter_map(owner).collect();
                let locks = conflict.locks.into_iter().filter(|lock| owner(lock).is_none()).collect();
                Ok(Found::Conflict { arrangements, locks })
            }
        }
    }

    /// Why no plan was found in time: most likely what has begun and clashes can't be gone on with.
    fn out_of_time(&self) -> Stuck {
        let begun = self.clashing.iter().map(|&index| &self.held[index]).filter(|one| one.has_begun && !one.is_let_go);
        let arrangements: Vec<String> = begun.map(|one| one.id.clone()).collect();
        if arrangements.is_empty() {
            return Stuck::Failure(Failure::Interrupted);
        }
        Stuck::Past { arrangements, locks: Conflict { locks: Vec::new() } }
    }

    /// Why there is no plan that keeps what has taken place.
    fn stuck(&self, arrangements: &BTreeSet<usize>, locks: Vec<LockRef>) -> Stuck {
        let conflict = Conflict { locks };
        if arrangements.is_empty() {
            return Stuck::Failure(Failure::Conflict(conflict));
        }
        let arrangements = arrangements.iter().map(|&index| self.held[index].id.clone()).collect();
        Stuck::Past { arrangements, locks: conflict }
    }
}
