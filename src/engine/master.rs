//! The restricted master: a linear program over the schedules generated so far. Rows enter when a solution breaks
//! them, columns when the prices make them pay; odd sets enter from the duals of the matching.

use std::collections::HashSet;

use super::bound::{MANY, Ranges, Vertices};
use super::dive::LARGE;
use super::duals::feasible;
use super::exact::{Lp, NoPoint, Point};
use super::paid::Paid;
use super::price::{MILLI, Prices};
use super::scope::Scope;
use super::sets::OddRow;
use crate::compile::{Model, RowId, RowKey, Schedule, Team};
use crate::domain::Key;
use crate::matching;

/// What breaking a lock, or missing what is to be counted, costs in the master, pence: more than any plan could save
/// by it.
const LOCK_SLACK: i64 = 20_000_000;

/// No schedule is planned so often. The limit never binds, but where columns have one the dual simplex goes on from any
/// basis: what pays is put at its limit, and the duals hold.
const MOST_PLANNED: i64 = 2;

/// One, in the unit of a point's values.
pub const ONE: i64 = 1_000_000;

/// Of budgets of so many steps a price is rounded up, which takes less than a penny off the bound.
const SMALL_BUDGET: i64 = 600;

/// The restricted master.
pub struct Master<'m> {
    pub(super) model: &'m Model<'m>,
    /// What of the model is in it.
    pub scope: Scope,
    pub(super) lp: Lp,
    /// The most that a schedule is planned; none where the primal simplex mostly goes on.
    most_planned: Option<i64>,
    /// The schedules generated, in order.
    pub schedules: Vec<Schedule>,
    known: HashSet<Schedule>,
    /// Column of each schedule, and of each auxiliary column.
    pub(super) column_of: Vec<usize>,
    aux_column: Vec<usize>,
    /// Columns by row of the scope, whether the row is in the program or not.
    users: Vec<Vec<(usize, i64)>>,
    /// The same by column: where the rows of each that uses some begin, and these rows.
    used_from: Vec<(usize, usize)>,
    used: Vec<(usize, i64)>,
    row_of: Vec<Option<usize>>,
    teacher_row: Vec<Option<usize>>,
    /// By school, the row that counts its rings, and the column of how many there are.
    ring_row: Vec<Option<usize>>,
    ring_column: Vec<Option<usize>>,
    pub(super) odd_sets: Vec<OddRow>,
    pub(super) known_sets: HashSet<(Vec<bool>, Vec<u32>)>,
    /// Column of each vertex: it has a partner.
    pub(super) served_column: Vec<usize>,
    counters: Vec<CounterRow>,
    /// Of every budget, its row and the column of what can't be spent of it.
    unspent: Vec<(RowId, usize)>,
}

/// What branching counts: arrangements, which are whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// All of them.
    All,
    /// Those of two.
    Two(u32),
    /// Those of one who watches another.
    One(u32),
}

impl Counter {
    /// Whether it counts the arrangements of a team.
    pub fn counts(self, team: Team) -> bool {
        match self {
            Self::All => true,
            Self::Two(two) => team == Team::Two(two),
            Self::One(one) => team == Team::One(one),
        }
    }
}

/// What counters add to the price of an arrangement of `team`, milli-pence; without one, to that of any ring.
pub fn toll(counters: &[(Counter, i64)], team: Option<Team>) -> i64 {
    let counting =
        counters.iter().filter(|(counter, _)| team.map_or(*counter == Counter::All, |team| counter.counts(team)));
    counting.map(|&(_, price)| price).sum()
}

/// A counter in the program: schedules counted less the counter's own column are nothing.
struct CounterRow {
    counter: Counter,
    row: usize,
    column: usize,
}

/// Prices that a solution of the master gives.
pub struct Duals {
    /// Of the rows, milli-pence.
    pub prices: Prices,
    /// Of each teacher's demand, milli-pence.
    pub teachers: Vec<i64>,
    /// Of each odd set, milli-pence.
    pub odd_sets: Vec<i64>,
    /// Of the rings that each school may have, milli-pence.
    pub rings: Vec<i64>,
    /// Of what is counted, milli-pence, of any sign.
    pub counters: Vec<(Counter, i64)>,
}

impl Duals {
    /// What a schedule of the team may cost at most to pay, milli-pence, odd sets aside.
    pub fn allowed(&self, model: &Model<'_>, team: Team) -> i64 {
        let served = model.served(team);
        let teachers: i64 = served.iter().map(|member| self.teachers[member.index()]).sum();
        -teachers - toll(&self.counters, Some(team))
    }
}

