//! From the prices that schools agree on to a plan: school after school is planned for good, pairs with schools that
//! are still to be planned included; these have then to live with what was decided.

use super::block::{Agreed, Block, Setting};
use super::dive::NEARLY;
use super::exact::Point;
use super::finish::Choice;
use super::local::{Local, Role, Tried};
use super::master::ONE;
use super::price::{MILLI, Pricer};
use crate::compile::{AuxKind, Model, Schedule, Team};
use crate::domain::{Key, Pence, TeacherId};

/// Most times that a master is solved in one dive: a limit counted in work.
const MOST_STEPS: u32 = 60;

/// Schedules planned to such a part are taken at once.
const MOSTLY: i64 = ONE * 7 / 10;

/// Nodes of branch and bound for one school.
const NODES: u32 = 200;

/// What planning anew must save, milli-pence.
const WORTH_IT: i64 = 100 * MILLI;

/// What breaking what was decided costs, pence.
const DECIDED: Pence = 20_000_000;

/// What is decided so far.
#[derive(Clone)]
pub struct Decided {
    /// By school, whether it is planned for good.
    pub schools: Vec<bool>,
    /// By teacher, how many partners are found.
    pub partners: Vec<u32>,
    /// By row, what schedules take.
    pub used: Vec<i64>,
    /// What is planned.
    pub schedules: Vec<Schedule>,
    /// How often each auxiliary column is used.
    pub aux: Vec<i64>,
    /// By row, whether an auxiliary column can make room in it.
    pub relieved: Vec<bool>,
}

/// What a school, or a few, are to do.
pub struct Settled {
    /// Schedules of their own decision.
    pub schedules: Vec<Schedule>,
    /// What was decided and can't be.
    pub dropped: Vec<Schedule>,
    /// Auxiliary columns.
    pub aux: Vec<(usize, i64)>,
}

impl Decided {
    /// Nothing yet.
    pub fn nothing(model: &Model<'_>) -> Self {
        let mut relieved = vec![false; model.rows.len()];
        for aux in &model.aux {
            for &(row, times) in model.parts.entries(aux.part) {
                relieved[row as usize] |= times < 0;
            }
        }
        Self {
            schools: vec![false; model.problem.schools.len()],
            partners: vec![0; model.problem.teachers.len()],
            used: vec![0; model.rows.len()],
            schedules: Vec::new(),
            aux: vec![0; model.aux.len()],
            relieved,
        }
    }

    /// All that a plan chooses.
    pub fn all(model: &Model<'_>, choice: &Choice) -> Self {
        let mut decided = Self { aux: choice.aux.clone(), ..Self::nothing(model) };
        decided.schools.fill(true);
        for schedule in &choice.schedules {
            decided.enter(model, schedule, 1);
        }
        decided
    }

    /// Enters a schedule, or takes it out again.
    pub fn enter(&mut self, model: &Model<'_>, schedule: &Schedule, times: i64) {
        for (row, coefficient) in model.entries(schedule) {
            self.used[row as usize] += times * coefficient;
        }
        for member in model.served(schedule.team).iter() {
            let partners = &mut self.partners[member.index()];
            *partners = partners.saturating_add_signed(if times > 0 { 1 } else { -1 });
        }
        if times > 0 {
            self.schedules.push(*schedule);
        } else {
            self.schedules.retain(|other| other != schedule);
        }
    }

    /// What is used of every row, cover included, and how often each auxiliary column is: what follows from the others is
    /// worked out.
    pub fn activity(&self, model: &Model<'_>) -> (Vec<i64>, Vec<i64>) {
        let (mut activity, mut aux) = (self.used.clone(), self.aux.clone());
        for (index, of) in model.aux.iter().enumerate() {
            if matches!(of.kind, AuxKind::Late { .. }) {
                let rows = model.parts.entries(of.part);
                aux[index] = i64::from(rows.iter().any(|&(row, _)| activity[row as usize] > model.rows.limit(row)));
            }
            for &(row, times) in model.parts.entries(of.part) {
                activity[row as usize] += times * aux[index];
            }
        }
        (activity, aux)
    }

