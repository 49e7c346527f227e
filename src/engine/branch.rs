//! Branching on what is counted: how many arrangements there are, how many units are hired, whether a pair is together.
//! A count that a point plans in part is fixed one way and the other, and each part of the search gets prices of its
//! own. The bound is the least over the parts.

use std::collections::BTreeMap;

use super::bound::Ranges;
use super::certify;
use super::columns::{Converged, Proven};
use super::dive::NEARLY;
use super::exact::Point;
use super::master::{Counter, ONE};
use super::search::{FEW_COLUMNS, Search};
use crate::compile::{AuxKind, RowId, Team};
use crate::domain::{Pence, Proof};

/// Most parts that are looked at: a limit counted in work, the same on every machine.
pub const MOST_NODES: u64 = 400;

/// As many where the search is one of many.
pub const FEW_NODES: u64 = 12;

/// A part of the search: the auxiliary columns keep to narrower ranges.
struct Node {
    ranges: Ranges,
    /// Its place in the tree, where one is kept.
    case: usize,
    /// No plan of this part costs less, pence.
    bound: Pence,
}

impl Search<'_> {
    /// Where a gap is left, branches until it is closed, nothing is left to branch on, or it is time; looks at `most`
    /// parts at most.
    pub fn branch(&mut self, most: u64) {
        let Some(root) = self.proven.take() else { return };
        let mut open = self.children(&self.ranges.clone(), 0, &root.point, self.bound);
        let branched = !open.is_empty();
        // The least bound among parts in which nothing is left to branch on and the gap stays.
        let mut stuck = Pence::MAX;
        let mut proof = Proof::Tree;
        let mut looked_at = 0;
        while let (Some(node), false) = (pop_lowest(&mut open), self.is_done()) {
            if looked_at >= most {
                open.push(node);
                break;
            }
            if self.best_total().is_some_and(|total| node.bound >= total) {
                continue;
            }
            self.nodes += 1;
            looked_at += 1;
            // Where a few parts don't do, one program of the whole may.
            if looked_at == FEW_NODES + 1 && self.close(&root, FEW_COLUMNS) {
                self.raise(self.best_total().unwrap_or(self.bound), Proof::Solver);
                break;
            }
            match self.converge_at(&node.ranges, false) {
                Converged::At(proven) => {
                    let bound = node.bound.max(proven.bound.pence);
                    self.keep(&node, &proven);
                    self.dive(&node.ranges);
                    if self.best_total().is_none_or(|total| bound < total) {
                        let children = self.children(&node.ranges, node.case, &proven.point, bound);
                        if !children.is_empty() {
                            open.extend(children);
                        } else if self.close(&proven, FEW_COLUMNS) {
                            proof = Proof::Solver;
                        } else {
                            stuck = stuck.min(bound);
                        }
                    }
                }
                Converged::Nothing => proof = Proof::Solver,
                Converged::Early => {
                    open.push(node);
                    break;
                }
            }
            let least = open.iter().map(|node| node.bound).chain([stuck]).chain(self.best_total()).min();
            if let (Some(least), true) = (least, branched) {
                self.raise(least, proof);
            }
        }
        self.proven = Some(root);
    }

    fn best_total(&self) -> Option<Pence> {
        self.best.as_ref().map(|best| best.plan.total)
    }

    /// The two parts that what is furthest from whole at a point falls into; none when all is whole. Totals come before
    /// what they are made of, since fixing a day only moves the fraction to another one.
    fn children(&mut self, ranges: &Ranges, case: usize, point: &Point, bound: Pence) -> Vec<Node> {
        let Some(fraction) = self.fraction(ranges, point) else { return Vec::new() };
        let (counted, value, mut sides) = match fraction {
            Fraction::Counter(counter, value) => {
                let (least, most) = ranges.of_counter(counter);
                let sides = [(least, value), (value + 1, most)].map(|range| ranges.with_counter(counter, range));
                (certify::counter_of(self.model, counter), value, sides)
            }
            Fraction::Column(index, value) => {
                let (least, most) = ranges.columns[index];
                let sides = [(least, value), (value + 1, most)].map(|range| ranges.with_column(index, range));
                (certify::column_of(self.model, index), value, sides)
            }
        };
        for ranges in &mut sides {
            self.budgets.cut(ranges);
        }
        let value = u32::try_from(value).expect("a small count");
        let first = self.tree.as_mut().map_or(0, |tree| tree.split(case, &counted, value));
        sides.into_iter().zip(first..).map(|(ranges, case)| Node { ranges, case, bound }).collect()
    }

    /// Keeps what proves the bound of a part, where a certificate is asked for.
    fn keep(&mut self, node: &Node, proven: &Proven) {
        if let Some(tree) = &mut self.tree
            && let Some(leaf) = certify::leaf(self.model, proven, &self.vertices, &node.ranges)
        {
            tree.prove(node.case, proven.bound.pence, leaf);
        }
    }

    /// What is to be branched on, with its value rounded down. The rings of a school come first, since a part of one goes
    /// with odd numbers that are no matching.
    fn fraction(&self, ranges: &Ranges, point: &Point) -> Option<Fraction> {
        let is_part = |value: i64| value.rem_euclid(ONE) > NEARLY && value.rem_euclid(ONE) < ONE - NEARLY;
        let from_half = |value: i64| (2 * value.rem_euclid(ONE) - ONE).abs();
        let first = self.model.aux.len();
        let rings =
            (0..self.model.rings.len()).filter_map(|school| Some((self.master.rings_planned(point, school)?, school)));
        let rings =
            rings.filter(|&(value, _)| is_part(value)).min_by_key(|&(value, school)| (from_half(value), school));
        if let Some((value, school)) = rings {
            return Some(Fraction::Column(first + school, value.div_euclid(ONE)));
        }
        let mut all = 0;
        let mut share: BTreeMap<Counter, i64> = BTreeMap::new();
        for (schedule, value) in self.master.schedules.iter().zip(self.master.planned(point)) {
            all += value;
            let counter = match schedule.team {
                Team::Two(two) => Counter::Two(two),
                Team::One(one) => Counter::One(one),
                Team::Ring(_) => continue,
            };
            *share.entry(counter).or_insert(0) += value;
        }
        if is_part(all) {
            return Some(Fraction::Counter(Counter::All, all.div_euclid(ONE)));
        }
        let rank = |index: usize| match self.model.aux[index].kind {
            AuxKind::Hired { .. } => 0,
            AuxKind::Hire { .. } => 1,
            _ => 2,
        };
        let aux = (0..first).map(|index| (rank(index), self.master.used(point, index), index));
        let aux = aux
            .filter(|&(_, value, _)| is_part(value))
            .min_by_key(|&(rank, value, index)| (rank, from_half(value), index));
        let of_aux = |(_, value, index): (u32, i64, usize)| Fraction::Column(index, value.div_euclid(ONE));
        if let Some(hire) = aux.filter(|&(rank, ..)| rank < 2) {
            return Some(of_aux(hire));
        }
        let used = |index: usize| self.master.used(point, index).div_euclid(ONE);
        let is_tight = |row: RowId| self.master.is_tight(point, row);
        if let Some(total) = self.budgets.wasted(ranges, is_tight, used) {
            return Some(Fraction::Column(total, used(total)));
        }
        let team = share
            .iter()
            .filter(|&(_, &value)| is_part(value))
            .min_by_key(|&(&counter, &value)| (from_half(value), counter));
        team.map(|(&counter, &value)| Fraction::Counter(counter, value.div_euclid(ONE))).or_else(|| aux.map(of_aux))
    }
}

/// Something that is to be whole and is not.
#[derive(Debug, Clone, Copy)]
enum Fraction {
    /// Arrangements counted.
    Counter(Counter, i64),
    /// A column with a range.
    Column(usize, i64),
}

/// Takes the node with the lowest bound, the latest of equals.
fn pop_lowest(open: &mut Vec<Node>) -> Option<Node> {
    let lowest = (0..open.len()).rev().min_by_key(|&index| open[index].bound)?;
    Some(open.remove(lowest))
}
