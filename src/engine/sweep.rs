//! Many schools: each is solved on its own at the prices that the others ask, school after school, until they agree.

use rayon::prelude::*;

use super::block::{Agreed, Answer, Block, Setting};
use super::bound::{Bound, Offered, Ranges, Vertices, lagrangian};
use super::columns::Proven;
use super::duals::feasible;
use super::exact::Point;
use super::finish::Choice;
use super::master::Duals;
use super::options::{Event, Options};
use super::price::{Pricer, Prices};
use super::refit::Known;
use super::rings::RingPrices;
use super::search::Search;
use super::settle::{Decided, Settled, settle};
use super::stop::Stop;
use crate::compile::{Model, RowKey, Schedule, Team};
use crate::domain::{Key, SchoolId};

/// From so many teachers on there is no one master: up to there it is solved in seconds.
const LARGE: usize = 1_300;

/// Up to so many partners wanted there is one all the same where schools that agree one by one prove too little.
const MOST_IN_ONE: usize = 3_000;

/// So many schedules for every teacher are known to the schools that are planned at the prices of one master.
const FEW_EACH: usize = 10;

/// Rounds of columns in each school as if it were alone, and in each sweep: limits counted in work.
const ROUNDS_ALONE: u32 = 12;
const ROUNDS: u32 = 6;

/// Sweeps over all schools, and where one master of all comes after.
const SWEEPS: u32 = 3;
const SWEEPS_BEFORE: u32 = 1;

/// From such a gap on, in millionths, what is proven without one master is good enough.
pub const ROUGH: u64 = 5_000;

/// Whether schools are to be solved one by one: there are very many teachers, or what they agree on is near enough
/// (`is_easy`), and they may be planned by schools.
pub fn is_beyond_one_master(model: &Model<'_>, options: &Options, is_easy: bool) -> bool {
    let watching = model.watches.iter().filter(|&&watches| watches).count();
    (is_easy || watching >= options.large_from.unwrap_or(LARGE)) && is_by_schools(model)
}

/// Whether plans may be made school by school: there are several, no lock between them, and nobody watches without being
/// watched.
pub fn is_by_schools(model: &Model<'_>) -> bool {
    let rows = || (0..model.rows.len()).map(|row| u32::try_from(row).expect("a row"));
    model.problem.schools.len() > 1
        && model.ones.is_empty()
        && !rows().any(|row| matches!(model.rows.key(row), RowKey::Lock { .. } | RowKey::Never { .. }))
}

fn is_inner(model: &Model<'_>, pair: u32) -> bool {
    let pair = &model.twos[pair as usize];
    model.problem.teachers[pair.a].school == model.problem.teachers[pair.b].school
}

/// Schools by colour: two of one colour share no neighbour and are none.
fn colours(model: &Model<'_>) -> Vec<Vec<usize>> {
    let schools = model.problem.schools.len();
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); schools];
    for way in &model.problem.travel {
        let [a, b] = way.between.map(Key::index);
        near[a].push(b);
        near[b].push(a);
    }
    let mut colour: Vec<Option<usize>> = vec![None; schools];
    let mut classes: Vec<Vec<usize>> = Vec::new();
    for school in 0..schools {
        let around = near[school].iter().flat_map(|&other| near[other].iter().copied().chain([other]));
        let taken: Vec<usize> = around.filter_map(|other| colour[other]).collect();
        let own = (0..=taken.len()).find(|colour| !taken.contains(colour)).expect("a colour");
        colour[school] = Some(own);
        if own == classes.len() {
            classes.push(Vec::new());
        }
        classes[own].push(school);
    }
    classes
}

