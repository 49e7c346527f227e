//! One alternating tree, grown from one unmatched node until the matching can be bettered.
//!
//! *Time* is how much the duals of outer vertices have fallen since the search began: those of inner vertices have
//! risen by as much, the duals of outer and inner blossoms have gone up and down by twice as much. Nothing is updated
//! as time goes: what changes is kept in a form that stands still, and every event has its time from the start.
//! The search ends at its *limit*, the first time that an outer vertex has a dual of 0 or a free node is reached;
//! events at or after it need not be looked at, which keeps the trees small.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::forest::{Forest, Link, Part, State, place};
use super::graph::Adjacency;
use super::start::NONE;

/// Betters the matching from every node that is not matched and could be, until it is of the greatest weight.
pub(super) fn match_all(adjacency: &Adjacency, forest: &mut Forest) {
    let mut search = Search {
        adjacency,
        forest,
        time: 0,
        limit: i64::MAX,
        end: Link::NONE,
        events: BinaryHeap::new(),
        outer: Vec::new(),
        scanned: 0,
        touched: Vec::new(),
        reached: Vec::new(),
        walk: 0,
    };
    for v in (0u32..).take(adjacency.vertices()) {
        let node = search.forest.top(v);
        let base = search.forest.node(node).base;
        // A free node has no lift: it was outer when it became free.
        if search.forest.is_free(node) && search.forest.vertices[base as usize].dual > 0 {
            search.run(node);
        }
    }
}

/// Something to look at when its time has come.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// The edge between two outer vertices has become tight.
    Meet(u32, u32),
    /// The best edge to a vertex outside has become tight.
    Reach(u32),
    /// The dual of an inner blossom has come down to 0.
    Expand(u32),
}

impl Event {
    /// The event with its time, so that they sort by time, then by kind and place.
    fn at(self, time: i64) -> u128 {
        let (kind, a, b) = match self {
            Self::Meet(u, v) => (0, u, v),
            Self::Reach(v) => (1, v, 0),
            Self::Expand(node) => (2, node, 0),
        };
        let time = u64::try_from(time).expect("time starts at 0");
        // Nodes are fewer than 2^22.
        (u128::from(time) << 64) | (kind << 62) | (u128::from(a) << 32) | u128::from(b)
    }

    fn from_key(key: u128) -> (i64, Self) {
        let low = |shift: u32, mask: u128| u32::try_from((key >> shift) & mask).expect("masked to 32 bits or fewer");
        let (a, b) = (low(32, (1 << 30) - 1), low(0, (1 << 32) - 1));
        let event = match low(62, 3) {
            0 => Self::Meet(a, b),
            1 => Self::Reach(a),
            _ => Self::Expand(a),
        };
        (i64::try_from(key >> 64).expect("made from an i64"), event)
    }
}

struct Search<'a> {
    adjacency: &'a Adjacency,
    forest: &'a mut Forest,
    time: i64,
    /// When the search ends.
    limit: i64,
    /// How it ends: an edge from an outer vertex to a free one; or a vertex with a dual of 0, and none.
    end: Link,
    events: BinaryHeap<Reverse<u128>>,
    /// The outer vertices.
    outer: Vec<u32>,
    /// How many of them have shown their edges.
    scanned: usize,
    /// Slots that are or were in the tree.
    touched: Vec<u32>,
    /// Vertices with a reach.
    reached: Vec<u32>,
    /// Number of the last walk up the tree.
    walk: u64,
}

