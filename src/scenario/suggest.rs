//! Answers to requests (SPEC §7): which colleague could watch, and what it would cost, the rest of the plan untouched.
//!
//! Each colleague is a solve in which the whole plan is held and nothing may be added but one-way visits of that colleague
//! that match the request.

use super::replan::Ask;
use super::replan::held::{Held, keep};
use crate::domain::{Date, Keep, Kind, Lock, Occurrence, Plan, Problem, Request, TeacherId, Triads, VisitLock};
use crate::engine::{Options, Silent};
use crate::explain::{Answer, Effect, Suggestion};
use crate::solve::{Failure, solve};

/// Answers `request`, of which visits may be from `from` on; `plan` is a plan of `problem` that the checker accepts.
///
/// # Errors
/// When the plan itself can't be held, or the time is over before it is.
pub fn suggest(
    problem: &Problem,
    plan: &Plan,
    request: &Request,
    from: Date,
    options: &Options,
) -> Result<Answer, Failure> {
    let held = Whole::new(problem, plan);
    // Who can't watch is told, and not which locks of the plan are in their way.
    let options = &Options { whole_conflict: true, ..options.clone() };
    let base = solve(&held.problem(None), options, &mut Silent)?;
    let mut answer = Answer { request: *request, suggestions: Vec::new(), cannot: Vec::new() };
    let is_out = |id: TeacherId| problem.locks.iter().any(|lock| matches!(lock, Lock::Out(out) if *out == id));
    for (observer, person) in problem.teachers.entries() {
        if observer == request.host || !person.participates || is_out(observer) {
            continue;
        }
        if options.cancel.is_cancelled() {
            return Err(Failure::Interrupted);
        }
        let with = held.problem(Some(Wanted { request, observer, from }));
        match solve(&with, options, &mut Silent) {
            Ok(found) => match suggestion(&base, &found, observer, request.host, plan) {
                Some(suggestion) => answer.suggestions.push(suggestion),
                // They watch the host as it is.
                None => answer.cannot.push(observer),
            },
            Err(Failure::Conflict(_)) => answer.cannot.push(observer),
            Err(failure) => return Err(failure),
        }
    }
    answer.suggestions.sort_by_key(|one| (one.effect.at_most, one.visit.observer));
    Ok(answer)
}

fn suggestion(base: &Plan, found: &Plan, observer: TeacherId, host: TeacherId, plan: &Plan) -> Option<Suggestion> {
    let known: Vec<_> =
        plan.arrangements.iter().flat_map(|one| &one.visits).map(|visit| (visit.observer, visit.at)).collect();
    let visits = found.arrangements.iter().filter(|one| one.kind == Kind::OneWay).flat_map(|one| &one.visits);
    let new = |visit: &&crate::domain::Visit| {
        (visit.observer, visit.host) == (observer, host) && !known.contains(&(visit.observer, visit.at))
    };
    let visit = visits.into_iter().find(new)?.clone();
    let effect = Effect { at_least: found.bound - base.total, at_most: found.total - base.bound };
    Some(Suggestion { effect, visit, money: found.money - base.money })
}

/// A request, and who is to answer it.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    request: &'a Request,
    observer: TeacherId,
    from: Date,
}

/// A plan that is held as a whole.
struct Whole<'a> {
    problem: &'a Problem,
    /// Who misses a partner in it.
    missing: Vec<TeacherId>,
    locks: Vec<Lock>,
    keep: Keep,
    has_triads: bool,
}

impl<'a> Whole<'a> {
    fn new(problem: &'a Problem, plan: &'a Plan) -> Self {
        let ask = Ask { before: problem, plan, after: problem, from: problem.round.start, let_go: &[], improve: false };
        let held: Vec<Held> = plan.arrangements.iter().map(|one| Held::new(one, Some(one.clone()), &ask)).collect();
        let never = problem.round.end.plus(1);
        let locks = held.iter().flat_map(|one| one.locks(problem, never)).collect();
        let missing = plan.unserved.iter().map(|entry| entry.teacher).collect();
        let has_triads = plan.arrangements.iter().any(|one| one.kind == Kind::Triad);
        Self { problem, missing, locks, keep: keep(&held, problem, never, 0), has_triads }
    }

    /// The instance in which only the plan is possible, and what is wanted besides.
    fn problem(&self, wanted: Option<Wanted<'_>>) -> Problem {
        let mut problem = self.problem.clone();
        problem.locks.extend(self.locks.iter().cloned());
        let mut keep = self.keep.clone();
        if !self.has_triads {
            // None is added, so that no three need to be looked at.
            problem.rules.arrangements.retain(|&kind| kind != Kind::Triad);
            problem.rules.triads = Triads::Never;
        }
        if let Some(Wanted { request, observer, from }) = wanted {
            if !problem.rules.arrangements.contains(&Kind::OneWay) {
                problem.rules.arrangements.push(Kind::OneWay);
            }
            if !problem.requests.contains(request) {
                problem.requests.push(*request);
            }
            let person = &mut problem.teachers[observer];
            if !self.missing.contains(&observer) {
                // One more than they have; how often they host does not change by that.
                person.hosting.max = Some(person.hosting_max());
                person.visits += 1;
            }
            let host = self.problem.teachers[request.host].school;
            let period = request.period.map(|period| self.problem.schools[host].period_ids[period].clone());
            let Request { host, lesson, date, .. } = *request;
            problem.locks.push(Lock::Visit(VisitLock {
                observer: Some(observer),
                host: Some(host),
                lesson,
                date,
                period,
            }));
            self.allow(&mut keep, Wanted { request, observer, from });
        }
        problem.keep = Some(keep);
        problem
    }

    /// Lets the visits be planned that match.
    fn allow(&self, keep: &mut Keep, Wanted { request, observer, from }: Wanted<'_>) {
        let round = &self.problem.round;
        let last = request.expires.map_or(round.end, |expires| expires.min(round.end));
        let school = self.problem.teachers[request.host].school;
        let periods: Vec<_> = self.problem.schools[school].period_ids.keys().collect();
        let lessons: Vec<_> = self
            .problem
            .lessons
            .entries()
            .filter(|(id, lesson)| lesson.teachers.contains(&request.host) && request.lesson.is_none_or(|of| of == *id))
            .map(|(id, _)| id)
            .collect();
        for date in from.max(round.start).through(last).filter(|&date| request.date.is_none_or(|on| on == date)) {
            for &period in periods.iter().filter(|&&period| request.period.is_none_or(|of| of == period)) {
                keep.away.insert((observer, school, date, period));
                let at = |&lesson| (request.host, Occurrence { lesson, date, period });
                keep.hosted.extend(lessons.iter().map(at));
            }
        }
    }
}
