//! Budgets are cut to what can be spent: money goes out in whole amounts, so that of a budget only the largest sum of
//! them counts. What units may be hired in a part of the search tells which sums there are, and where a budget is what
//! holds a bound down the search branches on that. All in steps of money ([`Model::money_step`]).

use super::bound::Ranges;
use crate::compile::{AuxKind, Model, RowId, RowKey, greatest_common_divisor};
use crate::domain::SchoolId;

/// Most steps, of the greatest common divisor of the amounts, up to a budget that is cut; certificates rest on it.
const MOST_STEPS: i64 = 1 << 16;

/// The budgets of money, with what they are spent on.
pub struct Budgets {
    budgets: Vec<Budget>,
}

struct Budget {
    row: RowId,
    limit: i64,
    /// What may be paid any number of times.
    amounts: Vec<i64>,
    sources: Vec<Source>,
}

/// Units of a source.
struct Source {
    money: i64,
    /// The columns of units that the budget pays for.
    hires: Vec<usize>,
    /// The column of the total.
    total: usize,
    /// Whether the budget pays for all units of the source.
    pays_all: bool,
}

impl Source {
    /// How many units the ranges leave.
    fn range(&self, ranges: &Ranges) -> (i64, i64) {
        let (least, most) = ranges.columns[self.total];
        let hired: i64 = self.hires.iter().map(|&hire| ranges.columns[hire].1).sum();
        (if self.pays_all { least } else { 0 }, most.min(hired))
    }
}

impl Budgets {
    /// The budgets of the model.
    pub fn of(model: &Model<'_>) -> Self {
        let rows = (0..model.rows.len()).map(|row| RowId::try_from(row).expect("fewer than 2^32 rows"));
        let budgets = rows.filter_map(|row| match model.rows.key(row) {
            RowKey::Money | RowKey::WeekMoney { .. } => Some(Budget::of(model, row, None)),
            RowKey::SchoolMoney { school } => Some(Budget::of(model, row, Some(school))),
            _ => None,
        });
        Self { budgets: budgets.collect() }
    }

    /// Cuts the budgets to what can be spent within the ranges.
    pub fn cut(&self, ranges: &mut Ranges) {
        ranges.limits = self.budgets.iter().map(|budget| (budget.row, budget.spendable(ranges))).collect();
    }

    /// A source of whose units none more than `used` (by column) would leave less to spend of a budget that `is_tight`:
    /// the column of its total.
    pub fn wasted(
        &self,
        ranges: &Ranges,
        is_tight: impl Fn(RowId) -> bool,
        used: impl Fn(usize) -> i64,
    ) -> Option<usize> {
        self.budgets.iter().filter(|budget| is_tight(budget.row)).find_map(|budget| {
            let open = |source: &&Source| used(source.total) < source.range(ranges).1;
            let first = budget.sources.iter().find(open)?;
            let mut fewer = ranges.clone();
            for source in budget.sources.iter().filter(open) {
                fewer.columns[source.total].1 = used(source.total);
            }
            (budget.spendable(&fewer) < budget.spendable(ranges)).then_some(first.total)
        })
    }
}

impl Budget {
    /// The budget of `row`, of one school or of all.
    fn of(model: &Model<'_>, row: RowId, school: Option<SchoolId>) -> Self {
        let problem = model.problem;
        let is_of = |other: SchoolId| school.is_none_or(|school| school == other);
        let supervisors = problem.supervisors.iter().filter(|supervisor| is_of(supervisor.school));
        let ways = problem.travel.iter().filter(|way| way.between.into_iter().any(is_of));
        let films = problem.rules.video.iter().map(|video| video.money_per_recording);
        let mut amounts: Vec<i64> = supervisors.map(|supervisor| supervisor.money_per_period).collect();
        amounts.extend(ways.map(|way| way.money).chain(films).chain([problem.study_money]));
        amounts.retain(|&amount| amount > 0);
        for amount in &mut amounts {
            *amount /= model.money_step;
        }
        amounts.sort_unstable();
        amounts.dedup();
        let source = |total: usize| {
            let AuxKind::Hired { supply } = model.aux[total].kind else { return None };
            let of_supply =
                |index: &usize| matches!(model.aux[*index].kind, AuxKind::Hire { supply: s, .. } if s == supply);
            let all: Vec<usize> = (0..model.aux.len()).filter(of_supply).collect();
            let is_paid = |hire: &usize| model.parts.entries(model.aux[*hire].part).iter().any(|&(of, _)| of == row);
            let hires: Vec<usize> = all.iter().copied().filter(is_paid).collect();
            let (money, pays_all) = (problem.supply[supply].money / model.money_step, hires.len() == all.len());
            (!hires.is_empty()).then_some(Source { money, hires, total, pays_all })
        };
        let sources = (0..model.aux.len()).filter_map(source).collect();
        Self { row, limit: model.rows.limit(row), amounts, sources }
    }

    /// The most that can be spent within the ranges: the largest sum of amounts and units that the budget allows.
    fn spendable(&self, ranges: &Ranges) -> i64 {
        let of = |source: &Source| (source.money, source.range(ranges));
        let units: Vec<(i64, (i64, i64))> = self.sources.iter().map(of).filter(|&(_, (_, most))| most > 0).collect();
        let all = self.amounts.iter().copied().chain(units.iter().map(|&(money, _)| money));
        let unit = all.fold(0, greatest_common_divisor);
        if unit == 0 || self.limit / unit > MOST_STEPS {
            return self.limit;
        }
        let steps = |money: i64| usize::try_from(money / unit).unwrap_or(usize::MAX);
        let least: i64 = units.iter().map(|&(money, (least, _))| money * least).sum();
        if least > self.limit {
            return self.limit;
        }
        let mut reached = vec![false; steps(self.limit) + 1];
        reached[steps(least)] = true;
        for &amount in &self.amounts {
            reach(&mut reached, steps(amount), usize::MAX);
        }
        for (money, (least, most)) in units {
            reach(&mut reached, steps(money), usize::try_from(most - least).unwrap_or(0));
        }
        let largest = reached.iter().rposition(|&is| is).unwrap_or(0);
        unit * i64::try_from(largest).expect("within the budget")
    }
}

/// Adds to the sums reached those with one amount more, up to `times`.
fn reach(reached: &mut [bool], amount: usize, times: usize) {
    let mut used = vec![0; reached.len()];
    for sum in amount..reached.len() {
        if !reached[sum] && reached[sum - amount] && used[sum - amount] < times {
            reached[sum] = true;
            used[sum] = used[sum - amount] + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn sums_are_reached_with_as_many_as_there_are() {
        let mut reached = vec![false; 12];
        reached[1] = true;
        reach(&mut reached, 5, 1);
        reach(&mut reached, 2, 2);
        let sums: Vec<usize> = (0..reached.len()).filter(|&sum| reached[sum]).collect();
        assert_eq!(sums, [1, 3, 5, 6, 8, 10]);
        reach(&mut reached, 3, usize::MAX);
        assert!(!reached[0] && !reached[2] && reached[3..].iter().all(|&is| is) && reached[1]);
    }
}
