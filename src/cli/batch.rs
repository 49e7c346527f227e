//! `opendoor batch`: instances in, one a line; results out, one a line.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::BatchArgs;
use super::console::Console;
use super::exit::{Exit, Stop};
use super::files::{Output, is_standard};
use super::progress::end_on_ctrl_c;
use crate::engine::{Cancel, Options};
use crate::report::words::count;
use crate::scenario::{Lines, Resumed, Settings, Tally, batch, resume};

type Input = Lines<Box<dyn BufRead + Send>>;

/// Plans every line.
pub fn run(args: &BatchArgs, console: Console) -> Result<Exit, Stop> {
    let jobs = args.jobs.map(usize::from).or_else(|| thread::available_parallelism().ok().map(usize::from));
    let options = Options {
        time_limit: args.each.time_limit.0,
        gap: args.each.gap,
        // Lines side by side are worth more than threads for each.
        threads: Some(1),
        seed: args.each.seed,
        cancel: Cancel::default(),
        ..Options::default()
    };
    let settings = Settings { options, jobs: jobs.unwrap_or(1) };
    let mut lines = open(&args.lines)?;
    let (mut file, before) = match Output::of(args.output.clone())? {
        Output::Standard if args.resume => return Err(Stop::bad_input("--resume needs a file with -o")),
        Output::Standard => (None, Resumed::default()),
        Output::File(path) => {
            let (file, before) = results(&path, &args.lines, args.resume, &mut lines)?;
            (Some((file, path)), before)
        }
    };
    if !end_on_ctrl_c(settings.options.cancel.clone()) && !args.quiet {
        console.talk("note: Ctrl-C can't be caught here, it will end the program; --resume goes on");
    }
    let bar = bar(console.talk_is_heard() && !args.quiet && file.is_some());
    let told = batch(lines, &settings, |text, tally| {
        bar.set_message(words(before, *tally));
        match &mut file {
            // One write a line: who is killed leaves whole lines, but for the last one at most.
            Some((file, _)) => file.write_all(text.as_bytes()),
            None => io::stdout().lock().write_all(text.as_bytes()),
        }
    });
    bar.finish_and_clear();
    let told = match (told, &file) {
        (Ok(told), Some((file, path))) => file.sync_all().map(|()| told).map_err(|error| unwritten(path, &error))?,
        (Ok(told), None) => told,
        // Nobody reads the results any more.
        (Err(error), None) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
        (Err(error), _) => return Err(Stop::bad_input(format_args!("the batch ended: {error}"))),
    };
    if !args.quiet {
        console.talk(&words(before, told));
    }
    if told.is_cut {
        let how = if file.is_some() { "; --resume goes on from there" } else { "" };
        console.talk(&format!("note: stopped early{how}"));
        return Ok(Exit::NoPlanYet);
    }
    Ok(if before.failed + told.failed > 0 { Exit::RuleBroken } else { Exit::Done })
}

/// `12 lines, 1 of them without a plan`, those before included.
fn words(before: Resumed, told: Tally) -> String {
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let (done, failed) = (number(before.done + told.done), number(before.failed + told.failed));
    let failed = if failed > 0 { format!(", {failed} of them without a plan") } else { String::new() };
    let already = if before.done > 0 { format!(" ({} already there)", before.done) } else { String::new() };
    format!("{}{already}{failed}", count(done, "line"))
}

fn bar(is_shown: bool) -> ProgressBar {
    let bar = if is_shown { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}

fn open(path: &Path) -> Result<Input, Stop> {
    let input: Box<dyn BufRead + Send> = if is_standard(path) {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file = File::open(path)
            .map_err(|error| Stop::bad_input(format_args!("cannot read {}: {error}", path.display())))?;
        Box::new(BufReader::new(file))
    };
    Ok(Lines::of(input))
}

fn unwritten(path: &Path, error: &io::Error) -> Stop {
    Stop::bad_input(format_args!("cannot write {}: {error}", path.display()))
}

/// The file of the results, at its end: a new one, or one that goes on, without the line broken off.
fn results(path: &Path, input: &Path, goes_on: bool, lines: &mut Input) -> Result<(File, Resumed), Stop> {
    if let (Ok(one), Ok(other)) = (fs::canonicalize(path), fs::canonicalize(input))
        && one == other
    {
        return Err(Stop::bad_input(format_args!("{} would be written over its own lines", path.display())));
    }
    let mut before = Resumed::default();
    if goes_on && path.exists() {
        let there = File::open(path)
            .map_err(|error| Stop::bad_input(format_args!("cannot read {}: {error}", path.display())))?;
        before = resume(lines, BufReader::new(there))
            .map_err(|why| Stop::bad_input(format_args!("cannot go on with {}: {why}", path.display())))?;
    }
    let opened = OpenOptions::new().create(true).truncate(!goes_on).write(true).open(path);
    let at_end = opened.and_then(|mut file| {
        if file.metadata()?.is_file() {
            file.set_len(before.bytes)?;
            file.seek(SeekFrom::Start(before.bytes))?;
        }
        Ok(file)
    });
    at_end.map(|file| (file, before)).map_err(|error| unwritten(path, &error))
}
