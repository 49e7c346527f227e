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
mod graph;
mod search;
mod start;

pub use certificate::{Flaw, check, check_duals};
pub use duals::{Duals, Matching, OddSet, bound};
pub use graph::{Edge, Graph, MAX_VERTICES, MAX_WEIGHT};

use forest::Forest;
use graph::Adjacency;

/// A matching of the greatest weight, with duals that prove it.
///
/// Edges of weight 0 or less are never taken. O(n m log n) at worst for n vertices and m edges; far less in practice.
#[must_use]
pub fn max_weight(graph: &Graph) -> Matching {
    let adjacency = Adjacency::new(graph);
    let start = start::greedy(&adjacency);
    let mut forest = Forest::new(start);
    search::match_all(&adjacency, &mut forest);
    forest.into_matching(graph, &adjacency)
}
