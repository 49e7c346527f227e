//! Graphs with integer weights, and the neighbour lists that the search reads.

/// The most vertices that a graph may have.
pub const MAX_VERTICES: usize = 1 << 20;

/// The greatest weight, up or down, that an edge may have (about 4.4e12): with it every sum fits an `i64`.
pub const MAX_WEIGHT: i64 = 1 << 42;

/// An edge between two different vertices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// One end.
    pub u: u32,
    /// The other end.
    pub v: u32,
    /// What a matching gains by it; 0 or less means that it is never taken.
    pub weight: i64,
}

/// A graph on the vertices `0..vertices`. Parallel edges are allowed: the heaviest counts, of equals the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    vertices: usize,
    edges: Vec<Edge>,
}

impl Graph {
    /// A graph without edges.
    ///
    /// # Panics
    /// If there are more than [`MAX_VERTICES`].
    #[must_use]
    pub fn new(vertices: usize) -> Self {
        assert!(vertices <= MAX_VERTICES, "a graph has at most {MAX_VERTICES} vertices");
        Self { vertices, edges: Vec::new() }
    }

    /// Adds an edge and gives its index: 0, 1, 2, …
    ///
    /// # Panics
    /// If an end is no vertex, both ends are the same vertex, or the weight is beyond [`MAX_WEIGHT`] either way.
    pub fn add(&mut self, u: u32, v: u32, weight: i64) -> usize {
        assert!((u as usize) < self.vertices && (v as usize) < self.vertices, "an edge ends at vertices of its graph");
        assert_ne!(u, v, "an edge joins two different vertices");
        assert!((-MAX_WEIGHT..=MAX_WEIGHT).contains(&weight), "a weight is at most {MAX_WEIGHT} either way");
        self.edges.push(Edge { u, v, weight });
        self.edges.len() - 1
    }

    /// Gives an edge another weight.
    ///
    /// # Panics
    /// If there is no such edge, or the weight is beyond [`MAX_WEIGHT`] either way.
    pub fn set_weight(&mut self, edge: usize, weight: i64) {
        assert!((-MAX_WEIGHT..=MAX_WEIGHT).contains(&weight), "a weight is at most {MAX_WEIGHT} either way");
        self.edges[edge].weight = weight;
    }

    /// How many vertices there are.
    #[must_use]
    pub fn vertices(&self) -> usize {
        self.vertices
    }

    /// The edges in the order in which they were added.
    #[must_use]
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }
}

/// A neighbour, and twice the weight of the edge to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub to: u32,
    /// Index of the edge in the graph.
    pub edge: u32,
    /// Twice the edge's weight, above 0.
    pub weight: i64,
}

/// The neighbours of every vertex, one after the other in one array: only edges of a weight above 0, and of parallel
/// ones only the one that counts.
#[derive(Debug)]
pub(super) struct Adjacency {
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Adjacency {
    pub fn new(graph: &Graph) -> Self {
        let n = graph.vertices;
        let useful = || graph.edges.iter().zip(0u32..).filter(|(edge, _)| edge.weight > 0);
        let mut first = vec![0u32; n + 1];
        for (edge, _) in useful() {
            first[edge.u as usize + 1] += 1;
            first[edge.v as usize + 1] += 1;
        }
        for v in 0..n {
            first[v + 1] += first[v];
        }
        let mut next = first.clone();
        let mut arcs = vec![Arc { to: 0, edge: 0, weight: 0 }; first[n] as usize];
        let mut put = |from: u32, arc: Arc| {
            let place = &mut next[from as usize];
            arcs[*place as usize] = arc;
            *place += 1;
        };
        for (edge, index) in useful() {
            put(edge.u, Arc { to: edge.v, edge: index, weight: 2 * edge.weight });
            put(edge.v, Arc { to: edge.u, edge: index, weight: 2 * edge.weight });
        }
        let mut adjacency = Self { first, arcs };
        adjacency.merge_parallel();
        adjacency
    }

    /// Keeps the heaviest arc to each neighbour, of equals the first, at the place of the first.
    fn merge_parallel(&mut self) {
        let n = self.vertices();
        // Where the arc to a neighbour was put, valid if it is at or after the first of the current vertex.
        let mut seen = vec![u32::MAX; n];
        let mut end = 0u32;
        let mut from = 0u32;
        for v in 0..n {
            let (start, to) = (end, self.first[v + 1]);
            for at in from..to {
                let arc = self.arcs[at as usize];
                let place = seen[arc.to as usize];
                if place != u32::MAX && place >= start {
                    let kept = &mut self.arcs[place as usize];
                    if arc.weight > kept.weight {
                        *kept = arc;
                    }
                } else {
                    seen[arc.to as usize] = end;
                    self.arcs[end as usize] = arc;
                    end += 1;
                }
            }
            from = to;
            self.first[v + 1] = end;
        }
        self.arcs.truncate(end as usize);
    }

    pub fn vertices(&self) -> usize {
        self.first.len() - 1
    }

    /// The neighbours of a vertex, in the order in which their edges were added.
    pub fn of(&self, v: u32) -> &[Arc] {
        &self.arcs[self.first[v as usize] as usize..self.first[v as usize + 1] as usize]
    }

    /// The edge between two neighbours.
    pub fn edge_between(&self, u: u32, v: u32) -> Option<usize> {
        self.of(u).iter().find(|arc| arc.to == v).map(|arc| arc.edge as usize)
    }
}
