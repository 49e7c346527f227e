//! An integer program, through good_lp.
#![allow(unsafe_code, reason = "HiGHS can only be interrupted through its C callback; this is the one file")]

use std::os::raw::{c_char, c_int, c_void};
use std::ptr;

use good_lp::{Expression, ProblemVariables, SolverModel, Variable, constraint, solvers::highs::highs, variable};
use highs::{HighsModelStatus, HighsSolutionStatus, Model};
use highs_sys::{
    Highs_setCallback, Highs_startCallback, HighsCallbackDataIn, HighsCallbackDataOut, kHighsCallbackMipInterrupt,
    kHighsCallbackSimplexInterrupt,
};

use super::lp::{Lp, as_float};
use crate::engine::stop::Stop;

/// HiGHS' number of the rule of presolve that probes.
const PROBING: i32 = 15;

// SAFETY: HiGHS keeps no state of a thread in an instance, and nobody shares one: `solve` takes it by `&mut`.
unsafe impl Send for Lp {}

/// An integer program `min c x, row <= limit, least <= x <= most`, all integer.
#[derive(Debug, Clone, Default)]
pub struct Mip {
    columns: Vec<Column>,
    rows: Vec<(i64, Vec<(usize, i64)>)>,
}

#[derive(Debug, Clone, Copy)]
struct Column {
    cost: i64,
    least: i64,
    most: i64,
    start: i64,
}

/// When to stop.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The clock and the user.
    pub stop: Stop,
    /// Nodes of branch and bound.
    pub nodes: Option<u32>,
    /// Stop when the gap is below so many pence.
    pub gap: i64,
    /// HiGHS' random seed.
    pub seed: u32,
    /// How much is looked for before branching.
    pub care: Care,
}

/// How much is looked for before branching. Where a good plan is nearly known, much of it takes longer than it saves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// All that HiGHS has.
    Full,
    /// No jumps for a first plan.
    Fitting,
    /// Nor what follows from each column on trial.
    Bettering,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Closed: nothing better exists in the program.
    Closed,
    /// No values meet all rows.
    Infeasible,
    /// A limit came first.
    Limit,
}

/// What came out.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// The best values found.
    pub values: Option<Vec<i64>>,
    /// Nodes.
    pub nodes: u64,
}

impl Mip {
    /// Adds a column and returns its index. `start` is its value in a known plan, if there is one.
    pub fn add_column(&mut self, cost: i64, least: i64, most: i64, start: i64) -> usize {
        self.columns.push(Column { cost, least, most, start });
        self.columns.len() - 1
    }

    /// Leaves a column only one value.
    pub fn fix(&mut self, column: usize, value: i64) {
        let column = &mut self.columns[column];
        (column.least, column.most) = (value, value);
    }

    /// Adds a row `sum <= limit`.
    pub fn add_row(&mut self, limit: i64, entries: Vec<(usize, i64)>) {
        self.rows.push((limit, entries));
    }

    /// Whether the column is used in the known plan.
    pub fn started(&self, column: usize) -> bool {
        self.columns[column].start > 0
    }

    /// The values of the known plan.
    pub fn start(&self) -> Vec<i64> {
        self.columns.iter().map(|column| column.start).collect()
    }

    /// What values cost.
    pub fn cost(&self, values: &[i64]) -> i64 {
        self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
    }

    /// The most that the column can add to a row in which it has this coefficient.
    pub fn most(&self, column: usize, coefficient: i64) -> i64 {
        let column = &self.columns[column];
        (column.most * coefficient).max(column.least * coefficient)
    }

    /// The least that the column can add to a row in which it has this coefficient.
    fn least(&self, column: usize, coefficient: i64) -> i64 {
        let column = &self.columns[column];
        (column.most * coefficient).min(column.least * coefficient)
    }

    /// Solves it. With `warm`, the starting values are offered as a first plan.
    pub fn solve(&self, limits: &Limits, warm: bool) -> Outcome {
        // Presolve sometimes takes an infeasible program for a solved one and HiGHS then gives up; without, it does not.
        self.attempt(limits, warm, true).or_else(|| self.attempt(limits, warm, false)).unwrap_or(Outcome {
            ending: Ending::Limit,
            values: None,
            nodes: 0,
        })
    }

