//! C17 of a re-plan: the changes that a plan lists, and what they cost.

use std::collections::BTreeMap;

use super::report::{Place, Report, Rule, Violation};
use super::things::{Case, iso};
use crate::domain::{Changed, Date, Element, Plan, Problem};

/// C17: every change listed is gone or new, what is new is in the plan, what is gone is not, and all are priced by one of
/// the two rates. Whether they are all is only seen beside the plan before ([`against`]).
pub(super) fn c17(case: &Case, report: &mut Report) {
    let changes = &case.plan.changes;
    if changes.is_empty() {
        return;
    }
    let rates = [case.problem.rates.change, case.problem.rates.change_published];
    if !rates.iter().any(|&rate| changes.iter().all(|change| change.pence == rate)) {
        let [change, published] = rates;
        let text = format!("the changes are not priced at {change} each, nor at {published} each");
        report.add(Rule::C17, Place::plan(), text);
    }
    let mut there = counted(case.plan.elements(case.problem));
    for change in changes {
        let text = match (&change.was, &change.now) {
            (Some(_), None) => continue,
            (None, Some(new)) => {
                let left = there.get_mut(new).filter(|count| **count > 0);
                match left {
                    Some(count) => {
                        *count -= 1;
                        continue;
                    }
                    None => format!("a change on {} says that something is new which is not in the plan", day(change)),
                }
            }
            (Some(_), Some(_)) => "a change says both what was and what is, where one of them is to be null".to_owned(),
            (None, None) => "a change says neither what was nor what is".to_owned(),
        };
        report.add(Rule::C17, Place::plan(), text);
    }
    for change in changes.iter().filter(|change| change.now.is_none()) {
        if change.was.as_ref().is_some_and(|was| there.get(was).is_some_and(|&count| count > 0)) {
            let text = format!("a change on {} says that something is gone which is in the plan", day(change));
            report.add(Rule::C17, Place::plan(), text);
        }
    }
}

/// What is wrong with the changes that `plan` lists, as those from a plan that had the elements `before`: each element
/// that only one of the two has is listed once, at `rates.change`, or `rates.change_published` where that plan was
/// `published`; and before `from` nothing differs.
#[must_use]
pub fn against(problem: &Problem, plan: &Plan, before: &[Element], published: bool, from: Date) -> Vec<Violation> {
    let mut report = Report::default();
    let mut add = |text: String| report.add(Rule::C17, Place::plan(), text);
    let rate = if published { problem.rates.change_published } else { problem.rates.change };
    let mut balance: BTreeMap<Element, i64> = BTreeMap::new();
    let mut count = |element: &Element, by: i64| *balance.entry(element.clone()).or_insert(0) += by;
    for element in &plan.elements(problem) {
        count(element, 1);
    }
    for element in before {
        count(element, -1);
    }
    for change in &plan.changes {
        if change.pence != rate {
            add(format!("a change on {} is priced at {}, right is {rate}", day(change), change.pence));
        }
        change.now.iter().for_each(|element| count(element, -1));
        change.was.iter().for_each(|element| count(element, 1));
        if change.was.iter().chain(&change.now).any(|element| element.date() < from) {
            add(format!("a change on {} lies before {}", day(change), iso(from)));
        }
    }
    for (element, _) in balance.iter().filter(|&(_, &count)| count != 0) {
        add(format!("what changed on {} is not listed just once", iso(element.date())));
    }
    report.into_violations()
}

fn counted(elements: Vec<Element>) -> BTreeMap<Element, u32> {
    let mut counts = BTreeMap::new();
    for element in elements {
        *counts.entry(element).or_insert(0) += 1;
    }
    counts
}

fn day(change: &Changed) -> String {
    change.now.as_ref().or(change.was.as_ref()).map(|element| iso(element.date())).unwrap_or_default()
}
