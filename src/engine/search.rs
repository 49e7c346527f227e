//! The state of a search, and its steps.

use rayon::prelude::*;

use super::bound::{Bound, Vertices, lagrangian};
use super::exact::{Ending, Limits};
use super::finish::{Choice, Finish};
use super::master::Master;
use super::options::{Event, Observer, Options};
use super::price::{MILLI, NEVER, Offer, Pricer, Prices};
use super::stop::Stop;
use super::windows::{Minima, Windows};
use super::write;
use crate::compile::{Model, Schedule};
use crate::domain::{Key, Pence, Plan, Proof, Status, TeacherId, gap};

/// Offers below this reduced cost (milli-pence) are worth a column; above it they only chase rounding.
const PAYS: i64 = -1;

/// Most schedules in one integer program.
const MOST_COLUMNS: usize = 150_000;

/// Nodes of branch and bound that one integer program may take: a limit counted in work, the same on every machine.
const MOST_NODES: u32 = 20_000;

/// A bound with the prices that it rests on.
pub struct Proven {
    /// The prices.
    pub prices: Prices,
    /// The bound and its matching.
    pub bound: Bound,
}

/// The best plan so far.
#[derive(Debug, Clone)]
pub struct Best {
    /// What it chooses.
    pub choice: Choice,
    /// The plan, as written.
    pub plan: Plan,
}

/// A search in progress.
pub struct Search<'m> {
    model: &'m Model<'m>,
    windows: &'m Windows,
    vertices: Vertices,
    master: Master<'m>,
    stop: Stop,
    observer: &'m mut (dyn Observer + Send),
    seed: u64,
    gap: u64,
    proven: Option<Proven>,
    /// The bound that prices or a closed program gave, pence.
    bound: Pence,
    proof: Proof,
    best: Option<Best>,
    odd_sets: Vec<Vec<TeacherId>>,
    matchings: u64,
    nodes: u64,
}

impl<'m> Search<'m> {
    /// A search at its start, from a plan if one is known.
    pub fn new(
        model: &'m Model<'m>,
        windows: &'m Windows,
        options: &Options,
        stop: Stop,
        observer: &'m mut (dyn Observer + Send),
        start: Option<Choice>,
    ) -> Self {
        let vertices = Vertices::new(model);
        let mut search = Self {
            master: Master::new(model, &vertices),
            model,
            windows,
            vertices,
            stop,
            observer,
            seed: options.seed,
            gap: options.gap,
            proven: None,
            bound: Pence::MIN,
            proof: Proof::Prices,
            best: None,
            odd_sets: Vec::new(),
            matchings: 0,
            nodes: 0,
        };
        if let Some(start) = start {
            for schedule in &start.schedules {
                search.master.add(schedule);
            }
            search.offer(start);
        }
        search
    }

    /// Whether nothing is left to do: the gap is closed, or small enough, or it is time.
    pub fn is_done(&self) -> bool {
        self.stop.is_due()
            || self.best.as_ref().is_some_and(|best| self.gap_to(&best.plan) <= self.gap && self.bound > Pence::MIN)
    }

    fn gap_to(&self, plan: &Plan) -> u64 {
        gap(plan.total, self.bound, plan.money + plan.goodwill + plan.unserved_cost + plan.value)
    }

    /// Takes a plan, if it is better than the best so far.
    fn offer(&mut self, choice: Choice) {
        let plan = write::plan(self.model, &choice);
        if self.best.as_ref().is_none_or(|best| plan.total < best.plan.total) {
            let bound = (self.bound > Pence::MIN).then_some(self.bound);
            let gap = bound.map(|_| self.gap_to(&plan));
            self.observer.event(&Event::Plan { total: plan.total, bound, gap });
            self.best = Some(Best { choice, plan });
        }
    }

    /// Prices every pair: its best schedules, cheapest first.
    fn price_all(&self, pricer: &Pricer<'_>) -> Vec<Vec<Offer>> {
        (0..self.model.pairs.len())
            .into_par_iter()
            .with_min_len(64)
            .map_init(Minima::default, |work, pair| pricer.best(u32::try_from(pair).expect("a pair"), work))
            .collect()
    }

