//! Re-planning (SPEC §7): an old plan and a changed instance give the best plan that changes little. What has taken place
//! stays, and every change has its price.
//!
//! The engine searches with the changes priced part by part ([`Keep`](crate::domain::Keep)), which charges no plan more
//! than it costs: so its bound, with the price of everything in the old plan, is one for every plan that keeps the past.
//! What it finds, and what it finds with all those arrangements held that nothing clashes with, is then priced exactly;
//! the cheaper of the two is the new plan. Where nothing clashes, the old plan stays unless a better one is asked for.

mod clashes;
pub(super) mod held;
mod moved;
mod priced;
mod searches;

use crate::domain::{Conflict, Date, Pence, Plan, Problem};
use crate::engine::{Observer, Options};
use crate::solve::Failure;

use searches::Round;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The instance that the old plan is of.
    pub before: &'a Problem,
    /// The old plan.
    pub plan: &'a Plan,
    /// The changed instance.
    pub after: &'a Problem,
    /// The first date that may change.
    pub from: Date,
    /// Ids of arrangements that are not gone on with, even if they have begun.
    pub let_go: &'a [String],
    /// Whether to look for a better plan although nothing clashes.
    pub improve: bool,
}

/// A re-plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replanned {
    /// The new plan, with its changes. Its bound is one for plans that keep what has taken place, changes priced.
    pub plan: Plan,
    /// Why the old plan can't stay as it is; empty when it can.
    pub clashes: Vec<Clash>,
    /// Where the old plan stays since nothing clashes: what the best plan with changes found would save, pence.
    pub could_save: Pence,
}

/// Why an arrangement of the old plan, or all of it, can't stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The arrangement's id; `None` when it is about the whole plan.
    pub arrangement: Option<String>,
    /// Why, with the ids of the changed instance.
    pub why: String,
}

/// Why there is no new plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stuck {
    /// As for any plan. Its locks are those of the changed instance.
    Failure(Failure),
    /// No plan of the changed instance was found that goes on with what has taken place of these arrangements, by id,
    /// together with these locks of the instance: there is none, or it was not settled in time.
    Past {
        /// The arrangements.
        arrangements: Vec<String>,
        /// The locks; there may be none.
        locks: Conflict,
    },
}

/// Plans anew. The plan's `instance` is left empty: only who read the bytes can hash them.
///
/// # Errors
/// See [`Stuck`].
pub fn replan(ask: &Ask<'_>, options: &Options, observer: &mut (dyn Observer + Send)) -> Result<Replanned, Stuck> {
    Round::new(ask).run(options, observer)
}
