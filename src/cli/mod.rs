//! The command line: one file per command, arguments as typed in [`Args`], and one door to the terminal.
//!
//! Answers (plans, summaries, schemas) go to stdout, talk (progress, warnings, errors) to stderr.

mod args;
mod batch;
mod check;
mod conflict;
mod console;
mod exit;
mod explain;
mod files;
mod gaps;
mod generate;
mod import;
mod people;
mod progress;
mod reading;
mod replan;
mod report;
mod schema;
mod solve;
mod suggest;
mod values;
mod whatif;

pub use args::{Args, parse};
pub use console::Console;
pub use exit::{Exit, Stop};

use args::Command;

/// Does what the arguments say.
///
/// # Errors
/// A [`Stop`] when the command could not do its work; it knows its exit code.
pub fn run(args: Args, console: Console) -> Result<Exit, Stop> {
    match args.command {
        Command::Solve(args) => solve::run(args, console),
        Command::Whatif(args) => whatif::run(&args, console),
        Command::Batch(args) => batch::run(&args, console),
        Command::Import { format } => import::run(format, console),
        Command::Check(args) => check::run(&args, console),
        Command::Report(args) => report::run(args, console),
        Command::Explain(args) => explain::run(&args, console),
        Command::Replan(args) => replan::run(args, console),
        Command::Suggest(args) => suggest::run(&args, console),
        Command::People { what } => people::run(what, console),
        Command::Gaps(args) => gaps::run(&args, console),
        Command::Generate(args) => generate::run(&args, console),
        Command::Schema { of } => schema::run(of, console),
    }
}
