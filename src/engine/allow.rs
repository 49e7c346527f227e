//! What an arrangement may cost, given duals: the worth of its members less what their duals pay for. All doubled, in
//! half milli-pence, as the duals are.
//!
//! Beside the odd sets of the matching there may be *even sets*, of vertices of one school that has one ring at most. Of
//! 2k vertices no k pairs are left beside a ring of three of them, but k - 2: so the set has room for k arrangements
//! with two or more in it when a ring with all three in it counts twice.

use super::bound::Vertices;
use crate::compile::{Model, Team};
use crate::domain::TeacherId;
use crate::matching::{Duals, OddSet};

/// What a ring may cost.
pub trait Allow: Sync {
    /// What `teacher` adds to it at most.
    fn most(&self, teacher: TeacherId) -> i64;
    /// What is taken off for two of them, at least, a third for every two of the three.
    fn two(&self, _: TeacherId, _: TeacherId) -> i64 {
        0
    }
    /// What the three may cost; never more than what they add less what is taken off for every two.
    fn ring(&self, ring: [TeacherId; 3]) -> i64;
}

/// Twice what pairs save at most by the duals: a set of 2k or 2k + 1 vertices has room for k of them.
pub fn objective(duals: &Duals) -> i128 {
    let vertices: i128 = duals.vertices.iter().map(|&dual| i128::from(dual)).sum();
    let room = |set: &OddSet| i128::try_from(set.members.len() / 2).expect("a few vertices");
    vertices + duals.odd_sets.iter().map(|set| i128::from(set.dual) * room(set)).sum::<i128>()
}

/// Allowances by duals of the matching and of even sets, over the vertices.
pub struct Allowances<'d> {
    vertices: &'d Vertices,
    duals: &'d Duals,
    /// The sets around each vertex, ascending.
    around: Vec<Vec<usize>>,
    /// What counters add to the price of every ring, milli-pence.
    toll: i64,
}

impl<'d> Allowances<'d> {
    /// The allowances of these duals.
    pub fn new(vertices: &'d Vertices, duals: &'d Duals) -> Self {
        let mut around: Vec<Vec<usize>> = vec![Vec::new(); vertices.teacher.len()];
        for (index, set) in duals.odd_sets.iter().enumerate() {
            for &member in &set.members {
                around[member as usize].push(index);
            }
        }
        Self { vertices, duals, around, toll: 0 }
    }

    /// The same where counters add `toll` to the price of every ring, milli-pence.
    pub fn with_toll(self, toll: i64) -> Self {
        Self { toll, ..self }
    }

    /// What one vertex is worth over its dual.
    fn share(&self, vertex: u32) -> i64 {
        2 * self.vertices.worth[vertex as usize] - self.duals.vertices[vertex as usize]
    }

    /// What sets take that hold both vertices.
    pub fn both(&self, u: u32, v: u32) -> i64 {
        let other = &self.around[v as usize];
        let sets = self.around[u as usize].iter().filter(|set| other.contains(set));
        sets.map(|&set| self.duals.odd_sets[set].dual).sum()
    }

    /// What sets take that hold two or three of the vertices: each once, an even one that holds all three twice.
    fn two_or_three(&self, u: u32, v: u32, w: u32) -> i64 {
        let [u, v, w] = [u, v, w].map(|vertex| &self.around[vertex as usize]);
        let first = u.iter().filter(|set| v.contains(set) || w.contains(set));
        let others = v.iter().filter(|set| w.contains(set) && !u.contains(set));
        let once: i64 = first.chain(others).map(|&set| self.duals.odd_sets[set].dual).sum();
        let twice = u.iter().filter(|&&set| self.duals.odd_sets[set].members.len().is_multiple_of(2));
        let twice = twice.filter(|set| v.contains(set) && w.contains(set));
        once + twice.map(|&set| self.duals.odd_sets[set].dual).sum::<i64>()
    }

    /// What a pair may cost, as whichever of the partners that the two want.
    pub fn pair(&self, a: TeacherId, b: TeacherId) -> i64 {
        let all = self.vertices.mutual(a).flat_map(|u| self.vertices.mutual(b).map(move |v| (u, v)));
        all.map(|(u, v)| self.vertex_pair(u, v)).max().unwrap_or(i64::MIN / 4)
    }

    /// What serving a teacher without an edge may cost.
    pub fn alone(&self, teacher: TeacherId) -> i64 {
        self.vertices.of(teacher).map(|vertex| self.share(vertex)).max().unwrap_or(i64::MIN / 4)
    }

    /// What a team may cost.
    pub fn team(&self, model: &Model<'_>, team: Team) -> i64 {
        match team {
            Team::Two(two) => {
                let of = &model.twos[two as usize];
                self.pair(of.a, of.b)
            }
            Team::Ring(ring) => self.ring(ring),
            Team::One(one) => self.alone(model.ones[one as usize].observer),
        }
    }

    /// What a pair may cost as these two vertices.
    pub fn vertex_pair(&self, u: u32, v: u32) -> i64 {
        self.share(u) + self.share(v) - self.both(u, v)
    }
}

impl Allow for Allowances<'_> {
    fn most(&self, teacher: TeacherId) -> i64 {
        let share = self.vertices.mutual(teacher).map(|vertex| self.share(vertex)).max().unwrap_or(i64::MIN / 16);
        share + third_of_toll(self.toll)
    }

    /// Of a set that holds all three, what it takes; of one that holds two, a third of that, which is less.
    fn two(&self, a: TeacherId, b: TeacherId) -> i64 {
        let is_outside =
            |teacher: TeacherId| self.vertices.mutual(teacher).any(|vertex| self.around[vertex as usize].is_empty());
        if is_outside(a) || is_outside(b) {
            return 0;
        }
        let taken = |u: u32, v: u32| {
            let other = &self.around[v as usize];
            let sets =
                self.around[u as usize].iter().filter(|set| other.contains(set)).map(|&set| &self.duals.odd_sets[set]);
            sets.map(|set| if set.members.len() % 2 == 0 { 2 * set.dual } else { set.dual }).sum::<i64>().div_euclid(3)
        };
        let all = self.vertices.mutual(a).flat_map(|u| self.vertices.mutual(b).map(move |v| (u, v)));
        all.map(|(u, v)| taken(u, v)).min().unwrap_or(0)
    }

    fn ring(&self, [a, b, c]: [TeacherId; 3]) -> i64 {
        let mut most = i64::MIN / 4;
        for u in self.vertices.mutual(a) {
            for v in self.vertices.mutual(b) {
                for w in self.vertices.mutual(c) {
                    let shares = self.share(u) + self.share(v) + self.share(w);
                    most = most.max(shares - self.two_or_three(u, v, w));
                }
            }
        }
        most - 2 * self.toll
    }
}

/// What a toll leaves each member of a ring, half milli-pence: three of them are no less than what it leaves the ring.
pub fn third_of_toll(toll: i64) -> i64 {
    -(2 * toll).div_euclid(3)
}

/// Allowances by what each teacher pays, milli-pence, and nothing else.
pub struct Paying<'d>(pub &'d [i64]);

impl Allow for Paying<'_> {
    fn most(&self, teacher: TeacherId) -> i64 {
        2 * self.0[crate::domain::Key::index(teacher)]
    }

    fn ring(&self, ring: [TeacherId; 3]) -> i64 {
        ring.iter().map(|&member| self.most(member)).sum()
    }
}
