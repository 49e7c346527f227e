//! Locks that can't hold together, in words.

use crate::domain::{Conflict, Lock, LockRef, Problem, VisitLock};
use crate::report::words::{Names, day};

/// The irreducible set, one line a lock, each with its place in the instance.
pub fn words(problem: &Problem, conflict: &Conflict) -> String {
    let text = match conflict.locks.len() {
        1 => "nothing could be planned: this lock can't hold\n".to_owned(),
        _ => "nothing could be planned: these locks can't hold together, and without any one of them the rest can\n"
            .to_owned(),
    };
    text + &listed(problem, conflict)
}

/// The locks, one line each.
pub fn listed(problem: &Problem, conflict: &Conflict) -> String {
    let names = Names::new(problem);
    let mut text = String::new();
    for &lock in &conflict.locks {
        let (place, meaning) = match lock {
            LockRef::Lock(index) => {
                let meaning = problem.locks.get(index).map(|lock| of_lock(problem, lock, &names));
                (format!("/locks/{index}"), meaning.unwrap_or_default())
            }
            LockRef::Must(index) => {
                let pair = problem.rules.must.get(index);
                (format!("/rules/must/{index}"), pair.map(|pair| partners(&names, pair)).unwrap_or_default())
            }
        };
        text.extend(["  ", &place, ": ", &meaning, "\n"]);
    }
    text
}

fn partners(names: &Names, pair: &[crate::domain::TeacherId]) -> String {
    format!("{} are partners", names.teachers(pair))
}

fn of_lock(problem: &Problem, lock: &Lock, names: &Names) -> String {
    match lock {
        Lock::Pair(pair) => partners(names, pair),
        Lock::Visit(visit) => of_visit(problem, visit, names),
        Lock::Cover(cover) => {
            let school = problem.lessons[cover.lesson].school;
            let (period, _) = names.period(school, cover.date, cover.period);
            let (lesson, by) = (names.lesson(cover.lesson), names.cover(cover.by));
            format!(
                "{lesson} ({}) on {}, period {period}, is left to {by}",
                problem.lessons[cover.lesson].id,
                day(cover.date)
            )
        }
        Lock::Conversation { members, date, period } => {
            format!("{} talk on {}, period {period}", names.teachers(members), day(*date))
        }
        Lock::NeverOn { teacher: Some(teacher), date } => {
            format!("{} does nothing for the round on {}", names.teacher(*teacher), day(*date))
        }
        Lock::NeverOn { teacher: None, date } => format!("nothing at all happens on {}", day(*date)),
        Lock::Out(teacher) => format!("{} stays out of the round", names.teacher(*teacher)),
    }
}

fn of_visit(problem: &Problem, visit: &VisitLock, names: &Names) -> String {
    let somebody = |teacher: Option<_>, other: &str| teacher.map_or_else(|| other.to_owned(), |id| names.teacher(id));
    let mut text = format!("{} watches {}", somebody(visit.observer, "somebody"), somebody(visit.host, "somebody"));
    if let Some(lesson) = visit.lesson {
        text.extend([" in ", &names.lesson(lesson), " (", &problem.lessons[lesson].id, ")"]);
    }
    if let Some(date) = visit.date {
        text.extend([" on ", &day(date)]);
    }
    if let Some(period) = &visit.period {
        text.extend([", period ", period]);
    }
    text
}
