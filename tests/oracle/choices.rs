//! What two or three people can do together: every way to do each kind, with every conversation.

use opendoor::domain::{
    ConversationRule, Date, Kind, Lock, Pence, PeriodUse, Problem, SchoolId, TeacherId, Triads, VisitLock,
};

use super::facts::{Facts, For, Span, Takes};
use super::kinds::{one_way, swaps, together};
use super::worth::{learning, matches, pair_cost, percent, value, wanted};

/// How a visit is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    InPerson,
    /// By film, watched in this period of the observer's school.
    Film {
        slot: usize,
        span: Span,
    },
    Swap,
}

/// One visit.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    pub observer: TeacherId,
    pub host: TeacherId,
    /// Index into [`Facts::taught`].
    pub at: usize,
    pub way: Way,
    pub value: Pence,
    /// Paid by the observer's school.
    pub fare: Pence,
    /// Paid by the host's school.
    pub film: Pence,
}

/// A period in which the members talk, or plan.
#[derive(Debug, Clone, Copy)]
pub struct Meeting {
    pub school: SchoolId,
    pub span: Span,
    /// Its position in the bell of that day.
    pub slot: usize,
}

/// One way to do it, covers apart.
#[derive(Debug, Clone)]
pub struct Choice {
    pub kind: Kind,
    /// In a ring each watches the next one, the last one the first; of a one-way visit the observer is the first.
    pub members: Vec<TeacherId>,
    pub visits: Vec<Visit>,
    /// When a lesson is planned.
    pub planned: Option<Meeting>,
    /// Who teaches it where for the first time.
    pub teaches: Vec<(TeacherId, usize)>,
    pub talk: Option<Meeting>,
    /// Value that stands on no visit.
    pub value: Pence,
    /// Of the visits in their order, then of those who plan, then of the members who talk.
    pub takes: Vec<Takes>,
    /// Occurrences that are given up to the other.
    pub swapped: Vec<(TeacherId, usize)>,
    /// Everything but the prices of covers, unserved and leaders; classes left without their teacher are in it.
    pub cost: Pence,
    /// Occurrences that need a cover of ours.
    pub needs: Vec<usize>,
}

impl Choice {
    pub fn of(kind: Kind, members: &[TeacherId], cost: Pence) -> Self {
        Self {
            kind,
            members: members.to_vec(),
            visits: vec![],
            planned: None,
            teaches: vec![],
            talk: None,
            value: 0,
            takes: vec![],
            swapped: vec![],
            cost,
            needs: vec![],
        }
    }

    /// What is paid for it, covers apart: by whom, when, pence.
    pub fn money<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = (SchoolId, Span, Pence)> + 'a {
        self.visits.iter().flat_map(|visit| {
            let span = facts.taught[visit.at].span;
            [(facts.school_of(visit.observer), span, visit.fare), (facts.school_of(visit.host), span, visit.film)]
        })
    }

    /// The dates that must lie near one another.
    fn dates(&self, facts: &Facts) -> Vec<Date> {
        let visits = self.visits.iter().flat_map(|visit| {
            let viewing = if let Way::Film { span, .. } = visit.way { Some(span.date) } else { None };
            [Some(facts.taught[visit.at].span.date), viewing]
        });
        let planned = self.planned.iter().map(|meeting| meeting.span.date);
        let taught = self.teaches.iter().map(|&(_, at)| facts.taught[at].span.date);
        visits.flatten().chain(planned).chain(taught).collect()
    }

    pub fn lies_near(&self, facts: &Facts) -> bool {
        let dates = self.dates(facts);
        let (Some(&first), Some(&last)) = (dates.iter().min(), dates.iter().max()) else { return true };
        facts.school_days(&self.members, first, last) <= facts.problem.rules.visit_span_days
    }

    /// What has to be over before they talk.
    fn last(&self, facts: &Facts) -> Span {
        let visits = self.visits.iter().map(|visit| match visit.way {
            Way::Film { span, .. } => span,
            Way::InPerson | Way::Swap => facts.taught[visit.at].span,
        });
        let taught = self.teaches.iter().map(|&(_, at)| facts.taught[at].span);
        visits.chain(taught).max_by_key(|span| (span.date, span.end)).expect("something is done")
    }

    fn conversation(&self, facts: &Facts) -> ConversationRule {
        let rules = &facts.problem.rules;
        if self.kind == Kind::OneWay { rules.one_way_conversation } else { rules.conversation }
    }

    /// Whether going without a conversation is charged.
    pub fn misses_talk(&self, facts: &Facts) -> bool {
        self.talk.is_none() && self.conversation(facts) == ConversationRule::Preferred
    }
}

