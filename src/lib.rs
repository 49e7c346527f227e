//! opendoor plans a school's round of peer observation: reciprocal pairs (A watches B, B watches A, each for a focus), the
//! lessons they watch, who takes the classes left behind, when the two talk about it, in pounds, at the least cost, with
//! a proof of how good it is. It is never monitoring: no ratings, no ranking of teachers.
//!
//! # The way of the data
//!
//! 1. [`mod@format`] reads an instance (JSON) and reports every error at once, each at its place; [`import`] makes one of a
//!    school's timetable, [`generate`] makes one up.
//! 2. [`domain`] is what was meant: a [`Problem`](domain::Problem), valid by construction. **It never parses.**
//! 3. [`compile`] lays it out densely: who is doing what when, allowed pairs, the parts of their schedules, the rows that
//!    they share.
//! 4. [`engine`] finds prices for what is shared, pairs everybody by one exact [`matching`], rounds that to a plan and
//!    closes the gap. **No floats outside its dealings with HiGHS; same input, same bytes, on any number of threads.**
//! 5. [`explain`] says why somebody is left out.
//! 6. [`verify`] judges the plan by hand, rule by rule, to the penny. **It never imports what it checks, and nothing
//!    unverified leaves [`solve()`].**
//! 7. [`report`] tells the plan to people, [`mod@format`] to programs.
//! 8. [`scenario`] does all of it more than once: patched instances, sweeps of a budget, batches.
//!
//! How the contract is read where it leaves room stands in `src/docs/model.md`, the formats in `src/docs/format.md`, the
//! errors in `src/docs/errors.md`, patches and batches in `src/docs/scenarios.md`, the map of the code in `src/docs/architecture.md`.
//!
//! # Twelve lines
//!
//! ```
#![doc = include_str!("../tests/tour.rs")]
//! ```

#![allow(clippy::test_attr_in_doctest, reason = "the example is a test file, which is run as one")]

pub mod compile;
pub mod domain;
pub mod engine;
pub mod explain;
#[cfg(feature = "format")]
pub mod format;
#[cfg(feature = "generate")]
pub mod generate;
#[cfg(feature = "import")]
pub mod import;
pub mod matching;
#[cfg(feature = "report")]
pub mod report;
#[cfg(feature = "format")]
pub mod scenario;
pub mod verify;

#[cfg(feature = "cli")]
pub mod cli;

mod solve;
pub use solve::{Failure, solve, solve_with_certificate};