    /// How many partners a teacher misses.
    pub fn misses(&self, model: &Model<'_>, teacher: TeacherId) -> u32 {
        let wanted = if model.watches[teacher.index()] { model.problem.wanted(teacher) } else { 0 };
        wanted.saturating_sub(self.partners[teacher.index()])
    }

    /// How many partners are missing.
    pub fn missing(&self, model: &Model<'_>) -> u32 {
        model.problem.teachers.keys().map(|teacher| self.misses(model, teacher)).sum()
    }

    /// Whether a schedule is planned.
    pub fn plans(&self, schedule: &Schedule) -> bool {
        self.schedules.contains(schedule)
    }

    /// Enters what a block is to do.
    pub fn take(&mut self, model: &Model<'_>, settled: &Settled) {
        for schedule in &settled.dropped {
            self.enter(model, schedule, -1);
        }
        for schedule in &settled.schedules {
            self.enter(model, schedule, 1);
        }
        for &(index, value) in &settled.aux {
            self.aux[index] = value;
        }
    }

    /// Whether what a schedule takes outside of a block is still to be had there.
    fn may(&self, block: &Block<'_>, schedule: &Schedule) -> bool {
        let model = block.master.model;
        let scope = &block.master.scope;
        let outsiders = model.served(schedule.team);
        let mut outsiders = outsiders.iter().filter(|&&member| !scope.has_teacher(model, member));
        outsiders.all(|&member| self.is_open(model, member))
            && model.entries(schedule).iter().all(|&(row, times)| {
                let free = model.rows.limit(row) - self.used[row as usize];
                scope.place(row).is_some() || times <= 0 || self.relieved[row as usize] || times <= free
            })
    }

    /// Whether a teacher's school is still to be planned and a partner still to be found.
    fn is_open(&self, model: &Model<'_>, teacher: TeacherId) -> bool {
        let person = &model.problem.teachers[teacher];
        !self.schools[person.school.index()] && self.partners[teacher.index()] < model.problem.wanted(teacher)
    }
}

/// A dive in one block.
struct Dive<'d, 'm> {
    setting: &'d Setting<'d, 'm>,
    block: &'d mut Block<'m>,
    agreed: Agreed,
    pricer: Pricer<'m>,
    decided: &'d Decided,
    /// Partners found in this dive, by teacher.
    partners: Vec<u32>,
    /// What the block costs as it is planned, milli-pence; nothing dearer is of use.
    ceiling: Option<i64>,
    /// Whether not even the first point was cheaper.
    is_hopeless: bool,
    /// By schedule of the master, whether it is fixed, or kept out.
    fixed: Vec<bool>,
    shut: Vec<bool>,
}

/// Plans a block for good. `forced` leads out of it and was decided before; `kept` is what it did so far, if it did.
pub fn settle<'m>(
    setting: &Setting<'_, 'm>,
    block: &mut Block<'m>,
    agreed: &Agreed,
    pricer: &Pricer<'m>,
    decided: &Decided,
    forced: &[Schedule],
    kept: &[Schedule],
) -> Option<Settled> {
    let mut dive = Dive {
        setting,
        block,
        agreed: agreed.clone(),
        pricer: pricer.clone(),
        decided,
        partners: vec![0; setting.model.problem.teachers.len()],
        ceiling: None,
        is_hopeless: false,
        fixed: Vec::new(),
        shut: Vec::new(),
    };
    if !kept.is_empty() {
        dive.ceiling = Some(dive.as_planned(forced, kept));
    }
    let support = dive.run(forced);
    if dive.is_hopeless {
        return None;
    }
    let Dive { block, fixed, shut, .. } = dive;
    let master = &block.master;
    let tried = (0..master.schedules.len()).filter(|&index| {
        let planned = support.as_ref().is_none_or(|support| support.contains(&index)) || fixed[index];
        planned && !shut[index]
    });
    let tried: Vec<Schedule> = tried.map(|index| master.schedules[index]).chain(kept.iter().copied()).collect();
    program(setting, block, agreed, decided, forced, tried, !kept.is_empty())
}

