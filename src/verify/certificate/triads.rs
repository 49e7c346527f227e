//! What triads save beyond their duals.
//!
//! A triad of copies u, v and w uses up their duals, and of every odd set that holds two or three of them its dual: a
//! set of 2k + 1 members has room for k arrangements with two or more of them, pairs or triads (an even set of 2k, where
//! there is one triad at most, for k when a triad that is all in it counts twice). What the triads of a
//! school save beyond that is at most their number times the most that any of them does. So the pairs' duals, whatever
//! they are, prove a bound with triads too.

use std::collections::BTreeMap;

use super::cases::Case;
use super::duals::Duals;
use super::rows::Rows;
use super::schedules::Schedules;
use crate::domain::{Counted, Key, Lock, SchoolId, TeacherId, Triads};

/// More than any triad saves beyond its duals. Where there must be some and none can be, no plan is in the case.
const NOTHING: i128 = 1 << 80;

/// Twice what all triads together save beyond their duals at most (half milli-pence).
pub(super) fn excess(schedules: &mut Schedules, rows: &mut Rows, duals: &Duals, case: &mut Case) -> i128 {
    let problem = schedules.facts.problem;
    let mut sum = 0_i128;
    for school in problem.schools.keys() {
        let staff = schedules.facts.staff[school.index()].iter();
        let most = match problem.rules.triads {
            Triads::Never => 0,
            Triads::Odd => 1,
            Triads::Free => staff.map(|&teacher| i128::from(duals.wanted(teacher))).sum::<i128>() / 3,
        };
        if most > 0 {
            let (least, most) = case.narrowed(&Counted::Rings { school }, 0, most);
            // Where there must be some, the best may save less than its duals; where there may be none, its rows are all.
            let above = match (least, most) {
                (1.., _) => -NOTHING,
                (_, 0) => NOTHING,
                _ => 0,
            };
            let saves = greatest(schedules, rows, duals, school, above);
            sum = sum.saturating_add(saves.saturating_mul(if saves < 0 { least } else { most }));
        }
    }
    sum
}

/// The parts of triads of one school, by the position of the teacher among those who want partners: what they cost at
/// the least, whatever else is done.
struct Least {
    /// Milli-pence of two as partners; `None` when they may not be.
    partners: Vec<Vec<Option<i128>>>,
    /// Milli-pence of a visit less its value, by observer and host; `None` when there is none.
    visits: Vec<Vec<Option<i128>>>,
    /// Milli-pence of talking, by slot.
    talks: Vec<Vec<Option<i128>>>,
    /// Milli-pence of not talking, where that may be.
    without_talk: Option<i128>,
    /// Milli-pence of the locks that three talk at some time.
    locks: BTreeMap<[usize; 3], i128>,
    /// Half milli-pence that a partner saves beyond its dual.
    worth: Vec<i128>,
    /// Milli-pence that any triad costs because of decisions.
    decided: i128,
}

impl Least {
    fn of(schedules: &Schedules, rows: &mut Rows, duals: &Duals, staff: &[TeacherId]) -> Self {
        let mut partners = Vec::new();
        for &a in staff {
            let may = |&b: &TeacherId| a != b && schedules.may_be_partners(a, b);
            partners
                .push(staff.iter().map(|b| may(b).then(|| schedules.partners(rows, a, *b).price)).collect::<Vec<_>>());
        }
        let mut locks = BTreeMap::new();
        for lock in &schedules.facts.problem.locks {
            if let Lock::Conversation { members, .. } = lock {
                let at = members.iter().filter_map(|member| staff.iter().position(|teacher| teacher == member));
                if let Ok(three) = <[usize; 3]>::try_from(at.collect::<Vec<_>>())
                    && members.len() == 3
                {
                    let entries = schedules.talk_locks(rows, members);
                    locks.insert(three, rows.price(&entries));
                }
            }
        }
        let visit = |a: TeacherId, b: TeacherId| {
            if a == b || !schedules.may_watch(a, b) { None } else { schedules.least_visit(rows, a, b) }
        };
        Self {
            visits: staff.iter().map(|&a| staff.iter().map(|&b| visit(a, b)).collect()).collect(),
            talks: staff.iter().map(|&teacher| schedules.talk_prices(teacher)).collect(),
            without_talk: schedules.without_talk(),
            worth: staff.iter().map(|&teacher| duals.most(teacher)).collect(),
            decided: schedules.decided(rows),
            partners,
            locks,
        }
    }

    /// Rings of the teacher at `a` with two later ones that might save more than `beyond` above their duals, each with
    /// the most that it might, most first (half milli-pence).
    fn rings(&self, a: usize, beyond: i128) -> Vec<(i128, [usize; 3])> {
        let mut rings = Vec::new();
        let sum = |x: &[Option<i128>], y: &[Option<i128>]| -> Vec<Option<i128>> {
            x.iter().zip(y).map(|(x, y)| Some((*x)? + (*y)?)).collect()
        };
        for b in a + 1..self.worth.len() {
            let Some(two) = self.partners[a][b] else { continue };
            let talks = sum(&self.talks[a], &self.talks[b]);
            for c in b + 1..self.worth.len() {
                let (Some(ac), Some(bc)) = (self.partners[a][c], self.partners[b][c]) else { continue };
                let common = talks.iter().zip(&self.talks[c]).filter_map(|(x, y)| Some((*x)? + (*y)?));
                let Some(talk) = common.chain(self.without_talk).min() else { continue };
                let locks = self.locks.get(&[a, b, c]).copied().unwrap_or(0);
                let saved =
                    self.worth[a] + self.worth[b] + self.worth[c] - 2 * (two + ac + bc + talk + locks + self.decided);
                for ring in [[a, b, c], [a, c, b]] {
                    let visits = (0..3).map(|at| self.visits[ring[at]][ring[(at + 1) % 3]]);
                    if let Some(visits) = visits.sum::<Option<i128>>()
                        && saved - 2 * visits > beyond
                    {
                        rings.push((saved - 2 * visits, ring));
                    }
                }
            }
        }
        rings.sort_unstable_by(|one, other| other.cmp(one));
        rings
    }
}

/// Twice the most that a triad of the school saves beyond its duals (half milli-pence); `above` when none saves more.
fn greatest(schedules: &mut Schedules, rows: &mut Rows, duals: &Duals, school: SchoolId, above: i128) -> i128 {
    let facts = schedules.facts;
    let staff: Vec<TeacherId> =
        facts.staff[school.index()].iter().copied().filter(|&teacher| facts.watches(teacher)).collect();
    let least = Least::of(schedules, rows, duals, &staff);
    let mut greatest = above;
    for a in 0..staff.len() {
        for (most, ring) in least.rings(a, greatest) {
            if most <= greatest {
                break;
            }
            let ring = ring.map(|at| staff[at]);
            let own = schedules.arrangement(rows, &ring);
            if let Some(allowed) = duals.least(&ring)
                && let Some(price) = schedules.cheapest(rows, &ring, &own, allowed - greatest)
            {
                greatest = allowed - price;
            }
        }
    }
    greatest
}
