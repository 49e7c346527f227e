//! What the plan really costs and is worth, to the penny (SPEC §4), whatever it states. Sums saturate.

use std::collections::BTreeSet;

use super::presence::{Doing, Own};
use super::things::{Case, CoverAt, Task, Thing, group, pairs};
use crate::domain::{
    ConversationRule, CoverBy, Date, FocusId, Key, Keyed, Line, LineWhat, Load, Millionths, Mode, Pence, PeriodUse,
    Problem, SchoolId, Score, Sum, TeacherId, percent_of, priced,
};

/// From here a strength counts as expertise.
const EXPERT: u16 = 700;

/// What is right on a visit.
#[derive(Debug, Default, Clone)]
pub(super) struct VisitPrice {
    pub(super) focus: Option<FocusId>,
    pub(super) value: Pence,
    pub(super) own_time: Pence,
    pub(super) travel: Pence,
    /// Of the film.
    pub(super) money: Pence,
    /// Money and goodwill of each cover, as they stand.
    pub(super) covers: Vec<(Pence, Pence)>,
}

/// What is right in an arrangement.
#[derive(Debug, Default)]
pub(super) struct ArrangementPrice {
    pub(super) visits: Vec<VisitPrice>,
    /// Value that stands on no visit.
    pub(super) value: Pence,
    /// Own time of all members for each meeting.
    pub(super) meetings: Vec<Pence>,
    /// Own time of all members for the conversation.
    pub(super) talk: Pence,
}

/// Money, on its date, by the school that pays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payment {
    pub(super) school: SchoolId,
    pub(super) date: Date,
    pub(super) pence: Pence,
}

/// A teacher with fewer partners than wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Missing {
    pub(super) teacher: TeacherId,
    pub(super) partners: u32,
    pub(super) cost: Pence,
}

/// Everything that a plan has to state.
#[derive(Debug)]
pub(super) struct Prices {
    pub(super) arrangements: Vec<ArrangementPrice>,
    /// As the plan's hires stand.
    pub(super) hires: Vec<Pence>,
    /// Without lines of zero pence.
    pub(super) lines: Vec<Line>,
    pub(super) unserved: Vec<Missing>,
    pub(super) loads: Vec<Load>,
    pub(super) payments: Vec<Payment>,
    pub(super) money: Pence,
    pub(super) goodwill: Pence,
    pub(super) unserved_cost: Pence,
    pub(super) value: Pence,
}

impl Prices {
    /// Works everything out.
    pub(super) fn of(case: &Case) -> Self {
        let arrangements = arrangements(case);
        let hires: Vec<Pence> = case
            .plan
            .hires
            .iter()
            .map(|hire| case.problem.supply[hire.source].money.saturating_mul(Pence::from(hire.count)))
            .collect();
        let lines = lines(case);
        let unserved = unserved(case);
        let payments = payments(case, &arrangements, &hires);
        let visits = || arrangements.iter().flat_map(|arrangement| &arrangement.visits);
        let of_lines = |sum| total(lines.iter().filter(|line| line.sum == sum).map(|line| line.pence));
        let goodwill = [
            total(visits().map(|visit| visit.own_time)),
            total(visits().flat_map(|visit| &visit.covers).map(|&(_, goodwill)| goodwill)),
            total(arrangements.iter().flat_map(|arrangement| &arrangement.meetings).copied()),
            total(arrangements.iter().map(|arrangement| arrangement.talk)),
            of_lines(Sum::Goodwill),
            case.plan.changes_cost(),
        ];
        Self {
            money: total(payments.iter().map(|payment| payment.pence)),
            goodwill: total(goodwill),
            unserved_cost: total(unserved.iter().map(|entry| entry.cost)),
            value: total([
                total(visits().map(|visit| visit.value)),
                total(arrangements.iter().map(|arrangement| arrangement.value)),
                of_lines(Sum::Value),
            ]),
            loads: loads(case),
            arrangements,
            hires,
            lines,
            unserved,
            payments,
        }
    }

    /// The objective.
    pub(super) fn total(&self) -> Pence {
        total([self.money, self.goodwill, self.unserved_cost, self.value.saturating_neg()])
    }
}

/// A sum that saturates.
fn total(pence: impl IntoIterator<Item = Pence>) -> Pence {
    pence.into_iter().fold(0, Pence::saturating_add)
}

/// The focus of a visit, and what the observer can learn in it.
pub(super) fn learning(problem: &Problem, observer: TeacherId, host: TeacherId) -> (Option<FocusId>, Millionths) {
    let (observer, host) = (&problem.teachers[observer], &problem.teachers[host]);
    let mut best: (Option<FocusId>, Millionths) = (None, 0);
    for focus in problem.focuses.keys() {
        let worth = observer.need(focus).times(host.strength(focus));
        if best.0.is_none() || worth > best.1 {
            best = (Some(focus), worth);
        }
    }
    best
}

