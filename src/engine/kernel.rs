//! The kernels on their own, for benchmarks, for tests, and for who wants a bound at prices of their own.

use rayon::prelude::*;

use super::allow::Paying;
use super::bound::{Offered, Ranges, Vertices, lagrangian};
use super::columns::alone;
use super::price::{NEVER, Pricer, Prices};
use super::quote::Quote;
use super::rings::RingPrices;
use super::windows::Windows;
use crate::compile::{Model, Team};
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
        pricer.of_twos(|quotes, two| {
            let least = quotes.least(Team::Two(two));
            (least < NEVER).then_some(least)
        })
    }

    /// The same by going through all schedules: slow, and what the sweep is held to.
    pub fn cheapest_of_all(&self, prices: &[i64]) -> Vec<Option<i64>> {
        let pricer = Pricer::new(self.model, &self.windows, &Prices(prices.to_vec()));
        (0..self.model.twos.len())
            .map(|pair| {
                let team = Team::Two(u32::try_from(pair).expect("a pair"));
                pricer.search(team, NEVER / 2, 1).first().map(|offer| offer.price)
            })
            .collect()
    }

    /// Of every school that may have rings of three, the least that a ring costs at these prices over what its members
    /// pay, milli-pence, by bounds and sweeps; `None` when there is no ring. `paid` is milli-pence by teacher.
    pub fn best_rings(&self, prices: &[i64], paid: &[i64]) -> Vec<Option<i64>> {
        let pricer = Pricer::new(self.model, &self.windows, &Prices(prices.to_vec()));
        let rings = RingPrices::all(&pricer);
        rings
            .par_iter()
            .map(|rings| rings.greatest(&pricer, &Paying(paid), -NEVER).map(|(saves, _)| -saves / 2))
            .collect()
    }

    /// The same by going through all rings and their schedules: slow, and what the bounds and sweeps are held to.
    pub fn best_rings_of_all(&self, prices: &[i64], paid: &[i64]) -> Vec<Option<i64>> {
        let pricer = Pricer::new(self.model, &self.windows, &Prices(prices.to_vec()));
        let schools = self.model.rings.iter().filter(|rings| !rings.staff.is_empty());
        let best = |staff: &[crate::domain::TeacherId]| {
            let mut best: Option<i64> = None;
            for &a in staff {
                for (&b, &c) in staff.iter().flat_map(|b| staff.iter().map(move |c| (b, c))) {
                    if a < b && a < c && b != c && self.model.may_ring([a, b, c]) {
                        let offers = pricer.search(Team::Ring([a, b, c]), NEVER / 2, 1);
                        let paid: i64 = [a, b, c].iter().map(|&member| paid[crate::domain::Key::index(member)]).sum();
                        best = offers.iter().map(|offer| offer.price - paid).chain(best).min();
                    }
                }
            }
            best
        };
        schools.map(|rings| best(&rings.staff)).collect()
    }

    /// The bound `L(pi)` at these prices, pence. Valid for any prices >= 0.
    pub fn bound(&self, prices: &[i64]) -> Pence {
        let of_rows = Prices(prices.to_vec());
        let pricer = Pricer::new(self.model, &self.windows, &of_rows);
        let cheapest: Vec<i64> = self.cheapest(prices).into_iter().map(|price| price.unwrap_or(NEVER)).collect();
        let ones = (0..self.model.ones.len()).map(|one| Team::One(u32::try_from(one).expect("fewer than 2^32")));
        let ones: Vec<Quote> = ones.map(|team| pricer.quotes().quote(team, NEVER)).collect();
        let vertices = Vertices::new(self.model).beside(&alone(self.model, &ones, &[]));
        let offered = Offered { cheapest: &cheapest, rings: &RingPrices::all(&pricer), counters: &[], even: false };
        lagrangian(self.model, &Ranges::of(self.model), vertices, &pricer, &of_rows, &offered, None).pence
    }

    /// Lesson choices that one pricing of all pairs weighs: per pair, the lessons of both hosts and the slots to talk.
    pub fn choices(&self) -> u64 {
        let slots = |school: crate::domain::SchoolId| self.model.grids[crate::domain::Key::index(school)].slots.len();
        let of = |pair: &crate::compile::Two| {
            let hosted =
                |teacher: crate::domain::TeacherId| self.model.hosted[crate::domain::Key::index(teacher)].len();
            hosted(pair.a) + hosted(pair.b) + slots(self.model.problem.teachers[pair.a].school)
        };
        u64::try_from(self.model.twos.iter().map(of).sum::<usize>()).unwrap_or(u64::MAX)
    }
}
