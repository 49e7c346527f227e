//! The exact price of the plans that a re-plan finds.

use std::collections::BTreeMap;

use super::Ask;
use crate::domain::{Arrangement, Changed, Element, Keep, Pence, Plan, Problem, Proof, Status, Sum};
use crate::explain;
use crate::solve::Failure;
use crate::verify;

/// Prices plans of one re-plan.
pub struct Pricing<'a> {
    ask: &'a Ask<'a>,
    /// The changed instance, with what a re-plan holds to: of that the reasons speak.
    kept: Problem,
    /// The elements of the old plan that count, ascending.
    before: &'a [Element],
    rate: Pence,
    /// No plan that keeps the past costs less.
    bound: Pence,
    proof: Proof,
    /// Whether the search that proved the bound was ended early.
    interrupted: bool,
}

impl<'a> Pricing<'a> {
    /// Of the plans beside `free`, the best that the engine found with nothing held but the past.
    pub fn new(ask: &'a Ask<'a>, kept: Keep, before: &'a [Element], rate: Pence, free: &Plan) -> Self {
        let all = Pence::try_from(before.len()).unwrap_or(Pence::MAX);
        // The engine credits what stays; that everything of the old plan goes is the same for all plans.
        let bound = free.bound.saturating_add(rate.saturating_mul(all));
        let kept = Problem { keep: Some(kept), ..ask.after.clone() };
        Self { ask, kept, before, rate, bound, proof: free.proof, interrupted: free.status == Status::Interrupted }
    }

    /// A plan of the engine with its changes, exactly priced. Arrangements that stay have their ids and places.
    pub fn exact(&self, mut plan: Plan) -> Plan {
        plan.changes = changes(self.before, &plan.elements(self.ask.after), self.rate);
        plan.goodwill = goodwill(&plan).saturating_add(plan.changes_cost());
        plan.total = plan.money + plan.goodwill + plan.unserved_cost - plan.value;
        plan.arrangements = in_old_order(self.ask, std::mem::take(&mut plan.arrangements));
        plan
    }

    /// The plan with what is proven of it, and why who is left out is; checked.
    pub fn finish(&self, mut plan: Plan) -> Result<Plan, Failure> {
        plan.proof = self.proof;
        plan.set_bound(self.bound, self.interrupted);
        let ask = self.ask;
        explain::reasons(&self.kept, &mut plan);
        let mut violations = verify::check(ask.after, &plan);
        violations.extend(verify::against(ask.after, &plan, self.before, ask.plan.published, ask.from));
        if violations.is_empty() { Ok(plan) } else { Err(Failure::Rejected(violations)) }
    }
}

/// What only one of the two has, by date, what is gone before what is new.
fn changes(before: &[Element], after: &[Element], rate: Pence) -> Vec<Changed> {
    let mut balance: BTreeMap<&Element, i64> = BTreeMap::new();
    for element in after {
        *balance.entry(element).or_insert(0) += 1;
    }
    for element in before {
        *balance.entry(element).or_insert(0) -= 1;
    }
    let mut changes = Vec::new();
    for (element, count) in balance {
        let (was, now) = if count < 0 { (Some(element), None) } else { (None, Some(element)) };
        let change = Changed { was: was.cloned(), now: now.cloned(), pence: rate };
        changes.extend((0..count.unsigned_abs()).map(|_| change.clone()));
    }
    changes.sort_by_key(|change| {
        let date = change.was.as_ref().or(change.now.as_ref()).map(Element::date);
        (date, change.now.is_some())
    });
    changes
}

/// The goodwill that stands on the entries of a plan, pence.
fn goodwill(plan: &Plan) -> Pence {
    let arrangement = |one: &Arrangement| {
        let visits = one
            .visits
            .iter()
            .map(|visit| visit.own_time + visit.covers.iter().map(|cover| cover.goodwill).sum::<Pence>());
        let together = one.meetings.iter().chain(&one.conversation).map(|talk| talk.own_time);
        visits.chain(together).sum::<Pence>()
    };
    let lines = plan.lines.iter().filter(|line| line.sum == Sum::Goodwill).map(|line| line.pence);
    plan.arrangements.iter().map(arrangement).chain(lines).sum()
}

/// The arrangements in the order of the old plan, with its ids where kind and members are the same; new ones have ids
/// that nobody had.
fn in_old_order(ask: &Ask<'_>, arrangements: Vec<Arrangement>) -> Vec<Arrangement> {
    let names = |one: &Arrangement, problem: &Problem| {
        let mut names: Vec<String> = one.members.iter().map(|&id| problem.teachers[id].id.clone()).collect();
        names.sort();
        (one.kind, names)
    };
    let old: Vec<_> = ask.plan.arrangements.iter().map(|one| names(one, ask.before)).collect();
    let mut taken = vec![false; old.len()];
    let mut placed: Vec<(usize, Arrangement)> = Vec::with_capacity(arrangements.len());
    for mut one in arrangements {
        let name = names(&one, ask.after);
        let place = (0..old.len()).find(|&at| !taken[at] && old[at] == name);
        if let Some(place) = place {
            taken[place] = true;
            one.id.clone_from(&ask.plan.arrangements[place].id);
        }
        placed.push((place.unwrap_or(old.len()), one));
    }
    placed.sort_by_key(|&(place, _)| place);
    let mut next = 1;
    for (_, one) in placed.iter_mut().filter(|(place, _)| *place == old.len()) {
        let letter = if one.id.starts_with('t') { 't' } else { 'p' };
        while ask.plan.arrangements.iter().any(|old| old.id == format!("{letter}{next}")) {
            next += 1;
        }
        one.id = format!("{letter}{next}");
        next += 1;
    }
    placed.into_iter().map(|(_, one)| one).collect()
}
