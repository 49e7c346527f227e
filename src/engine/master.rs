//! The restricted master: a linear program over the schedules generated so far. Rows enter when a solution breaks
//! them, columns when the prices make them pay; odd sets enter from the duals of the matching.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::bound::{MANY, Ranges, Vertices};
use super::exact::{Lp, NoPoint, Point};
use super::price::{MILLI, Offer, Prices};
use crate::compile::{Model, RowId, RowKey, Schedule};
use crate::domain::Key;

/// What breaking a lock, or missing what is to be counted, costs in the master, pence: more than any plan could save
/// by it.
const LOCK_SLACK: i64 = 20_000_000;

/// One, in the unit of a point's values.
pub const ONE: i64 = 1_000_000;

/// The restricted master.
pub struct Master<'m> {
    model: &'m Model<'m>,
    lp: Lp,
    /// The schedules generated, in order.
    pub schedules: Vec<Schedule>,
    known: HashSet<Schedule>,
    /// Column of each schedule, and of each auxiliary column.
    column_of: Vec<usize>,
    aux_column: Vec<usize>,
    /// Columns by row of the model, whether the row is in the program or not.
    users: Vec<Vec<(usize, i64)>>,
    row_of: Vec<Option<usize>>,
    teacher_row: Vec<Option<usize>>,
    odd_sets: Vec<OddRow>,
    known_sets: HashSet<(Vec<bool>, Vec<u32>)>,
    /// Column of each vertex: it has a partner.
    served_column: Vec<usize>,
    counters: Vec<CounterRow>,
}

/// What branching counts: arrangements, which are whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// All of them.
    All,
    /// Those of one pair.
    Pair(u32),
}

impl Counter {
    /// Whether it counts arrangements of `pair`.
    pub const fn counts(self, pair: u32) -> bool {
        match self {
            Self::All => true,
            Self::Pair(of) => of == pair,
        }
    }
}

/// A counter in the program: schedules counted less the counter's own column are nothing.
struct CounterRow {
    counter: Counter,
    row: usize,
    column: usize,
}

/// A row that whole matchings keep and fractions may break.
struct OddRow {
    /// By teacher: pairs with both members inside count.
    inside: Vec<bool>,
    /// Pairs with one member inside that count as well.
    besides: BTreeSet<u32>,
    row: usize,
}

impl OddRow {
    fn counts(&self, model: &Model<'_>, pair: u32) -> bool {
        let of = &model.pairs[pair as usize];
        (self.inside[of.a.index()] && self.inside[of.b.index()]) || self.besides.contains(&pair)
    }
}

/// Prices that a solution of the master gives.
pub struct Duals {
    /// Of the rows, milli-pence.
    pub prices: Prices,
    /// Of each teacher's demand, milli-pence.
    pub teachers: Vec<i64>,
    /// Of each odd set, milli-pence.
    pub odd_sets: Vec<i64>,
    /// Of each counter, milli-pence, of any sign.
    pub counters: Vec<(Counter, i64)>,
}

impl Duals {
    /// What a schedule of the pair may cost at most to pay, milli-pence, odd sets aside.
    pub fn allowed(&self, model: &Model<'_>, pair: u32) -> i64 {
        let of = &model.pairs[pair as usize];
        -self.teachers[of.a.index()] - self.teachers[of.b.index()] - toll(&self.counters, pair)
    }
}

