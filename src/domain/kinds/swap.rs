//! Two who teach in the same period take each other's class, and talk about it afterwards: no cover, no own time.

use super::{PLAIN, Shape, Visits, Why};
use crate::domain::{Kind, Problem, TeacherId};

/// The kind.
pub const SHAPE: Shape = Shape {
    kind: Kind::Swap,
    name: "a class swap",
    plural: "class swaps",
    one_school: true,
    visits: Visits::Exchange,
    percent: |rates| rates.swap_percent,
    may_form,
    ..PLAIN
};

fn may_form(problem: &Problem, members: &[TeacherId]) -> Result<(), Why> {
    let consent = members.iter().all(|&member| problem.teachers[member].swap);
    if consent { Ok(()) } else { Err("not every member consents to swaps") }
}
