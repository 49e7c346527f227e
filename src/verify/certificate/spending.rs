//! What can be spent of a budget: money is paid out in whole amounts, so that no plan spends more than the largest sum
//! of them that the budget allows.

use std::collections::BTreeSet;

use crate::domain::Problem;

/// Budgets of more steps, of the greatest common divisor of the amounts, are taken as they are.
const MOST_STEPS: i64 = 1 << 16;

/// What a budget pays for.
#[derive(Debug, Clone, Default)]
pub(super) struct Spending {
    /// Paid any number of times.
    often: BTreeSet<i64>,
    /// Paid for each unit, of which there are so few and so many.
    units: Vec<(i64, i128, i128)>,
}

impl Spending {
    /// Pays for something of which a plan may have any number.
    pub(super) fn often(&mut self, money: i64) {
        if money > 0 {
            self.often.insert(money);
        }
    }

    /// Pays for units of which a plan has `least` to `most`.
    pub(super) fn units(&mut self, money: i64, least: i128, most: i128) {
        if money > 0 && most > 0 {
            self.units.push((money, least.max(0), most));
        }
    }

    /// The most that a plan can spend of `budget`; all of it where there are too many sums to look at, or where what it
    /// must pay is more.
    pub(super) fn most(&self, budget: i64) -> i64 {
        let amounts = self.often.iter().copied().chain(self.units.iter().map(|&(money, ..)| money));
        let step = amounts.fold(0, common_divisor);
        let must: i128 = self.units.iter().map(|&(money, least, _)| i128::from(money) * least).sum();
        if step == 0 || budget / step > MOST_STEPS || must > i128::from(budget) {
            return budget;
        }
        let mut sums = BTreeSet::from([i64::try_from(must).unwrap_or(budget)]);
        for &(money, least, most) in &self.units {
            for _ in 0..(most - least).clamp(0, i128::from(budget / money)) {
                let more: Vec<i64> = sums.iter().map(|sum| sum + money).filter(|&sum| sum <= budget).collect();
                let before = sums.len();
                sums.extend(more);
                if sums.len() == before {
                    break;
                }
            }
        }
        for &money in &self.often {
            // From every sum as often as it goes; what is reached on the way is looked at in its turn.
            let mut open: Vec<i64> = sums.iter().copied().collect();
            while let Some(sum) = open.pop() {
                if sum + money <= budget && sums.insert(sum + money) {
                    open.push(sum + money);
                }
            }
        }
        sums.last().copied().unwrap_or(budget)
    }
}

/// What every amount of money that may be paid is a multiple of, pence.
pub(super) fn step(problem: &Problem) -> i64 {
    let mut amounts = vec![problem.study_money];
    amounts.extend(problem.supervisors.iter().map(|supervisor| supervisor.money_per_period));
    amounts.extend(problem.supply.iter().map(|supply| supply.money));
    amounts.extend(problem.travel.iter().map(|way| way.money));
    amounts.extend(problem.rules.video.iter().map(|video| video.money_per_recording));
    amounts.into_iter().fold(0, common_divisor).max(1)
}

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::Spending;

    #[test]
    fn what_is_left_of_a_budget_is_never_an_amount() {
        let mut spending = Spending::default();
        assert_eq!(spending.most(100), 100);
        spending.often(14);
        assert_eq!(spending.most(100), 98);
        spending.units(25, 0, 1);
        assert_eq!([spending.most(24), spending.most(25), spending.most(100)], [14, 25, 98]);
        // 2 * 25 + 3 * 14 = 92, 3 * 25 + 14 = 89.
        spending.units(25, 2, 2);
        assert_eq!([spending.most(95), spending.most(40), spending.most(1 << 30)], [92, 40, 1 << 30]);
    }
}
