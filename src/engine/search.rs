//! The state of a search, and its steps.

use rayon::prelude::*;

use super::bound::{Ranges, Vertices};
use super::budget::Budgets;
use super::certify;
use super::columns::Proven;
use super::exact::{Care, Ending, Limits};
use super::finish::{Choice, Finish};
use super::master::Master;
use super::options::{Event, Observer, Options};
use super::price::{MILLI, NEVER, Pricer};
use super::scope::Scope;
use super::stop::Stop;
use super::tree::Tree;
use super::windows::Windows;
use super::write;
use crate::compile::{Model, Schedule, Team};
use crate::domain::{Certificate, Keep, Key, Pence, Plan, Proof, TeacherId, gap, is_certifiable};

/// Most schedules in one integer program.
pub const MOST_COLUMNS: usize = 60_000;

/// So many schedules are tried before all of them are.
pub const FEW_COLUMNS: usize = 6_000;

/// Nodes of branch and bound that one integer program may take: a limit counted in work, the same on every machine.
const MOST_NODES: u32 = 20_000;

/// From so many partners wanted on a plan is rounded before anything is proved or branched on.
const MANY_PARTNERS: usize = 120;

/// A gap, in millionths, that good prices and a plan made at them don't leave.
const POOR: u64 = 20_000;

/// How many schedules of each matched team rounding tries.
struct Variety {
    /// How much dearer than the cheapest one may be, pence.
    over: Pence,
    /// Second lessons for every first one.
    spread: usize,
    /// Conversations for every two lessons.
    talks: usize,
}

