//! Exit codes, as the help lists them.

use std::process::ExitCode;

use wavecast_agent::AgentError;

/// How the process ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Configuration or data directory.
    Setup = 3,
    /// The edge gave nothing useful.
    Unreachable = 4,
    /// The edge's metadata is not trusted.
    Untrusted = 5,
    /// The release failed, and the device went back.
    WentBack = 6,
    /// The disk.
    Disk = 7,
    /// There is something to install, or something waits.
    Available = 10,
}

impl Exit {
    /// The code of an error.
    pub fn of(error: &AgentError) -> Self {
        match error {
            AgentError::DiskFull { .. } | AgentError::Io { .. } => Self::Disk,
            AgentError::Config(_)
            | AgentError::Provision { .. }
            | AgentError::Held { .. }
            | AgentError::Newer { .. }
            | AgentError::Damaged { .. }
            | AgentError::Http(_)
            | AgentError::Random(_) => Self::Setup,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
