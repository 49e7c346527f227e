//! Reasons: why a teacher has fewer partners than wanted. Facts are found here and in `facts`; `words` says them.
//!
//! What is said is true of the instance and the plan, and can be checked: who may be a partner is read off the rules;
//! whether two visits and a conversation can be had at all is tried on the instance without its caps; whether they
//! still fit is tried on the plan as it is. What is tried are pairs whose members visit each
//! other; of other kinds only what the rules say is told. Nothing here solves again.

mod attempt;
mod caps;
mod facts;
mod ground;
mod lifted;
mod notices;
mod relaxation;
mod room;
mod suggestion;
mod why;
mod words;

pub use notices::{Audience, Notice, notices};
pub use relaxation::Relaxation;
pub use suggestion::{Answer, Suggestion};
pub use why::{Choice, Chosen, Effect, Explanation, Instead, LeftOut, NextBest, ServesAll, Tried};

use rayon::prelude::*;

use crate::compile::Model;
use crate::domain::{Components, Plan, Problem, Status, Unserved};
use facts::Inquiry;
use ground::Ground;

/// From so many teachers on, the parts of an instance that falls apart are looked at one by one.
const MANY_TEACHERS: usize = 400;

/// Writes into every `unserved` entry of `plan` why the teacher is left out, the most decisive reason first. The
/// plan should be one that the checker accepts. The texts name rules and keys of the instance, never scores.
pub fn reasons(problem: &Problem, plan: &mut Plan) {
    let known = |entry: &Unserved| problem.teachers.get(entry.teacher).is_some();
    if plan.unserved.is_empty() || !plan.unserved.iter().all(known) || problem.round.end < problem.round.start {
        return;
    }
    // Where there are very many, each part of the instance is looked at on its own: the models of all would be large.
    if problem.teachers.len() > MANY_TEACHERS && problem.budget.per_week.is_none() {
        let components = Components::of(problem);
        if components.len() > 1 {
            part_by_part(&components, problem, plan);
            return;
        }
    }
    of_whole(problem, plan);
}

/// The reasons of each component that leaves somebody out. Of the budgets it has what the others leave.
fn part_by_part(components: &Components<'_>, problem: &Problem, plan: &mut Plan) {
    let mut concerned: Vec<usize> = plan.unserved.iter().map(|entry| components.of_teacher(entry.teacher)).collect();
    concerned.sort_unstable();
    concerned.dedup();
    let covered = |plan: &Plan| u32::try_from(plan.covered()).unwrap_or(u32::MAX);
    let covers = covered(plan);
    let found: Vec<Vec<Unserved>> = concerned
        .par_iter()
        .map(|&component| {
            let mut part = components.component(component).problem;
            let mut own = components.part_of(component, plan);
            let money = own.hires.iter().map(|hire| hire.money).sum::<i64>()
                + own
                    .arrangements
                    .iter()
                    .flat_map(|one| &one.visits)
                    .map(|visit| visit.travel + visit.money + visit.covers.iter().map(|cover| cover.money).sum::<i64>())
                    .sum::<i64>();
            part.budget.money = problem.budget.money.map(|limit| limit - (plan.money - money));
            let others = covers - covered(&own);
            part.budget.cover_periods = problem.budget.cover_periods.map(|limit| limit.saturating_sub(others));
            of_whole(&part, &mut own);
            own.unserved
        })
        .collect();
    for (component, found) in concerned.into_iter().zip(found) {
        let mut found = found.into_iter();
        for entry in &mut plan.unserved {
            if components.of_teacher(entry.teacher) == component {
                entry.reasons = found.next().map(|entry| entry.reasons).unwrap_or_default();
            }
        }
    }
}

fn of_whole(problem: &Problem, plan: &mut Plan) {
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
