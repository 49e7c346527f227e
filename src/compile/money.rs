//! Money in steps: the unit of the rows of budgets.

use crate::domain::{Pence, Problem};

/// What every amount of money that may be paid is a multiple of, pence.
pub(super) fn step(problem: &Problem) -> Pence {
    let supervisors = problem.supervisors.iter().map(|supervisor| supervisor.money_per_period);
    let supply = problem.supply.iter().map(|supply| supply.money);
    let fares = problem.travel.iter().map(|way| way.money);
    let films = problem.rules.video.iter().map(|video| video.money_per_recording);
    let amounts = supervisors.chain(supply).chain(fares).chain(films).chain([problem.study_money]);
    amounts.fold(0, greatest_common_divisor).max(1)
}

/// The greatest number that divides both.
pub fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
