//! Instances that fall apart: each component is planned on its own, side by side; what is left to share are budgets.
//!
//! Where the components' cheapest plans keep the budgets together, that is all. Else money and covers get prices, the
//! only ones that cross components (ENGINE.md): at a price `lambda` of a penny and `mu` of a covered occurrence, the least
//! `total + lambda * money + mu * covers` over each component, summed up, less `lambda * budget + mu * cover_periods` is a
//! bound. The prices are whole pence, so that a component at these prices is an instance like any other, with dearer
//! money. Of each component several plans are then known, one is chosen, and money left over buys better ones.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::dive::LARGE;
use super::options::{Event, Observer, Options, Silent};
use super::stop::Stop;
use super::sweep::ROUGH;
use super::warm::{Found, Warm};
use super::{Effort, NoPlan, search_from, write};
use crate::domain::{Component, Components, Conflict, CoverBy, Pence, Plan, Problem, Status, gap};

/// From so many teachers on, budgets that bind are priced across components; below, one search over all is exact.
const MANY_TEACHERS: usize = 400;

/// Most vectors of prices that are tried: a limit counted in work.
const MOST_PRICES: u32 = 12;

/// A price beyond any worth of a penny.
const HIGHEST: Pence = 1 << 10;

/// What is paid for in all components.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Use {
    money: Pence,
    covers: i64,
}

/// Prices of what components share, pence per penny and per covered occurrence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shared {
    lambda: Pence,
    mu: Pence,
}

/// A plan of one component, in the ids of the whole, and what a search at some prices proves.
#[derive(Clone)]
struct Planned {
    plan: Plan,
    used: Use,
    /// No plan of the component costs less at the prices, what is shared included.
    bound: Pence,
    /// The plan for a search to begin with, where nothing is shared.
    found: Option<Found>,
}

/// Plans the components of `problem` one by one; `None` when one search over all is as good.
pub fn plan(
    problem: &Problem,
    options: &Options,
    stop: &Stop,
    observer: &mut (dyn Observer + Send),
) -> Option<Result<Plan, NoPlan>> {
    let components = Components::of(problem);
    // Money by the week would need as many prices as there are weeks, which dearer money can't tell. What a re-plan
    // holds to is told of the whole.
    if components.len() < 2 || problem.budget.per_week.is_some() || problem.keep.is_some() {
        return None;
    }
    let mut rounds = Rounds { problem, components, options, stop, observer };
    let mut first = match rounds.solve(Shared::default(), &[]) {
        Ok(first) => first,
        Err(none) => return Some(Err(none)),
    };
    if rounds.holds(used(&first)) {
        rounds.refine(&mut first);
        return Some(Ok(rounds.finish(first, None)));
    }
    if !rounds.is_large() {
        return None;
    }
    rounds.price(first).transpose()
}

impl Planned {
    /// What the plan costs more than it may for a gap of `goal` millionths; below zero what it could.
    fn lacks(&self, goal: u64) -> Pence {
        let may = i128::from(self.plan.size()) * i128::from(goal) / 1_000_000;
        self.plan.total - self.bound - Pence::try_from(may).unwrap_or(Pence::MAX)
    }
}

/// Rounds of planning all components.
struct Rounds<'r> {
    problem: &'r Problem,
    components: Components<'r>,
    options: &'r Options,
    stop: &'r Stop,
    observer: &'r mut (dyn Observer + Send),
}

