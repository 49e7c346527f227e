//! What a caller may ask of the engine and hear from it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::domain::Pence;

/// How to solve.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Stop after so much wall clock with the best plan so far; `None` = no limit.
    pub time_limit: Option<Duration>,
    /// Good enough: a gap of so many millionths (0 = to proven optimality).
    pub gap: u64,
    /// Threads; `None` = as many as there are cores. The plan does not depend on it.
    pub threads: Option<usize>,
    /// Breaks ties where the optimum is not unique.
    pub seed: u64,
    /// Ends the search from outside.
    pub cancel: Cancel,
    /// From so many teachers on, schools with ways between them are solved one by one at prices that they agree on;
    /// `None` = 1,300.
    pub large_from: Option<usize>,
    /// Where locks can't hold together, names all of them at once, not an irreducible few.
    pub whole_conflict: bool,
}

/// A handle that ends a search from another thread, or from a signal handler.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the search to end with the best plan so far.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What happens during a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A better bound.
    Bound {
        /// No plan costs less.
        bound: Pence,
    },
    /// A better plan.
    Plan {
        /// Its total.
        total: Pence,
        /// The best bound so far.
        bound: Option<Pence>,
        /// Its gap in millionths, where there is a bound.
        gap: Option<u64>,
    },
    /// Some components of an instance that falls apart are planned.
    Part {
        /// How many.
        done: usize,
        /// Of how many.
        of: usize,
    },
}

/// Hears events, in order.
pub trait Observer {
    /// Something happened.
    fn event(&mut self, event: &Event);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&mut self, _: &Event) {}
}