    /// The bound at these prices; kept with them when it is the best so far.
    fn take_bound(&mut self, pricer: &Pricer<'_>, prices: Prices, offers: &[Vec<Offer>]) -> Vec<Vec<TeacherId>> {
        let cheapest: Vec<i64> =
            offers.iter().map(|offers| offers.first().map_or(NEVER, |offer| offer.price)).collect();
        let bound = lagrangian(self.model, &self.vertices, pricer, &prices, &cheapest);
        self.matchings += 1;
        let odd_sets = bound.matching.duals.odd_sets.iter().filter_map(|set| self.whole_set(&set.members)).collect();
        if self.proven.as_ref().is_none_or(|proven| proven.bound.milli <= bound.milli) {
            if bound.pence > self.bound {
                self.bound = bound.pence;
                self.observer.event(&Event::Bound { bound: bound.pence });
            }
            self.proven = Some(Proven { prices, bound });
        }
        odd_sets
    }

    /// The teachers of an odd set of vertices, when it has all vertices of each.
    fn whole_set(&self, members: &[u32]) -> Option<Vec<TeacherId>> {
        let mut teachers: Vec<TeacherId> =
            members.iter().map(|&vertex| self.vertices.teacher[vertex as usize]).collect();
        teachers.sort_unstable();
        teachers.dedup();
        let all: usize = teachers.iter().map(|&teacher| self.vertices.of(teacher).len()).sum();
        (all == members.len()).then_some(teachers)
    }

    /// Column generation: prices from the master, columns and rows into it, odd sets when nothing else is missing.
    pub fn converge(&mut self) {
        while !self.stop.is_due() {
            let Some(point) = self.master.solve() else { break };
            let duals = self.master.duals(&point);
            let pricer = Pricer::new(self.model, self.windows, &duals.prices);
            let offers = self.price_all(&pricer);
            let odd_sets = self.take_bound(&pricer, duals.prices.clone(), &offers);
            let mut entered = self.master.separate(&point);
            for offer in offers.iter().flatten() {
                if self.master.reduced(offer, &duals) < PAYS && self.master.add(&offer.schedule) {
                    entered += 1;
                }
            }
            if entered == 0 {
                for set in odd_sets {
                    if self.master.add_odd_set(&set) {
                        self.odd_sets.push(set);
                        entered += 1;
                    }
                }
            }
            if entered == 0 {
                break;
            }
        }
    }

    /// Rounds the matching that proved the bound: its pairs, with more and more of their schedules, until the plan
    /// meets the bound or more schedules make no difference.
    pub fn round(&mut self) {
        for (over, spread, talks) in [(0, 2, 1), (300, 6, 2), (2_000, 12, 3)] {
            if self.is_done() {
                return;
            }
            let Some(proven) = &self.proven else { return };
            let pricer = Pricer::new(self.model, self.windows, &proven.prices);
            let mut chosen: Vec<u32> = proven.matched_pairs().collect();
            chosen.sort_unstable();
            chosen.dedup();
            let mut schedules: Vec<Schedule> = chosen
                .par_iter()
                .flat_map_iter(|&pair| {
                    let cheapest = pricer.best(pair, &mut Minima::default()).first().map_or(NEVER, |offer| offer.price);
                    let below = cheapest + over * MILLI + 1;
                    pricer.variety(pair, below, spread, talks).into_iter().map(|offer| offer.schedule)
                })
                .collect();
            schedules
                .extend(self.master.schedules.iter().filter(|schedule| chosen.binary_search(&schedule.pair).is_ok()));
            self.finish(schedules);
        }
    }

    /// Every schedule that a better plan could use, if they are few enough: then the integer program proves the optimum.
    pub fn close(&mut self) {
        if self.is_done() {
            return;
        }
        let (Some(best), Some(proven)) = (&self.best, &self.proven) else { return };
        let room = (best.plan.total - 1) * MILLI - proven.bound.milli;
        let pricer = Pricer::new(self.model, self.windows, &proven.prices);
        let allowed = proven.allowances(self.model, &self.vertices);
        let found: Vec<Vec<Offer>> = allowed
            .par_iter()
            .enumerate()
            .map(|(pair, &allowance)| {
                pricer.search(u32::try_from(pair).expect("a pair"), allowance + room + 1, MOST_COLUMNS)
            })
            .collect();
        let total: usize = found.iter().map(Vec::len).sum();
        let complete = total <= MOST_COLUMNS && found.iter().all(|offers| offers.len() < MOST_COLUMNS);
        let mut offers: Vec<(i64, Schedule)> = found
            .into_iter()
            .zip(&allowed)
            .flat_map(|(offers, &allowance)| {
                offers.into_iter().map(move |offer| (offer.price - allowance, offer.schedule))
            })
            .collect();
        offers.sort_unstable();
        offers.truncate(MOST_COLUMNS / if complete { 1 } else { 8 });
        let ending = self.finish(offers.into_iter().map(|(_, schedule)| schedule).collect());
        if let (true, Ending::Closed | Ending::Infeasible, Some(best)) = (complete, ending, &self.best) {
            self.bound = best.plan.total;
            self.proof = Proof::Solver;
            self.observer.event(&Event::Bound { bound: self.bound });
        }
    }

