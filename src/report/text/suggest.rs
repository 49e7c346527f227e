//! Answers to a request on a terminal.

use super::super::words::{Names, day, pounds};
use super::layout::Table;
use crate::domain::{Problem, Request, Visit};
use crate::explain::Answer;

/// Who could watch, the cheapest first: the planner's, since it tells what each visit is worth.
#[must_use]
pub fn suggest(problem: &Problem, answer: &Answer) -> String {
    let names = Names::new(problem);
    let mut text = format!("{}\n", asked(problem, &names, &answer.request));
    let mut table = Table::with_right(&[0]);
    for (rank, one) in (1..).zip(&answer.suggestions) {
        let total = match (one.effect.at_least, one.effect.at_most) {
            (least, most) if least == most => pounds(most),
            (least, most) => format!("{} to {}", pounds(least), pounds(most)),
        };
        let (period, _) =
            names.period(problem.lessons[one.visit.at.lesson].school, one.visit.at.date, one.visit.at.period);
        table.row(vec![
            rank.to_string(),
            names.teacher(one.visit.observer),
            day(one.visit.at.date),
            period,
            format!("total {total}: {}", cost(&names, &one.visit, one.money)),
        ]);
    }
    text.push_str(&table.render(2));
    if answer.suggestions.is_empty() {
        text.push_str("  nobody can, the plan as it is\n");
    } else if !answer.cannot.is_empty() {
        let who = names.teachers(&answer.cannot);
        text.push_str(&super::layout::wrapped(&format!("  Not, the plan as it is: {who}."), 2));
        text.push('\n');
    }
    text
}

fn asked(problem: &Problem, names: &Names<'_>, request: &Request) -> String {
    let mut text = format!("Who could watch {}", names.teacher(request.host));
    if let Some(lesson) = request.lesson {
        text.extend([", ", &names.lesson(lesson)]);
    }
    if let Some(date) = request.date {
        text.extend([", on ", &day(date)]);
    }
    if let Some(period) = request.period {
        let school = &problem.schools[problem.teachers[request.host].school];
        text.extend([", period ", &school.period_ids[period]]);
    }
    if let Some(focus) = request.focus {
        text.extend([", for ", &problem.focuses[focus].name]);
    }
    text
}

/// What the visit is worth, and what it takes.
fn cost(names: &Names<'_>, visit: &Visit, money: i64) -> String {
    let mut parts = vec![format!("worth {}", pounds(visit.value))];
    if visit.own_time > 0 {
        parts.push(format!("{} of own time", pounds(visit.own_time)));
    }
    let left =
        |cover: &crate::domain::Cover| format!("{} is with {}", names.lesson(cover.at.lesson), names.cover(cover.by));
    parts.extend(visit.covers.iter().map(left));
    if money != 0 {
        parts.push(format!("{} paid", pounds(money)));
    }
    parts.join("; ")
}
