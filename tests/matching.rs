//! Maximum-weight matching against a bitmask dynamic programme, against rustworkx-core, on hard families, and its
//! certificate against forgers.

#[path = "common/graphs.rs"]
mod graphs;

use std::collections::HashMap;

use graphs::{FAMILIES, Numbers, nested, vertex};
use opendoor::matching::{Flaw, Graph, Matching, OddSet, bound, check, max_weight, max_weight_from};
use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::UnGraph;

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
    let mut numbers = Numbers(0x00DD_5E75);
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

#[test]
fn small_hard_graphs_match_the_table() {
    let mut numbers = Numbers(0x0BAD_CAFE);
    for round in 0..4000 {
        let n = 4 + numbers.below(11);
        let graph = FAMILIES[round % 4](&mut numbers, n);
        assert_eq!(proven(&graph).weight, by_table(&graph), "{graph:?}");
    }
}

#[test]
fn middling_hard_graphs_match_rustworkx() {
    let mut numbers = Numbers(0x00FA_B1E5);
    for round in 0..80 {
        let n = 20 + numbers.below(160);
        let graph = FAMILIES[round % 4](&mut numbers, n);
        assert_eq!(proven(&graph).weight, by_rustworkx(&graph), "family {}, {n} vertices", round % 4);
    }
}

#[test]
fn big_hard_graphs_are_proven() {
    let mut numbers = Numbers(0x00B1_6B16);
    for family in FAMILIES {
        let graph = family(&mut numbers, 20_000);
        proven(&graph);
    }
}

