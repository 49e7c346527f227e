//! The one door to the terminal: answers on stdout, talk on stderr.

use std::io::{self, ErrorKind, IsTerminal, Write};

use super::exit::Stop;

/// The two streams of the program.
#[derive(Debug, Clone, Copy, Default)]
pub struct Console;

impl Console {
    /// Whether a person reads the answers.
    #[must_use]
    pub fn answers_are_read(self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether a person hears the talk.
    #[must_use]
    pub fn talk_is_heard(self) -> bool {
        io::stderr().is_terminal()
    }

    /// Writes an answer to stdout. A reader that has gone away (`| head`) is no error.
    ///
    /// # Errors
    /// When stdout can't be written for another reason, such as a full disk.
    pub fn answer(self, text: &str) -> Result<(), Stop> {
        let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
        self.answer_with(|out| out.write_all(text.as_bytes()).and_then(|()| out.write_all(end.as_bytes())))
    }

    /// As [`answer`](Self::answer), of an answer that `write` writes itself.
    ///
    /// # Errors
    /// When stdout can't be written for another reason than that nobody reads it.
    pub fn answer_with(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
        let mut out = io::stdout().lock();
        match write(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Stop::bad_input(format_args!("cannot write to the standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Says something on stderr. Nobody listening is no error.
    pub fn talk(self, text: &str) {
        let mut out = io::stderr().lock();
        let _ = out.write_all(text.trim_end().as_bytes()).and_then(|()| out.write_all(b"\n"));
    }
}
