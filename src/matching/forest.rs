//! Vertices, blossoms within blossoms, and what is known of each while a tree grows.
//!
//! A *node* is a vertex or a blossom: an odd cycle of nodes, contracted. The *top* nodes are those in no blossom. Inside
//! a blossom the matching is left open; it follows from its *base*, the one vertex not matched inside, when somebody
//! needs it ([`Forest::hand_down`]). So matching a blossom anew takes one step, however big it is.

use super::duals::{Duals, Matching, OddSet};
use super::graph::{Adjacency, Graph};
use super::start::{NONE, Start};

/// An edge seen from one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub from: u32,
    pub to: u32,
}

impl Link {
    pub const NONE: Self = Self { from: NONE, to: NONE };

    pub fn is_none(self) -> bool {
        self.to == NONE
    }

    pub fn reversed(self) -> Self {
        Self { from: self.to, to: self.from }
    }
}

/// Where a top node stands in the tree that grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Not in the tree.
    Outside,
    /// An even number of edges from the root: its vertex duals fall.
    Outer,
    /// An odd number of edges from the root: its vertex duals rise.
    Inner,
}

/// A vertex.
#[derive(Debug, Clone)]
pub(super) struct Vertex {
    /// While outer: its dual plus the time, which stands still. Else: its dual less the lift of its top node.
    pub dual: i64,
    /// When the tree reaches it, less the lift of its top node, by the best edge seen; `i64::MAX` if by none.
    pub reach: i64,
    /// The outer end of that edge.
    pub reach_from: u32,
    /// The slot of its top node.
    pub slot: u32,
}

/// What all vertices of one top node share. When nodes merge, the biggest keeps its slot and only the vertices of the
/// others are told of it; when a blossom opens, its parts get back the slots they had.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub node: u32,
    pub state: State,
    /// When it got into that state.
    pub since: i64,
    /// What the duals of its vertices have risen by and don't yet say. 0 while outer.
    pub lift: i64,
}

/// A vertex or a blossom.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The blossom right around it.
    pub parent: u32,
    pub slot: u32,
    /// How many vertices it has.
    pub size: u32,
    /// The vertex not matched inside it.
    pub base: u32,
    /// The edge that matches it, from its base.
    pub mate: Link,
    /// If inner: the edge to its parent in the tree.
    pub tree: Link,
    /// If a blossom: `z`, doubled, as of when it got into its state. Always even.
    pub dual: i64,
    /// The last walk that passed here.
    pub mark: u64,
}

/// A part of a blossom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub node: u32,
    /// The edge to the next part in the cycle.
    pub next: Link,
}

/// Where in the cycle of a blossom one of its parts is.
pub(super) fn place(parts: &[Part], node: u32) -> usize {
    parts.iter().position(|part| part.node == node).expect("the parts of a blossom are those that have it as parent")
}

#[derive(Debug)]
pub(super) struct Forest {
    pub vertices: Vec<Vertex>,
    pub slots: Vec<Slot>,
    pub nodes: Vec<Node>,
    /// The cycle of each blossom, by its node's index less the number of vertices.
    parts: Vec<Vec<Part>>,
    /// Indices of blossoms that are no more.
    spare: Vec<u32>,
}

impl Forest {
    pub fn new(start: Start) -> Self {
        let outside = |node| Slot { node, state: State::Outside, since: 0, lift: 0 };
        let vertex = |(slot, dual)| Vertex { dual, reach: i64::MAX, reach_from: NONE, slot };
        let node = |(v, &mate): (u32, &u32)| Node {
            parent: NONE,
            slot: v,
            size: 1,
            base: v,
            mate: if mate == NONE { Link::NONE } else { Link { from: v, to: mate } },
            tree: Link::NONE,
            dual: 0,
            mark: 0,
        };
        let mut forest = Self {
            slots: (0u32..).take(start.mate.len()).map(outside).collect(),
            nodes: (0u32..).zip(&start.mate).map(node).collect(),
            vertices: (0u32..).zip(start.duals).map(vertex).collect(),
            parts: Vec::new(),
            spare: Vec::new(),
        };
        for cycle in start.cycles {
            let next = cycle.iter().skip(1).chain(&cycle[..1]);
            let part = |(&from, &to)| Part { node: from, next: Link { from, to } };
            forest.contract(cycle.iter().zip(next).map(part).collect());
        }
        forest
    }

    /// The top node that a vertex is in.
    pub fn top(&self, vertex: u32) -> u32 {
        self.slot(vertex).node
    }

    /// The slot of the top node that a vertex is in.
    pub fn slot(&self, vertex: u32) -> &Slot {
        &self.slots[self.vertices[vertex as usize].slot as usize]
    }

    pub fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    pub fn is_blossom(&self, node: u32) -> bool {
        node as usize >= self.vertices.len()
    }

    pub fn is_free(&self, node: u32) -> bool {
        self.node(node).mate.is_none()
    }

    /// The cycle of a blossom.
    pub fn parts(&mut self, blossom: u32) -> &mut Vec<Part> {
        &mut self.parts[blossom as usize - self.vertices.len()]
    }

    /// Matches a node by an edge from one of its vertices.
    pub fn set_mate(&mut self, node: u32, mate: Link) {
        let node = &mut self.nodes[node as usize];
        node.base = mate.from;
        node.mate = mate;
    }

