//! Every way in which two can be partners, held against their duals.

use std::collections::HashMap;

use super::super::prices::{learning, value};
use super::duals::Duals;
use super::facts::{Facts, Slot};
use super::parts::{Away, Hosted, Parts};
use super::rows::{Entry, Part, Rows, merged};
use super::{Flaw, MILLI};
use crate::domain::{ConversationRule, Date, Key, LineManagers, Lock, LockRef, Row, SchoolId, TeacherId, VisitLock};

/// One visit: the observer away, the host watched.
struct Leg<'p> {
    /// Milli-pence.
    price: i128,
    away: &'p Away,
    hosted: &'p Hosted,
    locks: Vec<Entry>,
    slot: Slot,
    /// The least price of a conversation after it, or of none.
    talk: Option<i128>,
}

/// A conversation.
struct Talk<'p> {
    price: i128,
    parts: [&'p Part; 2],
    slot: Slot,
}

/// All pairs of the instance.
pub(super) struct Schedules<'f, 'a> {
    facts: &'f Facts<'a>,
    parts: &'f Parts,
    /// Rows of the locks on visits.
    visits: Vec<(&'a VisitLock, usize)>,
    /// School days up to each date of the round, by the two schools.
    days: HashMap<(SchoolId, SchoolId), Vec<u32>>,
}

impl<'f, 'a> Schedules<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>, parts: &'f Parts, rows: &mut Rows) -> Self {
        let locks = facts.problem.locks.iter().enumerate();
        let visits = locks.filter_map(|(index, lock)| match lock {
            Lock::Visit(visit) => Some((visit, rows.enter(Row::Lock { lock: LockRef::Lock(index) }, -1))),
            _ => None,
        });
        Self { facts, parts, visits: visits.collect(), days: HashMap::new() }
    }

    /// Confirms that no schedule of any two who may be partners saves more than their duals allow.
    pub(super) fn check(&mut self, rows: &mut Rows, duals: &Duals) -> Result<(), Flaw> {
        let problem = self.facts.problem;
        let teachers: Vec<TeacherId> = problem.teachers.keys().filter(|&id| self.facts.watches(id)).collect();
        for (at, &a) in teachers.iter().enumerate() {
            for &b in &teachers[at + 1..] {
                if !self.may_pair(a, b) {
                    continue;
                }
                let pair = self.pair(rows, a, b);
                if let (Some(pair), Some(least)) = (pair, duals.least(a, b))
                    && self.is_cheaper(rows, a, b, &pair, least)
                {
                    return Err(Flaw::Underpaid { members: [a, b].map(|id| problem.teachers[id].id.clone()) });
                }
            }
        }
        Ok(())
    }

    /// Whether the rules let the two be partners, time and cover aside.
    fn may_pair(&self, a: TeacherId, b: TeacherId) -> bool {
        let problem = self.facts.problem;
        let (first, second) = (&problem.teachers[a], &problem.teachers[b]);
        let managed = first.line_manager == Some(b) || second.line_manager == Some(a);
        let way = || first.school == second.school || problem.travel_between(first.school, second.school).is_some();
        let least = u32::from(problem.rules.min_match.thousandths()) * 1_000;
        way()
            && !(managed && problem.rules.line_managers == LineManagers::Never)
            && !listed(&problem.rules.forbid, a, b)
            && learning(problem, a, b).1 >= least
            && learning(problem, b, a).1 >= least
    }

    /// The pair as such: its lines and what its visits are worth.
    fn pair(&self, rows: &mut Rows, a: TeacherId, b: TeacherId) -> Option<Part> {
        let problem = self.facts.problem;
        let rates = &problem.rates;
        let (first, second) = (&problem.teachers[a], &problem.teachers[b]);
        let rounds = problem.history.iter().filter(|round| listed(&round.partners, a, b)).count();
        let mut cost = i128::from(rates.repeat_partner) * rounds as i128;
        if listed(&problem.rules.prefer, a, b) {
            cost -= i128::from(rates.prefer);
        }
        if listed(&problem.rules.avoid, a, b) {
            cost += i128::from(rates.avoid);
        }
        if first.school == second.school && first.department.is_some() && first.department == second.department {
            cost += i128::from(rates.same_department);
        }
        cost -= i128::from(value(problem, a, b).1) + i128::from(value(problem, b, a).1);
        let mut entries = Vec::new();
        if first.wanted() > 1 && second.wanted() > 1 {
            entries.push((rows.enter(Row::PairOnce { members: [a, b] }, 1), 1));
        }
        for (index, must) in problem.rules.must.iter().enumerate() {
            if *must == [a, b] || *must == [b, a] {
                entries.push((rows.enter(Row::Lock { lock: LockRef::Must(index) }, -1), -1));
            }
        }
        for (index, lock) in problem.locks.iter().enumerate() {
            let meets = match lock {
                Lock::Pair(pair) => *pair == [a, b] || *pair == [b, a],
                Lock::Conversation { members, .. } => members[..] == [a, b] || members[..] == [b, a],
                _ => false,
            };
            if meets {
                entries.push((rows.enter(Row::Lock { lock: LockRef::Lock(index) }, -1), -1));
            }
        }
        rows.part(cost, entries)
    }

    /// Whether a schedule of the pair costs less than half of `least`.
    fn is_cheaper(&mut self, rows: &Rows, a: TeacherId, b: TeacherId, pair: &Part, least: i128) -> bool {
        let rules = &self.facts.problem.rules;
        let days = self.school_days(a, b);
        let start = self.facts.problem.round.start;
        let day = |date: Date| days[usize::try_from(date.days() - start.days()).unwrap_or(0)];
        let locked = self.locked_talks(a, b);
        let talks = self.talks(a, b, &locked);
        let without = match rules.conversation {
            _ if !locked.is_empty() => None,
            ConversationRule::Required => None,
            ConversationRule::Preferred => Some(i128::from(self.facts.problem.rates.no_conversation) * MILLI),
            ConversationRule::None => Some(0),
        };
        let follows = |talk: &Slot, last: &Slot| {
            (talk.date, talk.start) >= (last.date, last.end)
                && day(talk.date) - day(last.date) <= rules.conversation_within_days
        };
        let finish = |mut legs: Vec<Leg<'f>>| {
            for leg in &mut legs {
                let after = talks.iter().find(|talk| follows(&talk.slot, &leg.slot)).map(|talk| talk.price);
                leg.talk = after.into_iter().chain(without).min();
            }
            legs
        };
        let (firsts, seconds) = (finish(self.legs(rows, a, b)), finish(self.legs(rows, b, a)));
        let Some(cheapest) = talks.first().map(|talk| talk.price).into_iter().chain(without).min() else {
            return false;
        };
        let Some(second) = seconds.first() else { return false };
        for x in &firsts {
            if 2 * (pair.price + x.price + second.price + cheapest) >= least {
                break;
            }
            for y in &seconds {
                let visits = pair.price + x.price + y.price;
                if 2 * (visits + cheapest) >= least {
                    break;
                }
                let last = if (x.slot.date, x.slot.end) <= (y.slot.date, y.slot.end) { y } else { x };
                let apart = day(x.slot.date).abs_diff(day(y.slot.date));
                if apart > rules.visit_span_days || last.talk.is_none_or(|talk| 2 * (visits + talk) >= least) {
                    continue;
                }
                let after = talks.iter().filter(|talk| follows(&talk.slot, &last.slot));
                let after = after.take_while(|talk| 2 * (visits + talk.price) < least);
                let without = without.filter(|price| 2 * (visits + price) < least).map(|_| None);
                if after.map(Some).chain(without).any(|talk| is_possible(rows, pair, x, y, talk)) {
                    return true;
                }
            }
        }
        false
    }

    /// School days of the two up to each date of the round.
    fn school_days(&mut self, a: TeacherId, b: TeacherId) -> Vec<u32> {
        let problem = self.facts.problem;
        let presence = &self.facts.presence;
        let schools = (problem.teachers[a].school, problem.teachers[b].school);
        let days = self.days.entry(schools).or_insert_with(|| {
            let mut count = 0;
            let dates = problem.round.start.through(problem.round.end);
            dates
                .map(|date| {
                    let open = |school| presence.school_day(school, date).open;
                    count += u32::from(open(schools.0) || open(schools.1));
                    count
                })
                .collect()
        });
        days.clone()
    }

    /// The visits of `observer` to `host`, cheapest first.
    fn legs(&self, rows: &Rows, observer: TeacherId, host: TeacherId) -> Vec<Leg<'f>> {
        let school = self.facts.problem.teachers[host].school;
        let Some(at) = self.parts.at.get(&(observer, school)) else { return Vec::new() };
        let mut legs: Vec<Leg> = Vec::new();
        for hosted in &self.parts.hosted[host.index()] {
            let Some(away) = &at.away[hosted.slot] else { continue };
            if self.facts.problem.lessons[hosted.lesson].teachers.contains(&observer) {
                continue;
            }
            let slot = self.facts.slots[school.index()][hosted.slot];
            let period = &self.facts.problem.schools[school].period_ids[slot.period];
            let meets = |lock: &VisitLock| {
                lock.observer.is_none_or(|who| who == observer)
                    && lock.host.is_none_or(|who| who == host)
                    && lock.lesson.is_none_or(|lesson| lesson == hosted.lesson)
                    && lock.date.is_none_or(|date| date == slot.date)
                    && lock.period.as_ref().is_none_or(|name| name == period)
            };
            let locks = self.visits.iter().filter(|(lock, _)| meets(lock)).map(|&(_, row)| (row, -1));
            let locks: Vec<Entry> = locks.collect();
            let price = away.part.price + hosted.part.price + rows.price(&locks);
            legs.push(Leg { price, away, hosted, locks, slot, talk: None });
        }
        legs.sort_by_key(|leg| leg.price);
        legs
    }

    /// When locks say that the two talk.
    fn locked_talks(&self, a: TeacherId, b: TeacherId) -> Vec<(Date, &'a str)> {
        let locks = self.facts.problem.locks.iter();
        let talks = locks.filter_map(|lock| match lock {
            Lock::Conversation { members, date, period } if members[..] == [a, b] || members[..] == [b, a] => {
                Some((*date, period.as_str()))
            }
            _ => None,
        });
        talks.collect()
    }

    /// The conversations of the two, cheapest first.
    fn talks(&self, a: TeacherId, b: TeacherId, locked: &[(Date, &str)]) -> Vec<Talk<'f>> {
        let problem = self.facts.problem;
        if problem.rules.conversation == ConversationRule::None {
            return Vec::new();
        }
        let mut schools = vec![problem.teachers[a].school, problem.teachers[b].school];
        schools.dedup();
        let mut talks = Vec::new();
        for school in schools {
            let at = |teacher| self.parts.at.get(&(teacher, school));
            let (Some(first), Some(second)) = (at(a), at(b)) else { continue };
            for (index, &slot) in self.facts.slots[school.index()].iter().enumerate() {
                let (Some(first), Some(second)) = (&first.talk[index], &second.talk[index]) else { continue };
                let period = problem.schools[school].period_ids[slot.period].as_str();
                if locked.iter().all(|&when| when == (slot.date, period)) {
                    talks.push(Talk { price: first.price + second.price, parts: [first, second], slot });
                }
            }
        }
        talks.sort_by_key(|talk| talk.price);
        talks
    }
}

/// Whether the list has the two, in either order.
fn listed(list: &[[TeacherId; 2]], a: TeacherId, b: TeacherId) -> bool {
    list.iter().any(|&pair| pair == [a, b] || pair == [b, a])
}

/// Whether the parts go together: nobody is in two places at once, and no row is broken by them alone.
fn is_possible(rows: &Rows, pair: &Part, x: &Leg, y: &Leg, talk: Option<&Talk>) -> bool {
    let clash = talk.is_some_and(|talk| {
        let overlaps = |leg: &Leg| {
            leg.slot.date == talk.slot.date && leg.away.start < talk.slot.end && talk.slot.start < leg.away.end
        };
        overlaps(x) || overlaps(y)
    });
    if clash {
        return false;
    }
    let legs = [x, y].into_iter().flat_map(|leg| [&leg.away.part.entries, &leg.hosted.part.entries, &leg.locks]);
    let talks = talk.into_iter().flat_map(|talk| talk.parts.map(|part| &part.entries));
    let entries = std::iter::once(&pair.entries).chain(legs).chain(talks);
    rows.fit(&merged(entries.flatten().copied().collect()))
}
