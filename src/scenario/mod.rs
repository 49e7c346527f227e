//! What calls the engine more than once, on an instance and what is asked of it: patches, what-if, batches, explanations,
//! re-plans.

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
pub use why::{Subject, explain, write_into};
pub use wire::write_what_if;
