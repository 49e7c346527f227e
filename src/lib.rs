//! opendoor plans a school's round of peer observation: reciprocal pairs, the lessons they watch, who takes the
//! classes left behind, when the two talk about it, in pounds, at the least cost, with a proof of how good it is.

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
pub mod verify;

#[cfg(feature = "cli")]
pub mod cli;

mod solve;
pub use solve::{Failure, solve, solve_with_certificate};
