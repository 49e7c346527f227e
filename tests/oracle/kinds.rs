//! The kinds beside pairs and triads: visits that are not returned, classes swapped, lessons planned together.

use opendoor::domain::{CoverNeed, Key, Kind, TeacherId};

use super::choices::{Choice, Visit, Way, add_trips, end, meetings, visits, way};
use super::facts::{Facts, Span, Takes};
use super::worth::{learning, matches, percent, value};

/// Every one-way visit of the first to the second that somebody asks for, or that is for new staff.
pub fn one_way(facts: &Facts, members: [TeacherId; 2], cost: i64) -> Vec<Choice> {
    let [observer, host] = members;
    let problem = facts.problem;
    let welcome = problem.teachers[observer].new_staff || problem.teachers[host].open_door;
    let mut trips = visits(facts, observer, host);
    trips.retain(|(visit, _)| welcome || is_requested(facts, visit));
    let mut found = vec![];
    add_trips(facts, &Choice::of(Kind::OneWay, &members, cost), &[trips], &mut found);
    found
}

fn is_requested(facts: &Facts, visit: &Visit) -> bool {
    let it = &facts.taught[visit.at];
    let focus = learning(facts.problem, visit.observer, visit.host).1;
    facts.problem.requests.iter().filter(|request| request.host == visit.host).any(|request| {
        let wrong = [
            request.lesson.is_some_and(|lesson| lesson != it.lesson),
            request.date.is_some_and(|date| date != it.span.date),
            request.period.is_some_and(|period| period != it.period),
            request.focus.is_some_and(|wanted| Some(wanted) != focus),
            request.expires.is_some_and(|last| last < it.span.date),
        ];
        !wrong.contains(&true)
    })
}

/// The one lesson that `who` teaches alone in the period, which may be given to a colleague who comes to see it.
fn own_lesson(facts: &Facts, who: TeacherId, at: usize) -> bool {
    let it = &facts.taught[at];
    let lesson = &facts.problem.lessons[it.lesson];
    let same_time = facts.taught.iter().filter(|other| other.by.contains(&who) && other.span.overlaps(it.span));
    it.by == [who]
        && lesson.teachers == [who]
        && same_time.count() == 1
        && lesson.open
        && lesson.cover != CoverNeed::Never
        && facts.in_round(it.span.date)
        && !facts.banned(who, it.span.date)
        && facts.open_days_before(it.school, it.span.date) >= facts.problem.rules.notice_days
        && facts.slots(it.school, it.span.date).iter().filter(|slot| slot.span.overlaps(it.span)).count() == 1
}

/// Every way for two to take each other's class.
pub fn swaps(facts: &Facts, members: &[TeacherId], cost: i64) -> Vec<Choice> {
    let (problem, [a, b]) = (facts.problem, [members[0], members[1]]);
    let agreed = problem.teachers[a].swap && problem.teachers[b].swap && facts.school_of(a) == facts.school_of(b);
    if !agreed || !matches(problem, a, b) || !matches(problem, b, a) {
        return vec![];
    }
    let mut found = vec![];
    for one in (0..facts.taught.len()).filter(|&at| own_lesson(facts, a, at)) {
        for two in (0..facts.taught.len()).filter(|&at| own_lesson(facts, b, at)) {
            let (mine, theirs) = (&facts.taught[one], &facts.taught[two]);
            if (mine.span.date, mine.slot) != (theirs.span.date, theirs.slot) {
                continue;
            }
            let mut choice = Choice::of(Kind::Swap, members, cost);
            for (observer, host, at) in [(a, b, two), (b, a, one)] {
                let value = percent(value(problem, observer, host), problem.rates.swap_percent);
                choice.visits.push(Visit { observer, host, at, way: Way::Swap, value, fare: 0, film: 0 });
                choice.takes.push(in_class(observer, mine.span, mine.slot));
                choice.cost -= value;
            }
            choice.swapped = vec![(a, one), (b, two)];
            end(facts, &choice, &mut found);
        }
    }
    found
}

