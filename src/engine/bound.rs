//! The bound: `L(pi) = -pi * limits + cover(pi) + min over matchings` (ENGINE.md), in exact integers.
//!
//! Every row is relaxed at its price but the demand of the teachers, which one exact maximum-weight matching keeps:
//! a teacher who wants several partners is as many vertices, worth the falling steps of the `unserved` ladder.
//! Any prices >= 0 give a valid bound, since every allowed pair is priced.
//!
//! Rings of three come on top: given duals under which no pair saves more than they pay for, the ring that saves most
//! over them is taken as often as its school may have rings. That holds for any such duals, so several are tried, and
//! the best kept: those of the matching, those of the master, and those of a matching beside the master's even sets.

use rayon::prelude::*;

use super::allow::{Allowances, objective};
use super::master::{Counter, toll};
use super::price::{MILLI, NEVER, Pricer, Prices};
use super::rings::RingPrices;
use crate::compile::{Model, RowId, Schedule};
use crate::domain::{Key, TeacherId};
use crate::matching::{Duals, Graph, Matching, max_weight};

/// Least and most of every auxiliary column, and after them of the rings of every school, in the part of the search that
/// is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranges {
    /// By auxiliary column, then by school.
    pub columns: Vec<(i64, i64)>,
    /// Of the counters that are not free.
    pub counters: Vec<(Counter, (i64, i64))>,
    /// Limits of rows that are less here than what the model says.
    pub limits: Vec<(RowId, i64)>,
}

/// More arrangements than there are.
pub const MANY: i64 = 1 << 24;

impl Ranges {
    /// What the model says.
    pub fn of(model: &Model<'_>) -> Self {
        let aux = model.aux.iter().map(|aux| (i64::from(aux.least), i64::from(aux.most)));
        let columns = aux.chain(model.rings.iter().map(|rings| (0, i64::from(rings.most)))).collect();
        Self { columns, counters: Vec::new(), limits: Vec::new() }
    }

    /// The same with another range of a column.
    pub fn with_column(&self, index: usize, range: (i64, i64)) -> Self {
        let mut ranges = self.clone();
        ranges.columns[index] = range;
        ranges
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

    /// Least and most rings of each school.
    pub fn rings<'r>(&'r self, model: &Model<'_>) -> &'r [(i64, i64)] {
        &self.columns[model.aux.len()..]
    }
}

/// The vertices of the matching: copies of teachers.
#[derive(Debug, Clone)]
pub struct Vertices {
    /// First vertex of each teacher; one longer than the teachers.
    pub first: Vec<u32>,
    /// One past the last vertex of each teacher that may have a partner by a mutual kind.
    mutual_end: Vec<u32>,
    /// Teacher of each vertex.
    pub teacher: Vec<TeacherId>,
    /// What a partner for this vertex saves, milli-pence.
    pub worth: Vec<i64>,
}

impl Vertices {
    /// The vertices of the model.
    pub fn new(model: &Model<'_>) -> Self {
        let mut vertices = Self { first: vec![0], mutual_end: Vec::new(), teacher: Vec::new(), worth: Vec::new() };
        for (id, teacher) in model.problem.teachers.entries() {
            let first = vertices.first[id.index()];
            let mut mutual = 0;
            if model.watches[id.index()] {
                let wanted = model.problem.wanted(id);
                // The steps fall, so that partners by mutual kinds may as well be the first ones.
                mutual = teacher.wanted();
                for got in 0..wanted {
                    let missing = wanted - got;
                    let saves = model.problem.unserved_cost(id, missing) - model.problem.unserved_cost(id, missing - 1);
                    vertices.teacher.push(id);
                    vertices.worth.push(saves * MILLI);
                }
            }
            vertices.mutual_end.push(first + mutual);
            vertices.first.push(u32::try_from(vertices.teacher.len()).expect("fewer than 2^32 vertices"));
        }
        vertices
    }

    /// The same where a teacher may be served without an edge, at the least price in `alone` (milli-pence, by teacher;
    /// none there: nobody may): what an edge saves is less by what that would save.
    pub fn beside(&self, alone: &[i64]) -> Self {
        let mut beside = self.clone();
        if !alone.is_empty() {
            for (worth, teacher) in beside.worth.iter_mut().zip(&beside.teacher) {
                *worth = (*worth).min(alone[teacher.index()]);
            }
        }
        beside
    }