/// A visit with what it takes from the observer.
pub type Trip = (Visit, Takes);

/// Whether `host` may be watched by `observer` there, whoever is free when.
fn is_on_show(facts: &Facts, observer: TeacherId, host: TeacherId, at: usize) -> bool {
    let it = &facts.taught[at];
    let lesson = &facts.problem.lessons[it.lesson];
    it.by.contains(&host)
        && lesson.open
        && !lesson.teachers.contains(&observer)
        && facts.in_round(it.span.date)
        && !facts.banned(host, it.span.date)
        && facts.open_days_before(it.school, it.span.date) >= facts.problem.rules.notice_days
}

/// The way between the schools of two, if there is one: minutes and fare.
pub fn way(facts: &Facts, one: TeacherId, two: TeacherId) -> Option<(i32, Pence)> {
    let (home, away) = (facts.school_of(one), facts.school_of(two));
    if home == away {
        return Some((0, 0));
    }
    facts.problem.travel_between(home, away).map(|way| (i32::from(way.minutes), way.money))
}

/// The visits that `observer` may pay to `host` in the room, with what they take.
pub fn visits(facts: &Facts, observer: TeacherId, host: TeacherId) -> Vec<Trip> {
    let Some((minutes, fare)) = way(facts, observer, host) else { return vec![] };
    if !matches(facts.problem, observer, host) {
        return vec![];
    }
    let value = value(facts.problem, observer, host);
    let trip = |at: usize| {
        let it = &facts.taught[at];
        let span = Span { start: it.span.start - minutes, end: it.span.end + minutes, ..it.span };
        let visit = Visit { observer, host, at, way: Way::InPerson, value, fare, film: 0 };
        facts.takes(observer, span, For::Visit).map(|takes| (visit, takes))
    };
    (0..facts.taught.len()).filter(|&at| is_on_show(facts, observer, host, at)).filter_map(trip).collect()
}

/// The films of `host` that `observer` may watch, with what that takes.
fn films(facts: &Facts, observer: TeacherId, host: TeacherId) -> Vec<Trip> {
    let problem = facts.problem;
    let (Some(video), Some(focus)) = (&problem.rules.video, learning(problem, observer, host).1) else { return vec![] };
    let teacher = &problem.teachers[host];
    let good = teacher.film && teacher.strength(focus) >= video.min_strength;
    if !good || !matches(problem, observer, host) || way(facts, observer, host).is_none() {
        return vec![];
    }
    let value = percent(value(problem, observer, host), problem.rates.video_percent);
    let home = facts.school_of(observer);
    let mut found = vec![];
    for at in (0..facts.taught.len()).filter(|&at| is_on_show(facts, observer, host, at)) {
        let filmed = facts.taught[at].span;
        for date in filmed.date.through(problem.round.end) {
            for (slot, own) in facts.slots(home, date).iter().enumerate() {
                if own.usage == PeriodUse::Break || (date == filmed.date && own.span.start < filmed.end) {
                    continue;
                }
                let way = Way::Film { slot, span: own.span };
                let visit = Visit { observer, host, at, way, value, fare: 0, film: video.money_per_recording };
                found.extend(facts.takes(observer, own.span, For::Talk).map(|takes| (visit, takes)));
            }
        }
    }
    found
}

/// Whether the kind is planned, and all of them may have a partner by it.
fn in_play(facts: &Facts, kind: Kind, members: &[TeacherId]) -> bool {
    let rules = &facts.problem.rules;
    rules.arrangements.contains(&kind) && members.iter().all(|&member| wanted(facts, member)[1] > 0)
}

