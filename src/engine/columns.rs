//! Column generation: prices from the master, schedules and rows into it, until nothing pays and nothing is broken.

use rayon::prelude::*;

use super::allow::Allowances;
use super::bound::{Bound, Offered, Ranges, lagrangian};
use super::exact::{NoPoint, Point};
use super::master::{Counter, Duals, Master, toll};
use super::options::Event;
use super::price::{NEVER, Offer, Pricer, Prices};
use super::quote::Quote;
use super::rings::{self, RingPrices, half_up};
use super::search::Search;
use crate::compile::{Model, Schedule, Team};
use crate::domain::{Key, TeacherId};

/// Offers below this reduced cost (milli-pence) are worth a column; above it they only chase rounding.
pub const PAYS: i64 = -1;

/// As many columns of each teacher come in a round: more make the master slow, fewer make rounds many.
const FEW_EACH: u32 = 4;

/// After so many rounds of prices a first plan is made where there are many pairs, so that there is one should time run
/// out.
const EARLY: u32 = 6;

/// What the bound may lack of the master's in a quick search: one part in so many of what it costs when nobody gets
/// anybody.
const NEAR: i64 = 4_000;

/// So many teams are given at a time to who looks through all of them.
const FIRST: usize = 8;
const CHUNK: usize = 256;

/// From so many pairs on a first plan is made early.
const MANY_PAIRS: usize = 20_000;

/// A bound of a part of the search with the prices that it rests on.
pub struct Proven {
    /// The prices.
    pub prices: Prices,
    /// Those of what is counted.
    pub counters: Vec<(Counter, i64)>,
    /// The bound and its matching.
    pub bound: Bound,
    /// The last point of the master.
    pub point: Point,
}

/// How column generation ended.
pub enum Converged {
    /// The best bound found, with its prices.
    At(Box<Proven>),
    /// HiGHS says that no plan keeps to the ranges.
    Nothing,
    /// Before there were prices.
    Early,
}

