//! What is paid, what is weighed, and the dearest arrangement.

use crate::domain::{
    Arrangement, Cover, CoverBy, Half, Hire, Line, LineWhat, Mode, Pence, Plan, Problem, Sum, SupplyUnit, Visit,
};

use super::super::words::{Names, count, listed, pounds, unit};
use super::layout::Table;

fn visits(plan: &Plan) -> impl Iterator<Item = &Visit> {
    plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits)
}

fn covers(plan: &Plan) -> impl Iterator<Item = &Cover> {
    visits(plan).flat_map(|visit| &visit.covers)
}

/// A sum with its name and a word about it.
pub struct Entry {
    pub what: String,
    pub pence: Pence,
    pub why: String,
    /// Whether it is a part of the entry before it that is none.
    pub part: bool,
}

impl Entry {
    fn new(what: impl Into<String>, pence: Pence, why: impl Into<String>) -> Self {
        Self { what: what.into(), pence, why: why.into(), part: false }
    }

    fn part(what: impl Into<String>, pence: Pence, why: impl Into<String>) -> Self {
        Self { part: true, ..Self::new(what, pence, why) }
    }
}

/// Entries as a table on a terminal.
pub fn table(entries: Vec<Entry>) -> String {
    let mut table = Table::with_right(&[1]);
    for Entry { what, pence, why, part } in entries {
        let indent = if part { "  " } else { "" };
        table.row(vec![format!("{indent}{what}"), pounds(pence), why]);
    }
    table.render(2)
}

/// The money: what is really paid, and for what.
pub fn paid(problem: &Problem, plan: &Plan, names: &Names) -> Vec<Entry> {
    let mut entries = vec![Entry::new("in all", plan.money, "")];
    if !plan.hires.is_empty() {
        let all = plan.hires.iter().map(|hire| hire.money).sum();
        entries.push(Entry::new("supply", all, hired(plan)));
    }
    let mut part = |what: &str, pence: Pence, number: usize, noun: &str| {
        if number > 0 || pence > 0 {
            entries.push(Entry::new(what, pence, count(number, noun)));
        }
    };
    for (what, noun, fits) in [
        ("supervisors", "cover", (|by| matches!(by, CoverBy::Supervisor(_))) as fn(CoverBy) -> bool),
        ("study", "cover", |by| by == CoverBy::Study),
    ] {
        let fitting: Vec<&Cover> = covers(plan).filter(|cover| fits(cover.by)).collect();
        part(what, fitting.iter().map(|cover| cover.money).sum(), fitting.len(), noun);
    }
    let school_of = |teacher| problem.teachers[teacher].school;
    let is_film = |visit: &&Visit| matches!(visit.mode, Mode::Film(_));
    part("films", visits(plan).map(|visit| visit.money).sum(), visits(plan).filter(is_film).count(), "film");
    let journeys = visits(plan).filter(|visit| !is_film(visit) && school_of(visit.observer) != school_of(visit.host));
    part("travel", visits(plan).map(|visit| visit.travel).sum(), journeys.count(), "journey");
    if problem.schools.len() > 1 {
        for (id, _) in problem.schools.entries() {
            let of_observer = |visit: &Visit| {
                let covers: Pence = visit.covers.iter().map(|cover| cover.money).sum();
                if school_of(visit.observer) == id { visit.travel + covers } else { 0 }
            };
            let of_host = |visit: &Visit| if school_of(visit.host) == id { visit.money } else { 0 };
            let visits: Pence = visits(plan).map(|visit| of_observer(visit) + of_host(visit)).sum();
            let hires: Pence = plan.hires.iter().filter(|hire| hire.school == id).map(|hire| hire.money).sum();
            entries.push(Entry::new(format!("by {}", names.school(id)), visits + hires, ""));
        }
    }
    entries
}

/// `1 day and 2 periods`.
fn hired(plan: &Plan) -> String {
    let units = [SupplyUnit::Day, SupplyUnit::HalfDay, SupplyUnit::Period].into_iter().filter_map(|of| {
        let number: u32 = plan.hires.iter().filter(|hire| hire.unit == of).map(|hire| hire.count).sum();
        (number > 0).then(|| count(number as usize, unit(of)))
    });
    listed(&units.collect::<Vec<_>>())
}

/// Every cost and credit that makes the total.
pub fn weighed(plan: &Plan, names: &Names) -> Vec<Entry> {
    let mut entries = vec![
        Entry::new("paid", plan.money, "what leaves the budget"),
        Entry::new("goodwill", plan.goodwill, "what the school would pay to be spared it"),
    ];
    let mut part = |what: &str, pence: Pence, why: String| {
        if pence != 0 {
            entries.push(Entry::part(what, pence, why));
        }
    };
    part("visits", visits(plan).map(|visit| visit.own_time).sum(), "own time given up to watch".into());
    let talks = plan.arrangements.iter().filter_map(|arrangement| arrangement.conversation);
    part("talks", talks.map(|talk| talk.own_time).sum(), "own time given up to talk".into());
    let meetings = plan.arrangements.iter().flat_map(|arrangement| &arrangement.meetings);
    part("meetings", meetings.map(|meeting| meeting.own_time).sum(), "own time given up to plan lessons".into());
    part("covers", covers(plan).map(|cover| cover.goodwill).sum(), "classes without their teacher, colleagues".into());
    for line in plan.lines.iter().filter(|line| line.sum == Sum::Goodwill) {
        part(what(line.what), line.pence, names.teachers(&line.members));
    }
    entries.push(Entry::new("left out", plan.unserved_cost, "partners wanted and not got"));
    entries.push(Entry::new("value", -plan.value, "what the visits are worth, and preferred pairs"));
    for line in plan.lines.iter().filter(|line| line.sum == Sum::Value) {
        entries.push(Entry::part(what(line.what), -line.pence, names.teachers(&line.members)));
    }
    entries.push(Entry::new("total", plan.total, "paid + goodwill + left out - value"));
    entries
}

