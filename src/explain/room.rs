//! Room: how much of every row is used, and whether something more fits.

use super::caps::Caps;
use super::ground::{Ground, Piece, is_demand};
use crate::compile::{AuxKind, Entry, Model, RowId, RowKey};
use crate::domain::{Arrangement, Cover, CoverBy, Hire, Key, Mode, Plan, TeacherId};

/// Most columns tried to cover what one attempt leaves.
const COVER_STEPS: u32 = 2_000;

/// Limits and what is used of them.
pub struct Room<'g, 'm> {
    ground: &'g Ground<'m>,
    limits: Vec<i64>,
    used: Vec<i64>,
    /// Whether budgets count.
    pub budgets: bool,
    /// Budgets that the last attempt that fitted would have broken, where they do not count.
    pub over: Caps,
    /// Whether an attempt was given up before it was settled.
    pub cut: bool,
    /// Attempts left.
    pub attempts: u32,
    steps: u32,
}

impl<'g, 'm> Room<'g, 'm> {
    fn new(ground: &'g Ground<'m>, limits: Vec<i64>, attempts: u32) -> Self {
        let used = vec![0; limits.len()];
        Self { ground, limits, used, budgets: true, over: Caps::default(), cut: false, attempts, steps: 0 }
    }

    /// Nothing is planned, and there are no caps.
    pub fn unlimited(ground: &'g Ground<'m>, attempts: u32) -> Self {
        let rows = 0..ground.lifted.rows.len();
        let mut limits: Vec<i64> = rows.map(|row| ground.lifted.rows.limit(row_id(row))).collect();
        ladders(ground, ground.lifted, &mut limits);
        limits.resize(ground.rows(), i64::MAX / 4);
        Self::new(ground, limits, attempts)
    }

    /// Nothing is planned.
    pub fn empty(ground: &'g Ground<'m>, attempts: u32) -> Self {
        let (lifted, real) = (&ground.lifted.rows, &ground.real.rows);
        let limit = |row| real.find(&lifted.key(row)).map_or_else(|| lifted.limit(row), |same| real.limit(same));
        let mut limits: Vec<i64> = (0..lifted.len()).map(|row| limit(row_id(row))).collect();
        ladders(ground, ground.real, &mut limits);
        limits.resize(ground.rows(), i64::MAX / 4);
        for (teacher, presence) in ground.real.presence.iter().enumerate() {
            for (week, &free) in (0..).zip(presence.quota.iter().flatten()) {
                let row = ground.quota_row(TeacherId::from_index(teacher), week);
                limits[row as usize] = i64::from(free);
            }
        }
        Self::new(ground, limits, attempts)
    }

    /// `plan` is planned; `None` when it does not fit the instance, or has more than visits in the room.
    pub fn after(ground: &'g Ground<'m>, plan: &Plan, attempts: u32) -> Option<Self> {
        let mut room = Self::empty(ground, attempts);
        for arrangement in &plan.arrangements {
            room.enter(arrangement)?;
        }
        for hire in &plan.hires {
            room.hire(hire)?;
        }
        Some(room)
    }

    fn add(&mut self, entries: &[Entry], times: i64) {
        for &(row, coefficient) in entries {
            self.used[row as usize] += coefficient * times;
        }
    }

    fn enter(&mut self, arrangement: &Arrangement) -> Option<()> {
        let model = self.ground.lifted;
        let members = arrangement.members.as_slice();
        let in_person = arrangement.visits.iter().all(|visit| visit.mode == Mode::InPerson);
        if !in_person || !arrangement.meetings.is_empty() {
            return None;
        }
        for (at, &one) in members.iter().enumerate() {
            for &other in &members[at + 1..] {
                let (a, b) = (one.min(other), one.max(other));
                match model.twos.binary_search_by_key(&(a, b), |pair| (pair.a, pair.b)) {
                    Ok(pair) => self.add(model.parts.entries(model.twos[pair].part), 1),
                    // Two of a triad need not be able to make a pair.
                    Err(_) if members.len() > 2 => {}
                    Err(_) => return None,
                }
            }
        }
        for visit in &arrangement.visits {
            let school = model.problem.teachers[visit.host].school;
            let slot = model.grids[school.index()].slot_of(model.span.day_of(visit.at.date)?, visit.at.period)?;
            let fits = |hosted: &&crate::compile::Hosted| hosted.slot == slot && hosted.lesson == visit.at.lesson;
            let hosted = *model.hosted[visit.host.index()].iter().find(fits)?;
            let leg = self.ground.leg(visit.observer, visit.host, hosted)?;
            self.add(&leg.entries, 1);
            for cover in visit.covers.iter().filter(|cover| cover.by != CoverBy::NoneNeeded) {
                self.cover(cover)?;
            }
        }
        if let Some(talk) = &arrangement.conversation {
            let slot = model.grids[talk.school.index()].slot_of(model.span.day_of(talk.date)?, talk.period)?;
            let talk = self.ground.talk(members, talk.school, slot)?;
            self.add(&talk.entries, 1);
        }
        Some(())
    }

