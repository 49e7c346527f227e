//! The best plan in the contract's form, so that the checker can judge it: a plan that the oracle allows and the
//! checker does not, or prices otherwise, shows that they read the contract differently.

use opendoor::domain::{
    Arrangement, Conversation, Cover, CoverBy, Half, Hire, Key, Kind, Line, LineWhat, Load, Mode, Occurrence, Pence,
    PeriodUse, Plan, Problem, Proof, Stats, Status, Sum, SupplyUnit, Taught, TeacherId, Unserved, Viewing, Visit,
};

use crate::choices::{Choice, Meeting, Way};
use crate::cover::{start, step};
use crate::facts::{Doing, Facts, Takes};
use crate::kinds::again;
use crate::search::Best;
use crate::worth::{learning, same, wanted};

/// The plan.
pub fn plan(problem: &Problem, best: &Best) -> Plan {
    let facts = Facts::of(problem);
    let mut taught: Vec<usize> = best.chosen.iter().flat_map(|choice| &choice.teaches).map(|&(_, at)| at).collect();
    let arrangements: Vec<Arrangement> =
        best.chosen.iter().map(|choice| arrangement(&facts, best, choice, &mut taught)).collect();
    let mut plan = Plan {
        instance: String::new(),
        engine: "oracle".into(),
        seed: 0,
        published: false,
        status: Status::Optimal,
        proof: Proof::Tree,
        total: best.total,
        bound: best.total,
        gap: 0,
        money: 0,
        goodwill: 0,
        unserved_cost: 0,
        value: 0,
        hires: hires(&facts, best),
        lines: lines(&facts, best),
        unserved: unserved(&facts, best),
        changes: Vec::new(),
        loads: loads(&facts, best),
        arrangements,
        stats: Stats::default(),
    };
    for visit in plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits) {
        plan.value += visit.value;
        plan.money += visit.travel + visit.money + visit.covers.iter().map(|cover| cover.money).sum::<Pence>();
        plan.goodwill += visit.own_time + visit.covers.iter().map(|cover| cover.goodwill).sum::<Pence>();
    }
    for arrangement in &plan.arrangements {
        plan.value += arrangement.value;
        let periods = arrangement.conversation.iter().chain(&arrangement.meetings);
        plan.goodwill += periods.map(|period| period.own_time).sum::<Pence>();
    }
    plan.money += plan.hires.iter().map(|hire| hire.money).sum::<Pence>();
    plan.unserved_cost = plan.unserved.iter().map(|entry| entry.cost).sum();
    for line in &plan.lines {
        match line.sum {
            Sum::Value => plan.value += line.pence,
            _ => plan.goodwill += line.pence,
        }
    }
    plan
}

fn arrangement(facts: &Facts, best: &Best, choice: &Choice, taught: &mut Vec<usize>) -> Arrangement {
    let occurrence = |at: usize| {
        let it = &facts.taught[at];
        Occurrence { lesson: it.lesson, date: it.span.date, period: it.period }
    };
    let visit = |k: usize| {
        let (visit, takes) = (choice.visits[k], &choice.takes[k]);
        let covers = takes.left.iter().map(|&left| cover(facts, best, left)).collect();
        let mode = match visit.way {
            Way::InPerson => Mode::InPerson,
            Way::Swap => Mode::Exchange,
            Way::Film { slot, span } => {
                let period = facts.slots(facts.school_of(visit.observer), span.date)[slot].period;
                Mode::Film(Viewing { date: span.date, period })
            }
        };
        Visit {
            observer: visit.observer,
            host: visit.host,
            at: occurrence(visit.at),
            mode,
            focus: learning(facts.problem, visit.observer, visit.host).1,
            value: visit.value,
            own_time: takes.own_time,
            travel: visit.fare,
            money: visit.film,
            covers,
        }
    };
    let visits = choice.visits.len();
    let talks_from = visits + if choice.planned.is_some() { choice.members.len() } else { 0 };
    let period = |meeting: &Meeting, takes: &[Takes]| Conversation {
        date: meeting.span.date,
        school: meeting.school,
        period: facts.slots(meeting.school, meeting.span.date)[meeting.slot].period,
        own_time: takes.iter().map(|takes| takes.own_time).sum(),
    };
    let again = if choice.teaches.is_empty() { vec![] } else { again(facts, &best.chosen, choice, taught) };
    let taught = |again: bool| move |&(teacher, at): &(TeacherId, usize)| Taught { teacher, at: occurrence(at), again };
    Arrangement {
        id: choice.members.iter().map(|member| member.index().to_string()).collect::<Vec<_>>().join("-"),
        kind: choice.kind,
        members: choice.members.clone(),
        visits: (0..visits).map(visit).collect(),
        value: choice.value,
        meetings: choice.planned.iter().map(|planned| period(planned, &choice.takes[visits..talks_from])).collect(),
        teaches: choice.teaches.iter().map(taught(false)).chain(again.iter().map(taught(true))).collect(),
        conversation: choice.talk.as_ref().map(|talk| period(talk, &choice.takes[talks_from..])),
    }
}

