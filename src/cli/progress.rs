//! The live line on stderr, and Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::exit::Exit;
use crate::domain::Pence;
use crate::engine::{Cancel, Event, Observer};
use crate::report::words::{percent, pounds};

/// Shows cost, bound, gap and time while the search runs; nothing when nobody would see it.
pub struct Live {
    bar: ProgressBar,
    total: Option<Pence>,
    bound: Option<Pence>,
    gap: Option<u64>,
}

impl Live {
    pub fn new(shown: bool) -> Self {
        let bar = if shown { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if shown {
            if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}") {
                bar.set_style(style);
            }
            bar.set_message("no plan yet");
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self { bar, total: None, bound: None, gap: None }
    }

    /// Clears the line.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }

    fn words(&self) -> String {
        let cost = self.total.map_or_else(|| "no plan yet".to_owned(), |total| format!("cost {}", pounds(total)));
        let bound = self.bound.map(|bound| format!(" · bound {}", pounds(bound)));
        let gap = self.gap.map(|gap| format!(" · gap {}", percent(gap)));
        format!("{cost}{}{}", bound.unwrap_or_default(), gap.unwrap_or_default())
    }
}

impl Observer for Live {
    fn event(&mut self, event: &Event) {
        match *event {
            Event::Bound { bound } => self.bound = Some(bound),
            Event::Plan { total, bound, gap } => {
                self.total = Some(total);
                self.bound = bound.or(self.bound);
                self.gap = gap;
            }
        }
        self.bar.set_message(self.words());
    }
}

/// Lets Ctrl-C end the search with the best plan so far; a second one ends the program at once. Says whether the
/// signal could be caught.
pub fn end_on_ctrl_c(cancel: Cancel) -> bool {
    let asked = AtomicBool::new(false);
    let handler = move || {
        if asked.swap(true, Ordering::Relaxed) {
            end_now();
        }
        cancel.cancel();
    };
    ctrlc::set_handler(handler).is_ok()
}

#[expect(clippy::disallowed_methods, reason = "the main thread is busy: who asks twice wants out at once")]
fn end_now() -> ! {
    std::process::exit(Exit::NoPlanYet as i32)
}
