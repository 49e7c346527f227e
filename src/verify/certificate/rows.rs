//! Rows with their limits and prices, and what stands in them.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::super::things::group;
use super::spending::Spending;
use super::{Flaw, MILLI, MOST};
use crate::domain::{Date, Row, TeacherId};

/// A row by number, and how much something adds to it.
pub(super) type Entry = (usize, i64);

/// Something that a plan does: what it costs at the prices, and the rows that it stands in, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// Milli-pence.
    pub(super) price: i128,
    pub(super) entries: Vec<Entry>,
}

/// Every row that something stands in.
pub(super) struct Rows {
    given: BTreeMap<Row, (usize, i64)>,
    /// By number.
    met: IndexMap<Row, Limit>,
    /// Minutes outside the bell that have a price.
    outside: BTreeMap<(TeacherId, Date), Vec<u32>>,
}

struct Limit {
    most: i64,
    price: i128,
    /// What is no schedule makes room in it, so that its limit alone forbids nothing.
    relieved: bool,
    /// Of a budget, what it is spent on.
    spending: Option<Spending>,
}

impl Rows {
    /// No rows yet, with the prices that they will have.
    pub(super) fn new(prices: &[(Row, i64)]) -> Result<Self, Flaw> {
        let mut given = BTreeMap::new();
        for (index, (row, price)) in prices.iter().enumerate() {
            if !(0..=MOST).contains(price) {
                return Err(Flaw::Price { price: index });
            }
            if given.insert(row.clone(), (index, *price)).is_some() {
                return Err(Flaw::RowTwice { price: index });
            }
        }
        let outside = group(prices.iter().filter_map(|(row, _)| match row {
            Row::Outside { teacher, date, minute } => Some(((*teacher, *date), *minute)),
            _ => None,
        }));
        Ok(Self { given, met: IndexMap::new(), outside })
    }

    /// The number of `row`, whose limit is `limit`.
    pub(super) fn enter(&mut self, row: Row, limit: i64) -> usize {
        if let Some(number) = self.met.get_index_of(&row) {
            return number;
        }
        let relieved = matches!(
            row,
            Row::Cover { .. }
                | Row::Studyable { .. }
                | Row::Ladder { .. }
                | Row::UnitAt { .. }
                | Row::HiredAtMost { .. }
                | Row::HiredAtLeast { .. }
        );
        let price = self.given.get(&row).map_or(0, |&(_, price)| i128::from(price));
        let is_budget = matches!(row, Row::Money | Row::SchoolMoney { .. } | Row::WeekMoney { .. });
        let spending = is_budget.then(Spending::default);
        self.met.insert_full(row, Limit { most: limit, price, relieved, spending }).0
    }

    /// The number of `row`, if something stands in it.
    pub(super) fn find(&self, row: &Row) -> Option<usize> {
        self.met.get_index_of(row)
    }

    /// Every row that something stands in so far.
    pub(super) fn met(&self) -> Vec<Row> {
        self.met.keys().cloned().collect()
    }

    /// The minutes of a date that have a price for `teacher`, who is there from `start` to `end`.
    pub(super) fn outside(&self, teacher: TeacherId, date: Date, start: i32, end: i32) -> Vec<u32> {
        let minutes = self.outside.get(&(teacher, date)).into_iter().flatten().copied();
        minutes.filter(|&minute| i32::try_from(minute).is_ok_and(|minute| start <= minute && minute < end)).collect()
    }

    /// A part that costs `pence`, or none when it breaks a row all alone. Plans may have it any number of times.
    pub(super) fn part(&mut self, pence: i128, entries: Vec<Entry>) -> Option<Part> {
        let part = self.unit(pence, entries)?;
        for &(row, times) in &part.entries {
            if let Some(spending) = &mut self.met[row].spending {
                spending.often(times);
            }
        }
        Some(part)
    }

    /// The same of something of which plans have only so many ([`Rows::units`]).
    pub(super) fn unit(&self, pence: i128, entries: Vec<Entry>) -> Option<Part> {
        let entries = merged(entries);
        self.fit(&entries).then(|| Part { price: pence * MILLI + self.price(&entries), entries })
    }

    /// Plans have `least` to `most` units in a budget that cost so much.
    pub(super) fn units(&mut self, row: usize, money: i64, least: i128, most: i128) {
        if let Some(spending) = &mut self.met[row].spending {
            spending.units(money, least, most);
        }
    }

    /// What the entries cost at the prices, milli-pence.
    pub(super) fn price(&self, entries: &[Entry]) -> i128 {
        entries.iter().map(|&(row, times)| self.met[row].price * i128::from(times)).sum()
    }

    /// Whether entries (each row once) keep every row.
    pub(super) fn fit(&self, entries: &[Entry]) -> bool {
        entries.iter().all(|&(row, times)| {
            let row = &self.met[row];
            times <= 0 || times <= row.most || row.relieved
        })
    }

    /// What the limits are worth at the prices, milli-pence. Every price must be of a row that was met.
    pub(super) fn limits(&self) -> Result<i128, Flaw> {
        let strange = self.given.iter().filter(|(row, _)| !self.met.contains_key(*row));
        if let Some(price) = strange.map(|(_, &(index, _))| index).min() {
            return Err(Flaw::NoRow { price });
        }
        let limit = |row: &Limit| row.spending.as_ref().map_or(row.most, |spending| spending.most(row.most));
        Ok(self.met.values().map(|row| row.price * i128::from(limit(row))).sum())
    }
}

/// The entries with each row once, rows that nothing is added to left out.
pub(super) fn merged(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_unstable();
    let mut merged: Vec<Entry> = Vec::with_capacity(entries.len());
    for (row, times) in entries {
        match merged.last_mut() {
            Some(last) if last.0 == row => last.1 += times,
            _ => merged.push((row, times)),
        }
    }
    merged.retain(|&(_, times)| times != 0);
    merged
}
