//! Where the search starts: feasible duals close to the edges, and a matching on edges that they make tight.

use super::graph::Adjacency;

/// No vertex.
pub(super) const NONE: u32 = u32::MAX;

/// Feasible vertex duals (doubled; no odd sets) and a matching on tight edges.
#[derive(Debug)]
pub(super) struct Start {
    pub duals: Vec<i64>,
    /// The partner, or [`NONE`].
    pub mate: Vec<u32>,
}

/// Every vertex pays half of its heaviest edge; then, in order, as little as its neighbours allow, and takes a partner
/// that is still free if that makes their edge tight.
pub(super) fn greedy(adjacency: &Adjacency) -> Start {
    let n = adjacency.vertices();
    let heaviest = |v: u32| adjacency.of(v).iter().map(|arc| arc.weight / 2).max().unwrap_or(0);
    let duals = (0u32..).take(n).map(heaviest).collect();
    let mut start = Start { duals, mate: vec![NONE; n] };
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
