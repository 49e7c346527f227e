//! What calls the engine more than once, on an instance and what is asked of it: patches, what-if, batches.

mod patch;

pub use patch::{Patch, Rejected, read};
