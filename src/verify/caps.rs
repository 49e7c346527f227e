//! C6 (people and classes), C7, C8 and C18: how much of everybody.

use std::collections::BTreeSet;

use super::clock::consents;
use super::presence::{Doing, Own};
use super::report::{Place, Report, Rule};
use super::things::{Case, Task, Thing, group, iso};
use crate::domain::{CoverBy, Date, Key, PeriodUse, SupervisorId, TeacherId};

/// C6, people and classes: caps of colleagues with `already` counted, of supervisors, `keep_back` and study release.
/// (Supply is [`super::hires::c6`].)
pub(super) fn c6(case: &Case, report: &mut Report) {
    colleagues(case, report);
    supervisors(case, report);
    keep_back(case, report);
    let released = group(case.covers().filter(|at| at.cover.by == CoverBy::Study).flat_map(|at| {
        case.problem.lessons[at.cover.at.lesson].classes.iter().map(move |&class| (class, at.arrangement))
    }));
    for (id, times) in released {
        let class = &case.problem.classes[id];
        if let Some(&over) = times.get(class.study_release as usize) {
            let text = format!("class {} is put on study {} times", class.id, times.len());
            report.add(Rule::C6, Place::arrangement(over), text);
        }
    }
}

fn colleagues(case: &Case, report: &mut Report) {
    let taken = group(case.covers().filter_map(|at| match at.cover.by {
        CoverBy::Staff(id) if case.in_round(at.cover.at.date) => Some((id, (at.cover.at.date, at.arrangement))),
        _ => None,
    }));
    let round = &case.problem.round;
    for (id, covers) in taken {
        let terms = &case.problem.teachers[id].cover;
        let who = case.name(id);
        for (date, times) in group(covers.iter().copied()) {
            if let Some(&over) = times.get(terms.max_per_day as usize) {
                let text = format!("{who} covers {} times on {}", times.len(), iso(date));
                report.add(Rule::C6, Place::arrangement(over).of(id).on(date), text);
            }
        }
        let already = |fits: &dyn Fn(Date) -> bool| -> u64 {
            terms.already.iter().filter(|(monday, _)| fits(*monday)).map(|&(_, count)| u64::from(count)).sum()
        };
        for (monday, times) in group(covers.iter().map(|&(date, at)| (date.monday(), at))) {
            let before = already(&|week| week == monday);
            if terms.max_per_week.is_some_and(|max| before + times.len() as u64 > u64::from(max)) {
                let text = format!("{who} covers {} times in the week of {}", times.len(), iso(monday));
                report.add(Rule::C6, Place::teacher(id).on(monday).within(times[times.len() - 1]), text);
            }
        }
        let before = already(&|monday| monday <= round.end && round.start <= monday.plus(6));
        if terms.max_per_round.is_some_and(|max| before + covers.len() as u64 > u64::from(max)) {
            let text = format!("{who} covers {} times in the round, and {before} times already", covers.len());
            report.add(Rule::C6, Place::teacher(id), text);
        }
    }
}

fn supervisors(case: &Case, report: &mut Report) {
    let used = group(case.covers().filter_map(|at| match at.cover.by {
        CoverBy::Supervisor(id) if case.in_round(at.cover.at.date) => Some(((id, at.cover.at.date), at)),
        _ => None,
    }));
    for ((id, date), covers) in used {
        let supervisor = &case.problem.supervisors[id];
        let school = &case.problem.schools[supervisor.school];
        let cap = supervisor.max_per_day.map_or(usize::MAX, |max| max as usize);
        if let Some(over) = covers.get(cap) {
            let text = format!("supervisor {} covers {} periods on {}", supervisor.id, covers.len(), iso(date));
            report.add(Rule::C6, Place::arrangement(over.arrangement).on(date), text);
        }
        for at in covers {
            // The periods of another school are no periods of theirs; that is C5.
            let at_home = case.problem.lessons[at.cover.at.lesson].school == supervisor.school;
            if at_home && !supervisor.is_available(school, date, at.cover.at.period) {
                let text = format!("supervisor {} is not available for {}", supervisor.id, case.words(at.cover.at));
                report.add(Rule::C6, Place::arrangement(at.arrangement).on(date), text);
            }
        }
    }
}

