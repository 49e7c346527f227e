//! The gaps for people.

use std::fmt::Write;

use super::super::text::layout::{Table, wrapped};
use super::super::words::{Names, count, listed, pounds};
use super::{FEW, Gap, OfFocus, OfSchool, Question, STRONG, Told};
use crate::domain::{Pence, Problem, Score};

/// A table for each school, and beneath it where the gaps could be filled. With the usual question it may be shown to
/// the staff: no number in it tells of single people.
#[must_use]
pub fn table(problem: &Problem, question: Question, gaps: &[OfSchool]) -> String {
    let mut text = "What many need and few can show\n".to_owned();
    if problem.focuses.is_empty() {
        text.push_str("\nThe instance names no focuses.\n");
        return text;
    }
    let strong = Score::from_thousandths(STRONG).map(decimal).unwrap_or_default();
    let mut terms = format!(
        "Needed: by those who take part with a need of {} or more. Strong: {strong} or more. To visit: those of the \
         strong who take part or have an open door.",
        decimal(question.need)
    );
    if question.exact {
        terms.push_str(" Every number is exact: this is for the planner alone.");
    } else {
        let _ = write!(terms, " Fewer than {FEW} people are never counted.");
    }
    text.extend([&wrapped(&terms, 0), "\n"]);
    let names = Names::new(problem);
    for school in gaps {
        let part = count(school.taking_part as usize, "teacher");
        let _ = write!(text, "\n{}, {part} taking part\n", names.school(school.school));
        let mut table = Table::with_right(&[1, 2, 3]);
        table.row(["", "needed", "strong", "to visit", ""].map(str::to_owned).to_vec());
        for focus in &school.focuses {
            table.row(row(problem, focus));
        }
        text.push_str(&table.render(2));
        let hints: Vec<String> = school.focuses.iter().filter_map(|focus| hint(problem, &names, focus)).collect();
        for hint in hints {
            text.extend(["  ", &wrapped(&hint, 4), "\n"]);
        }
    }
    text
}

fn row(problem: &Problem, focus: &OfFocus) -> Vec<String> {
    let gap = match focus.gap {
        Some(Gap::Nobody) => "gap: nobody to visit",
        Some(Gap::HardlyAnybody) => "gap: hardly anybody to visit",
        None => "",
    };
    let counts = [focus.need, focus.strong, focus.hosts].map(told);
    std::iter::once(name(problem, focus)).chain(counts).chain([gap.to_owned()]).collect()
}

fn name(problem: &Problem, focus: &OfFocus) -> String {
    let focus = &problem.focuses[focus.focus];
    if focus.name.is_empty() { focus.id.clone() } else { focus.name.clone() }
}

/// Where a gap could be filled.
fn hint(problem: &Problem, names: &Names, focus: &OfFocus) -> Option<String> {
    focus.gap?;
    let there = |partner: &super::Partner| {
        let way = format!("{} min, {}", partner.minutes, fare(partner.fare));
        format!("{} ({}; {way})", names.school(partner.school), told(partner.hosts))
    };
    let partners: Vec<String> = focus.partners.iter().map(there).collect();
    let name = name(problem, focus);
    Some(match partners.as_slice() {
        [] => format!("{name}: no partner school within reach has it."),
        some => format!("{name}: to visit at {}", listed(some)),
    })
}

fn fare(pence: Pence) -> String {
    if pence == 0 { "no fare".to_owned() } else { format!("{} there and back", pounds(pence)) }
}

fn told(told: Told) -> String {
    match told {
        Told::Exactly(0) => "nobody".to_owned(),
        Told::Exactly(number) => number.to_string(),
        Told::FewerThan(number) => format!("under {number}"),
        Told::AtLeast(number) => format!("{number} or more"),
        Told::TooFew => "too few".to_owned(),
    }
}

/// `0.5`, `0.125`.
fn decimal(score: Score) -> String {
    let text = format!("{}.{:03}", score.thousandths() / 1000, score.thousandths() % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