    fn cover(&mut self, cover: &Cover) -> Option<()> {
        let model = self.ground.lifted;
        let school = model.problem.lessons[cover.at.lesson].school;
        let slot = model.grids[school.index()].slot_of(model.span.day_of(cover.at.date)?, cover.at.period)?;
        let need = model.need_of(cover.at.lesson);
        let row = model.rows.find(&RowKey::Cover { school, slot, need })?;
        let is = |&&index: &&u32| match (model.aux[index as usize].kind, cover.by) {
            (AuxKind::Staff { teacher, .. }, CoverBy::Staff(by)) => teacher == by,
            (AuxKind::Supervisor { supervisor, .. }, CoverBy::Supervisor(by)) => supervisor == by,
            (AuxKind::Supply { supply, .. }, CoverBy::Supply(by)) => supply == by,
            (AuxKind::Study { lesson, .. }, CoverBy::Study) => lesson == cover.at.lesson,
            _ => false,
        };
        let index = *self.ground.givers(row).iter().find(is)?;
        self.add(&self.ground.aux(index), 1);
        Some(())
    }

    fn hire(&mut self, hire: &Hire) -> Option<()> {
        let model = self.ground.lifted;
        let day = model.span.day_of(hire.date)?;
        let slot = match hire.period {
            Some(period) => Some(model.grids[hire.school.index()].slot_of(day, period)?),
            None => None,
        };
        let wanted = AuxKind::Hire { supply: hire.source, day, half: hire.half, slot };
        let index = model.aux.iter().position(|aux| aux.kind == wanted)?;
        self.add(model.parts.entries(model.aux[index].part), i64::from(hire.count));
        Some(())
    }

    /// What stands in the way of having all of `pieces` too, and cover for what they leave; nothing when they fit.
    pub fn attempt(&mut self, pieces: &[&Piece]) -> Caps {
        if self.attempts == 0 {
            self.cut = true;
            return Caps::TIME;
        }
        self.attempts -= 1;
        let ground = self.ground;
        let mut broken = Caps::default();
        let mut demands = Vec::new();
        for piece in pieces {
            self.add(&piece.entries, 1);
        }
        for &(row, coefficient) in pieces.iter().flat_map(|piece| &piece.entries) {
            if coefficient > 0 && self.is_over(row) {
                match self.key(row) {
                    Some(key) if is_demand(&key) => demands.push(row),
                    key => broken |= key.map_or(Caps::QUOTA, |key| Caps::of(&key)),
                }
            }
        }
        demands.sort_unstable();
        demands.dedup();
        self.steps = COVER_STEPS;
        if broken.is_empty() && !self.serve(ground, &demands) {
            broken = Caps::COVER;
        }
        for piece in pieces {
            self.add(&piece.entries, -1);
        }
        broken
    }

    fn key(&self, row: RowId) -> Option<RowKey> {
        ((row as usize) < self.ground.lifted.rows.len()).then(|| self.ground.lifted.rows.key(row))
    }

    /// Whether more of `row` is used than there is, budgets aside where they do not count.
    fn is_over(&self, row: RowId) -> bool {
        self.used[row as usize] > self.limits[row as usize]
            && (self.budgets || !self.key(row).is_some_and(|key| Caps::of(&key).is_budget()))
    }

    /// Whether columns can be found that give all that is asked for.
    fn serve(&mut self, ground: &Ground<'m>, demands: &[RowId]) -> bool {
        let Some(&row) = demands.iter().find(|&&row| self.is_over(row)) else {
            self.note_budgets(ground);
            return true;
        };
        for &index in ground.givers(row) {
            if self.steps == 0 {
                self.cut = true;
                return false;
            }
            self.steps -= 1;
            let entries = ground.aux(index);
            self.add(&entries, 1);
            let mut further = demands.to_vec();
            let mut fits = true;
            for &(used, coefficient) in &entries {
                if coefficient > 0 && self.is_over(used) {
                    let asks = self.key(used).is_some_and(|key| is_demand(&key));
                    fits &= asks;
                    further.push(used);
                }
            }
            let served = fits && self.serve(ground, &further);
            self.add(&entries, -1);
            if served {
                return true;
            }
        }
        false
    }

    fn note_budgets(&mut self, ground: &Ground<'m>) {
        if self.budgets {
            return;
        }
        self.over = Caps::default();
        for &row in &ground.budgets {
            if self.used[row as usize] > self.limits[row as usize] {
                self.over |= Caps::of(&ground.lifted.rows.key(row));
            }
        }
    }
}

/// A ladder holds as many covers as the instance has steps for it.
fn ladders(ground: &Ground<'_>, of: &Model<'_>, limits: &mut [i64]) {
    for aux in &of.aux {
        if let AuxKind::Step { teacher } = aux.kind
            && let Some(row) = ground.lifted.rows.find(&RowKey::Ladder { teacher })
        {
            limits[row as usize] += 1;
        }
    }
}

fn row_id(row: usize) -> RowId {
    RowId::try_from(row).expect("fewer than 2^32 rows")
}
