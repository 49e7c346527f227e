//! An integer program over a few schools, with everything outside of them as it is.

use std::collections::BTreeMap;

use super::exact::{Care, Limits, Mip};
use super::scope::Scope;
use super::settle::Decided;
use super::stop::Stop;
use crate::compile::{Model, RowId, Schedule, Team};
use crate::domain::{Key, Pence, TeacherId};

/// What may be done with a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It may be taken.
    Open,
    /// It is planned, with somebody outside, and so in what is used there; it may be given up.
    Decided,
    /// It is planned, and stays.
    Held,
}

/// A schedule of the program.
#[derive(Debug, Clone, Copy)]
pub struct Tried {
    /// The schedule.
    pub schedule: Schedule,
    /// What it costs, pence.
    pub cost: Pence,
    /// What may be done with it.
    pub role: Role,
}

/// What is best to do.
pub struct Taken {
    /// By what was tried, whether it is taken.
    pub tried: Vec<bool>,
    /// How often each auxiliary column of the scope is used.
    pub aux: Vec<(usize, i64)>,
}

/// The program.
pub struct Local {
    mip: Mip,
    tried: usize,
    /// Auxiliary columns with their columns here.
    aux: Vec<(usize, usize)>,
}

impl Local {
    /// Over `tried`, among which is all that is planned inside of `scope`, and all of its auxiliary columns. What `decided`
    /// plans among `tried` is its start.
    pub fn new(model: &Model<'_>, scope: &Scope, decided: &Decided, tried: &[Tried]) -> Self {
        let mut mip = Mip::default();
        let mut rows: BTreeMap<RowId, Vec<(usize, i64)>> = BTreeMap::new();
        let mut partners: BTreeMap<TeacherId, Vec<(usize, i64)>> = BTreeMap::new();
        let mut rings: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
        for of in tried {
            let members = model.served(of.schedule.team);
            let is_inside = members.iter().all(|&member| scope.has_teacher(model, member));
            // What was decided is in what is used outside.
            let before = of.role == Role::Decided || of.role == Role::Held && !is_inside;
            let start = i64::from(of.role != Role::Open || decided.plans(&of.schedule));
            let column = mip.add_column(of.cost, i64::from(of.role == Role::Held), 1, start);
            for (row, times) in model.entries(&of.schedule) {
                if scope.place(row).is_some() || !before && !decided.relieved[row as usize] {
                    rows.entry(row).or_default().push((column, times));
                }
            }
            for &member in members.iter() {
                if scope.has_teacher(model, member) || !before {
                    partners.entry(member).or_default().push((column, 1));
                }
            }
            if let Team::Ring([first, ..]) = of.schedule.team {
                rings.entry(model.problem.teachers[first].school.index()).or_default().push((column, 1));
            }
        }
        let mut aux = Vec::with_capacity(scope.aux.len());
        for &index in &scope.aux {
            let of = &model.aux[index];
            let (least, most) = (i64::from(of.least), i64::from(of.most));
            let column = mip.add_column(model.parts.cost(of.part), least, most, decided.aux[index].clamp(least, most));
            for &(row, times) in model.parts.entries(of.part) {
                if scope.place(row).is_some() {
                    rows.entry(row).or_default().push((column, times));
                }
            }
            aux.push((index, column));
        }
        for (teacher, mut users) in partners {
            let wanted = model.problem.wanted(teacher);
            if !scope.has_teacher(model, teacher) {
                mip.add_row(i64::from(wanted.saturating_sub(decided.partners[teacher.index()])), users);
                continue;
            }
            let problem = model.problem;
            let got = users.iter().filter(|&&(column, _)| mip.started(column)).count();
            for copy in 0..wanted {
                let missing = wanted - copy;
                let saves = problem.unserved_cost(teacher, missing) - problem.unserved_cost(teacher, missing - 1);
                users.push((mip.add_column(-saves, 0, 1, i64::from((copy as usize) < got)), -1));
            }
            mip.add_row(0, users.clone());
            mip.add_row(0, users.into_iter().map(|(column, times)| (column, -times)).collect());
        }
        for (row, users) in rows {
            let inside = scope.place(row).is_some();
            let limit = model.rows.limit(row) - if inside { 0 } else { decided.used[row as usize] };
            let most: i64 = users.iter().map(|&(column, times)| mip.most(column, times)).sum();
            if most > limit {
                mip.add_row(limit, users);
            }
        }
        for (school, users) in rings {
            mip.add_row(i64::from(model.rings[school].most), users);
        }
        Self { mip, tried: tried.len(), aux }
    }

    /// What is best to take of what was tried, and of the auxiliary columns, from what is planned where that is all of it.
    /// `None` where nothing was found.
    pub fn solve(&self, stop: &Stop, nodes: u32, is_warm: bool) -> Option<Taken> {
        Some(self.read(&self.mip.solve(&limits(stop, nodes, Care::Fitting), is_warm).values?))
    }

    /// The same where it is better than what is planned.
    pub fn improve(&self, stop: &Stop, nodes: u32) -> Option<Taken> {
        let values = self.mip.solve(&limits(stop, nodes, Care::Bettering), true).values?;
        (self.mip.cost(&values) < self.mip.cost(&self.mip.start())).then(|| self.read(&values))
    }

    fn read(&self, values: &[i64]) -> Taken {
        let tried = values[..self.tried].iter().map(|&value| value > 0).collect();
        Taken { tried, aux: self.aux.iter().map(|&(index, column)| (index, values[column])).collect() }
    }
}

fn limits(stop: &Stop, nodes: u32, care: Care) -> Limits {
    Limits { stop: stop.clone(), nodes: Some(nodes), gap: 1, seed: 0, care }
}
