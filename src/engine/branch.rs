//! Branching on hired units and rings: where the price of a supply day holds the gap, the number of days is fixed one way
//! and the other, and each part of the search gets prices of its own. Likewise the number of rings of a school. The bound is the least over the parts.

use super::bound::Ranges;
use super::exact::Point;
use super::search::{FEW_COLUMNS, NARROW, Search};
use crate::compile::Model;
use crate::domain::{Pence, Proof};

/// Most parts that are looked at: a limit counted in work, the same on every machine.
const MOST_NODES: u64 = 400;

/// A part of the search: the auxiliary columns keep to narrower ranges.
struct Node {
    ranges: Ranges,
    /// No plan of this part costs less, pence.
    bound: Pence,
}

impl Search<'_> {
    /// Where a gap is left, branches until it is closed, nothing is left to branch on, or it is time.
    pub fn branch(&mut self, model: &Model<'_>) {
        let Some(root) = self.proven.take() else { return };
        let mut open = self.children(&Ranges::of(model), &root.point, self.bound);
        let branched = !open.is_empty();
        // The least bound among parts in which nothing is left to branch on and the gap stays.
        let mut stuck = Pence::MAX;
        let mut proof = Proof::Tree;
        let mut looked_at = 0;
        while let (Some(node), false) = (pop_lowest(&mut open), self.is_done()) {
            if looked_at >= MOST_NODES {
                open.push(node);
                break;
            }
            if self.best_total().is_some_and(|total| node.bound >= total) {
                continue;
            }
            self.nodes += 1;
            looked_at += 1;
            let Some(proven) = self.converge_at(&node.ranges, false) else {
                open.push(node);
                break;
            };
            let bound = node.bound.max(proven.bound.pence);
            self.round(&proven, NARROW);
            if self.best_total().is_none_or(|total| bound < total) {
                let children = self.children(&node.ranges, &proven.point, bound);
                if !children.is_empty() {
                    open.extend(children);
                } else if self.close(&proven, FEW_COLUMNS) {
                    proof = Proof::Solver;
                } else {
                    stuck = stuck.min(bound);
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

    /// The two parts that fix the hire, or the rings of a school, furthest from whole; none when all are whole.
    fn children(&self, ranges: &Ranges, point: &Point, bound: Pence) -> Vec<Node> {
        let Some((index, value)) = self.master.fractional(point) else { return Vec::new() };
        let (least, most) = ranges.0[index];
        let part = |least: i64, most: i64| {
            let mut ranges = ranges.clone();
            ranges.0[index] = (least, most);
            Node { ranges, bound }
        };
        vec![part(least, value), part(value + 1, most)]
    }
}

/// Takes the node with the lowest bound, the latest of equals.
fn pop_lowest(open: &mut Vec<Node>) -> Option<Node> {
    let lowest = (0..open.len()).rev().min_by_key(|&index| open[index].bound)?;
    Some(open.remove(lowest))
}
