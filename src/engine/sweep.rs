//! Many schools: each is solved on its own at the prices that the others ask, school after school, until they agree.

use rayon::prelude::*;

use super::block::{Agreed, Answer, Block, Setting};
use super::bound::{Bound, Offered, Ranges, lagrangian};
use super::master::Duals;
use super::options::{Event, Options};
use super::price::{Pricer, Prices};
use super::rings::RingPrices;
use super::search::Search;
use super::finish::Choice;
use super::settle::{Decided, Settled, settle};
use crate::compile::{AuxKind, Model, RowKey, Schedule};
use crate::domain::{Key, SchoolId};

/// From so many teachers on an instance is large.
const LARGE: usize = 400;

/// Whether schools are to be solved one by one: there are many teachers in several schools, and no lock between them.
pub fn is_large(model: &Model<'_>, options: &Options) -> bool {
    let watching = model.watches.iter().filter(|&&watches| watches).count();
    let rows = || (0..model.rows.len()).map(|row| u32::try_from(row).expect("a row"));
    watching >= options.large_from.or(std::env::var("LARGE").ok().and_then(|x| x.parse().ok())).unwrap_or(LARGE)
        && model.problem.schools.len() > 1
        && !rows().any(|row| matches!(model.rows.key(row), RowKey::Lock { .. } | RowKey::Never { .. }))
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
        let own = (0..).find(|colour| !taken.contains(colour)).expect("a colour");
        colour[school] = Some(own);
        if own == classes.len() {
            classes.push(Vec::new());
        }
        classes[own].push(school);
    }
    classes
}

/// Takes what schools ask.
fn agree(agreed: &mut Agreed, blocks: &[Block<'_>], answers: Vec<(usize, Option<Answer>)>) -> usize {
    let mut entered = 0;
    for (school, answer) in answers {
        let Some(answer) = answer else { continue };
        for (&row, price) in blocks[school].master.scope.rows.iter().zip(answer.prices) {
            agreed.prices.0[row as usize] = price;
        }
        for (&teacher, dual) in blocks[school].staff.iter().zip(answer.teachers) {
            agreed.teachers[teacher.index()] = dual;
        }
        entered += answer.entered;
    }
    entered
}

impl<'m> Search<'m> {
    /// Solves a large problem.
    pub fn sweep(&mut self) {
        let model = self.model;
        let t = |s: &Self, what: &str| eprintln!("{:6} ms {what}", s.stop.milliseconds());
        let vertices = super::bound::Vertices::new(model);
        let ranges = Ranges::of(model);
        let stop = self.stop.clone();
        let setting = Setting { model, vertices: &vertices, ranges: &ranges, stop: &stop };
        t(self, "start");
        let groups: Vec<Vec<SchoolId>> = model.problem.schools.keys().map(|school| vec![school]).collect();
        let mut blocks = Block::of_groups(model, &vertices, &groups);
        t(self, "blocks");
        let mut agreed = Agreed::nothing(model);
        let mut pricer = Pricer::new(model, self.windows, &agreed.prices);
        t(self, "pricer");
        let inner = |pair: u32| {
            let pair = &model.pairs[pair as usize];
            model.problem.teachers[pair.a].school == model.problem.teachers[pair.b].school
        };
        let answers: Vec<(usize, Option<Answer>)> = blocks
            .par_iter_mut()
            .enumerate()
            .map(|(index, block)| (index, block.converge(&setting, &agreed, &pricer, &inner, 12)))
            .collect();
        let entered = agree(&mut agreed, &blocks, answers);
        t(self, &format!("inner {entered}"));
        let classes = colours(model);
        for sweep in 0..4 {
            pricer = Pricer::new(model, self.windows, &agreed.prices);
            let bound = self.bound_of(&agreed, &pricer, &ranges);
            t(self, &format!("sweep {sweep} bound {} odd {}", bound.pence, bound.matching.duals.odd_sets.len()));
            agreed.take(model, &vertices, &bound.matching.duals);
            if bound.pence > self.bound {
                self.bound = bound.pence;
                self.observer.event(&Event::Bound { bound: bound.pence });
            }
            if self.stop.is_due() {
                break;
            }
            let mut entered = 0;
            for class in &classes {
                let answers: Vec<(usize, Option<Answer>)> = blocks
                    .par_iter_mut()
                    .enumerate()
                    .filter(|(index, _)| class.contains(index))
                    .map(|(index, block)| {
                        block.reprice(&agreed);
                        (index, block.converge(&setting, &agreed, &pricer, &|_| true, 6))
                    })
                    .collect();
                entered += agree(&mut agreed, &blocks, answers);
                for &school in class {
                    pricer.refresh(&agreed.prices, &blocks[school].staff);
                }
            }
            t(self, &format!("swept {entered} of {} colours", classes.len()));
        }
        let mut decided = Decided::nothing(model);
        for class in &classes {
            let settled: Vec<(usize, Option<Settled>)> = blocks
                .par_iter_mut()
                .enumerate()
                .filter(|(index, _)| class.contains(index))
                .map(|(index, block)| {
                    let forced: Vec<Schedule> =
                        decided.schedules.iter().filter(|schedule| block.leads_out(schedule)).copied().collect();
                    (index, settle(&setting, block, &agreed, &pricer, &decided, &forced, &[]))
                })
                .collect();
            for (school, settled) in settled {
                decided.schools[school] = true;
                let Some(settled) = settled else { t(self, "nothing"); continue };
                if !settled.dropped.is_empty() { t(self, &format!("dropped {}", settled.dropped.len())); }
                decided.take(model, &settled);
            }
            t(self, "class settled");
        }
        self.offer_decided(&decided);
        t(self, &format!("plan {} bound {}", self.best.as_ref().map_or(0, |best| best.plan.total), self.bound));
        self.refit(&setting, &blocks, &agreed, &pricer, &mut decided);
        t(self, &format!("plan {} bound {}", self.best.as_ref().map_or(0, |best| best.plan.total), self.bound));
    }

    /// Offers what is decided, if it keeps all rows, those of no school too; whether it is better than the best.
    pub(super) fn offer_decided(&mut self, decided: &Decided) -> bool {
        let model = self.model;
        let mut activity = decided.used.clone();
        let mut aux = decided.aux.clone();
        for (index, of) in model.aux.iter().enumerate() {
            if matches!(of.kind, AuxKind::Late { .. }) {
                let rows = model.parts.entries(of.part);
                aux[index] = i64::from(rows.iter().any(|&(row, _)| activity[row as usize] > model.rows.limit(row)));
            }
            for &(row, times) in model.parts.entries(of.part) {
                activity[row as usize] += times * aux[index];
            }
        }
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

    /// The bound of the whole at what schools agree on.
    fn bound_of(&mut self, agreed: &Agreed, pricer: &Pricer<'m>, ranges: &Ranges) -> Bound {
        let duals = Duals {
            prices: Prices::default(),
            teachers: agreed.teachers.clone(),
            odd_sets: Vec::new(),
            rings: vec![0; self.model.rings.len()],
            counters: Vec::new(),
        };
        let quotes = self.price_all(pricer, &duals, |_| true);
        let cheapest: Vec<i64> = quotes.iter().map(|quote| quote.least).collect();
        let rings = RingPrices::all(pricer);
        self.matchings += 1;
        let offered = Offered { cheapest: &cheapest, rings: &rings, counters: &[] };
        lagrangian(self.model, ranges, &self.vertices, pricer, &agreed.prices, &offered, None)
    }
}
