//! What a matching comes with: duals that prove its weight.

/// A matching and the duals that prove that none is heavier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// The partner of every vertex.
    pub mate: Vec<Option<u32>>,
    /// The edge that matches every vertex, as an index into the graph's edges.
    pub edge: Vec<Option<usize>>,
    /// The sum of the weights of the edges taken.
    pub weight: i64,
    /// The proof.
    pub duals: Duals,
}

/// Duals of the matching problem. All are **doubled**: in these units everything stays an integer.
///
/// They are *feasible* if none is negative and, for every edge `uv` of weight `w`,
/// `y(u) + y(v) + sum of z(S) over the odd sets S that hold both u and v >= 2 w`.
/// Then no matching weighs more than [`bound`]: it meets a vertex at most once and takes at most `(|S| - 1) / 2` edges
/// inside S.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duals {
    /// `y` of every vertex, doubled, at least 0. At most twice the greatest weight if [`max_weight`] made it.
    ///
    /// [`max_weight`]: super::max_weight
    pub vertices: Vec<i64>,
    /// The odd sets with a dual above 0. Two of them are disjoint or one holds the other; inner ones come first.
    pub odd_sets: Vec<OddSet>,
}

/// An odd set of vertices and its dual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddSet {
    /// The vertices in it, three or more, an odd number, in rising order.
    pub members: Vec<u32>,
    /// `z`, doubled, above 0.
    pub dual: i64,
}

impl Duals {
    /// `sum y(v) + sum z(S) (|S| - 1) / 2`: twice the bound, exactly.
    #[must_use]
    pub fn objective(&self) -> i128 {
        let vertices: i128 = self.vertices.iter().map(|&y| i128::from(y)).sum();
        let half = |members: usize| i128::try_from(members.saturating_sub(1) / 2).unwrap_or(i128::from(u64::MAX));
        let sets: i128 = self.odd_sets.iter().map(|set| i128::from(set.dual) * half(set.members.len())).sum();
        vertices + sets
    }
}

/// The weight that no matching exceeds, if the duals are feasible for its graph: half their objective, rounded down.
/// Whether they are feasible is for [`check_duals`](super::check_duals) to say.
#[must_use]
pub fn bound(duals: &Duals) -> i64 {
    let whole = duals.objective().div_euclid(2);
    // Beyond an i64 there is no weight of a matching, so the ends of the range are as true as the number.
    i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
}
