//! Ids that the instance does not have. A reader of plans resolves ids, so this is for plans made in code, or read
//! against another instance.

use super::report::{Place, Report, Rule};
use super::things::has;
use crate::domain::{Arrangement, Cover, CoverBy, Mode, Occurrence, Plan, Problem, TeacherId};

/// Reports everything in `plan` that points at nothing, under the rule that the entry belongs to: members C12,
/// visits C2, covers C5, conversations, meetings and viewings C10, what is taught C12, hires C6, and what the plan states
/// beside them C17.
pub(super) fn check(problem: &Problem, plan: &Plan, report: &mut Report) {
    for (index, arrangement) in plan.arrangements.iter().enumerate() {
        check_arrangement(problem, index, arrangement, report);
    }
    for hire in &plan.hires {
        let known = has(hire.source, problem.supply.len())
            && problem
                .schools
                .get(hire.school)
                .is_some_and(|school| hire.period.is_none_or(|period| has(period, school.period_ids.len())));
        if !known {
            report.add(Rule::C6, Place::plan(), "a hire names a source, school or period that does not exist".into());
        }
    }
    let teachers = problem.teachers.len();
    let strangers = |ids: &[TeacherId]| ids.iter().any(|&id| !has(id, teachers));
    if plan.lines.iter().any(|line| strangers(&line.members)) {
        report.add(Rule::C17, Place::plan(), "a line names a teacher who does not exist".into());
    }
    if plan.unserved.iter().any(|entry| strangers(&[entry.teacher])) {
        report.add(Rule::C17, Place::plan(), "an unserved entry names a teacher who does not exist".into());
    }
    if plan.loads.iter().any(|load| strangers(&[load.teacher])) {
        report.add(Rule::C17, Place::plan(), "a load names a teacher who does not exist".into());
    }
}

fn check_arrangement(problem: &Problem, index: usize, arrangement: &Arrangement, report: &mut Report) {
    let place = Place::arrangement(index);
    let mut add = |rule, what: &str| report.add(rule, place, format!("arrangement {}: {what}", arrangement.id));
    let teachers = problem.teachers.len();
    if arrangement.members.iter().any(|&member| !has(member, teachers)) {
        add(Rule::C12, "a member does not exist");
    }
    for visit in &arrangement.visits {
        if !has(visit.observer, teachers) || !has(visit.host, teachers) || !exists(problem, visit.at) {
            add(Rule::C2, "a visit names a teacher, lesson or period that does not exist");
        }
        let periods = |observer| problem.schools[problem.teachers[observer].school].period_ids.len();
        if let Mode::Film(viewing) = visit.mode
            && has(visit.observer, teachers)
            && !has(viewing.period, periods(visit.observer))
        {
            add(Rule::C10, "a film is watched in a period that does not exist");
        }
        if visit.focus.is_some_and(|focus| !has(focus, problem.focuses.len())) {
            add(Rule::C17, "a visit names a focus that does not exist");
        }
        if visit.covers.iter().any(|cover| !cover_exists(problem, cover)) {
            add(Rule::C5, "a cover names a lesson, period or source that does not exist");
        }
    }
    for talk in arrangement.meetings.iter().chain(&arrangement.conversation) {
        let school = problem.schools.get(talk.school);
        if !school.is_some_and(|school| has(talk.period, school.period_ids.len())) {
            add(Rule::C10, "a conversation names a school or period that does not exist");
        }
    }
    if arrangement.teaches.iter().any(|taught| !has(taught.teacher, teachers) || !exists(problem, taught.at)) {
        add(Rule::C12, "a lesson taught names a teacher, lesson or period that does not exist");
    }
}

fn exists(problem: &Problem, at: Occurrence) -> bool {
    problem.lessons.get(at.lesson).is_some_and(|lesson| has(at.period, problem.schools[lesson.school].period_ids.len()))
}

fn cover_exists(problem: &Problem, cover: &Cover) -> bool {
    let source = match cover.by {
        CoverBy::NoneNeeded | CoverBy::Study => true,
        CoverBy::Supervisor(id) => has(id, problem.supervisors.len()),
        CoverBy::Staff(id) => has(id, problem.teachers.len()),
        CoverBy::Supply(id) => has(id, problem.supply.len()),
        CoverBy::Join(id) => has(id, problem.lessons.len()),
    };
    source && exists(problem, cover.at)
}
