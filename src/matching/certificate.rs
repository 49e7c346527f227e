//! The check of a matching and its duals. It shares nothing with the search, and trusts nothing.

use std::fmt;

use super::duals::{Duals, Matching};
use super::graph::Graph;

/// What is wrong with a matching or its duals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A list has not one entry for each vertex.
    Length,
    /// The vertex and its partner do not agree, or the edge given does not join them.
    Mate {
        /// The vertex.
        vertex: u32,
    },
    /// The edges taken do not add up to the weight stated.
    Weight {
        /// What they add up to.
        found: i128,
    },
    /// The vertex has a dual below 0.
    NegativeVertex {
        /// The vertex.
        vertex: u32,
    },
    /// The set has fewer than three members, an even number, one that is no vertex, or they don't rise.
    Members {
        /// Index of the set.
        set: usize,
    },
    /// The set has a dual of 0 or below.
    Dual {
        /// Index of the set.
        set: usize,
    },
    /// The edge weighs more than the duals of its ends and of the sets around it pay for.
    Underpaid {
        /// Index of the edge.
        edge: usize,
    },
    /// The duals allow for a heavier matching, so nothing is proven.
    Gap {
        /// Twice the weight of the matching.
        weight: i128,
        /// The duals' objective, doubled as well.
        bound: i128,
    },
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => write!(f, "a list has not one entry for each vertex"),
            Self::Mate { vertex } => write!(f, "vertex {vertex}: partner and edge do not agree"),
            Self::Weight { found } => write!(f, "the edges taken weigh {found}, not what is stated"),
            Self::NegativeVertex { vertex } => write!(f, "vertex {vertex}: its dual is below 0"),
            Self::Members { set } => write!(f, "odd set {set}: its members are no odd set of three or more, rising"),
            Self::Dual { set } => write!(f, "odd set {set}: its dual is not above 0"),
            Self::Underpaid { edge } => write!(f, "edge {edge}: it weighs more than the duals pay for"),
            Self::Gap { weight, bound } => write!(f, "the matching weighs {weight}/2, the duals prove {bound}/2 only"),
        }
    }
}

impl std::error::Error for Flaw {}

/// Confirms that the matching is one of the graph, that its weight is as stated, and that its duals prove it greatest.
///
/// # Errors
/// The first [`Flaw`] found.
pub fn check(graph: &Graph, matching: &Matching) -> Result<(), Flaw> {
    let found = weigh(graph, matching)?;
    if found != i128::from(matching.weight) {
        return Err(Flaw::Weight { found });
    }
    check_duals(graph, &matching.duals)?;
    let (weight, bound) = (2 * found, matching.duals.objective());
    if weight == bound { Ok(()) } else { Err(Flaw::Gap { weight, bound }) }
}

/// Confirms that the duals are feasible for the graph, so that [`bound`](super::bound) holds for every matching in it.
///
/// # Errors
/// The first [`Flaw`] found.
pub fn check_duals(graph: &Graph, duals: &Duals) -> Result<(), Flaw> {
    if duals.vertices.len() != graph.vertices() {
        return Err(Flaw::Length);
    }
    if let Some((_, vertex)) = duals.vertices.iter().zip(0u32..).find(|&(&y, _)| y < 0) {
        return Err(Flaw::NegativeVertex { vertex });
    }
    // The sets around each vertex, by rising index.
    let mut around: Vec<Vec<usize>> = vec![Vec::new(); graph.vertices()];
    for (set, odd) in duals.odd_sets.iter().enumerate() {
        let rising = odd.members.windows(2).all(|pair| pair[0] < pair[1]);
        let known = odd.members.last().is_some_and(|&last| (last as usize) < graph.vertices());
        if odd.members.len() < 3 || odd.members.len() % 2 == 0 || !rising || !known {
            return Err(Flaw::Members { set });
        }
        if odd.dual <= 0 {
            return Err(Flaw::Dual { set });
        }
        for &member in &odd.members {
            around[member as usize].push(set);
        }
    }
    for (index, edge) in graph.edges().iter().enumerate() {
        let (u, v) = (edge.u as usize, edge.v as usize);
        let own = i128::from(duals.vertices[u]) + i128::from(duals.vertices[v]);
        let both = around[u].iter().filter(|set| around[v].binary_search(set).is_ok());
        let paid = own + both.map(|&set| i128::from(duals.odd_sets[set].dual)).sum::<i128>();
        if paid < 2 * i128::from(edge.weight) {
            return Err(Flaw::Underpaid { edge: index });
        }
    }
    Ok(())
}

/// The weight of a matching, if it is one.
fn weigh(graph: &Graph, matching: &Matching) -> Result<i128, Flaw> {
    if matching.mate.len() != graph.vertices() || matching.edge.len() != graph.vertices() {
        return Err(Flaw::Length);
    }
    let mut weight = 0;
    for ((&mate, &edge), vertex) in matching.mate.iter().zip(&matching.edge).zip(0u32..) {
        let flaw = Flaw::Mate { vertex };
        match (mate, edge) {
            (None, None) => {}
            (Some(mate), Some(edge)) => {
                let back = matching.mate.get(mate as usize).copied().flatten();
                let same = matching.edge.get(mate as usize).copied().flatten();
                let joins = graph.edges().get(edge).ok_or(flaw)?;
                let (low, high) = (vertex.min(mate), vertex.max(mate));
                if back != Some(vertex)
                    || same != Some(edge)
                    || (joins.u.min(joins.v), joins.u.max(joins.v)) != (low, high)
                {
                    return Err(flaw);
                }
                if vertex == low {
                    weight += i128::from(joins.weight);
                }
            }
            _ => return Err(flaw),
        }
    }
    Ok(weight)
}