/// Takes what schools ask.
fn agree(agreed: &mut Agreed, blocks: &[Block<'_>], answers: Vec<(usize, Option<Answer>)>) {
    for (school, answer) in answers {
        let Some(answer) = answer else { continue };
        for (&row, price) in blocks[school].master.scope.rows.iter().zip(answer.prices) {
            agreed.prices.0[row as usize] = price;
        }
        for (&teacher, dual) in blocks[school].staff.iter().zip(answer.teachers) {
            agreed.teachers[teacher.index()] = dual;
        }
        agreed.own_sets[school] = answer.sets;
    }
}

/// What each school of a colour comes to, side by side.
fn of_class<'m, T: Send>(
    blocks: &mut [Block<'m>],
    class: &[usize],
    ask: impl Fn(&mut Block<'m>) -> T + Sync,
) -> Vec<(usize, T)> {
    let of_it = blocks.par_iter_mut().enumerate().filter(|(index, _)| class.contains(index));
    of_it.map(|(index, block)| (index, ask(block))).collect()
}

/// Plans school after school at what they agree on.
fn settle_all<'m>(
    setting: &Setting<'_, 'm>,
    blocks: &mut [Block<'m>],
    classes: &[Vec<usize>],
    agreed: &Agreed,
    pricer: &Pricer<'m>,
) -> Decided {
    let mut decided = Decided::nothing(setting.model);
    for class in classes {
        let settled: Vec<(usize, Option<Settled>)> = of_class(blocks, class, |block| {
            let forced: Vec<Schedule> =
                decided.schedules.iter().filter(|schedule| block.leads_out(schedule)).copied().collect();
            settle(setting, block, agreed, pricer, &decided, &forced, &[])
        });
        for (school, settled) in settled {
            decided.schools[school] = true;
            if let Some(settled) = settled {
                decided.take(setting.model, &settled);
            }
        }
    }
    decided
}

/// The schools, each with a master of its own, and what they share.
struct Schools<'m> {
    vertices: Vertices,
    ranges: Ranges,
    stop: Stop,
    blocks: Vec<Block<'m>>,
    /// Schools that share no neighbour, by colour.
    classes: Vec<Vec<usize>>,
}

impl<'m> Search<'m> {
    fn schools(&self) -> Schools<'m> {
        let (model, vertices) = (self.model, Vertices::new(self.model));
        let groups: Vec<Vec<SchoolId>> = model.problem.schools.keys().map(|school| vec![school]).collect();
        Schools {
            blocks: Block::of_groups(model, &vertices, &groups),
            vertices,
            ranges: self.ranges.clone(),
            stop: self.stop.clone(),
            classes: colours(model),
        }
    }

    /// Plans school by school where there are many teachers in several; whether that is all there is to do.
    pub fn by_schools(&mut self, has_one_master: bool) -> bool {
        if !has_one_master {
            let found = self.sweep();
            // Small schools lean on each other so much that what they agree on one by one may prove little.
            if !found || !self.is_poor() || self.vertices.teacher.len() > MOST_IN_ONE {
                return found;
            }
        } else if !(self.is_large() || self.is_quick) || !is_by_schools(self.model) {
            return false;
        }
        let is_one_of_many = self.is_quick;
        self.begin_by_schools();
        self.is_quick = true;
        self.converge();
        self.is_quick = is_one_of_many;
        if !self.is_done() {
            self.plan_at_prices();
        }
        !has_one_master || self.is_quick || self.is_done()
    }

    /// Solves a large problem; whether a plan came of it. None does where what no school has for itself, as money in
    /// all, runs out.
    fn sweep(&mut self) -> bool {
        let Schools { vertices, ranges, stop, mut blocks, classes } = self.schools();
        let setting = Setting { model: self.model, vertices: &vertices, ranges: &ranges, stop: &stop };
        let (agreed, pricer) = self.agree_on(&setting, &mut blocks, &classes, SWEEPS);
        let decided = settle_all(&setting, &mut blocks, &classes, &agreed, &pricer);
        self.plan_by_schools(&setting, &blocks, decided, &agreed, &pricer)
    }

    /// Brings into the master of all schools what they agree on in haste: schedules, and the rows and sets that their
    /// prices stand on. From there it takes half the work to the prices of all.
    fn begin_by_schools(&mut self) {
        let Schools { vertices, ranges, stop, mut blocks, classes } = self.schools();
        let setting = Setting { model: self.model, vertices: &vertices, ranges: &ranges, stop: &stop };
        let (agreed, pricer) = self.agree_on(&setting, &mut blocks, &classes, SWEEPS_BEFORE);
        for block in &blocks {
            for row in block.master.rows_inside() {
                self.master.enter_row(row);
            }
            for set in block.master.sets_inside() {
                self.enter_odd_set(set);
            }
            for schedule in block.master.schedules.iter().filter(|&schedule| agreed.is_near(schedule, &pricer)) {
                self.master.add(schedule);
            }
        }
    }

    /// Plans school by school at the prices of the master of all.
    fn plan_at_prices(&mut self) {
        let Some(proven) = self.proven.take() else { return };
        let model = self.model;
        let Schools { vertices, ranges, stop, mut blocks, classes } = self.schools();
        let setting = Setting { model, vertices: &vertices, ranges: &ranges, stop: &stop };
        let mut agreed = Agreed::nothing(model);
        agreed.prices.clone_from(&proven.prices);
        agreed.take(model, &vertices, &proven.bound);
        let pricer = Pricer::new(model, self.windows, &agreed.prices);
        let mut hopeful = self.by_reduced_cost(&proven);
        hopeful.truncate(FEW_EACH * model.problem.teachers.len());
        for schedule in &hopeful {
            for block in blocks.iter_mut().filter(|block| block.has(schedule)) {
                block.add(schedule, &agreed);
            }
        }
        self.proven = Some(proven);
        let decided = match self.best.as_ref().filter(|_| self.is_quick && self.is_resumed) {
            Some(best) => Decided::all(model, &best.choice),
            None => settle_all(&setting, &mut blocks, &classes, &agreed, &pricer),
        };
        self.plan_by_schools(&setting, &blocks, decided, &agreed, &pricer);
    }

    /// Betters what is decided at what schools agree on: exchanges partners, and plans anew where that may be better.
    fn plan_by_schools(
        &mut self,
        setting: &Setting<'_, 'm>,
        blocks: &[Block<'m>],
        mut decided: Decided,
        agreed: &Agreed,
        pricer: &Pricer<'m>,
    ) -> bool {
        let known = Known::new(setting, blocks, agreed, pricer);
        let mut found = self.offer_decided(&decided);
        found |= self.exchange(&known, &mut decided);
        found |= self.refit_neighbours(&known, &mut decided);
        self.refit_by_share(&known, &mut decided) || found
    }

    /// The prices of all schools, with everything priced at them: first each school as if it were alone, then school
    /// after school at what the others ask.
    fn agree_on(
        &mut self,
        setting: &Setting<'_, 'm>,
        blocks: &mut [Block<'m>],
        classes: &[Vec<usize>],
        sweeps: u32,
    ) -> (Agreed, Pricer<'m>) {
        let model = self.model;
        let mut agreed = Agreed::nothing(model);
        let mut pricer = Pricer::new(model, self.windows, &agreed.prices);
        let answers: Vec<(usize, Option<Answer>)> = blocks
            .par_iter_mut()
            .enumerate()
            .map(|(index, block)| {
                (index, block.converge(setting, &agreed, &pricer, &|pair| is_inner(model, pair), ROUNDS_ALONE))
            })
            .collect();
        agree(&mut agreed, blocks, answers);
        for sweep in 0..=sweeps {
            pricer = Pricer::new(model, self.windows, &agreed.prices);
            let bound = self.bound_of(&agreed, &pricer, setting.ranges, sweeps == SWEEPS_BEFORE);
            agreed.take(model, setting.vertices, &bound);
            if bound.pence > self.bound {
                self.bound = bound.pence;
                self.observer.event(&Event::Bound { bound: bound.pence });
                let (prices, point) = (agreed.prices.clone(), Point::default());
                self.proven = Some(Proven { prices, counters: Vec::new(), bound, point });
            }
            if sweep == sweeps || self.stop.is_due() {
                break;
            }
            for class in classes {
                let answers: Vec<(usize, Option<Answer>)> = of_class(blocks, class, |block| {
                    block.reprice(&agreed);
                    block.converge(setting, &agreed, &pricer, &|_| true, ROUNDS)
                });
                agree(&mut agreed, blocks, answers);
                for &school in class {
                    pricer.refresh(&agreed.prices, &blocks[school].staff);
                }
            }
        }
        (agreed, pricer)
    }

    /// Offers what is decided, if it keeps all rows, those of no school too; whether it is better than the best.
    pub(super) fn offer_decided(&mut self, decided: &Decided) -> bool {
        let model = self.model;
        let (activity, aux) = decided.activity(model);
        let keeps = |row: u32| activity[row as usize] <= model.rows.limit(row);
        if !(0..u32::try_from(model.rows.len()).expect("a row")).all(keeps) {
            return false;
        }
        let before = self.best.as_ref().map(|best| best.plan.total);
        let mut schedules = decided.schedules.clone();
        schedules.sort_unstable();
        self.offer(Choice { schedules, aux });
        self.best.as_ref().map(|best| best.plan.total) != before
    }

    /// The bound of the whole at what schools agree on; `is_rough` takes floors for prices.
    fn bound_of(&mut self, agreed: &Agreed, pricer: &Pricer<'m>, ranges: &Ranges, is_rough: bool) -> Bound {
        let duals = Duals {
            prices: Prices::default(),
            teachers: agreed.teachers.clone(),
            odd_sets: Vec::new(),
            rings: vec![0; self.model.rings.len()],
            counters: Vec::new(),
        };
        let cheapest: Vec<i64> = if is_rough {
            let model = self.model;
            pricer.of_twos(|quotes, pair| quotes.at_least(Team::Two(pair), duals.allowed(model, Team::Two(pair))))
        } else {
            self.price_all(pricer, &duals, |_| true).iter().map(|quote| quote.least).collect()
        };
        let rings = RingPrices::all(pricer);
        self.matchings += 1;
        let offered = Offered { cheapest: &cheapest, rings: &rings, counters: &[], even: true };
        // Where rings are in play, schools know sets that the matching of twos does not.
        let others = (!rings.is_empty()).then(|| {
            let sets: Vec<(Vec<u32>, i64)> = agreed.own_sets.iter().flatten().cloned().collect();
            feasible(self.model, &self.vertices, &agreed.teachers, &sets, &cheapest)
        });
        lagrangian(self.model, ranges, self.vertices.clone(), pricer, &agreed.prices, &offered, others)
    }
}
