//! One school of many: its own master, in which pairs with other schools pay there what these schools ask.
//!
//! The prices of a school's rows and teachers are best, with those of the others as they are, where its master has its
//! optimum: so each step, school after school, raises the bound of the whole.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use rayon::prelude::*;

use super::bound::{Bound, Ranges, Vertices};
use super::columns::{Few, PAYS};
use super::exact::Point;
use super::master::{Duals, Master};
use super::price::{MILLI, Offer, Pricer, Prices};
use super::rings::RingPrices;
use super::scope::Scope;
use super::stop::Stop;
use crate::compile::{Model, Schedule, Team};
use crate::domain::{Key, SchoolId, TeacherId};

/// What a schedule may cost more than it pays for to be of use, milli-pence.
const DEAR: i64 = 1_000 * MILLI;

/// What schools ask of one another.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// Prices of all rows.
    pub prices: Prices,
    /// Of the demand of every teacher, milli-pence, as [`Duals::teachers`].
    pub teachers: Vec<i64>,
    /// Odd sets of teachers of several schools, with what each takes of every pair in it, milli-pence.
    pub sets: Vec<(Vec<TeacherId>, i64)>,
    /// The sets around each teacher, ascending.
    pub around: Vec<Vec<usize>>,
    /// By school, the sets that it has for itself, with what each takes, milli-pence.
    pub own_sets: Vec<Vec<(Vec<u32>, i64)>>,
    /// The pairs that the best matching at these prices takes, ascending, where no others may be across schools: so two
    /// schools that are planned one after the other mean the same pairs.
    pub across: Option<Vec<u32>>,
}

impl Agreed {
    /// Nobody asks anything.
    pub fn nothing(model: &Model<'_>) -> Self {
        let teachers = model.problem.teachers.len();
        Self {
            prices: Prices(vec![0; model.rows.len()]),
            teachers: vec![0; teachers],
            sets: Vec::new(),
            around: vec![Vec::new(); teachers],
            own_sets: vec![Vec::new(); model.problem.schools.len()],
            across: None,
        }
    }

    /// What the sets take of a pair.
    pub fn taken(&self, a: TeacherId, b: TeacherId) -> i64 {
        let other = &self.around[b.index()];
        self.around[a.index()].iter().filter(|set| other.contains(set)).map(|&set| self.sets[set].1).sum()
    }

    /// The same without the odd sets, and with all pairs open.
    pub fn loose(&self) -> Self {
        Self { sets: Vec::new(), around: vec![Vec::new(); self.around.len()], across: None, ..self.clone() }
    }

    /// What a schedule costs more than it pays for, milli-pence. `pricer` is at these prices.
    pub fn over(&self, schedule: &Schedule, pricer: &Pricer<'_>) -> i64 {
        let members = pricer.model.served(schedule.team);
        let sets = if let Team::Two(_) = schedule.team { self.taken(members[0], members[1]) } else { 0 };
        let teachers: i64 = members.iter().map(|member| self.teachers[member.index()]).sum();
        pricer.price(schedule) + sets + teachers
    }

    /// Whether that is little: what is dearer only makes masters slow, and comes in again where it is missed.
    pub fn is_near(&self, schedule: &Schedule, pricer: &Pricer<'_>) -> bool {
        self.over(schedule, pricer) < DEAR
    }

    /// Whether a schedule may be across schools.
    pub fn opens(&self, schedule: &Schedule) -> bool {
        match (&self.across, schedule.team) {
            (Some(across), Team::Two(two)) => across.binary_search(&two).is_ok(),
            _ => true,
        }
    }

    /// Takes what a matching proves for what the teachers ask, and its pairs for those that may be across schools.
    pub fn take(&mut self, model: &Model<'_>, vertices: &Vertices, bound: &Bound) {
        let duals = bound.even_duals();
        let chosen = bound.matching.edge.iter().flatten().map(|&edge| bound.edge_pair[edge]);
        self.across = Some(chosen.collect::<BTreeSet<u32>>().into_iter().collect());
        for teacher in model.problem.teachers.keys() {
            let share = |vertex: u32| vertices.worth[vertex as usize] - duals.vertices[vertex as usize] / 2;
            self.teachers[teacher.index()] = -vertices.of(teacher).map(share).max().unwrap_or(0);
        }
        self.sets.clear();
        self.around = vec![Vec::new(); model.problem.teachers.len()];
        for set in &duals.odd_sets {
            let mut members: Vec<TeacherId> = set.members.iter().map(|&v| vertices.teacher[v as usize]).collect();
            members.sort_unstable();
            members.dedup();
            let school = |teacher: TeacherId| model.problem.teachers[teacher].school;
            if members.iter().any(|&member| school(member) != school(members[0])) {
                for member in &members {
                    self.around[member.index()].push(self.sets.len());
                }
                self.sets.push((members, set.dual / 2));
            }
        }
    }
}

