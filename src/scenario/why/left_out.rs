//! What would serve who is left out: relaxations, each proved by a solve.

use super::candidates;
use super::patches::patch_of;
use super::trial::{Change, NoTrial, Trials};
use crate::domain::{Change as Told, Plan, Problem, ReasonCode, TeacherId, Unserved};
use crate::explain::{Effect, LeftOut, Relaxation, Tried};

/// Partners that a plan leaves a teacher without.
fn missing(plan: &Plan, teacher: TeacherId) -> u32 {
    plan.unserved.iter().find(|entry| entry.teacher == teacher).map_or(0, |entry| entry.missing)
}

/// A confirmed relaxation, with the best plan then and what it does to the total.
pub fn tried(
    problem: &Problem,
    plan: &Plan,
    relaxed: Vec<Relaxation>,
    code: ReasonCode,
    teacher: Option<TeacherId>,
    (best, effect): (&Plan, Effect),
) -> Tried {
    let change =
        Told { patch: patch_of(problem, &relaxed).to_string(), at_least: effect.at_least, at_most: effect.at_most };
    let count = |plan: &Plan| i64::try_from(plan.arrangements.len()).unwrap_or(i64::MAX);
    let protected = |teacher: TeacherId| {
        let load = best.loads.iter().find(|load| load.teacher == teacher);
        load.map_or(0, |load| load.protected_periods)
    };
    let whose = match relaxed[..] {
        [Relaxation::Consent(of)] => Some(of),
        _ => teacher,
    };
    Tried {
        relaxed,
        code,
        change,
        arrangements: count(best) - count(plan),
        money: best.money - plan.money,
        protected: whose.map_or(0, protected),
    }
}

/// What would help `entry`, with at most so many solves: each is a single relaxation with which the best plan costs less
/// and gives the teacher a partner more.
pub fn about(trials: &mut Trials<'_>, problem: &Problem, plan: &Plan, entry: &Unserved, most: usize) -> LeftOut {
    let mut candidates = candidates::of(problem, plan, entry);
    let beyond = candidates.len().saturating_sub(most);
    candidates.truncate(most);
    let mut found =
        LeftOut { teacher: entry.teacher, missing: entry.missing, helps: Vec::new(), tried: 0, untried: beyond };
    let made = trials.solve(candidates.iter().map(|&(one, _)| Change::Relaxed(vec![one])).collect());
    for ((relaxation, code), made) in candidates.into_iter().zip(made) {
        match made {
            Err(NoTrial::Enough | NoTrial::Unknown) => found.untried += 1,
            Err(NoTrial::Conflict) => found.tried += 1,
            Ok(best) => {
                found.tried += 1;
                let effect = trials.effect(&best);
                if missing(&best, entry.teacher) < entry.missing && effect.at_most < 0 {
                    let relaxed = vec![relaxation];
                    found.helps.push(tried(problem, plan, relaxed, code, Some(entry.teacher), (&best, effect)));
                }
            }
        }
    }
    found.helps.sort_by_key(|help| help.change.at_most);
    found
}
