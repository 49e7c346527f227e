//! Solves of a changed instance, counted, each made once, several side by side.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::side_by_side::side_by_side;
use super::patches::patch_of;
use super::relaxed::{offered, relaxed};
use super::weight::Weight;
use crate::domain::{Pence, Plan, Problem, Status};
use crate::engine::{Options, Silent, Warm};
use crate::explain::{Effect, Relaxation};
use crate::scenario::{self, Patch};
use crate::solve::{Failure, solve_for_total, solve_from};

/// What is changed.
#[derive(Debug, Clone)]
pub enum Change {
    /// This, in the document.
    Patched(Value),
    /// These rules are relaxed.
    Relaxed(Vec<Relaxation>),
    /// These too, and every partner missed is so much dearer, but those that somebody offers to be.
    Serving(Vec<Relaxation>, Weight),
}

/// Why there is no trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTrial {
    /// No solves are left.
    Enough,
    /// The changed instance has no plan: locks can't hold together.
    Conflict,
    /// The change can't be told as a patch of this instance, or no plan was found in the time there is.
    Unknown,
}

/// The solves of one explanation.
pub struct Trials<'a> {
    instance: &'a Value,
    problem: &'a Problem,
    options: &'a Options,
    /// The least total known of the instance as it is, pence.
    pub total: Pence,
    /// No plan of it costs less.
    pub bound: Pence,
    /// Solves that may still be made.
    pub left: usize,
    /// Solves made.
    pub made: usize,
    /// Whether every solve so far ended with the best plan.
    pub exact: bool,
    known: BTreeMap<String, Result<Plan, NoTrial>>,
    /// What the solve of the instance as it is left to the others.
    warm: Warm,
}

impl<'a> Trials<'a> {
    /// For the instance, whose plan has `total`; solves it as it is.
    ///
    /// # Errors
    /// When that has no plan.
    pub fn new(
        instance: &'a Value,
        problem: &'a Problem,
        total: Pence,
        options: &'a Options,
        most: usize,
    ) -> Result<Self, Failure> {
        let (base, warm) = solve_from(problem, options, &mut Silent, &[]).map(|(base, warm)| (base, warm.wide()))?;
        Ok(Self {
            instance,
            problem,
            options,
            total: total.min(base.total),
            bound: base.bound,
            left: most,
            made: 1,
            exact: total.min(base.total) == base.bound,
            known: BTreeMap::new(),
            warm,
        })
    }

    /// Keeps so many solves back, as far as there are; they are to be given back to `left`.
    pub fn keep(&mut self, solves: usize) -> usize {
        let kept = self.left.min(solves);
        self.left -= kept;
        kept
    }

    /// What a change does to the total, whose best plan is `plan`.
    pub fn effect(&self, plan: &Plan) -> Effect {
        Effect { at_least: plan.bound - self.total, at_most: plan.total - self.bound }
    }

    /// The best plan with each of the changes, in their order, as far as solves are left.
    pub fn solve(&mut self, changes: Vec<Change>) -> Vec<Result<Plan, NoTrial>> {
        let keys: Vec<String> = changes.iter().map(|change| self.key(change)).collect();
        let mut tasks: Vec<(&String, Change)> = Vec::new();
        for (key, change) in keys.iter().zip(changes) {
            let is_new = !self.known.contains_key(key) && tasks.iter().all(|(other, _)| *other != key);
            if is_new && tasks.len() < self.left {
                tasks.push((key, change));
            }
        }
        let made = side_by_side(tasks, self.options.threads, |(key, change), threads| {
            let options = Options { threads: Some(threads), ..self.options.clone() };
            (key, self.try_out(&change, &options))
        });
        for (key, plan) in made {
            // What was cut off is no answer, and not asked again.
            if plan == Err(NoTrial::Enough) {
                self.left = 0;
                continue;
            }
            self.left -= 1;
            self.made += 1;
            self.exact &= match &plan {
                Ok(plan) => plan.status == Status::Optimal,
                Err(none) => *none == NoTrial::Conflict,
            };
            self.known.insert(key.clone(), plan);
        }
        keys.iter().map(|key| self.known.get(key).cloned().unwrap_or(Err(NoTrial::Enough))).collect()
    }

    /// The best plan with this one relaxed, where that was solved.
    pub fn known(&self, relaxation: Relaxation) -> Option<&Plan> {
        self.known.get(&self.key(&Change::Relaxed(vec![relaxation])))?.as_ref().ok()
    }

    /// What tells a change from others.
    fn key(&self, change: &Change) -> String {
        match change {
            Change::Patched(patch) => patch.to_string(),
            Change::Relaxed(set) => patch_of(self.problem, set).to_string(),
            Change::Serving(set, _) => format!("all served: {}", patch_of(self.problem, set)),
        }
    }

    fn try_out(&self, change: &Change, options: &Options) -> Result<Plan, NoTrial> {
        if options.cancel.is_cancelled() {
            return Err(NoTrial::Enough);
        }
        let problem = match change {
            Change::Patched(patch) => {
                let patched =
                    Patch::of(patch).and_then(|patch| patch.apply(self.instance)).map_err(|_| NoTrial::Unknown)?;
                scenario::read(&patched).map_err(|_| NoTrial::Unknown)?.problem
            }
            Change::Relaxed(set) => relaxed(self.problem, set),
            Change::Serving(set, weight) => {
                let mut problem = offered(self.problem, set);
                weight.apply(&mut problem);
                problem
            }
        };
        // Of best plans that cost the same, what is told of a relaxation is that which a solve from nothing gives.
        let neighbours: &[&Warm] = if matches!(change, Change::Relaxed(_)) { &[] } else { &[&self.warm] };
        solve_for_total(&problem, options, neighbours).map_err(|failure| match failure {
            Failure::Conflict(_) => NoTrial::Conflict,
            Failure::Interrupted | Failure::Rejected(_) | Failure::Refused(_) => NoTrial::Unknown,
        })
    }
}