/// The focus of a visit, and what it is worth.
pub(super) fn value(problem: &Problem, observer: TeacherId, host: TeacherId) -> (Option<FocusId>, Pence) {
    let (rates, teachers) = (&problem.rates, &problem.teachers);
    let (focus, learning) = learning(problem, observer, host);
    let fresh = |focus| is_fresh(teachers, focus, observer, host);
    let (observer, host) = (&teachers[observer], &teachers[host]);
    let feedback = host.asks.iter().map(|&focus| observer.strength(focus)).max().unwrap_or(Score::ZERO);
    let mut value = priced(rates.learning, learning, 1_000_000).saturating_add(priced(
        rates.feedback,
        u32::from(feedback.thousandths()),
        1_000,
    ));
    if observer.school != host.school {
        value = value.saturating_add(rates.partner_school);
        if learning > 0 && focus.is_some_and(fresh) {
            value = value.saturating_add(rates.fresh_expertise);
        }
    }
    (focus, value)
}

/// The host is an expert in the focus, and in the observer's school nobody is, the observer left aside.
fn is_fresh(
    teachers: &Keyed<TeacherId, crate::domain::Teacher>,
    focus: FocusId,
    observer: TeacherId,
    host: TeacherId,
) -> bool {
    let expert = |id: TeacherId| teachers[id].strength(focus).thousandths() >= EXPERT;
    let home = teachers[observer].school;
    expert(host) && !teachers.keys().any(|id| id != observer && teachers[id].school == home && expert(id))
}

/// What an own period given up is charged as.
enum Charge {
    Free,
    Protected,
    After,
}

fn charge(own: &Own) -> Option<Charge> {
    match (own.doing, own.usage) {
        (Doing::Protected, _) => Some(Charge::Protected),
        (Doing::Free, PeriodUse::Lesson) => Some(Charge::Free),
        (Doing::Free, PeriodUse::Break | PeriodUse::After) => Some(Charge::After),
        (Doing::Unavailable | Doing::Busy | Doing::Teaching, _) => None,
    }
}

/// What a thing charges: nothing on released days, and nothing for a colleague's cover.
fn charges(thing: &Thing) -> impl Iterator<Item = Charge> {
    let charged = thing.open && thing.task != Task::Cover;
    thing.touched.iter().filter(move |_| charged).filter_map(charge)
}

fn arrangements(case: &Case) -> Vec<ArrangementPrice> {
    let rates = &case.problem.rates;
    let mut ladder = staff_steps(case).into_iter();
    let mut prices: Vec<ArrangementPrice> = Vec::new();
    for arrangement in &case.plan.arrangements {
        let shape = arrangement.kind.shape();
        let percent = shape.map_or(100, |shape| (shape.percent)(rates));
        let visits = arrangement.visits.iter().map(|visit| {
            let (focus, whole) = value(case.problem, visit.observer, visit.host);
            let film = matches!(visit.mode, Mode::Film(_));
            let value = percent_of(whole, if film { rates.video_percent } else { percent });
            let video = case.problem.rules.video.as_ref().filter(|_| film);
            let (from, to) = (case.school_of(visit.observer), case.problem.lessons[visit.at.lesson].school);
            let way = if film || from == to { None } else { case.problem.travel_between(from, to) };
            let covers = visit.covers.iter().map(|cover| {
                let step = ladder.next().unwrap_or(0);
                cover_price(case.problem, cover.by, cover.at.lesson, step)
            });
            let covers = covers.collect();
            let (travel, money) = (way.map_or(0, |way| way.money), video.map_or(0, |video| video.money_per_recording));
            VisitPrice { focus, value, own_time: 0, travel, money, covers }
        });
        let visits = visits.collect();
        // Each of the two visits that the members would have made.
        let planned = arrangement.members.as_slice();
        let value = match planned {
            &[a, b] if shape.is_some_and(|shape| shape.planned) => total(
                [(a, b), (b, a)].map(|(observer, host)| percent_of(value(case.problem, observer, host).1, percent)),
            ),
            _ => 0,
        };
        prices.push(ArrangementPrice { visits, value, meetings: vec![0; arrangement.meetings.len()], talk: 0 });
    }
    for thing in &case.things {
        let pence = total(charges(thing).map(|charge| match charge {
            Charge::Free => rates.free_period,
            Charge::Protected => rates.protected_period,
            Charge::After => rates.after_period,
        }));
        let price = &mut prices[thing.arrangement];
        match thing.task {
            Task::Visit(visit) | Task::Viewing(visit) => price.visits[visit].own_time = pence,
            Task::Meeting(meeting) => price.meetings[meeting] = price.meetings[meeting].saturating_add(pence),
            Task::Conversation => price.talk = price.talk.saturating_add(pence),
            Task::Exchange(_) | Task::Cover => {}
        }
    }
    prices
}

