//! C1, C3 and C4: people on the clock.

use super::presence::Doing;
use super::report::{Place, Report, Rule};
use super::things::{Case, Task, Thing, group, iso};
use crate::domain::{CoverBy, CoverNeed, ProtectedRule, ProtectedUse, TeacherId};

fn place(thing: &Thing) -> Place {
    Place::arrangement(thing.arrangement).of(thing.person).on(thing.date)
}

/// Whether the two things of one person on one date overlap on the clock.
fn overlap(a: &Thing, b: &Thing) -> bool {
    a.start < b.end && b.start < a.end
}

/// C1: nobody is in two places at a time: two things that overlap on the clock, a conversation, meeting or film during
/// own teaching, a supervisor in two classes. (A visit during own teaching without cover is C5; a colleague who teaches and covers
/// is not really there, C5; more classes than hired units is C6.)
pub(super) fn c1(case: &Case, report: &mut Report) {
    for together in case.things.chunk_by(|a, b| (a.person, a.date) == (b.person, b.date)) {
        let mut last = &together[0];
        for thing in &together[1..] {
            if overlap(last, thing) {
                let (who, on) = (case.name(thing.person), iso(thing.date));
                let text = format!("{who} has {} and {} at the same time on {on}", last.words(), thing.words());
                report.add(Rule::C1, place(thing), text);
            }
            if thing.end > last.end {
                last = thing;
            }
        }
    }
    for thing in case.things.iter().filter(|thing| thing.task.sits()) {
        for own in thing.touched.iter().filter(|own| own.doing == Doing::Teaching) {
            let lessons: Vec<&str> = own.lessons.iter().map(|&lesson| case.lesson(lesson)).collect();
            let (who, on) = (case.name(thing.person), iso(thing.date));
            let text = format!("{who} teaches {} during {} on {on}", lessons.join(", "), thing.words());
            report.add(Rule::C1, place(thing), text);
        }
    }
    let supervised = group(case.covers().filter_map(|at| match at.cover.by {
        CoverBy::Supervisor(id) => {
            let (start, end) = case.clock_of(at.cover.at)?;
            Some(((id, at.cover.at.date), (start, end, at.arrangement)))
        }
        _ => None,
    }));
    for ((id, date), mut times) in supervised {
        times.sort_unstable();
        let mut busy_until = i32::MIN;
        for (start, end, arrangement) in times {
            if start < busy_until {
                let text = format!(
                    "supervisor {} has two classes at the same time on {}",
                    case.problem.supervisors[id].id,
                    iso(date)
                );
                report.add(Rule::C1, Place::arrangement(arrangement).on(date), text);
            }
            busy_until = busy_until.max(end);
        }
    }
}

/// C3: own periods are given up whole and once: nobody makes a visit or talks when `unavailable` or `busy`, leaves or
/// swaps a lesson of cover `"never"`, swaps a class in a period that overlaps another own one, or uses one own period for two things that do not overlap on the clock (those that do
/// are C1). Teaching given up without cover is C5, protected time without consent C4, its price C17.
pub(super) fn c3(case: &Case, report: &mut Report) {
    for thing in case.things.iter().filter(|thing| thing.task != Task::Cover) {
        let (who, what, on) = (case.name(thing.person), thing.words(), iso(thing.date));
        let own_school = case.school_of(thing.person);
        let hindered = thing.touched.iter().find(|own| matches!(own.doing, Doing::Unavailable | Doing::Busy));
        if let Some(own) = hindered {
            let doing = if own.doing == Doing::Busy { "busy" } else { "unavailable" };
            let period = case.period(own_school, own.period);
            report.add(Rule::C3, place(thing), format!("{who} is {doing} in period {period} during {what} on {on}"));
        } else if thing.blocked {
            report.add(Rule::C3, place(thing), format!("{who} has {what} on {on}, but is away or busy all that day"));
        }
        if let (Task::Exchange(_), [_, ..]) = (thing.task, thing.touched.get(1..).unwrap_or_default()) {
            report.add(Rule::C3, place(thing), format!("{what} of {who} on {on} overlaps another own period"));
        }
        if let Task::Visit(_) | Task::Exchange(_) = thing.task {
            for &lesson in thing.touched.iter().flat_map(|own| &own.lessons) {
                if case.problem.lessons[lesson].cover == CoverNeed::Never {
                    let text = format!("{who} gives up {} on {on}, which may not be left", case.lesson(lesson));
                    report.add(Rule::C3, place(thing), text);
                }
            }
        }
    }
    for together in case.things.chunk_by(|a, b| (a.person, a.date) == (b.person, b.date)) {
        let users = group(together.iter().flat_map(|thing| thing.touched.iter().map(move |own| (own.period, thing))));
        for (period, things) in users {
            for two in things.windows(2).filter(|two| !overlap(two[0], two[1])) {
                let (who, on) = (case.name(two[1].person), iso(two[1].date));
                let period = case.period(case.school_of(two[1].person), period);
                let (one, other) = (two[0].words(), two[1].words());
                let text = format!("{who} gives period {period} of {on} to {one} and to {other}");
                report.add(Rule::C3, place(two[1]), text);
            }
        }
    }
}

/// C4: nobody watches or talks in protected time without consent, and nobody covers in it at all.
pub(super) fn c4(case: &Case, report: &mut Report) {
    for thing in &case.things {
        let allowed = thing.task != Task::Cover && consents(case, thing.person);
        for own in thing.touched.iter().filter(|own| own.doing == Doing::Protected && !allowed) {
            let (who, what, on) = (case.name(thing.person), thing.words(), iso(thing.date));
            let period = case.period(case.school_of(thing.person), own.period);
            let text = format!("{who} has {what} in protected period {period} on {on}");
            report.add(Rule::C4, place(thing), text);
        }
    }
}

/// Whether the person's protected time may be used to watch and talk.
pub(super) fn consents(case: &Case, person: TeacherId) -> bool {
    case.problem.rules.protected == ProtectedRule::Consent
        && case.problem.teachers[person].protected_use == ProtectedUse::Watch
}
