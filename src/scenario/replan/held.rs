//! The arrangements of an old plan, and what holds them.

use std::collections::BTreeMap;

use super::Ask;
use crate::domain::{
    Arrangement, Conversation, ConversationRule, CoverLock, Date, Element, Keep, Lock, Mode, Occurrence, Pence,
    PeriodId, Problem, SchoolId, TeacherId, Viewing, VisitLock,
};

/// An arrangement of the old plan.
pub struct Held {
    /// Its id.
    pub id: String,
    /// It in the changed instance; `None` when that does not have everything it names, or it is let go.
    pub arrangement: Option<Arrangement>,
    /// Whether it is not gone on with.
    pub is_let_go: bool,
    /// Its elements that count as changed when they are gone.
    pub elements: Vec<Element>,
    /// Whether something of it has taken place.
    pub has_begun: bool,
}

impl Held {
    /// The arrangement `old`, which is `moved` in the changed instance.
    pub fn new(old: &Arrangement, moved: Option<Arrangement>, ask: &Ask<'_>) -> Self {
        let is_let_go = ask.let_go.contains(&old.id);
        let mut elements = old.elements(ask.before);
        let has_begun = elements.iter().any(|element| element.date() < ask.from);
        if is_let_go {
            // What has taken place is no news to anybody.
            elements.retain(|element| element.date() >= ask.from);
        }
        let arrangement = moved.filter(|_| !is_let_go);
        Self { id: old.id.clone(), arrangement, is_let_go, elements, has_begun }
    }

    /// The locks that hold what of it lies before `until`.
    pub fn locks(&self, problem: &Problem, until: Date) -> Vec<Lock> {
        let Some(arrangement) = &self.arrangement else { return Vec::new() };
        let mut locks = Vec::new();
        for visit in arrangement.visits.iter().filter(|visit| visit.at.date < until) {
            let school = problem.lessons[visit.at.lesson].school;
            locks.push(Lock::Visit(VisitLock {
                observer: Some(visit.observer),
                host: Some(visit.host),
                lesson: Some(visit.at.lesson),
                date: Some(visit.at.date),
                period: Some(problem.schools[school].period_ids[visit.at.period].clone()),
            }));
            locks.extend(visit.covers.iter().map(|cover| {
                let Occurrence { lesson, date, period } = cover.at;
                Lock::Cover(CoverLock { lesson, date, period, by: cover.by })
            }));
        }
        // Who has met to plan a lesson goes on with it: where, `Keep::met` says.
        if let (true, &[a, b]) = (arrangement.meetings.iter().any(|met| met.date < until), &arrangement.members[..]) {
            locks.push(Lock::Pair([a.min(b), a.max(b)]));
        }
        if let Some(talk) = arrangement.conversation.filter(|talk| talk.date < until) {
            let mut members = arrangement.members.clone();
            members.sort_unstable();
            let period = problem.schools[talk.school].period_ids[talk.period].clone();
            locks.push(Lock::Conversation { members, date: talk.date, period });
        }
        locks
    }
}

/// What the engine is to hold to.
pub fn keep(held: &[Held], problem: &Problem, from: Date, rate: Pence) -> Keep {
    let mut keep = Keep::nothing(from, rate);
    for arrangement in held.iter().filter_map(|one| one.arrangement.as_ref()) {
        for visit in &arrangement.visits {
            let school = problem.lessons[visit.at.lesson].school;
            match visit.mode {
                Mode::InPerson => {
                    keep.away.insert((visit.observer, school, visit.at.date, visit.at.period));
                    keep.hosted.insert((visit.host, visit.at));
                }
                Mode::Film(Viewing { date, period }) => {
                    keep.hosted.insert((visit.host, visit.at));
                    keep.filmed.insert((visit.host, visit.at));
                    keep.viewed.insert((visit.observer, date, period));
                }
                Mode::Exchange => {
                    keep.exchanged.insert((visit.host, visit.at));
                }
            }
            keep.left.extend(visit.covers.iter().map(|cover| ((visit.observer, cover.at), cover.by)));
        }
        let shape = arrangement.kind.shape();
        let required = problem.rules.conversation == ConversationRule::Required;
        let of_two = shape.is_some_and(|shape| shape.members == 2 && shape.mutual) && required;
        for talk in &arrangement.meetings {
            if talk.date < from {
                let mut members = arrangement.members.clone();
                members.sort_unstable();
                keep.met.insert(members, (talk.school, talk.date, talk.period));
            }
            share(&mut keep.talks, &arrangement.members, *talk, rate);
        }
        if let Some(talk) = &arrangement.conversation {
            let price = if of_two { rate + keep.rest_of_talk() } else { rate };
            share(&mut keep.talks, &arrangement.members, *talk, price);
        }
        keep.teams.push(arrangement.members.clone());
        keep.taught.extend(arrangement.teaches.iter().map(|taught| (taught.teacher, taught.at)));
    }
    keep
}

/// Divides what a conversation that stays is credited among its members, to the penny.
fn share(
    talks: &mut BTreeMap<(TeacherId, SchoolId, Date, PeriodId), Pence>,
    members: &[TeacherId],
    talk: Conversation,
    rate: Pence,
) {
    let mut rest = rate;
    for (others, &member) in (1..=members.len()).rev().zip(members) {
        let part = rest / Pence::try_from(others).unwrap_or(1);
        rest -= part;
        talks.insert((member, talk.school, talk.date, talk.period), part);
    }
}
