//! Certificate -> JSON.

use serde::Serialize;

use super::FORMAT;
use super::{counted, row};
use crate::domain::{Certificate, Decision, Leaf, Problem, Side, Vertex};

#[derive(Serialize)]
struct Wire<'a> {
    format: &'static str,
    instance: &'a str,
    bound: i64,
    leaves: Vec<Wired<'a>>,
}

#[derive(Serialize)]
struct Wired<'a> {
    branch: Vec<Decided>,
    prices: Vec<Price>,
    vertices: Vec<Dual<'a>>,
    odd_sets: Vec<OddSet<'a>>,
}

#[derive(Serialize)]
struct Decided {
    count: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<u32>,
}

#[derive(Serialize)]
struct Price {
    row: String,
    milli_pence: i64,
}

#[derive(Serialize)]
struct Dual<'a> {
    teacher: &'a str,
    partner: u32,
    half_milli_pence: i64,
}

#[derive(Serialize)]
struct OddSet<'a> {
    members: Vec<Member<'a>>,
    half_milli_pence: i64,
}

#[derive(Serialize)]
struct Member<'a> {
    teacher: &'a str,
    partner: u32,
}

/// The certificate as JSON (SPEC §8). Reading it back gives an equal [`Certificate`].
///
/// # Panics
/// When `certificate` is of another problem and names what `problem` does not have.
#[must_use]
pub fn write_certificate(certificate: &Certificate, problem: &Problem) -> String {
    let (instance, bound) = (certificate.instance.as_str(), certificate.bound);
    let leaves = certificate.leaves.iter().map(|leaf| wired(leaf, problem)).collect();
    crate::format::writer::pretty(&Wire { format: FORMAT, instance, bound, leaves })
}

fn wired<'a>(leaf: &'a Leaf, problem: &'a Problem) -> Wired<'a> {
    let branch = leaf.branch.iter().map(|Decision { counted, side }| {
        let (at_least, at_most) = match *side {
            Side::AtLeast(least) => (Some(least), None),
            Side::AtMost(most) => (None, Some(most)),
        };
        Decided { count: counted::text(counted, problem), at_least, at_most }
    });
    // Partners are counted from 1 in the file.
    let name = |vertex: Vertex| (problem.teachers[vertex.teacher].id.as_str(), vertex.copy.saturating_add(1));
    let member = |&vertex: &Vertex| {
        let (teacher, partner) = name(vertex);
        Member { teacher, partner }
    };
    let prices = leaf.prices.iter().map(|(row, price)| Price { row: row::text(row, problem), milli_pence: *price });
    let vertices = leaf.vertices.iter().map(|&(vertex, half_milli_pence)| {
        let (teacher, partner) = name(vertex);
        Dual { teacher, partner, half_milli_pence }
    });
    let odd_sets = leaf
        .odd_sets
        .iter()
        .map(|set| OddSet { members: set.members.iter().map(member).collect(), half_milli_pence: set.dual });
    Wired {
        branch: branch.collect(),
        prices: prices.collect(),
        vertices: vertices.collect(),
        odd_sets: odd_sets.collect(),
    }
}
