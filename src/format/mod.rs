//! JSON in and out: the instance and the plan, with every error at its place in the source.
//!
//! Reading goes in three steps: bytes to a tree with places (`tree`), tree to typed values, one decoder per type
//! (`decode`, `scalars`, `instance`), typed values to a [`Problem`](crate::domain::Problem), every reference resolved
//! (`resolve`). Each step reports to a `sink` and goes on; what is demanded stands in `rules`, one function per code.
//! Writing goes through the types of [`wire`], of which [`schema`] is made too.

mod code;
mod decode;
mod diagnostic;
mod nearest;
mod place;
mod render;
mod rules;
mod scalars;
pub mod schema;
mod sink;
mod tree;
pub mod wire;
mod writer;

#[cfg(test)]
mod samples;

pub use code::Code;
pub use diagnostic::{Diagnostic, Report};
pub use writer::{write_instance, write_plan};