impl<'m> Master<'m> {
    /// A master without schedules.
    pub fn new(model: &'m Model<'m>, vertices: &Vertices, scope: Scope) -> Self {
        // One of several schools, or of many teachers of theirs: as few rows as it takes, since it is solved again and again.
        let is_of_many =
            scope.rows.len() < model.rows.len() || model.problem.schools.len() > 1 && vertices.teacher.len() > LARGE;
        let mut master = Self {
            model,
            lp: Lp::new(),
            most_planned: is_of_many.then_some(MOST_PLANNED),
            schedules: Vec::new(),
            known: HashSet::new(),
            column_of: Vec::new(),
            aux_column: Vec::new(),
            users: vec![Vec::new(); scope.rows.len()],
            used_from: Vec::new(),
            used: Vec::new(),
            row_of: vec![None; scope.rows.len()],
            teacher_row: vec![None; model.problem.teachers.len()],
            ring_row: vec![None; model.rings.len()],
            ring_column: vec![None; model.rings.len()],
            odd_sets: Vec::new(),
            known_sets: HashSet::new(),
            served_column: vec![usize::MAX; vertices.teacher.len()],
            counters: Vec::new(),
            unspent: Vec::new(),
            scope,
        };
        for teacher in model.problem.teachers.keys() {
            if model.watches[teacher.index()] && master.scope.has_teacher(model, teacher) {
                let row = master.lp.add_row(0, true, &[]);
                master.teacher_row[teacher.index()] = Some(row);
                for vertex in vertices.of(teacher) {
                    let worth = vertices.worth[vertex as usize] / MILLI;
                    master.served_column[vertex as usize] = master.lp.add_column(-worth, 0, Some(1), &[(row, -1)]);
                }
            }
        }
        for (id, rings) in model.problem.schools.keys().zip(&model.rings) {
            if !rings.staff.is_empty() && master.scope.has(id) {
                let school = id.index();
                let row = master.lp.add_row(0, true, &[]);
                master.ring_row[school] = Some(row);
                master.ring_column[school] =
                    Some(master.lp.add_column(0, 0, Some(i64::from(rings.most)), &[(row, -1)]));
                // Where there must be a ring, and the schedules so far have none that fits.
                master.lp.add_column(LOCK_SLACK, 0, None, &[(row, 1)]);
                master.add_school_set(&rings.staff, vertices);
            }
        }
        // Without the rows of cover the first points would leave every class alone; the others wait until one breaks them.
        // They come before their columns: to HiGHS a column more costs little, a row more with many columns much.
        for row in 0..master.scope.rows.len() {
            let id = master.scope.rows[row];
            let of_cover = match model.rows.key(id) {
                RowKey::Cover { .. }
                | RowKey::SupervisorDay { .. }
                | RowKey::KeepBack { .. }
                | RowKey::UnitAt { .. }
                | RowKey::Ladder { .. } => true,
                RowKey::SupervisorAt { .. }
                | RowKey::HireDay { .. }
                | RowKey::StaffDay { .. }
                | RowKey::StaffWeek { .. } => !is_of_many,
                _ => false,
            };
            if of_cover {
                master.enter(row, model.rows.limit(id));
            }
        }
        for index in master.scope.aux.clone() {
            let aux = &model.aux[index];
            let (least, most) = (i64::from(aux.least), i64::from(aux.most));
            let entries = model.parts.entries(aux.part);
            let inside =
                entries.iter().filter_map(|&(row, times)| Some((master.row_of[master.scope.place(row)?]?, times)));
            let inside: Vec<(usize, i64)> = inside.collect();
            let column = master.lp.add_column(model.parts.cost(aux.part), least, Some(most), &inside);
            master.aux_column.push(column);
            master.note_users(column, entries);
        }
        for row in 0..master.scope.rows.len() {
            let id = master.scope.rows[row];
            if matches!(model.rows.key(id), RowKey::Money | RowKey::SchoolMoney { .. } | RowKey::WeekMoney { .. }) {
                let column = master.lp.add_column(0, 0, Some(0), &[]);
                master.note_users(column, &[(id, 1)]);
                master.unspent.push((id, column));
            }
        }
        master
    }

