//! A linear program that grows by rows and columns. Costs in pence, prices out in milli-pence.

use highs::{Col, HighsModelStatus, Model, RowProblem, Sense};

/// Simplex strategies, as HiGHS numbers them.
const DUAL: i32 = 1;
const PRIMAL: i32 = 4;

/// Up to so many rows the primal simplex goes on from a point faster than the dual starts anew.
const FEW_ROWS: usize = 1_500;

/// A linear program `min c x, row <= limit (or = limit), lower <= x <= upper`.
pub struct Lp {
    model: Option<Model>,
    cols: Vec<Col>,
    rows: Vec<highs::Row>,
    /// Whether the last basis may have lost its optimum, and whether it may have lost its point.
    columns_new: bool,
    rows_new: bool,
}

/// An optimal point.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// Values of the columns, in millionths.
    pub columns: Vec<i64>,
    /// Prices of the rows in milli-pence: what one unit more of a limit would save. Of an equation any sign.
    pub prices: Vec<i64>,
    /// What the point costs, milli-pence.
    pub objective: i64,
}

/// Why there is no point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPoint {
    /// No values keep all rows.
    Infeasible,
    /// HiGHS gave up.
    Unknown,
}

impl Lp {
    /// An empty program.
    pub fn new() -> Self {
        let mut model = RowProblem::new().optimise(Sense::Minimise);
        model.make_quiet();
        model.set_option("threads", 1);
        model.set_option("parallel", "off");
        model.set_option("solver", "simplex");
        Self { model: Some(model), cols: Vec::new(), rows: Vec::new(), columns_new: false, rows_new: false }
    }

    fn model(&mut self) -> &mut Model {
        self.model.get_or_insert_with(|| RowProblem::new().optimise(Sense::Minimise))
    }

    /// Adds a column and returns its index. `most` is its upper bound; `entries` name rows.
    pub fn add_column(&mut self, cost: i64, least: i64, most: Option<i64>, entries: &[(usize, i64)]) -> usize {
        let entries: Vec<_> =
            entries.iter().map(|&(row, coefficient)| (self.rows[row], as_float(coefficient))).collect();
        self.columns_new = true;
        let most = most.map_or(f64::INFINITY, as_float);
        let col = self.model().add_col(as_float(cost), as_float(least)..=most, entries);
        self.cols.push(col);
        self.cols.len() - 1
    }

    /// Adds a row `sum <= limit`, or `sum = limit`, and returns its index. `entries` name columns.
    pub fn add_row(&mut self, limit: i64, equation: bool, entries: &[(usize, i64)]) -> usize {
        let entries: Vec<_> =
            entries.iter().map(|&(col, coefficient)| (self.cols[col], as_float(coefficient))).collect();
        self.rows_new = true;
        let limit = as_float(limit);
        let lower = if equation { limit } else { f64::NEG_INFINITY };
        let row = self.model().add_row(lower..=limit, entries);
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Sets the bounds of a column.
    pub fn bound_column(&mut self, column: usize, least: i64, most: i64) {
        self.rows_new = true;
        let col = self.cols[column];
        self.model().change_column_bounds(col, as_float(least)..=as_float(most));
    }

    /// Sets what a column costs, milli-pence.
    pub fn cost_column(&mut self, column: usize, cost: i64) {
        let col = self.cols[column];
        self.model().change_column_cost(col, as_float(cost) / 1_000.0);
    }

    /// Lets a column be anything from 0 on, up to `most`.
    pub fn free_column(&mut self, column: usize, most: Option<i64>) {
        let col = self.cols[column];
        self.model().change_column_bounds(col, 0.0..=most.map_or(f64::INFINITY, as_float));
    }

    /// Solves it, from the last basis if there is one.
    ///
    /// # Errors
    /// When there is no optimum, or HiGHS finds none.
    pub fn solve(&mut self) -> Result<Point, NoPoint> {
        // With new columns alone the last point is still one: the primal simplex goes on from there.
        let is_primal = self.columns_new && !self.rows_new && self.rows.len() <= FEW_ROWS;
        (self.columns_new, self.rows_new) = (false, false);
        self.model().set_option("simplex_strategy", if is_primal { PRIMAL } else { DUAL });
        if self.rows.len() > FEW_ROWS {
            // Costs that are perturbed anew each time lose the duals that the last basis has.
            self.model().set_option("dual_simplex_cost_perturbation_multiplier", 0.0);
        }
        let mut solved = self.model.take().ok_or(NoPoint::Unknown)?.try_solve().map_err(|_| NoPoint::Unknown)?;
        if is_primal && !matches!(solved.status(), HighsModelStatus::Optimal | HighsModelStatus::Infeasible) {
            let mut model = Model::from(solved);
            model.set_option("simplex_strategy", DUAL);
            solved = model.try_solve().map_err(|_| NoPoint::Unknown)?;
        }
        let status = solved.status();
        let point = (status == HighsModelStatus::Optimal).then(|| {
            let solution = solved.get_solution();
            let objective = milli(solved.objective_value());
            Point {
                columns: solution.columns().iter().map(|&value| milli(value * 1_000.0)).collect(),
                prices: solution.dual_rows().iter().map(|&dual| milli(-dual)).collect(),
                objective,
            }
        });
        self.model = Some(Model::from(solved));
        point.ok_or(if status == HighsModelStatus::Infeasible { NoPoint::Infeasible } else { NoPoint::Unknown })
    }
}

/// Pence and counts stay far below 2^53.
#[allow(clippy::cast_precision_loss, reason = "pence and counts stay far below 2^53")]
pub(super) fn as_float(value: i64) -> f64 {
    value as f64
}

#[allow(clippy::cast_possible_truncation, reason = "a float cast saturates, and any price keeps the bound valid")]
fn milli(amount: f64) -> i64 {
    (amount * 1_000.0).round() as i64
}
