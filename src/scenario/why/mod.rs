//! Reasons proved by solving again (SPEC §8): why these partners, periods and covers, and what would serve who is left
//! out. Every answer is a solve of the instance with one thing changed, told as a patch; nothing is said that no solve
//! confirmed. The work is counted in solves, and what was not tried is told.

mod candidates;
mod cheapest;
mod choices;
mod hitting;
mod left_out;
mod patches;
mod relaxed;
mod serve_all;
mod trial;
mod weight;

use serde_json::Value;

use crate::domain::{Plan, Problem, Reason, TeacherId};
use crate::engine::Options;
use crate::explain::{Explanation, Tried};
use crate::solve::Failure;

use choices::Asked;
pub use patches::patch_of;
use trial::Trials;

/// What is to be explained.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// Just this teacher; all when there is none.
    pub teacher: Option<TeacherId>,
    /// Just the arrangements that have both.
    pub pair: Option<[TeacherId; 2]>,
    /// Whether to look for what serves everybody.
    pub serve_all: bool,
    /// Solves that may be made.
    pub most: usize,
}

/// Explains `plan`, a plan of `problem` that the checker accepts, which `instance` is as a document.
///
/// # Errors
/// When the instance as it is has no plan in the time there is.
pub fn explain(
    instance: &Value,
    problem: &Problem,
    plan: &Plan,
    subject: &Subject,
    options: &Options,
) -> Result<Explanation, Failure> {
    let mut trials = Trials::new(instance, problem, plan.total, options, subject.most)?;
    let is_asked = |teacher: TeacherId| subject.teacher.is_none_or(|asked| asked == teacher);
    let mut left_out = Vec::new();
    if subject.pair.is_none() {
        let entries: Vec<_> = plan.unserved.iter().filter(|entry| is_asked(entry.teacher)).collect();
        for (others, entry) in (1..=entries.len()).rev().zip(entries) {
            // Each has a fair share of the solves that are left, and so has what serves everybody.
            let most = trials.left.div_ceil(others + usize::from(subject.serve_all));
            left_out.push(left_out::about(&mut trials, problem, plan, entry, most));
        }
    }
    let serves_all = subject.serve_all.then(|| serve_all::serve_all(&mut trials, problem, plan));
    let asked = Asked { instance, problem, plan };
    let concerned = |index: &usize| {
        let members = &plan.arrangements[*index].members;
        let has_pair = subject.pair.is_none_or(|pair| pair.iter().all(|member| members.contains(member)));
        has_pair && members.iter().any(|&member| is_asked(member))
    };
    let indices: Vec<usize> = (0..plan.arrangements.len()).filter(concerned).collect();
    let chosen = asked.about(&mut trials, &indices);
    Ok(Explanation {
        could_save: plan.total - trials.total,
        exact: trials.exact,
        chosen,
        left_out,
        serves_all,
        solves: trials.made,
    })
}

/// Writes what would help into the reasons of `plan`, before those that are there: the text says what `words` makes of it.
pub fn write_into(plan: &mut Plan, explanation: &Explanation, words: impl Fn(&Tried) -> String) {
    for found in &explanation.left_out {
        let entry = plan.unserved.iter_mut().find(|entry| entry.teacher == found.teacher);
        let helps = found.helps.iter().map(|help| Reason {
            code: help.code,
            text: words(help),
            would_help: Some(help.change.clone()),
        });
        if let Some(entry) = entry {
            // Of an explanation before, nothing is left.
            entry.reasons.retain(|reason| reason.would_help.is_none());
            entry.reasons.splice(0..0, helps);
        }
    }
}
