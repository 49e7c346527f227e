//! Maximum-weight matching against a bitmask dynamic programme, against rustworkx-core, on hard families, and its
//! certificate against forgers.

use std::collections::HashMap;

use opendoor::matching::{Graph, Matching, bound, check, max_weight};
use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::UnGraph;

/// Reproducible numbers without a crate (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    fn vertex(&mut self, vertices: usize) -> u32 {
        u32::try_from(self.below(vertices)).expect("vertices are u32")
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below(usize::try_from(high - low + 1).expect("low <= high"))).expect("small")
    }

    /// A random graph, with parallel edges now and then.
    fn graph(&mut self, vertices: usize, edges: usize, low: i64, high: i64) -> Graph {
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

/// The greatest weight by a table over the sets of vertices still to be matched.
fn by_table(graph: &Graph) -> i64 {
    let n = graph.vertices();
    let mut weight = vec![vec![0i64; n]; n];
    for edge in graph.edges() {
        let (u, v) = (edge.u as usize, edge.v as usize);
        weight[u][v] = weight[u][v].max(edge.weight);
        weight[v][u] = weight[u][v];
    }
    let mut best = vec![0i64; 1 << n];
    for set in 1usize..1 << n {
        let u = set.trailing_zeros() as usize;
        let rest = set & (set - 1);
        let mut most = best[rest];
        for v in (u + 1..n).filter(|v| rest >> v & 1 == 1) {
            most = most.max(weight[u][v] + best[rest & !(1 << v)]);
        }
        best[set] = most;
    }
    best[(1 << n) - 1]
}

fn by_rustworkx(graph: &Graph) -> i64 {
    let mut heaviest: HashMap<(u32, u32), i64> = HashMap::new();
    for edge in graph.edges() {
        let place = heaviest.entry((edge.u.min(edge.v), edge.u.max(edge.v))).or_insert(edge.weight);
        *place = edge.weight.max(*place);
    }
    let mut edges: Vec<(u32, u32, i64)> = heaviest.into_iter().map(|((u, v), w)| (u, v, w)).collect();
    edges.sort_unstable();
    let mut peer: UnGraph<(), i64> = UnGraph::with_capacity(graph.vertices(), edges.len());
    let nodes: Vec<_> = (0..graph.vertices()).map(|_| peer.add_node(())).collect();
    for &(u, v, w) in &edges {
        peer.add_edge(nodes[u as usize], nodes[v as usize], w);
    }
    let taken = max_weight_matching(&peer, false, |edge| Ok::<i128, ()>(i128::from(*edge.weight())), false);
    let taken = taken.expect("the weights are given without failure");
    let weights: HashMap<(u32, u32), i64> = edges.into_iter().map(|(u, v, w)| ((u, v), w)).collect();
    let key = |(u, v): (usize, usize)| {
        (u32::try_from(u.min(v)).expect("a vertex"), u32::try_from(u.max(v)).expect("a vertex"))
    };
    taken.into_iter().map(|pair| weights[&key(pair)]).sum()
}

/// Matches, checks, and shows the graph if anything is wrong.
fn proven(graph: &Graph) -> Matching {
    let matching = max_weight(graph);
    if let Err(flaw) = check(graph, &matching) {
        panic!("{flaw}\n{graph:?}\n{matching:?}");
    }
    assert_eq!(bound(&matching.duals), matching.weight);
    matching
}

#[test]
fn small_graphs_match_the_table() {
    let mut numbers = Numbers(0x0DD5_E75);
    let ranges = [(1, 1), (1, 2), (-1, 3), (1, 8), (-20, 100), (1, 1000), (-1_000_000, 1_000_000_000), (40, 43)];
    for round in 0..20_000 {
        let n = 1 + numbers.below(11);
        let edges = numbers.below(n * n + 1);
        let (low, high) = ranges[round % ranges.len()];
        let graph = numbers.graph(n, edges, low, high);
        let weight = proven(&graph).weight;
        assert_eq!(weight, by_table(&graph), "{graph:?}");
    }
}

#[test]
fn middling_graphs_match_rustworkx() {
    let mut numbers = Numbers(0x0A11_5EED);
    for round in 0..60 {
        let n = 10 + numbers.below(if round % 6 == 0 { 290 } else { 90 });
        let edges = [n, 2 * n, 5 * n, n * n / 2][round % 4];
        let (low, high) = [(1, 3), (1, 100), (-1000, 1_000_000)][round % 3];
        let graph = numbers.graph(n, edges, low, high);
        assert_eq!(proven(&graph).weight, by_rustworkx(&graph), "{n} vertices, {edges} edges, {low}..={high}");
    }
}
