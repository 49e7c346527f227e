//! A batch: a line in, a line out, in order, several at once. Only a few lines are held at any time, however many there
//! are; what a line asks for in vain is its result, and no end of the batch.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::line::{LONGEST, Made, plan};
use crate::engine::Options;

/// Lines held for each that is planned: those that are done wait for one before them.
const AHEAD: usize = 8;

/// How to plan the lines.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How to plan a line that does not say otherwise; its threads are those of each line.
    pub options: Options,
    /// Lines at once.
    pub jobs: usize,
}

/// How it went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines with a result.
    pub done: u64,
    /// Those of them without a plan.
    pub failed: u64,
    /// Whether it was ended from outside before the last line.
    pub is_cut: bool,
}

/// A line: its bytes, or how many there are where they are too many.
type Line = Result<Vec<u8>, usize>;

/// Lines one by one; blank ones are none.
pub struct Lines<R> {
    input: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input`.
    pub const fn of(input: R) -> Self {
        Self { input, number: 0 }
    }

    /// The next line with its number, counted from 1; `None` at the end.
    fn next(&mut self) -> io::Result<Option<(u64, Line)>> {
        loop {
            let mut line = Vec::new();
            let most = u64::try_from(LONGEST).unwrap_or(u64::MAX) + 1;
            let mut length = self.input.by_ref().take(most).read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            if line.len() > LONGEST && line.last() != Some(&b'\n') {
                length += self.skip_line()?;
                return Ok(Some((self.number, Err(length))));
            }
            while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                line.pop();
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some((self.number, Ok(line))));
            }
        }
    }

    /// Goes to the end of a line that is too long; returns the bytes passed.
    fn skip_line(&mut self) -> io::Result<usize> {
        let mut passed = 0;
        loop {
            let here = self.input.fill_buf()?;
            let (length, ended) = match here.iter().position(|&byte| byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (here.len(), here.is_empty()),
            };
            self.input.consume(length);
            passed += length;
            if ended {
                return Ok(passed);
            }
        }
    }
}

/// Plans every line and hands each result to `write`, in order, a whole line at a time. Who reads the lines is left
/// behind waiting when it is ended from outside.
///
/// # Errors
/// When a line can't be read, or `write` says so.
pub fn batch<R: BufRead + Send + 'static>(
    lines: Lines<R>,
    settings: &Settings,
    write: impl FnMut(&str, &Tally) -> io::Result<()>,
) -> io::Result<Tally> {
    let jobs = settings.jobs.max(1);
    let (tickets, lines) = read_ahead(lines, jobs * AHEAD);
    let lines = Mutex::new(lines);
    let is_over = AtomicBool::new(false);
    let (results, made) = channel();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (lines, results) = (&lines, results.clone());
            let is_over = || is_over.load(Ordering::Relaxed) || settings.options.cancel.is_cancelled();
            scope.spawn(move || work(lines, &results, &settings.options, &is_over));
        }
        drop(results);
        let tally = collect(made, &tickets, write);
        is_over.store(true, Ordering::Relaxed);
        let mut tally = tally?;
        tally.is_cut |= settings.options.cancel.is_cancelled();
        Ok(tally)
    })
}

/// The result of a line with its place in the order.
type Outcome = io::Result<(u64, Made)>;

/// Hands results on in order, and a ticket back for each.
fn collect(
    made: Receiver<Outcome>,
    tickets: &Sender<()>,
    mut write: impl FnMut(&str, &Tally) -> io::Result<()>,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let mut waiting: BTreeMap<u64, Made> = BTreeMap::new();
    for result in made {
        let (index, made) = result?;
        waiting.insert(index, made);
        while let Some(made) = waiting.remove(&tally.done) {
            if made.is_cut {
                // What was cut short is planned again when the batch goes on, and so is all that follows.
                return Ok(Tally { is_cut: true, ..tally });
            }
            tally.done += 1;
            tally.failed += u64::from(!made.is_planned);
            write(&made.text, &tally)?;
            // The reader may have ended.
            let _ = tickets.send(());
        }
    }
    Ok(tally)
}

/// A line in order, with its place in the file.
type Numbered = io::Result<(u64, u64, Line)>;

/// Reads lines in a thread of its own, one for each ticket.
fn read_ahead<R: BufRead + Send + 'static>(mut lines: Lines<R>, first: usize) -> (Sender<()>, Receiver<Numbered>) {
    let (tickets, given) = channel();
    let (to_work, read) = channel();
    for _ in 0..first {
        let _ = tickets.send(());
    }
    thread::spawn(move || {
        for (index, ()) in (0..).zip(given) {
            let next = match lines.next() {
                Ok(None) => break,
                Ok(Some((number, line))) => Ok((index, number, line)),
                Err(error) => Err(error),
            };
            let is_last = next.is_err();
            if to_work.send(next).is_err() || is_last {
                break;
            }
        }
    });
    (tickets, read)
}

/// Plans lines until there are no more, or it is ended from outside.
fn work(lines: &Mutex<Receiver<Numbered>>, results: &Sender<Outcome>, options: &Options, is_over: &dyn Fn() -> bool) {
    loop {
        let next = lines.lock().ok().and_then(|lines| next(&lines, is_over));
        let made = match next {
            None => return,
            Some(Ok((index, number, line))) => {
                Ok((index, plan(number, line.as_deref().map_err(|&bytes| bytes), options)))
            }
            Some(Err(error)) => Err(error),
        };
        if results.send(made).is_err() {
            return;
        }
    }
}

/// Waits for a line, as long as nobody ends it.
fn next(lines: &Receiver<Numbered>, is_over: &dyn Fn() -> bool) -> Option<Numbered> {
    const PATIENCE: Duration = Duration::from_millis(50);
    while !is_over() {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => return Some(line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    None
}

/// What there is of results already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resumed {
    /// Bytes of whole lines.
    pub bytes: u64,
    /// Whole lines.
    pub done: u64,
    /// Those of them without a plan.
    pub failed: u64,
}

/// What is looked at of a line of results.
#[derive(Deserialize)]
struct Before {
    id: Value,
    line: u64,
    status: String,
}

/// What is looked at of a line that has its result.
#[derive(Deserialize)]
struct Id {
    id: Value,
}

/// Goes past every line that has its result in `results`; a line broken off at the end is none.
///
/// # Errors
/// When the results are not those of these lines, or one of them can't be read.
pub fn resume<R: BufRead>(lines: &mut Lines<R>, mut results: impl BufRead) -> Result<Resumed, String> {
    let mut resumed = Resumed::default();
    let mut text = Vec::new();
    loop {
        text.clear();
        let length = results.read_until(b'\n', &mut text).map_err(|error| error.to_string())?;
        if text.last() != Some(&b'\n') {
            return Ok(resumed);
        }
        let at = resumed.done + 1;
        let before: Before =
            serde_json::from_slice(&text).map_err(|_| format!("line {at} of it is no result of a batch"))?;
        let next = lines.next().map_err(|error| error.to_string())?;
        let Some((number, line)) = next else {
            return Err(format!("it has a result {at}, and there are no more lines"));
        };
        let id = line.ok().and_then(|line| serde_json::from_slice::<Id>(&line).ok()).map(|line| line.id);
        if before.line != number || id.is_some_and(|id| before.id != id && !before.id.is_null()) {
            return Err(format!("result {at} is not that of line {number}"));
        }
        resumed.bytes += u64::try_from(length).unwrap_or(u64::MAX);
        resumed.done += 1;
        resumed.failed += u64::from(!["optimal", "feasible", "interrupted"].contains(&before.status.as_str()));
    }
}
