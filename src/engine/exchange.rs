//! Exchange of partners: a plan is bettered along alternating paths and cycles, found by one matching for all of them.
//!
//! Every pair is priced at what is left of every row by the plan, at the prices that schools agree on; what a person's own
//! arrangement takes of their time is theirs to give. The best matching at these costs differs from the plan by
//! alternating paths and cycles; each that saves is tried by an integer program over the few who change, with everybody
//! else as they are. (A very large neighbourhood that a matching searches: Ahuja et al., *A survey of very large-scale
//! neighborhood search techniques*, 2002.) So somebody left out at one end of a district is served by way of as many schools
//! as it takes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::block::{Agreed, Setting};
use super::local::{Local, Role, Tried};
use super::price::{MILLI, Pricer, Prices};
use super::refit::Known;
use super::scope::Scope;
use super::search::Search;
use super::settle::Decided;
use crate::compile::{Model, PartId, RowId, RowKey, Schedule, Team};
use crate::domain::{Key, Pence, SchoolId, Sets, TeacherId};
use crate::matching::{Graph, max_weight};

/// Rounds of matchings: a limit counted in work.
const MOST_ROUNDS: u32 = 8;

/// What a row costs that has no room left, milli-pence: more than anything, and far from where sums would not fit.
const FULL: i64 = 1 << 41;

/// What another partner must save to be thought of, milli-pence: else all that is equally good would change.
const WORTH_IT: i64 = 300 * MILLI;

/// What trying in vain adds to that, milli-pence.
const REFUSED: i64 = 10_000 * MILLI;

/// By how much more than agreed on a pair may cost to be thought of, milli-pence.
const NEAR: i64 = 10_000 * MILLI;

/// How much dearer than its cheapest a schedule that is tried may be, pence, and how many there are of each pair.
const OVER: Pence = 600;
const SPREAD: usize = 2;
const TALKS: usize = 1;

/// Nodes of branch and bound for one path or cycle.
const NODES: u32 = 50;

/// A path or cycle: pairs that part and pairs that meet.
struct Path {
    parted: Vec<Schedule>,
    met: Vec<u32>,
    /// The schools of all, ascending.
    schools: Vec<SchoolId>,
    saves: i64,
}

/// What came of a path.
struct Changed {
    parted: Vec<Schedule>,
    taken: Vec<Schedule>,
    aux: Vec<(usize, i64)>,
}

/// The teacher whose own arrangements alone take of a row, cover aside.
fn owner(model: &Model<'_>, row: u32) -> Option<TeacherId> {
    match model.rows.key(row) {
        RowKey::Use { teacher, .. }
        | RowKey::Outside { teacher, .. }
        | RowKey::LeaveOrHost { teacher, .. }
        | RowKey::Hosting { teacher }
        | RowKey::Lent { teacher, .. }
        | RowKey::Quota { teacher, .. }
        | RowKey::After { teacher, .. } => Some(teacher),
        _ => None,
    }
}

impl<'m> Search<'m> {
    /// Exchanges partners as long as that serves somebody more, or where all are served, saves; whether a better plan came
    /// of it.
    pub(super) fn exchange(&mut self, known: &Known<'_, 'm>, decided: &mut Decided) -> bool {
        let (agreed, pricer) = (known.agreed, known.pricer);
        let mut found = false;
        let fixed = fixed_rows(self.model, decided);
        let mut charges: Vec<i64> = vec![WORTH_IT; self.model.twos.len()];
        for _ in 0..MOST_ROUNDS {
            if self.is_done() {
                break;
            }
            let mut trial = decided.clone();
            let left = Pricer::new(self.model, self.windows, &self.left_prices(agreed, decided, &fixed));
            let paths = self.paths(agreed, [pricer, &left], &charges, decided);
            let made = self.make(known.setting, &left, paths, &mut trial, &mut charges);
            if made == 0 || !self.offer_decided(&trial) {
                break;
            }
            found = true;
            let before = decided.missing(self.model);
            *decided = trial;
            if before > 0 && decided.missing(self.model) == before {
                break;
            }
        }
        found
    }

