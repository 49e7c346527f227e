//! The heaviest *half-integral* matching: edges, and odd cycles each of whose edges is taken by half.
//!
//! Trees grow here as in `search`, but where two outer vertices meet no blossom is made: the cycle that they close is
//! taken by halves, the way from it to the root is turned round, and the search is over. A later search that runs into
//! such a cycle matches one of its vertices and pairs off the rest. Most searches are short for it, and the few cycles
//! that are left become the free blossoms where the real search starts. The duals are those of the relaxation without
//! odd sets (Balinski, 1965), and feasible for the matching problem.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::Adjacency;
use super::start::{NONE, Start};

/// Betters a start until its duals are the best that do without odd sets.
pub(super) fn improve(adjacency: &Adjacency, start: Start) -> Start {
    let vertex =
        |(dual, mate)| Vertex { dual, reach: i64::MAX, from: NONE, mate, next: NONE, role: Role::Outside, mark: 0 };
    let mut search = Search {
        adjacency,
        vertices: start.duals.into_iter().zip(start.mate).map(vertex).collect(),
        time: 0,
        limit: i64::MAX,
        end: End::Zero(NONE),
        events: BinaryHeap::new(),
        outer: Vec::new(),
        inner: Vec::new(),
        reached: Vec::new(),
        walk: 0,
    };
    for v in (0u32..).take(adjacency.vertices()) {
        let vertex = search.at(v);
        if vertex.mate == NONE && vertex.next == NONE && vertex.dual > 0 {
            search.run(v);
        }
    }
    search.into_start()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Outside,
    Outer,
    Inner,
}

#[derive(Debug, Clone)]
struct Vertex {
    /// The dual; while outer plus the time, while inner less the time, so that it stands still.
    dual: i64,
    /// When the tree reaches it by the best edge seen.
    reach: i64,
    /// The outer end of that edge; its parent in the tree if inner.
    from: u32,
    /// The partner.
    mate: u32,
    /// The next in its cycle.
    next: u32,
    role: Role,
    /// The last walk that passed here.
    mark: u32,
}

/// How a search ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The dual of an outer vertex is 0.
    Zero(u32),
    /// The second vertex is free or in a cycle, and reached from the first.
    Free(u32, u32),
    /// Two outer vertices meet.
    Meet(u32, u32),
}

struct Search<'a> {
    adjacency: &'a Adjacency,
    vertices: Vec<Vertex>,
    /// How much the duals of outer vertices have fallen.
    time: i64,
    limit: i64,
    end: End,
    events: BinaryHeap<Reverse<(i64, u32)>>,
    outer: Vec<u32>,
    inner: Vec<u32>,
    reached: Vec<u32>,
    walk: u32,
}

