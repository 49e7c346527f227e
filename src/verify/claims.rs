//! C19: what the plan claims about itself.

use super::report::{Place, Report, Rule};
use crate::domain::{Plan, Status, gap};

/// C19: bound <= total, `optimal` only when they are equal, the gap as defined. This judges the arithmetic of the
/// stated figures alone: whether the bound holds is for a certificate to show.
pub(super) fn c19(plan: &Plan, report: &mut Report) {
    let mut add = |text: String| report.add(Rule::C19, Place::plan(), text);
    if plan.bound > plan.total {
        add(format!("the bound {} lies above the total {}", plan.bound, plan.total));
    }
    if plan.status == Status::Optimal && plan.bound != plan.total {
        add(format!("optimal is claimed, but the bound {} is not the total {}", plan.bound, plan.total));
    }
    let sums = [plan.money, plan.goodwill, plan.unserved_cost, plan.value];
    let size = sums.into_iter().fold(0_i64, i64::saturating_add);
    let defined = gap(plan.total, plan.bound, size);
    if plan.gap != defined {
        add(format!("the gap is stated as {} millionths, it is {defined}", plan.gap));
    }
}
