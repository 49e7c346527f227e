//! What tests share.

#![allow(dead_code, unused_imports, reason = "each test file uses a part of this")]

mod seeded;

use std::path::PathBuf;

pub use seeded::{seed_people, seed_round};

/// The folder of real timetables beside the repository. Without it a test says so and passes, but not on CI.
pub fn shared_data() -> Option<PathBuf> {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if data.is_dir() {
        return Some(data);
    }
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "../shared is not here");
    println!("not run: ../shared is not here");
    None
}
