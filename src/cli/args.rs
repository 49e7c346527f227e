//! The arguments as typed; what they mean is each command's own `Config`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use super::exit::{Exit, Stop};
use super::values::{budgets, date, gap, score, time_limit};
use crate::domain::{Date, Score};
use crate::scenario::Range;

/// Plans a school's round of peer observation: who watches whom, in which lesson, who takes the class left behind,
/// when they talk about it, at the least cost, with a proof of how good the plan is.
#[derive(Debug, Parser)]
#[command(
    name = "opendoor",
    version,
    after_help = "Exit codes: 0 done, 1 the checked plan breaks a rule or its certificate \
    is refused, or a line of a batch has no plan, 2 the input or \
    the command line is wrong, 3 locks conflict, 4 interrupted before any plan."
)]
pub struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Plan a round
    Solve(SolveArgs),
    /// What other budgets, or other changes, would come to
    Whatif(WhatifArgs),
    /// Plan many instances, one a line
    Batch(BatchArgs),
    /// Judge a plan: every rule it breaks, every cost recomputed to the penny
    Check(CheckArgs),
    /// Make a page to look at of a plan: one HTML file
    Report(ReportArgs),
    /// Say why a plan is as it is and what would serve who is left out, each proved by solving again
    Explain(ExplainArgs),
    /// Plan the rest of a round anew after something has changed: few changes, the past untouched
    Replan(ReplanArgs),
    /// Answer the requests of hosts: which colleagues could watch and what each would cost, the plan untouched
    Suggest(SuggestArgs),
    /// Turn a solved timetable into an instance
    Import {
        #[command(subcommand)]
        format: ImportFormat,
    },
    /// Names, strengths, needs and consents by spreadsheet
    People {
        #[command(subcommand)]
        what: People,
    },
    /// Show what many need and few can show, and which partner school has it
    Gaps(GapsArgs),
    /// Make a realistic instance from a seed
    Generate(GenerateArgs),
    /// Print the JSON Schema of a format
    Schema {
        /// Which format
        of: Schema,
    },
}

#[derive(Debug, clap::Args)]
pub struct SolveArgs {
    /// The instance (JSON); - is the standard input
    pub instance: PathBuf,
    /// Write the plan (JSON) to this file; the summary then goes to the standard output
    #[arg(short, long, value_name = "PLAN")]
    pub output: Option<PathBuf>,
    /// Write what proves the bound (JSON) to this file, for `check --certificate`
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Stop after so long with the best plan so far (90s, 5m, none)
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = time_limit)]
    pub time_limit: TimeLimit,
    /// A gap that is good enough, as a share (0.004 is 0.4 %); 0 = to proven optimality
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = gap)]
    pub gap: u64,
    /// Threads; all cores when left out. The plan does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Breaks ties where the best plan is not unique
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// No progress, no warnings; with -o no summary
    #[arg(short, long)]
    pub quiet: bool,
    /// How the search tells of itself on stderr
    #[arg(long, value_name = "HOW", default_value = "line", conflicts_with = "quiet")]
    pub progress: Progress,
    /// What the standard output gets; left out: text on a terminal or with -o, else json
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<PlanFormat>,
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["budget", "scenarios"]))]
pub struct WhatifArgs {
    /// The instance (JSON); - is the standard input
    pub instance: PathBuf,
    /// Sweep over budgets of money in all, in pence: FROM..TO:STEP, such as 0..300000:29100. TO is one of them in any
    /// case, and so is 0
    #[arg(long, value_name = "RANGE", value_parser = budgets)]
    pub budget: Option<Range>,
    /// The changes to try (JSON): [{"name": "…", "patch": {…}}]; - is the standard input
    #[arg(long, value_name = "FILE")]
    pub scenarios: Option<PathBuf>,
    /// Write the answers (JSON) to this file; the table then goes to the standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// With every plan in the JSON
    #[arg(long)]
    pub plans: bool,
    #[command(flatten)]
    pub each: EachArgs,
    /// Threads; all cores when left out. The plans do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// No progress, no warnings; with -o no table
    #[arg(short, long)]
    pub quiet: bool,
    /// What the standard output gets; left out: text on a terminal or with -o, else json
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<TableFormat>,
}

