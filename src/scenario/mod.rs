//! What calls the engine more than once, on an instance and what is asked of it: patches, what-if, batches, explanations,
//! re-plans.

mod batch;
mod line;
mod patch;
mod replan;
<<<<<<< HEAD
mod side_by_side;
mod sweep;
mod whatif;
=======
mod suggest;
>>>>>>> w-explain
mod why;
mod wire;

pub use batch::{Lines, Resumed, Settings, Tally, batch, resume};
pub use line::LONGEST;
pub use patch::{Patch, Rejected, read};
pub use replan::{Ask, Clash, Replanned, Stuck, replan};
<<<<<<< HEAD
pub use sweep::{Curve, MOST, Range, Step, sweep};
pub use whatif::{
    Against, Answer, BASE, Case, Ended, Scenario, Told, Unsound, WhatIf, apply, cases, scenarios, what_if,
};
=======
pub use suggest::suggest;
>>>>>>> w-explain
pub use why::{Subject, explain, write_into};
pub use wire::write_what_if;