impl<'m> Master<'m> {
    /// A master without schedules.
    pub fn new(model: &'m Model<'m>, vertices: &Vertices) -> Self {
        let mut master = Self {
            model,
            lp: Lp::new(),
            schedules: Vec::new(),
            known: HashSet::new(),
            column_of: Vec::new(),
            aux_column: Vec::new(),
            users: vec![Vec::new(); model.rows.len()],
            row_of: vec![None; model.rows.len()],
            teacher_row: vec![None; model.problem.teachers.len()],
            odd_sets: Vec::new(),
            known_sets: HashSet::new(),
            served_column: Vec::new(),
            counters: Vec::new(),
        };
        for teacher in model.problem.teachers.keys() {
            if model.watches[teacher.index()] {
                let row = master.lp.add_row(0, true, &[]);
                master.teacher_row[teacher.index()] = Some(row);
                for vertex in vertices.of(teacher) {
                    let worth = vertices.worth[vertex as usize] / MILLI;
                    master.served_column.push(master.lp.add_column(-worth, 0, Some(1), &[(row, -1)]));
                }
            }
        }
        for aux in &model.aux {
            let (least, most) = (i64::from(aux.least), i64::from(aux.most));
            let column = master.lp.add_column(model.parts.cost(aux.part), least, Some(most), &[]);
            master.aux_column.push(column);
            for &(row, coefficient) in model.parts.entries(aux.part) {
                master.users[row as usize].push((column, coefficient));
            }
        }
        // Without the rows of cover the first points would leave every class alone; the others wait until one breaks them.
        for row in 0..model.rows.len() {
            let id = RowId::try_from(row).expect("a row");
            let of_cover = matches!(
                model.rows.key(id),
                RowKey::Cover { .. }
                    | RowKey::SupervisorAt { .. }
                    | RowKey::SupervisorDay { .. }
                    | RowKey::KeepBack { .. }
                    | RowKey::UnitAt { .. }
                    | RowKey::HireDay { .. }
                    | RowKey::Ladder { .. }
                    | RowKey::StaffDay { .. }
                    | RowKey::StaffWeek { .. }
            );
            if of_cover {
                master.enter(row, model.rows.limit(id));
            }
        }
        master
    }

    /// Brings a row in.
    fn enter(&mut self, row: usize, limit: i64) {
        let users = &self.users[row];
        self.row_of[row] = Some(self.lp.add_row(limit, false, users));
    }

    /// Adds a schedule, unless it is there already.
    pub fn add(&mut self, schedule: &Schedule) -> bool {
        if !self.known.insert(*schedule) {
            return false;
        }
        let entries = self.model.entries(schedule);
        let pair = &self.model.pairs[schedule.pair as usize];
        let mut factors: Vec<(usize, i64)> =
            entries.iter().filter_map(|&(row, coefficient)| Some((self.row_of[row as usize]?, coefficient))).collect();
        factors.extend([pair.a, pair.b].iter().filter_map(|member| Some((self.teacher_row[member.index()]?, 1))));
        let odd = self.odd_sets.iter().filter(|odd| odd.counts(self.model, schedule.pair));
        factors.extend(odd.map(|odd| (odd.row, 1)));
        let counting = self.counters.iter().filter(|of| of.counter.counts(schedule.pair));
        factors.extend(counting.map(|of| (of.row, 1)));
        let column = self.lp.add_column(self.model.cost(schedule), 0, None, &factors);
        for &(row, coefficient) in &entries {
            self.users[row as usize].push((column, coefficient));
        }
        self.schedules.push(*schedule);
        self.column_of.push(column);
        true
    }

    /// Solves the program.
    ///
    /// # Errors
    /// When there is no point.
    pub fn solve(&mut self) -> Result<Point, NoPoint> {
        self.lp.solve()
    }

    /// Brings in every row that the point breaks; returns how many.
    pub fn separate(&mut self, point: &Point) -> usize {
        let mut entered = 0;
        for row in 0..self.users.len() {
            if self.row_of[row].is_some() {
                continue;
            }
            let id = RowId::try_from(row).expect("a row");
            let limit = self.model.rows.limit(id);
            let activity: i64 = self.users[row].iter().map(|&(column, times)| point.columns[column] * times).sum();
            if activity > limit.saturating_mul(ONE) + 1 {
                let mut users = self.users[row].clone();
                if matches!(self.model.rows.key(id), RowKey::Lock { .. } | RowKey::Never { .. }) {
                    users.push((self.lp.add_column(LOCK_SLACK, 0, None, &[]), -1));
                }
                self.row_of[row] = Some(self.lp.add_row(limit, false, &users));
                entered += 1;
            }
        }
        entered
    }

