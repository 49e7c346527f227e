//! Large-neighbourhood search: the teachers of one school are set free, everybody else stays as planned, and an integer
//! program over the schedules of the free that raise the bound least settles them anew; school by school, as long as it
//! pays.

use super::allow::Allowances;
use super::columns::Proven;
use super::finish::Finish;
use super::master::toll;
use super::price::{MILLI, Pricer};
use super::rings::half_up;
use super::search::Search;
use crate::compile::Schedule;
use crate::domain::SchoolId;

/// Rounds over all schools.
const SWEEPS: u32 = 2;

/// Schedules of the free in one program.
const MOST: usize = 800;

/// Nodes of branch and bound of one program.
const NODES: u32 = 100;

impl Search<'_> {
    /// Improves the best plan school by school, where there are several.
    pub(super) fn improve(&mut self) {
        let Some(proven) = self.proven.take() else { return };
        if self.model.problem.schools.len() > 1 {
            for _ in 0..SWEEPS {
                let before = self.best.as_ref().map(|best| best.plan.total);
                let candidates = self.by_reduced_cost(&proven);
                for school in self.model.problem.schools.keys() {
                    if self.is_done() {
                        break;
                    }
                    self.settle(school, &candidates);
                }
                if self.best.as_ref().map(|best| best.plan.total) == before {
                    break;
                }
            }
        }
        self.proven = Some(proven);
    }

    /// The schedules known that a better plan could use, those that raise the bound least first.
    pub(super) fn by_reduced_cost(&self, proven: &Proven) -> Vec<Schedule> {
        let pricer = Pricer::new(self.model, self.windows, &proven.prices);
        let allowances = Allowances::new(&proven.bound.vertices, proven.bound.duals());
        let room = self.best.as_ref().map_or(i64::MAX, |best| best.plan.total * MILLI - proven.bound.milli);
        let mut priced: Vec<(i64, Schedule)> = self
            .master
            .schedules
            .iter()
            .map(|schedule| {
                let allowed = half_up(allowances.team(self.model, schedule.team));
                let price = pricer.price(schedule) + toll(&proven.counters, Some(schedule.team));
                (price - allowed, *schedule)
            })
            .filter(|&(over, _)| over < room)
            .collect();
        priced.sort_unstable();
        priced.into_iter().map(|(_, schedule)| schedule).collect()
    }

    /// Settles the teachers of a school anew.
    fn settle(&mut self, school: SchoolId, candidates: &[Schedule]) {
        let (model, problem) = (self.model, self.model.problem);
        let Some(best) = &self.best else { return };
        let is_free = |schedule: &Schedule| {
            model.members(schedule.team).iter().any(|&member| problem.teachers[member].school == school)
        };
        let near = |other: SchoolId| other == school || problem.travel_between(school, other).is_some();
        let free = candidates.iter().copied().filter(is_free).take(MOST);
        let mut schedules: Vec<Schedule> = free.chain(best.choice.schedules.iter().copied()).collect();
        schedules.sort_unstable();
        schedules.dedup();
        let mut program = Finish::new(model, schedules, &[], Some(&best.choice));
        program.hold(&best.choice, |schedule| !is_free(schedule), |aux| !near(model.aux[aux].kind.school(problem)));
        self.run(&program, NODES);
    }
}
