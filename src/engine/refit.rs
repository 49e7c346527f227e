//! Two neighbouring schools at a time are planned anew, with everything outside of them as it is: pairs across their
//! border, which were decided from one side, are decided from both.

use rayon::prelude::*;

use super::block::{Agreed, Block, Setting};
use super::price::Pricer;
use super::search::Search;
use super::settle::{Decided, Settled, settle};
use crate::compile::{Model, Schedule};
use crate::domain::{Key, SchoolId};

/// Neighbours in rounds: in each no school is in two.
fn rounds(model: &Model<'_>) -> Vec<Vec<Vec<SchoolId>>> {
    let mut rounds: Vec<Vec<Vec<SchoolId>>> = Vec::new();
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
    /// Plans neighbours anew, two by two, once around; whether that made a better plan, and there is more to do.
    pub(super) fn refit(
        &mut self,
        setting: &Setting<'_, 'm>,
        blocks: &[Block<'m>],
        agreed: &Agreed,
        pricer: &Pricer<'m>,
        decided: &mut Decided,
    ) -> bool {
        let mut found = false;
        let model = self.model;
        let agreed = agreed.without_sets();
        let pools: Vec<&[Schedule]> = blocks.iter().map(|block| &block.master.schedules[..]).collect();
        for round in rounds(model) {
            if self.is_done() {
                return false;
            }
            let mut twos = Block::of_groups(model, setting.vertices, &round);
            let settled: Vec<Option<Settled>> = twos
                .par_iter_mut()
                .map(|two| {
                    for &school in &two.schools {
                        for schedule in pools[school.index()] {
                            if !two.leads_out(schedule) {
                                two.master.add(schedule);
                            }
                        }
                    }
                    let touching = decided.schedules.iter().copied().filter(|schedule| two.has(schedule));
                    let (forced, kept): (Vec<Schedule>, Vec<Schedule>) =
                        touching.partition(|schedule| two.leads_out(schedule));
                    settle(setting, two, &agreed, pricer, decided, &forced, &kept)
                })
                .collect();
            let mut trial = decided.clone();
            for (two, settled) in twos.iter().zip(settled) {
                let Some(settled) = settled.filter(|settled| settled.dropped.is_empty()) else { continue };
                let inner: Vec<Schedule> = trial
                    .schedules
                    .iter()
                    .filter(|schedule| two.has(schedule) && !two.leads_out(schedule))
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
