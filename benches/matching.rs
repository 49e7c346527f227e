//! The matching kernel: dense graphs as a school's round of prices makes them, sparse ones up to a district, and
//! rustworkx-core beside it where it is not too slow.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use opendoor::matching::{Graph, max_weight};
use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::UnGraph;

/// Reproducible numbers (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) % end
    }

    fn vertex(&mut self, vertices: u32) -> u32 {
        u32::try_from(self.below(vertices.into())).expect("below a u32")
    }

    fn weight(&mut self, low: i64, span: u64) -> i64 {
        low + i64::try_from(self.below(span)).expect("small")
    }
}

/// All pairs, weights as pence of a pair's worth less its prices.
fn dense(vertices: u32) -> Graph {
    let mut numbers = Numbers(7);
    let mut graph = Graph::new(vertices as usize);
    for u in 0..vertices {
        for v in u + 1..vertices {
            graph.add(u, v, numbers.weight(-20_000, 100_000));
        }
    }
    graph
}

/// Ten edges a vertex on average, weights from a range.
fn sparse(vertices: u32, low: i64, span: u64) -> Graph {
    let mut numbers = Numbers(11);
    let mut graph = Graph::new(vertices as usize);
    for _ in 0..u64::from(vertices) * 5 {
        let (u, v) = (numbers.vertex(vertices), numbers.vertex(vertices));
        if u != v {
            graph.add(u, v, numbers.weight(low, span));
        }
    }
    graph
}

fn peer(graph: &Graph) -> UnGraph<(), i128> {
    let mut peer = UnGraph::with_capacity(graph.vertices(), graph.edges().len());
    let nodes: Vec<_> = (0..graph.vertices()).map(|_| peer.add_node(())).collect();
    for edge in graph.edges() {
        peer.update_edge(nodes[edge.u as usize], nodes[edge.v as usize], i128::from(edge.weight));
    }
    peer
}

fn matching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("matching");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    let graphs = [
        ("dense/65", dense(65)),
        ("dense/150", dense(150)),
        ("sparse/1000", sparse(1000, 1, 1_000_000)),
        ("sparse/10000", sparse(10_000, 1, 1_000_000)),
        ("sparse/100000", sparse(100_000, 1, 1_000_000)),
        ("ties/1000", sparse(1000, 1_000_000, 5)),
        ("ties/10000", sparse(10_000, 1_000_000, 5)),
    ];
    for (name, graph) in &graphs {
        group.bench_with_input(BenchmarkId::new("opendoor", name), graph, |bench, graph| {
            bench.iter(|| max_weight(black_box(graph)));
        });
    }
    for (name, graph) in graphs.iter().filter(|(_, graph)| graph.vertices() <= 1000) {
        group.bench_with_input(BenchmarkId::new("rustworkx-core", name), &peer(graph), |bench, graph| {
            bench.iter(|| max_weight_matching(black_box(graph), false, |edge| Ok::<_, ()>(*edge.weight()), false));
        });
    }
    group.finish();
}

criterion_group!(benches, matching);
criterion_main!(benches);
