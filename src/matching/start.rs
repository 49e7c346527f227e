//! Where the search starts: feasible duals close to the edges, and a matching on edges that they make tight.

use std::iter::repeat;

use super::duals::Duals;
use super::graph::{Adjacency, MAX_WEIGHT};

/// No vertex.
pub(super) const NONE: u32 = u32::MAX;

/// Feasible vertex duals (doubled; no odd sets) and a matching on tight edges.
#[derive(Debug)]
pub(super) struct Start {
    pub duals: Vec<i64>,
    /// The partner, or [`NONE`].
    pub mate: Vec<u32>,
    /// Odd cycles of tight edges between free vertices, apart from one another.
    pub cycles: Vec<Vec<u32>>,
}

/// Every vertex pays half of its heaviest edge; then, in order, as little as its neighbours allow, and takes a partner
/// that is still free if that makes their edge tight.
pub(super) fn greedy(adjacency: &Adjacency) -> Start {
    let n = adjacency.vertices();
    let heaviest = |v: u32| adjacency.of(v).iter().map(|arc| arc.weight / 2).max().unwrap_or(0);
    let duals = (0u32..).take(n).map(heaviest).collect();
    let mut start = Start { duals, mate: vec![NONE; n], cycles: Vec::new() };
    start.tighten(adjacency);
    start
}

/// The duals of another matching, lifted where they fall short and their odd sets shared out among their members; then
/// as in [`greedy`]. A dual out of range, or missing, is as good as 0.
pub(super) fn lifted(adjacency: &Adjacency, previous: &Duals) -> Start {
    let n = adjacency.vertices();
    let sane = |dual: i64| dual.clamp(0, 2 * MAX_WEIGHT);
    let mut duals: Vec<i64> = previous.vertices.iter().copied().map(sane).chain(repeat(0)).take(n).collect();
    for set in &previous.odd_sets {
        for &member in &set.members {
            if let Some(dual) = duals.get_mut(member as usize) {
                *dual = sane(dual.saturating_add(set.dual / 2));
            }
        }
    }
    for v in (0u32..).take(n) {
        let needed = adjacency.of(v).iter().map(|arc| arc.weight - duals[arc.to as usize]).max().unwrap_or(0);
        duals[v as usize] = duals[v as usize].max(needed);
    }
    let mut start = Start { duals, mate: vec![NONE; n], cycles: Vec::new() };
    start.tighten(adjacency);
    start
}

impl Start {
    /// Lowers the duals of free vertices one after the other as far as they go, and matches on tight edges.
    fn tighten(&mut self, adjacency: &Adjacency) {
        for v in (0u32..).take(self.mate.len()) {
            if self.mate[v as usize] != NONE {
                continue;
            }
            let (mut least, mut partner) = (0, NONE);
            for arc in adjacency.of(v) {
                let needed = arc.weight - self.duals[arc.to as usize];
                let free = self.mate[arc.to as usize] == NONE;
                if needed > least || (needed == least && partner == NONE && free) {
                    least = needed;
                    partner = if free { arc.to } else { NONE };
                }
            }
            self.duals[v as usize] = least;
            if partner != NONE {
                self.mate[v as usize] = partner;
                self.mate[partner as usize] = v;
            }
        }
    }
}
