//! Reads a plan (SPEC §8), also one that this program did not write, against the instance it is a plan of.
//!
//! Required are the format, the status, the sums, the bound, the arrangements and the hires. What else is left out
//! says nothing: lists are empty, amounts 0; the claims among it are noted, for the checker will judge them as they
//! stand. Nothing is recomputed here, and no rule of SPEC §3 is asked: a plan that reads well may still be bad.

mod changes;
mod kinds;
mod parts;
mod sums;
mod words;

use crate::domain::{Plan, Problem};

use super::diagnostic::{Diagnostic, Report, locate};
use super::instance::Context;
use super::sink::Sink;
use super::tree;

/// A plan and what is to be said about how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanReading {
    /// The plan.
    pub plan: Plan,
    /// Warnings, in the order of the source: claims that the plan does not make.
    pub notes: Vec<Diagnostic>,
}

/// Reads the plan of `problem`.
///
/// Whether the plan's `instance` is the hash of the instance is for the caller to see, who has the bytes of both.
///
/// # Errors
/// Everything that is wrong with the file, each with its place.
pub fn read_plan(source: &[u8], problem: &Problem) -> Result<PlanReading, Report> {
    let mut sink = Sink::new();
    let root = tree::parse(source, &[], &mut sink);
    let reader = Reader { context: Context::of_problem(problem), problem, source };
    let plan = root.as_ref().and_then(|root| reader.plan(root, &mut sink));
    let failed = sink.has_errors();
    let diagnostics = locate(sink, root.as_ref(), source);
    match plan {
        Some(plan) if !failed => Ok(PlanReading { plan, notes: diagnostics }),
        _ => Err(Report { diagnostics }),
    }
}

/// What every decoder of a part of a plan needs to know.
struct Reader<'a> {
    /// The ids of the instance.
    context: Context<'a>,
    problem: &'a Problem,
    /// The file: patches are kept as they were written.
    source: &'a [u8],
}
