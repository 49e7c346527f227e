//! The gaps for programs.

use serde_json::{Value, json};

use super::{FEW, Gap, OfFocus, OfSchool, Partner, Question, STRONG, Told};
use crate::domain::Problem;

/// The gaps as JSON: ids as in the instance; every count is an object whose one key says how much is told.
#[must_use]
pub fn json(problem: &Problem, question: Question, gaps: &[OfSchool]) -> Value {
    let schools: Vec<Value> = gaps.iter().map(|school| of_school(problem, school)).collect();
    json!({
        "need": f64::from(question.need.thousandths()) / 1000.0,
        "strength": f64::from(STRONG) / 1000.0,
        "fewest_told": if question.exact { 1 } else { FEW },
        "schools": schools,
    })
}

fn of_school(problem: &Problem, school: &OfSchool) -> Value {
    let focuses: Vec<Value> = school.focuses.iter().map(|focus| of_focus(problem, focus)).collect();
    json!({
        "school": problem.schools[school.school].id,
        "taking_part": school.taking_part,
        "focuses": focuses,
    })
}

fn of_focus(problem: &Problem, focus: &OfFocus) -> Value {
    let partner = |partner: &Partner| {
        json!({
            "school": problem.schools[partner.school].id,
            "hosts": told(partner.hosts),
            "minutes": partner.minutes,
            "money": partner.fare,
        })
    };
    let partners: Vec<Value> = focus.partners.iter().map(partner).collect();
    let gap = focus.gap.map(|gap| match gap {
        Gap::Nobody => "nobody",
        Gap::HardlyAnybody => "hardly_anybody",
    });
    json!({
        "focus": problem.focuses[focus.focus].id,
        "need": told(focus.need),
        "strong": told(focus.strong),
        "hosts": told(focus.hosts),
        "gap": gap,
        "partners": partners,
    })
}

fn told(told: Told) -> Value {
    match told {
        Told::Exactly(number) => json!({ "exactly": number }),
        Told::FewerThan(number) => json!({ "fewer_than": number }),
        Told::AtLeast(number) => json!({ "at_least": number }),
        Told::TooFew => json!({ "too_few": true }),
    }
}
