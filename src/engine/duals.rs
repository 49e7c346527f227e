//! From the duals of masters to duals of the matching's graph.

use std::collections::BTreeMap;

use super::allow::Allowances;
use super::bound::Vertices;
use super::price::NEVER;
use crate::compile::Model;
use crate::domain::Key;
use crate::matching::{Duals, OddSet};

/// The duals of the vertices, and of odd and even `sets` of them, that those of the teachers (milli-pence) and sets amount
/// to: made feasible for edges that cost `cheapest` at least.
pub fn feasible(
    model: &Model<'_>,
    vertices: &Vertices,
    teachers: &[i64],
    sets: &[(Vec<u32>, i64)],
    cheapest: &[i64],
) -> Duals {
    let mut summed: BTreeMap<&[u32], i64> = BTreeMap::new();
    // A copy of a teacher of the set that is not in it takes back what the set counts.
    let mut back = vec![0; vertices.teacher.len()];
    for (members, dual) in sets {
        *summed.entry(members).or_insert(0) += 2 * dual;
        let mut last = None;
        for &member in members {
            let teacher = vertices.teacher[member as usize];
            if last.replace(teacher) != Some(teacher) {
                for copy in vertices.mutual(teacher).filter(|copy| members.binary_search(copy).is_err()) {
                    back[copy as usize] += dual;
                }
            }
        }
    }
    let mut found = Duals {
        vertices: vec![0; vertices.teacher.len()],
        odd_sets: summed.into_iter().map(|(members, dual)| OddSet { members: members.to_vec(), dual }).collect(),
    };
    // Who has no edges asks nothing of them.
    for teacher in model.problem.teachers.keys() {
        for vertex in vertices.mutual(teacher).map(|vertex| vertex as usize) {
            let over = vertices.worth[vertex] + teachers[teacher.index()] + back[vertex];
            found.vertices[vertex] = (2 * over).max(0);
        }
    }
    let mut raised = found.vertices.clone();
    let allowances = Allowances::new(vertices, &found);
    for (two, &price) in model.twos.iter().zip(cheapest).filter(|&(_, &price)| price < NEVER / 2) {
        for u in vertices.mutual(two.a) {
            for v in vertices.mutual(two.b) {
                let done =
                    raised[u as usize] + raised[v as usize] - found.vertices[u as usize] - found.vertices[v as usize];
                raised[u as usize] += (allowances.vertex_pair(u, v) - 2 * price - done).max(0);
            }
        }
    }
    found.vertices = raised;
    found
}
