//! The engine.

mod options;
mod price;
mod windows;

pub use options::{Cancel, Event, Observer, Options, Silent};

use crate::domain::{Conflict, Plan, Problem};

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
pub fn plan(problem: &Problem, options: &Options, observer: &mut dyn Observer) -> Result<Plan, NoPlan> {
    let _ = (problem, options, observer);
    Err(NoPlan::Interrupted)
}