impl Search<'_> {
    fn at(&self, v: u32) -> &Vertex {
        &self.vertices[v as usize]
    }

    fn at_mut(&mut self, v: u32) -> &mut Vertex {
        &mut self.vertices[v as usize]
    }

    fn run(&mut self, root: u32) {
        self.time = 0;
        self.limit = i64::MAX;
        self.make_outer(root);
        while let Some(Reverse((time, v))) = self.events.pop() {
            if time >= self.limit {
                break;
            }
            if self.at(v).role == Role::Outside && self.at(v).reach == time {
                self.time = time;
                let vertex = self.at_mut(v);
                vertex.role = Role::Inner;
                vertex.dual -= time;
                let mate = vertex.mate;
                self.inner.push(v);
                self.make_outer(mate);
            }
        }
        match self.end {
            End::Zero(v) => self.turn(v, NONE),
            End::Free(u, v) => {
                self.break_cycle(v);
                self.at_mut(v).mate = u;
                self.turn(u, v);
            }
            End::Meet(u, v) => self.close_cycle(u, v),
        }
        self.settle();
    }

    fn end_at(&mut self, time: i64, end: End) {
        if time < self.limit {
            self.limit = time;
            self.end = end;
        }
    }

    fn make_outer(&mut self, u: u32) {
        let time = self.time;
        let vertex = self.at_mut(u);
        vertex.role = Role::Outer;
        vertex.dual += time;
        let dual = vertex.dual;
        self.outer.push(u);
        self.end_at(dual, End::Zero(u));
        for arc in self.adjacency.of(u) {
            let vertex = &mut self.vertices[arc.to as usize];
            let sum = dual + vertex.dual - arc.weight;
            match vertex.role {
                Role::Inner => {}
                Role::Outer => self.end_at(sum / 2, End::Meet(u, arc.to)),
                Role::Outside if sum >= self.limit.min(vertex.reach) => {}
                Role::Outside if vertex.mate == NONE => self.end_at(sum, End::Free(u, arc.to)),
                Role::Outside => {
                    if vertex.reach == i64::MAX {
                        self.reached.push(arc.to);
                    }
                    vertex.reach = sum;
                    vertex.from = u;
                    self.events.push(Reverse((sum, arc.to)));
                }
            }
        }
    }

    /// Gives an outer vertex another mate, or none, and turns the way from it to the root round.
    fn turn(&mut self, mut u: u32, mut mate: u32) {
        loop {
            let before = std::mem::replace(&mut self.at_mut(u).mate, mate);
            if before == NONE {
                return;
            }
            let parent = self.at(before).from;
            self.at_mut(before).mate = parent;
            u = parent;
            mate = before;
        }
    }

    /// Pairs off the cycle of a vertex without it, if it is in one.
    fn break_cycle(&mut self, v: u32) {
        let mut one = std::mem::replace(&mut self.at_mut(v).next, NONE);
        while one != v && one != NONE {
            let other = std::mem::replace(&mut self.at_mut(one).next, NONE);
            let next = std::mem::replace(&mut self.at_mut(other).next, NONE);
            self.at_mut(one).mate = other;
            self.at_mut(other).mate = one;
            one = next;
        }
    }

    /// The outer vertex two edges nearer to the root.
    fn above(&self, outer: u32) -> Option<u32> {
        let mate = self.at(outer).mate;
        (mate != NONE).then(|| self.at(mate).from)
    }

    /// Takes the cycle that an edge between two outer vertices closes by halves.
    fn close_cycle(&mut self, one: u32, other: u32) {
        self.walk += 1;
        let mut here = [Some(one), Some(other)];
        let mut side = 0;
        let first = loop {
            if let Some(v) = here[side] {
                if self.at(v).mark == self.walk {
                    break v;
                }
                let walk = self.walk;
                self.at_mut(v).mark = walk;
                here[side] = self.above(v);
            }
            side = 1 - side;
        };
        let way = |from: u32| {
            let mut way = Vec::new();
            let mut outer = from;
            while outer != first {
                let inner = self.at(outer).mate;
                way.extend([outer, inner]);
                outer = self.at(inner).from;
            }
            way
        };
        let mut cycle = vec![first];
        cycle.extend(way(one).into_iter().rev());
        cycle.extend(way(other));
        self.turn(first, NONE);
        for (at, &v) in cycle.iter().enumerate() {
            let next = cycle[(at + 1) % cycle.len()];
            let vertex = self.at_mut(v);
            vertex.mate = NONE;
            vertex.next = next;
        }
    }

    /// Writes down what the duals have become, and clears the tree.
    fn settle(&mut self) {
        let time = self.limit;
        for v in self.outer.drain(..) {
            let vertex = &mut self.vertices[v as usize];
            vertex.dual -= time;
            vertex.role = Role::Outside;
        }
        for v in self.inner.drain(..) {
            let vertex = &mut self.vertices[v as usize];
            vertex.dual += time;
            vertex.role = Role::Outside;
        }
        for v in self.reached.drain(..) {
            self.vertices[v as usize].reach = i64::MAX;
        }
        self.events.clear();
    }

    fn into_start(mut self) -> Start {
        let mut cycles = Vec::new();
        for v in (0u32..).take(self.vertices.len()) {
            let mut cycle = Vec::new();
            let mut at = v;
            while self.at(at).next != NONE {
                cycle.push(at);
                at = std::mem::replace(&mut self.at_mut(at).next, NONE);
            }
            if !cycle.is_empty() {
                cycles.push(cycle);
            }
        }
        let mate = self.vertices.iter().map(|vertex| vertex.mate).collect();
        let duals = self.vertices.into_iter().map(|vertex| vertex.dual).collect();
        Start { duals, mate, cycles }
    }
}
