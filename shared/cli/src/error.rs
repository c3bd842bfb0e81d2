//! Failures for people: what went wrong, the way out, and the exit code.

use std::fmt;
use std::io;
use std::path::Path;

use crate::exit::Exit;

/// The result of everything that can fail in this binary.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// A failure: one sentence, and the way out where there is one.
#[derive(Debug)]
pub struct Failure {
    /// Decides the exit code.
    pub exit: Exit,
    /// What went wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The stable name of the rule, where the API gave one.
    pub reason: Option<String>,
}

impl Failure {
    /// A failure of a kind.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            hint: None,
            reason: None,
        }
    }

    /// The command line or the configuration can't be understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// It failed, and no other code names how.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Exit::Failure, message)
    }

    /// A file or directory of this machine.
    pub fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        let exit = match error.kind() {
            io::ErrorKind::NotFound => Exit::NotFound,
            _ => Exit::Machine,
        };
        let failure = Self::new(exit, format!("{doing} {}: {error}", path.display()));
        match error.kind() {
            io::ErrorKind::StorageFull => {
                failure.hint("the disk is full: free some space and run it again")
            }
            io::ErrorKind::PermissionDenied => failure.hint("check who owns it"),
            _ => failure,
        }
    }

    /// With the way out.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.hint = (!hint.is_empty()).then_some(hint);
        self
    }

    /// The same failure, said of something: `what: message`.
    pub fn of(mut self, what: impl fmt::Display) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
