//! The answers as CSV: a row for the base and for each scenario, pence throughout.

use crate::domain::{Proof, Status};
use crate::format::wire::Decimal;
use crate::scenario::{Against, Answer, Ended, WhatIf};

const COLUMNS: [&str; 24] = [
    "scenario",
    "budget",
    "status",
    "proof",
    "total",
    "bound",
    "gap",
    "money",
    "goodwill",
    "unserved_cost",
    "value",
    "wanted",
    "served",
    "arrangements",
    "total_change",
    "money_change",
    "goodwill_change",
    "unserved_cost_change",
    "value_change",
    "served_change",
    "new",
    "gone",
    "left_out",
    "served_now",
];

/// All of them; of a sweep the one without a limit comes last.
pub fn table(what_if: &WhatIf) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let unlimited = what_if.curve.as_ref().map(|curve| &curve.unlimited);
    let all = [&what_if.base].into_iter().chain(&what_if.answers).chain(unlimited);
    let rows = all.map(|answer| row(answer, &what_if.base));
    let written = writer.write_record(COLUMNS).and_then(|()| {
        for row in rows {
            writer.write_record(row)?;
        }
        Ok(())
    });
    debug_assert!(written.is_ok(), "a vector takes everything");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(answer: &Answer, base: &Answer) -> Vec<String> {
    let budget = answer.case.problem.budget.money.map(|pence| pence.to_string()).unwrap_or_default();
    let mut cells = vec![answer.case.name.clone(), budget];
    let Some(plan) = answer.plan() else {
        let status = if answer.ended == Ended::NotPlanned { "not_planned" } else { "conflict" };
        cells.push(status.to_owned());
        cells.resize(COLUMNS.len(), String::new());
        return cells;
    };
    let status = match plan.status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Interrupted => "interrupted",
    };
    let proof = match plan.proof {
        Proof::Prices => "prices",
        Proof::Tree => "tree",
        Proof::Solver => "solver",
    };
    cells.extend([status.to_owned(), proof.to_owned()]);
    cells.extend([plan.total, plan.bound].map(|pence| pence.to_string()));
    cells.push(Decimal::<6>(plan.gap).to_string());
    cells.extend([plan.money, plan.goodwill, plan.unserved_cost, plan.value].map(|pence| pence.to_string()));
    cells.extend([answer.wanted(), answer.served()].map(|partners| partners.to_string()));
    cells.push(plan.arrangements.len().to_string());
    if let Some(change) = Against::of(answer, base) {
        let sums = [change.total, change.money, change.goodwill, change.unserved_cost, change.value, change.served];
        cells.extend(sums.map(|number| number.to_string()));
        let teams = |teams: &[Vec<String>]| teams.iter().map(|team| team.join("+")).collect::<Vec<_>>().join(" ");
        cells.extend([teams(&change.new), teams(&change.gone)]);
        cells.extend([change.left_out.join(" "), change.served_now.join(" ")]);
    }
    cells.resize(COLUMNS.len(), String::new());
    cells
}
