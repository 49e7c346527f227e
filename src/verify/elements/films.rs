//! Visits by film: the occurrence is recorded, and watched later.

use crate::domain::{Mode, PeriodUse, Shape, Viewing, Visit};
use crate::verify::prices::learning;
use crate::verify::report::{Place, Report, Rule};
use crate::verify::things::{Case, group, iso};

/// C6, kits: in each period a school makes no more recordings at once than it has kits.
pub(in crate::verify) fn c6(case: &Case, report: &mut Report) {
    let films = case.visits().filter(|(_, visit)| matches!(visit.mode, Mode::Film(_)));
    let recorded = group(films.map(|(arrangement, visit)| {
        let school = case.problem.lessons[visit.at.lesson].school;
        ((school, visit.at.date, visit.at.period), arrangement)
    }));
    for ((school, date, period), recordings) in recorded {
        // Without the rule there are no films at all: C12.
        let Some(video) = &case.problem.rules.video else { continue };
        let kits = video.kits_of(school);
        if let Some(&over) = recordings.get(kits as usize) {
            let (id, period) = (&case.problem.schools[school].id, case.period(school, period));
            let text = format!(
                "{id} has {kits} kits, and {} recordings in period {period} of {}",
                recordings.len(),
                iso(date)
            );
            report.add(Rule::C6, Place::arrangement(over).on(date), text);
        }
    }
}

/// C10: the film is watched in a period of the observer's school for lessons or after school that rings then, in the
/// round, after it was recorded. What is wrong, in words.
pub(in crate::verify) fn c10(case: &Case, visit: &Visit, viewing: Viewing) -> Option<String> {
    let who = case.name(visit.observer);
    let school = case.school_of(visit.observer);
    let (period, on) = (case.period(school, viewing.period), iso(viewing.date));
    if !case.in_round(viewing.date) {
        return Some(format!("{who} watches a film on {on}, outside the round"));
    }
    let Some(bell) = case.problem.schools[school].bell_of(viewing.period, viewing.date.weekday()) else {
        return Some(format!("{who} watches a film in period {period}, which does not ring on {on}"));
    };
    if bell.usage == PeriodUse::Break {
        return Some(format!("{who} watches a film in period {period}, which is a break"));
    }
    let (_, recorded) = case.clock_of(visit.at)?;
    let early = (viewing.date, i32::from(bell.start)) < (visit.at.date, recorded);
    early.then(|| format!("{who} watches a film on {on} before it is recorded"))
}

/// C12: films are in play, for the kind and in the round; the host consents, and is strong enough in the focus of the
/// visit, which there is.
pub(in crate::verify) fn c12(case: &Case, shape: &Shape, visit: &Visit, add: &mut dyn FnMut(&str)) {
    if !matches!(visit.mode, Mode::Film(_)) {
        return;
    }
    let Some(video) = case.problem.rules.video.as_ref().filter(|_| shape.films) else {
        add("it has a visit by film, and films are not in play");
        return;
    };
    let host = &case.problem.teachers[visit.host];
    if !host.film {
        add(&format!("{} does not consent to be filmed", host.id));
    }
    let (focus, _) = learning(case.problem, visit.observer, visit.host);
    match focus {
        None => add("a film has a focus, and there are none"),
        Some(focus) if host.strength(focus) < video.min_strength => {
            add(&format!("{} is not strong enough in the focus of the film", host.id));
        }
        Some(_) => {}
    }
}