/// Money and goodwill of a cover; `step` is its place on the ladder of its colleague, in pence.
fn cover_price(problem: &Problem, by: CoverBy, lesson: crate::domain::LessonId, step: Pence) -> (Pence, Pence) {
    let rates = &problem.rates;
    let exam = problem.lessons[lesson].classes.iter().any(|&class| problem.classes[class].exam);
    let left = if exam { rates.exam_class_without_teacher } else { rates.class_without_teacher };
    match by {
        CoverBy::NoneNeeded => (0, 0),
        CoverBy::Study => (problem.study_money, left.saturating_add(rates.study)),
        CoverBy::Supervisor(id) => (problem.supervisors[id].money_per_period, left),
        CoverBy::Staff(_) => (0, left.saturating_add(step)),
        CoverBy::Supply(_) => (0, left),
        CoverBy::Join(_) => {
            let classes = Pence::try_from(problem.lessons[lesson].classes.len()).unwrap_or(Pence::MAX);
            (0, left.saturating_add(rates.join.saturating_mul(classes)))
        }
    }
}

/// The step of the `staff_cover` ladder on which each cover of the plan stands, in the order of the plan (0 pence
/// where no colleague covers). The ladder runs in time order: date, start, end, lesson.
fn staff_steps(case: &Case) -> Vec<Pence> {
    let covers: Vec<CoverAt> = case.covers().collect();
    let mut steps = vec![0; covers.len()];
    let by_colleague = group(covers.iter().enumerate().filter_map(|(index, at)| match at.cover.by {
        CoverBy::Staff(colleague) => {
            let time = (at.cover.at.date, case.clock_of(at.cover.at), at.cover.at.lesson);
            Some((colleague, (time, index)))
        }
        _ => None,
    }));
    for (colleague, mut taken) in by_colleague {
        taken.sort_unstable();
        let start = remembered(case.problem, colleague);
        for ((_, index), step) in taken.into_iter().zip(start..) {
            steps[index] = rung(&case.problem.rates.staff_cover, step);
        }
    }
    steps
}

/// Covers taken in earlier rounds of the same year, where the rules remember them.
pub(super) fn remembered(problem: &Problem, colleague: TeacherId) -> u64 {
    let Some(year) = problem.round.year.as_ref().filter(|_| problem.rules.remember_covers) else { return 0 };
    let rounds = problem.history.iter().filter(|round| round.year.as_ref() == Some(year));
    let covers = rounds.flat_map(|round| &round.covers).filter(|(who, _)| *who == colleague);
    covers.map(|&(_, count)| u64::from(count)).sum()
}

/// Rung `step` (from 0) of a ladder whose last one repeats.
pub(super) fn rung(ladder: &[Pence], step: u64) -> Pence {
    let at = usize::try_from(step).unwrap_or(usize::MAX);
    ladder.get(at).or(ladder.last()).copied().unwrap_or(0)
}

/// All money with its date and payer: covers and travel by the school of the absent teacher, films by that of the host,
/// hires by the source's.
fn payments(case: &Case, arrangements: &[ArrangementPrice], hires: &[Pence]) -> Vec<Payment> {
    let mut payments = Vec::new();
    for (arrangement, prices) in case.plan.arrangements.iter().zip(arrangements) {
        for (visit, price) in arrangement.visits.iter().zip(&prices.visits) {
            let school = case.school_of(visit.observer);
            payments.push(Payment { school, date: visit.at.date, pence: price.travel });
            payments.push(Payment { school: case.school_of(visit.host), date: visit.at.date, pence: price.money });
            for (cover, &(pence, _)) in visit.covers.iter().zip(&price.covers) {
                payments.push(Payment { school, date: cover.at.date, pence });
            }
        }
    }
    for (hire, &pence) in case.plan.hires.iter().zip(hires) {
        payments.push(Payment { school: case.problem.supply[hire.source].school, date: hire.date, pence });
    }
    payments
}