impl Dive<'_, '_> {
    /// What the block costs as it is planned, milli-pence: in the master's terms.
    fn as_planned(&self, forced: &[Schedule], kept: &[Schedule]) -> i64 {
        let model = self.setting.model;
        let schedules: i64 = forced.iter().chain(kept).map(|schedule| self.block.cost(schedule, &self.agreed)).sum();
        let aux = self.block.master.scope.aux.iter();
        let aux: i64 =
            aux.map(|&index| model.parts.cost(model.aux[index].part) * MILLI * self.decided.aux[index]).sum();
        let vertices = self.setting.vertices;
        let got = |teacher: TeacherId| vertices.of(teacher).take(self.decided.partners[teacher.index()] as usize);
        let served: i64 =
            self.block.staff.iter().flat_map(|&of| got(of)).map(|vertex| vertices.worth[vertex as usize]).sum();
        schedules + aux - served
    }

    /// Dives; returns what the first point plans. `None` when there was no point.
    fn run(&mut self, forced: &[Schedule]) -> Option<Vec<usize>> {
        for schedule in forced {
            self.block.add(schedule, &self.agreed);
        }
        self.widen();
        self.block.reprice(&self.agreed);
        for schedule in forced {
            if let Some(index) = self.block.master.find(schedule) {
                self.fix(index);
            }
        }
        let mut support = None;
        let mut hires: Vec<usize> = Vec::new();
        let mut rounds = 0;
        for _ in 0..MOST_STEPS {
            if self.setting.stop.is_due() {
                break;
            }
            let Ok(point) = self.block.master.solve() else { break };
            if self.block.master.separate(&point) > 0 {
                continue;
            }
            if rounds < 2 && self.bring_in(&point) {
                rounds += 1;
                continue;
            }
            rounds = 0;
            if self.ceiling.is_some_and(|ceiling| point.objective > ceiling - WORTH_IT) {
                // Where not even the first point is cheaper, hardly any plan of these schedules is.
                self.is_hopeless = support.is_none();
                break;
            }
            let planned: Vec<i64> = self.block.master.planned(&point).collect();
            let open = planned.iter().enumerate().filter(|&(index, &value)| value > NEARLY && !self.fixed[index]);
            let mut open: Vec<(usize, i64)> = open.map(|(index, &value)| (index, value)).collect();
            support.get_or_insert_with(|| open.iter().map(|&(index, _)| index).collect());
            if self.fix_hires(&point, &mut hires) {
                continue;
            }
            open.sort_by_key(|&(index, value)| (-value, index));
            let Some(&(_, most)) = open.first() else { break };
            for (index, value) in open {
                if (value >= MOSTLY || value == most) && !self.shut[index] {
                    self.fix(index);
                    if most < MOSTLY {
                        break;
                    }
                }
            }
        }
        support
    }

    /// Keeps an account of schedules that came in, and keeps out what can't be had.
    fn widen(&mut self) {
        for index in self.fixed.len()..self.block.master.schedules.len() {
            let schedule = self.block.master.schedules[index];
            self.fixed.push(false);
            self.shut.push(false);
            if self.block.leads_out(&schedule)
                && !(self.agreed.opens(&schedule) && self.decided.may(self.block, &schedule))
            {
                self.shut[index] = true;
                self.block.master.shut(index);
            }
        }
    }

    /// Fixes a schedule, and keeps out what can't be beside it.
    fn fix(&mut self, index: usize) {
        let model = self.setting.model;
        let schedule = self.block.master.schedules[index];
        self.fixed[index] = true;
        self.shut[index] = false;
        self.block.master.fix(index, true);
        for member in model.served(schedule.team).iter() {
            self.partners[member.index()] += 1;
        }
        if !self.block.leads_out(&schedule) {
            return;
        }
        let taken = model.served(schedule.team);
        let taken = taken.iter().filter(|&&member| !self.is_open(member));
        let taken: Vec<TeacherId> = taken.copied().collect();
        for other in 0..self.fixed.len() {
            let members = model.served(self.block.master.schedules[other].team);
            if !self.fixed[other] && !self.shut[other] && members.iter().any(|member| taken.contains(member)) {
                self.shut[other] = true;
                self.block.master.shut(other);
            }
        }
    }

