//! A lesson planned together and taught apart: they plan it, each teaches it, they talk, each teaches it again.

use super::{PLAIN, Shape, Why};
use crate::domain::{Kind, Problem, TeacherId};

/// The kind.
pub const SHAPE: Shape = Shape {
    kind: Kind::PlanTogether,
    name: "a lesson planned together",
    plural: "lessons planned together",
    planned: true,
    percent: |rates| rates.plan_together_percent,
    may_form,
    ..PLAIN
};

fn may_form(problem: &Problem, members: &[TeacherId]) -> Result<(), Why> {
    let Some((&first, rest)) = members.split_first() else { return Ok(()) };
    let common = problem.teachers[first]
        .subjects
        .iter()
        .any(|subject| rest.iter().all(|&member| problem.teachers[member].subjects.contains(subject)));
    if common { Ok(()) } else { Err("the members have no subject in common") }
}
