//! Whose the gap is. What a plan costs more than the bound is the sum of what its parts fall short of what prices and
//! duals say they should (complementary slackness): room that is paid for and not used, cover that costs more than it
//! pays, schedules that are dearer than their teachers are worth, teachers left out who could be served. So a school's
//! share is about the most that planning it anew may save.

use std::collections::BTreeMap;

use super::price::MILLI;
use super::refit::{Group, Known};
use super::scope::school_of_row;
use super::search::Search;
use super::settle::Decided;
use crate::domain::Key;

/// The share of the gap that is worth planning anew for, milli-pence.
const WORTH_IT: i64 = 500 * MILLI;

/// Together go groups whose shares are at least one in so many of the largest.
const TOGETHER: i64 = 4;

/// What the share of each group was when it was last planned anew.
pub type Tried = BTreeMap<Group, i64>;

/// The share of a group.
pub fn share(group: &Group, shares: &[i64]) -> i64 {
    group.iter().map(|school| shares[school.index()]).sum()
}

/// Of `groups` those that are most worth planning anew, side by side: in no two is one school, and none has been since
/// its share was what it is.
pub fn most_worth(groups: Vec<Group>, shares: &[i64], tried: &mut Tried) -> Vec<Group> {
    let mut worth: Vec<(i64, Group)> = groups.into_iter().map(|group| (share(&group, shares), group)).collect();
    worth.retain(|(share, group)| *share >= WORTH_IT && tried.get(group) != Some(share));
    worth.sort_unstable_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.cmp(b)));
    let most = worth.first().map_or(0, |&(share, _)| share);
    let mut busy = vec![false; shares.len()];
    let mut chosen = Vec::new();
    for (share, group) in worth {
        if share * TOGETHER >= most && !group.iter().any(|school| busy[school.index()]) {
            for school in &group {
                busy[school.index()] = true;
            }
            tried.insert(group.clone(), share);
            chosen.push(group);
        }
    }
    chosen
}

impl<'m> Search<'m> {
    /// The share of each school, milli-pence. What is of no school, as money in all, and the odd sets within schools are
    /// left out.
    pub(super) fn shares(&self, known: &Known<'_, 'm>, decided: &Decided) -> Vec<i64> {
        let (agreed, pricer) = (known.agreed, known.pricer);
        let (model, problem) = (self.model, self.model.problem);
        let prices = &agreed.prices.0;
        let (activity, aux) = decided.activity(model);
        let mut shares = vec![0; problem.schools.len()];
        for (row, (&price, &used)) in (0..).zip(prices.iter().zip(&activity)) {
            if price > 0
                && let Some(school) = school_of_row(model, row)
            {
                shares[school.index()] += price * (model.rows.limit(row) - used);
            }
        }
        for ((of, &(least, most)), &value) in model.aux.iter().zip(&self.ranges.columns).zip(&aux) {
            let rows = model.parts.entries(of.part).iter();
            let paid: i64 = rows.map(|&(row, times)| prices[row as usize] * times).sum();
            let reduced = model.parts.cost(of.part) * MILLI + paid;
            let from = if reduced > 0 { least } else { most };
            shares[of.kind.school(problem).index()] += reduced * (value - from);
        }
        for schedule in &decided.schedules {
            let members = model.served(schedule.team);
            let over = agreed.over(schedule, pricer).max(0);
            for &member in members.iter() {
                shares[problem.teachers[member].school.index()] += over / i64::try_from(members.len()).unwrap_or(1);
            }
        }
        for teacher in problem.teachers.keys() {
            let missing = decided.misses(model, teacher) as usize;
            let worth = |vertex: u32| self.vertices.worth[vertex as usize] + agreed.teachers[teacher.index()];
            let lost: i64 = self.vertices.of(teacher).rev().take(missing).map(|vertex| worth(vertex).max(0)).sum();
            shares[problem.teachers[teacher].school.index()] += lost;
        }
        shares
    }
}
