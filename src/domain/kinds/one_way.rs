//! One visit, not returned: for new staff, through an open door, or where a host asks for it.

use super::{PLAIN, Shape, Visits, Watching, Why, is_requested};
use crate::domain::{Kind, Problem};

/// The kind.
pub const SHAPE: Shape = Shape {
    kind: Kind::OneWay,
    name: "a one-way visit",
    plural: "one-way visits",
    served: 1,
    mutual: false,
    visits: Visits::First,
    conversation: |rules| rules.one_way_conversation,
    may_watch,
    ..PLAIN
};

fn may_watch(problem: &Problem, watching: &Watching) -> Result<(), Why> {
    let (observer, host) = (&problem.teachers[watching.observer], &problem.teachers[watching.host]);
    if observer.new_staff || host.open_door || is_requested(problem, watching) {
        Ok(())
    } else {
        Err("the observer is not new, and the host neither has an open door nor asks for just this visit")
    }
}
