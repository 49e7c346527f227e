//! What the search tells of itself on stderr, live or as lines of JSON, and Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::console::Console;
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
    parts: Option<(usize, usize)>,
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
        Self { bar, total: None, bound: None, gap: None, parts: None }
    }

    /// Clears the line.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }

    fn words(&self) -> String {
        let parts = self.parts.map(|(done, of)| format!("{done} of {of} groups of schools planned"));
        let Some(total) = self.total else { return parts.unwrap_or_else(|| "no plan yet".to_owned()) };
        let bound = self.bound.map(|bound| format!(" · bound {}", pounds(bound)));
        let gap = self.gap.map(|gap| format!(" · gap {}", percent(gap)));
        let again = parts.map(|parts| format!(" · {parts} again"));
        let more = [bound, gap, again];
        format!("cost {}{}", pounds(total), more.map(Option::unwrap_or_default).concat())
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
                // Parts that are told from now on are planned again.
                self.parts = None;
            }
            Event::Part { done, of } => self.parts = Some((done, of)),
        }
        self.bar.set_message(self.words());
    }
}

/// Writes every event as a line of JSON: better plans with `total`, `bound` and `gap` (null where there is no bound
/// yet), better bounds with `bound`; pence, and milliseconds since the command began.
pub struct Lines {
    since: Instant,
    console: Console,
}

impl Lines {
    /// Counts time from `since`.
    pub fn new(since: Instant, console: Console) -> Self {
        Self { since, console }
    }
}

impl Observer for Lines {
    fn event(&mut self, event: &Event) {
        let line = line(event, self.since.elapsed().as_millis());
        self.console.talk(&line);
    }
}

fn line(event: &Event, milliseconds: u128) -> String {
    let known = |number: Option<String>| number.unwrap_or_else(|| "null".to_owned());
    match *event {
        Event::Bound { bound } => {
            format!(r#"{{"event":"bound","milliseconds":{milliseconds},"bound":{bound}}}"#)
        }
        Event::Part { done, of } => {
            format!(r#"{{"event":"part","milliseconds":{milliseconds},"done":{done},"of":{of}}}"#)
        }
        Event::Plan { total, bound, gap } => {
            let bound = known(bound.map(|bound| bound.to_string()));
            let gap = known(gap.map(|gap| format!("{}.{:06}", gap / 1_000_000, gap % 1_000_000)));
            format!(r#"{{"event":"plan","milliseconds":{milliseconds},"total":{total},"bound":{bound},"gap":{gap}}}"#)
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planned_again_is_told_beside_the_cost() {
        let mut live = Live::new(false);
        assert_eq!(live.words(), "no plan yet");
        live.event(&Event::Part { done: 2, of: 9 });
        assert_eq!(live.words(), "2 of 9 groups of schools planned");
        live.event(&Event::Plan { total: 120, bound: Some(100), gap: Some(20_000) });
        assert_eq!(live.words(), "cost £1.20 · bound £1.00 · gap 2 %");
        live.event(&Event::Part { done: 1, of: 3 });
        assert_eq!(live.words(), "cost £1.20 · bound £1.00 · gap 2 % · 1 of 3 groups of schools planned again");
    }

    #[test]
    fn events_as_lines() {
        let bound = line(&Event::Bound { bound: -5 }, 7);
        assert_eq!(bound, r#"{"event":"bound","milliseconds":7,"bound":-5}"#);
        let first = line(&Event::Plan { total: 12, bound: None, gap: None }, 0);
        assert_eq!(first, r#"{"event":"plan","milliseconds":0,"total":12,"bound":null,"gap":null}"#);
        let part = line(&Event::Part { done: 3, of: 225 }, 9);
        assert_eq!(part, r#"{"event":"part","milliseconds":9,"done":3,"of":225}"#);
        let better = line(&Event::Plan { total: -4, bound: Some(-5), gap: Some(1_000_250) }, 12);
        assert_eq!(better, r#"{"event":"plan","milliseconds":12,"total":-4,"bound":-5,"gap":1.000250}"#);
    }
}