fn cover(facts: &Facts, best: &Best, left: usize) -> Cover {
    let problem = facts.problem;
    let it = &facts.taught[left];
    let at = Occurrence { lesson: it.lesson, date: it.span.date, period: it.period };
    let Some(place) = best.covers.iter().position(|(need, _)| *need == left) else {
        return Cover { at, by: CoverBy::NoneNeeded, money: 0, goodwill: 0 };
    };
    let by = best.covers[place].1;
    let exam = problem.lessons[it.lesson].classes.iter().any(|&class| problem.classes[class].exam);
    let rates = &problem.rates;
    let class = if exam { rates.exam_class_without_teacher } else { rates.class_without_teacher };
    let (money, more) = match by {
        CoverBy::Study => (problem.study_money, rates.study),
        CoverBy::Supervisor(id) => (problem.supervisors[id].money_per_period, 0),
        CoverBy::Staff(who) => {
            let before = best.covers[..place].iter().filter(|(_, other)| *other == by).count();
            (0, step(&rates.staff_cover, start(problem, who) + u32::try_from(before).expect("few")))
        }
        CoverBy::Join(_) => {
            let classes = problem.lessons[it.lesson].classes.len();
            (0, rates.join * i64::try_from(classes).expect("few classes"))
        }
        CoverBy::NoneNeeded | CoverBy::Supply(_) => (0, 0),
    };
    Cover { at, by, money, goodwill: class + more }
}

fn hires(facts: &Facts, best: &Best) -> Vec<Hire> {
    let problem = facts.problem;
    let mut hires: Vec<Hire> = vec![];
    for (id, supply) in problem.supply.entries() {
        let school = &problem.schools[supply.school];
        let mine: Vec<_> = best.covers.iter().filter(|(_, by)| *by == CoverBy::Supply(id)).map(|(at, _)| *at).collect();
        let unit = |at: usize| {
            let it = &facts.taught[at];
            let minute = u16::try_from(it.span.start).expect("a time of day");
            let half: Option<Half> =
                (supply.unit == SupplyUnit::HalfDay).then(|| school.half_of(minute, it.span.date.weekday()));
            (it.span.date, half, (supply.unit == SupplyUnit::Period).then_some(it.period))
        };
        let mut units: Vec<_> = mine.iter().map(|&at| unit(at)).collect();
        units.dedup();
        units.sort();
        units.dedup();
        for (date, half, period) in units {
            let within: Vec<_> = mine.iter().filter(|&&at| unit(at) == (date, half, period)).collect();
            let running = |&&&at: &&&usize| {
                let from = facts.taught[at].span.start;
                within
                    .iter()
                    .filter(|&&&o| facts.taught[o].span.start <= from && from < facts.taught[o].span.end)
                    .count()
            };
            let count = u32::try_from(within.iter().map(|at| running(&at)).max().unwrap_or(0)).expect("few");
            let money = supply.money * Pence::from(count);
            hires.push(Hire { source: id, school: supply.school, date, unit: supply.unit, half, period, count, money });
        }
    }
    hires
}

