//! Files in and out; `-` is the standard stream.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::console::Console;
use super::exit::Stop;

/// What was read, and what it is called in messages.
pub struct Input {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Input {
    /// Reads a file, or the standard input for `-`.
    pub fn read(path: &Path) -> Result<Self, Stop> {
        let (name, bytes) = if is_standard(path) {
            let mut bytes = Vec::new();
            ("standard input".to_owned(), io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes))
        } else {
            (path.display().to_string(), fs::read(path))
        };
        match bytes {
            Ok(bytes) => Ok(Self { name, bytes }),
            Err(error) => Err(Stop::bad_input(format_args!("cannot read {name}: {error}"))),
        }
    }
}

/// Whether `path` means the standard stream.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}

/// Where an answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    Standard,
    File(PathBuf),
}

impl Output {
    /// The destination that `-o` names; nothing and `-` mean the standard output. A destination that can't be
    /// written is an error now, not after minutes of work.
    pub fn of(path: Option<PathBuf>) -> Result<Self, Stop> {
        let Some(path) = path.filter(|path| !is_standard(path)) else { return Ok(Self::Standard) };
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if path.is_dir() {
            return Err(Stop::bad_input(format_args!("cannot write {}: it is a directory", path.display())));
        }
        if !parent.is_dir() {
            return Err(Stop::bad_input(format_args!("cannot write {}: no such directory", path.display())));
        }
        Ok(Self::File(path))
    }

    /// Writes the whole answer, a file at once or not at all.
    pub fn write(&self, text: &str, console: Console) -> Result<(), Stop> {
        match self {
            Self::Standard => console.answer(text),
            Self::File(_) => self.write_with(|out| out.write_all(text.as_bytes()), console),
        }
    }

    /// As [`write`](Self::write), of an answer that is too long to be held: `answer` writes it where it goes, and ends
    /// its last line.
    pub fn write_with(
        &self,
        answer: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        console: Console,
    ) -> Result<(), Stop> {
        match self {
            Self::Standard => console.answer_with(answer),
            Self::File(path) => replace(path, answer)
                .map_err(|error| Stop::bad_input(format_args!("cannot write {}: {error}", path.display()))),
        }
    }
}

/// Writes beside `path` and renames, so that nobody ever reads half a file. Devices and pipes are written straight.
fn replace(path: &Path, answer: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return answer(&mut fs::OpenOptions::new().write(true).open(path)?);
    }
    // Behind a symbolic link the file is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut beside = path.file_name().unwrap_or_default().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = fs::File::create(&beside).and_then(|mut file| {
        answer(&mut file)?;
        if let Some(there) = there {
            file.set_permissions(there.permissions())?;
        }
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, &path)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
