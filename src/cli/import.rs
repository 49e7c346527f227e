//! `opendoor import`: a solved timetable becomes an instance; what is left out is listed on stderr.

use super::args::{Days, ImportArgs, ImportFormat};
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, Output};
use crate::format;
use crate::import::{BellRow, DayMeaning, ImportError, Imported, Options, fet, read_bell, xhstt};
use crate::report::words::count;

/// Reads the timetable and writes the instance.
pub fn run(format: ImportFormat, console: Console) -> Result<Exit, Stop> {
    match format {
        ImportFormat::Fet(args) => import(&args, &options(&args)?, fet, console),
        ImportFormat::Xhstt { args, instance, solution } => {
            let solution = solution.and_then(|number| usize::try_from(number).ok());
            import(&args, &Options { instance, solution, ..options(&args)? }, xhstt, console)
        }
    }
}

type Importer = fn(&[u8], &Options) -> Result<Imported, Vec<ImportError>>;

fn import(args: &ImportArgs, options: &Options, importer: Importer, console: Console) -> Result<Exit, Stop> {
    let output = Output::of(args.output.clone())?;
    let input = Input::read(&args.file)?;
    let imported = importer(&input.bytes, options).map_err(|errors| wrong(&errors, &input))?;
    for fact in &imported.left_out {
        console.talk(&format!("{}: {fact}", input.name));
    }
    let problem = &imported.problem;
    let (teachers, entries) = (count(problem.teachers.len(), "teacher"), imported.entries);
    console.talk(&format!("{}: {teachers} and {entries} entries of the timetable read", input.name));
    output.write_with(|out| format::write_instance_to(problem, out), console)?;
    Ok(Exit::Done)
}

/// The usual options, but for what was typed.
fn options(args: &ImportArgs) -> Result<Options, Stop> {
    let usual = Options::default();
    let days = args.days.map(|days| match days {
        Days::Week => DayMeaning::Week,
        Days::Rotating => DayMeaning::Rotating,
    });
    Ok(Options {
        start: args.start.unwrap_or(usual.start),
        weeks: args.weeks.unwrap_or(usual.weeks),
        bell: bell(args)?,
        days,
        encoding: args.encoding.clone(),
        ..usual
    })
}

fn bell(args: &ImportArgs) -> Result<Option<Vec<BellRow>>, Stop> {
    let Some(path) = &args.bell else { return Ok(None) };
    let input = Input::read(path)?;
    Ok(Some(read_bell(&input.bytes).map_err(|errors| wrong(&errors, &input))?))
}

/// Everything that is wrong with `input`.
fn wrong(errors: &[ImportError], input: &Input) -> Stop {
    let lines: Vec<String> = errors.iter().map(|error| format!("error: {}: {error}\n", input.name)).collect();
    Stop::new(Exit::BadInput, lines.concat())
}