    /// The prices of all rows, with those that have no room left out of reach.
    fn left_prices(&self, agreed: &Agreed, decided: &Decided, fixed: &[bool]) -> Prices {
        let model = self.model;
        let (mut left, _) = decided.activity(model);
        for (row, used) in (0..).zip(&mut left) {
            *used = model.rows.limit(row) - *used;
        }
        // A person's own arrangements are theirs to give.
        for schedule in &decided.schedules {
            let members = model.members(schedule.team);
            for (row, times) in model.entries(schedule) {
                if owner(model, row).is_some_and(|owner| members.contains(&owner)) {
                    left[row as usize] += times;
                }
            }
        }
        // Where cover is asked for, what more of it could be had counts too.
        let mut more = vec![0; left.len()];
        for ((of, &(_, most)), &used) in model.aux.iter().zip(&self.ranges.columns).zip(&decided.aux) {
            let entries = model.parts.entries(of.part);
            if entries.iter().all(|&(row, times)| times <= 0 || left[row as usize] >= times || !fixed[row as usize]) {
                for &(row, times) in entries.iter().filter(|&&(_, times)| times < 0) {
                    more[row as usize] -= times * (most - used);
                }
            }
        }
        let is_cover =
            |row: usize| matches!(model.rows.key(RowId::try_from(row).expect("a row")), RowKey::Cover { .. });
        let full = |row: usize| left[row] + more[row] <= 0 && (fixed[row] || is_cover(row));
        Prices(agreed.prices.0.iter().enumerate().map(|(row, &price)| if full(row) { FULL } else { price }).collect())
    }

    /// Makes the paths that save something; how many. What those that don't would have met by is charged for.
    fn make(
        &mut self,
        setting: &Setting<'_, 'm>,
        pricer: &Pricer<'m>,
        paths: Vec<Path>,
        decided: &mut Decided,
        charges: &mut [i64],
    ) -> usize {
        let mut made = 0;
        let mut left: Vec<Path> = paths;
        while !left.is_empty() && !self.stop.is_due() {
            // Those that touch no school in common side by side, the most promising first.
            let mut busy = vec![false; self.model.problem.schools.len()];
            let (mut wave, mut later) = (Vec::new(), Vec::new());
            for path in left {
                if path.schools.iter().any(|school| busy[school.index()]) {
                    later.push(path);
                } else {
                    path.schools.iter().for_each(|school| busy[school.index()] = true);
                    wave.push(path);
                }
            }
            let groups: Vec<Vec<SchoolId>> = wave.iter().map(|path| path.schools.clone()).collect();
            let scopes = Scope::of_groups(self.model, &groups);
            let known: &Decided = decided;
            let changed: Vec<Option<Changed>> = wave
                .par_iter()
                .zip(&scopes)
                .map(|(path, scope)| attempt(setting, scope, pricer, known, path))
                .collect();
            for (path, changed) in wave.iter().zip(changed) {
                let meets =
                    |two| changed.as_ref().is_some_and(|of| of.taken.iter().any(|one| one.team == Team::Two(two)));
                for &two in path.met.iter().filter(|&&two| !meets(two)) {
                    charges[two as usize] += REFUSED;
                }
                let Some(changed) = changed else { continue };
                for schedule in &changed.parted {
                    decided.enter(self.model, schedule, -1);
                }
                for schedule in &changed.taken {
                    decided.enter(self.model, schedule, 1);
                }
                for (index, value) in changed.aux {
                    decided.aux[index] = value;
                }
                made += 1;
            }
            left = later;
        }
        made
    }

