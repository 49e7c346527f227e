//! `opendoor report`: a plan as one page to look at.

use super::args::ReportArgs;
use super::check::verdict;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::Output;
use super::reading;
use crate::domain::{Problem, TeacherId};
use crate::format::nearest;
use crate::report::page::{Audience, page};
use crate::verify::check;

/// Writes the page of a plan that keeps every rule.
pub fn run(args: ReportArgs, console: Console) -> Result<Exit, Stop> {
    reading::one_standard([Some(&args.instance), Some(&args.plan), args.whatif.as_ref()])?;
    let output = Output::of(args.output)?;
    let (reading, plan) = reading::plan_of(&args.instance, &args.plan, console)?;
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
    output.write(&page(&problem, &plan, audience, None), console)?;
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