    /// Appends the vertices of a node.
    pub fn leaves(&self, node: u32, leaves: &mut Vec<u32>) {
        if !self.is_blossom(node) {
            leaves.push(node);
            return;
        }
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if self.is_blossom(node) {
                open.extend(self.parts[node as usize - self.vertices.len()].iter().rev().map(|part| part.node));
            } else {
                leaves.push(node);
            }
        }
    }

    /// Makes a blossom of a cycle, with the base and the mate of its first part. Tells its vertices of their slot.
    pub fn contract(&mut self, parts: Vec<Part>) -> u32 {
        let first = self.node(parts[0].node);
        let (base, mate) = (first.base, first.mate);
        let size = parts.iter().map(|part| self.node(part.node).size).sum();
        let biggest =
            parts.iter().map(|part| part.node).reduce(|a, b| if self.node(b).size > self.node(a).size { b } else { a });
        let slot = self.node(biggest.unwrap_or(parts[0].node)).slot;
        let blossom = self.spare.pop().unwrap_or_else(|| {
            self.parts.push(Vec::new());
            u32::try_from(self.vertices.len() + self.parts.len() - 1).expect("there are fewer blossoms than vertices")
        });
        let node = Node { parent: NONE, slot, size, base, mate, tree: Link::NONE, dual: 0, mark: 0 };
        match self.nodes.get_mut(blossom as usize) {
            Some(place) => *place = node,
            None => self.nodes.push(node),
        }
        for part in &parts {
            self.nodes[part.node as usize].parent = blossom;
            self.move_to(part.node, slot);
        }
        self.slots[slot as usize].node = blossom;
        *self.parts(blossom) = parts;
        blossom
    }

    /// Opens a top blossom: its parts become top nodes, matched as its base asks, each in its old slot.
    /// Gives the parts in their cycle.
    pub fn open(&mut self, blossom: u32) -> Vec<Part> {
        let holder = self.part_with(blossom, self.node(blossom).base);
        let parts = self.hand_down(blossom, holder);
        let around = self.node(blossom).slot;
        for part in &parts {
            self.nodes[part.node as usize].parent = NONE;
            let slot = self.node(part.node).slot;
            if slot != around {
                for vertex in self.vertices_of(part.node) {
                    self.vertices[vertex as usize].slot = slot;
                }
            }
            self.slots[slot as usize].node = part.node;
        }
        self.spare.push(blossom);
        parts
    }

    fn move_to(&mut self, node: u32, slot: u32) {
        if self.node(node).slot != slot {
            for vertex in self.vertices_of(node) {
                self.vertices[vertex as usize].slot = slot;
            }
        }
    }

    fn vertices_of(&self, node: u32) -> Vec<u32> {
        let mut leaves = Vec::with_capacity(self.node(node).size as usize);
        self.leaves(node, &mut leaves);
        leaves
    }

    /// The part of a blossom that a vertex is in.
    pub fn part_with(&self, blossom: u32, vertex: u32) -> u32 {
        let mut node = vertex;
        while self.node(node).parent != blossom {
            node = self.node(node).parent;
        }
        node
    }

    /// Matches the parts of a blossom: the one that holds its base as the blossom is, the others two and two along the
    /// cycle. Takes the parts out.
    fn hand_down(&mut self, blossom: u32, holder: u32) -> Vec<Part> {
        let parts = std::mem::take(self.parts(blossom));
        let Node { base, mate, .. } = *self.node(blossom);
        let at = place(&parts, holder);
        let part = &mut self.nodes[holder as usize];
        part.base = base;
        part.mate = mate;
        let count = parts.len();
        for step in (1..count).step_by(2) {
            let (one, other) = (parts[(at + step) % count], parts[(at + step + 1) % count]);
            self.set_mate(one.node, one.next);
            self.set_mate(other.node, one.next.reversed());
        }
        parts
    }

    /// The matching down to the vertices, with its duals. No tree may be growing.
    pub fn into_matching(mut self, graph: &Graph, adjacency: &Adjacency) -> Matching {
        let n = self.vertices.len();
        let vertices = self.vertices.iter().map(|v| v.dual + self.slots[v.slot as usize].lift).collect();
        let mut odd_sets = Vec::new();
        let mut open: Vec<u32> = (0u32..).take(n).map(|v| self.top(v)).filter(|&node| self.is_blossom(node)).collect();
        open.sort_unstable();
        open.dedup();
        while let Some(blossom) = open.pop() {
            // The blossoms around the base, one in the other, all have that base: one walk serves them all.
            let mut holders = vec![self.node(blossom).base];
            while self.node(holders[holders.len() - 1]).parent != blossom {
                holders.push(self.node(holders[holders.len() - 1]).parent);
            }
            let mut around = blossom;
            while let Some(holder) = holders.pop() {
                if self.node(around).dual > 0 {
                    let mut members = self.vertices_of(around);
                    members.sort_unstable();
                    odd_sets.push(OddSet { members, dual: self.node(around).dual });
                }
                let parts = self.hand_down(around, holder);
                let others = parts.iter().map(|part| part.node).filter(|&node| node != holder && self.is_blossom(node));
                open.extend(others);
                around = holder;
            }
        }
        odd_sets.sort_unstable_by(|a, b| (a.members.len(), &a.members).cmp(&(b.members.len(), &b.members)));
        let mate: Vec<Option<u32>> =
            self.nodes[..n].iter().map(|node| (!node.mate.is_none()).then_some(node.mate.to)).collect();
        let edge: Vec<Option<usize>> =
            (0u32..).zip(&mate).map(|(v, mate)| mate.and_then(|mate| adjacency.edge_between(v, mate))).collect();
        let weight = (0u32..).zip(&mate).zip(&edge).filter(|&((v, mate), _)| mate.is_some_and(|mate| v < mate));
        let weight = weight.filter_map(|(_, edge)| edge.map(|edge| graph.edges()[edge].weight)).sum();
        Matching { mate, edge, weight, duals: Duals { vertices, odd_sets } }
    }
}
