//! Certificate -> JSON.

use serde::Serialize;

use super::FORMAT;
use super::row::text;
use crate::domain::{Certificate, Problem, Vertex};

#[derive(Serialize)]
struct Wire<'a> {
    format: &'static str,
    instance: &'a str,
    bound: i64,
    leaves: [Leaf<'a>; 1],
}

#[derive(Serialize)]
struct Leaf<'a> {
    branch: [(); 0],
    prices: Vec<Price>,
    vertices: Vec<Dual<'a>>,
    odd_sets: Vec<OddSet<'a>>,
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
    // Partners are counted from 1 in the file.
    let name = |vertex: Vertex| (problem.teachers[vertex.teacher].id.as_str(), vertex.copy.saturating_add(1));
    let member = |&vertex: &Vertex| {
        let (teacher, partner) = name(vertex);
        Member { teacher, partner }
    };
    let prices = certificate.prices.iter().map(|(row, price)| Price { row: text(row, problem), milli_pence: *price });
    let vertices = certificate.vertices.iter().map(|&(vertex, half_milli_pence)| {
        let (teacher, partner) = name(vertex);
        Dual { teacher, partner, half_milli_pence }
    });
    let odd_sets = certificate
        .odd_sets
        .iter()
        .map(|set| OddSet { members: set.members.iter().map(member).collect(), half_milli_pence: set.dual });
    let leaf =
        Leaf { branch: [], prices: prices.collect(), vertices: vertices.collect(), odd_sets: odd_sets.collect() };
    let (instance, bound) = (certificate.instance.as_str(), certificate.bound);
    crate::format::writer::pretty(&Wire { format: FORMAT, instance, bound, leaves: [leaf] })
}
