//! What calls the engine more than once, on an instance and what is asked of it: patches, what-if, batches, explanations,
//! re-plans.
//!
//! # Much money, little money
//!
//! ```
//! use opendoor::engine::Options;
//! use opendoor::scenario::{BASE, Case, Patch, Range, cases, read, sweep};
//!
//! let instance: serde_json::Value = serde_json::from_slice(include_bytes!("../../instances/tiny.json"))?;
//! let base = read(&instance).expect("a valid instance");
//! let scenarios = Range::new(0, 3_000, 1_500)?.scenarios(); // pence
//! let patched: Vec<_> = scenarios.iter().map(|one| one.patch.apply(&instance).expect("it fits")).collect();
//! let cases = cases(scenarios, &patched).expect("sound instances");
//! let base = Case { name: BASE.into(), patch: Patch::default(), problem: base.problem, hash: base.hash };
//! let answers = sweep(&base, cases, &Options::default(), &|_, _| ()).expect("plans that hold");
//! let totals: Vec<i64> = answers.answers.iter().filter_map(|one| Some(one.plan()?.total)).collect();
//! assert!(totals.is_sorted_by(|less_money, more_money| less_money >= more_money));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Somebody is ill
//!
//! ```
//! use opendoor::engine::{Options, Silent};
//! use opendoor::scenario::{Ask, Patch, read, replan};
//!
//! let instance: serde_json::Value = serde_json::from_slice(include_bytes!("../../instances/tiny.json"))?;
//! let before = read(&instance).expect("a valid instance").problem;
//! let plan = opendoor::solve(&before, &Options::default(), &mut Silent).expect("a plan");
//! let ill = Patch::parse(br#"{"teachers": {"cy": {"unavailable": [{"date": "2026-11-04"}]}}}"#).expect("a patch");
//! let after = read(&ill.apply(&instance).expect("it fits")).expect("a valid instance").problem;
//! let from = before.round.start.plus(1);
//! let ask = Ask { before: &before, plan: &plan, after: &after, from, let_go: &[], improve: false };
//! let again = replan(&ask, &Options::default(), &mut Silent).expect("a plan");
//! assert!(!again.plan.changes.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Many at once
//!
//! ```
//! use opendoor::engine::Options;
//! use opendoor::scenario::{Lines, Settings, batch};
//!
//! let instance: serde_json::Value = serde_json::from_slice(include_bytes!("../../instances/tiny.json"))?;
//! let lines = format!("{}\nno line at all\n", serde_json::json!({ "id": "tiny", "instance": instance }));
//! let settings = Settings { options: Options::default(), jobs: 2 };
//! let mut results = Vec::new();
//! let tally = batch(Lines::of(std::io::Cursor::new(lines)), &settings, |line, _| {
//!     results.push(line.to_owned());
//!     Ok(())
//! })?;
//! assert_eq!((tally.done, tally.failed), (2, 1)); // the second has its errors for a result
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod line;
mod patch;
mod replan;
mod side_by_side;
mod suggest;
mod sweep;
mod whatif;
mod why;
mod wire;

pub use batch::{Lines, Resumed, Settings, Tally, batch, resume};
pub use line::LONGEST;
pub use patch::{Patch, Rejected, read};
pub use replan::{Ask, Clash, Replanned, Stuck, replan};
pub use suggest::suggest;
pub use sweep::{Curve, MOST, Range, Step, sweep};
pub use whatif::{
    Against, Answer, BASE, Case, Ended, Scenario, Told, Unsound, WhatIf, apply, cases, scenarios, what_if,
};
pub use why::{Subject, explain, patch_of, write_into};
pub use wire::write_what_if;