    /// Keeps an account of the rows that a column uses.
    fn note_users(&mut self, column: usize, entries: &[(RowId, i64)]) {
        self.used_from.push((column, self.used.len()));
        for &(row, coefficient) in entries {
            if let Some(place) = self.scope.place(row) {
                self.users[place].push((column, coefficient));
                self.used.push((place, coefficient));
            }
        }
    }

    /// What a point takes of every row of the scope, in millionths.
    fn activity(&self, point: &Point) -> Vec<i64> {
        let mut activity = vec![0; self.users.len()];
        let ends = self.used_from.iter().skip(1).map(|&(_, from)| from).chain([self.used.len()]);
        for (&(column, from), end) in self.used_from.iter().zip(ends) {
            let value = point.columns[column];
            if value != 0 {
                for &(place, times) in &self.used[from..end] {
                    activity[place] += value * times;
                }
            }
        }
        activity
    }

    /// Brings a row in.
    fn enter(&mut self, row: usize, limit: i64) {
        let users = &self.users[row];
        self.row_of[row] = Some(self.lp.add_row(limit, false, users));
    }

    /// Brings a row of the model in, unless it is there, or needs more than its users.
    pub fn enter_row(&mut self, id: RowId) {
        let Some(row) = self.scope.place(id).filter(|&row| self.row_of[row].is_none()) else { return };
        if !matches!(self.model.rows.key(id), RowKey::Lock { .. } | RowKey::Never { .. }) {
            self.enter(row, self.model.rows.limit(id));
        }
    }

