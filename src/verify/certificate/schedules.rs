//! Every schedule of people who may be planned together: who watches whom when, and when they talk.

use std::collections::HashMap;

use super::super::prices::{learning, value};
use super::MILLI;
use super::cases::OfArrangements;
use super::facts::Facts;
use super::parts::Parts;
use super::rows::{Entry, Part, Rows};
use super::search::{Leg, Search, Talk};
use crate::domain::{ConversationRule, Date, Key, LineManagers, Lock, LockRef, Row, SchoolId, TeacherId, VisitLock};

/// What schedules are made of.
pub(super) struct Schedules<'f, 'a> {
    pub(super) facts: &'f Facts<'a>,
    parts: &'f Parts,
    /// Rows of the locks on visits.
    visits: Vec<(&'a VisitLock, usize)>,
    /// School days up to each date of the round, by the first and the last of the schools.
    days: HashMap<(SchoolId, SchoolId), Vec<u32>>,
    /// Rows of what is decided on arrangements.
    decided: OfArrangements,
}

impl<'f, 'a> Schedules<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>, parts: &'f Parts, rows: &mut Rows, decided: OfArrangements) -> Self {
        let locks = facts.problem.locks.iter().enumerate();
        let visits = locks.filter_map(|(index, lock)| match lock {
            Lock::Visit(visit) => Some((visit, rows.enter(Row::Lock { lock: LockRef::Lock(index) }, -1))),
            _ => None,
        });
        Self { facts, parts, visits: visits.collect(), days: HashMap::new(), decided }
    }

    /// What decisions on arrangements in all add to each of them at the prices, milli-pence.
    pub(super) fn decided(&self, rows: &Rows) -> i128 {
        rows.price(self.decided.each())
    }

    /// Whether the rules let the two be partners, what they can learn aside.
    pub(super) fn may_be_partners(&self, a: TeacherId, b: TeacherId) -> bool {
        let problem = self.facts.problem;
        let (first, second) = (&problem.teachers[a], &problem.teachers[b]);
        let managed = first.line_manager == Some(b) || second.line_manager == Some(a);
        let way = || first.school == second.school || problem.travel_between(first.school, second.school).is_some();
        way()
            && !(managed && problem.rules.line_managers == LineManagers::Never)
            && !listed(&problem.rules.forbid, a, b)
    }

    /// Whether the visit is worth `min_match`.
    pub(super) fn may_watch(&self, observer: TeacherId, host: TeacherId) -> bool {
        let problem = self.facts.problem;
        learning(problem, observer, host).1 >= u32::from(problem.rules.min_match.thousandths()) * 1_000
    }

    /// What it costs that the two are partners, at the prices: their lines, and their rows.
    pub(super) fn partners(&self, rows: &mut Rows, a: TeacherId, b: TeacherId) -> Part {
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
        let mut entries = Vec::new();
        if first.wanted() > 1 && second.wanted() > 1 {
            entries.push((rows.enter(Row::PairOnce { members: [a.min(b), a.max(b)] }, 1), 1));
        }
        for (index, must) in problem.rules.must.iter().enumerate() {
            if *must == [a, b] || *must == [b, a] {
                entries.push((rows.enter(Row::Lock { lock: LockRef::Must(index) }, -1), -1));
            }
        }
        for (index, lock) in problem.locks.iter().enumerate() {
            if matches!(lock, Lock::Pair(pair) if *pair == [a, b] || *pair == [b, a]) {
                entries.push((rows.enter(Row::Lock { lock: LockRef::Lock(index) }, -1), -1));
            }
        }
        Part { price: cost * MILLI + rows.price(&entries), entries }
    }

    /// The rows of the locks that these members, and no others, talk at some time.
    pub(super) fn talk_locks(&self, rows: &mut Rows, members: &[TeacherId]) -> Vec<Entry> {
        let locks = self.facts.problem.locks.iter().enumerate();
        let meeting = locks.filter(|(_, lock)| locked_talk(lock, members).is_some());
        meeting.map(|(index, _)| (rows.enter(Row::Lock { lock: LockRef::Lock(index) }, -1), -1)).collect()
    }

    /// The arrangement as such, in which each member watches the next and the last one the first: its lines and locks,
    /// and what its visits are worth.
    pub(super) fn arrangement(&self, rows: &mut Rows, ring: &[TeacherId]) -> Part {
        let mut entries = self.talk_locks(rows, ring);
        entries.extend(self.decided.of(ring));
        let mut part = Part { price: rows.price(&entries), entries };
        for (at, &a) in ring.iter().enumerate() {
            for &b in &ring[at + 1..] {
                let partners = self.partners(rows, a, b);
                part.price += partners.price;
                part.entries.extend(partners.entries);
            }
        }
        for (observer, host) in visits(ring) {
            part.price -= i128::from(value(self.facts.problem, observer, host).1) * MILLI;
        }
        part
    }

    /// Twice the price of the cheapest schedule of the arrangement, if twice its price is below `limit` (both half
    /// milli-pence).
    pub(super) fn cheapest(&mut self, rows: &Rows, ring: &[TeacherId], own: &Part, limit: i128) -> Option<i128> {
        let days = self.school_days(ring);
        let locked = self.locked_talks(ring);
        let talks = self.talks(ring, &locked);
        let without = if locked.is_empty() { self.without_talk() } else { None };
        let legs: Vec<Vec<Leg>> = visits(ring).map(|(observer, host)| self.legs(rows, observer, host)).collect();
        let mut rest = vec![talks.first().map(|talk| talk.price).into_iter().chain(without).min()?];
        for legs in legs.iter().rev() {
            rest.push(legs.first()?.price + rest[rest.len() - 1]);
        }
        rest.reverse();
        let problem = self.facts.problem;
        let mut search =
            Search { rows, rules: &problem.rules, start: problem.round.start, days, own, legs, talks, without, rest };
        search.look_ahead();
        let mut found = limit;
        search.extend(&mut Vec::new(), own.price, &mut found);
        (found < limit).then_some(found)
    }

    /// What no conversation costs, where there may be none, milli-pence.
    pub(super) fn without_talk(&self) -> Option<i128> {
        match self.facts.problem.rules.conversation {
            ConversationRule::Required => None,
            ConversationRule::Preferred => Some(i128::from(self.facts.problem.rates.no_conversation) * MILLI),
            ConversationRule::None => Some(0),
        }
    }

    /// What it costs at the prices that `teacher` talks, in each slot of the own school.
    pub(super) fn talk_prices(&self, teacher: TeacherId) -> Vec<Option<i128>> {
        let own = self.facts.problem.teachers[teacher].school;
        let at = self.parts.at.get(&(teacher, own)).filter(|_| self.talking());
        at.map_or_else(Vec::new, |at| at.talk.iter().map(|part| part.as_ref().map(|part| part.price)).collect())
    }

    /// The least that a visit costs at the prices, less what it is worth; `None` when there is none.
    pub(super) fn least_visit(&self, rows: &Rows, observer: TeacherId, host: TeacherId) -> Option<i128> {
        let leg = self.legs(rows, observer, host).into_iter().next()?;
        Some(leg.price - i128::from(value(self.facts.problem, observer, host).1) * MILLI)
    }

    /// Whether there are conversations at all.
    fn talking(&self) -> bool {
        self.facts.problem.rules.conversation != ConversationRule::None
    }

    /// School days of the members up to each date of the round. No arrangement is of more than two schools.
    fn school_days(&mut self, members: &[TeacherId]) -> Vec<u32> {
        let problem = self.facts.problem;
        let presence = &self.facts.presence;
        let school = |index: usize| problem.teachers[members[index]].school;
        let schools = (school(0), school(members.len() - 1));
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

    /// When locks say that these members, and no others, talk.
    fn locked_talks(&self, members: &[TeacherId]) -> Vec<(Date, &'a str)> {
        self.facts.problem.locks.iter().filter_map(|lock| locked_talk(lock, members)).collect()
    }

    /// The conversations of the members, cheapest first.
    fn talks(&self, members: &[TeacherId], locked: &[(Date, &str)]) -> Vec<Talk<'f>> {
        let problem = self.facts.problem;
        if !self.talking() {
            return Vec::new();
        }
        let mut schools: Vec<SchoolId> = members.iter().map(|&member| problem.teachers[member].school).collect();
        schools.dedup();
        let mut talks = Vec::new();
        for school in schools {
            let at = members.iter().map(|&member| self.parts.at.get(&(member, school)));
            let Some(at) = at.collect::<Option<Vec<_>>>() else { continue };
            for (index, &slot) in self.facts.slots[school.index()].iter().enumerate() {
                let parts = at.iter().map(|at| at.talk[index].as_ref());
                let Some(parts) = parts.collect::<Option<Vec<_>>>() else { continue };
                let period = problem.schools[school].period_ids[slot.period].as_str();
                if locked.iter().all(|&when| when == (slot.date, period)) {
                    talks.push(Talk { price: parts.iter().map(|part| part.price).sum(), parts, slot });
                }
            }
        }
        talks.sort_by_key(|talk| talk.price);
        talks
    }
}

/// Who watches whom in a ring.
fn visits(ring: &[TeacherId]) -> impl Iterator<Item = (TeacherId, TeacherId)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Whether the list has the two, in either order.
fn listed(list: &[[TeacherId; 2]], a: TeacherId, b: TeacherId) -> bool {
    list.iter().any(|&pair| pair == [a, b] || pair == [b, a])
}

/// When the lock says that just these members talk.
fn locked_talk<'a>(lock: &'a Lock, members: &[TeacherId]) -> Option<(Date, &'a str)> {
    match lock {
        Lock::Conversation { members: wanted, date, period }
            if wanted.len() == members.len() && members.iter().all(|member| wanted.contains(member)) =>
        {
            Some((*date, period.as_str()))
        }
        _ => None,
    }
}
