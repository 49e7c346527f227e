//! Duals of the matching: what teachers save together at most.

use std::collections::{BTreeMap, BTreeSet};

use super::super::prices::rung;
use super::facts::Facts;
use super::{Flaw, MILLI, MOST};
use crate::domain::{Key, Kind, Leaf, Pence, TeacherId, Triads, Vertex, VertexSet};

/// The duals, all doubled (half milli-pence).
pub(super) struct Duals<'a> {
    of: BTreeMap<Vertex, i64>,
    odd_sets: &'a [VertexSet],
    /// The sets around each vertex, ascending.
    around: BTreeMap<Vertex, Vec<usize>>,
    /// Partners wanted by each teacher: who is out wants none.
    wanted: Vec<u32>,
    /// Partners that each teacher is missed for without any: those that only one-way visits give included.
    owed: Vec<u32>,
    ladder: &'a [Pence],
}

impl<'a> Duals<'a> {
    /// The duals of the leaf, if they are of vertices of the instance, and none is below 0.
    pub(super) fn new(facts: &Facts<'a>, leaf: &'a Leaf) -> Result<Self, Flaw> {
        let teachers = facts.problem.teachers.entries();
        let wanted: Vec<u32> = teachers.map(|(id, it)| if facts.watches(id) { it.wanted() } else { 0 }).collect();
        let owed = facts.problem.teachers.keys();
        let owed = owed.map(|id| if facts.is_out(id) { 0 } else { facts.problem.wanted(id) }).collect();
        let is_vertex =
            |vertex: &Vertex| wanted.get(vertex.teacher.index()).is_some_and(|&wanted| vertex.copy < wanted);
        let mut of = BTreeMap::new();
        for (index, &(vertex, dual)) in leaf.vertices.iter().enumerate() {
            if !is_vertex(&vertex) || of.insert(vertex, dual).is_some() {
                return Err(Flaw::Vertex { vertex: index });
            }
            if !(0..=MOST).contains(&dual) {
                return Err(Flaw::VertexDual { vertex: index });
            }
        }
        let mut around: BTreeMap<Vertex, Vec<usize>> = BTreeMap::new();
        for (index, set) in leaf.odd_sets.iter().enumerate() {
            let different: BTreeSet<Vertex> = set.members.iter().copied().collect();
            let size = set.members.len();
            let fits = size >= 3 && different.len() == size && (size % 2 == 1 || may_be_even(facts, &set.members));
            if !fits || !different.iter().all(is_vertex) || !(0..=MOST).contains(&set.dual) {
                return Err(Flaw::OddSet { set: index });
            }
            for member in different {
                around.entry(member).or_default().push(index);
            }
        }
        let ladder = &facts.problem.rates.unserved;
        Ok(Self { of, odd_sets: &leaf.odd_sets, around, wanted, owed, ladder })
    }

    /// What it costs when nobody gets anybody, milli-pence.
    pub(super) fn nobody(&self) -> i128 {
        let steps = self.ladder.len() as u64;
        let of_one = |wanted: u64| -> i128 {
            let listed: i128 = (0..wanted.min(steps)).map(|step| i128::from(rung(self.ladder, step))).sum();
            listed + i128::from(wanted.saturating_sub(steps)) * i128::from(rung(self.ladder, steps))
        };
        self.owed.iter().map(|&wanted| of_one(u64::from(wanted))).sum::<i128>() * MILLI
    }

    /// Twice what a choice of arrangements saves at most, if none saves more than its duals (half milli-pence): it meets
    /// a vertex at most once, and takes at most half the vertices of a set, rounded down, two by two or more.
    pub(super) fn objective(&self) -> i128 {
        let vertices: i128 = self.of.values().map(|&dual| i128::from(dual)).sum();
        let sets = self.odd_sets.iter().map(|set| i128::from(set.dual) * (set.members.len() / 2) as i128);
        vertices + sets.sum::<i128>()
    }

    /// Partners that the teacher wants in this round.
    pub(super) fn wanted(&self, teacher: TeacherId) -> u32 {
        self.wanted[teacher.index()]
    }

    /// Twice the least that a schedule of the members may cost at the prices (half milli-pence), as whichever of the
    /// partners that they want: anything cheaper saves more than their duals and those of odd sets that hold two of
    /// them or more. `None` when one of them wants nobody.
    pub(super) fn least(&self, members: &[TeacherId]) -> Option<i128> {
        let mut most = None;
        self.over_copies(members, &mut Vec::new(), &mut most);
        most
    }

    /// Twice the most that one partner of the teacher saves beyond its dual (half milli-pence), no odd set counted.
    pub(super) fn most(&self, teacher: TeacherId) -> i128 {
        self.copies(teacher).map(|vertex| self.worth(vertex)).max().unwrap_or(0)
    }

    /// Nobody gets more partners than there are others, and who gets some may count them as the first ones.
    fn copies(&self, teacher: TeacherId) -> impl Iterator<Item = Vertex> + use<> {
        let most = u32::try_from(self.wanted.len()).unwrap_or(u32::MAX);
        (0..self.wanted[teacher.index()].min(most)).map(move |copy| Vertex { teacher, copy })
    }

    fn over_copies(&self, members: &[TeacherId], chosen: &mut Vec<Vertex>, most: &mut Option<i128>) {
        let Some((&first, others)) = members.split_first() else {
            *most = (*most).max(Some(self.allowed(chosen)));
            return;
        };
        for vertex in self.copies(first) {
            chosen.push(vertex);
            self.over_copies(others, chosen, most);
            chosen.pop();
        }
    }

    fn worth(&self, vertex: Vertex) -> i128 {
        let worth = i128::from(rung(self.ladder, u64::from(vertex.copy))) * 2 * MILLI;
        worth - self.of.get(&vertex).map_or(0, |&dual| i128::from(dual))
    }

    fn allowed(&self, vertices: &[Vertex]) -> i128 {
        let mut around: Vec<usize> =
            vertices.iter().filter_map(|vertex| self.around.get(vertex)).flatten().copied().collect();
        around.sort_unstable();
        let shared = around.chunk_by(|one, other| one == other).filter(|of_one| of_one.len() >= 2);
        let times = |of_one: &[usize]| {
            let even = self.odd_sets[of_one[0]].members.len().is_multiple_of(2);
            if even && of_one.len() == 3 { 2 } else { 1 }
        };
        let sets: i128 = shared.map(|of_one| times(of_one) * i128::from(self.odd_sets[of_one[0]].dual)).sum();
        vertices.iter().map(|&vertex| self.worth(vertex)).sum::<i128>() - sets
    }
}

/// Whether a set of 2k vertices has room for k arrangements with two or more of them, one with three counted twice: all
/// are of one school that may have one triad at most. Beside a triad of three of them there are k - 2 pairs at most.
fn may_be_even(facts: &Facts, members: &[Vertex]) -> bool {
    let rules = &facts.problem.rules;
    let one = !rules.arrangements.contains(&Kind::Triad) || rules.triads != Triads::Free;
    let school =
        |vertex: &Vertex| facts.problem.teachers.iter().nth(vertex.teacher.index()).map(|person| person.school);
    one && members.windows(2).all(|two| school(&two[0]) == school(&two[1]))
}
