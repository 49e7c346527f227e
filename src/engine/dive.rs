//! Rounding by diving: at a point of the master what is planned whole is fixed, and the schedule planned most on top;
//! the master is solved again from where it stood, schedules that pay now come in, and so on until all is whole. Units
//! hired are made whole first, since everything leans on them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::bound::Ranges;
use super::columns::paying;
use super::exact::Point;
use super::finish::{Choice, Finish};
use super::master::ONE;
use super::price::{MILLI, Offer, Pricer};
use super::search::Search;
use super::write;
use crate::compile::{AuxKind, Schedule};
use crate::domain::{Key, Plan, SupplyId};

/// What is within so much of a whole number is one, millionths.
pub const NEARLY: i64 = ONE / 1_000;

/// From so many partners wanted on a master of several schools is a large one, and several schedules and hires are fixed
/// at once.
pub const LARGE: usize = 200;

/// Two schedules planned for more than this can't both want what only one can have, millionths.
const SAFE: i64 = ONE * 11 / 20;

/// Most times that the master is solved in one dive: a limit counted in work.
const MOST_STEPS: u32 = 150;

/// Nodes of branch and bound of the program of who covers.
const NODES: u32 = 100;

/// Rounds of schedules that pay, after each fixing.
const MOST_ROUNDS: u32 = 2;

/// How a dive ended.
enum Dived {
    /// Nothing was left to fix.
    Whole(Point),
    /// It cost as much as the best plan.
    Dear,
    /// No point keeps what was fixed, or there was no time.
    Short,
}