    /// Whether a teacher has a partner to find still.
    fn is_open(&self, teacher: TeacherId) -> bool {
        let model = self.setting.model;
        let found = self.partners[teacher.index()]
            + if self.block.master.scope.has_teacher(model, teacher) {
                0
            } else {
                self.decided.partners[teacher.index()]
            };
        found < model.problem.wanted(teacher)
    }

    /// Brings in schedules that pay at a point, of teachers with partners still to find.
    fn bring_in(&mut self, point: &Point) -> bool {
        let model = self.setting.model;
        let mut agreed = self.agreed.clone();
        let duals = self.block.duals(self.setting, point, &mut agreed);
        self.pricer.refresh(&agreed.prices, &self.block.staff);
        let scope = &self.block.master.scope;
        let open = |pair: u32| {
            let members = model.served(Team::Two(pair));
            members.iter().all(|&member| {
                self.is_open(member) && (scope.has_teacher(model, member) || self.decided.is_open(model, member))
            })
        };
        let mut entered = false;
        for schedule in self.block.entering(&self.pricer, &duals, &self.agreed, &open) {
            if !self.block.leads_out(&schedule)
                || (self.agreed.opens(&schedule) && self.decided.may(self.block, &schedule))
            {
                entered |= self.block.add(&schedule, &self.agreed);
            }
        }
        self.widen();
        entered
    }

    /// Makes the units whole of which most, or next to nothing, is hired; false when all are whole.
    fn fix_hires(&mut self, point: &Point, hires: &mut Vec<usize>) -> bool {
        let model = self.setting.model;
        let part = |index: usize| self.block.master.used(point, index).rem_euclid(ONE);
        let is_hire = |index: &usize| matches!(model.aux[*index].kind, AuxKind::Hire { .. } | AuxKind::Hired { .. });
        let open = self.block.master.scope.aux.iter().copied().filter(is_hire);
        let open = open.filter(|&index| part(index) > NEARLY && part(index) < ONE - NEARLY && !hires.contains(&index));
        let mut open: Vec<(i64, usize)> = open.map(|index| (-part(index), index)).collect();
        open.sort_unstable();
        let Some(&(most, _)) = open.first() else { return false };
        for (value, index) in open {
            if value > most && -value < MOSTLY {
                break;
            }
            let of = &model.aux[index];
            let whole = self.block.master.used(point, index).div_euclid(ONE);
            let (least, limit) = (i64::from(of.least), i64::from(of.most));
            if -value * 3 > ONE {
                self.block.master.bound_aux(index, (whole + 1).min(limit), limit);
            } else {
                self.block.master.bound_aux(index, least, whole);
            }
            hires.push(index);
        }
        true
    }
}

/// The best choice of what was tried.
fn program(
    setting: &Setting<'_, '_>,
    block: &Block<'_>,
    agreed: &Agreed,
    decided: &Decided,
    forced: &[Schedule],
    mut tried: Vec<Schedule>,
    is_warm: bool,
) -> Option<Settled> {
    tried.extend(forced);
    tried.sort_unstable();
    tried.dedup();
    let tried: Vec<Tried> = tried
        .into_iter()
        .map(|schedule| {
            let is_forced = forced.contains(&schedule);
            let cost = if is_forced { -DECIDED } else { block.cost(&schedule, agreed).div_euclid(MILLI) };
            Tried { schedule, cost, role: if is_forced { Role::Decided } else { Role::Open } }
        })
        .collect();
    let program = Local::new(setting.model, &block.master.scope, decided, &tried);
    let taken = program.solve(setting.stop, NODES, is_warm)?;
    let mut settled = Settled { schedules: Vec::new(), dropped: Vec::new(), aux: taken.aux };
    for (tried, taken) in tried.iter().zip(taken.tried) {
        match (tried.role, taken) {
            (Role::Decided, false) => settled.dropped.push(tried.schedule),
            (Role::Open, true) => settled.schedules.push(tried.schedule),
            _ => {}
        }
    }
    Some(settled)
}
