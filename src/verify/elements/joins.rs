//! Classes that join another lesson while their teacher is away.

use std::collections::BTreeSet;

use crate::domain::{ClassId, Cover, CoverBy, LessonId, Occurrence};
use crate::verify::report::{Place, Report, Rule};
use crate::verify::things::{Case, group};

/// C5, joins: at most one occurrence joins another.
pub(in crate::verify) fn one_at_most(case: &Case, report: &mut Report) {
    let joined = group(case.covers().filter_map(|at| match at.cover.by {
        CoverBy::Join(lesson) => Some((Occurrence { lesson, ..at.cover.at }, at.arrangement)),
        _ => None,
    }));
    for (into, joining) in joined {
        if let Some(&over) = joining.get(1) {
            let text = format!("{} lessons join {}", joining.len(), case.words(into));
            report.add(Rule::C5, Place::arrangement(over).on(into.date), text);
        }
    }
}

/// Why the classes of the occurrence covered can't join `into`, the first reason; the school is asked for elsewhere.
pub(in crate::verify) fn eligible(case: &Case, cover: &Cover, into: LessonId) -> Option<&'static str> {
    let problem = case.problem;
    let (from, lesson) = (&problem.lessons[cover.at.lesson], &problem.lessons[into]);
    if cover.at.lesson == into {
        return Some("is the lesson itself");
    }
    if !lesson.join {
        return Some("is not offered: it takes in nobody");
    }
    let at = Occurrence { lesson: into, ..cover.at };
    if from.school == lesson.school
        && case.in_round(at.date)
        && !lesson.teachers.iter().any(|&teacher| case.really_teaches(teacher, at))
    {
        return Some("does not hold: nobody really teaches that lesson then");
    }
    if from.subject.is_none() || from.subject != lesson.subject {
        return Some("is not of the same subject");
    }
    if from.classes.is_empty() || lesson.classes.is_empty() {
        return Some("needs classes on both sides");
    }
    let ids: BTreeSet<ClassId> = from.classes.iter().chain(&lesson.classes).copied().collect();
    let classes = || ids.iter().map(|&class| &problem.classes[class]);
    let years: BTreeSet<Option<&String>> = classes().map(|class| class.year.as_ref()).collect();
    if years.len() > 1 || years.contains(&None) {
        return Some("is not of the same year");
    }
    if classes().any(|class| class.is_away(cover.at.date)) {
        return Some("has a class that is away");
    }
    let capacity = lesson.room.and_then(|room| problem.rooms[room].capacity);
    let size: Option<u64> = classes().map(|class| class.size.map(u64::from)).sum();
    match (capacity, size) {
        (Some(capacity), Some(size)) if size > u64::from(capacity) => Some("does not fit into the room"),
        _ => None,
    }
}
