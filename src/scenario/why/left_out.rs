//! What would serve who is left out: relaxations, each proved by a solve.

use super::candidates;
use super::patches::patch;
use super::trial::{NoTrial, Trial, Trials};
use crate::domain::{Change, Plan, Problem, ReasonCode, TeacherId, Unserved};
use crate::explain::{LeftOut, Relaxation, ServesAll, Tried};

/// Most relaxations in a set.
const MOST_IN_SET: usize = 6;

/// Partners that a plan leaves a teacher without.
fn missing(plan: &Plan, teacher: TeacherId) -> u32 {
    plan.unserved.iter().find(|entry| entry.teacher == teacher).map_or(0, |entry| entry.missing)
}

/// Partners that a plan leaves anybody without.
fn missing_in_all(plan: &Plan) -> u32 {
    plan.unserved.iter().map(|entry| entry.missing).sum()
}

/// A confirmed relaxation.
fn tried(
    problem: &Problem,
    plan: &Plan,
    relaxed: Vec<Relaxation>,
    code: ReasonCode,
    teacher: Option<TeacherId>,
    trial: &Trial,
) -> Tried {
    let change = Change {
        patch: patch(problem, &relaxed).to_string(),
        at_least: trial.effect.at_least,
        at_most: trial.effect.at_most,
    };
    let count = |plan: &Plan| i64::try_from(plan.arrangements.len()).unwrap_or(i64::MAX);
    let protected = |teacher: TeacherId| {
        let load = trial.plan.loads.iter().find(|load| load.teacher == teacher);
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
        arrangements: count(&trial.plan) - count(plan),
        money: trial.plan.money - plan.money,
        protected: whose.map_or(0, protected),
    }
}

/// What would help `entry`, with at most so many solves: each is a single relaxation with which the best plan costs less and gives the teacher a
/// partner more.
pub fn about(trials: &mut Trials<'_>, problem: &Problem, plan: &Plan, entry: &Unserved, most: usize) -> LeftOut {
    let mut candidates = candidates::of(problem, plan, entry);
    let beyond = candidates.len().saturating_sub(most);
    candidates.truncate(most);
    let mut found =
        LeftOut { teacher: entry.teacher, missing: entry.missing, helps: Vec::new(), tried: 0, untried: beyond };
    for (relaxation, code) in candidates {
        match trials.solve(&patch(problem, &[relaxation])) {
            Err(NoTrial::Enough | NoTrial::Unknown) => found.untried += 1,
            Err(NoTrial::Conflict) => found.tried += 1,
            Ok(trial) => {
                found.tried += 1;
                let serves = missing(&trial.plan, entry.teacher) < entry.missing && trial.effect.at_most < 0;
                if serves {
                    let relaxed = vec![relaxation];
                    found.helps.push(tried(problem, plan, relaxed, code, Some(entry.teacher), &trial));
                }
            }
        }
    }
    found.helps.sort_by_key(|help| help.change.at_most);
    found
}

/// The cheapest set of relaxations found that serves everybody: one relaxation after the other that leaves fewest
/// partners missing, of equals the one with the least total; then every one that can be left out is.
pub fn serve_all(trials: &mut Trials<'_>, problem: &Problem, plan: &Plan) -> ServesAll {
    let mut set: Vec<Relaxation> = Vec::new();
    let mut now: Option<Trial> = None;
    while set.len() < MOST_IN_SET {
        let current = now.as_ref().map_or(plan, |trial| &trial.plan);
        if current.unserved.is_empty() {
            break;
        }
        let left = missing_in_all(current);
        let Some((next, trial)) = best_next(trials, problem, current, &set) else { break };
        if missing_in_all(&trial.plan) >= left {
            break;
        }
        set.push(next);
        now = Some(trial);
    }
    let irreducible = reduce(trials, problem, &mut set, &mut now);
    let last = now.as_ref().map_or(plan, |trial| &trial.plan);
    let still = last.unserved.iter().map(|entry| entry.teacher).collect();
    set.sort_unstable();
    let tried = now.map(|trial| tried(problem, plan, set, ReasonCode::NobodyLeft, None, &trial));
    ServesAll { tried, still, irreducible }
}

/// The relaxation that, added to `set`, leaves fewest missing, of equals at the least total, of equals the first.
fn best_next(
    trials: &mut Trials<'_>,
    problem: &Problem,
    current: &Plan,
    set: &[Relaxation],
) -> Option<(Relaxation, Trial)> {
    let mut candidates: Vec<Relaxation> = Vec::new();
    for entry in &current.unserved {
        let of = candidates::of(problem, current, entry).into_iter().map(|(relaxation, _)| relaxation);
        for relaxation in of {
            if !set.contains(&relaxation) && !candidates.contains(&relaxation) {
                candidates.push(relaxation);
            }
        }
    }
    let mut best: Option<(Relaxation, Trial)> = None;
    for relaxation in candidates {
        let mut with = set.to_vec();
        with.push(relaxation);
        with.sort_unstable();
        match trials.solve(&patch(problem, &with)) {
            Err(NoTrial::Enough) => break,
            Err(NoTrial::Conflict | NoTrial::Unknown) => {}
            Ok(trial) => {
                let key = |trial: &Trial| (missing_in_all(&trial.plan), trial.plan.total);
                if best.as_ref().is_none_or(|(_, known)| key(&trial) < key(known)) {
                    best = Some((relaxation, trial));
                }
            }
        }
    }
    best
}

/// Leaves out of the set what is not needed for as many partners; true when a solve each has shown that the rest is.
fn reduce(trials: &mut Trials<'_>, problem: &Problem, set: &mut Vec<Relaxation>, now: &mut Option<Trial>) -> bool {
    let mut proved = true;
    let mut at = 0;
    while at < set.len() && set.len() > 1 {
        let goal = now.as_ref().map_or(0, |trial| missing_in_all(&trial.plan));
        let mut without = set.clone();
        without.remove(at);
        without.sort_unstable();
        match trials.solve(&patch(problem, &without)) {
            Ok(trial) if missing_in_all(&trial.plan) <= goal => {
                set.remove(at);
                *now = Some(trial);
            }
            Err(NoTrial::Enough | NoTrial::Unknown) => {
                proved = false;
                at += 1;
            }
            _ => at += 1,
        }
    }
    proved
}
