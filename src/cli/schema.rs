//! `opendoor schema`: the JSON Schema of a format.

use super::args::Schema;
use super::console::Console;
use super::exit::{Exit, Stop};
use crate::format::schema;

/// Prints the schema.
pub fn run(of: Schema, console: Console) -> Result<Exit, Stop> {
    let schema = match of {
        Schema::Instance => schema::instance(),
        Schema::Plan => schema::plan(),
    };
    console.answer(&format!("{schema:#}"))?;
    Ok(Exit::Done)
}
