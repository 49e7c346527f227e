//! `opendoor solve`: an instance in, a plan out.

use std::time::Instant;

use super::args::{PlanFormat, Progress, SolveArgs};
use super::conflict;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, Output};
use super::progress::{Lines, Live, end_on_ctrl_c};
use super::reading;
use crate::domain::{Plan, Problem, Status};
use crate::engine::{Cancel, Observer, Options, Outcome};
use crate::report::text::summary;
use crate::report::words::pounds;
use crate::{Failure, format, solve, solve_with_certificate};

/// What the arguments mean.
#[derive(Debug)]
struct Config {
    options: Options,
    output: Output,
    /// Where the certificate goes, if anywhere.
    certificate: Option<Output>,
    /// What the standard output gets, if anything.
    shown: Option<PlanFormat>,
    quiet: bool,
    progress: Progress,
}

impl Config {
    fn of(args: SolveArgs, answers_are_read: bool) -> Result<Self, Stop> {
        let options = Options {
            time_limit: args.time_limit.0,
            gap: args.gap,
            threads: args.threads.map(usize::from),
            seed: args.seed,
            cancel: Cancel::default(),
            ..Options::default()
        };
        let output = Output::of(args.output)?;
        let certificate = args.certificate.map(|path| Output::of(Some(path))).transpose()?;
        if certificate == Some(Output::Standard) {
            return Err(Stop::bad_input("the certificate needs a file: the standard output is the plan's"));
        }
        let shown = match (&output, args.format) {
            (Output::Standard, Some(format)) => Some(format),
            (Output::Standard, None) if answers_are_read => Some(PlanFormat::Text),
            (Output::Standard, None) => Some(PlanFormat::Json),
            (Output::File(_), _) if args.quiet => None,
            (Output::File(_), format) => Some(format.unwrap_or(PlanFormat::Text)),
        };
        Ok(Self { options, output, certificate, shown, quiet: args.quiet, progress: args.progress })
    }
}

/// Plans the round that the arguments name.
pub fn run(args: SolveArgs, console: Console) -> Result<Exit, Stop> {
    let began = Instant::now();
    let input = Input::read(&args.instance)?;
    let config = Config::of(args, console.answers_are_read())?;
    let reading = reading::instance(input, !config.quiet, console)?;
    let mut outcome = search(&reading.problem, &config, began, console)?;
    if let Some(certificate) = &mut outcome.certificate {
        certificate.instance.clone_from(&reading.hash);
    }
    outcome.plan.instance = reading.hash;
    certify(&reading.problem, &outcome, &config, console)?;
    tell(&reading.problem, &outcome.plan, &config, console)
}

/// Writes the certificate where it belongs.
fn certify(problem: &Problem, outcome: &Outcome, config: &Config, console: Console) -> Result<(), Stop> {
    let Some(output) = &config.certificate else { return Ok(()) };
    let Some(certificate) = &outcome.certificate else {
        console.talk("note: stopped before there were any prices, so there is no certificate");
        return Ok(());
    };
    if certificate.bound < outcome.plan.bound && !config.quiet {
        let bound = pounds(certificate.bound);
        console.talk(&format!("note: the certificate proves that no plan costs less than {bound}; the plan's own bound rests on more than prices"));
    }
    output.write(&format::write_certificate(certificate, problem), console)
}

fn look(problem: &Problem, config: &Config, observer: &mut (impl Observer + Send)) -> Result<Outcome, Failure> {
    if config.certificate.is_some() {
        return solve_with_certificate(problem, &config.options, observer);
    }
    solve(problem, &config.options, observer).map(|plan| Outcome { plan, certificate: None })
}

/// Runs the search with its live line, or its lines of JSON, and Ctrl-C.
fn search(problem: &Problem, config: &Config, began: Instant, console: Console) -> Result<Outcome, Stop> {
    if !end_on_ctrl_c(config.options.cancel.clone()) && !config.quiet {
        console.talk("note: Ctrl-C can't be caught here, it will end the program without a plan");
    }
    let outcome = match config.progress {
        Progress::Json => look(problem, config, &mut Lines::new(began, console)),
        Progress::Line => {
            let mut live = Live::new(console.talk_is_heard() && !config.quiet);
            let outcome = look(problem, config, &mut live);
            live.end();
            outcome
        }
    };
    outcome.map_err(|failure| failed(problem, failure))
}

/// Why there is no plan.
pub fn failed(problem: &Problem, failure: Failure) -> Stop {
    match failure {
        Failure::Conflict(conflict) => {
            Stop::new(Exit::Conflict, format!("error: {}", conflict::words(problem, &conflict)))
        }
        Failure::Interrupted => Stop::new(Exit::NoPlanYet, "error: interrupted before the first plan was found"),
        Failure::Refused(flaw) => Stop::new(
            Exit::Defect,
            format!(
                "error: the certificate found proves nothing: {flaw}. This is a defect of opendoor: please report it"
            ),
        ),
        Failure::Rejected(violations) => {
            let rules: Vec<String> = violations.iter().map(|violation| format!("{:?}", violation.rule)).collect();
            let rules = rules.join(", ");
            Stop::new(
                Exit::Defect,
                format!(
                    "error: the plan found breaks {rules}; it is not shown. This is a defect of opendoor: please report it"
                ),
            )
        }
    }
}

/// Writes the plan where it belongs, and the summary.
fn tell(problem: &Problem, plan: &Plan, config: &Config, console: Console) -> Result<Exit, Stop> {
    if plan.status == Status::Interrupted && !config.quiet {
        console.talk("note: stopped early, this is the best plan so far");
    }
    if let Output::File(_) = config.output {
        config.output.write(&format::write_plan(plan, problem), console)?;
    }
    match config.shown {
        Some(PlanFormat::Text) => console.answer(&summary(problem, plan))?,
        Some(PlanFormat::Json) => console.answer(&format::write_plan(plan, problem))?,
        None => {}
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::super::args::{Command, parse};
    use super::*;

    fn shown(line: &str, answers_are_read: bool) -> Option<PlanFormat> {
        let words = format!("opendoor solve school.json {line}");
        let args = parse(words.split_whitespace().map(OsString::from)).expect("a good command line");
        let Command::Solve(args) = args.command else { panic!("another command") };
        Config::of(args, answers_are_read).expect("a good destination").shown
    }

    #[test]
    fn what_the_standard_output_gets() {
        let (json, text) = (Some(PlanFormat::Json), Some(PlanFormat::Text));
        assert_eq!(shown("", false), json);
        assert_eq!(shown("", true), text);
        assert_eq!(shown("--quiet", true), text);
        assert_eq!(shown("-o -", false), json);
        assert_eq!(shown("--format text", false), text);
        assert_eq!(shown("--format json", true), json);
        assert_eq!(shown("-o plan.json", false), text);
        assert_eq!(shown("-o plan.json", true), text);
        assert_eq!(shown("-o plan.json --format json", true), json);
        assert_eq!(shown("-o plan.json --quiet", true), None);
    }
}
