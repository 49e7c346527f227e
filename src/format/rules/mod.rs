//! What the formats demand: one function per error code, named by it.

pub mod bytes;
pub mod calendar;
pub mod certificate;
pub mod cover;
pub mod ids;
pub mod lessons;
pub mod patch;
pub mod plan;
pub mod policy;
pub mod shape;
pub mod staff;
pub mod steering;
pub mod unsupported;
