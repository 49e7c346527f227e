//! Locks: can they hold together, and if not, which of them can't.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::exact::{Ending, Limits};
use super::finish::{Choice, Finish};
use super::price::{NEVER, Pricer, Prices};
use super::stop::Stop;
use super::windows::Windows;
use crate::compile::{Model, RowId, RowKey, Schedule, all_locks};
use crate::domain::{Conflict, LockRef, Problem};

/// Schedules per pair that are tried before all of them are.
const FEW: usize = 400;

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
    // Only a schedule that meets a lock can help; prices are zero, so the cheapest of each pair come first.
    let pricer = Pricer::new(model, windows, &Prices(vec![0; model.rows.len()]));
    for most in [FEW, usize::MAX] {
        let found: Vec<Vec<Schedule>> = (0..model.pairs.len())
            .into_par_iter()
            .map(|pair| {
                let pair = u32::try_from(pair).expect("a pair");
                if !may_meet(model, pair) {
                    return Vec::new();
                }
                let meets = |schedule: &Schedule| {
                    let entries = model.entries(schedule);
                    entries.iter().any(|&(row, _)| matches!(model.rows.key(row), RowKey::Lock { .. }))
                };
                let offers =
                    if most == FEW { pricer.variety(pair, NEVER, 20, 2) } else { pricer.search(pair, NEVER, most) };
                offers.into_iter().map(|offer| offer.schedule).filter(meets).collect()
            })
            .collect();
        let finish = Finish::new(model, found.concat(), &[], None);
        let limits = Limits { stop: stop.clone(), nodes: None, gap: i64::MAX / 1_000_000, seed: 0 };
        let (outcome, choice) = finish.solve(&limits, false);
        match (choice, outcome.ending) {
            (Some(choice), _) => return Start::Found(choice),
            (None, Ending::Infeasible) => {}
            (None, _) => return Start::Unknown,
        }
    }
    Start::Impossible
}

/// Whether a schedule of the pair could meet a lock.
fn may_meet(model: &Model<'_>, pair: u32) -> bool {
    let of = &model.pairs[pair as usize];
    let is_lock = |&(row, _): &(RowId, i64)| matches!(model.rows.key(row), RowKey::Lock { .. });
    model.parts.entries(of.part).iter().any(is_lock)
        || (0..2).any(|index| {
            let (observer, host) = model.roles(pair, index);
            let school = model.problem.teachers[host].school;
            let place = model.place(observer, school);
            (0..model.hosted[crate::domain::Key::index(host)].len()).any(|at| {
                let arm = crate::compile::Arm { hosted: u32::try_from(at).expect("a lesson") };
                let hosted = model.hosted_by(pair, index, arm);
                let away = place.is_some_and(|place| model.parts.entries(place.away + hosted.slot).iter().any(is_lock));
                away || model.locked_visit(pair, index, arm).next().is_some()
            })
        })
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
