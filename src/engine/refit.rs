//! A few schools at a time are planned anew, with everything outside of them as it is. Two neighbours each, since pairs
//! across their border, which were decided from one side, are decided from both; three where most of the gap is left
//! (`shares`); and schools that leave somebody out, with all around them: to serve one more there often takes another
//! pair or ring at a neighbour, and at the next.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::block::{Agreed, Block, Setting};
use super::price::Pricer;
use super::search::Search;
use super::settle::{Decided, Settled, settle};
use super::shares::{Tried, most_worth, share};
use crate::compile::{Model, Schedule};
use crate::domain::{Key, SchoolId, Travel};

/// Times that neighbours are planned anew.
const PASSES: u32 = 2;

/// Times that a few schools are planned anew after all neighbours were: those that are most worth it.
const MOST_REFITS: u32 = 12;

/// Schools planned anew together.
pub type Group = Vec<SchoolId>;

/// Each school that leaves somebody out, with the schools around it.
fn around_left_out(model: &Model<'_>, decided: &Decided) -> Vec<Group> {
    let problem = model.problem;
    let left_out = problem.teachers.keys().filter(|&teacher| decided.misses(model, teacher) > 0);
    let schools: Vec<SchoolId> = ascending(left_out.map(|teacher| problem.teachers[teacher].school));
    let around = |school: SchoolId| {
        let ways = problem.travel.iter().filter(|way| way.between.contains(&school));
        ascending(ways.flat_map(|way| way.between).chain([school]))
    };
    ascending(schools.into_iter().map(around))
}

/// Three by group: a school with two of its neighbours.
fn threes(model: &Model<'_>) -> Vec<Group> {
    let ways = &model.problem.travel;
    let with_another = |(index, one): (usize, &'_ Travel)| {
        let between = one.between;
        let meets = move |other: &&Travel| other.between.iter().any(|school| between.contains(school));
        let others = ways[index + 1..].iter().filter(meets);
        others.map(move |other| ascending(between.into_iter().chain(other.between))).collect::<Vec<Group>>()
    };
    ascending(ways.iter().enumerate().flat_map(with_another))
}

/// Each once, in order.
fn ascending<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<T>>().into_iter().collect()
}

/// Neighbours, two by group, in rounds: in each no school is in two.
fn neighbours(model: &Model<'_>) -> Vec<Vec<Group>> {
    let mut rounds: Vec<Vec<Group>> = Vec::new();
    for way in &model.problem.travel {
        let is_free = |round: &Vec<Group>| !round.iter().flatten().any(|school| way.between.contains(school));
        match rounds.iter().position(is_free) {
            Some(round) => rounds[round].push(way.between.to_vec()),
            None => rounds.push(vec![way.between.to_vec()]),
        }
    }
    // The largest first: they change most.
    rounds.sort_by_key(|round| std::cmp::Reverse(round.len()));
    rounds
}

/// What is known once schools have agreed and been planned one by one.
pub struct Known<'k, 'm> {
    /// What they share.
    pub setting: &'k Setting<'k, 'm>,
    /// What they agree on.
    pub agreed: &'k Agreed,
    /// Everything priced at that.
    pub pricer: &'k Pricer<'m>,
    /// What they agree on, for schools that are planned from both sides of their border.
    loose: Agreed,
    /// By school, the schedules that cost little more than they pay for.
    pools: Vec<Vec<Schedule>>,
}

impl<'k, 'm> Known<'k, 'm> {
    /// What the blocks of the schools know.
    pub fn new(setting: &'k Setting<'k, 'm>, blocks: &[Block<'m>], agreed: &'k Agreed, pricer: &'k Pricer<'m>) -> Self {
        let loose = agreed.loose();
        let pool = |block: &Block<'_>| -> Vec<Schedule> {
            block.master.schedules.iter().filter(|schedule| loose.is_near(schedule, pricer)).copied().collect()
        };
        Self { pools: blocks.iter().map(pool).collect(), setting, agreed, pricer, loose }
    }
}

