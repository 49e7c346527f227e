//! Locks: can they hold together, and if not, which of them can't.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::exact::{Care, Ending, Limits, Mip};
use super::finish::{Choice, Finish};
use super::price::{NEVER, Pricer, Prices};
use super::stop::Stop;
use super::windows::Windows;
use crate::compile::{Model, RowId, RowKey, Schedule, Team, all_locks};
use crate::domain::{Conflict, Key, LockRef, Problem, TeacherId};

/// Schedules per team that are tried before all of them are.
const FEW: usize = 400;

/// So many teams are few.
const FEW_TEAMS: usize = 32;

/// Most schedules in one program where there are rings: of them all there may be far too many.
const MOST: usize = 400_000;

/// What a lock met takes off the price of a schedule, milli-pence: more than anything else in it weighs.
const MEETS: i64 = 1 << 32;

/// Teams whose schedules are made before it is seen whether they are too many.
const CHUNK: usize = 256;

/// A plan that meets the locks and does nothing else.
#[derive(Debug)]
pub enum Start {
    /// Here it is.
    Found(Choice),
    /// There is none.
    Impossible,
    /// Interrupted before it was known.
    Unknown,
}

/// Looks for a plan that meets every lock of the model. Without locks it is the empty plan.
pub fn start(model: &Model<'_>, windows: &Windows, stop: &Stop) -> Start {
    let rows = || (0..model.rows.len()).map(|row| RowId::try_from(row).expect("a row"));
    if rows().any(|row| matches!(model.rows.key(row), RowKey::Never { .. })) {
        return Start::Impossible;
    }
    if !rows().any(|row| matches!(model.rows.key(row), RowKey::Lock { .. })) {
        let aux =
            model.aux.iter().map(|aux| i64::from(matches!(aux.kind, crate::compile::AuxKind::Late { .. }))).collect();
        return Start::Found(Choice { schedules: Vec::new(), aux });
    }
    // Only a schedule that meets a lock can help: the prices of locks are high, so that those of each team that meet most
    // come first, and the others are zero.
    let price = |row| if is_lock(model, row) { MEETS } else { 0 };
    let pricer = Pricer::new(model, windows, &Prices(rows().map(price).collect()));
    let limits = Limits { stop: stop.clone(), nodes: None, gap: i64::MAX / 1_000_000, seed: 0, care: Care::Full };
    let with = |teams: &[Team], most: usize, at_most: usize| -> Result<Start, Ending> {
        let that_meet = |team: Team| {
            let meets = |schedule: &Schedule| model.entries(schedule).iter().any(|&(row, _)| is_lock(model, row));
            let offers =
                if most == FEW { pricer.variety(team, NEVER, 20, 2) } else { pricer.search(team, NEVER, most) };
            offers.into_iter().map(|offer| offer.schedule).filter(meets).collect::<Vec<_>>()
        };
        let mut found: Vec<Schedule> = Vec::new();
        for teams in teams.chunks(CHUNK) {
            found.extend(teams.par_iter().map(|&team| that_meet(team)).collect::<Vec<_>>().concat());
            if found.len() > at_most || stop.is_due() {
                return Ok(Start::Unknown);
            }
        }
        let finish = Finish::new(model, found, &[], None);
        let (outcome, choice) = finish.solve(&limits, false);
        choice.map(Start::Found).ok_or(outcome.ending)
    };
    // Who planned before what a re-plan holds to, most likely does again.
    let before = teams_before(model);
    if !before.is_empty()
        && let Ok(start @ Start::Found(_)) = with(&before, FEW, MOST)
    {
        return start;
    }
    let twos = of_two(model);
    // Where few could meet a lock, they most likely do: no ring needs to be looked at.
    if (1..=FEW_TEAMS).contains(&twos.len())
        && let Ok(start @ Start::Found(_)) = with(&twos, FEW, MOST)
    {
        return start;
    }
    let rings = rings(model);
    let both: Vec<Team> = twos.iter().chain(&rings).copied().collect();
    // Rings are many: whether who meets what could work at all comes before when.
    if !rings.is_empty() && is_hopeless(model, &both, &limits) {
        return Start::Impossible;
    }
    let at_most = if rings.is_empty() { usize::MAX } else { MOST };
    let attempts = [(&twos, FEW), (&both, FEW), (&both, usize::MAX)];
    for (teams, most) in attempts.into_iter().skip(usize::from(rings.is_empty())) {
        match with(teams, most, at_most) {
            Ok(start) => return start,
            Err(Ending::Infeasible) => {}
            Err(_) => return Start::Unknown,
        }
    }
    Start::Impossible
}

/// The teams that a re-plan's old plan had, as far as there still are such.
fn teams_before(model: &Model<'_>) -> Vec<Team> {
    let index = |at: usize| u32::try_from(at).expect("fewer than 2^32 teams");
    let of = |members: &Vec<TeacherId>| match members[..] {
        [a, b] => {
            let two = model.twos.iter().position(|two| (two.a, two.b) == (a.min(b), a.max(b)));
            let one = model.ones.iter().position(|one| (one.observer, one.host) == (a, b));
            two.map(|at| Team::Two(index(at))).into_iter().chain(one.map(|at| Team::One(index(at)))).collect()
        }
        [a, b, c] => {
            let first = a.min(b).min(c);
            let turned = [[a, b, c], [b, c, a], [c, a, b]].into_iter().find(|ring| ring[0] == first);
            turned.filter(|&ring| model.may_ring(ring)).map(Team::Ring).into_iter().collect()
        }
        _ => Vec::new(),
    };
    model.problem.keep.iter().flat_map(|keep| &keep.teams).flat_map(of).collect()
}

