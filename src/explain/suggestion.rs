//! Who could answer a host's request, and what each would cost.

use super::why::Effect;
use crate::domain::{Request, TeacherId, Visit};

/// A colleague who could watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What the visit does to the total of the plan, the rest of it untouched.
    pub effect: Effect,
    /// The visit, with who takes the classes left.
    pub visit: Visit,
    /// Money that it takes, units of supply hired for it included, pence.
    pub money: i64,
}

/// A request, answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The request.
    pub request: Request,
    /// Colleagues, the cheapest first.
    pub suggestions: Vec<Suggestion>,
    /// Colleagues who can't, the plan as it is.
    pub cannot: Vec<TeacherId>,
}