/// How many odd sets lie in one another, at most.
fn depth(matching: &Matching) -> usize {
    let sets = &matching.duals.odd_sets;
    let holds = |outer: &[u32], inner: &[u32]| inner.iter().all(|v| outer.binary_search(v).is_ok());
    let mut depths = vec![1; sets.len()];
    for outer in 0..sets.len() {
        for inner in 0..outer {
            if holds(&sets[outer].members, &sets[inner].members) {
                depths[outer] = depths[outer].max(depths[inner] + 1);
            }
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

#[test]
fn odd_sets_nest_and_never_cross() {
    let mut numbers = Numbers(0x00DD_0DD0);
    let mut deepest = 0;
    for _ in 0..50 {
        let matching = proven(&nested(&mut numbers, 120));
        deepest = deepest.max(depth(&matching));
        let sets = &matching.duals.odd_sets;
        for (index, one) in sets.iter().enumerate() {
            assert_eq!(one.dual % 2, 0);
            for other in &sets[..index] {
                let shared = other.members.iter().filter(|v| one.members.binary_search(v).is_ok()).count();
                assert!(shared == 0 || shared == other.members.len(), "two odd sets cross");
            }
        }
    }
    assert!(deepest >= 4, "blossoms within blossoms, but only {deepest} deep");
}

#[test]
fn a_forged_certificate_is_refused() {
    let mut numbers = Numbers(0x0F0_12CE);
    let mut forged = 0;
    for round in 0..40 {
        let n = 8 + numbers.below(24);
        let graph = if round % 2 == 0 { nested(&mut numbers, n) } else { numbers.graph(n, 3 * n, 1, 9) };
        let honest = proven(&graph);
        let mut refuse = |change: &dyn Fn(&mut Matching)| {
            let mut matching = honest.clone();
            change(&mut matching);
            assert!(matching != honest && check(&graph, &matching).is_err(), "{graph:?}\n{honest:?}\n{matching:?}");
            forged += 1;
        };
        for by in [-2, -1, 1, 2] {
            refuse(&|m| m.weight += by);
            for v in 0..n {
                refuse(&|m| m.duals.vertices[v] += by);
            }
            for set in 0..honest.duals.odd_sets.len() {
                refuse(&|m| m.duals.odd_sets[set].dual += by);
            }
        }
        for v in 0..n {
            if let Some(edge) = honest.edge[v] {
                refuse(&|m| m.mate[v] = None);
                refuse(&|m| m.edge[v] = None);
                refuse(&|m| m.edge[v] = Some((edge + 1) % graph.edges().len()));
                refuse(&|m| m.mate[v] = Some(vertex(v)));
                refuse(&|m| m.mate[v] = Some(u32::MAX));
                refuse(&|m| m.edge[v] = Some(usize::MAX));
            } else {
                refuse(&|m| m.mate[v] = Some(0));
            }
        }
        for (set, odd) in honest.duals.odd_sets.iter().enumerate() {
            refuse(&|m| m.duals.odd_sets.truncate(set));
            refuse(&|m| m.duals.odd_sets[set].members[0] = u32::MAX);
            refuse(&|m| m.duals.odd_sets[set].members.reverse());
            refuse(&|m| m.duals.odd_sets[set].members.truncate(1));
            let stranger = (0..n).map(vertex).find(|v| !odd.members.contains(v));
            for place in 0..odd.members.len() {
                if let Some(stranger) = stranger {
                    refuse(&|m| {
                        m.duals.odd_sets[set].members[place] = stranger;
                        m.duals.odd_sets[set].members.sort_unstable();
                    });
                }
                refuse(&|m| {
                    m.duals.odd_sets[set].members.remove(place);
                });
            }
        }
        refuse(&|m| m.duals.vertices.push(0));
        refuse(&|m| m.mate.push(None));
        refuse(&|m| m.edge.push(None));
    }
    assert!(forged > 5000, "{forged}");
}

#[test]
fn the_certificate_of_one_graph_does_not_pass_for_another() {
    let mut graph = Graph::new(4);
    graph.add(0, 1, 5);
    graph.add(1, 2, 7);
    graph.add(2, 3, 5);
    let matching = proven(&graph);
    assert_eq!((matching.weight, matching.mate[0], matching.edge[0]), (10, Some(1), Some(0)));
    graph.set_weight(1, 11);
    assert_eq!(check(&graph, &matching), Err(Flaw::Underpaid { edge: 1 }));
    assert_eq!(proven(&graph).weight, 11);
    graph.set_weight(1, 0);
    graph.set_weight(0, -3);
    assert_eq!(check(&graph, &matching), Err(Flaw::Weight { found: 2 }));
    assert_eq!(proven(&graph).weight, 5);
}

#[test]
fn the_same_graph_gives_the_same_matching() {
    let mut numbers = Numbers(0x0005_A3E5);
    for round in 0..20 {
        let graph = if round % 2 == 0 { nested(&mut numbers, 90) } else { numbers.graph(200, 900, 1, 4) };
        assert_eq!(max_weight(&graph), max_weight(&graph.clone()));
    }
}

#[test]
fn a_component_is_matched_as_if_alone() {
    let mut numbers = Numbers(0x0C0_4401);
    let parts: Vec<Graph> = (0..5).map(|_| numbers.graph(40, 130, 1, 6)).collect();
    let mut whole = Graph::new(200);
    for (at, part) in (0u32..).zip(&parts) {
        for edge in part.edges() {
            whole.add(edge.u + 40 * at, edge.v + 40 * at, edge.weight);
        }
    }
    let whole = proven(&whole);
    for (at, part) in parts.iter().enumerate() {
        let alone = proven(part);
        let own = &whole.mate[40 * at..40 * (at + 1)];
        let moved = own.iter().map(|mate| mate.map(|mate| mate - 40 * vertex(at)));
        assert!(moved.eq(alone.mate.iter().copied()));
    }
}

#[test]
fn the_heaviest_of_parallel_edges_counts_and_the_first_of_equals() {
    let mut graph = Graph::new(2);
    for weight in [3, -8, 9, 9, 1] {
        graph.add(1, 0, weight);
    }
    let matching = proven(&graph);
    assert_eq!((matching.weight, matching.edge), (9, vec![Some(2), Some(2)]));
}

#[test]
fn nothing_to_gain_gives_nothing() {
    assert_eq!(proven(&Graph::new(0)).weight, 0);
    let mut graph = Graph::new(3);
    graph.add(0, 1, 0);
    graph.add(1, 2, -4);
    let matching = proven(&graph);
    assert_eq!((matching.weight, matching.mate), (0, vec![None; 3]));
}

#[test]
fn the_greatest_weights_stay_in_range() {
    let mut numbers = Numbers(0x0B16_B165);
    let most = opendoor::matching::MAX_WEIGHT;
    for _ in 0..200 {
        let n = 3 + numbers.below(10);
        let graph = numbers.graph(n, 3 * n, most - 3, most);
        assert_eq!(proven(&graph).weight, by_table(&graph));
    }
}

#[test]
fn from_other_duals_the_weight_is_the_same() {
    let mut numbers = Numbers(0x0057_A127);
    for round in 0..2000 {
        let n = 4 + numbers.below(9);
        let mut graph = match round % 5 {
            4 => numbers.graph(n, 3 * n, 1, 40),
            family => FAMILIES[family](&mut numbers, n),
        };
        let mut duals = proven(&graph).duals;
        for edge in 0..graph.edges().len() {
            let weight = graph.edges()[edge].weight;
            graph.set_weight(edge, weight + numbers.between(-3, 3));
        }
        if round % 7 == 0 {
            // Nonsense is no worse than nothing.
            duals.vertices[0] = [i64::MIN, i64::MAX, -1][round % 3];
            duals.vertices.truncate(numbers.below(n + 1));
            duals.odd_sets.push(OddSet { members: vec![0, u32::MAX], dual: i64::MAX });
        }
        let warm = max_weight_from(&graph, &duals);
        assert_eq!(check(&graph, &warm), Ok(()));
        assert_eq!(warm.weight, by_table(&graph), "{graph:?}");
    }
}