    /// The rows of the model that are in the program.
    pub fn rows_inside(&self) -> impl Iterator<Item = RowId> + '_ {
        self.scope.rows.iter().zip(&self.row_of).filter(|(_, row)| row.is_some()).map(|(&id, _)| id)
    }

    /// Adds a schedule, unless it is there already.
    pub fn add(&mut self, schedule: &Schedule) -> bool {
        if !self.known.insert(*schedule) {
            return false;
        }
        let entries = self.model.entries(schedule);
        let members = self.model.served(schedule.team);
        let mut factors: Vec<(usize, i64)> =
            entries.iter().filter_map(|&(row, times)| Some((self.row_of[self.scope.place(row)?]?, times))).collect();
        factors.extend(members.iter().filter_map(|member| Some((self.teacher_row[member.index()]?, 1))));
        factors.extend(self.ring_row_of(schedule.team).map(|row| (row, 1)));
        let odd = self.odd_sets.iter().map(|odd| (odd.row, odd.counts(members)));
        factors.extend(odd.filter(|&(_, times)| times > 0));
        let counting = self.counters.iter().filter(|of| of.counter.counts(schedule.team));
        factors.extend(counting.map(|of| (of.row, 1)));
        let column = self.lp.add_column(self.model.cost(schedule), 0, self.most_planned, &factors);
        self.note_users(column, &entries);
        self.schedules.push(*schedule);
        self.column_of.push(column);
        true
    }

    /// The row that counts a team among the rings of its school.
    fn ring_row_of(&self, team: Team) -> Option<usize> {
        match team {
            Team::Two(_) | Team::One(_) => None,
            Team::Ring([first, ..]) => self.ring_row[self.model.problem.teachers[first].school.index()],
        }
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
        for (row, activity) in self.activity(point).into_iter().enumerate() {
            if self.row_of[row].is_some() {
                continue;
            }
            let id = self.scope.rows[row];
            let limit = self.model.rows.limit(id);
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

    /// The prices at a point. What should not be negative is not.
    pub fn duals(&self, point: &Point, ranges: &Ranges) -> Duals {
        let at = |row: Option<usize>| row.map_or(0, |row| point.prices[row]);
        let mut prices = Prices(self.row_of.iter().map(|&row| at(row).max(0)).collect());
        for &(id, _) in &self.unspent {
            // Rounded down, it would have everything that costs money look cheaper than it is, each by a little.
            if let Some(price) = self.scope.place(id).map(|row| &mut prices.0[row])
                && *price > 0
                && self.model.rows.limit(id) <= SMALL_BUDGET
            {
                *price += 1;
            }
        }
        Duals {
            prices,
            teachers: self.teacher_row.iter().map(|&row| at(row)).collect(),
            odd_sets: self.odd_sets.iter().map(|odd| point.prices[odd.row].max(0)).collect(),
            rings: self.ring_row.iter().map(|&row| at(row)).collect(),
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

    /// What the duals pay for teams.
    pub fn paid<'d>(&'d self, duals: &'d Duals) -> Paid<'d> {
        Paid::new(self.model, &self.odd_sets, duals)
    }

    /// The odd and even sets of vertices that have a price, with it, milli-pence.
    pub fn priced_sets(&self, duals: &Duals) -> Vec<(Vec<u32>, i64)> {
        let sets = self.odd_sets.iter().zip(&duals.odd_sets);
        let priced = sets
            .filter(|&(odd, &dual)| dual > 0 && odd.vertices.len() >= 3 && (odd.twice || odd.vertices.len() % 2 == 1));
        priced.map(|(odd, &dual)| (odd.vertices.clone(), dual)).collect()
    }

    /// What the duals of the master amount to for the matching's graph, whose edges cost `cheapest` at least.
    pub fn matching_duals(&self, duals: &Duals, vertices: &Vertices, cheapest: &[i64]) -> matching::Duals {
        feasible(self.model, vertices, &duals.teachers, &self.priced_sets(duals), cheapest)
    }

    /// Whether a point would cost less if the limit of the row were more.
    pub fn is_tight(&self, point: &Point, id: RowId) -> bool {
        let row = self.scope.place(id).and_then(|row| self.row_of[row]);
        row.is_some_and(|row| point.prices.get(row).is_some_and(|&price| price > 0))
    }

    /// Schedules that a point plans, wholly or in part.
    pub fn support<'s>(&'s self, point: &'s Point) -> impl Iterator<Item = &'s Schedule> + 's {
        let used = move |&(_, &column): &(&Schedule, &usize)| point.columns.get(column).is_some_and(|&value| value > 0);
        self.schedules.iter().zip(&self.column_of).filter(used).map(|(schedule, _)| schedule)
    }

    /// Sets the ranges of the auxiliary columns, of rings and of counters.
    pub fn set_ranges(&mut self, ranges: &Ranges) {
        let rings = (self.model.aux.len()..).zip(self.ring_column.iter().copied());
        let aux = self.scope.aux.iter().copied().zip(self.aux_column.iter().map(|&column| Some(column)));
        for (index, column) in aux.chain(rings) {
            let (least, most) = ranges.columns[index];
            if let Some(column) = column {
                self.lp.bound_column(column, least, most);
            }
        }
        for &(row, limit) in &ranges.limits {
            if let Some(&(_, column)) = self.unspent.iter().find(|&&(of, _)| of == row) {
                let unspent = self.model.rows.limit(row) - limit;
                self.lp.bound_column(column, unspent, unspent);
            }
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
        let counted = self.schedules.iter().zip(&self.column_of).filter(|(schedule, _)| counter.counts(schedule.team));
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
        if fixed { self.lp.bound_column(column, 1, 1) } else { self.lp.free_column(column, self.most_planned) }
    }

    /// Narrows the range of an auxiliary column.
    pub fn bound_aux(&mut self, aux: usize, least: i64, most: i64) {
        let column = self.column_of_aux(aux);
        self.lp.bound_column(column, least, most);
    }

    /// How much of each schedule a point plans, in millionths.
    pub fn planned<'s>(&'s self, point: &'s Point) -> impl Iterator<Item = i64> + 's {
        self.column_of.iter().map(|&column| point.columns.get(column).copied().unwrap_or(0))
    }

    /// How much of an auxiliary column a point uses, in millionths.
    pub fn used(&self, point: &Point, aux: usize) -> i64 {
        point.columns.get(self.column_of_aux(aux)).copied().unwrap_or(0)
    }

    /// The column of an auxiliary column of the scope.
    fn column_of_aux(&self, aux: usize) -> usize {
        self.aux_column[self.scope.aux.binary_search(&aux).expect("of the scope")]
    }

    /// Sets what a schedule costs, milli-pence.
    pub fn set_cost(&mut self, schedule: usize, cost: i64) {
        self.lp.cost_column(self.column_of[schedule], cost);
    }

    /// Keeps a schedule out.
    pub fn shut(&mut self, schedule: usize) {
        self.lp.bound_column(self.column_of[schedule], 0, 0);
    }

    /// The place of a schedule among those generated.
    pub fn find(&self, schedule: &Schedule) -> Option<usize> {
        self.schedules.iter().position(|known| known == schedule)
    }

    /// How many rings of a school a point plans, in millionths; `None` where there can be none.
    pub fn rings_planned(&self, point: &Point, school: usize) -> Option<i64> {
        Some(point.columns.get(self.ring_column[school]?).copied().unwrap_or(0))
    }
}
