//! What calls the engine more than once, on an instance and what is asked of it: patches, what-if, batches.

mod patch;
mod replan;
mod suggest;
mod why;

pub use patch::{Patch, Rejected, read};
pub use replan::{Ask, Clash, Replanned, Stuck, replan};
pub use suggest::suggest;
pub use why::{Subject, explain, write_into};
