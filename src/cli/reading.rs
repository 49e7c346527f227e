//! Reading instances for the commands: errors all at once, warnings as talk.

use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::Input;
use crate::format::{self, Reading, Report};

/// The instance of `input`, whose bytes are let go; its warnings are said when `aloud`.
pub fn instance(input: Input, aloud: bool, console: Console) -> Result<Reading, Stop> {
    let reading = format::read_instance(&input.bytes).map_err(|report| wrong(&report, &input))?;
    let Input { name, bytes } = input;
    drop(bytes);
    if aloud {
        for warning in &reading.warnings {
            console.talk(&format!("{name}:{warning}"));
        }
    }
    Ok(reading)
}

/// Everything that is wrong with `input`, with its places shown.
pub fn wrong(report: &Report, input: &Input) -> Stop {
    let errors = report.errors();
    let number = format!("{}: {errors} error{}", input.name, if errors == 1 { "" } else { "s" });
    Stop::new(Exit::BadInput, format!("{}{number}", report.render(&input.bytes, &input.name)))
}