    fn attempt(&self, limits: &Limits, warm: bool, presolve: bool) -> Option<Outcome> {
        let nothing = Outcome { ending: Ending::Limit, values: None, nodes: 0 };
        if self.columns.iter().any(|column| column.least > column.most) {
            return Some(Outcome { ending: Ending::Infeasible, ..nothing });
        }
        // HiGHS has no status for a program without columns, and this says more than its presolve.
        let hopeless = |(limit, entries): &(i64, Vec<(usize, i64)>)| {
            entries.iter().map(|&(column, coefficient)| self.least(column, coefficient)).sum::<i64>() > *limit
        };
        if self.rows.iter().any(hopeless) {
            return Some(Outcome { ending: Ending::Infeasible, ..nothing });
        }
        let mut variables = ProblemVariables::new();
        let names: Vec<Variable> = self
            .columns
            .iter()
            .map(|column| variables.add(variable().integer().min(as_float(column.least)).max(as_float(column.most))))
            .collect();
        let mut objective = Expression::with_capacity(names.len());
        for (&name, column) in names.iter().zip(&self.columns) {
            objective.add_mul(as_float(column.cost), name);
        }
        let mut problem = variables.minimise(objective).using(highs);
        for (limit, entries) in &self.rows {
            let mut sum = Expression::with_capacity(entries.len());
            for &(column, coefficient) in entries {
                sum.add_mul(as_float(coefficient), names[column]);
            }
            problem.add_constraint(constraint!(sum <= as_float(*limit)));
        }
        // good_lp folds every limit into one status and hides the bound, so the solve itself is done one floor down;
        // options and start set above it would be lost, so they are set here.
        let Ok(mut model) = problem.try_into_inner() else { return None };
        model.make_quiet();
        if !presolve {
            model.set_option("presolve", "off");
        }
        model.set_option("threads", 1);
        model.set_option("parallel", "off");
        model.set_option("random_seed", i32::try_from(limits.seed % (1 << 30)).unwrap_or(0));
        model.set_option("mip_heuristic_run_feasibility_jump", limits.care == Care::Full);
        if limits.care == Care::Bettering {
            model.set_option("presolve_rule_off", 1 << PROBING);
        }
        model.set_option("mip_rel_gap", 0.0);
        model.set_option("mip_abs_gap", as_float(limits.gap.max(1)) - 0.01);
        if let Some(left) = limits.stop.left() {
            model.set_option("time_limit", left.as_secs_f64());
        }
        if let Some(nodes) = limits.nodes {
            model.set_option("mip_max_nodes", i32::try_from(nodes).unwrap_or(i32::MAX));
        }
        if warm {
            let start: Vec<f64> = self.columns.iter().map(|column| as_float(column.start)).collect();
            if model.try_set_solution(Some(&start), None, None, None).is_err() {
                return None;
            }
        }
        listen(&mut model, &limits.stop);
        let Ok(solved) = model.try_solve() else { return None };
        let ending = match solved.status() {
            HighsModelStatus::Optimal => Ending::Closed,
            HighsModelStatus::Infeasible => Ending::Infeasible,
            _ => Ending::Limit,
        };
        let values = (solved.primal_solution_status() == HighsSolutionStatus::Feasible)
            .then(|| solved.get_solution().columns().iter().map(|&value| whole(value)).collect());
        let nodes =
            solved.int_info_value(c"mip_node_count").ok().and_then(|nodes| u64::try_from(nodes).ok()).unwrap_or(0);
        Some(Outcome { ending, values, nodes })
    }
}

/// Lets HiGHS ask now and then whether it is to stop.
fn listen(model: &mut Model, stop: &Stop) {
    unsafe extern "C" fn ask(
        _kind: c_int,
        _message: *const c_char,
        _out: *const HighsCallbackDataOut,
        answer: *mut HighsCallbackDataIn,
        stop: *mut c_void,
    ) {
        // SAFETY: HiGHS passes back the pointer that `listen` gave it, which outlives the solve, and its own answer.
        unsafe {
            if let (Some(answer), Some(stop)) = (answer.as_mut(), stop.cast::<Stop>().as_ref()) {
                answer.user_interrupt = c_int::from(stop.is_due());
            }
        }
    }
    // SAFETY: the model is alive, and `stop` is borrowed by the caller until the solve, the only user, has returned.
    unsafe {
        let highs = model.as_mut_ptr();
        Highs_setCallback(highs, Some(ask), ptr::from_ref(stop).cast_mut().cast());
        Highs_startCallback(highs, kHighsCallbackMipInterrupt);
        Highs_startCallback(highs, kHighsCallbackSimplexInterrupt);
    }
}

#[allow(clippy::cast_possible_truncation, reason = "values of integer columns lie within their bounds")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}