fn keep_back(case: &Case, report: &mut Report) {
    let kept = case.problem.rules.keep_back as usize;
    if kept == 0 {
        return;
    }
    let used = group(case.covers().filter_map(|at| match at.cover.by {
        CoverBy::Supervisor(id) if case.in_round(at.cover.at.date) => {
            let school = case.problem.lessons[at.cover.at.lesson].school;
            Some(((school, at.cover.at.date, at.cover.at.period), (id, at.arrangement)))
        }
        _ => None,
    }));
    for ((id, date, period), users) in used {
        let school = &case.problem.schools[id];
        let available = case
            .problem
            .supervisors
            .iter()
            .filter(|supervisor| supervisor.school == id && supervisor.is_available(school, date, period))
            .count();
        let different: BTreeSet<SupervisorId> = users.iter().map(|&(supervisor, _)| supervisor).collect();
        if different.len() > available.saturating_sub(kept) {
            let text = format!(
                "{} of {available} supervisors are used in period {} of {}, {kept} are to be kept back",
                different.len(),
                case.period(id, period),
                iso(date)
            );
            report.add(Rule::C6, Place::arrangement(users[users.len() - 1].1).on(date), text);
        }
    }
}

/// C7: observers in an occurrence; visits hosted in the round, and in the year with `history`; how often a class
/// loses its teacher and is watched.
pub(super) fn c7(case: &Case, report: &mut Report) {
    let rules = &case.problem.rules;
    let watched = group(case.visits().map(|(arrangement, visit)| (visit.at, arrangement)));
    for (at, observers) in watched {
        if let Some(&over) = observers.get(rules.observers_per_lesson as usize) {
            let text = format!("{} is watched by {} observers", case.words(at), observers.len());
            report.add(Rule::C7, Place::arrangement(over).on(at.date), text);
        }
    }
    let hosted = group(case.visits().map(|(arrangement, visit)| (visit.host, arrangement)));
    for (host, visits) in hosted {
        let teacher = &case.problem.teachers[host];
        if let Some(&over) = visits.get(teacher.hosting_max() as usize) {
            let text = format!("{} hosts {} visits", teacher.id, visits.len());
            report.add(Rule::C7, Place::arrangement(over).of(host), text);
        }
        let before = hosted_this_year(case, host);
        if teacher.hosting.max_per_year.is_some_and(|max| before + visits.len() as u64 > u64::from(max)) {
            let text = format!("{} hosts {} visits after {before} this year", teacher.id, visits.len());
            report.add(Rule::C7, Place::teacher(host).within(visits[visits.len() - 1]), text);
        }
    }
    let classes_of = |lesson| case.problem.lessons[lesson].classes.iter().copied();
    let lost = case.covers().filter(|at| at.cover.by != CoverBy::NoneNeeded);
    let lost = group(lost.flat_map(|at| classes_of(at.cover.at.lesson).map(move |class| (class, at.arrangement))));
    for (class, times) in lost {
        if let Some(&over) = times.get(case.problem.class_cover_max(class) as usize) {
            let text = format!("class {} loses its teacher {} times", case.problem.classes[class].id, times.len());
            report.add(Rule::C7, Place::arrangement(over), text);
        }
    }
    let seen = case.visits().flat_map(|(arrangement, visit)| {
        classes_of(visit.at.lesson).map(move |class| (class, arrangement)).collect::<Vec<_>>()
    });
    for (class, times) in group(seen) {
        if let Some(&over) = times.get(case.problem.class_watched_max(class) as usize) {
            let text = format!("class {} is watched {} times", case.problem.classes[class].id, times.len());
            report.add(Rule::C7, Place::arrangement(over), text);
        }
    }
}

/// Visits that `host` hosted in earlier rounds of the same school year.
fn hosted_this_year(case: &Case, host: TeacherId) -> u64 {
    let Some(year) = &case.problem.round.year else { return 0 };
    let rounds = case.problem.history.iter().filter(|round| round.year.as_ref() == Some(year));
    rounds.flat_map(|round| &round.hosted).filter(|(who, _)| *who == host).map(|&(_, count)| u64::from(count)).sum()
}

