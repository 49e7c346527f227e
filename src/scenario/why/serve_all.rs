//! The cheapest set of relaxations that serves everybody. Whether a set does is one solve in which a partner missed
//! outweighs all else; which sets are asked about, `cheapest` says.

use super::candidates;
use super::cheapest::{Answer, cheapest};
use super::hitting::Set;
use super::left_out::tried;
use super::relaxed::offered;
use super::trial::{Change, NoTrial, Trials};
use super::weight::{Weight, dearer};
use crate::domain::{Pence, Plan, Problem, ReasonCode, TeacherId, Unserved};
use crate::explain::{Effect, Relaxation, ServesAll};
use crate::verify::{Rule, check};

/// What serves everybody.
struct Serving<'s> {
    problem: &'s Problem,
    /// What may be relaxed, in order.
    ground: Vec<Relaxation>,
    weight: Weight,
    /// Partners that may be missed.
    goal: u32,
}

/// The cheapest set of relaxations, of those that speak to anybody who is left out, with which a plan serves everybody;
/// where none does, with which it serves as many as with all of them.
pub fn serve_all(trials: &mut Trials<'_>, problem: &Problem, plan: &Plan) -> ServesAll {
    let ground = ground(problem, plan);
    let weight = Weight::of(&offered(problem, &ground));
    let mut serving = Serving { problem, ground, weight, goal: 0 };
    let missed: u32 = plan.unserved.iter().map(|entry| entry.missing).sum();
    let nothing = ServesAll {
        tried: None,
        still: plan.unserved.iter().map(|entry| entry.teacher).collect(),
        too_dear: Vec::new(),
        among: serving.ground.clone(),
        at_least: 0,
        cheapest: missed == 0,
        most: missed == 0,
    };
    if missed == 0 {
        return nothing;
    }
    let all: Set = (0..serving.ground.len()).collect();
    // Everything, and nothing: as it is, somebody may be left out only because they are too dear.
    let sets = [all, Set::new()];
    let first = serving.plans(trials, &sets);
    let Ok(widest) = &first[0] else { return nothing };
    serving.goal = weight.missing(widest).min(missed);
    let most = weight.missed(widest.bound) == serving.goal;
    let mut does = Vec::new();
    if missed == serving.goal {
        does.push((Set::new(), plan.total));
    }
    for (set, best) in sets.iter().zip(first.iter().flatten()) {
        if weight.missing(best) <= serving.goal {
            does.push((serving.needs(best, set), weight.own(best.total, serving.goal)));
        }
    }
    let bounds = serving.alone(trials, &mut does);
    // What comes of the set that is found takes two solves more.
    let kept = trials.keep(2);
    let found = cheapest(serving.ground.len(), does, bounds, &mut |sets| serving.ask(trials, sets));
    trials.left += kept;
    match found {
        Some(found) if !found.set.is_empty() || missed > serving.goal => {
            let proven = ServesAll { at_least: found.at_least, cheapest: found.proven, most, ..nothing };
            serving.told(trials, plan, &serving.relaxations(&found.set), proven)
        }
        _ => ServesAll { most, ..nothing },
    }
}

/// Whatever speaks to anybody who is left out, in order.
fn ground(problem: &Problem, plan: &Plan) -> Vec<Relaxation> {
    let about = |entry| candidates::of(problem, plan, entry).into_iter().map(|(relaxation, _)| relaxation);
    let mut ground: Vec<Relaxation> = plan.unserved.iter().flat_map(about).collect();
    ground.sort_unstable();
    ground.dedup();
    ground
}