/// What all schools share and none changes.
pub struct Setting<'s, 'm> {
    /// The model.
    pub model: &'m Model<'m>,
    /// The vertices of the matching.
    pub vertices: &'s Vertices,
    /// What the model says of its auxiliary columns.
    pub ranges: &'s Ranges,
    /// When to stop.
    pub stop: &'s Stop,
}

/// A school with its master.
pub struct Block<'m> {
    /// Which; mostly one.
    pub schools: Vec<SchoolId>,
    /// Its master.
    pub master: Master<'m>,
    /// Its staff.
    pub staff: Vec<TeacherId>,
    /// Pairs of two of the staff.
    pub inner: Vec<u32>,
    /// Pairs with somebody of another school.
    pub outer: Vec<u32>,
}

/// What a school asks.
pub struct Answer {
    /// Prices by row of its scope.
    pub prices: Vec<i64>,
    /// By teacher of the staff.
    pub teachers: Vec<i64>,
    /// Odd and even sets of vertices of the staff, with what each takes, milli-pence.
    pub sets: Vec<(Vec<u32>, i64)>,
}

impl<'m> Block<'m> {
    /// A block for each group of schools; no school is in two.
    pub fn of_groups(model: &'m Model<'m>, vertices: &Vertices, groups: &[Vec<SchoolId>]) -> Vec<Self> {
        let mut group_of = vec![usize::MAX; model.problem.schools.len()];
        for (index, group) in groups.iter().enumerate() {
            for &school in group {
                group_of[school.index()] = index;
            }
        }
        let mut blocks: Vec<Self> = groups
            .par_iter()
            .zip(Scope::of_groups(model, groups))
            .map(|(schools, scope)| Self {
                schools: schools.clone(),
                master: Master::new(model, vertices, scope),
                staff: schools.iter().flat_map(|&school| model.staff_of(school).iter().copied()).collect(),
                inner: Vec::new(),
                outer: Vec::new(),
            })
            .collect();
        for (index, pair) in (0..).zip(&model.twos) {
            let [a, b] = [pair.a, pair.b].map(|member| group_of[model.problem.teachers[member].school.index()]);
            if a == b && a < blocks.len() {
                blocks[a].inner.push(index);
                continue;
            }
            for group in [a, b] {
                if let Some(block) = blocks.get_mut(group) {
                    block.outer.push(index);
                }
            }
        }
        blocks
    }

    /// Whether somebody of the staff is in it.
    pub fn has(&self, schedule: &Schedule) -> bool {
        let model = self.master.model;
        model.members(schedule.team).iter().any(|&member| self.master.scope.has_teacher(model, member))
    }

    /// Whether it is of a pair with somebody of another school.
    pub fn leads_out(&self, schedule: &Schedule) -> bool {
        matches!(schedule.team, Team::Two(pair) if self.outer.binary_search(&pair).is_ok())
    }

    /// What a schedule costs here, milli-pence: its own cost, and what others ask for what it takes of them.
    pub fn cost(&self, schedule: &Schedule, agreed: &Agreed) -> i64 {
        let model = self.master.model;
        let members = model.served(schedule.team);
        let mut own = model.cost(schedule) * MILLI;
        if let Team::Two(_) = schedule.team {
            own += agreed.taken(members[0], members[1]);
        }
        if !self.leads_out(schedule) {
            return own;
        }
        let scope = &self.master.scope;
        let entries = model.entries(schedule);
        let rows = entries.iter().filter(|&&(row, _)| scope.place(row).is_none());
        let rows: i64 = rows.map(|&(row, times)| agreed.prices.0[row as usize] * times).sum();
        let others = members.iter().filter(|&&member| !scope.has_teacher(model, member));
        own + rows + others.map(|&member| agreed.teachers[member.index()]).sum::<i64>()
    }

    /// Brings a schedule in at its cost here, unless it is there.
    pub fn add(&mut self, schedule: &Schedule, agreed: &Agreed) -> bool {
        let is_new = self.master.add(schedule);
        if is_new {
            let cost = self.cost(schedule, agreed);
            self.master.set_cost(self.master.schedules.len() - 1, cost);
        }
        is_new
    }

    /// Prices the schedules with other schools as these ask now.
    pub fn reprice(&mut self, agreed: &Agreed) {
        for index in 0..self.master.schedules.len() {
            let schedule = self.master.schedules[index];
            let cost = self.cost(&schedule, agreed);
            self.master.set_cost(index, cost);
        }
    }

