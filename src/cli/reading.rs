//! Reading instances for the commands: errors all at once, warnings as talk.

use std::path::{Path, PathBuf};

use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Input, is_standard};
use crate::domain::Plan;
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

/// An instance and a plan of it, from two files; notes about the plan are said, it is not judged.
pub fn plan_of(instance_path: &Path, plan_path: &Path, console: Console) -> Result<(Reading, Plan), Stop> {
    let instance_input = Input::read(instance_path)?;
    let input = Input::read(plan_path)?;
    let reading = instance(instance_input, true, console)?;
    let plan_reading = format::read_plan(&input.bytes, &reading.problem).map_err(|report| wrong(&report, &input))?;
    for note in &plan_reading.notes {
        console.talk(&format!("{}:{note}", input.name));
    }
    let plan = plan_reading.plan;
    if plan.instance != reading.hash {
        console.talk("note: the plan was made for other bytes than these (the hash of the instance differs)");
    }
    Ok((reading, plan))
}

/// Refuses more than one `-` among the files of a command.
pub fn one_standard<const N: usize>(files: [Option<&PathBuf>; N]) -> Result<(), Stop> {
    if files.into_iter().flatten().filter(|path| is_standard(path)).count() > 1 {
        return Err(Stop::bad_input("only one of them can come from the standard input"));
    }
    Ok(())
}

/// Everything that is wrong with `input`, with its places shown.
pub fn wrong(report: &Report, input: &Input) -> Stop {
    let errors = report.errors();
    let number = format!("{}: {errors} error{}", input.name, if errors == 1 { "" } else { "s" });
    Stop::new(Exit::BadInput, format!("{}{number}", report.render(&input.bytes, &input.name)))
}
