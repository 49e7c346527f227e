//! The state of a search, and its steps.

use rayon::prelude::*;

use super::bound::{Bound, Ranges, Vertices, lagrangian};
use super::exact::{Ending, Limits, NoPoint, Point};
use super::finish::{Choice, Finish};
use super::master::{Counter, Duals, Master, toll};
use super::options::{Event, Observer, Options};
use super::price::{MILLI, NEVER, Pricer, Prices, Quote};
use super::stop::Stop;
use super::windows::{Minima, Windows};
use super::write;
use crate::compile::{Model, Schedule};
use crate::domain::{Key, Pence, Plan, Proof, Status, TeacherId, gap};

/// Offers below this reduced cost (milli-pence) are worth a column; above it they only chase rounding.
const PAYS: i64 = -1;

/// Most schedules in one integer program.
pub const MOST_COLUMNS: usize = 60_000;

/// As many columns of each teacher come in a round: more make the master slow, fewer make rounds many.
const FEW_EACH: u32 = 4;

/// After so many rounds of prices a first plan is made where there are many pairs, so that there is one should time run
/// out.
const EARLY: u32 = 6;

/// From so many pairs on a first plan is made early.
const MANY_PAIRS: usize = 20_000;

/// So many schedules are tried before all of them are.
pub const FEW_COLUMNS: usize = 6_000;

/// Nodes of branch and bound that one integer program may take: a limit counted in work, the same on every machine.
const MOST_NODES: u32 = 20_000;

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
    At(Proven),
    /// HiGHS says that no plan keeps to the ranges.
    Nothing,
    /// Before there were prices.
    Early,
}

/// How much dearer than the cheapest a schedule of a matched pair may be to be tried in rounding, pence.
const OVER: Pence = 300;

