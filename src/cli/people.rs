//! `opendoor people`: what no timetable holds, by spreadsheet.

use super::args::People;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, Output, is_standard};
use super::reading;
use crate::format;
use crate::import::people::{apply, template};
use crate::report::words::count;

/// Prints the table, or puts a filled one into the instance.
pub fn run(what: People, console: Console) -> Result<Exit, Stop> {
    match what {
        People::Template { instance, output } => {
            let output = Output::of(output)?;
            let reading = reading::instance(Input::read(&instance)?, true, console)?;
            output.write(&template(&reading.problem), console)?;
        }
        People::Apply { instance, people, output } => {
            if is_standard(&instance) && is_standard(&people) {
                return Err(Stop::bad_input("only one of the two can come from the standard input"));
            }
            let output = Output::of(output)?;
            let (instance, people) = (Input::read(&instance)?, Input::read(&people)?);
            let mut problem = reading::instance(instance, true, console)?.problem;
            let applied = apply(&mut problem, &people.bytes).map_err(|errors| {
                let lines: Vec<String> =
                    errors.iter().map(|error| format!("error: {}: {error}\n", people.name)).collect();
                Stop::new(Exit::BadInput, lines.concat())
            })?;
            let note = |text: String| console.talk(&format!("{}: {text}", people.name));
            note(format!("{} read, {} changed", count(applied.rows, "teacher"), applied.changed));
            if !applied.focuses.is_empty() {
                note(format!("focuses added: {}", applied.focuses.join(", ")));
            }
            if !applied.missing.is_empty() {
                note(format!("not in the table, left as they are: {}", applied.missing.join(", ")));
            }
            if applied.windows_1252 {
                note("read as Windows-1252, for it is no UTF-8".to_owned());
            }
            output.write_with(|out| format::write_instance_to(&problem, out), console)?;
        }
    }
    Ok(Exit::Done)
}
