//! Graphs that are hard to match, from a seed; the benches measure on them too.

use opendoor::matching::Graph;

/// Reproducible numbers without a crate (xorshift64*).
pub struct Numbers(pub u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    pub fn vertex(&mut self, vertices: usize) -> u32 {
        u32::try_from(self.below(vertices)).expect("vertices are u32")
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below(usize::try_from(high - low + 1).expect("low <= high"))).expect("small")
    }

    /// A random graph, with parallel edges now and then.
    pub fn graph(&mut self, vertices: usize, edges: usize, low: i64, high: i64) -> Graph {
        let mut graph = Graph::new(vertices);
        for _ in 0..edges {
            let (u, v) = (self.vertex(vertices), self.vertex(vertices));
            if u != v {
                graph.add(u, v, self.between(low, high));
            }
        }
        graph
    }
}

/// Every vertex has three to five neighbours, and the weights hardly differ: the duals move by ones.
pub fn tiny_steps(numbers: &mut Numbers, vertices: usize) -> Graph {
    let mut graph = Graph::new(vertices);
    for u in 0..vertices {
        for _ in 0..2 {
            let v = numbers.below(vertices);
            if u != v {
                graph.add(vertex(u), vertex(v), 1_000_000 + numbers.between(0, 4));
            }
        }
    }
    graph
}

/// A path whose weights rise slowly: one choice at its end turns all of it.
pub fn chain(numbers: &mut Numbers, vertices: usize) -> Graph {
    let mut graph = Graph::new(vertices);
    let mut weight = 1000;
    for v in 1..vertices {
        weight += numbers.between(0, 2);
        graph.add(vertex(v - 1), vertex(v), weight);
    }
    graph
}

/// Triangles in a row, each tied to the next, most weights the same.
pub fn triangles(numbers: &mut Numbers, vertices: usize) -> Graph {
    let mut graph = Graph::new(vertices);
    for v in 2..vertices {
        let weight = 10 + numbers.between(0, 1);
        if v % 3 == 2 {
            graph.add(vertex(v - 2), vertex(v - 1), weight);
            graph.add(vertex(v - 1), vertex(v), weight);
            graph.add(vertex(v - 2), vertex(v), weight);
        } else {
            let back = 1 + numbers.below(v.min(4));
            graph.add(vertex(v - back), vertex(v), weight - numbers.between(0, 4));
        }
    }
    graph
}

/// A triangle, and around it ever wider odd cycles that are worth a little less; then vertices that hang on at random
/// and break some of them open.
pub fn nested(numbers: &mut Numbers, vertices: usize) -> Graph {
    let mut graph = Graph::new(vertices);
    let core = vertices - vertices / 4;
    let mut weight = 8 * i64::try_from(vertices).expect("small") + 40;
    for v in (2..core).step_by(2) {
        let (low, high) = if v == 2 { (0, 0) } else { (numbers.below(v - 1), numbers.below(v - 1)) };
        let (a, b) = (v - 1, v);
        graph.add(vertex(low), vertex(a), weight);
        graph.add(vertex(a), vertex(b), weight);
        graph.add(vertex(b), vertex(high), weight);
        weight -= 2 * numbers.between(1, 3);
    }
    for v in core..vertices {
        let at = numbers.below(core);
        graph.add(vertex(at), vertex(v), weight + numbers.between(-weight, weight / 8));
        let other = numbers.below(v);
        graph.add(vertex(other), vertex(v), numbers.between(1, weight));
    }
    graph
}

/// An index as a vertex.
pub fn vertex(index: usize) -> u32 {
    u32::try_from(index).expect("vertices are u32")
}

/// Makes a graph of so many vertices.
pub type Family = fn(&mut Numbers, usize) -> Graph;

/// All of the hard ones.
pub const FAMILIES: [Family; 4] = [tiny_steps, chain, triangles, nested];