const fn what(what: LineWhat) -> &'static str {
    match what {
        LineWhat::RepeatPartner => "partners before",
        LineWhat::Prefer => "preferred pair",
        LineWhat::Avoid => "pair to avoid",
        LineWhat::SameDepartment => "same department",
        LineWhat::LeaderLate => "leader late",
        LineWhat::NoConversation => "no conversation",
    }
}

/// What one arrangement costs and brings by its own lines.
pub struct Own {
    pub cost: Pence,
    pub value: Pence,
}

pub fn own(problem: &Problem, plan: &Plan, arrangement: &Arrangement) -> Own {
    let of_visit = |visit: &Visit| {
        let covers: Pence = visit.covers.iter().map(|cover| cover.money + cover.goodwill).sum();
        visit.own_time + visit.travel + visit.money + covers
    };
    let visits: Pence = arrangement.visits.iter().map(of_visit).sum();
    let talks: Pence = arrangement.meetings.iter().chain(&arrangement.conversation).map(|talk| talk.own_time).sum();
    let hires: Pence =
        plan.hires.iter().filter(|hire| is_only_for(problem, plan, hire, arrangement)).map(|h| h.money).sum();
    let lines = |sum: Sum| -> Pence {
        let is_own = |line: &&Line| line.sum == sum && is_of(line, arrangement);
        plan.lines.iter().filter(is_own).map(|line| line.pence).sum()
    };
    Own {
        cost: visits + talks + hires + lines(Sum::Goodwill) + lines(Sum::Money),
        value: arrangement.value
            + arrangement.visits.iter().map(|visit| visit.value).sum::<Pence>()
            + lines(Sum::Value),
    }
}

/// Whether a line would go with the arrangement: all its members are in it, and it is not about one leader.
fn is_of(line: &Line, arrangement: &Arrangement) -> bool {
    line.what != LineWhat::LeaderLate && line.members.iter().all(|member| arrangement.members.contains(member))
}

/// Whether all that a hire covers is this arrangement's.
fn is_only_for(problem: &Problem, plan: &Plan, hire: &Hire, arrangement: &Arrangement) -> bool {
    let served = |of: &Arrangement| {
        let covers = of.visits.iter().flat_map(|visit| &visit.covers);
        covers.filter(|cover| serves(problem, hire, cover)).count()
    };
    let mine = served(arrangement);
    mine > 0 && mine == plan.arrangements.iter().map(served).sum::<usize>()
}

fn serves(problem: &Problem, hire: &Hire, cover: &Cover) -> bool {
    let school = &problem.schools[hire.school];
    let half = || -> Option<Half> {
        let weekday = cover.at.date.weekday();
        school.bell_of(cover.at.period, weekday).map(|bell| school.half_of(bell.start, weekday))
    };
    cover.by == CoverBy::Supply(hire.source)
        && cover.at.date == hire.date
        && match hire.unit {
            SupplyUnit::Day => true,
            SupplyUnit::HalfDay => half() == hire.half,
            SupplyUnit::Period => Some(cover.at.period) == hire.period,
        }
}

/// The arrangement with the highest costs, and what the plan would be without it, by plain arithmetic.
pub fn dearest(problem: &Problem, plan: &Plan, names: &Names) -> String {
    let priced = plan.arrangements.iter().map(|arrangement| (arrangement, own(problem, plan, arrangement)));
    // The first of the dearest, so that ties are told alike every time.
    let Some((arrangement, own)) = priced.reduce(|best, next| if next.1.cost > best.1.cost { next } else { best })
    else {
        return String::new();
    };
    let served = arrangement.kind.shape().map_or(arrangement.members.len(), |shape| shape.served);
    let added: Pence = arrangement
        .members
        .iter()
        .take(served)
        .map(|&member| {
            let missing = plan.unserved.iter().find(|unserved| unserved.teacher == member).map_or(0, |u| u.missing);
            let wanted = problem.wanted(member);
            let more = (missing + 1).min(wanted);
            problem.unserved_cost(member, more) - problem.unserved_cost(member, missing.min(wanted))
        })
        .sum();
    let change = added + own.value - own.cost;
    let verdict = if change >= 0 {
        format!("the plan would be {} worse", pounds(change))
    } else {
        format!("the plan would be {} better", pounds(-change))
    };
    format!(
        "{} ({}) costs {} and is worth {}. Leaving it out would save those {}, lose that value, and add {} for \
         the partners missed: {verdict}. This is arithmetic on this plan's own lines, with nobody planned anew.",
        names.teachers(&arrangement.members),
        arrangement.id,
        pounds(own.cost),
        pounds(own.value),
        pounds(own.cost),
        pounds(added),
    )
}