impl Serving<'_> {
    fn relaxations(&self, set: &[usize]) -> Vec<Relaxation> {
        set.iter().map(|&element| self.ground[element]).collect()
    }

    fn plans(&self, trials: &mut Trials<'_>, sets: &[Set]) -> Vec<Result<Plan, NoTrial>> {
        trials.solve(sets.iter().map(|set| Change::Serving(self.relaxations(set), self.weight)).collect())
    }

    /// What is known of single relaxations from solves at the weights of the instance: what none does it for less than;
    /// and those that do it go to `does`.
    fn alone(&self, trials: &Trials<'_>, does: &mut Vec<(Set, Pence)>) -> Vec<(Set, Pence)> {
        let mut bounds = Vec::new();
        for (element, &relaxation) in self.ground.iter().enumerate() {
            let Some(best) = trials.known(relaxation) else { continue };
            let relaxed = offered(self.problem, &[relaxation]);
            // What was but offered is charged there when it is missed.
            if relaxed.teachers.iter().all(|teacher| teacher.offered == 0) {
                bounds.push((vec![element], best.bound - dearer(self.problem, &[relaxation])));
                if best.unserved.iter().map(|entry| entry.missing).sum::<u32>() <= self.goal {
                    does.push((vec![element], best.total));
                }
            }
        }
        bounds
    }

    /// What is known of the sets, from a solve each.
    fn ask(&self, trials: &mut Trials<'_>, sets: &[Set]) -> Vec<Answer> {
        let plans = self.plans(trials, sets);
        sets.iter().zip(plans).map(|(set, plan)| self.answer(set, plan)).collect()
    }

    fn answer(&self, set: &Set, plan: Result<Plan, NoTrial>) -> Answer {
        match plan {
            Ok(plan) if self.weight.missing(&plan) <= self.goal => Answer::Does {
                needs: self.needs(&plan, set),
                at_least: self.weight.own(plan.bound, self.goal) - dearer(self.problem, &self.relaxations(set)),
                at_most: self.weight.own(plan.total, self.goal),
            },
            Ok(plan) if self.weight.missed(plan.bound) > self.goal => Answer::Fails,
            Err(NoTrial::Enough) => Answer::Spent,
            Ok(_) | Err(NoTrial::Conflict | NoTrial::Unknown) => Answer::Open,
        }
    }

    /// Of a set, what the plan can't do without, going by the rules: so much less may be relaxed and it is a plan still.
    fn needs(&self, plan: &Plan, set: &Set) -> Set {
        let mut needs = self.needed(plan, &mut Vec::new(), set);
        needs.sort_unstable();
        needs
    }

    /// The elements of `rest` that the plan needs beside those `kept` (Junker, *QuickXplain*, 2004).
    fn needed(&self, plan: &Plan, kept: &mut Vec<usize>, rest: &[usize]) -> Set {
        if self.is_plan(plan, kept) {
            return Set::new();
        }
        if rest.len() < 2 {
            return rest.to_vec();
        }
        let (first, second) = rest.split_at(rest.len() / 2);
        let before = kept.len();
        kept.extend_from_slice(first);
        let mut needed = self.needed(plan, kept, second);
        kept.truncate(before);
        kept.extend_from_slice(&needed);
        let of_first = self.needed(plan, kept, first);
        kept.truncate(before);
        needed.extend(of_first);
        needed
    }

    /// Whether the plan keeps every rule with only these relaxed. What it states of who is missed is another matter: who
    /// was but offered a partner is not.
    fn is_plan(&self, plan: &Plan, elements: &[usize]) -> bool {
        let mut elements = elements.to_vec();
        elements.sort_unstable();
        let problem = offered(self.problem, &self.relaxations(&elements));
        check(&problem, plan).iter().all(|violation| violation.rule == Rule::C17)
    }

    /// Tells what comes of the set.
    fn told(&self, trials: &mut Trials<'_>, plan: &Plan, set: &[Relaxation], proven: ServesAll) -> ServesAll {
        let problem = offered(self.problem, set);
        let left_out = |plan: &Plan| -> Vec<TeacherId> {
            let is_missed = |entry: &&Unserved| entry.missing > problem.teachers[entry.teacher].offered;
            plan.unserved.iter().filter(is_missed).map(|entry| entry.teacher).collect()
        };
        let missed = |plan: &Plan| -> u32 {
            let of = |entry: &Unserved| entry.missing.saturating_sub(problem.teachers[entry.teacher].offered);
            plan.unserved.iter().map(of).sum()
        };
        let tell = |best: &Plan, effect: Effect| {
            Some(tried(self.problem, plan, set.to_vec(), ReasonCode::NobodyLeft, None, (best, effect)))
        };
        let own = trials.solve(vec![Change::Relaxed(set.to_vec())]).pop().and_then(Result::ok);
        if let Some(own) = own.as_ref().filter(|own| missed(own) <= self.goal) {
            return ServesAll { tried: tell(own, trials.effect(own)), still: left_out(own), ..proven };
        }
        // At the weights of the instance the best plan serves fewer: what serving them costs is told.
        let Some(Ok(serving)) = trials.solve(vec![Change::Serving(set.to_vec(), self.weight)]).pop() else {
            return ServesAll { cheapest: false, ..proven };
        };
        let goal = |total: Pence| self.weight.own(total, self.goal);
        let effect =
            Effect { at_least: goal(serving.bound) - trials.total, at_most: goal(serving.total) - trials.bound };
        let still = left_out(&serving);
        let out = own.as_ref().map(left_out).unwrap_or_default();
        let too_dear = out.into_iter().filter(|teacher| !still.contains(teacher)).collect();
        ServesAll { tried: tell(&serving, effect), still, too_dear, ..proven }
    }
}
