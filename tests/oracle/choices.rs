//! What two or three people can do together: every set of visits with every conversation.

use opendoor::domain::{
    ConversationRule, FocusId, Kind, LineManagers, Lock, Pence, Problem, SchoolId, TeacherId, Triads, VisitLock,
};

use super::facts::{Facts, For, Span, Takes};

/// One visit.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    pub observer: TeacherId,
    pub host: TeacherId,
    /// Index into [`Facts::taught`].
    pub at: usize,
}

/// One way for a pair or a triad to do it, covers apart.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Each watches the next one, the last one the first.
    pub members: Vec<TeacherId>,
    pub visits: Vec<Visit>,
    /// Whose period it is, and its position in the bell of that day.
    pub talk: Option<(SchoolId, Span, usize)>,
    /// Of the visits in their order, then of the members who talk.
    pub takes: Vec<Takes>,
    /// Everything but the prices of covers, unserved and leaders; classes left without their teacher are in it.
    pub cost: Pence,
    /// Travel: school, date and pence.
    pub money: Vec<(SchoolId, Span, Pence)>,
    /// Occurrences that need a cover of ours.
    pub needs: Vec<usize>,
}

/// Half away from zero, of what is not negative.
fn rounded(rate: Pence, millionths: i64) -> Pence {
    (2 * rate * millionths + 1_000_000) / 2_000_000
}

/// Learning in millionths and its focus.
fn learning(problem: &Problem, observer: TeacherId, host: TeacherId) -> (i64, Option<FocusId>) {
    let mut best: (i64, Option<FocusId>) = (-1, None);
    for focus in problem.focuses.keys() {
        let need = i64::from(problem.teachers[observer].need(focus).thousandths());
        let strength = i64::from(problem.teachers[host].strength(focus).thousandths());
        if need * strength > best.0 {
            best = (need * strength, Some(focus));
        }
    }
    (best.0.max(0), best.1)
}

/// Value of a visit; `None` when it is below `min_match`.
pub fn value(problem: &Problem, observer: TeacherId, host: TeacherId) -> Option<Pence> {
    let rates = &problem.rates;
    let (gain, focus) = learning(problem, observer, host);
    if gain < i64::from(problem.rules.min_match.thousandths()) * 1000 {
        return None;
    }
    let strength = |who: TeacherId, focus| i64::from(problem.teachers[who].strength(focus).thousandths());
    let feedback = problem.teachers[host].asks.iter().map(|&focus| strength(observer, focus)).max().unwrap_or(0);
    let mut value = rounded(rates.learning, gain) + rounded(rates.feedback, feedback * 1000);
    let (home, away) = (problem.teachers[observer].school, problem.teachers[host].school);
    if home != away {
        value += rates.partner_school;
        if let Some(focus) = focus.filter(|_| gain > 0) {
            let known = problem
                .teachers
                .entries()
                .any(|(other, teacher)| other != observer && teacher.school == home && strength(other, focus) >= 700);
            if strength(host, focus) >= 700 && !known {
                value += rates.fresh_expertise;
            }
        }
    }
    Some(value)
}

fn same(pair: [TeacherId; 2], other: [TeacherId; 2]) -> bool {
    pair == other || pair == [other[1], other[0]]
}

/// What it costs that the two are partners; `None` when they may not be.
fn pair_cost(facts: &Facts, [a, b]: [TeacherId; 2]) -> Option<Pence> {
    let (problem, pair) = (facts.problem, [a, b]);
    let (rules, rates) = (&problem.rules, &problem.rates);
    let (one, two) = (&problem.teachers[a], &problem.teachers[b]);
    let manages = one.line_manager == Some(b) || two.line_manager == Some(a);
    let named = |list: &[[TeacherId; 2]]| list.iter().any(|&other| same(pair, other));
    if one.wanted() == 0
        || two.wanted() == 0
        || facts.is_out(a)
        || facts.is_out(b)
        || (manages && rules.line_managers == LineManagers::Never)
        || named(&rules.forbid)
    {
        return None;
    }
    let earlier = problem.history.iter().filter(|round| named(&round.partners)).count();
    let mut cost = rates.repeat_partner * i64::try_from(earlier).expect("few rounds");
    cost -= if named(&rules.prefer) { rates.prefer } else { 0 };
    cost += if named(&rules.avoid) { rates.avoid } else { 0 };
    if one.school == two.school && one.department.is_some() && one.department == two.department {
        cost += rates.same_department;
    }
    Some(cost)
}

