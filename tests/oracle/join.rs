//! Classes that join another lesson.

use opendoor::domain::{LessonId, Problem};

use super::facts::{Facts, Taught};

/// The occurrence of `lesson` in the same period as `at`.
pub fn beside(facts: &Facts, at: &Taught, lesson: LessonId) -> Option<usize> {
    facts.taught.iter().position(|other| {
        other.lesson == lesson
            && (other.school, other.span.date, other.slot) == (at.school, at.span.date, at.slot)
            && !other.by.is_empty()
    })
}

/// The lessons that could take in the classes of `at`, whoever leaves them.
pub fn hosts(facts: &Facts, at: usize) -> Vec<LessonId> {
    let it = &facts.taught[at];
    let other = |&lesson: &LessonId| lesson != it.lesson && beside(facts, it, lesson).is_some();
    facts.problem.lessons.keys().filter(other).filter(|&host| goes_together(facts.problem, it, host)).collect()
}

/// A class that is in both, in two halves, is one class in the room.
fn goes_together(problem: &Problem, at: &Taught, host: LessonId) -> bool {
    let (left, host) = (&problem.lessons[at.lesson], &problem.lessons[host]);
    let mut all = [left.classes.clone(), host.classes.clone()].concat();
    all.sort();
    all.dedup();
    let years: Vec<_> = all.iter().map(|&class| &problem.classes[class].year).collect();
    let sizes: Option<Vec<u32>> = all.iter().map(|&class| problem.classes[class].size).collect();
    let fits = match (host.room.and_then(|room| problem.rooms[room].capacity), sizes) {
        (Some(capacity), Some(sizes)) => sizes.iter().sum::<u32>() <= capacity,
        _ => true,
    };
    host.join
        && fits
        && left.subject.is_some()
        && left.subject == host.subject
        && !left.classes.is_empty()
        && !host.classes.is_empty()
        && years.iter().all(|year| year.is_some() && *year == years[0])
        && all.iter().all(|&class| !problem.classes[class].is_away(at.span.date))
}
