//! JSON in and out (SPEC §2, §8, §9).

pub mod schema;
pub mod wire;
mod writer;

#[cfg(test)]
mod samples;

pub use writer::{write_instance, write_plan};