/// The teams of two that could meet a lock.
fn of_two(model: &Model<'_>) -> Vec<Team> {
    let twos = 0..u32::try_from(model.twos.len()).expect("fewer than 2^32 twos");
    let ones = 0..u32::try_from(model.ones.len()).expect("fewer than 2^32 ones");
    twos.map(Team::Two).chain(ones.map(Team::One)).filter(|&team| may_meet(model, team)).collect()
}

/// The rings that could meet a lock.
fn rings(model: &Model<'_>) -> Vec<Team> {
    let schools: Vec<&[TeacherId]> = model.rings.iter().map(|rings| &rings.staff[..]).collect();
    let of = |staff: &[TeacherId], a: TeacherId| {
        let later: Vec<TeacherId> = staff.iter().copied().filter(|&b| b > a).collect();
        let twos = later.iter().flat_map(|&b| later.iter().map(move |&c| (b, c)));
        let rings = twos.filter(|&(b, c)| b != c && model.may_ring([a, b, c])).map(|(b, c)| Team::Ring([a, b, c]));
        rings.filter(|&team| may_meet(model, team)).collect::<Vec<_>>()
    };
    let firsts: Vec<(&[TeacherId], TeacherId)> =
        schools.into_iter().flat_map(|staff| staff.iter().map(move |&first| (staff, first))).collect();
    firsts.par_iter().flat_map_iter(|&(staff, first)| of(staff, first)).collect()
}

/// Whether no choice of teams could meet all locks, even if each met every lock that any schedule of it could, and took
/// no time.
fn is_hopeless(model: &Model<'_>, teams: &[Team], limits: &Limits) -> bool {
    let mut mip = Mip::default();
    let mut partners: Vec<Vec<(usize, i64)>> = vec![Vec::new(); model.problem.teachers.len()];
    let mut of_school: Vec<Vec<(usize, i64)>> = vec![Vec::new(); model.rings.len()];
    let mut rows: BTreeMap<RowId, Vec<(usize, i64)>> = BTreeMap::new();
    let met: Vec<Vec<RowId>> = teams.par_iter().map(|&team| may_be_met(model, team)).collect();
    for (&team, met) in teams.iter().zip(met) {
        let column = mip.add_column(0, 0, 1, 0);
        for row in met {
            rows.entry(row).or_default().push((column, -1));
        }
        for part in model.team_parts(team) {
            let once = model.parts.entries(part).iter().filter(|&&(row, _)| !is_lock(model, row));
            for &(row, coefficient) in once {
                rows.entry(row).or_default().push((column, coefficient));
            }
        }
        for &member in model.served(team).iter() {
            partners[member.index()].push((column, 1));
        }
        if let Team::Ring([first, ..]) = team {
            of_school[model.problem.teachers[first].school.index()].push((column, 1));
        }
    }
    for (users, rings) in of_school.into_iter().zip(&model.rings) {
        mip.add_row(i64::from(rings.most), users);
    }
    for row in (0..model.rows.len()).map(|row| RowId::try_from(row).expect("a row")) {
        match rows.remove(&row) {
            Some(users) => mip.add_row(model.rows.limit(row), users),
            None if is_lock(model, row) => return true,
            None => {}
        }
    }
    for (users, teacher) in partners.into_iter().zip(model.problem.teachers.keys()) {
        mip.add_row(i64::from(model.problem.wanted(teacher)), users);
    }
    mip.solve(limits, false).ending == Ending::Infeasible
}

fn is_lock(model: &Model<'_>, row: RowId) -> bool {
    matches!(model.rows.key(row), RowKey::Lock { .. })
}

/// Whether a schedule of the team could meet a lock.
fn may_meet(model: &Model<'_>, team: Team) -> bool {
    !may_be_met(model, team).is_empty()
}

/// The rows of the locks that a schedule of the team could meet, ascending.
fn may_be_met(model: &Model<'_>, team: Team) -> Vec<RowId> {
    let of_parts = model.team_parts(team).flat_map(|part| model.parts.entries(part)).copied();
    let mut met: Vec<RowId> = of_parts.chain(model.team_entries(team)).map(|(row, _)| row).collect();
    for form in model.forms_of(team) {
        for act in 0..model.form(form).acts.len() {
            for moved in model.moves(team, form, act) {
                let parts = std::iter::once(moved.parts.0).chain(moved.parts.1);
                let of_parts = parts.flat_map(|part| model.parts.entries(part)).copied();
                met.extend(of_parts.chain(model.locked_visit(team, form, act, moved.option)).map(|(row, _)| row));
            }
        }
    }
    met.retain(|&row| is_lock(model, row));
    met.sort_unstable();
    met.dedup();
    met
}

/// An irreducible set of the locks of a problem whose locks can't all hold: each is left out in turn, and stays out
/// when the others still can't hold.
pub fn irreducible(problem: &Problem, stop: &Stop) -> Option<Conflict> {
    let mut kept: BTreeSet<LockRef> = all_locks(problem);
    for lock in all_locks(problem) {
        let mut others = kept.clone();
        others.remove(&lock);
        let model = Model::with_locks(problem, others.clone());
        match start(&model, &Windows::new(&model), stop) {
            Start::Impossible => kept = others,
            Start::Found(_) => {}
            Start::Unknown => return None,
        }
    }
    Some(Conflict { locks: kept.into_iter().collect() })
}