    /// The paths and cycles by which the best matching at these prices differs from the plan, those that save most first.
    fn paths(
        &mut self,
        agreed: &Agreed,
        [pricer, left]: [&Pricer<'m>; 2],
        charges: &[i64],
        decided: &Decided,
    ) -> Vec<Path> {
        let model = self.model;
        let vertices = &self.vertices;
        let planned: BTreeMap<u32, usize> = decided
            .schedules
            .iter()
            .enumerate()
            .filter_map(|(index, schedule)| match schedule.team {
                Team::Two(two) => Some((two, index)),
                _ => None,
            })
            .collect();
        // Partners in rings keep the first places.
        let mut in_rings = vec![0u32; model.problem.teachers.len()];
        for schedule in decided.schedules.iter().filter(|schedule| matches!(schedule.team, Team::Ring(_))) {
            for member in model.served(schedule.team).iter() {
                in_rings[member.index()] += 1;
            }
        }
        let cheapest: Vec<i64> = left.of_twos(|quotes, pair| {
            let two = &model.twos[pair as usize];
            let below = NEAR - agreed.teachers[two.a.index()] - agreed.teachers[two.b.index()];
            let quote = quotes.quote(Team::Two(pair), below);
            let new = quote.offers.first().map_or(FULL, |offer| offer.price);
            match planned.get(&pair) {
                Some(&index) => new.min(pricer.price(&decided.schedules[index])),
                None => new + charges[pair as usize],
            }
        });
        let mut graph = Graph::new(vertices.teacher.len());
        let mut edge_pair = Vec::new();
        let free = |teacher: TeacherId| {
            let all = vertices.mutual(teacher);
            (all.start + in_rings[teacher.index()]).min(all.end)..all.end
        };
        for (index, two) in (0..).zip(&model.twos) {
            let price = cheapest[index as usize];
            if price >= FULL / 2 {
                continue;
            }
            for u in free(two.a) {
                for v in free(two.b) {
                    let weight = vertices.worth[u as usize] + vertices.worth[v as usize] - price;
                    if weight > 0 {
                        graph.add(u, v, weight);
                        edge_pair.push(index);
                    }
                }
            }
        }
        self.matchings += 1;
        let matching = max_weight(&graph);
        let mut chosen: Vec<u32> = matching.edge.iter().flatten().map(|&edge| edge_pair[edge]).collect();
        chosen.sort_unstable();
        chosen.dedup();
        self.differences(&planned, &chosen, &cheapest, decided)
    }

    /// The components of what differs.
    fn differences(
        &self,
        planned: &BTreeMap<u32, usize>,
        chosen: &[u32],
        cheapest: &[i64],
        decided: &Decided,
    ) -> Vec<Path> {
        let model = self.model;
        let parted = planned.keys().copied().filter(|two| chosen.binary_search(two).is_err());
        let met = chosen.iter().copied().filter(|two| !planned.contains_key(two));
        let changed: Vec<u32> = parted.chain(met).collect();
        let mut sets = Sets::new(model.problem.teachers.len());
        for &two in &changed {
            let two = &model.twos[two as usize];
            sets.join(two.a.index(), two.b.index());
        }
        let mut paths: BTreeMap<usize, Path> = BTreeMap::new();
        for &two in &changed {
            let of = &model.twos[two as usize];
            let path = paths.entry(sets.root(of.a.index())).or_insert_with(|| Path {
                parted: Vec::new(),
                met: Vec::new(),
                schools: Vec::new(),
                saves: 0,
            });
            path.schools.extend([of.a, of.b].map(|member| model.problem.teachers[member].school));
            if let Some(&index) = planned.get(&two) {
                path.parted.push(decided.schedules[index]);
                path.saves += cheapest[two as usize];
            } else {
                path.met.push(two);
                path.saves -= cheapest[two as usize];
            }
        }
        let mut paths: Vec<Path> = paths.into_values().filter(|path| !path.met.is_empty()).collect();
        for path in &mut paths {
            path.schools.sort_unstable();
            path.schools.dedup();
        }
        paths.sort_by_key(|path| std::cmp::Reverse((path.met.len(), path.saves)));
        paths
    }
}

/// Tries a path: those who meet by a few schedules each, those who part by the one they have and a few more, everybody else
/// of their schools as they are.
fn attempt<'m>(
    setting: &Setting<'_, 'm>,
    scope: &Scope,
    pricer: &Pricer<'m>,
    decided: &Decided,
    path: &Path,
) -> Option<Changed> {
    let model = setting.model;
    let mut tried: Vec<Tried> = Vec::new();
    for schedule in &decided.schedules {
        if model.members(schedule.team).iter().any(|&member| scope.has_teacher(model, member)) {
            let role =
                if path.parted.iter().any(|parted| parted.team == schedule.team) { Role::Open } else { Role::Held };
            tried.push(Tried { schedule: *schedule, cost: model.cost(schedule), role });
        }
    }
    let parted = path.parted.iter().map(|schedule| schedule.team);
    for team in path.met.iter().map(|&two| Team::Two(two)).chain(parted) {
        let best = pricer.best(team);
        let Some(cheapest) = best.first().map(|offer| offer.price).filter(|&price| price < FULL / 2) else { continue };
        for offer in pricer.variety(team, cheapest + OVER * MILLI + 1, SPREAD, TALKS) {
            if !decided.plans(&offer.schedule) {
                let schedule = offer.schedule;
                tried.push(Tried { schedule, cost: model.cost(&schedule), role: Role::Open });
            }
        }
    }
    let program = Local::new(model, scope, decided, &tried);
    let best = program.improve(setting.stop, NODES)?;
    let mut changed = Changed { parted: Vec::new(), taken: Vec::new(), aux: best.aux };
    for (of, taken) in tried.iter().zip(best.tried) {
        match (decided.plans(&of.schedule), taken) {
            (true, false) => changed.parted.push(of.schedule),
            (false, true) => changed.taken.push(of.schedule),
            _ => {}
        }
    }
    Some(changed)
}

/// The rows in which nothing makes room.
fn fixed_rows(model: &Model<'_>, decided: &Decided) -> Vec<bool> {
    let mut fixed: Vec<bool> = decided.relieved.iter().map(|relieved| !relieved).collect();
    for part in 0..model.parts.len() {
        for &(row, times) in model.parts.entries(PartId::try_from(part).expect("a part")) {
            fixed[row as usize] &= times > 0;
        }
    }
    for (row, fixed) in (0..).zip(&mut fixed) {
        let key = model.rows.key(row);
        *fixed &= !matches!(key, RowKey::Lock { .. } | RowKey::Never { .. } | RowKey::Mutual { .. });
    }
    fixed
}
