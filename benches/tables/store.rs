//! The runs of a day on a machine: kept as JSON, from which the page is written.

use std::path::{Path, PathBuf};
use std::{fs, thread};

use serde::{Deserialize, Serialize};

use super::page;
use super::work::{Measured, Work};

/// One run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    pub row: String,
    pub label: String,
    pub work: Work,
    /// Load average of the machine before it.
    pub load: Option<f64>,
    /// What was measured, or why there is nothing.
    pub measured: Result<Measured, String>,
}

/// All runs of a day on a machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Store {
    pub date: String,
    pub processor: String,
    pub cores: usize,
    pub memory_gb: Option<u64>,
    pub version: String,
    pub runs: Vec<Run>,
    #[serde(skip)]
    path: PathBuf,
}

impl Store {
    /// What the folder has of today and this machine, or nothing yet.
    pub fn open(folder: &Path) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let processor = proc("cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
        let date = jiff::Zoned::now().date().to_string();
        let words: Vec<String> = processor
            .split(|c: char| !c.is_ascii_alphanumeric())
            .map(str::to_lowercase)
            .filter(|w| !w.is_empty())
            .collect();
        let path = folder.join(format!("{date}-{}-{cores}-cores-tables.json", words.join("-")));
        let kept = fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str::<Self>(&text).ok());
        let memory_gb = proc("meminfo", "MemTotal")
            .and_then(|kb| kb.split_whitespace().next()?.parse::<u64>().ok())
            .map(|kb| (kb + (1 << 19)) >> 20);
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let runs = kept.map_or_else(Vec::new, |kept| kept.runs);
        Self { date, processor, cores, memory_gb, version, runs, path }
    }

    /// Forgets the runs of a row.
    pub fn forget(&mut self, row: &str) {
        self.runs.retain(|run| run.row != row);
    }

    /// Takes a run, and writes the file and the page anew.
    pub fn keep(&mut self, run: Run) {
        self.runs.push(run);
        let json = serde_json::to_string_pretty(self).expect("it is plain data");
        fs::write(&self.path, json + "\n").expect("the folder can be written to");
        fs::write(self.path.with_extension("md"), page::markdown(self)).expect("the folder can be written to");
    }

    /// The runs of a row, in order.
    pub fn of<'s>(&'s self, row: &'s str) -> impl Iterator<Item = &'s Run> {
        self.runs.iter().filter(move |run| run.row == row)
    }
}

/// The load average of the last minute; only Linux tells.
pub fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

/// The first line of a file of the kernel's that begins with the key.
fn proc(file: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(Path::new("/proc").join(file)).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