impl Search<'_> {
    /// Prices everybody who may watch one way: as [`Self::price_all`].
    pub(super) fn price_ones(&self, pricer: &Pricer<'_>, duals: &Duals) -> Vec<Quote> {
        let quote = |one: usize| {
            let team = Team::One(u32::try_from(one).expect("fewer than 2^32"));
            pricer.quotes().quote(team, duals.allowed(self.model, team))
        };
        (0..self.model.ones.len()).into_par_iter().with_min_len(64).map(quote).collect()
    }

    /// Prices every pair that `counts`: its best schedules where one may pay at the duals, and a floor under all.
    pub(super) fn price_all(
        &self,
        pricer: &Pricer<'_>,
        duals: &Duals,
        counts: impl Fn(u32) -> bool + Sync,
    ) -> Vec<Quote> {
        let paid = self.master.paid(duals);
        pricer.of_twos(|quotes, pair| {
            let team = Team::Two(pair);
            if counts(pair) { quotes.quote(team, paid.team(team)) } else { Quote::default() }
        })
    }

    /// The teachers of an odd set of vertices, when the partners they want in all are odd: any such set of teachers has
    /// at most half as many pairs inside, rounded down.
    fn odd_teachers(&self, members: &[u32]) -> Option<Vec<TeacherId>> {
        let mut teachers: Vec<TeacherId> =
            members.iter().map(|&vertex| self.vertices.teacher[vertex as usize]).collect();
        teachers.sort_unstable();
        teachers.dedup();
        let wanted: usize = teachers.iter().map(|&teacher| self.vertices.of(teacher).len()).sum();
        (wanted % 2 == 1).then_some(teachers)
    }

    /// Column generation over the whole search: its bound is the bound of the problem.
    pub fn converge(&mut self) {
        if let Converged::At(proven) = self.converge_at(&self.ranges.clone(), true) {
            self.proven = Some(*proven);
        }
    }

    /// Column generation where the auxiliary columns keep to `ranges`: odd sets come in when nothing else is missing.
    pub(super) fn converge_at(&mut self, ranges: &Ranges, whole: bool) -> Converged {
        self.master.set_ranges(ranges);
        let mut best: Option<Proven> = None;
        let mut rounds = 0;
        while !self.stop.is_due() {
            let point = match self.master.solve() {
                Ok(point) => point,
                Err(NoPoint::Infeasible) if !whole => return Converged::Nothing,
                Err(_) => break,
            };
            let duals = self.master.duals(&point, ranges);
            let pricer = Pricer::new(self.model, self.windows, &duals.prices);
            let quotes = self.price_all(&pricer, &duals, |_| true);
            let ones = self.price_ones(&pricer, &duals);
            let rings = RingPrices::all(&pricer);
            let bound = self.bound_at(&pricer, &duals, ranges, (&quotes, &ones), &rings);
            self.matchings += 1;
            if whole && bound.pence > self.bound {
                self.bound = bound.pence;
                self.observer.event(&Event::Bound { bound: bound.pence });
            }
            let mut entered = self.master.separate(&point);
            let rings = rings::paying(&rings, &pricer, &self.master.paid(&duals));
            let offers = quotes.iter().chain(&ones).flat_map(|quote| &quote.offers).chain(&rings);
            for schedule in paying(&self.master, offers, &duals) {
                entered += usize::from(self.master.add(&schedule));
            }
            if entered == 0 {
                entered = self.separate_sets(&bound, &point);
            }
            let is_near = point.objective + self.vertices.nobody() - bound.milli < self.vertices.nobody() / NEAR;
            let hopeless = !whole && self.best.as_ref().is_some_and(|best| bound.pence >= best.plan.total);
            match &mut best {
                Some(best) if best.bound.milli > bound.milli => best.point = point,
                _ => best = Some(Proven { prices: duals.prices, counters: duals.counters, bound, point }),
            }
            if entered == 0 || hopeless || (self.is_quick && is_near) {
                break;
            }
            rounds += 1;
            let has_plan = self.best.as_ref().is_some_and(|best| !best.plan.arrangements.is_empty());
            if whole && rounds == EARLY && !self.is_quick && !has_plan && self.model.twos.len() > MANY_PAIRS {
                self.dive(ranges);
            }
        }
        best.map_or(Converged::Early, |proven| Converged::At(Box::new(proven)))
    }

    /// The bound at the prices. Floors do for pairs that don't pay: the duals of the master hold for them, so that the
    /// bound is no worse than its.
    fn bound_at(
        &self,
        pricer: &Pricer<'_>,
        duals: &Duals,
        ranges: &Ranges,
        (quotes, ones): (&[Quote], &[Quote]),
        rings: &[RingPrices<'_>],
    ) -> Bound {
        let cost = |(quote, pair): (&Quote, u32)| quote.least + toll(&duals.counters, Some(Team::Two(pair)));
        let cheapest: Vec<i64> = quotes.iter().zip(0..).map(cost).collect();
        let vertices = self.vertices.beside(&alone(self.model, ones, &duals.counters));
        let others = (!rings.is_empty()).then(|| self.master.matching_duals(duals, &vertices, &cheapest));
        let offered = Offered { cheapest: &cheapest, rings, counters: &duals.counters, even: false };
        lagrangian(self.model, ranges, vertices, pricer, &duals.prices, &offered, others)
    }

    /// Brings in an odd set of vertices, unless it is there.
    pub(super) fn enter_odd_set(&mut self, members: &[u32]) -> bool {
        let is_new = self.master.add_odd_set(members, &self.vertices);
        if is_new {
            self.odd_sets.extend(self.odd_teachers(members));
        }
        is_new
    }

    /// Brings in odd sets, of the matching or of the point; returns how many.
    fn separate_sets(&mut self, bound: &Bound, point: &Point) -> usize {
        let mut entered = 0;
        for set in &bound.matching.duals.odd_sets {
            entered += usize::from(self.enter_odd_set(&set.members));
        }
        if entered == 0 { self.master.separate_odd_sets(point, &self.vertices) } else { entered }
    }
}

/// What it costs at least to serve each teacher by a visit one way, milli-pence; empty where nobody may be.
pub fn alone(model: &Model<'_>, ones: &[Quote], counters: &[(Counter, i64)]) -> Vec<i64> {
    if ones.is_empty() {
        return Vec::new();
    }
    let mut alone = vec![NEVER; model.problem.teachers.len()];
    for (index, (one, quote)) in (0..).zip(model.ones.iter().zip(ones)) {
        let least = &mut alone[one.observer.index()];
        *least = (*least).min(quote.least + toll(counters, Some(Team::One(index))));
    }
    alone
}

