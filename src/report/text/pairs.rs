//! The arrangements, one by one.

use crate::domain::{Arrangement, Cover, Kind, Plan, Problem, Visit};

use super::super::words::{Names, count, day, listed, pounds};
use super::layout::Table;

/// A kind in words.
#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Pair => "pair",
        Kind::Triad => "triad",
        Kind::OneWay => "one-way visit",
        Kind::Swap => "class swap",
        Kind::PlanTogether => "lesson planned together",
        Kind::Walk => "learning walk",
        Kind::Student => "student visit",
        Kind::Meeting => "meeting",
    }
}

/// `12 pairs`, `11 pairs and 1 triad`.
#[must_use]
pub fn counted(plan: &Plan) -> String {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    for arrangement in &plan.arrangements {
        match kinds.iter_mut().find(|(of, _)| *of == arrangement.kind) {
            Some((_, number)) => *number += 1,
            None => kinds.push((arrangement.kind, 1)),
        }
    }
    if kinds.is_empty() {
        return count(0, "pair");
    }
    listed(&kinds.into_iter().map(|(of, number)| count(number, kind(of))).collect::<Vec<_>>())
}

/// Every arrangement: date, period and time of its visits and of the conversation.
pub fn list(problem: &Problem, plan: &Plan, names: &Names) -> String {
    let mut text = String::new();
    let period_width = periods(problem, plan).map(|id| id.chars().count()).max().unwrap_or(0);
    for (index, arrangement) in plan.arrangements.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.extend(["  ", &arrangement.id, "  ", &names.teachers(&arrangement.members), "\n"]);
        text.push_str(&rows(problem, arrangement, names, period_width).render(4));
        if arrangement.conversation.is_none() {
            text.push_str("    no conversation\n");
        }
    }
    text
}

/// The period ids that the arrangements name, so that the columns of all of them line up.
fn periods<'a>(problem: &'a Problem, plan: &'a Plan) -> impl Iterator<Item = &'a str> {
    plan.arrangements.iter().flat_map(|arrangement| {
        let visits = arrangement.visits.iter().map(|visit| (problem.lessons[visit.at.lesson].school, visit.at.period));
        let talk = arrangement.conversation.iter().map(|talk| (talk.school, talk.period));
        visits.chain(talk).map(|(school, period)| problem.schools[school].period_ids[period].as_str())
    })
}

fn rows(problem: &Problem, arrangement: &Arrangement, names: &Names, period_width: usize) -> Table {
    let mut table = Table::default();
    let mut row = |date, (period, times): (String, String), what: String| {
        table.row(vec![format!("{:<10}", day(date)), format!("{period:<period_width$}"), times, what]);
    };
    let mut visits: Vec<&Visit> = arrangement.visits.iter().collect();
    let start = |visit: &Visit| {
        let school = &problem.schools[problem.lessons[visit.at.lesson].school];
        school.bell_of(visit.at.period, visit.at.date.weekday()).map(|bell| bell.start)
    };
    visits.sort_by_key(|visit| (visit.at.date, start(visit)));
    for visit in visits {
        let school = problem.lessons[visit.at.lesson].school;
        row(visit.at.date, names.period(school, visit.at.date, visit.at.period), told(problem, visit, names));
    }
    if let Some(talk) = arrangement.conversation {
        let school = names.at_school(talk.school);
        row(talk.date, names.period(talk.school, talk.date, talk.period), format!("They talk{school}"));
    }
    table
}

/// A visit in words: who, whom, which lesson, the focus, and who takes the class left behind.
fn told(problem: &Problem, visit: &Visit, names: &Names) -> String {
    let school = names.at_school(problem.lessons[visit.at.lesson].school);
    let (observer, host) = (names.teacher(visit.observer), names.teacher(visit.host));
    let mut text = format!("{observer} watches {host}: {}{school}", names.lesson(visit.at.lesson));
    let mut facts = Vec::new();
    if let Some(focus) = visit.focus {
        let focus = &problem.focuses[focus];
        facts.push(format!("focus {}", if focus.name.is_empty() { &focus.id } else { &focus.name }));
    }
    facts.push(format!("worth {}", pounds(visit.value)));
    let left = |cover: &Cover| format!("{} is with {}", names.lesson(cover.at.lesson), names.cover(cover.by));
    facts.extend(visit.covers.iter().map(left));
    if visit.covers.is_empty() {
        facts.push("no class is left".to_owned());
    }
    text.push('\n');
    text.push_str(&facts.join("; "));
    text
}