fn lines(case: &Case) -> Vec<Line> {
    let (rules, rates) = (&case.problem.rules, &case.problem.rates);
    let mut lines = Vec::new();
    let mut add = |what, sum, pence: Pence, members: Vec<TeacherId>| {
        if pence != 0 {
            lines.push(Line { what, sum, pence, members });
        }
    };
    let partners: BTreeSet<[TeacherId; 2]> = case.plan.arrangements.iter().flat_map(pairs).collect();
    for pair in partners {
        let listed = |list: &[[TeacherId; 2]]| list.iter().any(|&[a, b]| pair == [a, b] || pair == [b, a]);
        let rounds = case.problem.history.iter().filter(|round| listed(&round.partners)).count();
        let repeats = Pence::try_from(rounds).unwrap_or(Pence::MAX);
        let members = || pair.to_vec();
        add(LineWhat::RepeatPartner, Sum::Goodwill, rates.repeat_partner.saturating_mul(repeats), members());
        if listed(&rules.prefer) {
            add(LineWhat::Prefer, Sum::Value, rates.prefer, members());
        }
        if listed(&rules.avoid) {
            add(LineWhat::Avoid, Sum::Goodwill, rates.avoid, members());
        }
        let [a, b] = pair.map(|id| &case.problem.teachers[id]);
        if a.school == b.school && a.department.is_some() && a.department == b.department {
            let sum = if rates.same_department < 0 { Sum::Value } else { Sum::Goodwill };
            add(LineWhat::SameDepartment, sum, rates.same_department.saturating_abs(), members());
        }
    }
    for leader in late_leaders(case) {
        add(LineWhat::LeaderLate, Sum::Goodwill, rates.leader_late, vec![leader]);
    }
    for arrangement in case.plan.arrangements.iter().filter(|arrangement| arrangement.conversation.is_none()) {
        let rule = arrangement.kind.shape().map_or(rules.conversation, |shape| (shape.conversation)(rules));
        if rule == ConversationRule::Preferred {
            add(LineWhat::NoConversation, Sum::Goodwill, rates.no_conversation, arrangement.members.clone());
        }
    }
    lines
}

/// Leaders who take part, are not out, and are not hosted on one of the first days.
fn late_leaders(case: &Case) -> Vec<TeacherId> {
    let days = case.problem.rules.leaders_first as usize;
    if days == 0 {
        return Vec::new();
    }
    let teachers = case.problem.teachers.entries();
    let leaders = teachers.filter(|&(id, teacher)| teacher.leader && teacher.participates && !case.is_out(id));
    let late = leaders.filter(|&(id, teacher)| {
        let first: BTreeSet<Date> = case.open_days(teacher.school).take(days).collect();
        !case.visits().any(|(_, visit)| visit.host == id && first.contains(&visit.at.date))
    });
    late.map(|(id, _)| id).collect()
}

fn unserved(case: &Case) -> Vec<Missing> {
    let got = super::partners::partners_got(case);
    let ladder = &case.problem.rates.unserved;
    let mut unserved = Vec::new();
    for id in case.problem.teachers.keys() {
        let wanted = if case.is_out(id) { 0 } else { u64::from(case.problem.wanted(id)) };
        let got = got.get(&id).map_or(0, |arrangements| arrangements.len() as u64);
        if got < wanted {
            // Who misses some of several misses the last ones: rungs `got` to `wished`, the last rung repeating. What
            // was but offered is beyond them.
            let wished = wanted.saturating_sub(u64::from(case.problem.teachers[id].offered));
            let steps = ladder.len() as u64;
            let listed = total((got..wished.min(steps)).map(|step| rung(ladder, step)));
            let beyond = wished.saturating_sub(got.max(steps));
            let repeated = rung(ladder, steps).saturating_mul(Pence::try_from(beyond).unwrap_or(Pence::MAX));
            let partners = u32::try_from(wanted - got).unwrap_or(u32::MAX);
            unserved.push(Missing { teacher: id, partners, cost: listed.saturating_add(repeated) });
        }
    }
    unserved
}

fn loads(case: &Case) -> Vec<Load> {
    let mut loads: Vec<Load> = case.problem.teachers.keys().map(Load::nothing).collect();
    let mut touched: Vec<bool> = case.problem.teachers.iter().map(|teacher| teacher.participates).collect();
    for arrangement in &case.plan.arrangements {
        for member in &arrangement.members {
            touched[member.index()] = true;
        }
    }
    for (_, visit) in case.visits() {
        loads[visit.observer.index()].visits_made += 1;
        loads[visit.host.index()].hosted += 1;
        touched[visit.observer.index()] = true;
        touched[visit.host.index()] = true;
    }
    for at in case.covers() {
        if let CoverBy::Staff(colleague) = at.cover.by {
            loads[colleague.index()].covers_taken += 1;
            touched[colleague.index()] = true;
        }
    }
    for thing in &case.things {
        let load = &mut loads[thing.person.index()];
        for charge in charges(thing) {
            match charge {
                Charge::Free => load.free_periods += 1,
                Charge::Protected => load.protected_periods += 1,
                Charge::After => load.after_periods += 1,
            }
        }
    }
    loads.into_iter().zip(touched).filter(|&(_, touched)| touched).map(|(load, _)| load).collect()
}
