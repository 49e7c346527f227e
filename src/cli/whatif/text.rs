//! The answers to read: a table in pounds, and of a sweep what money buys.

use std::collections::BTreeMap;

use crate::cli::conflict;
use crate::domain::{Kind, Pence, Plan, Problem, Status};
use crate::report::text::counted;
use crate::report::text::layout::{Table, wrapped};
use crate::report::words::{Names, count, listed, long_day, percent, pounds};
use crate::scenario::{Against, Answer, Curve, Ended, Step, WhatIf};

/// Most names in one line.
const NAMES: usize = 3;

/// The whole answer.
pub fn table(what_if: &WhatIf) -> String {
    let round = &what_if.base.case.problem.round;
    let name = if round.title.is_empty() { "Round" } else { &round.title };
    let number = what_if.answers.len();
    let what = if what_if.curve.is_some() { count(number, "budget") } else { count(number, "scenario") };
    let mut text =
        format!("{name}, {} to {}\n{what} beside the round as it is\n\n", long_day(round.start), long_day(round.end));
    let mut table = Table::with_right(&[1, 2, 3, 4]);
    table.row(["", "paid", "partners", "value", "total", "proven", "against as it is"].map(str::to_owned).to_vec());
    let unlimited = what_if.curve.as_ref().map(|curve| &curve.unlimited);
    for answer in [&what_if.base].into_iter().chain(&what_if.answers).chain(unlimited) {
        table.row(row(answer, what_if));
    }
    text.push_str(&table.render(2));
    for answer in [&what_if.base].into_iter().chain(&what_if.answers) {
        if let Ended::Conflict(conflict) = &answer.ended {
            let why = conflict::words(&answer.case.problem, conflict);
            text.extend(["\n", &answer.case.name, ": ", &why]);
        }
    }
    if let Some(curve) = &what_if.curve {
        text.push_str("\nWhat money buys\n");
        for line in money(what_if, curve) {
            text.extend(["  ", &wrapped(&line, 2), "\n"]);
        }
    }
    text
}

fn row(answer: &Answer, what_if: &WhatIf) -> Vec<String> {
    let case = &answer.case;
    let budget = case.problem.budget.money.filter(|_| what_if.curve.is_some() && !case.patch.is_empty());
    let name = budget.map_or_else(|| case.name.clone(), pounds);
    let Some(plan) = answer.plan() else {
        let why = match &answer.ended {
            Ended::Conflict(conflict) => format!("no plan: {} in conflict", count(conflict.locks.len(), "lock")),
            _ => "no plan: interrupted".to_owned(),
        };
        return vec![name, String::new(), String::new(), String::new(), String::new(), String::new(), why];
    };
    let proven = match plan.status {
        Status::Optimal => "yes".to_owned(),
        _ => format!("to {}", percent(plan.gap)),
    };
    let change =
        if case.patch.is_empty() { String::new() } else { change(answer, &what_if.base, what_if.curve.is_some()) };
    vec![
        name,
        pounds(plan.money),
        format!("{} of {}", answer.served(), answer.wanted()),
        pounds(plan.value),
        pounds(plan.total),
        proven,
        change,
    ]
}

/// What is other than in the base.
fn change(answer: &Answer, base: &Answer, is_swept: bool) -> String {
    let Some(change) = Against::of(answer, base) else { return String::new() };
    let better = match change.total {
        0 => "no better, no worse".to_owned(),
        less if less < 0 => format!("{} better", pounds(-less)),
        more => format!("{} worse", pounds(more)),
    };
    let mut parts = vec![better];
    let same = change.new.is_empty() && change.gone.is_empty();
    if !is_swept && !same {
        parts.push(format!("{} new, {} gone", change.new.len(), change.gone.len()));
    }
    // Of a sweep it would be the same names again and again.
    let most = if is_swept { 0 } else { NAMES };
    let some = |ids: &[String], problem: &Problem, what: &str| {
        let words = Names::new(problem);
        let found = |id: &String| problem.teachers.entries().find(|(_, person)| person.id == *id);
        let name = |id: &String| found(id).map_or_else(|| id.clone(), |(teacher, _)| words.teacher(teacher));
        let mut some: Vec<String> = ids.iter().take(most).map(name).collect();
        match ids.len() - some.len() {
            0 => {}
            more if some.is_empty() => return format!("{more} {what}"),
            more => some.push(format!("{more} more")),
        }
        format!("{what}: {}", listed(&some))
    };
    if !change.left_out.is_empty() {
        parts.push(some(&change.left_out, &answer.case.problem, "left out"));
    }
    if !change.served_now.is_empty() {
        parts.push(some(&change.served_now, &base.case.problem, "served now"));
    }
    parts.join("; ")
}