/// Second lessons tried for every first one, and conversations for every two lessons.
const SPREAD: usize = 6;
const TALKS: usize = 2;

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
    pub(super) model: &'m Model<'m>,
    pub(super) windows: &'m Windows,
    pub(super) vertices: Vertices,
    pub(super) master: Master<'m>,
    pub(super) stop: Stop,
    observer: &'m mut (dyn Observer + Send),
    seed: u64,
    gap: u64,
    ranges: Ranges,
    pub(super) proven: Option<Proven>,
    /// The bound that prices or a closed program gave, pence.
    pub(super) bound: Pence,
    pub(super) proof: Proof,
    pub(super) best: Option<Best>,
    odd_sets: Vec<Vec<TeacherId>>,
    matchings: u64,
    pub(super) nodes: u64,
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
            ranges: Ranges::of(model),
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

    /// Prices every pair that `counts`: its best schedules where one may pay at the duals, and a floor under all.
    pub(super) fn price_all(
        &self,
        pricer: &Pricer<'_>,
        duals: &Duals,
        counts: impl Fn(u32) -> bool + Sync,
    ) -> Vec<Quote> {
        let model = self.model;
        (0..model.pairs.len())
            .into_par_iter()
            .with_min_len(64)
            .map_init(Minima::default, |work, pair| {
                let pair = u32::try_from(pair).expect("a pair");
                if counts(pair) { pricer.quote(pair, duals.allowed(model, pair), work) } else { Quote::default() }
            })
            .collect()
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
            self.proven = Some(proven);
        }
    }

    /// Column generation where the auxiliary columns keep to `ranges`: prices from the master, columns and rows into it,
    /// odd sets when nothing else is missing.
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
            // Floors do for pairs that don't pay: the duals of the master hold for them, so the bound is no worse than its.
            let cheapest: Vec<i64> =
                quotes.iter().zip(0..).map(|(quote, pair)| quote.least + toll(&duals.counters, pair)).collect();
            let bound =
                lagrangian(self.model, ranges, &self.vertices, &pricer, &duals.prices, &duals.counters, &cheapest);
            self.matchings += 1;
            if whole && bound.pence > self.bound {
                self.bound = bound.pence;
                self.observer.event(&Event::Bound { bound: bound.pence });
            }
            let mut entered = self.master.separate(&point);
            for schedule in self.paying(&quotes, &duals) {
                entered += usize::from(self.master.add(&schedule));
            }
            if entered == 0 {
                for set in &bound.matching.duals.odd_sets {
                    if self.master.add_odd_set(&set.members, &self.vertices) {
                        self.odd_sets.extend(self.odd_teachers(&set.members));
                        entered += 1;
                    }
                }
            }
            if entered == 0 {
                entered = self.master.separate_odd_sets(&point);
            }
            let hopeless = !whole && self.best.as_ref().is_some_and(|best| bound.pence >= best.plan.total);
            match &mut best {
                Some(best) if best.bound.milli > bound.milli => best.point = point,
                _ => best = Some(Proven { prices: duals.prices, counters: duals.counters, bound, point }),
            }
            if entered == 0 || hopeless {
                break;
            }
            rounds += 1;
            if whole && rounds == EARLY && self.model.pairs.len() > MANY_PAIRS {
                self.dive(ranges);
            }
        }
        best.map_or(Converged::Early, Converged::At)
    }

    /// Schedules that pay at these prices, the best few of each teacher.
    pub(super) fn paying(&self, quotes: &[Quote], duals: &Duals) -> Vec<Schedule> {
        let offers = quotes.iter().flat_map(|quote| &quote.offers);
        let reduced = offers.map(|offer| (self.master.reduced(offer, duals), offer.schedule));
        let mut paying: Vec<(i64, Schedule)> = reduced.filter(|&(reduced, _)| reduced < PAYS).collect();
        paying.sort_unstable();
        let mut taken = vec![0u32; self.model.problem.teachers.len()];
        paying.retain(|(_, schedule)| {
            let pair = &self.model.pairs[schedule.pair as usize];
            let members = [pair.a.index(), pair.b.index()];
            let wanted = members.iter().any(|&member| taken[member] < FEW_EACH);
            for member in members {
                taken[member] += 1;
            }
            wanted
        });
        paying.into_iter().map(|(_, schedule)| schedule).collect()
    }

    /// What a schedule may add to the bound of `proven` and still be part of a better plan, milli-pence.
    fn room(&self, proven: &Proven) -> Option<i64> {
        Some((self.best.as_ref()?.plan.total - 1) * MILLI - proven.bound.milli)
    }

    /// The best plan among what the last point plans, wholly or in part: next to no work, and often all it takes.
    fn round_support(&mut self, proven: &Proven) {
        if !self.is_done() {
            self.finish(self.master.support(&proven.point).copied().collect());
        }
    }

    /// Rounds the matching that proved a bound: its pairs, with some of their schedules.
    fn round(&mut self, proven: &Proven) {
        self.round_support(proven);
        if let (Some(room), false) = (self.room(proven), self.is_done()) {
            let pricer = Pricer::new(self.model, self.windows, &proven.prices);
            let over = room.min(OVER * MILLI);
            let mut chosen: Vec<u32> = proven.matched_pairs().collect();
            chosen.extend(self.master.support(&proven.point).map(|schedule| schedule.pair));
            chosen.sort_unstable();
            chosen.dedup();
            let mut schedules: Vec<Schedule> = chosen
                .par_iter()
                .flat_map_iter(|&pair| {
                    let cheapest = pricer.best(pair, &mut Minima::default()).first().map_or(NEVER, |offer| offer.price);
                    let offers = pricer.variety(pair, cheapest + over + 1, SPREAD, TALKS);
                    offers.into_iter().map(|offer| offer.schedule)
                })
                .collect();
            schedules
                .extend(self.master.schedules.iter().filter(|schedule| chosen.binary_search(&schedule.pair).is_ok()));
            self.finish(schedules);
        }
    }

    /// The schedules that a better plan could use, those that raise the bound least first, in an integer program. True
    /// when there were no more than `most`, so that it took them all: then no better plan than the best is left.
    pub(super) fn close(&mut self, proven: &Proven, most: usize) -> bool {
        while let (Some(room), false) = (self.room(proven), self.is_done()) {
            let (offers, complete) = self.below(proven, room);
            let all = complete && offers.len() <= most;
            if !all && most == FEW_COLUMNS {
                return false;
            }
            let some: Vec<Schedule> = offers.iter().take(FEW_COLUMNS).map(|&(_, schedule)| schedule).collect();
            let mut ending = self.finish(some);
            if self.room(proven) != Some(room) {
                continue;
            }
            if !all {
                return false;
            }
            if offers.len() > FEW_COLUMNS {
                ending = self.finish(offers.into_iter().map(|(_, schedule)| schedule).collect());
            }
            return matches!(ending, Ending::Closed | Ending::Infeasible);
        }
        false
    }

    /// Dives from the root.
    pub fn dive_root(&mut self) {
        self.dive(&self.ranges.clone());
    }

    /// Rounds what proved the bound of the problem.
    pub fn round_root(&mut self) {
        if let Some(proven) = self.proven.take() {
            self.round(&proven);
            self.proven = Some(proven);
        }
    }

    /// Proves the best plan optimal, if a program of every schedule that matters does.
    pub fn prove(&mut self, most: usize) {
        let Some(proven) = self.proven.take() else { return };
        if let (true, Some(best)) = (self.close(&proven, most), &self.best) {
            self.raise(best.plan.total, Proof::Solver);
        }
        self.proven = Some(proven);
    }

    /// Takes a bound, if it is better.
    pub(super) fn raise(&mut self, bound: Pence, proof: Proof) {
        if bound > self.bound {
            self.bound = bound;
            self.proof = proof;
            self.observer.event(&Event::Bound { bound });
        }
    }

    /// Schedules that raise the bound by at most `room`, least first, and whether these are all of them. Where they are
    /// too many for one program it is those that raise it by at most a quarter of `room`, or of that, and so on.
    fn below(&self, proven: &Proven, room: i64) -> (Vec<(i64, Schedule)>, bool) {
        let pricer = Pricer::new(self.model, self.windows, &proven.prices);
        let allowed = proven.allowances(self.model, &self.vertices);
        let mut within = room;
        while within > 0 && !self.stop.is_due() {
            if let Some(offers) = self.all_below(&pricer, &allowed, within) {
                return (offers, within == room);
            }
            within /= 4;
        }
        (Vec::new(), false)
    }

    /// Schedules that raise the bound by at most `room`, least first; `None` when there are too many, or no time.
    fn all_below(&self, pricer: &Pricer<'_>, allowed: &[i64], room: i64) -> Option<Vec<(i64, Schedule)>> {
        const CHUNK: usize = 256;
        let mut offers: Vec<(i64, Schedule)> = Vec::new();
        for (chunk, allowances) in allowed.chunks(CHUNK).enumerate() {
            let found: Vec<Vec<(i64, Schedule)>> = allowances
                .par_iter()
                .enumerate()
                .map(|(at, &allowance)| {
                    let pair = u32::try_from(chunk * CHUNK + at).expect("a pair");
                    let found = pricer.search(pair, allowance + room + 1, MOST_COLUMNS);
                    found.into_iter().map(|offer| (offer.price - allowance, offer.schedule)).collect()
                })
                .collect();
            offers.extend(found.into_iter().flatten());
            if offers.len() >= MOST_COLUMNS || self.stop.is_due() {
                return None;
            }
        }
        offers.sort_unstable();
        Some(offers)
    }

    /// The best plan over `schedules` and those of the best plan so far.
    pub(super) fn finish(&mut self, mut schedules: Vec<Schedule>) -> Ending {
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
            .zip(0..)
            .map(|(pair, index)| {
                let all = vertices.of(pair.a).flat_map(|u| vertices.of(pair.b).map(move |v| (u, v)));
                all.map(|(u, v)| allowance(u, v)).max().unwrap_or(i64::MIN / 4) - toll(&self.counters, index)
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
