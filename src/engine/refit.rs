//! A few schools at a time are planned anew, with everything outside of them as it is. Two neighbours each, since pairs
//! across their border, which were decided from one side, are decided from both; three where most of the gap is left
//! (`shares`); and schools that leave somebody out, with all around them: to serve one more there often takes another
//! pair or ring at a neighbour, and at the next.

use rayon::prelude::*;

use super::block::{Agreed, Block, Setting};
use super::price::Pricer;
use super::search::Search;
use super::settle::{Decided, Settled, settle};
use crate::compile::{Model, Schedule};
use crate::domain::{Key, SchoolId};

/// Schools planned anew together.
pub type Group = Vec<SchoolId>;

/// Groups in rounds: in each no school is in two.
type Rounds = Vec<Vec<Group>>;

/// Each school that leaves somebody out, with the schools around it.
pub fn around_left_out(model: &Model<'_>, decided: &Decided) -> Vec<Group> {
    let problem = model.problem;
    let left_out = problem.teachers.keys().filter(|&teacher| decided.misses(model, teacher) > 0);
    let mut schools: Vec<SchoolId> = left_out.map(|teacher| problem.teachers[teacher].school).collect();
    schools.dedup();
    let around = |school: SchoolId| {
        let ways = problem.travel.iter().filter(|way| way.between.contains(&school));
        united(ways.flat_map(|way| way.between).chain([school]))
    };
    let mut groups: Vec<Group> = schools.into_iter().map(around).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Three by group: a school with two of its neighbours.
pub fn threes(model: &Model<'_>) -> Vec<Group> {
    let ways = &model.problem.travel;
    let mut threes: Vec<Group> = Vec::new();
    for (index, one) in ways.iter().enumerate() {
        let meets = |school: &SchoolId| one.between.contains(school);
        for other in ways[index + 1..].iter().filter(|other| other.between.iter().any(meets)) {
            threes.push(united(one.between.into_iter().chain(other.between)));
        }
    }
    threes.sort_unstable();
    threes.dedup();
    threes
}

fn united(schools: impl Iterator<Item = SchoolId>) -> Group {
    let mut group: Group = schools.collect();
    group.sort_unstable();
    group.dedup();
    group
}

/// Neighbours, two by group.
pub fn neighbours(model: &Model<'_>) -> Rounds {
    let mut rounds: Rounds = Vec::new();
    for way in &model.problem.travel {
        let is_free = |round: &Vec<Vec<SchoolId>>| !round.iter().flatten().any(|school| way.between.contains(school));
        match rounds.iter().position(is_free) {
            Some(round) => rounds[round].push(way.between.to_vec()),
            None => rounds.push(vec![way.between.to_vec()]),
        }
    }
    // The largest first: they change most.
    rounds.sort_by_key(|round| std::cmp::Reverse(round.len()));
    rounds
}

impl<'m> Search<'m> {
    /// Plans groups of schools anew, round by round; whether that made a better plan, and there is more to do.
    pub(super) fn refit(
        &mut self,
        rounds: Rounds,
        setting: &Setting<'_, 'm>,
        blocks: &[Block<'m>],
        agreed: &Agreed,
        pricer: &Pricer<'m>,
        decided: &mut Decided,
    ) -> bool {
        let mut found = false;
        let model = self.model;
        let agreed = agreed.loose();
        let pool = |block: &Block<'_>| -> Vec<Schedule> {
            let near = block.master.schedules.iter().filter(|schedule| agreed.is_near(schedule, pricer));
            near.copied().collect()
        };
        let pools: Vec<Vec<Schedule>> = blocks.iter().map(pool).collect();
        for round in rounds {
            if self.is_done() {
                return false;
            }
            let mut groups = Block::of_groups(model, setting.vertices, &round);
            let settled: Vec<Option<Settled>> = groups
                .par_iter_mut()
                .map(|group| {
                    for &school in &group.schools {
                        for schedule in &pools[school.index()] {
                            if !group.leads_out(schedule) {
                                group.master.add(schedule);
                            }
                        }
                    }
                    let touching = decided.schedules.iter().copied().filter(|schedule| group.has(schedule));
                    let (forced, kept): (Vec<Schedule>, Vec<Schedule>) =
                        touching.partition(|schedule| group.leads_out(schedule));
                    settle(setting, group, &agreed, pricer, decided, &forced, &kept)
                })
                .collect();
            let mut trial = decided.clone();
            for (group, settled) in groups.iter().zip(settled) {
                let Some(settled) = settled.filter(|settled| settled.dropped.is_empty()) else { continue };
                let inner: Vec<Schedule> = trial
                    .schedules
                    .iter()
                    .filter(|schedule| group.has(schedule) && !group.leads_out(schedule))
                    .copied()
                    .collect();
                for schedule in &inner {
                    trial.enter(model, schedule, -1);
                }
                trial.take(model, &settled);
            }
            if self.offer_decided(&trial) {
                *decided = trial;
                found = true;
            }
        }
        found
    }
}
