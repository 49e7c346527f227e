//! C17: what the plan states is what it costs.

use std::collections::BTreeMap;

use super::prices::{ArrangementPrice, Prices};
use super::report::{Place, Report, Rule};
use super::things::{Case, iso};
use crate::domain::{Arrangement, Line, LineWhat, Load, Pence, Sum, TeacherId};

/// C17: every stated focus, price, line, unserved entry, load and sum is what SPEC §4 gives, to the penny.
pub(super) fn c17(case: &Case, prices: &Prices, report: &mut Report) {
    for (index, (arrangement, price)) in case.plan.arrangements.iter().zip(&prices.arrangements).enumerate() {
        of_arrangement(case, index, arrangement, price, report);
    }
    for (hire, &right) in case.plan.hires.iter().zip(&prices.hires) {
        if hire.money != right {
            let source = &case.problem.supply[hire.source].id;
            let text = format!("the hire of {source} on {} states {}, right is {right}", iso(hire.date), hire.money);
            report.add(Rule::C17, Place::date(hire.date), text);
        }
    }
    of_lines(case, &prices.lines, report);
    of_unserved(case, prices, report);
    of_loads(case, &prices.loads, report);
    let plan = case.plan;
    let sums = [
        ("money", plan.money, prices.money),
        ("goodwill", plan.goodwill, prices.goodwill),
        ("unserved_cost", plan.unserved_cost, prices.unserved_cost),
        ("value", plan.value, prices.value),
        ("total", plan.total, prices.total()),
    ];
    for (what, stated, right) in sums {
        if stated != right {
            report.add(Rule::C17, Place::plan(), format!("{what} is stated as {stated}, right is {right}"));
        }
    }
}

fn of_arrangement(case: &Case, index: usize, arrangement: &Arrangement, price: &ArrangementPrice, report: &mut Report) {
    for (visit, right) in arrangement.visits.iter().zip(&price.visits) {
        let place = Place::arrangement(index).of(visit.observer).on(visit.at.date);
        let mut compare = |what: &str, stated: Pence, right: Pence| {
            if stated != right {
                let who = case.name(visit.observer);
                let text = format!("{what} of {who}'s visit is stated as {stated}, right is {right}");
                report.add(Rule::C17, place, text);
            }
        };
        compare("value", visit.value, right.value);
        compare("own_time", visit.own_time, right.own_time);
        compare("travel", visit.travel, right.travel);
        compare("money", visit.money, right.money);
        for (cover, &(money, goodwill)) in visit.covers.iter().zip(&right.covers) {
            compare("money of a cover", cover.money, money);
            compare("goodwill of a cover", cover.goodwill, goodwill);
        }
        if visit.focus != right.focus {
            let name = |focus: Option<_>| focus.map_or("null", |focus| case.problem.focuses[focus].id.as_str());
            let (stated, right) = (name(visit.focus), name(right.focus));
            let who = case.name(visit.observer);
            let text = format!("focus of {who}'s visit is stated as {stated}, right is {right}");
            report.add(Rule::C17, place, text);
        }
    }
    if arrangement.value != price.value {
        let text = format!(
            "value of arrangement {} is stated as {}, right is {}",
            arrangement.id, arrangement.value, price.value
        );
        report.add(Rule::C17, Place::arrangement(index), text);
    }
    for (meeting, &right) in arrangement.meetings.iter().zip(&price.meetings) {
        if meeting.own_time != right {
            let text = format!("own_time of a meeting is stated as {}, right is {right}", meeting.own_time);
            report.add(Rule::C17, Place::arrangement(index).on(meeting.date), text);
        }
    }
    if let Some(talk) = arrangement.conversation
        && talk.own_time != price.talk
    {
        let text = format!("own_time of a conversation is stated as {}, right is {}", talk.own_time, price.talk);
        report.add(Rule::C17, Place::arrangement(index).on(talk.date), text);
    }
}

/// How often each line stands, lines of zero pence left aside; who is named in which order is nothing.
fn counted(lines: &[Line]) -> BTreeMap<(LineWhat, Sum, Vec<TeacherId>, Pence), i64> {
    let mut counts = BTreeMap::new();
    for line in lines.iter().filter(|line| line.pence != 0) {
        let mut members = line.members.clone();
        members.sort_unstable();
        *counts.entry((line.what, line.sum, members, line.pence)).or_insert(0) += 1;
    }
    counts
}

fn of_lines(case: &Case, right: &[Line], report: &mut Report) {
    let (stated, right) = (counted(&case.plan.lines), counted(right));
    let mut add = |text: String| report.add(Rule::C17, Place::plan(), text);
    for (key @ (what, _, members, pence), count) in &stated {
        if *count > right.get(key).copied().unwrap_or(0) {
            add(format!("the line {what:?} of {pence} for {} should not stand", case.names(members)));
        }
    }
    for (key @ (what, _, members, pence), count) in &right {
        if *count > stated.get(key).copied().unwrap_or(0) {
            add(format!("the line {what:?} of {pence} for {} is missing", case.names(members)));
        }
    }
}

fn of_unserved(case: &Case, prices: &Prices, report: &mut Report) {
    let mut stated: BTreeMap<TeacherId, (u32, Pence)> = BTreeMap::new();
    for entry in &case.plan.unserved {
        if stated.insert(entry.teacher, (entry.missing, entry.cost)).is_some() {
            let text = format!("{} stands twice among the unserved", case.name(entry.teacher));
            report.add(Rule::C17, Place::teacher(entry.teacher), text);
        }
    }
    for right in &prices.unserved {
        let who = case.name(right.teacher);
        let wanted = (right.partners, right.cost);
        let text = match stated.remove(&right.teacher) {
            Some(entry) if entry == wanted => continue,
            Some((missing, cost)) => format!("{who} is unserved by {missing} for {cost}, right is {wanted:?}"),
            None => format!("{who} misses {} partners and does not stand among the unserved", right.partners),
        };
        report.add(Rule::C17, Place::teacher(right.teacher), text);
    }
    for teacher in stated.into_keys() {
        let text = format!("{} stands among the unserved, but misses nobody", case.name(teacher));
        report.add(Rule::C17, Place::teacher(teacher), text);
    }
}

fn of_loads(case: &Case, right: &[Load], report: &mut Report) {
    let order = |loads: &[Load]| loads.iter().map(|load| load.teacher).collect::<Vec<_>>();
    if order(&case.plan.loads) != order(right) {
        let text = "loads are not those of everybody who takes part or is touched, in the order of the instance";
        report.add(Rule::C17, Place::plan(), text.into());
        return;
    }
    for (stated, right) in case.plan.loads.iter().zip(right) {
        if stated != right {
            let text = format!("the load of {} is stated as {stated:?}, right is {right:?}", case.name(right.teacher));
            report.add(Rule::C17, Place::teacher(right.teacher), text);
        }
    }
}
