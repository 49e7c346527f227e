//! How a command ends (SPEC §9).

use std::fmt::Display;
use std::process::ExitCode;

use super::console::Console;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done = 0,
    /// 1: the checked plan breaks a rule, or some line of a batch has no plan.
    RuleBroken = 1,
    /// 2: the input or the command line is wrong.
    BadInput = 2,
    /// 3: nothing could be planned, locks conflict.
    Conflict = 3,
    /// 4: interrupted before any plan.
    NoPlanYet = 4,
    /// 70: a defect of this program.
    Defect = 70,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    exit: Exit,
    words: String,
    /// Whether the words are an answer (`--help`), not talk.
    answer: bool,
}

impl Stop {
    /// Ends with `exit`, after saying `words` on stderr.
    #[must_use]
    pub fn new(exit: Exit, words: impl Into<String>) -> Self {
        Self { exit, words: words.into(), answer: false }
    }

    /// The input, or the command line, is wrong.
    #[must_use]
    pub fn bad_input(words: impl Display) -> Self {
        Self::new(Exit::BadInput, format!("error: {words}"))
    }

    /// Nothing is wrong: `words` were asked for.
    #[must_use]
    pub fn answer(words: impl Into<String>) -> Self {
        Self { exit: Exit::Done, words: words.into(), answer: true }
    }

    /// Says why, and gives the exit code.
    #[must_use]
    pub fn tell(self, console: Console) -> Exit {
        if self.answer {
            return console.answer(&self.words).map_or(Exit::BadInput, |()| self.exit);
        }
        if !self.words.is_empty() {
            console.talk(&self.words);
        }
        self.exit
    }
}