impl Search<'_> {
    /// Dives from the last point of the master, and offers the plan that comes out.
    pub(super) fn dive(&mut self, ranges: &Ranges) {
        if self.is_done() {
            return;
        }
        let mut fixed: Vec<usize> = Vec::new();
        let mut hires: Vec<usize> = Vec::new();
        let dived = self.fix_until_whole(ranges, &mut fixed, &mut hires);
        let whole = if let Dived::Whole(point) = &dived { self.whole(point) } else { None };
        let chosen: Vec<Schedule> = fixed.iter().map(|&index| self.master.schedules[index]).collect();
        for index in fixed {
            self.master.fix(index, false);
        }
        for aux in hires {
            let (least, most) = ranges.columns[aux];
            self.master.bound_aux(aux, least, most);
        }
        match whole {
            Some((choice, plan)) => self.offer_plan(choice, plan),
            // What is too dear in part is worth a program only where there is much to choose from.
            None if matches!(dived, Dived::Dear) && !self.is_large() => {}
            None if chosen.is_empty() => {}
            None => {
                let is_settled = matches!(dived, Dived::Whole(_)) && self.settle_covers(&chosen);
                if !is_settled {
                    self.finish(chosen);
                }
            }
        }
    }

    /// Plans just these schedules: who covers is then all that a program has to say. Whether that is the best plan yet.
    fn settle_covers(&mut self, chosen: &[Schedule]) -> bool {
        let before = self.best.as_ref().map(|best| best.plan.total);
        let mut program = Finish::new(self.model, chosen.to_vec(), &[], None);
        program.keep_all();
        self.run_anew(&program, NODES);
        self.best.as_ref().map(|best| best.plan.total) != before
    }

    /// What a point that keeps every row chooses, where all of it is whole, with its plan: then no program is needed.
    fn whole(&self, point: &Point) -> Option<(Choice, Plan)> {
        let round = |value: i64| {
            let rounded = (value + ONE / 2).div_euclid(ONE);
            ((value - rounded * ONE).abs() <= NEARLY).then_some(rounded)
        };
        let mut schedules = Vec::new();
        for (schedule, value) in self.master.schedules.iter().zip(self.master.planned(point)) {
            match round(value)? {
                0 => {}
                1 => schedules.push(*schedule),
                _ => return None,
            }
        }
        schedules.sort_unstable();
        let aux: Vec<i64> =
            (0..self.model.aux.len()).map(|index| round(self.master.used(point, index))).collect::<Option<_>>()?;
        let choice = Choice { schedules, aux };
        let plan = write::plan(self.model, &choice);
        // What a point lacks (a lock broken, a count not met) costs it, and would be left out of a plan.
        let cost = point.objective + self.vertices.nobody();
        ((plan.total * MILLI - cost).abs() < MILLI / 2).then_some((choice, plan))
    }

    /// Fixes more and more, until nothing is left to fix.
    fn fix_until_whole(&mut self, ranges: &Ranges, fixed: &mut Vec<usize>, hires: &mut Vec<usize>) -> Dived {
        let mut rounds = 0;
        let mut at_once: Vec<usize> = Vec::new();
        for _ in 0..MOST_STEPS {
            if self.stop.is_due() {
                return Dived::Short;
            }
            let Ok(point) = self.master.solve() else {
                // What was fixed at once may be too much together: of that only the first stays.
                if at_once.is_empty() {
                    return Dived::Short;
                }
                for index in at_once.drain(..) {
                    self.master.fix(index, false);
                    fixed.retain(|&other| other != index);
                }
                continue;
            };
            if self.master.separate(&point) > 0 {
                continue;
            }
            if rounds < MOST_ROUNDS && self.bring_in(&point, ranges, fixed) {
                rounds += 1;
                continue;
            }
            if self.is_too_dear(&point) {
                return Dived::Dear;
            }
            rounds = 0;
            at_once.clear();
            if self.fix_hires(&point, ranges, hires) {
                continue;
            }
            let next = self.next(&point, fixed);
            if next.is_empty() {
                return Dived::Whole(point);
            }
            for &index in &next {
                self.master.fix(index, true);
            }
            let planned: Vec<i64> = self.master.planned(&point).collect();
            at_once = next.iter().copied().filter(|&index| planned[index] <= ONE - NEARLY).skip(1).collect();
            fixed.extend(next);
        }
        Dived::Short
    }

    /// The schedules to fix next: what is planned whole, what is planned for more than a half, of which no two can be in
    /// each other's way, and the one planned most of each school. None when nothing is left to fix.
    fn next(&self, point: &Point, fixed: &[usize]) -> Vec<usize> {
        let problem = self.model.problem;
        let known: BTreeSet<usize> = fixed.iter().copied().collect();
        let planned = self.master.planned(point).enumerate();
        let mut open: Vec<(usize, i64)> =
            planned.filter(|(index, value)| *value > NEARLY && !known.contains(index)).collect();
        open.sort_by_key(|&(index, value)| (Reverse(value), index));
        let mut busy = vec![false; problem.schools.len()];
        let mut next = Vec::new();
        for (index, value) in open {
            let members = self.model.members(self.master.schedules[index].team);
            let schools = members.iter().map(|&member| problem.teachers[member].school.index());
            let whole = value > ONE - NEARLY;
            if whole || value > SAFE || schools.clone().all(|school| !busy[school]) {
                next.push(index);
                if !whole {
                    schools.for_each(|school| busy[school] = true);
                }
            }
        }
        next
    }

    /// Whether the point costs as much as the best plan.
    fn is_too_dear(&self, point: &Point) -> bool {
        let cost = point.objective + self.vertices.nobody();
        self.best.as_ref().is_some_and(|best| cost > (best.plan.total - 1) * MILLI + MILLI / 2)
    }

    /// Fixes the units hired that are nearest to one more at a point, where there are many teachers those of each source;
    /// false when all are whole.
    fn fix_hires(&mut self, point: &Point, ranges: &Ranges, hires: &mut Vec<usize>) -> bool {
        let part = |index: usize| self.master.used(point, index).rem_euclid(ONE);
        let source = |index: usize| match self.model.aux[index].kind {
            AuxKind::Hire { supply, .. } | AuxKind::Hired { supply } => Some(supply),
            _ => None,
        };
        let open = (0..self.model.aux.len()).filter_map(|index| Some((index, source(index)?)));
        let open = open.filter(|&(index, _)| part(index) > NEARLY && part(index) < ONE - NEARLY);
        let mut open: Vec<(usize, SupplyId)> = open.filter(|(index, _)| !hires.contains(index)).collect();
        open.sort_by_key(|&(index, _)| (Reverse(part(index)), index));
        let mut sources = BTreeSet::new();
        open.retain(|&(_, supply)| sources.insert(supply));
        if !self.is_large() {
            open.truncate(1);
        }
        for &(index, _) in &open {
            let (least, most) = ranges.columns[index];
            let used = self.master.used(point, index);
            let value = used.div_euclid(ONE);
            // Up where most of a unit is planned, else down: money for a unit hardly used is better spent elsewhere.
            if used.rem_euclid(ONE) * 3 > ONE {
                self.master.bound_aux(index, (value + 1).min(most), most);
            } else {
                self.master.bound_aux(index, least, value);
            }
            hires.push(index);
        }
        !open.is_empty()
    }

    /// Whether the master is too large for one step at a time.
    pub(super) fn is_large(&self) -> bool {
        self.vertices.teacher.len() > LARGE
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
            for member in self.model.served(self.master.schedules[index].team).iter() {
                open[member.index()] = open[member.index()].saturating_sub(1);
            }
        }
        let pricer = Pricer::new(self.model, self.windows, &duals.prices);
        let quotes = self.price_all(&pricer, &duals, |pair| {
            let pair = &self.model.twos[pair as usize];
            open[pair.a.index()] > 0 && open[pair.b.index()] > 0
        });
        let ones = self.price_ones(&pricer, &duals);
        let is_open =
            |offer: &&Offer| self.model.served(offer.schedule.team).iter().all(|member| open[member.index()] > 0);
        let ones = ones.iter().flat_map(|quote| &quote.offers).filter(is_open);
        let mut entered = false;
        for schedule in paying(&self.master, quotes.iter().flat_map(|quote| &quote.offers).chain(ones), &duals) {
            entered |= self.master.add(&schedule);
        }
        entered
    }
}