fn lines(facts: &Facts, best: &Best) -> Vec<Line> {
    let problem = facts.problem;
    let (rules, rates) = (&problem.rules, &problem.rates);
    let mut lines = vec![];
    let mut line = |what, sum, pence: Pence, members: &[TeacherId]| {
        if pence != 0 {
            lines.push(Line { what, sum, pence, members: members.to_vec() });
        }
    };
    let partners = |choice: &Choice| -> Vec<[TeacherId; 2]> {
        let members = &choice.members;
        let later = |at: usize| members[at + 1..].iter().map(move |&other| [members[at], other]);
        (0..members.len()).flat_map(later).collect()
    };
    for pair in best.chosen.iter().flat_map(partners) {
        let named = |list: &[[TeacherId; 2]]| list.iter().any(|&other| same(pair, other));
        let earlier = problem.history.iter().filter(|round| named(&round.partners)).count();
        line(
            LineWhat::RepeatPartner,
            Sum::Goodwill,
            rates.repeat_partner * i64::try_from(earlier).expect("few"),
            &pair,
        );
        if named(&rules.prefer) {
            line(LineWhat::Prefer, Sum::Value, rates.prefer, &pair);
        }
        if named(&rules.avoid) {
            line(LineWhat::Avoid, Sum::Goodwill, rates.avoid, &pair);
        }
        let [one, two] = pair.map(|who| &problem.teachers[who]);
        if one.school == two.school && one.department.is_some() && one.department == two.department {
            let sum = if rates.same_department > 0 { Sum::Goodwill } else { Sum::Value };
            line(LineWhat::SameDepartment, sum, rates.same_department.abs(), &pair);
        }
    }
    for choice in best.chosen.iter().filter(|choice| choice.misses_talk(facts)) {
        line(LineWhat::NoConversation, Sum::Goodwill, rates.no_conversation, &choice.members);
    }
    for (id, teacher) in problem.teachers.entries() {
        let first =
            |at: usize| facts.open_days_before(teacher.school, facts.taught[at].span.date) < rules.leaders_first;
        let mut visits = best.chosen.iter().flat_map(|choice| &choice.visits);
        if rules.leaders_first > 0
            && teacher.leader
            && teacher.participates
            && !facts.is_out(id)
            && !visits.any(|visit| visit.host == id && first(visit.at))
        {
            line(LineWhat::LeaderLate, Sum::Goodwill, rates.leader_late, &[id]);
        }
    }
    lines
}

fn unserved(facts: &Facts, best: &Best) -> Vec<Unserved> {
    let problem = facts.problem;
    let missing = |id: TeacherId| {
        let wanted = wanted(facts, id)[0];
        let serves = |choice: &&Choice| {
            if choice.kind == Kind::OneWay { choice.members[0] == id } else { choice.members.contains(&id) }
        };
        let got = best.chosen.iter().filter(serves).count();
        let missing = wanted - u32::try_from(got).expect("few");
        let cost = (wanted - missing..wanted).map(|k| step(&problem.rates.unserved, k)).sum();
        (missing > 0).then(|| Unserved { teacher: id, missing, cost, reasons: vec![] })
    };
    problem.teachers.keys().filter_map(missing).collect()
}

fn loads(facts: &Facts, best: &Best) -> Vec<Load> {
    let problem = facts.problem;
    let things: Vec<&Takes> = best.chosen.iter().flat_map(|choice| &choice.takes).collect();
    let visits: Vec<_> = best.chosen.iter().flat_map(|choice| &choice.visits).collect();
    let few = |count: usize| u32::try_from(count).expect("few");
    let load = |(id, teacher): (TeacherId, &opendoor::domain::Teacher)| {
        let mut load = Load {
            teacher: id,
            visits_made: few(visits.iter().filter(|visit| visit.observer == id).count()),
            hosted: few(visits.iter().filter(|visit| visit.host == id).count()),
            covers_taken: few(best.covers.iter().filter(|(_, by)| *by == CoverBy::Staff(id)).count()),
            free_periods: 0,
            protected_periods: 0,
            after_periods: 0,
        };
        for thing in things.iter().filter(|thing| thing.who == id) {
            let date = thing.span.date;
            if problem.schools[teacher.school].is_released(date) {
                continue;
            }
            for (at, slot) in facts.slots(teacher.school, date).iter().enumerate() {
                if thing.slots & (1 << at) != 0 {
                    match (facts.doing(id, date)[at], slot.usage) {
                        (Doing::Protected, _) => load.protected_periods += 1,
                        (Doing::Free, PeriodUse::Lesson) => load.free_periods += 1,
                        (Doing::Free, _) => load.after_periods += 1,
                        _ => {}
                    }
                }
            }
        }
        let touched = load.visits_made + load.hosted + load.covers_taken > 0;
        (teacher.participates || touched).then_some(load)
    };
    problem.teachers.entries().filter_map(load).collect()
}