    /// Brings in an odd set of vertices, unless it is there: pairs inside it, less those that use a copy of one of its
    /// teachers that is not in it, are at most half of its vertices, rounded down.
    pub fn add_odd_set(&mut self, members: &[u32], vertices: &Vertices) -> bool {
        let mut inside = vec![false; self.model.problem.teachers.len()];
        for &member in members {
            inside[vertices.teacher[member as usize].index()] = true;
        }
        let outside: Vec<u32> = self
            .model
            .problem
            .teachers
            .keys()
            .filter(|teacher| inside[teacher.index()])
            .flat_map(|teacher| vertices.of(teacher))
            .filter(|vertex| !members.contains(vertex))
            .collect();
        if !self.known_sets.insert((inside.clone(), outside.clone())) {
            return false;
        }
        let mut odd = OddRow { inside, besides: BTreeSet::new(), row: 0 };
        let mut users = self.counted(&odd);
        users.extend(outside.iter().map(|&vertex| (self.served_column[vertex as usize], -1)));
        let limit = i64::try_from(members.len() / 2).expect("a few vertices");
        odd.row = self.lp.add_row(limit, false, &users);
        self.odd_sets.push(odd);
        true
    }

    /// Columns of the schedules whose pairs count in a row.
    fn counted(&self, odd: &OddRow) -> Vec<(usize, i64)> {
        let all = self.schedules.iter().zip(&self.column_of);
        all.filter(|(schedule, _)| odd.counts(self.model, schedule.pair)).map(|(_, &column)| (column, 1)).collect()
    }

    /// Brings in the odd sets that a point breaks; returns how many. Teachers who hang together by pairs planned in part
    /// are a set, and pairs planned whole that lead out of it count as well (the blossom inequalities of Edmonds and
    /// Pulleyblank for matchings with several partners: at most half of the partners wanted and of these pairs).
    pub fn separate_odd_sets(&mut self, point: &Point) -> usize {
        let model = self.model;
        let slack = ONE / 1_000;
        let mut share: BTreeMap<u32, i64> = BTreeMap::new();
        for (schedule, &column) in self.schedules.iter().zip(&self.column_of) {
            *share.entry(schedule.pair).or_insert(0) += point.columns.get(column).copied().unwrap_or(0);
        }
        let mut group: Vec<usize> = (0..model.problem.teachers.len()).collect();
        for (&pair, _) in share.iter().filter(|&(_, &value)| slack < value && value < ONE - slack) {
            let pair = &model.pairs[pair as usize];
            let (from, to) = (group[pair.a.index()], group[pair.b.index()]);
            for member in group.iter_mut().filter(|member| **member == from) {
                *member = to;
            }
        }
        let mut entered = 0;
        for set in 0..group.len() {
            let inside: Vec<bool> = group.iter().map(|&of| of == set).collect();
            if inside.iter().filter(|&&is| is).count() < 3 {
                continue;
            }
            let leads_out = |&(&pair, &value): &(&u32, &i64)| {
                let pair = &model.pairs[pair as usize];
                inside[pair.a.index()] != inside[pair.b.index()] && value >= ONE - slack
            };
            let besides: BTreeSet<u32> = share.iter().filter(leads_out).map(|(&pair, _)| pair).collect();
            let teachers = model.problem.teachers.entries().filter(|(teacher, _)| inside[teacher.index()]);
            let wanted: i64 = teachers.map(|(_, person)| i64::from(person.wanted())).sum();
            let limit = (wanted + i64::try_from(besides.len()).expect("a few pairs")).div_euclid(2);
            let mut odd = OddRow { inside, besides, row: 0 };
            let planned: i64 =
                share.iter().filter(|&(&pair, _)| odd.counts(model, pair)).map(|(_, &value)| value).sum();
            if planned > limit * ONE + slack {
                odd.row = self.lp.add_row(limit, false, &self.counted(&odd));
                self.odd_sets.push(odd);
                entered += 1;
            }
        }
        entered
    }