    /// The vertices of `teacher`.
    pub fn of(&self, teacher: TeacherId) -> std::ops::Range<u32> {
        self.first[teacher.index()]..self.first[teacher.index() + 1]
    }

    /// Those that may have a partner by a mutual kind: the ends of edges.
    pub fn mutual(&self, teacher: TeacherId) -> std::ops::Range<u32> {
        self.first[teacher.index()]..self.mutual_end[teacher.index()]
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
    /// The vertices, as far as edges are worth more than being served without.
    pub vertices: Vertices,
    /// The matching over the vertices.
    pub matching: Matching,
    /// Pair of each edge of the matching's graph.
    pub edge_pair: Vec<u32>,
    /// Other duals, where they prove more than those of the matching.
    other: Option<Duals>,
    /// Duals that don't say that somebody is one too many, where somebody is and they were asked for.
    even: Option<Duals>,
    /// Of every school with rings, what its best ring saves over the duals, half milli-pence, and its schedule.
    pub rings: Vec<(i64, Option<Schedule>)>,
}

impl Bound {
    /// The duals that the bound rests on.
    pub fn duals(&self) -> &Duals {
        self.other.as_ref().unwrap_or(&self.matching.duals)
    }

    /// The duals that tell best what a teacher is worth: where the matching leaves somebody out, those of the others.
    pub fn even_duals(&self) -> &Duals {
        self.even.as_ref().unwrap_or(&self.matching.duals)
    }
}

/// What is chosen apart from the auxiliary columns, priced.
pub struct Offered<'o, 'm> {
    /// The least price of each pair, or a floor under it, with the tolls of the counters ([`NEVER`] or more: it has no
    /// schedule).
    pub cheapest: &'o [i64],
    /// The rings of every school that has some.
    pub rings: &'o [RingPrices<'m>],
    /// Prices of what is counted.
    pub counters: &'o [(Counter, i64)],
    /// Whether duals of those alone that the matching serves are asked for.
    pub even: bool,
}

/// `L(pi)`. `vertices` have what edges are worth ([`Vertices::beside`]). `others` are duals to try beside those of the
/// matching: not for pairs alone, where nothing beats the latter.
pub fn lagrangian(
    model: &Model<'_>,
    ranges: &Ranges,
    vertices: Vertices,
    pricer: &Pricer<'_>,
    prices: &Prices,
    offered: &Offered<'_, '_>,
    others: Option<Duals>,
) -> Bound {
    let mut graph = Graph::new(vertices.teacher.len());
    let mut edge_pair = Vec::new();
    for (index, pair) in model.twos.iter().enumerate() {
        let price = offered.cheapest[index];
        if price >= NEVER / 2 {
            continue;
        }
        for u in vertices.mutual(pair.a) {
            for v in vertices.mutual(pair.b) {
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
    let less =
        |&(row, limit): &(RowId, i64)| i128::from(prices.0[row as usize]) * i128::from(model.rows.limit(row) - limit);
    let limits = limits - ranges.limits.iter().map(less).sum::<i128>();
    let aux: i128 = model
        .aux
        .iter()
        .zip(&ranges.columns)
        .map(|(aux, &(least, most))| {
            let price = i128::from(pricer.part(aux.part));
            price * i128::from(if price < 0 { most } else { least })
        })
        .sum();
    let fixed = 2 * (aux - limits + ranges.counted(offered.counters) + i128::from(vertices.nobody()));
    let every = toll(offered.counters, None);
    let chosen = Chosen { vertices: &vertices, pricer, rings: offered.rings, toll: every, ranges: ranges.rings(model) };
    let (saved, rings) = chosen.saved(&matching.duals);
    let mut other = None;
    let mut rings = rings;
    let mut doubled = fixed - saved;
    let even = if offered.even { of_matched(&graph, &matching) } else { None };
    let others = others.into_iter().chain(even.clone());
    for duals in others.flat_map(|others| [beside_even_sets(&graph, &vertices, &others), Some(others)]) {
        let Some(duals) = duals else { continue };
        let (saved, by_these) = chosen.saved(&duals);
        if fixed - saved > doubled {
            doubled = fixed - saved;
            (other, rings) = (Some(duals), by_these);
        }
    }
    let doubled = i64::try_from(doubled).unwrap_or(i64::MIN / 4);
    let milli = doubled.div_euclid(2);
    let pence = doubled.div_euclid(2 * MILLI) + i64::from(doubled.rem_euclid(2 * MILLI) > 0);
    Bound { milli, pence, vertices, matching, edge_pair, other, even, rings }
}

/// The duals of the best matching once the even sets of `others` have their share of every edge, with these sets.
fn beside_even_sets(graph: &Graph, vertices: &Vertices, others: &Duals) -> Option<Duals> {
    let even = others.odd_sets.iter().filter(|set| set.members.len() % 2 == 0).cloned();
    let even = Duals { vertices: vec![0; vertices.teacher.len()], odd_sets: even.collect() };
    if even.odd_sets.is_empty() {
        return None;
    }
    let shares = Allowances::new(vertices, &even);
    let mut left = graph.clone();
    for (index, edge) in graph.edges().iter().enumerate() {
        left.set_weight(index, edge.weight - shares.both(edge.u, edge.v) / 2);
    }
    let mut duals = max_weight(&left).duals;
    duals.odd_sets.extend(even.odd_sets);
    Some(duals)
}

/// Duals of the matching of those whom it serves, with the least for the others that holds for the whole graph; `None`
/// where it leaves nobody out who has an edge. Where one is left out only because there is an odd number of them, the
/// matching's own duals say of nearly everybody that they are one too many: that proves what pairs alone cost, but it is
/// no guide to what one of them is worth, nor to what a ring saves.
fn of_matched(graph: &Graph, matching: &Matching) -> Option<Duals> {
    let is_out = |vertex: u32| matching.mate[vertex as usize].is_none();
    let mut left = graph.clone();
    let mut out: Vec<usize> = Vec::new();
    for (index, edge) in graph.edges().iter().enumerate() {
        if is_out(edge.u) || is_out(edge.v) {
            left.set_weight(index, 0);
            out.push(index);
        }
    }
    if out.is_empty() {
        return None;
    }
    let mut duals = max_weight(&left).duals;
    for index in out {
        let edge = &graph.edges()[index];
        let (own, partner) = if is_out(edge.u) { (edge.u, edge.v) } else { (edge.v, edge.u) };
        let least = 2 * edge.weight - duals.vertices[partner as usize];
        let own = &mut duals.vertices[own as usize];
        *own = (*own).max(least);
    }
    Some(duals)
}

/// What is chosen of pairs and rings.
struct Chosen<'c, 'm> {
    vertices: &'c Vertices,
    pricer: &'c Pricer<'m>,
    rings: &'c [RingPrices<'m>],
    /// What counters add to the price of every ring.
    toll: i64,
    /// Least and most rings by school.
    ranges: &'c [(i64, i64)],
}

impl Chosen<'_, '_> {
    /// What pairs and rings save at most by the duals, half milli-pence, and the best ring of each school that has rings.
    fn saved(&self, duals: &Duals) -> (i128, Vec<(i64, Option<Schedule>)>) {
        let allowances = Allowances::new(self.vertices, duals).with_toll(self.toll);
        let best = |rings: &RingPrices<'_>| match self.ranges[rings.school.index()] {
            // However much room there is, no ring is worth looking at.
            (_, 0) => (NEVER, 0, None),
            (least, most) => {
                // Where there must be one, it may cost more than the duals pay for.
                let above = if least > 0 { -NEVER } else { 0 };
                let found = rings.greatest(self.pricer, &allowances, above);
                let saves = found.map_or(above, |(saves, _)| saves);
                (saves, if saves < 0 { least } else { most }, found.map(|(_, offer)| offer.schedule))
            }
        };
        let best: Vec<(i64, i64, Option<Schedule>)> = self.rings.par_iter().map(best).collect();
        let by_rings: i128 = best.iter().map(|&(saves, times, _)| i128::from(saves) * i128::from(times)).sum();
        let rings = best.into_iter().map(|(saves, _, schedule)| (saves, schedule)).collect();
        (objective(duals) + by_rings, rings)
    }
}
