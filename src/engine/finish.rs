//! The integer finish: the best plan over a set of schedules, by HiGHS.

use indexmap::IndexMap;

use super::exact::{Limits, Mip, Outcome};
use crate::compile::{Model, RowId, Schedule, Team};
use crate::domain::{Key, TeacherId};

/// Chosen schedules and values of the auxiliary columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The schedules, ascending.
    pub schedules: Vec<Schedule>,
    /// How often each auxiliary column is used.
    pub aux: Vec<i64>,
}

/// An integer program over `schedules` and every auxiliary column.
pub struct Finish {
    schedules: Vec<Schedule>,
    mip: Mip,
    aux_columns: Vec<usize>,
}

impl Finish {
    /// Builds the program. `start` is a known plan among the schedules. Teachers cost what `unserved` says, as a
    /// reward for each partner got.
    pub fn new(
        model: &Model<'_>,
        schedules: Vec<Schedule>,
        odd_sets: &[Vec<TeacherId>],
        start: Option<&Choice>,
    ) -> Self {
        let mut mip = Mip::default();
        let mut rows: IndexMap<RowId, Vec<(usize, i64)>> = IndexMap::new();
        let mut partners: Vec<Vec<(usize, i64)>> = vec![Vec::new(); model.problem.teachers.len()];
        let mut rings: Vec<Vec<(usize, i64)>> = vec![Vec::new(); model.problem.schools.len()];
        for schedule in &schedules {
            let chosen = start.is_some_and(|start| start.schedules.binary_search(schedule).is_ok());
            let column = mip.add_column(model.cost(schedule), 0, 1, i64::from(chosen));
            for (row, coefficient) in model.entries(schedule) {
                rows.entry(row).or_default().push((column, coefficient));
            }
            let members = model.served(schedule.team);
            for &member in members.iter() {
                partners[member.index()].push((column, 1));
            }
            if let Team::Ring([first, ..]) = schedule.team {
                rings[model.problem.teachers[first].school.index()].push((column, 1));
            }
        }
        let aux_columns = model
            .aux
            .iter()
            .enumerate()
            .map(|(index, aux)| {
                let value = start.map_or(0, |start| start.aux[index]);
                let column =
                    mip.add_column(model.parts.cost(aux.part), i64::from(aux.least), i64::from(aux.most), value);
                for &(row, coefficient) in model.parts.entries(aux.part) {
                    rows.entry(row).or_default().push((column, coefficient));
                }
                column
            })
            .collect();
        for teacher in model.problem.teachers.keys() {
            let mut users = std::mem::take(&mut partners[teacher.index()]);
            if users.is_empty() {
                continue;
            }
            let got = users.iter().filter(|&&(column, _)| mip.started(column)).count();
            let wanted = model.problem.wanted(teacher);
            for copy in 0..wanted {
                let missing = wanted - copy;
                let saves =
                    model.problem.unserved_cost(teacher, missing) - model.problem.unserved_cost(teacher, missing - 1);
                let served = mip.add_column(-saves, 0, 1, i64::from((copy as usize) < got));
                users.push((served, -1));
            }
            mip.add_row(0, users.clone());
            mip.add_row(0, users.into_iter().map(|(column, coefficient)| (column, -coefficient)).collect());
        }
        for row in 0..model.rows.len() {
            let id = RowId::try_from(row).expect("a row");
            let users = rows.swap_remove(&id).unwrap_or_default();
            let limit = model.rows.limit(id);
            let most: i64 = users.iter().map(|&(column, coefficient)| mip.most(column, coefficient)).sum();
            if most > limit {
                mip.add_row(limit, users);
            }
        }
        for of in model.rings.iter().filter(|of| of.most == 1) {
            // As in the master: where there is room for one ring, it counts twice in an even set.
            let wanted: u32 = of.staff.iter().map(|&teacher| model.problem.teachers[teacher].wanted()).sum();
            let times = |schedule: &Schedule| {
                let members = model.served(schedule.team);
                match members.iter().filter(|member| of.staff.binary_search(member).is_ok()).count() {
                    0 | 1 => 0,
                    3 if wanted.is_multiple_of(2) => 2,
                    _ => 1,
                }
            };
            let users = schedules.iter().map(times).enumerate().filter(|&(_, times)| times > 0);
            mip.add_row(i64::from(wanted / 2), users.collect());
        }
        for (users, of) in rings.into_iter().zip(&model.rings) {
            if users.len() > of.most as usize {
                mip.add_row(i64::from(of.most), users);
            }
        }
        for set in odd_sets {
            let wanted: u32 = set.iter().map(|&teacher| model.problem.teachers[teacher].wanted()).sum();
            let inside = |schedule: &Schedule| {
                let members = model.served(schedule.team);
                members.iter().filter(|member| set.binary_search(member).is_ok()).count() >= 2
            };
            let users = schedules.iter().enumerate().filter(|(_, schedule)| inside(schedule));
            mip.add_row(i64::from(wanted / 2), users.map(|(column, _)| (column, 1)).collect());
        }
        Self { schedules, mip, aux_columns }
    }

    /// Keeps what `start` chooses where `held` says so: schedules, and auxiliary columns by their index.
    pub fn hold(&mut self, start: &Choice, held: impl Fn(&Schedule) -> bool, held_aux: impl Fn(usize) -> bool) {
        for (column, schedule) in self.schedules.iter().enumerate() {
            if held(schedule) {
                self.mip.fix(column, i64::from(start.schedules.binary_search(schedule).is_ok()));
            }
        }
        for (aux, &column) in self.aux_columns.iter().enumerate() {
            if held_aux(aux) {
                self.mip.fix(column, start.aux[aux]);
            }
        }
    }

    /// Keeps every schedule.
    pub fn keep_all(&mut self) {
        for column in 0..self.schedules.len() {
            self.mip.fix(column, 1);
        }
    }

    /// Solves it.
    pub fn solve(&self, limits: &Limits, warm: bool) -> (Outcome, Option<Choice>) {
        let outcome = self.mip.solve(limits, warm);
        let choice = outcome.values.as_ref().map(|values| Choice {
            schedules: {
                let mut chosen: Vec<Schedule> =
                    self.schedules.iter().zip(values).filter(|&(_, &value)| value > 0).map(|(s, _)| *s).collect();
                chosen.sort_unstable();
                chosen
            },
            aux: self.aux_columns.iter().map(|&column| values[column]).collect(),
        });
        (outcome, choice)
    }
}
