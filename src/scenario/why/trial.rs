//! Solves of a changed instance, counted, each made once.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::{Pence, Plan, Problem, Status};
use crate::engine::{Options, Silent};
use crate::explain::Effect;
use crate::scenario::{self, Patch};
use crate::solve::{Failure, solve};

/// What a solve of a changed instance gave.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The best plan found.
    pub plan: Plan,
    /// What the change does to the total of the best plan.
    pub effect: Effect,
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
    known: BTreeMap<String, Result<Trial, NoTrial>>,
}

impl<'a> Trials<'a> {
    /// For the instance, whose plan has `total`; solves it as it is.
    ///
    /// # Errors
    /// When that has no plan.
    pub fn new(
        instance: &'a Value,
        problem: &Problem,
        total: Pence,
        options: &'a Options,
        most: usize,
    ) -> Result<Self, Failure> {
        let base = solve(problem, options, &mut Silent)?;
        Ok(Self {
            instance,
            options,
            total: total.min(base.total),
            bound: base.bound,
            left: most,
            made: 1,
            exact: total.min(base.total) == base.bound,
            known: BTreeMap::new(),
        })
    }

    /// Whether somebody asked to end.
    pub fn is_cancelled(&self) -> bool {
        self.options.cancel.is_cancelled()
    }

    /// Solves the instance with `patch`.
    pub fn solve(&mut self, patch: &Value) -> Result<Trial, NoTrial> {
        let key = patch.to_string();
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        if self.left == 0 || self.is_cancelled() {
            return Err(NoTrial::Enough);
        }
        self.left -= 1;
        self.made += 1;
        let trial = self.try_out(patch);
        self.exact &= match &trial {
            Ok(trial) => trial.plan.status == Status::Optimal,
            Err(none) => *none == NoTrial::Conflict,
        };
        self.known.insert(key, trial.clone());
        trial
    }

    fn try_out(&self, patch: &Value) -> Result<Trial, NoTrial> {
        let patched = Patch::of(patch).and_then(|patch| patch.apply(self.instance)).map_err(|_| NoTrial::Unknown)?;
        let problem = scenario::read(&patched).map_err(|_| NoTrial::Unknown)?.problem;
        let plan = solve(&problem, self.options, &mut Silent).map_err(|failure| match failure {
            Failure::Conflict(_) => NoTrial::Conflict,
            Failure::Interrupted | Failure::Rejected(_) | Failure::Refused(_) => NoTrial::Unknown,
        })?;
        let effect = Effect { at_least: plan.bound - self.total, at_most: plan.total - self.bound };
        Ok(Trial { plan, effect })
    }
}
