//! Who is left out, and what the round asks of people.

use crate::domain::{Load, Plan, Problem, Unserved};

use super::super::words::{Names, count, pounds};
use super::layout::{Table, wrapped};

/// What a teacher misses: `no partner`, `1 of 2 partners missing`.
pub fn missing(problem: &Problem, unserved: &Unserved) -> String {
    match problem.wanted(unserved.teacher) {
        1 => "no partner".to_owned(),
        wanted => format!("{} of {} missing", unserved.missing, count(wanted as usize, "partner")),
    }
}

/// Everybody who has fewer partners than wanted, with the reasons.
pub fn left_out(problem: &Problem, plan: &Plan, names: &Names) -> String {
    let mut text = String::new();
    for unserved in &plan.unserved {
        let missing = missing(problem, unserved);
        let head = format!("{}: {missing}, {}", names.teacher(unserved.teacher), pounds(unserved.cost));
        text.extend(["  ", &wrapped(&head, 2), "\n"]);
        for reason in &unserved.reasons {
            text.extend(["    ", &wrapped(&reason.text, 4), "\n"]);
        }
    }
    text
}

/// The sums, and who carries most of each.
pub fn loads(plan: &Plan, names: &Names) -> String {
    type Measure = (&'static str, fn(&Load) -> u32);
    const MEASURES: [Measure; 5] = [
        ("visits hosted", |load| load.hosted),
        ("covers taken by colleagues", |load| load.covers_taken),
        ("own free periods", |load| load.free_periods),
        ("protected periods, by consent", |load| load.protected_periods),
        ("breaks and after school", |load| load.after_periods),
    ];
    let mut table = Table::with_right(&[1]);
    for (what, measure) in MEASURES {
        let sum: u32 = plan.loads.iter().map(measure).sum();
        let most = plan.loads.iter().map(measure).max().unwrap_or(0);
        if sum == 0 {
            continue;
        }
        let who: Vec<_> = plan.loads.iter().filter(|load| measure(load) == most).map(|load| load.teacher).collect();
        let carried = match who.len() {
            1..=3 => format!("at most {most} each: {}", names.teachers(&who)),
            many => format!("at most {most} each, {}", count(many, "teacher")),
        };
        table.row(vec![what.into(), sum.to_string(), carried]);
    }
    table.render(2)
}
