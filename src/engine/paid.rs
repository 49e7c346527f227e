//! What the duals of a master pay for teams.

use super::allow::{Allow, third_of_toll};
use super::master::{Duals, toll};
use super::sets::OddRow;
use crate::compile::{Model, Team};
use crate::domain::{Key, TeacherId};

/// What the duals of the master pay for teams.
pub struct Paid<'d> {
    model: &'d Model<'d>,
    duals: &'d Duals,
    /// The odd sets that have a price, with it.
    odd_sets: Vec<(&'d OddRow, i64)>,
}

impl<'d> Paid<'d> {
    /// What the duals of a master with these odd sets pay.
    pub fn new(model: &'d Model<'d>, odd_sets: &'d [OddRow], duals: &'d Duals) -> Self {
        let priced = odd_sets.iter().zip(duals.odd_sets.iter().copied()).filter(|&(_, dual)| dual > 0);
        Self { model, duals, odd_sets: priced.collect() }
    }

    /// What they pay for a team, milli-pence.
    pub fn team(&self, team: Team) -> i64 {
        let members = self.model.served(team);
        let teachers: i64 = members.iter().map(|member| self.duals.teachers[member.index()]).sum();
        let odd: i64 = self.odd_sets.iter().map(|(odd, dual)| dual * odd.counts(members)).sum();
        let rings = match team {
            Team::Two(_) | Team::One(_) => 0,
            Team::Ring([first, ..]) => self.duals.rings[self.model.problem.teachers[first].school.index()],
        };
        -(teachers + odd + rings + toll(&self.duals.counters, Some(team)))
    }
}

impl Allow for Paid<'_> {
    fn most(&self, teacher: TeacherId) -> i64 {
        third_of_toll(toll(&self.duals.counters, None)) - 2 * self.duals.teachers[teacher.index()]
    }

    fn two(&self, a: TeacherId, b: TeacherId) -> i64 {
        let both = self.odd_sets.iter().filter(|(odd, _)| odd.inside[a.index()] && odd.inside[b.index()]);
        let sets: i64 = both.map(|&(odd, dual)| if odd.twice { 2 * dual } else { dual }).sum();
        let rings = self.duals.rings[self.model.problem.teachers[a].school.index()];
        (2 * (sets + rings)).div_euclid(3)
    }

    fn ring(&self, ring: [TeacherId; 3]) -> i64 {
        2 * self.team(Team::Ring(ring))
    }
}
