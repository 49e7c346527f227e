//! What many need and few can show: per school and focus, as counts, with the partner schools that have it.
//!
//! Needs and strengths are the planner's and the person's own (SPEC §8), so nobody is named, and a count that would
//! tell of single people is told as a range ([`Told`]): fewer than [`FEW`], or all but fewer than [`FEW`] of a group;
//! nothing is told of a group that is too small for ranges.

mod json;
mod text;

pub use json::json;
pub use text::table;

use crate::domain::{FocusId, Lock, Pence, Problem, SchoolId, Score, Teacher, TeacherId};

/// The strength from which on a host counts as strong: the one that `fresh_expertise` asks for (SPEC §4).
const STRONG: u16 = 700;

/// So many people at least stand behind a number that is told.
pub const FEW: u32 = 3;

/// How much is told of a count of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// So many.
    Exactly(u32),
    /// Somebody, but fewer than this.
    FewerThan(u32),
    /// So many or more, up to everybody.
    AtLeast(u32),
    /// The group is so small that any number tells of single people.
    TooFew,
}

/// How large a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nobody who may be visited in the school is strong in what many need.
    Nobody,
    /// Fewer than [`FEW`] are.
    HardlyAnybody,
}

/// A partner school where somebody strong may be visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partner {
    /// The school.
    pub school: SchoolId,
    /// How many of its teachers are strong and may be visited.
    pub hosts: Told,
    /// Minutes one way.
    pub minutes: u16,
    /// Pence there and back.
    pub fare: Pence,
}

/// One focus in one school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfFocus {
    /// The focus.
    pub focus: FocusId,
    /// How many of those who take part need it.
    pub need: Told,
    /// How many of the school are strong in it, whether they take part or not.
    pub strong: Told,
    /// How many of these may be visited: they take part, or have an open door.
    pub hosts: Told,
    /// Whether many need it and few may be visited for it; `None` also where too few take part to tell.
    pub gap: Option<Gap>,
    /// The schools within reach that have it, the nearest first.
    pub partners: Vec<Partner>,
}

/// One school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfSchool {
    /// The school.
    pub school: SchoolId,
    /// How many take part.
    pub taking_part: u32,
    /// Every focus: gaps first, then in the order of the instance.
    pub focuses: Vec<OfFocus>,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The need from which on somebody needs a focus.
    pub need: Score,
    /// Whether every number is told as it is: for the planner's own eyes.
    pub exact: bool,
}

/// The gaps of every school.
#[must_use]
pub fn gaps(problem: &Problem, question: Question) -> Vec<OfSchool> {
    problem.schools.keys().map(|school| of_school(problem, question, school)).collect()
}

fn is_out(problem: &Problem, who: TeacherId) -> bool {
    problem.locks.contains(&Lock::Out(who))
}

/// How many teachers of `school` are as `fits` says.
fn count(problem: &Problem, school: SchoolId, fits: impl Fn(TeacherId, &Teacher) -> bool) -> u32 {
    let of_school = problem.teachers.entries().filter(|(_, teacher)| teacher.school == school);
    u32::try_from(of_school.filter(|(who, teacher)| fits(*who, teacher)).count()).expect("fewer than 2^32 teachers")
}

fn strong(teacher: &Teacher, focus: FocusId) -> bool {
    teacher.strength(focus).thousandths() >= STRONG
}

/// Strong teachers of `school` who may be visited.
fn hosts(problem: &Problem, school: SchoolId, focus: FocusId) -> u32 {
    count(problem, school, |who, teacher| {
        strong(teacher, focus) && (teacher.participates || teacher.open_door) && !is_out(problem, who)
    })
}

fn of_school(problem: &Problem, question: Question, school: SchoolId) -> OfSchool {
    let takes_part = |who: TeacherId, teacher: &Teacher| teacher.participates && !is_out(problem, who);
    let taking_part = count(problem, school, takes_part);
    let of_focus = |focus: FocusId| {
        let need =
            count(problem, school, |who, teacher| takes_part(who, teacher) && teacher.need(focus) >= question.need);
        let own = hosts(problem, school, focus);
        let need_told = if question.exact { Told::Exactly(need) } else { told(need, taking_part) };
        let many = need >= FEW && need_told != Told::TooFew;
        OfFocus {
            focus,
            need: need_told,
            strong: shown(count(problem, school, |_, teacher| strong(teacher, focus)), question),
            hosts: shown(own, question),
            gap: match own {
                0 if many => Some(Gap::Nobody),
                1..FEW if many => Some(Gap::HardlyAnybody),
                _ => None,
            },
            partners: partners(problem, question, school, focus),
        }
    };
    let mut focuses: Vec<OfFocus> = problem.focuses.keys().map(of_focus).collect();
    focuses.sort_by_key(|focus| match focus.gap {
        Some(Gap::Nobody) => 0,
        Some(Gap::HardlyAnybody) => 1,
        None => 2,
    });
    OfSchool { school, taking_part, focuses }
}

fn partners(problem: &Problem, question: Question, school: SchoolId, focus: FocusId) -> Vec<Partner> {
    let there = |partner: SchoolId| {
        let way = problem.travel_between(school, partner).filter(|_| partner != school)?;
        let hosts = hosts(problem, partner, focus);
        let hosts = if hosts > 0 { shown(hosts, question) } else { return None };
        Some(Partner { school: partner, hosts, minutes: way.minutes, fare: way.money })
    };
    let mut partners: Vec<Partner> = problem.schools.keys().filter_map(there).collect();
    // By the way alone: an order by numbers would tell more of them than the ranges do.
    partners.sort_by_key(|partner| (partner.minutes, partner.fare, partner.school));
    partners
}

/// What is told of `number` who need something, out of `all`.
fn told(number: u32, all: u32) -> Told {
    // Below this, a few from either end meet in the middle.
    if all < 2 * FEW - 1 {
        return Told::TooFew;
    }
    match number {
        1..FEW => Told::FewerThan(FEW),
        number if number > all - FEW => Told::AtLeast(all - FEW + 1),
        number => Told::Exactly(number),
    }
}

/// What is told of `number` who are strong: that all are is no secret.
fn shown(number: u32, question: Question) -> Told {
    match number {
        1..FEW if !question.exact => Told::FewerThan(FEW),
        number => Told::Exactly(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_never_counted() {
        for all in 0..40 {
            for number in 0..=all {
                let same = (0..=all).filter(|&other| told(other, all) == told(number, all)).count();
                match told(number, all) {
                    Told::Exactly(shown) => {
                        assert!(shown == number && (number == 0 || number >= FEW && all - number >= FEW));
                    }
                    Told::TooFew => assert!(all < 5),
                    Told::FewerThan(_) => assert!(same == 2 && number > 0 && number < FEW),
                    Told::AtLeast(least) => assert!(same == 3 && number >= least),
                }
            }
        }
    }
}