/// The visits that `observer` may pay to `host`, with what they take.
fn visits(facts: &Facts, observer: TeacherId, host: TeacherId) -> Vec<(Visit, Takes, Pence)> {
    let problem = facts.problem;
    let (home, away) = (facts.school_of(observer), facts.school_of(host));
    let (minutes, fare) = if home == away {
        (0, 0)
    } else {
        let Some(way) = problem.travel_between(home, away) else { return vec![] };
        (i32::from(way.minutes), way.money)
    };
    let mut found = vec![];
    for (at, it) in facts.taught.iter().enumerate() {
        let lesson = &problem.lessons[it.lesson];
        if !it.by.contains(&host)
            || !lesson.open
            || lesson.teachers.contains(&observer)
            || !facts.in_round(it.span.date)
            || facts.banned(host, it.span.date)
            || facts.open_days_before(away, it.span.date) < problem.rules.notice_days
        {
            continue;
        }
        let span = Span { start: it.span.start - minutes, end: it.span.end + minutes, ..it.span };
        if let Some(takes) = facts.takes(observer, span, For::Visit) {
            found.push((Visit { observer, host, at }, takes, fare));
        }
    }
    found
}

/// Whether the rules plan arrangements of these members at all.
fn in_play(facts: &Facts, members: &[TeacherId]) -> bool {
    let rules = &facts.problem.rules;
    let kind = if members.len() == 2 { Kind::Pair } else { Kind::Triad };
    let home = facts.school_of(members[0]);
    rules.arrangements.contains(&kind)
        && (kind == Kind::Pair
            || rules.triads != Triads::Never && members.iter().all(|&member| facts.school_of(member) == home))
}

/// Every choice of two, or of three in whichever ring.
pub fn choices(facts: &Facts, members: &[TeacherId]) -> Vec<Choice> {
    if !in_play(facts, members) {
        return vec![];
    }
    let mut found = of_ring(facts, members);
    if let &[a, b, c] = members {
        found.extend(of_ring(facts, &[a, c, b]));
    }
    found
}

/// Every choice in which each watches the next.
fn of_ring(facts: &Facts, ring: &[TeacherId]) -> Vec<Choice> {
    let mut choice = Choice {
        members: ring.to_vec(),
        visits: vec![],
        talk: None,
        takes: vec![],
        cost: 0,
        money: vec![],
        needs: vec![],
    };
    for (at, &a) in ring.iter().enumerate() {
        for &b in &ring[at + 1..] {
            let Some(cost) = pair_cost(facts, [a, b]) else { return vec![] };
            choice.cost += cost;
        }
    }
    let mut trips = vec![];
    for (at, &observer) in ring.iter().enumerate() {
        let host = ring[(at + 1) % ring.len()];
        let Some(value) = value(facts.problem, observer, host) else { return vec![] };
        choice.cost -= value;
        trips.push(visits(facts, observer, host));
    }
    let mut found = vec![];
    add_trips(facts, &choice, &trips, &mut found);
    found
}

type Trip = (Visit, Takes, Pence);

