//! A sweep: the same instance at rising budgets. The round at no cost and the one without a limit are planned first; then
//! halfway between two budgets, and so on. What lies between two budgets starts from the plan of the smaller one, from
//! the bound of the larger one and from the schedules of both: where these meet, nothing is left to search.

use std::ops::RangeInclusive;

use super::patch::Patch;
use super::side_by_side::side_by_side;
use super::whatif::{Answer, Case, Ended, Scenario, Told, WhatIf, plan};
use crate::domain::{Pence, Plan, Status};
use crate::engine::{Options, Warm};
use crate::solve::{Failure, finish};

/// So many steps are too many for one sweep.
pub const MOST: usize = 1_000;

/// What to sweep over: budgets in pence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    within: RangeInclusive<Pence>,
    step: Pence,
}

/// What money buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// The round without a limit on money in all.
    pub unlimited: Answer,
    /// From each budget to the next, ascending; the last one to no limit.
    pub steps: Vec<Step>,
    /// The name of the scenario with the least budget after which money buys clearly less: where the totals lie
    /// furthest below a straight line from the first budget to the first that buys all. `None` where none does.
    pub knee: Option<String>,
    /// The name of the scenario without money.
    pub zero_cost: Option<String>,
    /// Pence with which everything is bought that money can buy, as far as the plans are proven; `None` where it is not
    /// known.
    pub enough: Option<Pence>,
}

/// What more money buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The smaller budget, pence.
    pub from: Pence,
    /// The larger one; `None` = no limit.
    pub to: Option<Pence>,
    /// Pence more that are spent.
    pub spent: Pence,
    /// Arrangements more.
    pub arrangements: i64,
    /// Partners more.
    pub served: i64,
    /// Value more, pence.
    pub value: Pence,
    /// What the total falls by, pence: never below 0.
    pub gain: Pence,
}

impl Range {
    /// Budgets from `from` by `step` up to `to`, which is one of them in any case.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub fn new(from: Pence, to: Pence, step: Pence) -> Result<Self, String> {
        if from < 0 || to < from || step <= 0 {
            return Err("budgets rise from 0 or more by a step of at least one penny".to_owned());
        }
        let steps = (to - from) / step;
        if usize::try_from(steps).is_ok_and(|steps| steps < MOST) {
            Ok(Self { within: from..=to, step })
        } else {
            Err(format!("{steps} steps are too many, fewer than {MOST} are possible: take a larger step"))
        }
    }

    /// The budgets, ascending; the one without money is always among them.
    #[must_use]
    pub fn budgets(&self) -> Vec<Pence> {
        let (from, to) = (*self.within.start(), *self.within.end());
        let mut budgets: Vec<Pence> = (0..=(to - from) / self.step).map(|k| from + k * self.step).collect();
        budgets.extend([0, to]);
        budgets.sort_unstable();
        budgets.dedup();
        budgets
    }

    /// A scenario for each budget, and at the end one without a limit.
    #[must_use]
    pub fn scenarios(&self) -> Vec<Scenario> {
        let named = |pence: Pence| Scenario { name: format!("budget {pence}"), patch: Patch::money(Some(pence)) };
        let unlimited = Scenario { name: "no limit".to_owned(), patch: Patch::money(None) };
        self.budgets().into_iter().map(named).chain([unlimited]).collect()
    }
}

/// One budget of the sweep.
struct Point {
    case: Case,
    found: Option<(Ended, Option<Warm>)>,
}

/// Plans a sweep: `cases` are the base at rising budgets and without a limit, as [`Range::scenarios`] makes them.
///
/// # Errors
/// When the engine made a plan that the checker rejects: a defect of this program.
pub fn sweep(base: &Case, cases: Vec<Case>, options: &Options, told: Told<'_>) -> Result<WhatIf, Failure> {
    let mut points: Vec<Point> = cases.into_iter().map(|case| Point { case, found: None }).collect();
    if points.iter().all(|point| point.case.problem != base.problem) {
        let limit = |case: &Case| case.problem.budget.money.unwrap_or(Pence::MAX);
        let at = points.partition_point(|point| limit(&point.case) < limit(base));
        points.insert(at, Point { case: base.clone(), found: None });
    }
    let last = points.len() - 1;
    told(0, last + 1);
    settle(&mut points, &[(last, vec![])], options)?;
    if last > 0 {
        settle(&mut points, &[(0, vec![last])], options)?;
    }
    told(last.min(1) + 1, last + 1);
    let mut open = vec![(0, last)];
    let mut done = 2;
    while !open.is_empty() {
        open.retain(|&(low, high)| high - low > 1);
        let tasks: Vec<(usize, Vec<usize>)> =
            open.iter().map(|&(low, high)| (usize::midpoint(low, high), vec![low, high])).collect();
        settle(&mut points, &tasks, options)?;
        done += tasks.len();
        told(done.min(last + 1), last + 1);
        open = open
            .iter()
            .flat_map(|&(low, high)| {
                let middle = usize::midpoint(low, high);
                [(low, middle), (middle, high)]
            })
            .collect();
    }
    hand_on(&mut points)?;
    Ok(answer(base, points))
}

/// Plans the points `tasks` names, each from the neighbours it names, side by side.
fn settle(points: &mut [Point], tasks: &[(usize, Vec<usize>)], options: &Options) -> Result<(), Failure> {
    let known: &[Point] = points;
    let found = side_by_side(tasks.to_vec(), options.threads, |(at, from), threads| {
        let neighbours: Vec<&Warm> = from.iter().filter_map(|&index| known[index].found.as_ref()?.1.as_ref()).collect();
        plan(&known[at].case, options, &neighbours, Some(threads))
    });
    for ((at, _), found) in tasks.iter().zip(found) {
        points[*at].found = Some(found?);
    }
    Ok(())
}