/// How each of several instances is planned.
#[derive(Debug, clap::Args)]
pub struct EachArgs {
    /// Stop each after so long with the best plan so far (90s, 5m, none)
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = time_limit)]
    pub time_limit: TimeLimit,
    /// A gap that is good enough for each, as a share (0.004 is 0.4 %); 0 = to proven optimality
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = gap)]
    pub gap: u64,
    /// Breaks ties where the best plan is not unique
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
}

#[derive(Debug, clap::Args)]
pub struct BatchArgs {
    /// The lines (JSON Lines), each {"id", "instance" or "instance_path", "patch"?, "options"?}; - is the standard input
    #[arg(default_value = "-")]
    pub lines: PathBuf,
    /// Write the results (JSON Lines) to this file, line by line
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Lines at once; as many as there are cores when left out. The results do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Go on where the results in the file end
    #[arg(long, requires = "output")]
    pub resume: bool,
    #[command(flatten)]
    pub each: EachArgs,
    /// No progress
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Everything, in pence
    Json,
    /// A line for each scenario, in pence
    Csv,
    /// A table to read, in pounds
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For programs: of `solve` the plan (SPEC §8)
    Json,
    /// To read
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    /// A live line on a terminal, else nothing
    Line,
    /// A JSON object on a line for every better plan or bound, with milliseconds since the start, for other programs
    Json,
}

/// A time limit, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimit(pub Option<Duration>);

#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// The instance (JSON); - is the standard input
    pub instance: PathBuf,
    /// The plan (JSON); - is the standard input
    pub plan: PathBuf,
    /// Verify the bound, from the instance and the prices in this file (JSON) alone
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// The instance (JSON); - is the standard input
    pub instance: PathBuf,
    /// The plan (JSON); - is the standard input
    pub plan: PathBuf,
    /// Write the page to this file
    #[arg(short, long, value_name = "FILE.html")]
    pub output: Option<PathBuf>,
    /// Leave out what is between the pairs and the planner (focuses, worth, reasons), and the money
    #[arg(long)]
    pub shared: bool,
    /// The page of one teacher alone: their visits, conversations and covers
    #[arg(long = "for", value_name = "ID", conflicts_with = "shared")]
    pub teacher: Option<String>,
    /// Show the scenarios, and their price curve, of this file that `whatif` wrote
    #[arg(long, value_name = "FILE", conflicts_with_all = ["shared", "teacher"])]
    pub whatif: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The instance (JSON); - is the standard input
    pub instance: PathBuf,
    /// The plan (JSON); - is the standard input
    pub plan: PathBuf,
    /// Only what is about this teacher
    #[arg(long, value_name = "ID")]
    pub teacher: Option<String>,
    /// Only the arrangement of these two
    #[arg(long, value_name = "A,B", conflicts_with = "teacher")]
    pub pair: Option<String>,
    /// Look for the cheapest relaxations that together serve everybody
    #[arg(long)]
    pub relax: bool,
    /// Solves that may be made
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub solves: usize,
    /// End each solve after so long (90s, 5m, none)
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = time_limit)]
    pub time_limit: TimeLimit,
    /// Threads; all cores when left out. The answers do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Write the plan (JSON) with what would help in its reasons to this file
    #[arg(short, long, value_name = "PLAN")]
    pub output: Option<PathBuf>,
    /// What the standard output gets
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<PlanFormat>,
}

#[derive(Debug, clap::Args)]
pub struct SuggestArgs {
    /// The instance (JSON), with its `requests`; - is the standard input
    pub instance: PathBuf,
    /// The plan (JSON); - is the standard input
    pub plan: PathBuf,
    /// Only the requests of this host; without any, for whatever lesson of theirs
    #[arg(long, value_name = "ID")]
    pub host: Option<String>,
    /// The first date on which a visit may be; left out: that of the round
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<Date>,
    /// End each solve after so long (90s, 5m, none)
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = time_limit)]
    pub time_limit: TimeLimit,
    /// Threads; all cores when left out. The answers do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// What the standard output gets
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<PlanFormat>,
}