/// Next to nothing but the cheapest, then room to step aside: where timetables are tight a program of the many takes
/// minutes, while the few are enough, or at least leave it less to look for.
const VARIETIES: [Variety; 2] = [Variety { over: 0, spread: 2, talks: 1 }, Variety { over: 300, spread: 6, talks: 2 }];

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
    pub(super) observer: &'m mut (dyn Observer + Send),
    seed: u64,
    gap: u64,
    pub(super) ranges: Ranges,
    pub(super) budgets: Budgets,
    pub(super) proven: Option<Proven>,
    /// The bound that prices or a closed program gave, pence.
    pub(super) bound: Pence,
    pub(super) proof: Proof,
    pub(super) best: Option<Best>,
    pub(super) odd_sets: Vec<Vec<TeacherId>>,
    pub(super) tree: Option<Tree>,
    pub(super) matchings: u64,
    pub(super) nodes: u64,
    /// Schedules that come from neighbours.
    pub(super) inherited: u64,
    /// Whether a bound that is nearly that of the master is good enough.
    pub(super) is_quick: bool,
    /// Whether it began with the plan of another search.
    pub(super) is_resumed: bool,
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
        let budgets = Budgets::of(model);
        let mut ranges = Ranges::of(model);
        budgets.cut(&mut ranges);
        let mut search = Self {
            master: Master::new(model, &vertices, Scope::whole(model)),
            model,
            windows,
            vertices,
            stop,
            observer,
            seed: options.seed,
            gap: options.gap,
            ranges,
            budgets,
            proven: None,
            bound: Pence::MIN,
            proof: Proof::Prices,
            best: None,
            odd_sets: Vec::new(),
            tree: None,
            matchings: 0,
            nodes: 0,
            inherited: 0,
            is_quick: false,
            is_resumed: false,
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

    /// Whether the gap is little more than what is good enough: of many components one has to spare what another lacks.
    pub fn is_nearly_done(&self) -> bool {
        self.best.as_ref().is_some_and(|best| self.gap > 0 && 8 * self.gap_to(&best.plan) <= 9 * self.gap)
    }

    /// Whether the gap is such that the prices must be far from the best.
    pub fn is_poor(&self) -> bool {
        self.best.as_ref().is_some_and(|best| self.gap_to(&best.plan) > self.gap.max(POOR))
    }

    fn gap_to(&self, plan: &Plan) -> u64 {
        gap(plan.total, self.bound, plan.size())
    }

    /// Takes a plan, if it is better than the best so far.
    pub(super) fn offer(&mut self, choice: Choice) {
        let plan = write::plan(self.model, &choice);
        self.offer_plan(choice, plan);
    }

    /// The same of a choice with its plan.
    pub(super) fn offer_plan(&mut self, choice: Choice, plan: Plan) {
        if self.best.as_ref().is_none_or(|best| plan.total < best.plan.total) {
            let bound = (self.bound > Pence::MIN).then_some(self.bound);
            let gap = bound.map(|_| self.gap_to(&plan));
            self.observer.event(&Event::Plan { total: plan.total, bound, gap });
            self.best = Some(Best { choice, plan });
        }
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

    /// Rounds the matching that proved a bound: its pairs and the best rings, with some of their schedules; `varieties`
    /// says how many.
    fn round(&mut self, proven: &Proven, varieties: &[Variety]) {
        self.round_support(proven);
        for variety in varieties {
            self.round_teams(proven, variety);
        }
    }

    /// Rounds with so many schedules of each team.
    fn round_teams(&mut self, proven: &Proven, variety: &Variety) {
        if let (Some(room), false) = (self.room(proven), self.is_done()) {
            let pricer = Pricer::new(self.model, self.windows, &proven.prices);
            let over = room.min(variety.over * MILLI);
            let mut chosen: Vec<Team> = proven.chosen().collect();
            chosen.extend(self.master.support(&proven.point).map(|schedule| schedule.team));
            chosen.sort_unstable();
            chosen.dedup();
            let mut schedules: Vec<Schedule> = chosen
                .par_iter()
                .flat_map_iter(|&team| {
                    let best = pricer.best(team);
                    let cheapest = best.first().map_or(NEVER, |offer| offer.price);
                    let offers = pricer.variety(team, cheapest + over + 1, variety.spread, variety.talks);
                    offers.into_iter().map(|offer| offer.schedule)
                })
                .collect();
            schedules
                .extend(self.master.schedules.iter().filter(|schedule| chosen.binary_search(&schedule.team).is_ok()));
            self.finish(schedules);
        }
    }

    /// The schedules that a better plan could use, those that raise the bound least first, in an integer program. True
    /// when there were no more than `most`, so that it took them all: then no better plan than the best is left.
    pub(super) fn close(&mut self, proven: &Proven, most: usize) -> bool {
        while let (Some(room), false) = (self.room(proven), self.is_done()) {
            let (offers, complete) = self.below(proven, room, most);
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
            self.round(&proven, &VARIETIES);
            self.proven = Some(proven);
        }
    }

    /// The same with few schedules, where many teachers are in one master, and not so many that it takes long: a dive
    /// leaves the last ones little, and branching would look long for what rounding finds at once.
    pub fn round_many(&mut self) {
        if self.vertices.teacher.len() > MANY_PARTNERS
            && !self.is_large()
            && let Some(proven) = self.proven.take()
        {
            self.round(&proven, &VARIETIES[..1]);
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
    /// Where only few are of use, there is no second attempt.
    fn below(&self, proven: &Proven, room: i64, most: usize) -> (Vec<(i64, Schedule)>, bool) {
        let pricer = Pricer::new(self.model, self.windows, &proven.prices);
        let mut within = room;
        while within > 0 && !self.stop.is_due() {
            if let Some(offers) = self.all_below(&pricer, proven, within, most) {
                return (offers, within == room);
            }
            if most == FEW_COLUMNS {
                break;
            }
            within /= 4;
        }
        (Vec::new(), false)
    }

    /// Schedules that raise the bound by at most `room`, least first; `None` when there are more than `most`, or no time.
    fn all_below(&self, pricer: &Pricer<'_>, proven: &Proven, room: i64, most: usize) -> Option<Vec<(i64, Schedule)>> {
        let stop = &self.stop;
        let mut offers: Vec<(i64, Schedule)> = Vec::new();
        proven.allowed(pricer, room, |allowances| {
            let few = most + 1 - offers.len();
            let found: Vec<Vec<(i64, Schedule)>> = allowances
                .par_iter()
                .map(|&(team, allowance)| {
                    if stop.is_due() {
                        return Vec::new();
                    }
                    let found = pricer.search(team, allowance + room + 1, few);
                    found.into_iter().map(|offer| (offer.price - allowance, offer.schedule)).collect()
                })
                .collect();
            offers.extend(found.into_iter().flatten());
            offers.len() <= most && !stop.is_due()
        });
        if offers.len() > most || stop.is_due() {
            return None;
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
        self.run(&program, MOST_NODES)
    }

    /// Solves a program that has the best plan so far, if there is one, as its start, and offers what comes out.
    pub(super) fn run(&mut self, program: &Finish, nodes: u32) -> Ending {
        let is_warm = self.best.is_some();
        self.run_from(program, nodes, is_warm)
    }

    /// The same of a program that does not know the best plan.
    pub(super) fn run_anew(&mut self, program: &Finish, nodes: u32) {
        self.run_from(program, nodes, false);
    }

    fn run_from(&mut self, program: &Finish, nodes: u32, is_warm: bool) -> Ending {
        let seed = u32::try_from(self.seed % (1 << 30)).unwrap_or(0);
        let limits = Limits { stop: self.stop.clone(), nodes: Some(nodes), gap: 1, seed, care: Care::Full };
        let (outcome, choice) = program.solve(&limits, is_warm);
        self.nodes += outcome.nodes;
        if let Some(choice) = choice {
            self.offer(choice);
        }
        outcome.ending
    }

    /// Keeps from here on what proves the bounds of prices, for a certificate.
    pub fn keep_evidence(&mut self) {
        let Some(proven) = self.proven.as_ref().filter(|_| is_certifiable(self.model.problem)) else { return };
        let leaf = certify::leaf(self.model, proven, &self.vertices, &self.ranges);
        self.tree = leaf.map(|leaf| Tree::new(proven.bound.pence, leaf));
    }

    /// The certificate of what prices prove, where evidence was kept.
    pub fn certificate(&self) -> Option<Certificate> {
        self.tree.as_ref().and_then(Tree::certificate)
    }

    /// The plan, with what is proven of it.
    pub fn end(self) -> Option<Plan> {
        let mut plan = self.best?.plan;
        // At worst the bound of no coupling at all: everybody served, every visit worth the most it can be.
        plan.set_bound(self.bound.max(floor(self.model, &self.vertices)), self.stop.is_due());
        // What no certificate covers rests on this program alone.
        plan.proof = if is_certifiable(self.model.problem) { self.proof } else { Proof::Solver };
        plan.seed = self.seed;
        plan.stats.milliseconds = self.stop.milliseconds();
        plan.stats.columns = u64::try_from(self.master.schedules.len()).unwrap_or(u64::MAX) - self.inherited;
        plan.stats.matchings = self.matchings;
        plan.stats.nodes = self.nodes;
        Some(plan)
    }
}

/// The bound of no coupling at all: everybody is served for nothing, by the visits that are worth the most.
fn floor(model: &Model<'_>, vertices: &Vertices) -> Pence {
    let mut least: Vec<Pence> = vec![0; model.problem.teachers.len()];
    for (index, two) in (0..).zip(&model.twos) {
        let team = Team::Two(index);
        let cheapest = model.forms_of(team).map(|form| model.form_cost(team, form)).min().unwrap_or(0);
        let cost = model.parts.cost(two.part) + cheapest;
        for member in [two.a, two.b] {
            least[member.index()] = least[member.index()].min(cost);
        }
    }
    for one in &model.ones {
        least[one.observer.index()] = least[one.observer.index()].min(model.parts.cost(one.part));
    }
    // Of a ring each member bears their own visit, with the lines of the two.
    for rings in &model.rings {
        for (i, observer) in rings.staff.iter().enumerate() {
            for j in 0..rings.staff.len() {
                if let (Some(worth), Some(part)) = (rings.worth(i, j), rings.together(i, j)) {
                    let by_film = rings.film_loss(i, j).unwrap_or(0).min(0);
                    least[observer.index()] = least[observer.index()].min(model.parts.cost(part) - worth + by_film);
                }
            }
        }
    }
    let credit = model.problem.keep.as_ref().map_or(0, Keep::most);
    vertices.teacher.iter().map(|teacher| least[teacher.index()]).sum::<Pence>() - credit
}