/// Schedules that pay at these prices, the best few of each teacher.
pub fn paying<'o>(master: &Master<'_>, offers: impl Iterator<Item = &'o Offer>, duals: &Duals) -> Vec<Schedule> {
    let paid = master.paid(duals);
    let reduced = offers.map(|offer| (offer.price - paid.team(offer.schedule.team), offer.schedule));
    let mut paying: Vec<(i64, Schedule)> = reduced.filter(|&(reduced, _)| reduced < PAYS).collect();
    paying.sort_unstable();
    let mut few = Few::new(master.model);
    paying.retain(|(_, schedule)| few.takes(schedule.team));
    paying.into_iter().map(|(_, schedule)| schedule).collect()
}

/// The best few of each teacher, told best first.
pub struct Few<'m> {
    model: &'m Model<'m>,
    /// By teacher, how many there were.
    taken: Vec<u32>,
}

impl<'m> Few<'m> {
    /// None yet.
    pub fn new(model: &'m Model<'m>) -> Self {
        Self { model, taken: vec![0; model.problem.teachers.len()] }
    }

    /// Whether one of the team has few yet.
    pub fn wants(&self, team: Team) -> bool {
        self.model.served(team).iter().any(|member| self.taken[member.index()] < FEW_EACH)
    }

    /// The same, counting it.
    pub fn takes(&mut self, team: Team) -> bool {
        let wants = self.wants(team);
        for member in self.model.served(team).iter() {
            self.taken[member.index()] += 1;
        }
        wants
    }
}

impl Proven {
    /// Pairs of the matching, twice each, and the best ring of each school.
    pub fn chosen(&self) -> impl Iterator<Item = Team> + '_ {
        let pairs = self.bound.matching.edge.iter().flatten().map(|&edge| Team::Two(self.bound.edge_pair[edge]));
        pairs.chain(self.bound.rings.iter().filter_map(|(_, ring)| Some(ring.as_ref()?.team)))
    }

    /// What a schedule of each pair may cost without raising the bound: what its teachers are worth less their duals.
    /// A schedule that costs `x` more raises the cost of every plan with it to at least the bound + `x`. Likewise of
    /// each ring that has a schedule which costs at most `room` more; its school has one ring less to save by, so that
    /// what the best one saves comes off. Given to `take` some at a time, in a fixed order, until it wants no more.
    pub fn allowed(&self, pricer: &Pricer<'_>, room: i64, mut take: impl FnMut(&[(Team, i64)]) -> bool) {
        let tolled = |team: Team| toll(&self.counters, Some(team));
        let allowances = self.allowances();
        let model = pricer.model;
        let twos = (0..model.twos.len()).map(|two| Team::Two(u32::try_from(two).expect("fewer than 2^32")));
        let ones = (0..model.ones.len()).map(|one| Team::One(u32::try_from(one).expect("fewer than 2^32")));
        let allowed: Vec<(Team, i64)> =
            twos.chain(ones).map(|team| (team, half_up(allowances.team(model, team)) - tolled(team))).collect();
        // Where there are too many, mostly the first few teams have them.
        let (first, others) = allowed.split_at(FIRST.min(allowed.len()));
        let mut wants = take(first) && others.chunks(CHUNK).all(&mut take);
        for (rings, (saved, _)) in RingPrices::all(pricer).iter().zip(&self.bound.rings) {
            wants = wants
                && rings.all_above(pricer, &allowances, saved - 2 * room - 2, |hopeful| {
                    let allowed: Vec<(Team, i64)> =
                        hopeful.iter().map(|&(ring, allowance)| (ring, half_up(allowance - saved))).collect();
                    allowed.chunks(CHUNK).all(&mut take)
                });
        }
    }

    fn allowances(&self) -> Allowances<'_> {
        Allowances::new(&self.bound.vertices, self.bound.duals()).with_toll(toll(&self.counters, None))
    }
}
