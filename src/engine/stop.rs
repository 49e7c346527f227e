//! When to stop: somebody asked, or the clock ran out.

use std::time::{Duration, Instant};

use super::options::{Cancel, Options};

/// Knows when a search is to end.
#[derive(Debug, Clone)]
pub struct Stop {
    cancel: Cancel,
    begun: Instant,
    deadline: Option<Instant>,
}

impl Stop {
    /// Starts the clock.
    pub fn new(options: &Options) -> Self {
        let begun = Instant::now();
        Self {
            cancel: options.cancel.clone(),
            begun,
            deadline: options.time_limit.and_then(|limit| begun.checked_add(limit)),
        }
    }

    /// The same, at its end.
    pub fn at_once(&self) -> Self {
        Self { deadline: Some(self.begun), ..self.clone() }
    }

    /// Whether the search is to end now.
    pub fn is_due(&self) -> bool {
        self.cancel.is_cancelled() || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Milliseconds since the start.
    pub fn milliseconds(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// What is left of the time limit.
    pub fn left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }
}
