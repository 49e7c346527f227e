//! The bound: `L(pi) = -pi * limits + cover(pi) + min over matchings` (ENGINE.md), in exact integers.
//!
//! Every row is relaxed at its price but the demand of the teachers, which one exact maximum-weight matching keeps:
//! a teacher who wants several partners is as many vertices, worth the falling steps of the `unserved` ladder.
//! Any prices >= 0 give a valid bound, since every allowed pair is priced.

use super::master::Counter;
use super::price::{MILLI, NEVER, Pricer, Prices};
use crate::compile::Model;
use crate::domain::{Key, TeacherId};
use crate::matching::{Graph, Matching, max_weight};

/// Least and most of every auxiliary column and of what is counted, in the part of the search that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranges {
    /// By auxiliary column.
    pub aux: Vec<(i64, i64)>,
    /// Of the counters that are not free.
    pub counters: Vec<(Counter, (i64, i64))>,
}

impl Ranges {
    /// What the model says.
    pub fn of(model: &Model<'_>) -> Self {
        let aux = model.aux.iter().map(|aux| (i64::from(aux.least), i64::from(aux.most))).collect();
        Self { aux, counters: Vec::new() }
    }

    /// The range of a counter.
    pub fn of_counter(&self, counter: Counter) -> (i64, i64) {
        self.counters.iter().find(|(of, _)| *of == counter).map_or((0, MANY), |&(_, range)| range)
    }

    /// The same with another range of a counter.
    pub fn with_counter(&self, counter: Counter, range: (i64, i64)) -> Self {
        let mut ranges = self.clone();
        ranges.counters.retain(|(of, _)| *of != counter);
        ranges.counters.push((counter, range));
        ranges
    }

    /// What the counters add to the bound at their prices, milli-pence.
    fn counted(&self, counters: &[(Counter, i64)]) -> i128 {
        let least = |&(counter, price): &(Counter, i64)| {
            let (least, most) = self.of_counter(counter);
            -i128::from(price) * i128::from(if price > 0 { most } else { least })
        };
        counters.iter().map(least).sum()
    }
}

/// More arrangements than there are.
pub const MANY: i64 = 1 << 24;

/// The vertices of the matching: copies of teachers.
pub struct Vertices {
    /// First vertex of each teacher; one longer than the teachers.
    pub first: Vec<u32>,
    /// Teacher of each vertex.
    pub teacher: Vec<TeacherId>,
    /// What a partner for this vertex saves, milli-pence.
    pub worth: Vec<i64>,
}

impl Vertices {
    /// The vertices of the model.
    pub fn new(model: &Model<'_>) -> Self {
        let mut vertices = Self { first: vec![0], teacher: Vec::new(), worth: Vec::new() };
        for (id, teacher) in model.problem.teachers.entries() {
            if model.watches[id.index()] {
                let rates = &model.problem.rates;
                for got in 0..teacher.wanted() {
                    let missing = teacher.wanted() - got;
                    let saves = rates.unserved_cost(teacher.wanted(), missing)
                        - rates.unserved_cost(teacher.wanted(), missing - 1);
                    vertices.teacher.push(id);
                    vertices.worth.push(saves * MILLI);
                }
            }
            vertices.first.push(u32::try_from(vertices.teacher.len()).expect("fewer than 2^32 vertices"));
        }
        vertices
    }

    /// The vertices of `teacher`.
    pub fn of(&self, teacher: TeacherId) -> std::ops::Range<u32> {
        self.first[teacher.index()]..self.first[teacher.index() + 1]
    }

    /// What it costs, in milli-pence, when nobody gets anybody.
    pub fn nobody(&self) -> i64 {
        self.worth.iter().sum()
    }
}

/// A bound with what it rests on.
pub struct Bound {
    /// `L(pi)`, milli-pence.
    pub milli: i64,
    /// No plan costs less, pence: `L(pi)` rounded up, since totals are whole.
    pub pence: i64,
    /// The matching over the vertices.
    pub matching: Matching,
    /// Pair of each edge of the matching's graph.
    pub edge_pair: Vec<u32>,
}

/// `L(pi)`. `cheapest` is the least price of each pair, tolls of the counters included ([`NEVER`] or more: it has no
/// schedule).
pub fn lagrangian(
    model: &Model<'_>,
    ranges: &Ranges,
    vertices: &Vertices,
    pricer: &Pricer<'_>,
    prices: &Prices,
    counters: &[(Counter, i64)],
    cheapest: &[i64],
) -> Bound {
    let mut graph = Graph::new(vertices.teacher.len());
    let mut edge_pair = Vec::new();
    for (index, pair) in model.pairs.iter().enumerate() {
        let price = cheapest[index];
        if price >= NEVER / 2 {
            continue;
        }
        for u in vertices.of(pair.a) {
            for v in vertices.of(pair.b) {
                let weight = vertices.worth[u as usize] + vertices.worth[v as usize] - price;
                if weight > 0 {
                    graph.add(u, v, weight);
                    edge_pair.push(u32::try_from(index).expect("a pair"));
                }
            }
        }
    }
    let matching = max_weight(&graph);
    let limits: i128 = (0..model.rows.len())
        .map(|row| i128::from(prices.0[row]) * i128::from(model.rows.limit(u32::try_from(row).expect("a row"))))
        .sum();
    let aux: i128 = model
        .aux
        .iter()
        .zip(&ranges.aux)
        .map(|(aux, &(least, most))| {
            let price = i128::from(pricer.part(aux.part));
            price * i128::from(if price < 0 { most } else { least })
        })
        .sum();
    let milli = aux - limits + ranges.counted(counters) + i128::from(vertices.nobody()) - i128::from(matching.weight);
    let milli = i64::try_from(milli).unwrap_or(i64::MIN / 4);
    let pence = milli.div_euclid(MILLI) + i64::from(milli.rem_euclid(MILLI) > 0);
    Bound { milli, pence, matching, edge_pair }
}
