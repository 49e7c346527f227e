//! `opendoor gaps`: what many need and few can show.

use super::args::GapsArgs;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::Input;
use super::reading;
use crate::report::gaps::{Question, gaps, json, table};

/// Prints a table for each school, or everything as JSON.
pub fn run(args: &GapsArgs, console: Console) -> Result<Exit, Stop> {
    let problem = reading::instance(Input::read(&args.instance)?, true, console)?.problem;
    let question = Question { need: args.need, exact: args.exact };
    let gaps = gaps(&problem, question);
    let text =
        if args.json { format!("{:#}", json(&problem, question, &gaps)) } else { table(&problem, question, &gaps) };
    console.answer(&text)?;
    Ok(Exit::Done)
}