    /// The prices at a point. What should not be negative is not.
    pub fn duals(&self, point: &Point, ranges: &Ranges) -> Duals {
        let at = |row: Option<usize>| row.map_or(0, |row| point.prices[row]);
        Duals {
            prices: Prices(self.row_of.iter().map(|&row| at(row).max(0)).collect()),
            teachers: self.teacher_row.iter().map(|&row| at(row)).collect(),
            odd_sets: self.odd_sets.iter().map(|odd| point.prices[odd.row].max(0)).collect(),
            counters: self
                .counters
                .iter()
                .map(|of| (of.counter, point.prices[of.row]))
                // A free counter has no price; what there is of one is noise.
                .map(|(counter, price)| {
                    (counter, if ranges.of_counter(counter).1 >= MANY { price.min(0) } else { price })
                })
                .collect(),
        }
    }

    /// What the duals of its members leave of an offer, milli-pence; below zero it pays to bring it in.
    pub fn reduced(&self, offer: &Offer, duals: &Duals) -> i64 {
        let pair = &self.model.pairs[offer.schedule.pair as usize];
        let counting = self.odd_sets.iter().zip(&duals.odd_sets);
        let odd: i64 =
            counting.filter(|(odd, _)| odd.counts(self.model, offer.schedule.pair)).map(|(_, &dual)| dual).sum();
        let counted = toll(&duals.counters, offer.schedule.pair);
        offer.price + duals.teachers[pair.a.index()] + duals.teachers[pair.b.index()] + odd + counted
    }

    /// Schedules that a point plans, wholly or in part.
    pub fn support<'s>(&'s self, point: &'s Point) -> impl Iterator<Item = &'s Schedule> + 's {
        let used = move |&(_, &column): &(&Schedule, &usize)| point.columns.get(column).is_some_and(|&value| value > 0);
        self.schedules.iter().zip(&self.column_of).filter(used).map(|(schedule, _)| schedule)
    }

    /// Sets the ranges of the auxiliary columns and of the counters.
    pub fn set_ranges(&mut self, ranges: &Ranges) {
        for (&column, &(least, most)) in self.aux_column.iter().zip(&ranges.aux) {
            self.lp.bound_column(column, least, most);
        }
        for &(counter, _) in &ranges.counters {
            self.enter_counter(counter);
        }
        for of in &self.counters {
            let (least, most) = ranges.of_counter(of.counter);
            self.lp.bound_column(of.column, least, most);
        }
    }

    /// Brings a counter in, unless it is there.
    fn enter_counter(&mut self, counter: Counter) {
        if self.counters.iter().any(|of| of.counter == counter) {
            return;
        }
        let counted = self.schedules.iter().zip(&self.column_of).filter(|(schedule, _)| counter.counts(schedule.pair));
        let mut users: Vec<(usize, i64)> = counted.map(|(_, &column)| (column, 1)).collect();
        let column = self.lp.add_column(0, 0, None, &[]);
        // Until there are schedules enough for the least, what is missing costs more than any plan.
        let missing = self.lp.add_column(LOCK_SLACK, 0, None, &[]);
        users.extend([(column, -1), (missing, 1)]);
        let row = self.lp.add_row(0, true, &users);
        self.counters.push(CounterRow { counter, row, column });
    }

    /// Fixes a schedule at one, or lets it go again.
    pub fn fix(&mut self, schedule: usize, fixed: bool) {
        let column = self.column_of[schedule];
        if fixed { self.lp.bound_column(column, 1, 1) } else { self.lp.free_column(column) }
    }

    /// Narrows the range of an auxiliary column.
    pub fn bound_aux(&mut self, aux: usize, least: i64, most: i64) {
        self.lp.bound_column(self.aux_column[aux], least, most);
    }

    /// How much of each schedule a point plans, in millionths.
    pub fn planned<'s>(&'s self, point: &'s Point) -> impl Iterator<Item = i64> + 's {
        self.column_of.iter().map(|&column| point.columns.get(column).copied().unwrap_or(0))
    }

    /// How much of an auxiliary column a point uses, in millionths.
    pub fn used(&self, point: &Point, aux: usize) -> i64 {
        point.columns[self.aux_column[aux]]
    }
}

/// What counters add to the price of an arrangement of `pair`, milli-pence.
pub fn toll(counters: &[(Counter, i64)], pair: u32) -> i64 {
    counters.iter().filter(|(counter, _)| counter.counts(pair)).map(|&(_, price)| price).sum()
}