/// More budget never costs more: the plan of a smaller budget is one of every larger one.
fn hand_on(points: &mut [Point]) -> Result<(), Failure> {
    for at in 1..points.len() {
        let (before, here) = points.split_at_mut(at);
        let Some(cheaper) = before.iter().rev().find_map(planned) else { continue };
        let Point { case, found: Some((Ended::Planned(plan), _)) } = &mut here[0] else { continue };
        if plan.total <= cheaper.total {
            continue;
        }
        let mut better = cheaper.clone();
        better.instance.clone_from(&case.hash);
        (better.proof, better.stats) = (plan.proof, plan.stats);
        better.set_bound(plan.bound, plan.status == Status::Interrupted);
        finish(&case.problem, &mut better)?;
        **plan = better;
    }
    Ok(())
}

fn planned(point: &Point) -> Option<&Plan> {
    match &point.found {
        Some((Ended::Planned(plan), _)) => Some(plan),
        _ => None,
    }
}

fn answer(base: &Case, points: Vec<Point>) -> WhatIf {
    let at_base = points.iter().position(|point| point.case.problem == base.problem);
    let mut answers: Vec<Answer> = points
        .into_iter()
        .map(|point| Answer { case: point.case, ended: point.found.map_or(Ended::NotPlanned, |(ended, _)| ended) })
        .collect();
    let mut own = answers[at_base.unwrap_or_default()].clone();
    own.case = base.clone();
    if let Ended::Planned(plan) = &mut own.ended {
        plan.instance.clone_from(&base.hash);
    }
    let unlimited = answers.pop().unwrap_or_else(|| own.clone());
    answers.retain(|answer| answer.case.name != base.name);
    let curve = curve(&answers, unlimited);
    WhatIf { base: own, answers, curve: Some(curve) }
}

/// What the plans tell of money.
fn curve(answers: &[Answer], unlimited: Answer) -> Curve {
    let budget = |answer: &Answer| answer.case.problem.budget.money;
    let all: Vec<(&Answer, &Plan)> =
        answers.iter().chain([&unlimited]).filter_map(|answer| Some((answer, answer.plan()?))).collect();
    let count = |plan: &Plan| i64::try_from(plan.arrangements.len()).unwrap_or(i64::MAX);
    let steps = all
        .windows(2)
        .filter_map(|two| {
            let [(low, less), (high, more)] = two else { return None };
            Some(Step {
                from: budget(low)?,
                to: budget(high),
                spent: more.money - less.money,
                arrangements: count(more) - count(less),
                served: i64::from(high.served()) - i64::from(low.served()),
                value: more.value - less.value,
                gain: less.total - more.total,
            })
        })
        .collect();
    let limited: Vec<(Pence, Pence, &str)> = all
        .iter()
        .filter_map(|(answer, plan)| Some((budget(answer)?, plan.total, answer.case.name.as_str())))
        .collect();
    let least = unlimited.plan().map(|plan| plan.total);
    let enough =
        least.and_then(|least| all.iter().filter(|(_, plan)| plan.total == least).map(|(_, plan)| plan.money).min());
    let zero = answers.iter().find(|answer| budget(answer) == Some(0) && answer.plan().is_some());
    Curve {
        steps,
        knee: knee(&limited).map(str::to_owned),
        zero_cost: zero.map(|answer| answer.case.name.clone()),
        enough,
        unlimited,
    }
}

/// The point that lies furthest below the chord from the first to the first of the least total; `(budget, total, name)`.
fn knee<'a>(points: &[(Pence, Pence, &'a str)]) -> Option<&'a str> {
    let &(first, high, _) = points.first()?;
    let low = points.iter().map(|&(_, total, _)| total).min()?;
    let &(last, ..) = points.iter().find(|&&(_, total, _)| total == low)?;
    let under = |&(budget, total, _): &(Pence, Pence, &str)| {
        i128::from(high - total) * i128::from(last - first) - i128::from(high - low) * i128::from(budget - first)
    };
    let between = points.iter().filter(|&&(budget, ..)| first < budget && budget < last);
    let best = between.map(|point| (under(point), point.2)).filter(|&(under, _)| under > 0);
    // Of equals the one for less money.
    best.fold(None, |best: Option<(i128, &str)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    })
    .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_range_and_no_money_are_budgets() {
        let budgets = |from, to, step| Range::new(from, to, step).map(|range| range.budgets());
        assert_eq!(budgets(0, 100, 30), Ok(vec![0, 30, 60, 90, 100]));
        assert_eq!(budgets(50, 70, 20), Ok(vec![0, 50, 70]));
        assert_eq!(budgets(0, 300_000, 29_100).map(|budgets| budgets.len()), Ok(12));
        assert_eq!(budgets(7, 7, 1), Ok(vec![0, 7]));
        for (from, to, step) in [(-1, 5, 1), (5, 4, 1), (0, 5, 0), (0, 5, -1), (0, 1_000_000, 1)] {
            assert!(budgets(from, to, step).is_err(), "{from}..{to}:{step}");
        }
    }

    #[test]
    fn the_knee_is_furthest_below_the_chord() {
        assert_eq!(knee(&[(0, 100, "a"), (10, 20, "b"), (20, 10, "c"), (30, 0, "d"), (40, 0, "e")]), Some("b"));
        assert_eq!(knee(&[(0, 100, "a"), (10, 50, "b"), (20, 0, "c")]), None, "a straight line has none");
        assert_eq!(knee(&[(0, 100, "a"), (10, 90, "b"), (20, 0, "c")]), None, "nor has one that gets steeper");
        assert_eq!(knee(&[(0, 5, "a"), (10, 5, "b")]), None);
        assert_eq!(knee(&[]), None);
    }
}
