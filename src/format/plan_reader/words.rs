//! The words of the plan.

use crate::domain::{Half, LineWhat, Proof, ReasonCode, Status, Sum};
use crate::format::scalars::Words;
use crate::format::words::words;

/// How a visit is made, built or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ModeWord {
    InPerson,
    Video,
    Swap,
}

words! {
    Status "a status" { "optimal" Optimal, "feasible" Feasible, "interrupted" Interrupted, }
    Proof "a proof" { "prices" Prices, "tree" Tree, "solver" Solver, }
    Half "half a day" { "am" Am, "pm" Pm, }
    ModeWord "a mode" { "in_person" InPerson, "video" Video, "swap" Swap, }
    LineWhat "a line" {
        "repeat_partner" RepeatPartner, "prefer" Prefer, "avoid" Avoid, "same_department" SameDepartment,
        "leader_late" LeaderLate, "no_conversation" NoConversation,
    }
    Sum "one of the four sums" {
        "money" Money, "goodwill" Goodwill, "value" Value, "unserved_cost" Unserved,
    }
    ReasonCode "a reason" {
        "no_partner" NoPartner, "min_match" MinMatch, "no_visit" NoVisit, "no_conversation" NoConversation,
        "budget" Budget, "cap" Cap, "nobody_left" NobodyLeft, "too_dear" TooDear,
        "unsettled" Unsettled,
    }
}
