//! The program: parse, dispatch, exit code.

use std::process::ExitCode;

use opendoor::cli::{self, Console};

fn main() -> ExitCode {
    let console = Console;
    let ended = cli::parse(std::env::args_os()).and_then(|args| cli::run(args, console));
    ended.unwrap_or_else(|stop| stop.tell(console)).into()
}