#[derive(Debug, clap::Args)]
pub struct ReplanArgs {
    /// The instance that the plan is of (JSON)
    pub instance: PathBuf,
    /// The plan (JSON)
    pub plan: PathBuf,
    /// The first date that may change; what lies before it stays
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Date,
    /// What has changed: a merge patch of the instance (JSON); - is the standard input
    #[arg(long, value_name = "FILE")]
    pub changes: PathBuf,
    /// Look for a better plan although nothing clashes
    #[arg(long)]
    pub improve: bool,
    /// Do not go on with this arrangement of the plan, even if it has begun; may be given several times
    #[arg(long, value_name = "ID")]
    pub let_go: Vec<String>,
    /// Write the new plan (JSON) to this file; the changes then go to the standard output
    #[arg(short, long, value_name = "PLAN")]
    pub output: Option<PathBuf>,
    /// Write the changed instance (JSON) to this file, of which the new plan is
    #[arg(long, value_name = "FILE")]
    pub instance_output: Option<PathBuf>,
    /// End each search after so long with the best plan so far (90s, 5m, none)
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = time_limit)]
    pub time_limit: TimeLimit,
    /// Threads; all cores when left out. The plan does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// What the standard output gets; left out: text on a terminal or with -o, else the plan
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ReplanFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReplanFormat {
    /// What has changed and who must hear what, to read
    Text,
    /// The same for programs (JSON)
    Json,
    /// The new plan (SPEC §8)
    Plan,
}

#[derive(Debug, Subcommand)]
pub enum ImportFormat {
    /// A timetable of FET (its `data_and_timetable` file)
    Fet(ImportArgs),
    /// A timetable of the XHSTT archive
    Xhstt {
        #[command(flatten)]
        args: ImportArgs,
        /// Which instance of the archive, by its id; needed when it has several
        #[arg(long, value_name = "ID")]
        instance: Option<String>,
        /// Which of its solutions, counted from 1 in the order of the file
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        solution: Option<u32>,
    },
}

#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The timetable file; - is the standard input
    pub file: PathBuf,
    /// First day of the round
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub start: Option<Date>,
    /// Weeks of the round
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=53))]
    pub weeks: Option<u32>,
    /// Bell times where the file has none: a CSV with the columns period, start, end
    #[arg(long, value_name = "FILE.csv")]
    pub bell: Option<PathBuf>,
    /// What the days of the file are, where their names don't say
    #[arg(long, value_name = "WHAT")]
    pub days: Option<Days>,
    /// The encoding of the file where its declaration is missing or wrong (such as windows-1252)
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Write the instance to this file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Days {
    /// Days of a week in order from Monday; ten are two weeks
    Week,
    /// A rotating cycle: day 1 on the first school day of the round, then on
    Rotating,
}

#[derive(Debug, Subcommand)]
pub enum People {
    /// Print a CSV with one row a teacher, filled with what the instance says
    Template {
        /// The instance (JSON); - is the standard input
        instance: PathBuf,
        /// Write the CSV to this file
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Put a filled CSV into the instance
    Apply {
        /// The instance (JSON); - is the standard input
        instance: PathBuf,
        /// The CSV; - is the standard input
        people: PathBuf,
        /// Write the instance to this file
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
pub struct GapsArgs {
    /// The instance (JSON); - is the standard input
    pub instance: PathBuf,
    /// The need from which on somebody needs a focus
    #[arg(long, value_name = "SCORE", default_value = "0.5", value_parser = score)]
    pub need: Score,
    /// Tell every number as it is, also of one or two people: for the planner's own eyes
    #[arg(long)]
    pub exact: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct GenerateArgs {
    /// What kind of schools
    #[arg(long, value_enum)]
    pub preset: Preset,
    /// Teachers per school
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub teachers: Option<u32>,
    /// Schools
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5000))]
    pub schools: Option<u32>,
    /// Weeks of the round
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub weeks: Option<u32>,
    /// The same seed and sizes give the same bytes
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Write the instance to this file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Preset {
    /// Secondary schools with departments and a two-week cycle
    Secondary,
    /// Primary schools with class teachers
    Primary,
    /// Secondaries of one trust that visit each other
    Trust,
    /// Secondaries and primaries of a district
    District,
    /// A secondary and a partner school with every kind of arrangement in play
    Everything,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// opendoor/1
    Instance,
    /// opendoor-plan/1
    Plan,
}

/// Reads the command line.
///
/// # Errors
/// A [`Stop`] with the text of `--help` or `--version`, or with what is wrong.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Args, Stop> {
    Args::try_parse_from(args).map_err(|error| {
        let words = error.render().to_string();
        if error.use_stderr() { Stop::new(Exit::BadInput, words) } else { Stop::answer(words) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }
}
