//! Lessons planned together: a meeting, then each teaches the lesson, and after the conversation teaches it again.

use crate::domain::{Arrangement, Conversation, Date, Occurrence, Taught, TeacherId};
use crate::verify::things::{Case, iso, members};

/// A moment: a date, and minutes after its midnight.
type Moment = (Date, i32);

/// When the occurrence starts and ends.
fn span(case: &Case, at: Occurrence) -> Option<(Moment, Moment)> {
    let (start, end) = case.clock_of(at)?;
    Some(((at.date, start), (at.date, end)))
}

fn end_of(case: &Case, talk: &Conversation) -> Option<Moment> {
    Some((talk.date, case.clock(talk.school, talk.period, talk.date)?.1))
}

/// The lessons that are taught before the conversation.
fn first(arrangement: &Arrangement) -> impl Iterator<Item = &Taught> {
    arrangement.teaches.iter().filter(|taught| !taught.again)
}

/// When the lessons that come before the conversation end.
pub(in crate::verify) fn ends(case: &Case, arrangement: &Arrangement) -> Vec<Moment> {
    first(arrangement).filter_map(|taught| Some(span(case, taught.at)?.1)).collect()
}

/// C10: what is planned is taught in the round, after the meeting. (The meeting itself is a conversation to C10.)
pub(in crate::verify) fn c10(case: &Case, arrangement: &Arrangement, add: &mut dyn FnMut(String)) {
    let planned = arrangement.meetings.iter().filter_map(|meeting| end_of(case, meeting)).max();
    for taught in &arrangement.teaches {
        let (who, what) = (case.name(taught.teacher), case.words(taught.at));
        match (span(case, taught.at), planned) {
            (None, _) => add(format!("{who} teaches {what} outside the round, or when it does not ring")),
            (Some((start, _)), Some(planned)) if start < planned => {
                add(format!("{who} teaches {what} before it is planned"));
            }
            _ => {}
        }
    }
}

/// C12: one meeting; each member teaches one lesson of one subject that all have, and after the conversation once more
/// where that can be, else not. What is taught is really taught, is no lesson of another member's, and is taught for
/// this arrangement alone.
pub(in crate::verify) fn c12(case: &Case, index: usize, arrangement: &Arrangement, add: &mut dyn FnMut(&str)) {
    if arrangement.meetings.len() != 1 {
        add("it has one meeting");
    }
    let people = members(arrangement);
    if arrangement.teaches.iter().any(|taught| !people.contains(&taught.teacher)) {
        add("a lesson is taught by somebody who is no member");
    }
    for taught in &arrangement.teaches {
        let (who, what) = (case.name(taught.teacher), case.words(taught.at));
        if case.in_round(taught.at.date) && !case.really_teaches(taught.teacher, taught.at) {
            add(&format!("{who} does not really teach {what}"));
        }
        if people.iter().any(|&other| other != taught.teacher && names(case, taught.at, other)) {
            add(&format!("another member teaches {what} too"));
        }
        if is_taught_elsewhere(case, index, taught.at) {
            add(&format!("{what} is taught for another arrangement too"));
        }
    }
    let subjects: Vec<Option<&str>> = first(arrangement).map(|taught| subject(case, taught.at)).collect();
    let shared = subjects.first().copied().flatten().filter(|subject| {
        subjects.iter().all(|other| *other == Some(subject))
            && people.iter().all(|&member| case.problem.teachers[member].subjects.iter().any(|has| has == subject))
    });
    if shared.is_none() {
        add("its lessons are of one subject that all members have");
    }
    for &member in &people {
        let of = |again: bool| -> Vec<Occurrence> {
            let own = arrangement.teaches.iter().filter(|taught| taught.teacher == member && taught.again == again);
            own.map(|taught| taught.at).collect()
        };
        let [once] = of(false)[..] else {
            add(&format!("{} teaches the lesson once before the conversation", case.name(member)));
            continue;
        };
        let Some(subject) = shared else { continue };
        let left = left_to_teach(case, index, arrangement, member, once, subject);
        match of(true)[..] {
            [] if left.is_empty() => {}
            [again] if left.contains(&again) => {}
            [] => add(&format!("{} could teach the lesson again", case.name(member))),
            [again] => add(&format!("{} can't teach the lesson again in {}", case.name(member), case.words(again))),
            _ => add(&format!("{} teaches the lesson again more than once", case.name(member))),
        }
    }
}

fn subject<'a>(case: &Case<'a>, at: Occurrence) -> Option<&'a str> {
    case.problem.lessons[at.lesson].subject.as_deref()
}

/// Whether the lesson names the teacher.
fn names(case: &Case, at: Occurrence, teacher: TeacherId) -> bool {
    case.problem.lessons[at.lesson].teachers.contains(&teacher)
}

/// Whether another arrangement than `index` has the occurrence taught.
fn is_taught_elsewhere(case: &Case, index: usize, at: Occurrence) -> bool {
    let others = case.plan.arrangements.iter().enumerate().filter(|&(other, _)| other != index);
    others.flat_map(|(_, arrangement)| &arrangement.teaches).any(|taught| taught.at == at)
}

/// Every occurrence in which the member could teach the lesson of `once` again: of the subject, after the conversation
/// (without one, after the first lessons), in the round, really taught, not by another member too, to other classes,
/// for no other arrangement, and on no day that a lock keeps free.
fn left_to_teach(
    case: &Case,
    index: usize,
    arrangement: &Arrangement,
    member: TeacherId,
    once: Occurrence,
    wanted: &str,
) -> Vec<Occurrence> {
    let talk = arrangement.conversation.as_ref();
    let Some(from) = talk.map_or_else(|| ends(case, arrangement).into_iter().max(), |talk| end_of(case, talk)) else {
        return Vec::new();
    };
    let classes = &case.problem.lessons[once.lesson].classes;
    let others = members(arrangement);
    let mut left = Vec::new();
    for date in from.0.through(case.problem.round.end).filter(|&date| !case.is_kept_free(member, date)) {
        for own in &case.presence.day(member, date).own {
            let occurrences =
                own.lessons.iter().map(|&lesson| Occurrence { lesson, date, period: own.period }).filter(|&at| {
                    let of = &case.problem.lessons[at.lesson];
                    (date, own.start) >= from
                        && of.subject.as_deref() == Some(wanted)
                        && case.really_teaches(member, at)
                        && !others.iter().any(|&other| other != member && names(case, at, other))
                        && !of.classes.iter().any(|class| classes.contains(class))
                        && !is_taught_elsewhere(case, index, at)
                });
            left.extend(occurrences);
        }
    }
    left
}

/// When a meeting is, for what is wrong with it.
pub(in crate::verify) fn words(meeting: &Conversation) -> String {
    format!("the meeting on {}", iso(meeting.date))
}