/// C8: what a person gives in a calendar week: things that take own lesson periods, after-school periods, and the
/// share of free periods that stays untouched.
pub(super) fn c8(case: &Case, report: &mut Report) {
    let weeks = group(case.things.iter().map(|thing| ((thing.person, thing.date.monday()), thing)));
    for ((person, monday), things) in weeks {
        let teacher = &case.problem.teachers[person];
        let mut add = |at: &Thing, text: String| {
            let text = format!("{} {text} in the week of {}", teacher.id, iso(monday));
            report.add(Rule::C8, Place::arrangement(at.arrangement).of(person).on(monday), text);
        };
        let lends = |thing: &&&Thing| {
            let lent = |doing| matches!(doing, Doing::Free | Doing::Protected);
            thing.open
                && thing.task != Task::Cover
                && thing.touched.iter().any(|own| own.usage == PeriodUse::Lesson && lent(own.doing))
        };
        let lent: Vec<_> = things.iter().filter(lends).collect();
        if let Some(over) = lent.get(teacher.periods_lent_per_week as usize) {
            add(over, format!("lends own lesson periods to {} things", lent.len()));
        }
        // What is busy is not given but taken: C3.
        let given = |own: &&Own| own.usage == PeriodUse::After && matches!(own.doing, Doing::Free | Doing::Protected);
        let after = things
            .iter()
            .filter(|thing| thing.open)
            .flat_map(|thing| thing.touched.iter().filter(given).map(move |_| thing));
        let after: Vec<_> = after.collect();
        if let Some(over) = after.get(case.problem.rules.after_max_per_week as usize) {
            add(over, format!("gives {} after-school periods", after.len()));
        }
        let free = |thing: &&&Thing| thing.open && thing.touched.iter().any(is_free_lesson_period);
        if let Some(last) = things.iter().rfind(free)
            && let Some((stays, wanted)) = quota(case, person, monday, &things)
            && stays < wanted
        {
            add(last, format!("keeps {stays} untouched free periods where {wanted} are to stay"));
        }
    }
}

fn is_free_lesson_period(own: &Own) -> bool {
    own.usage == PeriodUse::Lesson && own.doing == Doing::Free
}

/// The untouched free lesson periods of a week and how many there must be; `None` where no quota applies.
fn quota(case: &Case, person: TeacherId, monday: Date, things: &[&Thing]) -> Option<(usize, usize)> {
    let teacher = &case.problem.teachers[person];
    if !teacher.protected.is_empty() || consents(case, person) {
        return None;
    }
    let (mut taught, mut free) = (0_usize, 0_usize);
    for date in monday.through(monday.plus(6)) {
        let day = case.presence.day(person, date);
        if day.open {
            taught += day.own.iter().filter(|own| own.doing == Doing::Teaching).count();
            free += day.own.iter().filter(|own| is_free_lesson_period(own)).count();
        }
    }
    let touched: BTreeSet<(Date, usize)> = things
        .iter()
        .filter(|thing| thing.open)
        .flat_map(|thing| {
            let own = thing.touched.iter().filter(|own| is_free_lesson_period(own));
            own.map(move |own| (thing.date, own.period.index()))
        })
        .collect();
    let thousandths = usize::from(case.problem.rules.protected_quota.thousandths());
    Some((free.saturating_sub(touched.len()), (taught * thousandths).div_ceil(1_000)))
}

/// C18: how many of a school, and of a department, leave a lesson of their own in the same period.
pub(super) fn c18(case: &Case, report: &mut Report) {
    let limits = case.problem.rules.away_at_once;
    let away = case.left.iter().flat_map(|(at, leavers)| {
        let school = case.problem.lessons[at.lesson].school;
        leavers.iter().map(move |&leaver| ((school, at.date, at.period), leaver))
    });
    let mut check = |limit: Option<u32>, of: &str, leavers: &[(TeacherId, usize)], when: &str, date: Date| {
        let different: BTreeSet<TeacherId> = leavers.iter().map(|&(who, _)| who).collect();
        if limit.is_some_and(|limit| different.len() > limit as usize) {
            let text = format!("{} teachers of {of} leave lessons in {when}", different.len());
            report.add(Rule::C18, Place::arrangement(leavers[leavers.len() - 1].1).on(date), text);
        }
    };
    for ((school, date, period), leavers) in group(away) {
        let when = format!("period {} of {}", case.period(school, period), iso(date));
        check(limits.school, &case.problem.schools[school].id, &leavers, &when, date);
        let departments = group(leavers.iter().filter_map(|&leaver| {
            let department = case.problem.teachers[leaver.0].department.as_deref()?;
            Some((department, leaver))
        }));
        for (department, leavers) in departments {
            check(limits.department, department, &leavers, &when, date);
        }
    }
}
