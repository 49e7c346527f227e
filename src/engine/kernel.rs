//! The kernels on their own, for benchmarks, for tests, and for who wants a bound at prices of their own.

use rayon::prelude::*;

use super::bound::{Ranges, Vertices, lagrangian};
use super::price::{NEVER, Pricer, Prices};
use super::windows::{Minima, Windows};
use crate::compile::Model;
use crate::domain::Pence;

/// A compiled instance, ready to be priced.
pub struct Kernel<'m> {
    model: &'m Model<'m>,
    windows: Windows,
}

impl<'m> Kernel<'m> {
    /// Prepares what does not depend on prices.
    pub fn new(model: &'m Model<'m>) -> Self {
        Self { model, windows: Windows::new(model) }
    }

    /// The price `c_k + pi * a_k` of each pair's cheapest schedule in milli-pence, by the sweep; `None` when there is no
    /// schedule. `prices` are milli-pence per unit of each row, all >= 0.
    pub fn cheapest(&self, prices: &[i64]) -> Vec<Option<i64>> {
        let pricer = Pricer::new(self.model, &self.windows, &Prices(prices.to_vec()));
        (0..self.model.pairs.len())
            .into_par_iter()
            .with_min_len(64)
            .map_init(Minima::default, |work, pair| {
                pricer.best(u32::try_from(pair).expect("a pair"), work).first().map(|offer| offer.price)
            })
            .collect()
    }

    /// The same by going through all schedules: slow, and what the sweep is held to.
    pub fn cheapest_of_all(&self, prices: &[i64]) -> Vec<Option<i64>> {
        let pricer = Pricer::new(self.model, &self.windows, &Prices(prices.to_vec()));
        (0..self.model.pairs.len())
            .map(|pair| {
                pricer.search(u32::try_from(pair).expect("a pair"), NEVER / 2, 1).first().map(|offer| offer.price)
            })
            .collect()
    }

    /// The bound `L(pi)` at these prices, pence. Valid for any prices >= 0.
    pub fn bound(&self, prices: &[i64]) -> Pence {
        let of_rows = Prices(prices.to_vec());
        let pricer = Pricer::new(self.model, &self.windows, &of_rows);
        let cheapest: Vec<i64> = self.cheapest(prices).into_iter().map(|price| price.unwrap_or(NEVER)).collect();
        let vertices = Vertices::new(self.model);
        lagrangian(self.model, &Ranges::of(self.model), &vertices, &pricer, &of_rows, &[], &cheapest).pence
    }

    /// Lesson choices that one pricing of all pairs weighs: per pair, the lessons of both hosts and the slots to talk.
    pub fn choices(&self) -> u64 {
        let slots = |school: crate::domain::SchoolId| self.model.grids[crate::domain::Key::index(school)].slots.len();
        let of = |pair: &crate::compile::Pair| {
            let hosted =
                |teacher: crate::domain::TeacherId| self.model.hosted[crate::domain::Key::index(teacher)].len();
            hosted(pair.a) + hosted(pair.b) + slots(self.model.problem.teachers[pair.a].school)
        };
        u64::try_from(self.model.pairs.iter().map(of).sum::<usize>()).unwrap_or(u64::MAX)
    }
}
