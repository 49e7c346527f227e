//! Rounding by diving: at a point of the master what is planned whole is fixed, and the schedule planned most on top;
//! the master is solved again from where it stood, schedules that pay now come in, and so on until all is whole. Units
//! hired are made whole first, since everything leans on them.

use super::bound::Ranges;
use super::columns::paying;
use super::exact::Point;
use super::master::ONE;
use super::price::{MILLI, Pricer};
use super::search::Search;
use crate::compile::{AuxKind, Schedule};
use crate::domain::Key;

/// What is within so much of a whole number is one, millionths.
pub const NEARLY: i64 = ONE / 1_000;

/// Most times that the master is solved in one dive: a limit counted in work.
const MOST_STEPS: u32 = 150;

/// Rounds of schedules that pay, after each fixing.
const MOST_ROUNDS: u32 = 2;

impl Search<'_> {
    /// Dives from the last point of the master, and offers the plan that comes out.
    pub(super) fn dive(&mut self, ranges: &Ranges) {
        if self.is_done() {
            return;
        }
        let mut fixed: Vec<usize> = Vec::new();
        let mut hires: Vec<usize> = Vec::new();
        self.fix_until_whole(ranges, &mut fixed, &mut hires);
        let chosen: Vec<Schedule> = fixed.iter().map(|&index| self.master.schedules[index]).collect();
        for index in fixed {
            self.master.fix(index, false);
        }
        for aux in hires {
            let (least, most) = ranges.columns[aux];
            self.master.bound_aux(aux, least, most);
        }
        if !chosen.is_empty() {
            self.finish(chosen);
        }
    }

    fn fix_until_whole(&mut self, ranges: &Ranges, fixed: &mut Vec<usize>, hires: &mut Vec<usize>) {
        let mut rounds = 0;
        for _ in 0..MOST_STEPS {
            if self.stop.is_due() {
                return;
            }
            let Ok(point) = self.master.solve() else { return };
            if self.master.separate(&point) > 0 {
                continue;
            }
            if rounds < MOST_ROUNDS && self.bring_in(&point, ranges, fixed) {
                rounds += 1;
                continue;
            }
            if self.is_too_dear(&point) {
                return;
            }
            rounds = 0;
            if self.fix_hire(&point, ranges, hires) {
                continue;
            }
            let open = self
                .master
                .planned(&point)
                .enumerate()
                .filter(|&(index, value)| value > NEARLY && !fixed.contains(&index));
            let open: Vec<(usize, i64)> = open.collect();
            let Some(&(most, value)) = open.iter().max_by_key(|&&(index, value)| (value, usize::MAX - index)) else {
                return;
            };
            let whole = open.iter().filter(|&&(_, value)| value > ONE - NEARLY).map(|&(index, _)| index);
            let mut next: Vec<usize> = whole.collect();
            if value <= ONE - NEARLY {
                next.push(most);
            } else if let Some(&(index, _)) = open
                .iter()
                .filter(|&&(_, value)| value <= ONE - NEARLY)
                .max_by_key(|&&(index, value)| (value, usize::MAX - index))
            {
                next.push(index);
            }
            for &index in &next {
                self.master.fix(index, true);
            }
            fixed.extend(next);
        }
    }

    /// Whether the point costs as much as the best plan.
    fn is_too_dear(&self, point: &Point) -> bool {
        let cost = point.objective + self.vertices.nobody();
        self.best.as_ref().is_some_and(|best| cost > (best.plan.total - 1) * MILLI + MILLI / 2)
    }

    /// Fixes the units hired that are nearest to one more at a point; false when all are whole.
    fn fix_hire(&mut self, point: &Point, ranges: &Ranges, hires: &mut Vec<usize>) -> bool {
        let part = |index: usize| self.master.used(point, index).rem_euclid(ONE);
        let is_hire =
            |index: &usize| matches!(self.model.aux[*index].kind, AuxKind::Hire { .. } | AuxKind::Hired { .. });
        let open = (0..self.model.aux.len()).filter(is_hire);
        let open = open.filter(|&index| part(index) > NEARLY && part(index) < ONE - NEARLY && !hires.contains(&index));
        let Some(index) = open.max_by_key(|&index| (part(index), usize::MAX - index)) else { return false };
        let (least, most) = ranges.columns[index];
        let value = self.master.used(point, index).div_euclid(ONE);
        // Up where most of a unit is planned, else down: money for a unit that is hardly used is better spent elsewhere.
        if part(index) * 3 > ONE {
            self.master.bound_aux(index, (value + 1).min(most), most);
        } else {
            self.master.bound_aux(index, least, value);
        }
        hires.push(index);
        true
    }

    /// Brings in schedules of teachers with partners still to be found that pay at the point's prices.
    fn bring_in(&mut self, point: &Point, ranges: &Ranges, fixed: &[usize]) -> bool {
        let duals = self.master.duals(point, ranges);
        let mut open: Vec<u32> = self
            .model
            .problem
            .teachers
            .keys()
            .map(|teacher| self.vertices.of(teacher).len().try_into().unwrap_or(0))
            .collect();
        for &index in fixed {
            for member in self.model.members(self.master.schedules[index].team).iter() {
                open[member.index()] = open[member.index()].saturating_sub(1);
            }
        }
        let pricer = Pricer::new(self.model, self.windows, &duals.prices);
        let quotes = self.price_all(&pricer, &duals, |pair| {
            let pair = &self.model.pairs[pair as usize];
            open[pair.a.index()] > 0 && open[pair.b.index()] > 0
        });
        let mut entered = false;
        for schedule in paying(&self.master, quotes.iter().flat_map(|quote| &quote.offers), &duals) {
            entered |= self.master.add(&schedule);
        }
        entered
    }
}
