//! Maximum-weight matching in general graphs, with a proof.
//!
//! A *matching* takes edges that share no vertex; here it need not be perfect nor as large as can be, only as heavy
//! as can be. [`max_weight`] gives one together with its linear-programming duals, and [`check`] proves from the
//! graph, the matching and the duals alone that no matching is heavier. The weights are integers and so is all the
//! arithmetic; the same graph gives the same matching, edge by edge.
//!
//! The way through the code:
//! - `graph`: edges as the caller adds them, and the compact neighbour lists that the search reads;
//! - `start`: feasible duals close to the edges, and a first matching on the edges that are tight already;
//! - `fractional`: the best *half-integral* matching, which leaves odd cycles and little else to do;
//! - `forest`: vertices, blossoms within blossoms, and the alternating tree on top of them;
//! - `search`: one tree grown from one unmatched vertex until the matching can be bettered (the primal-dual method
//!   of Edmonds, 1965; the rules for the steps of the duals are in Galil, *Efficient algorithms for finding maximum
//!   matching in graphs*, 1986);
//! - `duals`: what is returned, and the bound it stands for;
//! - `certificate`: the check, which shares no line with the search.
//!
//! A search never leaves the connected component it starts in, and ties are broken by the order of the vertices: so
//! each component is matched as if the others were not there.

mod certificate;
mod duals;
mod forest;
mod fractional;
mod graph;
mod search;
mod start;

pub use certificate::{Flaw, check, check_duals};
pub use duals::{Duals, Matching, OddSet, bound};
pub use graph::{Edge, Graph, MAX_VERTICES, MAX_WEIGHT};

use forest::Forest;
use graph::Adjacency;
use start::Start;

/// A matching of the greatest weight, with duals that prove it.
///
/// Edges of weight 0 or less are never taken. O(n m log n) at worst for n vertices and m edges; far less in practice.
#[must_use]
pub fn max_weight(graph: &Graph) -> Matching {
    let adjacency = Adjacency::new(graph);
    let start = start::greedy(&adjacency);
    finish(graph, &adjacency, start)
}

/// As [`max_weight`], from the duals of a graph whose weights were a little different.
///
/// The weight is the same as from nothing; where several matchings have it, another may come out. Any duals will do,
/// good ones save time: on large sparse graphs a half to four fifths, on dense ones of a hundred vertices or more up to
/// as much, below that nothing; where most weights are equal and many have moved, a start from nothing is faster.
#[must_use]
pub fn max_weight_from(graph: &Graph, previous: &Duals) -> Matching {
    let adjacency = Adjacency::new(graph);
    let start = start::lifted(&adjacency, previous);
    finish(graph, &adjacency, start)
}

fn finish(graph: &Graph, adjacency: &Adjacency, start: Start) -> Matching {
    let mut forest = Forest::new(fractional::improve(adjacency, start));
    search::match_all(adjacency, &mut forest);
    forest.into_matching(graph, adjacency)
}
