//! Who must hear what: the changes of a re-plan, person by person.

use std::collections::BTreeMap;

use crate::domain::{Changed, Element, LessonId, Plan, Problem, TakenBy};

/// Somebody who must hear of a change, by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// A teacher.
    Teacher(String),
    /// A cover supervisor.
    Supervisor(String),
    /// A source of supply.
    Supply(String),
}

/// What one of them must hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Who.
    pub who: Audience,
    /// What is off, by date.
    pub gone: Vec<Element>,
    /// What is new, by date.
    pub new: Vec<Element>,
}

/// The changes of `plan` by whom they concern: who watches, is watched, talks or covers, and whose class is left. People
/// come in the order of `after`, then who is only in `before`; supervisors and supply follow.
#[must_use]
pub fn notices(plan: &Plan, before: &Problem, after: &Problem) -> Vec<Notice> {
    let mut notices: BTreeMap<Audience, Notice> = BTreeMap::new();
    for Changed { was, now, .. } in &plan.changes {
        for (element, problem, is_new) in
            was.iter().map(|element| (element, before, false)).chain(now.iter().map(|element| (element, after, true)))
        {
            for who in concerned(element, problem) {
                let of = notices.entry(who.clone()).or_insert(Notice { who, gone: Vec::new(), new: Vec::new() });
                if is_new { of.new.push(element.clone()) } else { of.gone.push(element.clone()) }
            }
        }
    }
    let place = |who: &Audience| {
        let Audience::Teacher(id) = who else { return usize::MAX };
        let teachers = after.teachers.iter().chain(before.teachers.iter());
        teachers.map(|teacher| &teacher.id).position(|other| other == id).unwrap_or(usize::MAX)
    };
    let mut notices: Vec<Notice> = notices.into_values().collect();
    notices.sort_by_key(|notice| place(&notice.who));
    notices
}

/// Whom an element concerns.
fn concerned(element: &Element, problem: &Problem) -> Vec<Audience> {
    let teacher = |id: &String| Audience::Teacher(id.clone());
    match element {
        Element::Visit { observer, host, .. } => vec![teacher(observer), teacher(host)],
        Element::Conversation { members, .. } => members.iter().map(teacher).collect(),
        Element::Cover { lesson, by, .. } => {
            let of = problem.lessons.entries().find(|(_, one)| one.id == *lesson);
            let taught = |(id, _): (LessonId, _)| problem.lessons[id].teachers.clone();
            let mut who: Vec<Audience> =
                of.map(taught).into_iter().flatten().map(|id| teacher(&problem.teachers[id].id)).collect();
            who.extend(match by {
                TakenBy::Staff(id) => Some(teacher(id)),
                TakenBy::Supervisor(id) => Some(Audience::Supervisor(id.clone())),
                TakenBy::Supply(id) => Some(Audience::Supply(id.clone())),
                TakenBy::NoneNeeded | TakenBy::Study | TakenBy::Join(_) => None,
            });
            who
        }
    }
}