impl Rounds<'_> {
    /// Plans every component at the prices. Where `before` has a plan that uses nothing shared, it stays the best.
    fn solve(&mut self, shared: Shared, before: &[&Planned]) -> Result<Vec<Planned>, NoPlan> {
        let all: Vec<usize> = (0..self.components.len()).collect();
        let effort = match (self.is_large(), self.options.gap >= ROUGH) {
            (false, _) => Effort::Full,
            (true, false) => Effort::Few,
            (true, true) => Effort::Quick,
        };
        // After one that has no plan none is asked for; those before it are, so that it is always the same one that is told.
        let failed = AtomicUsize::new(usize::MAX);
        let (components, options, stop) = (&self.components, self.options, self.stop);
        let planned = side_by_side(self.observer, &all, |index| {
            if index > failed.load(Ordering::Relaxed) {
                return Err(NoPlan::Interrupted);
            }
            let planned = match before.get(index) {
                Some(&known) if known.used == Use::default() => Ok(known.clone()),
                _ => one(&components.component(index), shared, None, options, stop, effort),
            };
            if planned.is_err() {
                failed.fetch_min(index, Ordering::Relaxed);
            }
            planned
        });
        planned.into_iter().collect()
    }

    /// Plans components again, twice as near, as long as the whole is further from the bound than is good enough: at the
    /// prices of one master, and where that doesn't do, small ones with a few nodes.
    fn refine(&mut self, planned: &mut [Planned]) {
        // Where all are small they are searched in full as it is.
        if self.options.gap == 0 || !self.is_large() {
            return;
        }
        let all: Vec<usize> = (0..self.components.len()).collect();
        self.refine_some(planned, all.clone(), Effort::Again);
        let small = all.into_iter().filter(|&index| self.components.teachers(index) <= LARGE).collect();
        self.refine_some(planned, small, Effort::Few);
    }

    /// Plans some of the components `left` again: those that lack most, no more of them than it takes if they come as near
    /// as they should.
    fn refine_some(&mut self, planned: &mut [Planned], mut left: Vec<usize>, effort: Effort) {
        let goal = self.options.gap;
        let options = Options { gap: goal / 2, ..self.options.clone() };
        let gain = |one: &Planned| one.lacks(options.gap);
        left.sort_by_key(|&index| std::cmp::Reverse(gain(&planned[index])));
        let mut left = left.into_iter().peekable();
        while !self.stop.is_due() {
            let mut missing: Pence = planned.iter().map(|one| one.lacks(goal)).sum();
            let mut chosen = Vec::new();
            while missing > 0
                && let Some(index) = left.next_if(|&index| gain(&planned[index]) > 0)
            {
                missing -= gain(&planned[index]);
                chosen.push(index);
            }
            if chosen.is_empty() {
                break;
            }
            self.tell(planned);
            let (components, stop, known) = (&self.components, self.stop, &*planned);
            let again = side_by_side(self.observer, &chosen, |index| {
                let (component, known) = (components.component(index), &known[index]);
                let before = Warm::new(&component.problem, &known.plan, known.found.clone());
                one(&component, Shared::default(), Some(&before), &options, stop, effort)
            });
            for (index, again) in chosen.into_iter().zip(again) {
                let Ok(again) = again else { continue };
                let before = std::mem::replace(&mut planned[index], again);
                if !self.holds(used(planned)) {
                    planned[index] = before;
                }
            }
        }
    }

    /// Tells what the whole costs so far.
    fn tell(&mut self, planned: &[Planned]) {
        let sum = |of: fn(&Planned) -> Pence| planned.iter().map(of).sum::<Pence>();
        let (total, bound) = (sum(|one| one.plan.total), sum(|one| one.bound));
        let gap = gap(total, bound, sum(|one| one.plan.size()));
        self.observer.event(&Event::Plan { total, bound: Some(bound), gap: Some(gap) });
    }

    /// Whether there are so many teachers that components are planned in haste.
    fn is_large(&self) -> bool {
        self.problem.teachers.len() > MANY_TEACHERS
    }

    /// Whether the budgets that components share hold.
    fn holds(&self, used: Use) -> bool {
        let budget = &self.problem.budget;
        budget.money.is_none_or(|limit| used.money <= limit)
            && budget.cover_periods.is_none_or(|limit| used.covers <= i64::from(limit))
    }

    /// What the prices give back: the budgets at their prices.
    fn given(&self, shared: Shared) -> Pence {
        let budget = &self.problem.budget;
        shared.lambda * budget.money.unwrap_or(0) + shared.mu * budget.cover_periods.map_or(0, i64::from)
    }

    /// Finds prices at which the budgets hold, the least by bisection, and chooses among the plans met on the way.
    /// `None` where what is shared can't be kept at all.
    fn price(&mut self, first: Vec<Planned>) -> Result<Option<Plan>, NoPlan> {
        let mut bound: Pence = first.iter().map(|one| one.bound).sum();
        let mut menus: Vec<Vec<Planned>> = Vec::new();
        let over = used(&first);
        let budget = &self.problem.budget;
        let money = budget.money.is_some_and(|limit| over.money > limit);
        let covers = budget.cover_periods.is_some_and(|limit| over.covers > i64::from(limit));
        let at = |price: Pence| Shared {
            lambda: if money { price } else { 0 },
            // A covered occurrence is some pounds: a penny for a penny would be far too little.
            mu: if covers { price * 500 } else { 0 },
        };
        menus.extend(first.into_iter().map(|one| vec![one]));
        let (mut low, mut high, mut next) = (0, None, 1);
        for _ in 0..MOST_PRICES {
            if self.stop.is_due() {
                break;
            }
            let latest: Vec<&Planned> = menus.iter().map(|menu| menu.last().expect("a plan")).collect();
            let planned = self.solve(at(next), &latest)?;
            let proven = planned.iter().map(|one| one.bound).sum::<Pence>() - self.given(at(next));
            if proven > bound {
                bound = proven;
                self.observer.event(&Event::Bound { bound });
            }
            let holds = self.holds(used(&planned));
            for (menu, one) in menus.iter_mut().zip(planned) {
                menu.push(one);
            }
            if holds {
                high = Some(next);
            } else {
                low = next;
            }
            next = match high {
                Some(high) if high - low <= 1 => break,
                Some(high) => Pence::midpoint(low, high),
                None if next >= HIGHEST => break,
                None => next * 4,
            };
        }
        // Where no price was high enough, or there was no time for it, components may go without a plan.
        if high.is_none() {
            let all: Vec<usize> = (0..menus.len()).collect();
            let (components, options, stop) = (&self.components, self.options, self.stop.at_once());
            let least = side_by_side(self.observer, &all, |index| {
                one(&components.component(index), Shared::default(), None, options, &stop, Effort::Few)
            });
            for (menu, one) in menus.iter_mut().zip(least) {
                menu.push(one?);
            }
        }
        let chosen = self.choose(menus);
        if !self.holds(used(&chosen)) {
            return Ok(None);
        }
        Ok(Some(self.finish(chosen, Some(bound))))
    }

    /// One plan of each menu: at first the one that uses least, then, as long as the budgets hold, whatever gains most
    /// for what it takes.
    fn choose(&self, menus: Vec<Vec<Planned>>) -> Vec<Planned> {
        let key = |one: &Planned| (one.used.money, one.used.covers, one.plan.total);
        let mut at: Vec<usize> =
            menus.iter().map(|menu| (0..menu.len()).min_by_key(|&index| key(&menu[index])).expect("a plan")).collect();
        let mut sum = menus.iter().zip(&at).map(|(menu, &index)| menu[index].used).fold(Use::default(), Use::plus);
        loop {
            let mut best: Option<(i128, i128, usize, usize)> = None;
            for (component, menu) in menus.iter().enumerate() {
                let now = &menu[at[component]];
                for (index, other) in menu.iter().enumerate() {
                    let gain = i128::from(now.plan.total - other.plan.total);
                    let after = sum.plus(other.used).less(now.used);
                    if gain <= 0 || !self.holds(after) {
                        continue;
                    }
                    let money = i128::from((other.used.money - now.used.money).max(0));
                    let taken = 1 + money + 500 * i128::from((other.used.covers - now.used.covers).max(0));
                    // gain / taken, compared without division; of equals the first.
                    if best.is_none_or(|(g, t, ..)| gain * t > g * taken) {
                        best = Some((gain, taken, component, index));
                    }
                }
            }
            let Some((_, _, component, index)) = best else { break };
            sum = sum.plus(menus[component][index].used).less(menus[component][at[component]].used);
            at[component] = index;
        }
        menus.into_iter().zip(at).map(|(menu, index)| menu.into_iter().nth(index).expect("a plan")).collect()
    }

    /// The plans of all components as one. Without a bound of the whole it is the sum of theirs.
    fn finish(&mut self, planned: Vec<Planned>, bound: Option<Pence>) -> Plan {
        let sum: Pence = planned.iter().map(|one| one.bound).sum();
        let mut plan = write::joined(planned.into_iter().map(|one| one.plan).collect());
        plan.set_bound(bound.unwrap_or(sum), plan.status == Status::Interrupted || self.stop.is_due());
        plan.seed = self.options.seed;
        plan.stats.milliseconds = self.stop.milliseconds();
        self.observer.event(&Event::Plan { total: plan.total, bound: Some(plan.bound), gap: Some(plan.gap) });
        plan
    }
}

