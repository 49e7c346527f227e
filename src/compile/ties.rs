//! What ties the parts of a schedule together where time alone does not: rows without room for two of them. Most schedules
//! have none that two of their parts use, which is told without adding up rows.

use super::Model;
use super::rows::{PartId, RowKey};

/// What stands for a part that does not keep its rows on its own.
const ALONE: u32 = 1 << 31;

/// Rows are told apart by so many bits: two that fall together are taken for one.
const BITS: u32 = 31;

/// Whether only what is done in one slot uses the row: who is free does three things in three slots.
fn is_of_one_slot(key: RowKey) -> bool {
    matches!(
        key,
        RowKey::Use { .. }
            | RowKey::LeaveOrHost { .. }
            | RowKey::Seats { .. }
            | RowKey::Cover { .. }
            | RowKey::Stay { .. }
            | RowKey::Studyable { .. }
            | RowKey::AwaySchool { .. }
            | RowKey::AwayDepartment { .. }
            | RowKey::Kit { .. }
            | RowKey::TeachOrLeave { .. }
            | RowKey::Taught { .. }
            | RowKey::Receive { .. }
    )
}

impl Model<'_> {
    /// Of every part, the rows that it may break together with another part of a schedule of two who are free.
    pub(super) fn ties(&self) -> Vec<u32> {
        let mut most = vec![0; self.rows.len()];
        for &(row, coefficient) in (0..self.part_count()).flat_map(|part| self.parts.entries(part)) {
            most[row as usize] = coefficient.max(most[row as usize]);
        }
        let ties = |(row, &most): (u32, &i64)| {
            let may = self.rows.limit(row) < 2 * most && !is_of_one_slot(self.rows.key(row));
            if may { 1 << (row % BITS) } else { 0 }
        };
        let of_row: Vec<u32> = (0..).zip(&most).map(ties).collect();
        let of_part = |part: PartId| {
            let entries = self.parts.entries(part);
            let ties = entries.iter().fold(0, |ties, &(row, _)| ties | of_row[row as usize]);
            if self.exceeds_none(entries) { ties } else { ALONE }
        };
        (0..self.part_count()).map(of_part).collect()
    }

    fn part_count(&self) -> PartId {
        PartId::try_from(self.parts.len()).expect("fewer than 2^32 parts")
    }

    /// Whether a part keeps its rows on its own.
    pub(super) fn is_modest(&self, part: PartId) -> bool {
        self.ties[part as usize] != ALONE
    }

    /// Whether these parts of a schedule of two who are free and teach nothing together keep their rows for certain:
    /// each does, and no two share a row that has no room for both.
    #[must_use]
    pub fn are_untied(&self, parts: impl IntoIterator<Item = PartId>) -> bool {
        let mut seen = 0;
        let untied = |part: PartId| {
            let ties = self.ties[part as usize];
            let is_untied = ties & (seen | ALONE) == 0;
            seen |= ties;
            is_untied
        };
        parts.into_iter().all(untied)
    }
}
