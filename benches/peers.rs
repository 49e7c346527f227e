//! The matching kernel beside its peers, each once on the same graphs: rustworkx-core here, LEMON by
//! `benches/peers/lemon.cpp`. `cargo bench --bench peers -- --graphs FOLDER` also writes each graph into the folder, as
//! `make peers` has it; every line of the answer is a JSON object.

#[path = "../tests/common/graphs.rs"]
mod graphs;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

use graphs::{FAMILIES, Numbers, vertex};
use opendoor::matching::{Graph, max_weight};
use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::UnGraph;

/// The peer's time grows with the cube of the vertices.
const MOST_FOR_RUSTWORKX: usize = 1000;

/// Each is measured at least so often, and again until so much time has gone by; the median counts.
const RUNS: usize = 3;
const ENOUGH: Duration = Duration::from_millis(500);

/// All pairs, weights as pence of a pair's worth less its prices.
fn dense(vertices: usize) -> Graph {
    let mut numbers = Numbers(7);
    let mut graph = Graph::new(vertices);
    for u in 0..vertices {
        for v in u + 1..vertices {
            graph.add(vertex(u), vertex(v), numbers.between(-20_000, 80_000));
        }
    }
    graph
}

/// Ten edges a vertex on average.
fn sparse(vertices: usize, low: i64, high: i64) -> Graph {
    Numbers(11).graph(vertices, 5 * vertices, low, high)
}

fn graphs() -> Vec<(String, Graph)> {
    let mut graphs = Vec::new();
    for vertices in [65, 150, 300] {
        graphs.push((format!("dense-{vertices}"), dense(vertices)));
    }
    for vertices in [100, 1_000, 10_000, 100_000] {
        graphs.push((format!("sparse-{vertices}"), sparse(vertices, 1, 1_000_000)));
    }
    for vertices in [1_000, 10_000, 100_000] {
        graphs.push((format!("ties-{vertices}"), sparse(vertices, 1_000_000, 1_000_004)));
    }
    for (name, family) in ["tiny-steps", "chain", "triangles", "nested"].into_iter().zip(FAMILIES) {
        for vertices in [1_000, 10_000, 100_000] {
            graphs.push((format!("{name}-{vertices}"), family(&mut Numbers(13), vertices)));
        }
    }
    graphs
}

/// Vertices and edges, then an edge a line: two vertices and the weight.
fn text(graph: &Graph) -> String {
    let mut text = format!("{} {}\n", graph.vertices(), graph.edges().len());
    for edge in graph.edges() {
        writeln!(text, "{} {} {}", edge.u, edge.v, edge.weight).expect("a string takes everything");
    }
    text
}

/// The median time, in microseconds.
fn measured<T>(run: impl Fn() -> T) -> u128 {
    let started = Instant::now();
    let mut times = Vec::new();
    while times.len() < RUNS || started.elapsed() < ENOUGH {
        let from = Instant::now();
        black_box(run());
        times.push(from.elapsed().as_micros());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn peer(graph: &Graph) -> UnGraph<(), i128> {
    let mut peer = UnGraph::with_capacity(graph.vertices(), graph.edges().len());
    let nodes: Vec<_> = (0..graph.vertices()).map(|_| peer.add_node(())).collect();
    for edge in graph.edges() {
        let (u, v) = (nodes[edge.u as usize], nodes[edge.v as usize]);
        // The peer knows no parallel edges: the heaviest stays.
        let weight = peer.find_edge(u, v).map_or(i128::MIN, |known| peer[known]);
        peer.update_edge(u, v, weight.max(i128::from(edge.weight)));
    }
    peer
}

/// What rustworkx-core takes, after its weight was found to be `weight`.
fn rustworkx(graph: &Graph, weight: i64) -> u128 {
    let peer = peer(graph);
    let run = || max_weight_matching(&peer, false, |edge| Ok::<_, ()>(*edge.weight()), false).expect("no failure");
    let heavy = run().into_iter().map(|(u, v)| {
        let (u, v) = (vertex(u).into(), vertex(v).into());
        peer[peer.find_edge(u, v).expect("an edge")]
    });
    assert_eq!(heavy.sum::<i128>(), i128::from(weight), "rustworkx-core finds another weight");
    measured(run)
}

fn main() {
    let mut arguments = env::args().skip_while(|argument| argument != "--graphs").skip(1);
    let folder = arguments.next().map(PathBuf::from);
    for (name, graph) in graphs() {
        if let Some(folder) = &folder {
            fs::write(folder.join(format!("{name}.txt")), text(&graph)).expect("the folder can be written to");
        }
        let weight = max_weight(&graph).weight;
        let own = measured(|| max_weight(&graph));
        let peer = if graph.vertices() <= MOST_FOR_RUSTWORKX {
            rustworkx(&graph, weight).to_string()
        } else {
            "null".to_owned()
        };
        println!(
            r#"{{"graph":"{name}","vertices":{},"edges":{},"weight":{weight},"opendoor_us":{own},"rustworkx_us":{peer}}}"#,
            graph.vertices(),
            graph.edges().len()
        );
    }
}