impl Use {
    fn of(plan: &Plan) -> Self {
        Self { money: plan.money, covers: i64::try_from(plan.covered()).unwrap_or(i64::MAX) }
    }

    fn plus(self, other: Self) -> Self {
        Self { money: self.money + other.money, covers: self.covers + other.covers }
    }

    fn less(self, other: Self) -> Self {
        Self { money: self.money - other.money, covers: self.covers - other.covers }
    }
}

fn used(planned: &[Planned]) -> Use {
    planned.iter().map(|one| one.used).fold(Use::default(), Use::plus)
}

/// Plans the components `which`, side by side, and tells of each that is planned.
fn side_by_side(
    observer: &mut (dyn Observer + Send),
    which: &[usize],
    plan: impl Fn(usize) -> Result<Planned, NoPlan> + Sync,
) -> Vec<Result<Planned, NoPlan>> {
    let of = which.len();
    let told = Mutex::new((0, observer));
    which
        .par_iter()
        .map(|&index| {
            let planned = plan(index);
            if planned.is_ok()
                && let Ok(mut told) = told.lock()
            {
                told.0 += 1;
                let done = told.0;
                told.1.event(&Event::Part { done, of });
            }
            planned
        })
        .collect()
}

/// Plans one component at the prices; where an earlier plan of it is known, from there.
fn one(
    component: &Component,
    shared: Shared,
    before: Option<&Warm>,
    options: &Options,
    stop: &Stop,
    effort: Effort,
) -> Result<Planned, NoPlan> {
    let priced;
    let problem = if shared == Shared::default() {
        &component.problem
    } else {
        priced = dearer(&component.problem, shared);
        &priced
    };
    // Only what is planned in haste, with nothing shared, may be planned again.
    let before: Option<Vec<&Warm>> =
        (effort != Effort::Full && shared == Shared::default()).then(|| before.into_iter().collect());
    let found = search_from(problem, options, stop.clone(), &mut Silent, (effort, false), before.as_deref());
    let (outcome, found) = found.map_err(|none| match none {
        NoPlan::Conflict(conflict) => NoPlan::Conflict(Conflict {
            locks: conflict.locks.into_iter().map(|lock| component.lock_in_whole(lock)).collect(),
        }),
        NoPlan::Interrupted => NoPlan::Interrupted,
    })?;
    let bound = outcome.plan.bound;
    let plan = component.in_whole(cheaper(outcome.plan, &component.problem, shared));
    Ok(Planned { used: Use::of(&plan), plan, bound, found })
}