impl<'m> Search<'m> {
    /// Plans neighbours anew, those that have more of the gap than one school has on average; whether that made a better
    /// plan.
    pub(super) fn refit_neighbours(&mut self, known: &Known<'_, 'm>, decided: &mut Decided) -> bool {
        let mut found = false;
        for _ in 0..PASSES {
            let mut is_better = false;
            let mut shares = self.shares(known, decided);
            let average = shares.iter().sum::<i64>() / i64::try_from(shares.len()).unwrap_or(1).max(1);
            for round in neighbours(self.model) {
                let worth: Vec<Group> = round.into_iter().filter(|group| share(group, &shares) > average).collect();
                if self.refit(&worth, known, decided) {
                    is_better = true;
                    shares = self.shares(known, decided);
                }
            }
            if is_better && decided.missing(self.model) > 0 {
                self.exchange(known, decided);
            }
            found |= is_better;
            if !is_better || self.is_quick && self.is_nearly_done() {
                break;
            }
        }
        found
    }

    /// Plans those anew that are most worth it, three schools by group, or a school that leaves somebody out with all around
    /// it: many, so that only where nothing smaller serves somebody. Whether that made a better plan.
    pub(super) fn refit_by_share(&mut self, known: &Known<'_, 'm>, decided: &mut Decided) -> bool {
        let model = self.model;
        let (threes, mut tried) = (threes(model), Tried::new());
        let mut found = false;
        for _ in 0..MOST_REFITS {
            if self.is_done() || self.is_quick && self.is_nearly_done() {
                break;
            }
            let mut shares = self.shares(known, decided);
            let around = most_worth(around_left_out(model, decided), &shares, &mut tried);
            let mut is_better = self.refit(&around, known, decided);
            if is_better {
                shares = self.shares(known, decided);
            }
            let worth = most_worth(threes.clone(), &shares, &mut tried);
            if self.refit(&worth, known, decided) {
                is_better = true;
                if decided.missing(model) > 0 {
                    self.exchange(known, decided);
                }
            }
            if worth.is_empty() && !is_better {
                break;
            }
            found |= is_better;
        }
        found
    }

    /// Plans groups of schools anew, side by side: no school is in two. Whether that made a better plan.
    fn refit(&mut self, groups: &[Group], known: &Known<'_, 'm>, decided: &mut Decided) -> bool {
        if groups.is_empty() || self.is_done() {
            return false;
        }
        let model = self.model;
        let Known { setting, pricer, loose, pools, .. } = known;
        let mut blocks = Block::of_groups(model, setting.vertices, groups);
        let settled: Vec<Option<Settled>> = blocks
            .par_iter_mut()
            .map(|block| {
                for &school in &block.schools {
                    for schedule in &pools[school.index()] {
                        if !block.leads_out(schedule) {
                            block.master.add(schedule);
                        }
                    }
                }
                let touching = decided.schedules.iter().copied().filter(|schedule| block.has(schedule));
                let (forced, kept): (Vec<Schedule>, Vec<Schedule>) =
                    touching.partition(|schedule| block.leads_out(schedule));
                settle(setting, block, loose, pricer, decided, &forced, &kept)
            })
            .collect();
        let mut trial = decided.clone();
        for (block, settled) in blocks.iter().zip(settled) {
            let Some(settled) = settled.filter(|settled| settled.dropped.is_empty()) else { continue };
            let inner: Vec<Schedule> = trial
                .schedules
                .iter()
                .filter(|schedule| block.has(schedule) && !block.leads_out(schedule))
                .copied()
                .collect();
            for schedule in &inner {
                trial.enter(model, schedule, -1);
            }
            trial.take(model, &settled);
        }
        let is_better = self.offer_decided(&trial);
        if is_better {
            *decided = trial;
        }
        is_better
    }
}
