//! From a choice to a plan: covers dealt out, prices put on every line, sums.

use std::collections::BTreeMap;

use super::describe::{Loads, arrangement, left_to_visit, teach_again};
use super::finish::Choice;
use crate::compile::{AuxKind, Model, Need, Schedule, Team};
use crate::domain::{
    Arrangement, CoverBy, Half, Hire, Key, LessonId, Line, LineWhat, Pence, Plan, Proof, SchoolId, Stats, Status, Sum,
    SupplyId, SupplyUnit, TeacherId, Unserved,
};

/// A kind of unit: the source, the day, and the half or slot where that sets it apart.
type Unit = (SupplyId, u32, Option<Half>, Option<u32>);

/// An occurrence left: the school's slot and the lesson.
pub type Left = (SchoolId, u32, LessonId);

/// Writes the plan of a choice. Bound, status and stats are for the caller to set.
pub fn plan(model: &Model<'_>, choice: &Choice) -> Plan {
    let covers = deal(model, choice);
    let prices = cover_prices(model, &covers);
    let mut plan = Plan {
        instance: String::new(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 0,
        published: false,
        status: Status::Feasible,
        proof: Proof::Solver,
        total: 0,
        bound: 0,
        gap: 0,
        money: 0,
        goodwill: 0,
        unserved_cost: 0,
        value: 0,
        arrangements: Vec::new(),
        hires: hires(model, &covers),
        lines: Vec::new(),
        unserved: Vec::new(),
        loads: Vec::new(),
        changes: Vec::new(),
        stats: Stats::default(),
    };
    let mut loads = Loads::new(model);
    for (index, schedule) in choice.schedules.iter().enumerate() {
        let letter = match schedule.team {
            Team::Two(_) => 'p',
            Team::Ring(_) => 't',
            Team::One(_) => 'o',
        };
        let id = format!("{letter}{}", index + 1);
        plan.arrangements.push(arrangement(model, id, schedule, &covers, &prices, &mut loads));
        plan.lines.extend(lines(model, schedule));
    }
    teach_again(model, &choice.schedules, &mut plan.arrangements);
    for (left, by) in &covers {
        if let CoverBy::Staff(teacher) = by {
            loads.of(*teacher).covers_taken += 1;
        }
        debug_assert!(prices.contains_key(left));
    }
    plan.lines.extend(late_leaders(model, &plan.arrangements));
    plan.unserved = unserved(model, &choice.schedules);
    plan.loads = loads.finish();
    sum_up(&mut plan);
    // What a re-plan weighs by halves, so that plans compare as they were searched; who asked tells the changes.
    let changes: Pence = choice.schedules.iter().map(|schedule| model.changes_of(schedule)).sum();
    plan.goodwill += changes;
    plan.total += changes;
    plan
}

/// Adds up the four sums and the total.
fn sum_up(plan: &mut Plan) {
    let of = |sum: Sum| plan.lines.iter().filter(|line| line.sum == sum).map(|line| line.pence).sum::<Pence>();
    let visits = || plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    let covers = || visits().flat_map(|visit| &visit.covers);
    let together = plan.arrangements.iter().flat_map(|one| one.meetings.iter().chain(&one.conversation));
    let money = of(Sum::Money)
        + visits().map(|visit| visit.travel + visit.money).sum::<Pence>()
        + covers().map(|cover| cover.money).sum::<Pence>()
        + plan.hires.iter().map(|hire| hire.money).sum::<Pence>();
    let goodwill = of(Sum::Goodwill)
        + visits().map(|visit| visit.own_time).sum::<Pence>()
        + covers().map(|cover| cover.goodwill).sum::<Pence>()
        + together.map(|together| together.own_time).sum::<Pence>();
    let value = of(Sum::Value)
        + visits().map(|visit| visit.value).sum::<Pence>()
        + plan.arrangements.iter().map(|one| one.value).sum::<Pence>();
    let unserved = of(Sum::Unserved) + plan.unserved.iter().map(|entry| entry.cost).sum::<Pence>();
    (plan.money, plan.goodwill, plan.value, plan.unserved_cost) = (money, goodwill, value, unserved);
    plan.total = money + goodwill + unserved - value;
}

/// Who takes each occurrence left. Locks first, then in the order of the auxiliary columns.
fn deal(model: &Model<'_>, choice: &Choice) -> BTreeMap<Left, CoverBy> {
    let mut covers = BTreeMap::new();
    let mut open: BTreeMap<(SchoolId, u32, Need), Vec<LessonId>> = BTreeMap::new();
    for schedule in &choice.schedules {
        for (school, slot, lesson) in left_to_visit(model, schedule) {
            if model.teaching_in(lesson, slot) >= 2 {
                covers.insert((school, slot, lesson), CoverBy::NoneNeeded);
            } else {
                open.entry((school, slot, model.need_of(lesson))).or_default().push(lesson);
            }
        }
    }
    let mut offers: BTreeMap<(SchoolId, u32, Need), Vec<CoverBy>> = BTreeMap::new();
    for (aux, &times) in model.aux.iter().zip(&choice.aux) {
        let (school, slot, need, by) = match aux.kind {
            AuxKind::Staff { teacher, slot, need } => {
                (model.problem.teachers[teacher].school, slot, need, CoverBy::Staff(teacher))
            }
            AuxKind::Supervisor { supervisor, slot, need } => {
                (model.problem.supervisors[supervisor].school, slot, need, CoverBy::Supervisor(supervisor))
            }
            AuxKind::Supply { supply, slot, need } => {
                (model.problem.supply[supply].school, slot, need, CoverBy::Supply(supply))
            }
            AuxKind::Study { lesson, slot } | AuxKind::Join { lesson, slot, .. } if times > 0 => {
                let school = model.problem.lessons[lesson].school;
                let waiting = open.entry((school, slot, model.need_of(lesson))).or_default();
                if let Some(at) = waiting.iter().position(|&other| other == lesson) {
                    waiting.remove(at);
                    let by = match aux.kind {
                        AuxKind::Join { into, .. } => CoverBy::Join(into),
                        _ => CoverBy::Study,
                    };
                    covers.insert((school, slot, lesson), by);
                }
                continue;
            }
            _ => continue,
        };
        let times = usize::try_from(times).unwrap_or(0);
        offers.entry((school, slot, need)).or_default().extend(std::iter::repeat_n(by, times));
    }
    for ((school, slot, need), mut lessons) in open {
        let mut offers = offers.remove(&(school, slot, need)).unwrap_or_default();
        lessons.sort_unstable();
        lessons.retain(|&lesson| {
            let locked = model.cover_locks_on(lesson, school, slot).map(|(_, by)| by).next();
            let locked = locked.or_else(|| model.cover_before(lesson, school, slot));
            let at = locked.and_then(|by| offers.iter().position(|&offer| offer == by));
            at.is_none_or(|at| {
                covers.insert((school, slot, lesson), offers.remove(at));
                false
            })
        });
        for (lesson, by) in lessons.into_iter().zip(offers) {
            covers.insert((school, slot, lesson), by);
        }
    }
    covers
}

/// Money and goodwill of every cover; the ladder of a colleague runs in time order.
fn cover_prices(model: &Model<'_>, covers: &BTreeMap<Left, CoverBy>) -> BTreeMap<Left, (Pence, Pence)> {
    let rates = &model.problem.rates;
    let joined = |lesson| Pence::try_from(model.problem.lessons[lesson].classes.len()).unwrap_or(Pence::MAX);
    let mut prices = BTreeMap::new();
    let mut taken: BTreeMap<TeacherId, Vec<(u32, u32, Left)>> = BTreeMap::new();
    for (&left, &by) in covers {
        let (school, slot, lesson) = left;
        let class = model.class_price(lesson);
        let price = match by {
            CoverBy::NoneNeeded => (0, 0),
            CoverBy::Study => (model.problem.study_money, class + rates.study),
            CoverBy::Supervisor(id) => (model.problem.supervisors[id].money_per_period, class),
            CoverBy::Supply(_) => (0, class),
            CoverBy::Join(_) => (0, class + rates.join * joined(lesson)),
            CoverBy::Staff(teacher) => {
                let at = model.slot(school, slot);
                taken.entry(teacher).or_default().push((at.start, at.end, left));
                (0, class)
            }
        };
        prices.insert(left, price);
    }
    for (teacher, mut lefts) in taken {
        lefts.sort_unstable_by_key(|&(start, end, (_, _, lesson))| (start, end, lesson));
        let start = model.ladder_start(teacher);
        for (k, (_, _, left)) in (start..).zip(lefts) {
            prices.entry(left).or_insert((0, 0)).1 += rates.staff_cover_step(k);
        }
    }
    prices
}

/// The fewest units that serve the covers by supply.
fn hires(model: &Model<'_>, covers: &BTreeMap<Left, CoverBy>) -> Vec<Hire> {
    let problem = model.problem;
    let mut units: BTreeMap<Unit, Vec<(u32, u32)>> = BTreeMap::new();
    for (&(school, slot, _), &by) in covers {
        let CoverBy::Supply(id) = by else { continue };
        let at = model.slot(school, slot);
        let unit = problem.supply[id].unit;
        let start = u16::try_from(at.start % crate::compile::DAY).unwrap_or(0);
        let half = (unit == SupplyUnit::HalfDay).then(|| problem.schools[school].half_of(start, at.date.weekday()));
        let single = (unit == SupplyUnit::Period).then_some(slot);
        units.entry((id, at.day, half, single)).or_default().push((at.start, at.end));
    }
    let mut hires: Vec<Hire> = units
        .into_iter()
        .map(|((source, day, half, slot), times)| {
            let supply = &problem.supply[source];
            let busiest = times
                .iter()
                .map(|&(instant, _)| times.iter().filter(|&&(start, end)| start <= instant && instant < end).count())
                .max()
                .unwrap_or(0);
            let count = u32::try_from(busiest).unwrap_or(u32::MAX);
            Hire {
                source,
                school: supply.school,
                date: model.span.date(day),
                unit: supply.unit,
                half,
                period: slot.map(|slot| model.slot(supply.school, slot).period),
                count,
                money: supply.money * Pence::from(count),
            }
        })
        .collect();
    hires.sort_by_key(|hire| (hire.date, hire.source, hire.half, hire.period));
    hires
}

fn lines(model: &Model<'_>, schedule: &Schedule) -> Vec<Line> {
    let members = model.members(schedule.team);
    let mut lines = Vec::new();
    for [a, b] in members.twos() {
        let of = model.pair_lines(a, b);
        let department = if of.same_department < 0 { Sum::Value } else { Sum::Goodwill };
        let all = [
            (LineWhat::RepeatPartner, Sum::Goodwill, of.repeat),
            (LineWhat::Prefer, Sum::Value, of.prefer),
            (LineWhat::Avoid, Sum::Goodwill, of.avoid),
            (LineWhat::SameDepartment, department, of.same_department.abs()),
        ];
        let some = all.into_iter().filter(|&(_, _, pence)| pence > 0);
        lines.extend(some.map(|(what, sum, pence)| Line { what, sum, pence, members: vec![a, b] }));
    }
    let pence = if schedule.talk.is_none() { model.going_without(schedule.form) } else { 0 };
    if pence > 0 {
        let members = members.to_vec();
        lines.push(Line { what: LineWhat::NoConversation, sum: Sum::Goodwill, pence, members });
    }
    lines
}

fn late_leaders(model: &Model<'_>, arrangements: &[Arrangement]) -> Vec<Line> {
    let pence = model.problem.rates.leader_late;
    let mut lines = Vec::new();
    for leader in model.problem.teachers.keys().filter(|&leader| pence > 0 && model.owes_early(leader)) {
        let grid = &model.grids[model.problem.teachers[leader].school.index()];
        let early = arrangements.iter().flat_map(|arrangement| &arrangement.visits).any(|visit| {
            visit.host == leader
                && model
                    .span
                    .day_of(visit.at.date)
                    .is_some_and(|day| grid.open_before[day as usize] < model.problem.rules.leaders_first)
        });
        if !early {
            lines.push(Line { what: LineWhat::LeaderLate, sum: Sum::Goodwill, pence, members: vec![leader] });
        }
    }
    lines
}

fn unserved(model: &Model<'_>, schedules: &[Schedule]) -> Vec<Unserved> {
    let mut got = vec![0u32; model.problem.teachers.len()];
    for schedule in schedules {
        for &member in model.served(schedule.team).iter() {
            got[member.index()] += 1;
        }
    }
    let mut unserved = Vec::new();
    for teacher in model.problem.teachers.keys() {
        let wanted = model.problem.wanted(teacher);
        let missing = wanted.saturating_sub(got[teacher.index()]);
        if model.watches[teacher.index()] && missing > 0 {
            let cost = model.problem.unserved_cost(teacher, missing);
            unserved.push(Unserved { teacher, missing, cost, reasons: Vec::new() });
        }
    }
    unserved
}

/// Plans of different components as one.
pub fn joined(plans: Vec<Plan>) -> Plan {
    let mut plans = plans.into_iter();
    let mut whole = plans.next().expect("two components or more");
    let rank = |proof: Proof| match proof {
        Proof::Prices => 0,
        Proof::Tree => 1,
        Proof::Solver => 2,
    };
    for mut plan in plans {
        whole.total += plan.total;
        whole.money += plan.money;
        whole.goodwill += plan.goodwill;
        whole.unserved_cost += plan.unserved_cost;
        whole.value += plan.value;
        whole.arrangements.append(&mut plan.arrangements);
        whole.hires.append(&mut plan.hires);
        whole.lines.append(&mut plan.lines);
        whole.unserved.append(&mut plan.unserved);
        whole.loads.append(&mut plan.loads);
        if rank(plan.proof) > rank(whole.proof) {
            whole.proof = plan.proof;
        }
        if plan.status == Status::Interrupted {
            whole.status = Status::Interrupted;
        }
        whole.stats = Stats {
            milliseconds: 0,
            columns: whole.stats.columns + plan.stats.columns,
            matchings: whole.stats.matchings + plan.stats.matchings,
            nodes: whole.stats.nodes + plan.stats.nodes,
        };
    }
    whole.arrangements.sort_by(|one, other| one.members.cmp(&other.members));
    for (number, arrangement) in (1..).zip(&mut whole.arrangements) {
        arrangement.id = format!("p{number}");
    }
    whole.hires.sort_by_key(|hire| (hire.date, hire.source, hire.half, hire.period));
    whole.unserved.sort_by_key(|entry| entry.teacher);
    whole.loads.sort_by_key(|load| load.teacher);
    whole
}