/// The problem with money and covers at their prices on top. The shared budgets are left to who sets the prices.
fn dearer(problem: &Problem, Shared { lambda, mu }: Shared) -> Problem {
    let mut problem = problem.clone();
    let times = 1 + lambda;
    problem.supply.iter_mut().for_each(|source| source.money *= times);
    problem.supervisors.iter_mut().for_each(|supervisor| supervisor.money_per_period *= times);
    problem.travel.iter_mut().for_each(|way| way.money *= times);
    problem.study_money *= times;
    problem.rules.video.iter_mut().for_each(|video| video.money_per_recording *= times);
    problem.budget.money = None;
    problem.budget.cover_periods = None;
    problem.budget.per_school.iter_mut().for_each(|(_, limit)| *limit *= times);
    problem.rates.class_without_teacher += mu;
    problem.rates.exam_class_without_teacher += mu;
    problem
}

/// A plan of the problem at its prices, at the real costs.
fn cheaper(mut plan: Plan, problem: &Problem, Shared { lambda, mu }: Shared) -> Plan {
    if lambda == 0 && mu == 0 {
        return plan;
    }
    let real = |money: Pence| money / (1 + lambda);
    let mut covers = 0;
    for visit in plan.arrangements.iter_mut().flat_map(|arrangement| &mut arrangement.visits) {
        visit.travel = real(visit.travel);
        visit.money = real(visit.money);
        for cover in visit.covers.iter_mut().filter(|cover| cover.by != CoverBy::NoneNeeded) {
            cover.money = real(cover.money);
            cover.goodwill -= mu;
            covers += 1;
        }
    }
    plan.hires.iter_mut().for_each(|hire| hire.money = real(hire.money));
    plan.money = real(plan.money);
    plan.goodwill -= mu * covers;
    plan.total = plan.money + plan.goodwill + plan.unserved_cost - plan.value;
    debug_assert!(
        plan.hires.iter().all(|hire| hire.money == problem.supply[hire.source].money * i64::from(hire.count))
    );
    plan
}
