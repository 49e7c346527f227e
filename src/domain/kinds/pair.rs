//! Two teachers, each watches the other: the heart.

use super::{PLAIN, Shape, Visits};
use crate::domain::Kind;

/// The kind.
pub const SHAPE: Shape = Shape {
    kind: Kind::Pair,
    name: "a pair",
    plural: "pairs",
    visits: Visits::Ring,
    films: true,
    certified: true,
    ..PLAIN
};