    /// The best plan over `schedules` and those of the best plan so far.
    fn finish(&mut self, mut schedules: Vec<Schedule>) -> Ending {
        if let Some(best) = &self.best {
            schedules.extend(&best.choice.schedules);
        }
        schedules.sort_unstable();
        schedules.dedup();
        let start = self.best.as_ref().map(|best| &best.choice);
        let program = Finish::new(self.model, schedules, &self.odd_sets, start);
        let seed = u32::try_from(self.seed % (1 << 30)).unwrap_or(0);
        let limits = Limits { stop: self.stop.clone(), nodes: Some(MOST_NODES), gap: 1, seed };
        let (outcome, choice) = program.solve(&limits, start.is_some());
        self.nodes += outcome.nodes;
        if let Some(choice) = choice {
            self.offer(choice);
        }
        outcome.ending
    }

    /// The best bound of prices with what it rests on, and the vertices of its matching.
    pub fn evidence(&self) -> Option<(&Proven, &Vertices)> {
        Some((self.proven.as_ref()?, &self.vertices))
    }

    /// The plan, with what is proven of it.
    pub fn end(self) -> Option<Plan> {
        let mut plan = self.best?.plan;
        // At worst the bound of no coupling at all: everybody served, every visit worth the most it can be.
        plan.bound = self.bound.max(floor(self.model, &self.vertices)).min(plan.total);
        plan.gap = gap(plan.total, plan.bound, plan.money + plan.goodwill + plan.unserved_cost + plan.value);
        plan.status = match (plan.total == plan.bound, self.stop.is_due()) {
            (true, _) => Status::Optimal,
            (false, true) => Status::Interrupted,
            (false, false) => Status::Feasible,
        };
        plan.proof = self.proof;
        plan.seed = self.seed;
        plan.stats.milliseconds = self.stop.milliseconds();
        plan.stats.columns = u64::try_from(self.master.schedules.len()).unwrap_or(u64::MAX);
        plan.stats.matchings = self.matchings;
        plan.stats.nodes = self.nodes;
        Some(plan)
    }
}

impl Proven {
    /// Pairs of the matching, twice each.
    fn matched_pairs(&self) -> impl Iterator<Item = u32> + '_ {
        self.bound.matching.edge.iter().flatten().map(|&edge| self.bound.edge_pair[edge])
    }

    /// What a schedule of each pair may cost without raising the bound: what its teachers are worth less their duals.
    /// A schedule that costs `x` more raises the cost of every plan with it to at least the bound + `x`.
    fn allowances(&self, model: &Model<'_>, vertices: &Vertices) -> Vec<i64> {
        let duals = &self.bound.matching.duals;
        let mut sets_of: Vec<Vec<usize>> = vec![Vec::new(); vertices.teacher.len()];
        for (index, set) in duals.odd_sets.iter().enumerate() {
            for &member in &set.members {
                sets_of[member as usize].push(index);
            }
        }
        let allowance = |u: u32, v: u32| {
            let (u, v) = (u as usize, v as usize);
            let sets: i64 =
                sets_of[u].iter().filter(|set| sets_of[v].contains(set)).map(|&set| duals.odd_sets[set].dual).sum();
            let doubled = 2 * (vertices.worth[u] + vertices.worth[v]) - duals.vertices[u] - duals.vertices[v] - sets;
            doubled.div_euclid(2) + doubled.rem_euclid(2)
        };
        model
            .pairs
            .iter()
            .map(|pair| {
                let all = vertices.of(pair.a).flat_map(|u| vertices.of(pair.b).map(move |v| (u, v)));
                all.map(|(u, v)| allowance(u, v)).max().unwrap_or(i64::MIN / 4)
            })
            .collect()
    }
}

/// The bound of no coupling at all: everybody is served for nothing, by the visits that are worth the most.
fn floor(model: &Model<'_>, vertices: &Vertices) -> Pence {
    let mut least: Vec<Pence> = vec![0; model.problem.teachers.len()];
    for pair in &model.pairs {
        let cost = model.parts.cost(pair.part);
        for member in [pair.a, pair.b] {
            least[member.index()] = least[member.index()].min(cost);
        }
    }
    vertices.teacher.iter().map(|teacher| least[teacher.index()]).sum()
}
