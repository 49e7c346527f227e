//! C13: what the plan may spend.

use super::prices::Prices;
use super::report::{Place, Report, Rule};
use super::things::{Case, group, iso};
use crate::domain::{CoverBy, Pence};

/// C13: the budgets hold, by what things really cost (not by what the plan states, which is C17).
pub(super) fn c13(case: &Case, prices: &Prices, report: &mut Report) {
    let budget = &case.problem.budget;
    let mut add = |place: Place, text: String| report.add(Rule::C13, place, text);
    let total = |pence: &[Pence]| pence.iter().fold(0, |sum: Pence, &next| sum.saturating_add(next));
    if let Some(limit) = budget.money
        && prices.money > limit
    {
        add(Place::plan(), format!("the round costs {} pence of {limit}", prices.money));
    }
    let by_school = group(prices.payments.iter().map(|payment| (payment.school, payment.pence)));
    for &(school, limit) in &budget.per_school {
        let spent = by_school.get(&school).map_or(0, |pence| total(pence));
        if spent > limit {
            add(Place::plan(), format!("{} pays {spent} pence of {limit}", case.problem.schools[school].id));
        }
    }
    if let Some(limit) = budget.per_week {
        // What is dated outside the round is reported as such.
        let dated = prices.payments.iter().filter(|payment| case.in_round(payment.date));
        for (monday, pence) in group(dated.map(|payment| (payment.date.monday(), payment.pence))) {
            let spent = total(&pence);
            if spent > limit {
                let text = format!("the week of {} costs {spent} pence of {limit}", iso(monday));
                add(Place::date(monday), text);
            }
        }
    }
    if let Some(limit) = budget.cover_periods {
        let covered = case.covers().filter(|at| at.cover.by != CoverBy::NoneNeeded).count();
        if covered > limit as usize {
            add(Place::plan(), format!("{covered} occurrences are covered, {limit} may be"));
        }
    }
}
