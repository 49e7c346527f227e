//! What the formats demand: one function per error code, named by it.

pub mod bytes;
pub mod shape;
