//! C2, C14 and C16: what is watched.

use super::prices::learning;
use super::report::{Place, Report, Rule};
use super::things::{Case, iso, pairs};
use crate::domain::{Mode, Visits};

/// C2: a visit, in the room or by film, is to an occurrence in the round, after the days of notice, that its host really
/// teaches and has not given up (but for the one who takes it in exchange), that is open, and that the observer does
/// not teach.
pub(super) fn c2(case: &Case, report: &mut Report) {
    for (arrangement, visit) in case.visits() {
        let (observer, host, at) = (case.name(visit.observer), case.name(visit.host), visit.at);
        let lesson = &case.problem.lessons[at.lesson];
        let place = Place::arrangement(arrangement).of(visit.observer).on(at.date);
        let mut add = |text: String| report.add(Rule::C2, place, text);
        if lesson.teachers.contains(&visit.observer) {
            add(format!("{observer} watches {}, a lesson of {observer}'s own", case.words(at)));
        }
        if !lesson.open {
            add(format!("{observer} watches {}, which is not open to visitors", case.words(at)));
        }
        if !case.in_round(at.date) {
            add(format!("{observer} watches {} outside the round", case.words(at)));
            continue;
        }
        if !case.presence.teaches(visit.host, at) {
            add(format!("{observer} watches {host} in {}, which {host} does not teach then", case.words(at)));
        } else if visit.mode != Mode::Exchange && case.gives_up(visit.host, at) {
            add(format!("{observer} watches {host} in {}, which {host} gives up for a visit", case.words(at)));
        }
        let before = case.open_days(case.school_of(visit.host)).take_while(|&day| day < at.date).count();
        if before < case.problem.rules.notice_days as usize {
            let notice = case.problem.rules.notice_days;
            add(format!("the visit on {} lies in the first {notice} open days of the round", iso(at.date)));
        }
    }
}

/// C14: what the observer can learn in the focus of the visit is worth `min_match`.
pub(super) fn c14(case: &Case, report: &mut Report) {
    let least = u32::from(case.problem.rules.min_match.thousandths()) * 1_000;
    for (arrangement, visit) in case.visits() {
        let (_, learning) = learning(case.problem, visit.observer, visit.host);
        if learning < least {
            let (observer, host) = (case.name(visit.observer), case.name(visit.host));
            let text = format!("{observer} would learn {learning} millionths from {host}, below min_match");
            report.add(Rule::C14, Place::arrangement(arrangement).of(visit.observer).on(visit.at.date), text);
        }
    }
}

/// C16: visits to another school, films of its lessons and lessons planned with its teachers only where there is a
/// way. (What it costs is C17.)
pub(super) fn c16(case: &Case, report: &mut Report) {
    for (arrangement, visit) in case.visits() {
        let (from, to) = (case.school_of(visit.observer), case.problem.lessons[visit.at.lesson].school);
        if from != to && case.problem.travel_between(from, to).is_none() {
            let schools = &case.problem.schools;
            let text = format!(
                "{} visits {}, but travel has no way there from {}",
                case.name(visit.observer),
                schools[to].id,
                schools[from].id
            );
            report.add(Rule::C16, Place::arrangement(arrangement).of(visit.observer).on(visit.at.date), text);
        }
    }
    for (index, arrangement) in case.plan.arrangements.iter().enumerate() {
        if arrangement.kind.shape().is_none_or(|shape| shape.visits != Visits::None) {
            continue;
        }
        for pair in pairs(arrangement) {
            let [a, b] = pair.map(|member| case.school_of(member));
            if a != b && case.problem.travel_between(a, b).is_none() {
                let text = format!("{} are of two schools without a way between them", case.names(&pair));
                report.add(Rule::C16, Place::arrangement(index), text);
            }
        }
    }
}
