//! What one search leaves to the next on nearly the same instance: its schedules, the rows and sets that its prices
//! stand on, its plan and its bound. Nothing of it is taken on trust: schedules are kept where they fit, a plan is where
//! it keeps every row, and a bound holds where the other instance only allowed more.

use super::carry::{Carried, forbids_more, may_carry};
use super::finish::Choice;
use super::search::Search;
use crate::compile::{AuxKind, Model, NEVER, RowKey, Schedule, Team};
use crate::domain::{Budget, Key, Pence, Plan, Problem, Proof};

/// What a search of one instance leaves to those of its neighbours.
#[derive(Debug, Clone)]
pub struct Warm {
    problem: Problem,
    bound: Pence,
    proof: Proof,
    /// `None` where the instance was planned in parts.
    found: Option<Found>,
    /// Whether it serves instances that differ in more than budgets, rates and cover.
    is_wide: bool,
}

/// What a search over the whole found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The schedules generated, in order.
    schedules: Vec<Schedule>,
    /// Those of the plan, ascending.
    chosen: Vec<Schedule>,
    /// The auxiliary columns that the plan uses, and how often.
    used: Vec<(AuxKind, i64)>,
    /// The rows that some point broke.
    rows: Vec<RowKey>,
    /// The odd sets of vertices.
    sets: Vec<Vec<u32>>,
    /// The schedules, told for other models; those of the plan first.
    carried: Vec<Carried>,
    /// How many of these the plan has.
    planned: usize,
}

impl Warm {
    /// What is left of a search of `problem` that ended with `plan`.
    pub(super) fn new(problem: &Problem, plan: &Plan, found: Option<Found>) -> Self {
        Self { problem: problem.clone(), bound: plan.bound, proof: plan.proof, found, is_wide: false }
    }

    /// The same, to serve whatever has the same people, lessons and hours: its schedules go there by what they are, and its
    /// bound where only more is forbidden.
    #[must_use]
    pub fn wide(self) -> Self {
        Self { is_wide: true, ..self }
    }

    /// Whether it has schedules for `problem`.
    pub(super) fn serves(&self, problem: &Problem) -> bool {
        self.found.is_some() && self.is_alike(problem)
    }

    /// Gives the search what it can use; schedules and rows only where it has one master.
    pub(super) fn enter(&self, search: &mut Search<'_>, has_one_master: bool) {
        let model = search.model;
        if self.allows_more_than(model.problem) || self.is_wide && forbids_more(&self.problem, model.problem) {
            search.raise(self.bound, self.proof);
        }
        if self.is_wide && !self.is_alike(model.problem) {
            self.carry(search, has_one_master);
        }
        let Some(found) = self.found.as_ref().filter(|_| self.is_alike(model.problem)) else { return };
        if has_one_master {
            for key in &found.rows {
                if let Some(row) = model.rows.find(key) {
                    search.master.enter_row(row);
                }
            }
            for set in &found.sets {
                search.enter_odd_set(set);
            }
            for schedule in found.schedules.iter().filter(|schedule| can_have(model, schedule)) {
                search.inherited += u64::from(search.master.add(schedule));
            }
        }
        if let Some(choice) = found.choice(model).filter(|choice| keeps_rows(model, choice)) {
            search.offer(choice);
            search.is_resumed = true;
        }
    }

    /// Gives the search, of another model, what goes there.
    fn carry(&self, search: &mut Search<'_>, has_one_master: bool) {
        let model = search.model;
        let Some(found) = self.found.as_ref().filter(|_| may_carry(&self.problem, model.problem)) else { return };
        let carried: Vec<Option<Schedule>> =
            found.carried.iter().map(|one| one.within(model).filter(|schedule| can_have(model, schedule))).collect();
        if has_one_master {
            for key in &found.rows {
                if let Some(row) = model.rows.find(key) {
                    search.master.enter_row(row);
                }
            }
            for schedule in carried[found.planned..].iter().flatten() {
                search.inherited += u64::from(search.master.add(schedule));
            }
        }
        let mut chosen: Vec<Schedule> = carried[..found.planned].iter().copied().flatten().collect();
        chosen.sort_unstable();
        let is_whole = chosen.len() == found.planned;
        if let Some(choice) = found.with(model, chosen).filter(|choice| is_whole && keeps_rows(model, choice)) {
            search.offer(choice);
        }
    }

    /// Whether schedules of one are schedules of the other: what differs is nothing that they are made of.
    fn is_alike(&self, problem: &Problem) -> bool {
        let mut other = problem.clone();
        other.budget = self.problem.budget.clone();
        other.rates = self.problem.rates.clone();
        other.supervisors = self.problem.supervisors.clone();
        other.supply = self.problem.supply.clone();
        other.study_money = self.problem.study_money;
        other.rules.keep_back = self.problem.rules.keep_back;
        other.rules.class_cover_max = self.problem.rules.class_cover_max;
        other.rules.staff_cover = self.problem.rules.staff_cover;
        other == self.problem
    }

