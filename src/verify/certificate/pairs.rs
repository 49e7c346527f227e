//! Every pair, held against its duals.

use super::Flaw;
use super::duals::Duals;
use super::rows::Rows;
use super::schedules::Schedules;
use crate::domain::TeacherId;

/// Confirms that no schedule of any two who may be partners saves more than their duals allow.
pub(super) fn check(schedules: &mut Schedules, rows: &mut Rows, duals: &Duals) -> Result<(), Flaw> {
    let facts = schedules.facts;
    let teachers: Vec<TeacherId> = facts.problem.teachers.keys().filter(|&id| facts.watches(id)).collect();
    for (at, &a) in teachers.iter().enumerate() {
        for &b in &teachers[at + 1..] {
            if !schedules.may_be_partners(a, b) || !schedules.may_watch(a, b) || !schedules.may_watch(b, a) {
                continue;
            }
            let pair = schedules.arrangement(rows, &[a, b]);
            if let Some(least) = duals.least(&[a, b])
                && schedules.cheapest(rows, &[a, b], &pair, least).is_some()
            {
                return Err(Flaw::Underpaid { members: [a, b].map(|id| facts.problem.teachers[id].id.clone()) });
            }
        }
    }
    Ok(())
}