/// A period in which somebody stands before a class all the same.
fn in_class(who: TeacherId, span: Span, slot: usize) -> Takes {
    Takes { who, span, slots: 1 << slot, left: vec![], own_time: 0, lends: false, after: 0, free_lessons: 0 }
}

/// Whether `who` may teach there what they planned with `other`.
pub fn may_teach(facts: &Facts, who: TeacherId, other: TeacherId, subject: &str, at: usize) -> bool {
    let it = &facts.taught[at];
    let lesson = &facts.problem.lessons[it.lesson];
    it.by.contains(&who)
        && !lesson.teachers.contains(&other)
        && lesson.subject.as_deref() == Some(subject)
        && facts.in_round(it.span.date)
        && !facts.banned(who, it.span.date)
}

/// Every way for two to plan a lesson and each to teach it.
pub fn together(facts: &Facts, [a, b]: [TeacherId; 2], cost: i64) -> Vec<Choice> {
    let problem = facts.problem;
    if way(facts, a, b).is_none() {
        return vec![];
    }
    let part = |observer, host| percent(value(problem, observer, host), problem.rates.plan_together_percent);
    let worth = part(a, b) + part(b, a);
    let mut subjects = problem.teachers[a].subjects.clone();
    subjects.retain(|subject| problem.teachers[b].subjects.contains(subject));
    subjects.sort();
    subjects.dedup();
    let mut found = vec![];
    for subject in &subjects {
        for date in facts.dates() {
            for (planned, parts) in meetings(facts, &[a, b], date) {
                let later = |at: &usize| {
                    let span = facts.taught[*at].span;
                    span.date > date || span.date == date && span.start >= planned.span.end
                };
                let lessons = |who, other| {
                    let all = (0..facts.taught.len()).filter(later);
                    all.filter(move |&at| may_teach(facts, who, other, subject, at)).collect::<Vec<_>>()
                };
                for one in lessons(a, b) {
                    for two in lessons(b, a) {
                        let mut choice = Choice::of(Kind::PlanTogether, &[a, b], cost - worth);
                        choice.value = worth;
                        choice.planned = Some(planned);
                        choice.teaches = vec![(a, one), (b, two)];
                        choice.cost += parts.iter().map(|part| part.own_time).sum::<i64>();
                        choice.takes.clone_from(&parts);
                        if choice.lies_near(facts) {
                            end(facts, &choice, &mut found);
                        }
                    }
                }
            }
        }
    }
    found
}

/// Where each teaches it again: the earliest lessons after they talked, of what the plan leaves them.
pub fn again(facts: &Facts, all: &[Choice], choice: &Choice, taken: &mut Vec<usize>) -> Vec<(TeacherId, usize)> {
    let problem = facts.problem;
    let first = choice.teaches.iter().map(|&(_, at)| facts.taught[at].span);
    let talked = choice.talk.map(|talk| talk.span);
    let after = talked.or(first.max_by_key(|span| (span.date, span.end))).expect("they teach");
    let mut found = vec![];
    for (k, &(who, at)) in choice.teaches.iter().enumerate() {
        let other = choice.teaches[1 - k].0;
        let lesson = &problem.lessons[facts.taught[at].lesson];
        let subject = lesson.subject.as_deref().expect("it has the subject");
        let fits = |&next: &usize| {
            let span = facts.taught[next].span;
            let gone = all.iter().any(|choice| {
                choice.swapped.contains(&(who, next))
                    || choice.takes.iter().any(|takes| takes.who == who && takes.left.contains(&next))
            });
            let classes = &problem.lessons[facts.taught[next].lesson].classes;
            (span.date > after.date || span.date == after.date && span.start >= after.end)
                && may_teach(facts, who, other, subject, next)
                && !gone
                && !taken.contains(&next)
                && !classes.iter().any(|class| lesson.classes.contains(class))
        };
        let order = |&at: &usize| {
            let it = &facts.taught[at];
            (it.span.date, it.span.start, it.lesson.index())
        };
        if let Some(next) = (0..facts.taught.len()).filter(fits).min_by_key(order) {
            taken.push(next);
            found.push((who, next));
        }
    }
    found
}