    /// Whether every plan of `problem` is one of its own instance: nothing differs but budgets, and none is less.
    fn allows_more_than(&self, problem: &Problem) -> bool {
        let mut other = problem.clone();
        other.budget = self.problem.budget.clone();
        other == self.problem && allows(&self.problem.budget, &problem.budget)
    }
}

/// Whether `wide` allows all that `narrow` does.
fn allows(wide: &Budget, narrow: &Budget) -> bool {
    let pence = |wide: Option<Pence>, narrow: Option<Pence>| wide.is_none_or(|wide| narrow.is_some_and(|n| n <= wide));
    let of = |budget: &Budget, school| budget.per_school.iter().find(|(of, _)| *of == school).map(|&(_, pence)| pence);
    pence(wide.money, narrow.money)
        && pence(wide.per_week, narrow.per_week)
        && pence(wide.cover_periods.map(Pence::from), narrow.cover_periods.map(Pence::from))
        && wide.per_school.iter().all(|&(school, limit)| pence(Some(limit), of(narrow, school)))
}

impl Found {
    /// Only the plan; nothing where there is none.
    pub fn plan_of(search: &Search<'_>) -> Option<Self> {
        let choice = &search.best.as_ref()?.choice;
        let used = search.model.aux.iter().zip(&choice.aux).filter(|&(_, &times)| times != 0);
        Some(Self {
            schedules: Vec::new(),
            chosen: choice.schedules.clone(),
            used: used.map(|(aux, &times)| (aux.kind, times)).collect(),
            rows: Vec::new(),
            sets: Vec::new(),
            carried: Vec::new(),
            planned: 0,
        })
    }

    /// What a search leaves; nothing where it has no plan.
    pub fn of(search: &Search<'_>) -> Option<Self> {
        let model = search.model;
        let choice = &search.best.as_ref()?.choice;
        let carried: Vec<Carried> = (choice.schedules.iter().chain(&search.master.schedules))
            .map(|schedule| Carried::of(model, schedule))
            .collect::<Option<_>>()?;
        Some(Self {
            schedules: search.master.schedules.clone(),
            rows: search.master.rows_inside().map(|row| model.rows.key(row)).collect(),
            sets: search.master.sets_inside().map(<[u32]>::to_vec).collect(),
            carried,
            planned: choice.schedules.len(),
            ..Self::plan_of(search)?
        })
    }

    /// The plan as a choice of another model; `None` where that lacks something the plan uses.
    fn choice(&self, model: &Model<'_>) -> Option<Choice> {
        if !self.chosen.iter().all(|schedule| can_have(model, schedule)) {
            return None;
        }
        self.with(model, self.chosen.clone())
    }

    /// These schedules with the auxiliary columns that the plan uses.
    fn with(&self, model: &Model<'_>, schedules: Vec<Schedule>) -> Option<Choice> {
        let mut left = self.used.clone();
        let take = |kind: AuxKind| match left.iter().position(|&(of, _)| of == kind) {
            Some(at) => left.remove(at).1,
            None => 0,
        };
        let aux = model.aux.iter().map(|aux| aux.kind).map(take).collect();
        left.is_empty().then_some(Choice { schedules, aux })
    }
}

/// Whether the acts of a schedule are there, and its parts can all be had, together too.
fn can_have(model: &Model<'_>, schedule: &Schedule) -> bool {
    let acts = 0..model.form(schedule.form).acts.len();
    let mut moves = acts.map(|act| model.move_of(schedule.team, schedule.form, act, schedule.acts[act]));
    // Credits may bring what can't be had a little below.
    moves.all(|act| act.is_some()) && model.cost(schedule) < NEVER / 2 && model.fits(schedule)
}

/// Whether a choice keeps every row, partners and rings included.
fn keeps_rows(model: &Model<'_>, choice: &Choice) -> bool {
    let mut used = vec![0; model.rows.len()];
    let mut partners = vec![0; model.problem.teachers.len()];
    let mut mutual = partners.clone();
    let mut rings = vec![0; model.rings.len()];
    for schedule in &choice.schedules {
        if let Team::Ring([first, ..]) = schedule.team {
            rings[model.problem.teachers[first].school.index()] += 1;
        }
        for (row, times) in model.entries(schedule) {
            used[row as usize] += times;
        }
        for &member in model.served(schedule.team).iter() {
            partners[member.index()] += 1;
            mutual[member.index()] += u32::from(!matches!(schedule.team, Team::One(_)));
        }
    }
    for (aux, &times) in model.aux.iter().zip(&choice.aux) {
        if times < i64::from(aux.least) || times > i64::from(aux.most) {
            return false;
        }
        for &(row, coefficient) in model.parts.entries(aux.part) {
            used[row as usize] += coefficient * times;
        }
    }
    let within = |(row, &used): (u32, &i64)| used <= model.rows.limit(row);
    (0..).zip(&used).all(within)
        && rings.iter().zip(&model.rings).all(|(&rings, of)| rings <= of.most)
        && mutual.iter().zip(model.problem.teachers.iter()).all(|(&got, teacher)| got <= teacher.wanted())
        && model
            .problem
            .teachers
            .keys()
            .zip(&partners)
            .all(|(teacher, &partners)| partners <= model.problem.wanted(teacher))
}
