//! `opendoor whatif`: an instance and changes in, what each would come to out.

mod csv;
mod text;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{TableFormat, WhatifArgs};
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, Output, is_standard};
use super::progress::end_on_ctrl_c;
use super::{reading, solve};
use crate::engine::{Cancel, Options};
use crate::format::Document;
use crate::report::words::count;
use crate::scenario::{self, BASE, Case, Ended, Patch, Unsound, WhatIf};

/// Plans the scenarios that the arguments name.
pub fn run(args: &WhatifArgs, console: Console) -> Result<Exit, Stop> {
    if args.scenarios.as_deref().is_some_and(is_standard) && is_standard(&args.instance) {
        return Err(Stop::bad_input("only one of them can come from the standard input"));
    }
    let output = Output::of(args.output.clone())?;
    let options = Options {
        time_limit: args.each.time_limit.0,
        gap: args.each.gap,
        threads: args.threads.map(usize::from),
        seed: args.each.seed,
        cancel: Cancel::default(),
        ..Options::default()
    };
    let instance = Input::read(&args.instance)?;
    let (name, bytes) = (instance.name.clone(), instance.bytes.clone());
    let base = reading::instance(instance, !args.quiet, console)?;
    let document = Document::read(&bytes).map_err(|report| reading::wrong(&report, &Input { name, bytes }))?;
    let cases = cases(args, &document)?;
    let base = Case { name: BASE.to_owned(), patch: Patch::default(), problem: base.problem, hash: base.hash };
    let what_if = plan(args, base, cases, &options, console)?;
    if let Output::File(_) = output {
        output.write(&scenario::write_what_if(&what_if, &options, args.plans), console)?;
    }
    match shown(args, &output, console.answers_are_read()) {
        Some(TableFormat::Json) => console.answer(&scenario::write_what_if(&what_if, &options, args.plans))?,
        Some(TableFormat::Csv) => console.answer(&csv::table(&what_if))?,
        Some(TableFormat::Text) => console.answer(&text::table(&what_if))?,
        None => {}
    }
    Ok(exit(&what_if, args.quiet, console))
}

/// What the standard output gets, if anything.
fn shown(args: &WhatifArgs, output: &Output, answers_are_read: bool) -> Option<TableFormat> {
    match (output, args.format) {
        (Output::Standard, None) => Some(if answers_are_read { TableFormat::Text } else { TableFormat::Json }),
        (Output::File(_), _) if args.quiet => None,
        (Output::File(_), None) => Some(TableFormat::Text),
        (_, format) => format,
    }
}

/// The cases of the arguments, or everything that is wrong with them.
fn cases(args: &WhatifArgs, instance: &Document) -> Result<Vec<Case>, Stop> {
    let (list, scenarios) = match (&args.budget, &args.scenarios) {
        (Some(range), _) => (None, range.scenarios()),
        (None, Some(path)) => {
            let input = Input::read(path)?;
            let list = Document::read(&input.bytes).map_err(|report| reading::wrong(&report, &input))?;
            let found = scenario::scenarios(&list).map_err(|report| reading::wrong(&report, &input))?;
            (Some((input, list)), found)
        }
        (None, None) => (None, Vec::new()),
    };
    let nothing = Document::of(serde_json::Value::Array(Vec::new()));
    let document = list.as_ref().map_or(&nothing, |(_, document)| document);
    let patched = scenario::apply(document, &scenarios, instance).map_err(|report| match &list {
        Some((input, _)) => reading::wrong(&report, input),
        None => Stop::bad_input(&report),
    })?;
    scenario::cases(scenarios, &patched).map_err(|unsound| all_wrong(&unsound))
}

/// Everything that is wrong with patched instances.
fn all_wrong(unsound: &[Unsound]) -> Stop {
    let shown = |one: &Unsound| {
        let name = format!("the instance as {:?} changes it", one.name);
        let errors = count(one.rejected.report.errors(), "error");
        format!("{}{name}: {errors}\n", one.rejected.render(&name))
    };
    Stop::new(Exit::BadInput, unsound.iter().map(shown).collect::<String>())
}

/// Plans them, with a bar on a terminal and Ctrl-C.
fn plan(args: &WhatifArgs, base: Case, cases: Vec<Case>, options: &Options, console: Console) -> Result<WhatIf, Stop> {
    if !end_on_ctrl_c(options.cancel.clone()) && !args.quiet {
        console.talk("note: Ctrl-C can't be caught here, it will end the program without an answer");
    }
    let bar = if console.talk_is_heard() && !args.quiet { ProgressBar::new(0) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{elapsed} {bar:30} {pos} of {len} planned") {
        bar.set_style(style);
    }
    let told = |done: usize, all: usize| {
        bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    };
    let problem = base.problem.clone();
    let planned = if args.budget.is_some() {
        scenario::sweep(&base, cases, options, &told)
    } else {
        scenario::what_if(base, cases, options, &told)
    };
    bar.finish_and_clear();
    planned.map_err(|failure| solve::failed(&problem, failure))
}

/// How it ended: with a plan for each, or which of them has none.
fn exit(what_if: &WhatIf, quiet: bool, console: Console) -> Exit {
    let unlimited = what_if.curve.as_ref().map(|curve| &curve.unlimited);
    let all = || [&what_if.base].into_iter().chain(&what_if.answers).chain(unlimited);
    let interrupted = all().any(|answer| {
        answer.plan().is_some_and(|plan| plan.status == crate::domain::Status::Interrupted)
            || answer.ended == Ended::NotPlanned
    });
    if interrupted && !quiet {
        console.talk("note: stopped early, these are the best plans so far");
    }
    if all().any(|answer| matches!(answer.ended, Ended::Conflict(_))) {
        Exit::Conflict
    } else if all().any(|answer| answer.ended == Ended::NotPlanned) {
        Exit::NoPlanYet
    } else {
        Exit::Done
    }
}
