//! What all attempts share: the two models, who can cover what, and the legs and talks of which schedules are made.

use std::collections::BTreeMap;

use crate::compile::{AuxKind, Entry, GivenUp, Hosted, Model, PartId, RowId, RowKey, Slot};
use crate::domain::{Key, PeriodUse, SchoolId, TeacherId};

/// A visit that could be made, or a conversation that could be had, with the rows that it uses.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Rows and coefficients, the quota's included.
    pub entries: Vec<Entry>,
    /// Cost without cover, pence.
    pub cost: i64,
    /// Day of the round.
    pub day: u32,
    /// Start, in minutes of the round.
    pub start: u32,
    /// End, likewise.
    pub end: u32,
}

/// The instance with and without its caps.
pub struct Ground<'m> {
    /// Without caps: everything that time allows has its parts here.
    pub lifted: &'m Model<'m>,
    /// With its caps: the limits.
    pub real: &'m Model<'m>,
    /// By row of what is left or hired for, the auxiliary columns that give some of it.
    givers: Vec<Vec<u32>>,
    /// Rows of budgets.
    pub budgets: Vec<RowId>,
    days: BTreeMap<(SchoolId, SchoolId), Vec<u32>>,
}

impl<'m> Ground<'m> {
    /// Looks who gives cover.
    pub fn new(lifted: &'m Model<'m>, real: &'m Model<'m>) -> Self {
        let mut givers = vec![Vec::new(); lifted.rows.len()];
        for (index, aux) in lifted.aux.iter().enumerate() {
            for &(row, coefficient) in lifted.parts.entries(aux.part) {
                if coefficient < 0 && is_demand(&lifted.rows.key(row)) {
                    givers[row as usize].push(u32::try_from(index).expect("fewer than 2^32 columns"));
                }
            }
        }
        let rows = 0..RowId::try_from(lifted.rows.len()).expect("fewer than 2^32 rows");
        let budgets = rows.filter(|&row| super::caps::Caps::of(&lifted.rows.key(row)).is_budget()).collect();
        let mut days = BTreeMap::new();
        for school in lifted.problem.schools.keys() {
            days.insert((school, school), lifted.school_days(school, school));
        }
        for way in &lifted.problem.travel {
            let (a, b) = (way.between[0].min(way.between[1]), way.between[0].max(way.between[1]));
            days.entry((a, b)).or_insert_with(|| lifted.school_days(a, b));
        }
        Self { lifted, real, givers, budgets, days }
    }

    /// School days of two schools, counted up to each day of the round; none where there is no way between them.
    pub fn days_of(&self, a: SchoolId, b: SchoolId) -> Option<&[u32]> {
        self.days.get(&(a.min(b), a.max(b))).map(Vec::as_slice)
    }

    /// Who gives some of what `row` asks for.
    pub fn givers(&self, row: RowId) -> &[u32] {
        &self.givers[row as usize]
    }

    /// How many rows there are, the quotas behind those of the model.
    pub fn rows(&self) -> usize {
        self.lifted.rows.len() + self.lifted.problem.teachers.len() * self.lifted.span.weeks as usize
    }

    /// The row of a teacher's quota in a week.
    pub fn quota_row(&self, teacher: TeacherId, week: u32) -> RowId {
        let at = self.lifted.rows.len() + teacher.index() * self.lifted.span.weeks as usize + week as usize;
        RowId::try_from(at).expect("fewer than 2^32 rows")
    }

    /// Whether the real instance keeps free periods of `teacher`.
    pub fn has_quota(&self, teacher: TeacherId) -> bool {
        self.real.presence[teacher.index()].quota.is_some()
    }

    fn quota(&self, entries: &mut Vec<Entry>, teacher: TeacherId, week: u32, given: impl FnOnce() -> Option<GivenUp>) {
        if self.has_quota(teacher) {
            let free = given().map_or(0, |given| given.free);
            if free > 0 {
                entries.push((self.quota_row(teacher, week), i64::from(free)));
            }
        }
    }

    /// `observer` watches `host` in `hosted`; `None` when time or a lock forbids it.
    pub fn leg(&self, observer: TeacherId, host: TeacherId, hosted: Hosted) -> Option<Piece> {
        let model = self.lifted;
        let school = model.problem.teachers[host].school;
        let away = model.place(observer, school)?.away + hosted.slot;
        if !model.parts.can(away) || model.problem.lessons[hosted.lesson].teachers.contains(&observer) {
            return None;
        }
        let slot = *model.slot(school, hosted.slot);
        let mut piece = self.piece(&[away, hosted.part], &slot);
        self.quota(&mut piece.entries, observer, slot.week, || {
            let (start, end) = model.visit_time(observer, school, &slot)?;
            model.given_up(observer, slot.day, start, end, true)
        });
        Some(piece)
    }

    /// The members talk in `slot` of `school`; `None` when time or a lock forbids it.
    pub fn talk(&self, members: &[TeacherId], school: SchoolId, slot: u32) -> Option<Piece> {
        let model = self.lifted;
        let parts = members.iter().map(|&member| Some(model.place(member, school)?.talk + slot));
        let parts: Vec<PartId> = parts.collect::<Option<_>>()?;
        if !parts.iter().all(|&part| model.parts.can(part)) {
            return None;
        }
        let at = *model.slot(school, slot);
        let mut piece = self.piece(&parts, &at);
        for &member in members {
            self.quota(&mut piece.entries, member, at.week, || model.given_up(member, at.day, at.start, at.end, false));
        }
        Some(piece)
    }

    fn piece(&self, parts: &[PartId], slot: &Slot) -> Piece {
        let of = &self.lifted.parts;
        Piece {
            entries: parts.iter().flat_map(|&part| of.entries(part).iter().copied()).collect(),
            cost: parts.iter().map(|&part| of.cost(part)).sum(),
            day: slot.day,
            start: slot.start,
            end: slot.end,
        }
    }

    /// The rows of an auxiliary column, a colleague's quota included.
    pub fn aux(&self, index: u32) -> Vec<Entry> {
        let model = self.lifted;
        let aux = &model.aux[index as usize];
        let mut entries = model.parts.entries(aux.part).to_vec();
        if let AuxKind::Staff { teacher, slot, .. } = aux.kind
            && self.has_quota(teacher)
        {
            let grid = &model.grids[model.problem.teachers[teacher].school.index()];
            let usage = |&&at: &&u32| grid.slots[at as usize].usage == PeriodUse::Lesson;
            let free = i64::try_from(grid.overlaps[slot as usize].iter().filter(usage).count()).unwrap_or(i64::MAX);
            entries.push((self.quota_row(teacher, grid.slots[slot as usize].week), free));
        }
        entries
    }
}

/// Whether auxiliary columns give what `key` asks for.
pub const fn is_demand(key: &RowKey) -> bool {
    matches!(key, RowKey::Cover { .. } | RowKey::UnitAt { .. })
}
