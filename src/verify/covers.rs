//! C5: who takes what is left behind.

use std::collections::BTreeSet;

use super::elements::joins;
use super::presence::Doing;
use super::report::{Place, Report, Rule};
use super::things::{Case, CoverAt, Task, iso};
use crate::domain::{Cover, CoverBy, CoverNeed, Occurrence, StaffCover, Visit};

/// C5: every occurrence given up has exactly one cover, and nothing else has one; the source is eligible and really
/// there; of a lesson that several are teaching one stays and the others leave by `none_needed`. Counts of covers are
/// C6, a source in two places C1, a colleague's protected time C4, prices C17.
pub(super) fn c5(case: &Case, report: &mut Report) {
    for (index, arrangement) in case.plan.arrangements.iter().enumerate() {
        for (at, visit) in arrangement.visits.iter().enumerate() {
            each_has_one(case, index, at, visit, report);
        }
    }
    one_stays(case, report);
    joins::one_at_most(case, report);
    for at in case.covers() {
        eligible(case, at, report);
    }
    really_there(case, report);
}

/// The covers of a visit are one for each occurrence that its observer leaves.
fn each_has_one(case: &Case, arrangement: usize, at: usize, visit: &Visit, report: &mut Report) {
    let place = Place::arrangement(arrangement).of(visit.observer).on(visit.at.date);
    let who = case.name(visit.observer);
    let left = left_by(case, arrangement, at, visit);
    let mut stated = BTreeSet::new();
    for cover in &visit.covers {
        if !left.contains(&cover.at) {
            let text = format!("{who} has a cover for {}, but does not leave it for this visit", case.words(cover.at));
            report.add(Rule::C5, place, text);
        } else if !stated.insert(cover.at) {
            report.add(Rule::C5, place, format!("{} has more than one cover", case.words(cover.at)));
        }
    }
    for &missing in left.difference(&stated) {
        report.add(Rule::C5, place, format!("{who} leaves {} without cover", case.words(missing)));
    }
}

/// The occurrences that the observer leaves for the visit: all lessons that they teach in the periods touched.
fn left_by(case: &Case, arrangement: usize, at: usize, visit: &Visit) -> BTreeSet<Occurrence> {
    let from = case.things.partition_point(|thing| (thing.person, thing.date) < (visit.observer, visit.at.date));
    case.things[from..]
        .iter()
        .take_while(|thing| (thing.person, thing.date) == (visit.observer, visit.at.date))
        .filter(|thing| thing.arrangement == arrangement && thing.task == Task::Visit(at))
        .flat_map(|thing| &thing.touched)
        .flat_map(|own| own.lessons.iter().map(|&lesson| (lesson, own.period)))
        .map(|(lesson, period)| Occurrence { lesson, date: visit.at.date, period })
        .collect()
}

/// Of a lesson that two or more are teaching, at least one stays.
fn one_stays(case: &Case, report: &mut Report) {
    for (&at, leavers) in &case.left {
        let teaching = case.presence.teaching(at);
        if teaching >= 2 && leavers.len() >= teaching {
            let text = format!("nobody of those who teach {} stays", case.words(at));
            for &(who, arrangement) in leavers {
                report.add(Rule::C5, Place::arrangement(arrangement).of(who).on(at.date), text.clone());
            }
        }
    }
}

/// The source may take this occurrence.
fn eligible(case: &Case, at: CoverAt, report: &mut Report) {
    let problem = case.problem;
    let CoverAt { arrangement, visit, cover } = at;
    let lesson = &problem.lessons[cover.at.lesson];
    let place = Place::arrangement(arrangement).of(visit.observer).on(cover.at.date);
    let mut add = |why: &str| {
        report.add(Rule::C5, place, format!("{}: {} {why}", case.words(cover.at), case.source(cover.by)));
    };
    if case.in_round(cover.at.date) {
        let several = case.presence.teaching(cover.at) >= 2;
        if several && cover.by != CoverBy::NoneNeeded {
            add("is no cover of a lesson that somebody else teaches too");
        } else if !several && cover.by == CoverBy::NoneNeeded {
            add("does not hold: nobody else teaches it then");
        }
    }
    let school = match cover.by {
        CoverBy::NoneNeeded | CoverBy::Study => lesson.school,
        CoverBy::Supervisor(id) => problem.supervisors[id].school,
        CoverBy::Staff(id) => problem.teachers[id].school,
        CoverBy::Supply(id) => problem.supply[id].school,
        CoverBy::Join(id) => problem.lessons[id].school,
    };
    if school != lesson.school {
        add("is of another school");
    }
    if lesson.cover == CoverNeed::Qualified && !qualified(case, cover) {
        add("does not have the subject, but the lesson wants that");
    }
    match cover.by {
        CoverBy::Study if lesson.classes.is_empty() => add("needs a class"),
        CoverBy::Join(into) => joins::eligible(case, cover, into).into_iter().for_each(add),
        CoverBy::Staff(id) => {
            let willing = problem.teachers[id].cover.willing;
            let asked = match problem.rules.staff_cover {
                StaffCover::Never => false,
                StaffCover::Volunteers => willing == Some(true),
                StaffCover::All => willing != Some(false),
            };
            if !asked {
                add("may not be asked to cover");
            }
        }
        _ => {}
    }
}

fn qualified(case: &Case, cover: &Cover) -> bool {
    let problem = case.problem;
    let subjects = match cover.by {
        CoverBy::NoneNeeded | CoverBy::Study | CoverBy::Join(_) => return true,
        CoverBy::Supervisor(id) => &problem.supervisors[id].subjects,
        CoverBy::Supply(id) => &problem.supply[id].subjects,
        CoverBy::Staff(id) => {
            let colleague = &problem.teachers[id];
            colleague.cover.subjects.as_ref().unwrap_or(&colleague.subjects)
        }
    };
    problem.lessons[cover.at.lesson].subject.as_ref().is_some_and(|subject| subjects.contains(subject))
}

/// A colleague who covers is free in every own period that the cover touches.
fn really_there(case: &Case, report: &mut Report) {
    for thing in case.things.iter().filter(|thing| thing.task == Task::Cover) {
        let elsewhere = |doing| matches!(doing, Doing::Unavailable | Doing::Busy | Doing::Teaching);
        if thing.blocked || thing.touched.iter().any(|own| elsewhere(own.doing)) {
            let text = format!("{} is not free to cover on {}", case.name(thing.person), iso(thing.date));
            report.add(Rule::C5, Place::arrangement(thing.arrangement).of(thing.person).on(thing.date), text);
        }
    }
}