/// The price curve in sentences.
fn money(what_if: &WhatIf, curve: &Curve) -> Vec<String> {
    let mut lines = Vec::new();
    let all = || what_if.answers.iter().chain([&curve.unlimited]);
    let by_name = |name: &Option<String>| name.as_ref().and_then(|name| all().find(|one| one.case.name == *name));
    if let Some((zero, plan)) = by_name(&curve.zero_cost).and_then(|zero| Some((zero, zero.plan()?))) {
        lines.push(format!("For nothing: {}, {} of {} partners.", counted(plan), zero.served(), zero.wanted()));
    }
    let at = |budget: Option<Pence>| all().find(|answer| answer.case.problem.budget.money == budget)?.plan();
    for step in curve.steps.iter().filter(|step| step.gain > 0) {
        if let (Some(less), Some(more)) = (at(Some(step.from)), at(step.to)) {
            lines.push(bought(step, less, more));
        }
    }
    if let Some(knee) = by_name(&curve.knee) {
        let budget = pounds(knee.case.problem.budget.money.unwrap_or(0));
        lines.push(format!("The knee is at {budget}: up to there a pound buys more than on average, after it less."));
    }
    lines.push(match curve.enough {
        Some(0) => "More money buys nothing: the best round costs nothing.".to_owned(),
        Some(enough) => format!("From {} on more money buys nothing.", pounds(enough)),
        None => "Where more money buys nothing is not known: the round without a limit was not planned.".to_owned(),
    });
    lines
}

/// What a step buys: `The next £291.00, up to £582.00, buys 5 more pairs …`.
fn bought(step: &Step, less: &Plan, more: &Plan) -> String {
    let what = match step.to {
        Some(to) => format!("The next {}, up to {},", pounds(to - step.from), pounds(to)),
        None => format!("Money without a limit, beyond {},", pounds(step.from)),
    };
    let of = |plan: &Plan| {
        let mut kinds: BTreeMap<Kind, i64> = BTreeMap::new();
        for arrangement in &plan.arrangements {
            *kinds.entry(arrangement.kind).or_default() += 1;
        }
        kinds
    };
    let mut changes = of(more);
    for (kind, number) in of(less) {
        *changes.entry(kind).or_default() -= number;
    }
    let words = |kind: Kind| match kind.shape() {
        Some(shape) => (shape.name.trim_start_matches("a "), shape.plural),
        None => ("arrangement", "arrangements"),
    };
    let more = |number: i64, (one, many): (&str, &str)| {
        let noun = if number.abs() == 1 { one } else { many };
        format!("{} {} {noun}", number.abs(), if number > 0 { "more" } else { "fewer" })
    };
    let changed = changes.into_iter().filter(|&(_, number)| number != 0);
    let mut parts: Vec<(i64, String)> = changed.map(|(kind, number)| (number, more(number, words(kind)))).collect();
    // What there is more of comes first.
    parts.sort_by_key(|&(number, _)| number < 0);
    let parts: Vec<String> = parts.into_iter().map(|(_, words)| words).collect();
    let partners = if step.served == 0 { String::new() } else { more(step.served, ("partner", "partners")) };
    let buys = match (parts.is_empty(), partners.is_empty()) {
        (true, true) => "nobody more, but".to_owned(),
        (true, false) => format!("{partners}:"),
        (false, true) => format!("{}:", parts.join(", ")),
        (false, false) => format!("{} ({partners}):", parts.join(", ")),
    };
    format!("{what} buys {buys} the round is {} better; {} of it is spent.", pounds(step.gain), pounds(step.spent))
}