/// Every choice that begins as `choice` and has one of each of the trips.
fn add_trips(facts: &Facts, choice: &Choice, trips: &[Vec<Trip>], found: &mut Vec<Choice>) {
    let rules = &facts.problem.rules;
    let Some((next, others)) = trips.split_first() else {
        let spans = choice.visits.iter().map(|visit| facts.taught[visit.at].span);
        let last = spans.max_by_key(|span| (span.date, span.end)).expect("a visit");
        if rules.conversation != ConversationRule::Required {
            let mut without = choice.clone();
            if rules.conversation == ConversationRule::Preferred {
                without.cost += facts.problem.rates.no_conversation;
            }
            found.push(without);
        }
        if rules.conversation != ConversationRule::None {
            talks(facts, choice, last, found);
        }
        return;
    };
    for trip in next {
        let date = facts.taught[trip.0.at].span.date;
        let holds = choice.visits.iter().zip(&choice.takes).all(|(visit, takes)| {
            let other = facts.taught[visit.at].span.date;
            facts.school_days(&choice.members, date.min(other), date.max(other)) <= rules.visit_span_days
                && !(takes.who == trip.0.host && takes.left.contains(&trip.0.at))
                && !(trip.1.who == visit.host && trip.1.left.contains(&visit.at))
        });
        if holds {
            let mut more = choice.clone();
            add_trip(facts, &mut more, trip);
            add_trips(facts, &more, others, found);
        }
    }
}

fn add_trip(facts: &Facts, choice: &mut Choice, (visit, takes, fare): &Trip) {
    let problem = facts.problem;
    choice.visits.push(*visit);
    choice.takes.push(takes.clone());
    choice.cost += takes.own_time + fare;
    choice.money.push((facts.school_of(visit.observer), facts.taught[visit.at].span, *fare));
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

/// The choice with each conversation that all its members can have.
fn talks(facts: &Facts, bare: &Choice, last: Span, found: &mut Vec<Choice>) {
    let rules = &facts.problem.rules;
    let mut schools: Vec<SchoolId> = bare.members.iter().map(|&member| facts.school_of(member)).collect();
    schools.dedup();
    for date in last.date.through(facts.problem.round.end) {
        if facts.school_days(&bare.members, last.date, date) > rules.conversation_within_days {
            break;
        }
        for &school in &schools {
            for (at, slot) in facts.slots(school, date).iter().enumerate() {
                if !rules.conversation_in.contains(&slot.usage) || (date == last.date && slot.span.start < last.end) {
                    continue;
                }
                let parts = bare.members.iter().map(|&member| facts.takes(member, slot.span, For::Talk));
                let Some(parts) = parts.collect::<Option<Vec<_>>>() else { continue };
                if bare.takes.iter().any(|takes| parts.iter().any(|part| takes.clashes(part))) {
                    continue;
                }
                let mut choice = bare.clone();
                choice.cost += parts.iter().map(|part| part.own_time).sum::<Pence>();
                choice.talk = Some((school, slot.span, at));
                choice.takes.extend(parts);
                found.push(choice);
            }
        }
    }
}

/// Whether `choice` alone meets `lock`; locks that only forbid are met by what is not there.
pub fn meets(facts: &Facts, choice: &Choice, lock: &Lock) -> bool {
    let problem = facts.problem;
    match lock {
        Lock::Pair(pair) => pair.iter().all(|member| choice.members.contains(member)),
        Lock::Visit(lock) => choice.visits.iter().any(|visit| visit_meets(facts, visit, lock)),
        Lock::Cover(lock) => choice.takes.iter().flat_map(|takes| &takes.left).any(|&left| {
            let it = &facts.taught[left];
            it.lesson == lock.lesson && it.span.date == lock.date && it.period == lock.period
        }),
        Lock::Conversation { members, date, period } => {
            let mut sorted = choice.members.clone();
            sorted.sort();
            let named = |(school, span, at): &(SchoolId, Span, usize)| {
                let id = facts.slots(*school, span.date)[*at].period;
                span.date == *date && problem.schools[*school].period_ids[id] == *period
            };
            *members == sorted && choice.talk.as_ref().is_some_and(named)
        }
        Lock::NeverOn { .. } | Lock::Out(_) => true,
    }
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
