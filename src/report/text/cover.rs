//! The cover list and what is hired for it.

use crate::domain::{Cover, CoverBy, Half, Hire, Plan, Problem, TeacherId};

use super::super::words::{Names, count, day, pounds, unit};
use super::layout::Table;

/// Every class left behind, by date and time, with who leaves it.
pub fn in_order<'a>(problem: &Problem, plan: &'a Plan) -> Vec<(TeacherId, &'a Cover)> {
    let visits = plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    let mut covers: Vec<_> =
        visits.flat_map(|visit| visit.covers.iter().map(|cover| (visit.observer, cover))).collect();
    covers.sort_by_key(|(_, cover)| {
        let school = problem.lessons[cover.at.lesson].school;
        let start = problem.schools[school].bell_of(cover.at.period, cover.at.date.weekday()).map(|bell| bell.start);
        (cover.at.date, start, school, cover.at.lesson)
    });
    covers
}

/// Every class left behind, by date and time, with who takes it and the price; then the hires.
pub fn list(problem: &Problem, plan: &Plan, names: &Names) -> String {
    let covers = in_order(problem, plan);
    let school_of = |cover: &Cover| problem.lessons[cover.at.lesson].school;
    let mut table = Table::with_right(&[3, 4]);
    if !covers.is_empty() {
        table.row(["", "", "", "paid", "goodwill", ""].map(str::to_owned).to_vec());
    }
    for (absent, cover) in covers {
        let (period, times) = names.period(school_of(cover), cover.at.date, cover.at.period);
        let class = names.lesson(cover.at.lesson);
        let school = names.at_school(school_of(cover));
        let what = format!("{class}{school}, for {}: {}", names.teacher(absent), names.cover(cover.by));
        table.row(vec![day(cover.at.date), period, times, paid(cover), pounds(cover.goodwill), what]);
    }
    let mut hires = Table::with_right(&[1]);
    for hire in &plan.hires {
        let what =
            format!("{} from {}{}", hired(problem, hire), problem.supply[hire.source].id, names.at_school(hire.school));
        hires.row(vec![day(hire.date), pounds(hire.money), what]);
    }
    let mut text = table.render(2);
    if !hires.is_empty() {
        text.push_str("  hired:\n");
        text.push_str(&hires.render(4));
    }
    text
}

/// What is paid for a cover by itself.
pub fn paid(cover: &Cover) -> String {
    match cover.by {
        CoverBy::Supply(_) if cover.money == 0 => "hired".to_owned(),
        _ => pounds(cover.money),
    }
}

/// `1 day`, `2 half days (afternoon)`, `1 period (3)`.
pub fn hired(problem: &Problem, hire: &Hire) -> String {
    let units = count(hire.count as usize, unit(hire.unit));
    let half = hire.half.map(|half| match half {
        Half::Am => " (morning)".to_owned(),
        Half::Pm => " (afternoon)".to_owned(),
    });
    let period = hire.period.map(|period| format!(" ({})", problem.schools[hire.school].period_ids[period]));
    format!("{units}{}{}", half.unwrap_or_default(), period.unwrap_or_default())
}