    /// The duals at a point, and the prices of all rows.
    pub fn duals(&self, setting: &Setting<'_, 'm>, point: &Point, agreed: &mut Agreed) -> Duals {
        let mut duals = self.master.duals(point, setting.ranges);
        for (&row, &price) in self.master.scope.rows.iter().zip(&duals.prices.0) {
            agreed.prices.0[row as usize] = price;
        }
        for &teacher in &self.staff {
            agreed.teachers[teacher.index()] = duals.teachers[teacher.index()];
        }
        duals.teachers.clone_from(&agreed.teachers);
        duals
    }

    /// Column generation in this school, `rounds` rounds at most, over its own pairs and those of `outer` that are open.
    /// `pricer` has what all schools ask now.
    pub fn converge(
        &mut self,
        setting: &Setting<'_, 'm>,
        agreed: &Agreed,
        pricer: &Pricer<'m>,
        open: &dyn Fn(u32) -> bool,
        rounds: u32,
    ) -> Option<Answer> {
        let mut pricer = pricer.clone();
        let mut agreed = agreed.clone();
        let mut answer = None;
        for _ in 0..rounds {
            if setting.stop.is_due() {
                break;
            }
            let Ok(point) = self.master.solve() else { break };
            let duals = self.duals(setting, &point, &mut agreed);
            pricer.refresh(&agreed.prices, &self.staff);
            let entering = self.entering(&pricer, &duals, &agreed, open);
            let mut entered = self.master.separate(&point);
            for schedule in entering {
                entered += usize::from(self.add(&schedule, &agreed));
            }
            if entered == 0 {
                entered = self.master.separate_odd_sets(&point, setting.vertices);
            }
            answer = Some(Answer {
                sets: self.master.priced_sets(&duals),
                prices: duals.prices.0,
                teachers: self.staff.iter().map(|&teacher| agreed.teachers[teacher.index()]).collect(),
            });
            if entered == 0 {
                break;
            }
        }
        answer
    }

    /// The schedules that pay at these duals, the best few of each teacher: what [`super::columns::paying`] makes of
    /// everything on offer. Teams are looked at closely one by one, where what they cost at least says that theirs may
    /// be next.
    pub fn entering(
        &self,
        pricer: &Pricer<'m>,
        duals: &Duals,
        agreed: &Agreed,
        open: &dyn Fn(u32) -> bool,
    ) -> Vec<Schedule> {
        let model = self.master.model;
        let mut quotes = pricer.quotes();
        let paid = self.master.paid(duals);
        // What a schedule of the pair may cost before the sets of several schools take their share, and that share.
        let allowed = |pair: u32| {
            let two = &model.twos[pair as usize];
            let taken = agreed.taken(two.a, two.b);
            (paid.team(Team::Two(pair)) - taken, taken)
        };
        // By reduced cost, or a floor under it, what is still to be looked at first.
        let mut next: BinaryHeap<Reverse<(i64, Option<Schedule>, u32)>> = BinaryHeap::new();
        for pair in self.inner.iter().chain(&self.outer).copied().filter(|&pair| open(pair)) {
            let (below, _) = allowed(pair);
            let floor = quotes.at_least(Team::Two(pair), below) - below;
            if floor < PAYS {
                next.push(Reverse((floor, None, pair)));
            }
        }
        let paying =
            |offer: &Offer| Some(offer.price - paid.team(offer.schedule.team)).filter(|&reduced| reduced < PAYS);
        for &school in &self.schools {
            let rings = &model.rings[school.index()];
            if !rings.staff.is_empty() {
                let rings = RingPrices::new(pricer, school, rings);
                let offers = rings.several(pricer, &paid, -2 * PAYS);
                next.extend(offers.iter().filter_map(|ring| Some(Reverse((paying(ring)?, Some(ring.schedule), 0)))));
            }
        }
        let mut few = Few::new(model);
        let mut entering = Vec::new();
        while let Some(Reverse((_, schedule, pair))) = next.pop() {
            if let Some(schedule) = schedule {
                if few.takes(schedule.team) {
                    entering.push(schedule);
                }
            } else if few.wants(Team::Two(pair)) {
                let (below, taken) = allowed(pair);
                let offers = quotes.quote(Team::Two(pair), below).offers;
                let offers = offers.into_iter().map(|offer| Offer { price: offer.price + taken, ..offer });
                next.extend(offers.filter_map(|offer| Some(Reverse((paying(&offer)?, Some(offer.schedule), pair)))));
            }
        }
        entering
    }
}
