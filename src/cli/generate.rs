//! `opendoor generate`: a realistic instance from a seed.

use super::args::{GenerateArgs, Preset};
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::Output;
use crate::format;
use crate::generate::{self, Spec, generate};

/// Writes the instance.
pub fn run(args: &GenerateArgs, console: Console) -> Result<Exit, Stop> {
    let output = Output::of(args.output.clone())?;
    let problem = generate(&spec(args));
    output.write_with(|out| format::write_instance_to(&problem, out), console)?;
    Ok(Exit::Done)
}

/// The usual sizes of the preset, but for what was typed.
fn spec(args: &GenerateArgs) -> Spec {
    let usual = Spec::of(match args.preset {
        Preset::Secondary => generate::Preset::Secondary,
        Preset::Primary => generate::Preset::Primary,
        Preset::Trust => generate::Preset::Trust,
        Preset::District => generate::Preset::District,
        Preset::Everything => generate::Preset::Everything,
    });
    Spec {
        preset: usual.preset,
        teachers: args.teachers.unwrap_or(usual.teachers),
        schools: args.schools.unwrap_or(usual.schools),
        weeks: args.weeks.unwrap_or(usual.weeks),
        seed: args.seed.unwrap_or(usual.seed),
    }
}
