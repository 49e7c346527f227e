//! Bound and gap in plain words.

use crate::domain::{Plan, Proof, Status};

use super::super::words::{percent, pounds};

/// How good the plan is, and what that rests on.
pub fn words(plan: &Plan) -> String {
    let over = plan.total.saturating_sub(plan.bound);
    let ended = match plan.status {
        Status::Interrupted => "Stopped early, this is the best plan so far. ",
        Status::Optimal | Status::Feasible => "",
    };
    let rests = match plan.proof {
        Proof::Prices => "one list of prices",
        Proof::Tree => "lists of prices, one for each case of a branching",
        Proof::Solver => "an integer program of every pair that could matter, closed by HiGHS",
    };
    if over <= 0 {
        format!("{ended}Proven: no plan costs less (by {rests}).")
    } else {
        format!(
            "{ended}No plan costs less than {}; this one costs {}: at most {} above the best possible, {} of all that \
             is weighed (bound by {rests}).",
            pounds(plan.bound),
            pounds(plan.total),
            pounds(over),
            percent(plan.gap),
        )
    }
}