impl Search<'_> {
    /// Grows a tree from a free node, and leaves the matching better and the duals feasible.
    fn run(&mut self, root: u32) {
        self.time = 0;
        self.limit = i64::MAX;
        self.make_outer(root);
        loop {
            while let Some(&u) = self.outer.get(self.scanned) {
                self.scanned += 1;
                self.scan(u);
            }
            let Some(Reverse(key)) = self.events.pop() else { break };
            let (time, event) = Event::from_key(key);
            if time >= self.limit {
                break;
            }
            self.time = time;
            match event {
                Event::Meet(u, v) if self.forest.vertices[u as usize].slot != self.forest.vertices[v as usize].slot => {
                    self.shrink(Link { from: u, to: v });
                }
                Event::Reach(v) => {
                    let (vertex, slot) = (&self.forest.vertices[v as usize], self.forest.slot(v));
                    if slot.state == State::Outside && vertex.reach + slot.lift == time {
                        self.grow(Link { from: v, to: vertex.reach_from });
                    }
                }
                Event::Expand(node) => {
                    let slot = &self.forest.slots[self.forest.node(node).slot as usize];
                    if slot.node == node && slot.state == State::Inner {
                        self.expand(node);
                    }
                }
                Event::Meet(..) => {}
            }
        }
        self.time = self.limit;
        self.augment();
        self.settle();
    }

    fn push(&mut self, time: i64, event: Event) {
        if time < self.limit {
            self.events.push(Reverse(event.at(time)));
        }
    }

    fn end_at(&mut self, time: i64, end: Link) {
        if time < self.limit {
            self.limit = time;
            self.end = end;
        }
    }

    /// Takes a node that is outside into the tree as outer.
    fn make_outer(&mut self, node: u32) {
        let index = self.forest.node(node).slot;
        let slot = &mut self.forest.slots[index as usize];
        let rise = std::mem::take(&mut slot.lift);
        slot.state = State::Outer;
        slot.since = self.time;
        self.touched.push(index);
        self.add_outer(node, rise);
    }

    /// Makes the vertices of a node outer, whose duals say what they are but for a rise.
    fn add_outer(&mut self, node: u32, rise: i64) {
        let from = self.outer.len();
        self.forest.leaves(node, &mut self.outer);
        for index in from..self.outer.len() {
            let v = self.outer[index];
            let vertex = &mut self.forest.vertices[v as usize];
            vertex.dual += rise + self.time;
            let zero = vertex.dual;
            self.end_at(zero, Link { from: v, to: NONE });
        }
    }

    /// Takes a matched node that is outside into the tree as inner.
    fn make_inner(&mut self, node: u32, tree: Link) {
        let place = &mut self.forest.nodes[node as usize];
        place.tree = tree;
        let (index, dual) = (place.slot, place.dual);
        let slot = &mut self.forest.slots[index as usize];
        slot.state = State::Inner;
        slot.since = self.time;
        self.touched.push(index);
        if self.forest.is_blossom(node) {
            self.push(self.time + dual / 2, Event::Expand(node));
        }
    }

    /// Takes the node of an outside vertex into the tree, and its mate.
    fn grow(&mut self, tree: Link) {
        let node = self.forest.top(tree.from);
        self.make_inner(node, tree);
        let mate = self.forest.top(self.forest.node(node).mate.to);
        self.make_outer(mate);
    }

    /// Looks at the edges of an outer vertex.
    fn scan(&mut self, u: u32) {
        let own = self.forest.vertices[u as usize].slot;
        let dual = self.forest.vertices[u as usize].dual;
        for arc in self.adjacency.of(u) {
            let vertex = &self.forest.vertices[arc.to as usize];
            if vertex.slot == own {
                continue;
            }
            let slot = &self.forest.slots[vertex.slot as usize];
            let sum = dual + vertex.dual - arc.weight;
            if slot.state == State::Outer {
                self.push(sum / 2, Event::Meet(u, arc.to));
                continue;
            }
            // An inner vertex that is no blossom's stays in the tree to the end.
            let (outside, time) = (slot.state == State::Outside, sum + slot.lift);
            if sum >= vertex.reach || time >= self.limit || !(outside || self.forest.is_blossom(slot.node)) {
                continue;
            }
            if outside && self.forest.is_free(slot.node) {
                self.end_at(time, Link { from: u, to: arc.to });
                continue;
            }
            if vertex.reach == i64::MAX {
                self.reached.push(arc.to);
            }
            let vertex = &mut self.forest.vertices[arc.to as usize];
            vertex.reach = sum;
            vertex.reach_from = u;
            if outside {
                self.push(time, Event::Reach(arc.to));
            }
        }
    }

    /// The outer node two edges nearer to the root.
    fn above(&self, outer: u32) -> Option<u32> {
        let mate = self.forest.node(outer).mate;
        let inner = (!mate.is_none()).then(|| self.forest.top(mate.to))?;
        Some(self.forest.top(self.forest.node(inner).tree.to))
    }

    /// The first outer node that is on the way to the root from both.
    fn meeting(&mut self, one: u32, other: u32) -> u32 {
        self.walk += 1;
        let mut here = [Some(one), Some(other)];
        let mut side = 0;
        loop {
            if let Some(node) = here[side] {
                if self.forest.node(node).mark == self.walk {
                    return node;
                }
                self.forest.nodes[node as usize].mark = self.walk;
                here[side] = self.above(node);
            }
            side = 1 - side;
        }
    }

    /// The nodes from an outer node up to below another one, each with the edge to the next.
    fn path(&self, from: u32, to: u32) -> Vec<Part> {
        let mut path = Vec::new();
        let mut outer = from;
        while outer != to {
            let mate = self.forest.node(outer).mate;
            let inner = self.forest.top(mate.to);
            let tree = self.forest.node(inner).tree;
            path.extend([Part { node: outer, next: mate }, Part { node: inner, next: tree }]);
            outer = self.forest.top(tree.to);
        }
        path
    }

    /// Makes a blossom of the cycle that a tight edge between two outer nodes closes.
    fn shrink(&mut self, closing: Link) {
        let (one, other) = (self.forest.top(closing.from), self.forest.top(closing.to));
        let first = self.meeting(one, other);
        let mut parts = vec![Part { node: first, next: closing }];
        for up in self.path(one, first).into_iter().rev() {
            let last = parts.len() - 1;
            parts[last].next = up.next.reversed();
            parts.push(Part { node: up.node, next: closing });
        }
        parts.extend(self.path(other, first));
        for part in &parts {
            let index = self.forest.node(part.node).slot as usize;
            let slot = &mut self.forest.slots[index];
            let passed = self.time - slot.since;
            let lift = std::mem::take(&mut slot.lift);
            let state = std::mem::replace(&mut slot.state, State::Outside);
            if state == State::Inner {
                self.add_outer(part.node, lift + passed);
            }
            if self.forest.is_blossom(part.node) {
                let change = if state == State::Inner { -2 * passed } else { 2 * passed };
                self.forest.nodes[part.node as usize].dual += change;
            }
        }
        let blossom = self.forest.contract(parts);
        let slot = &mut self.forest.slots[self.forest.nodes[blossom as usize].slot as usize];
        slot.state = State::Outer;
        slot.since = self.time;
    }

    /// Opens an inner blossom whose dual has come down to 0. The parts on the even way from where the tree came in to
    /// the base stay in the tree; the others leave it, matched among themselves.
    fn expand(&mut self, blossom: u32) {
        let node = self.forest.node(blossom);
        let (tree, base) = (node.tree, node.base);
        let slot = &self.forest.slots[node.slot as usize];
        let lift = slot.lift + self.time - slot.since;
        let (entry, exit) = (self.forest.part_with(blossom, tree.from), self.forest.part_with(blossom, base));
        let parts = self.forest.open(blossom);
        for part in &parts {
            let slot = &mut self.forest.slots[self.forest.nodes[part.node as usize].slot as usize];
            slot.state = State::Outside;
            slot.lift = lift;
        }
        let (count, entry, exit) = (parts.len(), place(&parts, entry), place(&parts, exit));
        // Matched pairs start right after the exit: an entry an odd way on is matched to the part after it.
        let forward = (entry + count - exit) % count % 2 == 1;
        let step = |at: usize| if forward { (at + 1) % count } else { (at + count - 1) % count };
        let (mut at, mut came) = (entry, tree);
        loop {
            self.make_inner(parts[at].node, came);
            if at == exit {
                break;
            }
            let outer = step(at);
            self.make_outer(parts[outer].node);
            at = step(outer);
            came = if forward { parts[outer].next.reversed() } else { parts[at].next };
        }
        let mut left = Vec::new();
        for part in &parts {
            if self.forest.slots[self.forest.node(part.node).slot as usize].state == State::Outside {
                self.forest.leaves(part.node, &mut left);
            }
        }
        for v in left {
            let reach = self.forest.vertices[v as usize].reach;
            if reach < i64::MAX {
                self.push(reach + lift, Event::Reach(v));
            }
        }
    }

    /// Betters the matching at the end of the search.
    fn augment(&mut self) {
        let Link { from, to } = self.end;
        let mut node = self.forest.top(from);
        let mut mate = Link::NONE;
        if to != NONE {
            let free = self.forest.top(to);
            self.forest.set_mate(free, self.end.reversed());
            mate = self.end;
        }
        let mut base = from;
        loop {
            let before = self.forest.node(node).mate;
            let place = &mut self.forest.nodes[node as usize];
            place.base = base;
            place.mate = mate;
            if before.is_none() {
                return;
            }
            let inner = self.forest.top(before.to);
            let tree = self.forest.node(inner).tree;
            self.forest.set_mate(inner, tree);
            node = self.forest.top(tree.to);
            mate = tree.reversed();
            base = mate.from;
        }
    }

    /// Writes down what the duals have become, and clears the tree.
    fn settle(&mut self) {
        for index in self.touched.drain(..) {
            let slot = &mut self.forest.slots[index as usize];
            let passed = self.time - slot.since;
            let change = match slot.state {
                State::Outside => continue,
                State::Outer => 2 * passed,
                State::Inner => {
                    slot.lift += passed;
                    -2 * passed
                }
            };
            slot.state = State::Outside;
            let node = slot.node;
            if self.forest.is_blossom(node) {
                self.forest.nodes[node as usize].dual += change;
            }
        }
        for v in self.outer.drain(..) {
            self.forest.vertices[v as usize].dual -= self.time;
        }
        for v in self.reached.drain(..) {
            self.forest.vertices[v as usize].reach = i64::MAX;
        }
        self.events.clear();
        self.scanned = 0;
    }
}
