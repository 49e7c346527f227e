//! Three of one school in a ring: the first watches the second, the second the third, the third the first.

use super::{PLAIN, Shape, Visits};
use crate::domain::{Kind, Triads};

/// The kind.
pub const SHAPE: Shape = Shape {
    kind: Kind::Triad,
    name: "a triad",
    plural: "triads",
    members: 3,
    one_school: true,
    served: 3,
    visits: Visits::Ring,
    films: true,
    certified: true,
    most_per_school: |rules| match rules.triads {
        Triads::Never => Some(0),
        Triads::Odd => Some(1),
        Triads::Free => None,
    },
    ..PLAIN
};
