//! Reasons: why a teacher has fewer partners than wanted. Facts are found here and in `facts`; `words` says them.
//!
//! What is said is true of the instance and the plan, and can be checked: who may be a partner is read off the rules;
//! whether two visits and a conversation can be had at all is tried on the instance without its caps; whether they
//! still fit is tried on the plan as it is. What is tried are pairs; of triads only what the rules say is told. Nothing
//! here solves again.

mod attempt;
mod caps;
mod facts;
mod ground;
mod lifted;
mod room;
mod words;

use crate::compile::Model;
use crate::domain::{Plan, Problem, Status};
use facts::Inquiry;
use ground::Ground;

/// Writes into every `unserved` entry of `plan` why the teacher is left out, the most decisive reason first. The
/// plan should be one that the checker accepts. The texts name rules and keys of the instance, never scores.
pub fn reasons(problem: &Problem, plan: &mut Plan) {
    let known = |entry: &crate::domain::Unserved| problem.teachers.get(entry.teacher).is_some();
    if plan.unserved.is_empty() || !plan.unserved.iter().all(known) || problem.round.end < problem.round.start {
        return;
    }
    let without_caps = lifted::without_caps(problem);
    let (lifted, real) = (Model::new(&without_caps), Model::new(problem));
    let ground = Ground::new(&lifted, &real);
    let mut inquiry = Inquiry::new(problem, &ground, plan);
    let found: Vec<_> = plan.unserved.iter().map(|entry| inquiry.about(entry)).collect();
    let proven = plan.status == Status::Optimal;
    for (entry, facts) in plan.unserved.iter_mut().zip(found) {
        entry.reasons = words::reasons(problem, &facts, proven);
    }
}