/// Every choice of two, or of three in whichever ring, by which each of them gets a partner.
pub fn mutual(facts: &Facts, members: &[TeacherId]) -> Vec<Choice> {
    if let [a, b] = *members {
        of_two(facts, [a, b])
    } else if let [a, b, c] = *members {
        of_three(facts, [a, b, c])
    } else {
        vec![]
    }
}

fn of_two(facts: &Facts, pair: [TeacherId; 2]) -> Vec<Choice> {
    let Some(cost) = pair_cost(facts, pair) else { return vec![] };
    let mut found = vec![];
    if in_play(facts, Kind::Pair, &pair) {
        found.extend(of_ring(facts, Kind::Pair, &pair));
    }
    if in_play(facts, Kind::Swap, &pair) {
        found.extend(swaps(facts, &pair, cost));
    }
    if in_play(facts, Kind::PlanTogether, &pair) {
        found.extend(together(facts, pair, cost));
    }
    found
}

fn of_three(facts: &Facts, [a, b, c]: [TeacherId; 3]) -> Vec<Choice> {
    let home = facts.school_of(a);
    let one_school = [b, c].iter().all(|&member| facts.school_of(member) == home);
    if !in_play(facts, Kind::Triad, &[a, b, c]) || facts.problem.rules.triads == Triads::Never || !one_school {
        return vec![];
    }
    [of_ring(facts, Kind::Triad, &[a, b, c]), of_ring(facts, Kind::Triad, &[a, c, b])].concat()
}

/// Every one-way visit of the first to the second.
pub fn of_one_way(facts: &Facts, members: [TeacherId; 2]) -> Vec<Choice> {
    let [observer, host] = members;
    let teacher = &facts.problem.teachers[host];
    if !facts.problem.rules.arrangements.contains(&Kind::OneWay)
        || wanted(facts, observer)[0] == 0
        || !(teacher.participates || teacher.open_door)
    {
        return vec![];
    }
    let Some(cost) = pair_cost(facts, members) else { return vec![] };
    one_way(facts, members, cost)
}

/// Every choice in which each watches the next.
fn of_ring(facts: &Facts, kind: Kind, ring: &[TeacherId]) -> Vec<Choice> {
    let mut cost = 0;
    for (at, &a) in ring.iter().enumerate() {
        for &b in &ring[at + 1..] {
            let Some(pair) = pair_cost(facts, [a, b]) else { return vec![] };
            cost += pair;
        }
    }
    let mut trips = vec![];
    for (at, &observer) in ring.iter().enumerate() {
        let host = ring[(at + 1) % ring.len()];
        let mut ways = visits(facts, observer, host);
        ways.extend(films(facts, observer, host));
        trips.push(ways);
    }
    let mut found = vec![];
    add_trips(facts, &Choice::of(kind, ring, cost), &trips, &mut found);
    found
}

/// Every choice that begins as `choice` and has one of each of the trips.
pub fn add_trips(facts: &Facts, choice: &Choice, trips: &[Vec<Trip>], found: &mut Vec<Choice>) {
    let Some((next, others)) = trips.split_first() else {
        end(facts, choice, found);
        return;
    };
    for trip in next {
        let holds = choice.visits.iter().zip(&choice.takes).all(|(visit, takes)| {
            let leaves = |takes: &Takes, visit: &Visit| takes.who == visit.host && takes.left.contains(&visit.at);
            !leaves(takes, &trip.0) && !leaves(&trip.1, visit)
        });
        let mut more = choice.clone();
        add_trip(facts, &mut more, trip);
        if holds && more.lies_near(facts) {
            add_trips(facts, &more, others, found);
        }
    }
}

fn add_trip(facts: &Facts, choice: &mut Choice, (visit, takes): &Trip) {
    let problem = facts.problem;
    choice.visits.push(*visit);
    choice.takes.push(takes.clone());
    choice.cost += takes.own_time + visit.fare + visit.film - visit.value;
    for &left in &takes.left {
        let it = &facts.taught[left];
        if it.by.len() == 1 {
            let exam = problem.lessons[it.lesson].classes.iter().any(|&class| problem.classes[class].exam);
            let rates = &problem.rates;
            choice.cost += if exam { rates.exam_class_without_teacher } else { rates.class_without_teacher };
            choice.needs.push(left);
        }
    }
}

