//! C15: what the school has fixed.

use std::collections::BTreeSet;

use super::report::{Place, Report, Rule};
use super::things::{Case, iso};
use crate::domain::{CoverBy, Date, Lock, Mode, PeriodId, SchoolId, TeacherId, Visit, VisitLock};

/// C15: every lock holds, and every pair of `rules.must` comes about.
pub(super) fn c15(case: &Case, report: &mut Report) {
    for &pair in &case.problem.rules.must {
        must_be_partners(case, pair, report);
    }
    for lock in &case.problem.locks {
        let mut add = |text: String| report.add(Rule::C15, Place::plan(), text);
        match lock {
            Lock::Pair(pair) => must_be_partners(case, *pair, report),
            Lock::Visit(wanted) => {
                if !case.visits().any(|(_, visit)| matches(case, wanted, visit)) {
                    add("a locked visit is not in the plan".into());
                }
            }
            Lock::Cover(wanted) => {
                let fits = |at: super::things::CoverAt| {
                    let at_lock = (at.cover.at.lesson, at.cover.at.date, at.cover.at.period);
                    at_lock == (wanted.lesson, wanted.date, wanted.period) && at.cover.by == wanted.by
                };
                if !case.covers().any(fits) {
                    let (lesson, by) = (case.lesson(wanted.lesson), case.source(wanted.by));
                    add(format!("the locked cover of {lesson} on {} by {by} is not in the plan", iso(wanted.date)));
                }
            }
            Lock::Conversation { members, date, period } => {
                if !talks(case, members, *date, period) {
                    let who = case.names(members);
                    add(format!("the locked conversation of {who} on {} is not in the plan", iso(*date)));
                }
            }
            Lock::NeverOn { teacher, date } => never_on(case, *teacher, *date, report),
            Lock::Out(teacher) => out(case, *teacher, report),
        }
    }
}

/// Some arrangement that makes partners (no one-way visit, walk or meeting) has both.
fn must_be_partners(case: &Case, [a, b]: [TeacherId; 2], report: &mut Report) {
    let partners = case.plan.arrangements.iter().any(|arrangement| {
        arrangement.kind.shape().is_some_and(|shape| shape.mutual)
            && arrangement.members.contains(&a)
            && arrangement.members.contains(&b)
    });
    if !partners {
        report.add(Rule::C15, Place::plan(), format!("{} and {} are to be partners", case.name(a), case.name(b)));
    }
}

fn matches(case: &Case, wanted: &VisitLock, visit: &Visit) -> bool {
    let school = case.problem.lessons[visit.at.lesson].school;
    wanted.observer.is_none_or(|observer| observer == visit.observer)
        && wanted.host.is_none_or(|host| host == visit.host)
        && wanted.lesson.is_none_or(|lesson| lesson == visit.at.lesson)
        && wanted.date.is_none_or(|date| date == visit.at.date)
        && wanted.period.as_ref().is_none_or(|period| period == case.period(school, visit.at.period))
}

/// Whether exactly these people talk then.
fn talks(case: &Case, members: &[TeacherId], date: Date, period: &str) -> bool {
    let wanted: BTreeSet<TeacherId> = members.iter().copied().collect();
    let same_period = |school: SchoolId, at: PeriodId| case.period(school, at) == period;
    case.plan.arrangements.iter().any(|arrangement| {
        arrangement.conversation.is_some_and(|talk| talk.date == date && same_period(talk.school, talk.period))
            && arrangement.members.iter().copied().collect::<BTreeSet<_>>() == wanted
    })
}

/// Who has a part in an arrangement on a date: observers (of a film when it is watched), hosts, colleagues who cover,
/// who talks, and who teaches what is planned. A lesson that takes a class in asks nothing of its teacher here: it was
/// offered for that.
fn parts(case: &Case) -> impl Iterator<Item = (usize, TeacherId, Date)> {
    let arrangements = case.plan.arrangements.iter().enumerate();
    arrangements.flat_map(|(index, arrangement)| {
        let visits = arrangement.visits.iter();
        let people = visits.clone().flat_map(|visit| {
            let watched = match visit.mode {
                Mode::Film(viewing) => viewing.date,
                Mode::InPerson | Mode::Exchange => visit.at.date,
            };
            [(visit.observer, watched), (visit.host, visit.at.date)]
        });
        let colleagues = visits.flat_map(|visit| &visit.covers).filter_map(|cover| match cover.by {
            CoverBy::Staff(colleague) => Some((colleague, cover.at.date)),
            _ => None,
        });
        let talkers = arrangement
            .conversation
            .iter()
            .chain(&arrangement.meetings)
            .flat_map(|talk| arrangement.members.iter().map(|&member| (member, talk.date)));
        let taught = arrangement.teaches.iter().map(|taught| (taught.teacher, taught.at.date));
        people
            .chain(colleagues)
            .chain(talkers)
            .chain(taught)
            .map(move |(who, date)| (index, who, date))
            .collect::<Vec<_>>()
    })
}

fn never_on(case: &Case, teacher: Option<TeacherId>, date: Date, report: &mut Report) {
    let hits = |&(_, who, on): &(usize, TeacherId, Date)| on == date && teacher.is_none_or(|teacher| teacher == who);
    if let Some((index, who, _)) = parts(case).find(hits) {
        let text = format!("{} has a part on {}, which a lock keeps free", case.name(who), iso(date));
        report.add(Rule::C15, Place::arrangement(index).of(who).on(date), text);
    }
    if teacher.is_none() && case.plan.hires.iter().any(|hire| hire.date == date && hire.count > 0) {
        report.add(Rule::C15, Place::date(date), format!("supply is hired on {}, which a lock keeps free", iso(date)));
    }
}

/// `out`: no part and no membership. (That such a person is not unserved either is C17.)
fn out(case: &Case, teacher: TeacherId, report: &mut Report) {
    let members = case.plan.arrangements.iter().position(|arrangement| arrangement.members.contains(&teacher));
    let part = || parts(case).find(|&(_, who, _)| who == teacher).map(|(index, _, _)| index);
    if let Some(index) = members.or_else(part) {
        let text = format!("{} is out of the round by a lock, but has a part in it", case.name(teacher));
        report.add(Rule::C15, Place::arrangement(index).of(teacher), text);
    }
}
