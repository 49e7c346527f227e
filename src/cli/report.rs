//! `opendoor report`: a plan as one page to look at.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::args::ReportArgs;
use super::check::verdict;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, Output};
use super::reading;
use crate::domain::{Pence, Problem, TeacherId};
use crate::format::{Reading, nearest};
use crate::report::page::{Audience, Curve, Point, Sweep, page};
use crate::verify::check;

/// Writes the page of a plan that keeps every rule.
pub fn run(args: ReportArgs, console: Console) -> Result<Exit, Stop> {
    reading::one_standard([Some(&args.instance), Some(&args.plan), args.whatif.as_ref()])?;
    let output = Output::of(args.output)?;
    let (reading, plan) = reading::plan_of(&args.instance, &args.plan, console)?;
    let curve = args.whatif.map(|path| curve(&path, &reading, console)).transpose()?;
    let problem = reading.problem;
    let audience = match &args.teacher {
        Some(id) => Audience::One(teacher(&problem, id)?),
        None if args.shared => Audience::Everybody,
        None => Audience::Planner,
    };
    let violations = check(&problem, &plan);
    if !violations.is_empty() {
        return Err(Stop::new(Exit::RuleBroken, format!("{}No page is made.", verdict(&plan, &violations))));
    }
    output.write(&page(&problem, &plan, audience, curve.as_ref()), console)?;
    Ok(Exit::Done)
}

fn teacher(problem: &Problem, id: &str) -> Result<TeacherId, Stop> {
    let found = problem.teachers.entries().find(|(_, teacher)| teacher.id == id).map(|(who, _)| who);
    found.ok_or_else(|| {
        let near = nearest(id, problem.teachers.iter().map(|teacher| teacher.id.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Stop::bad_input(format_args!("no teacher has the id `{id}`{hint}"))
    })
}

/// What `whatif` writes, as far as a page shows it.
#[derive(Deserialize)]
struct Answers {
    format: String,
    base: Answer,
    scenarios: Vec<Answer>,
    sweep: Option<Swept>,
}

/// A scenario; without a plan it has no sums.
#[derive(Deserialize)]
struct Answer {
    name: String,
    #[serde(default)]
    patch: Value,
    instance: String,
    money: Option<Pence>,
    total: Option<Pence>,
    bound: Option<Pence>,
    served: Option<u32>,
    wanted: Option<u32>,
}

#[derive(Deserialize)]
struct Swept {
    unlimited: Answer,
    knee: Option<String>,
    enough: Option<Pence>,
}

impl Answer {
    /// The point on the curve; of a scenario that has a plan. `budget` is that of the instance.
    fn point(&self, budget: Option<Pence>) -> Option<Point> {
        // A merge patch: null takes the limit away.
        let budget = match self.patch.pointer("/budget/money") {
            Some(money) => money.as_i64(),
            None if self.patch.get("budget").is_some_and(Value::is_null) => None,
            None => budget,
        };
        Some(Point {
            name: self.name.clone(),
            budget,
            money: self.money?,
            total: self.total?,
            bound: self.bound?,
            served: self.served?,
            wanted: self.wanted?,
        })
    }
}

/// The scenarios of a file that `whatif` wrote.
fn curve(path: &Path, reading: &Reading, console: Console) -> Result<Curve, Stop> {
    const FORMAT: &str = "opendoor-whatif/1";
    let Input { name, bytes } = Input::read(path)?;
    let wrong =
        |what: &dyn std::fmt::Display| Stop::bad_input(format_args!("{name} is not what whatif writes: {what}"));
    let answers: Answers = serde_json::from_slice(&bytes).map_err(|error| wrong(&error))?;
    if answers.format != FORMAT {
        return Err(wrong(&format_args!("its format is `{}`, expected `{FORMAT}`", answers.format)));
    }
    if answers.base.instance != reading.hash {
        console.talk(&format!("note: {name} was made for other bytes than these (the hash of the instance differs)"));
    }
    let budget = reading.problem.budget.money;
    let point = |answer: &Answer| answer.point(budget);
    let unplanned = answers.scenarios.iter().filter(|answer| point(answer).is_none()).map(|answer| answer.name.clone());
    let sweep = answers.sweep.as_ref().map(|sweep| Sweep {
        unlimited: point(&sweep.unlimited),
        knee: sweep.knee.clone(),
        enough: sweep.enough,
    });
    Ok(Curve {
        base: point(&answers.base),
        points: answers.scenarios.iter().filter_map(point).collect(),
        unplanned: unplanned.collect(),
        sweep,
    })
}