/// The choice with each conversation that its kind allows, and without one where it may do without.
pub fn end(facts: &Facts, choice: &Choice, found: &mut Vec<Choice>) {
    let rule = choice.conversation(facts);
    if rule != ConversationRule::Required {
        let mut without = choice.clone();
        if rule == ConversationRule::Preferred {
            without.cost += facts.problem.rates.no_conversation;
        }
        found.push(without);
    }
    if rule != ConversationRule::None {
        let (last, rules) = (choice.last(facts), &facts.problem.rules);
        for date in last.date.through(facts.problem.round.end) {
            if facts.school_days(&choice.members, last.date, date) > rules.conversation_within_days {
                break;
            }
            for (talk, parts) in meetings(facts, &choice.members, date) {
                let later = date > last.date || talk.span.start >= last.end;
                if !later || choice.takes.iter().any(|takes| parts.iter().any(|part| takes.clashes(part))) {
                    continue;
                }
                let mut with = choice.clone();
                with.cost += parts.iter().map(|part| part.own_time).sum::<Pence>();
                with.talk = Some(talk);
                with.takes.extend(parts);
                found.push(with);
            }
        }
    }
}

/// The periods of that date in which all members can meet, with what it takes from each.
pub fn meetings(facts: &Facts, members: &[TeacherId], date: Date) -> Vec<(Meeting, Vec<Takes>)> {
    let mut schools: Vec<SchoolId> = members.iter().map(|&member| facts.school_of(member)).collect();
    schools.sort();
    schools.dedup();
    let mut found = vec![];
    for school in schools {
        for (slot, at) in facts.slots(school, date).iter().enumerate() {
            if facts.problem.rules.conversation_in.contains(&at.usage) {
                let parts = members.iter().map(|&member| facts.takes(member, at.span, For::Talk));
                let parts: Option<Vec<Takes>> = parts.collect();
                found.extend(parts.map(|parts| (Meeting { school, span: at.span, slot }, parts)));
            }
        }
    }
    found
}

/// Whether `choice` alone meets `lock`; locks that only forbid are met by what is not there.
pub fn meets(facts: &Facts, choice: &Choice, lock: &Lock) -> bool {
    let problem = facts.problem;
    match lock {
        Lock::Pair(pair) => choice.kind != Kind::OneWay && pair.iter().all(|member| choice.members.contains(member)),
        Lock::Visit(lock) => choice.visits.iter().any(|visit| visit_meets(facts, visit, lock)),
        Lock::Cover(lock) => choice.takes.iter().flat_map(|takes| &takes.left).any(|&left| {
            let it = &facts.taught[left];
            it.lesson == lock.lesson && it.span.date == lock.date && it.period == lock.period
        }),
        Lock::Conversation { members, date, period } => {
            let mut sorted = choice.members.clone();
            sorted.sort();
            *members == sorted && choice.talk.is_some_and(|talk| named(problem, facts, &talk, *date, period))
        }
        Lock::NeverOn { .. } | Lock::Out(_) => true,
    }
}

fn named(problem: &Problem, facts: &Facts, talk: &Meeting, date: Date, period: &str) -> bool {
    let id = facts.slots(talk.school, talk.span.date)[talk.slot].period;
    talk.span.date == date && problem.schools[talk.school].period_ids[id] == period
}

fn visit_meets(facts: &Facts, visit: &Visit, lock: &VisitLock) -> bool {
    let it = &facts.taught[visit.at];
    let period = &facts.problem.schools[it.school].period_ids[it.period];
    lock.observer.is_none_or(|who| who == visit.observer)
        && lock.host.is_none_or(|who| who == visit.host)
        && lock.lesson.is_none_or(|lesson| lesson == it.lesson)
        && lock.date.is_none_or(|date| date == it.span.date)
        && lock.period.as_ref().is_none_or(|id| id == period)
}
