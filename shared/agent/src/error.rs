//! What can go wrong beneath the core.

use std::io;
use std::path::{Path, PathBuf};

use wavecast_device::agent::StateError;

use crate::DeviceFileError;

/// Why a device can't run. What the edge does wrong is no error here: the core backs off.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] DeviceFileError),
    /// What the configuration provisions is not accepted.
    #[error("{path}: {source}", path = path.display())]
    Provision {
        /// The configuration.
        path: PathBuf,
        /// Why.
        source: StateError,
    },
    /// Another process holds the data directory.
    #[error("{path} is held by another wavecast-agent: stop that one first", path = path.display())]
    Held {
        /// The data directory.
        path: PathBuf,
    },
    /// The state was written by a newer version.
    #[error("{path} was written by a newer wavecast-agent (layout {found}): run that one",
        path = path.display())]
    Newer {
        /// The state's file.
        path: PathBuf,
        /// Its layout.
        found: u64,
    },
    /// The state can't be read.
    #[error("{path} is damaged ({why}): move it away to begin anew", path = path.display())]
    Damaged {
        /// The state's file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The disk is full.
    #[error("{path}: the disk is full; free some space, nothing is lost", path = path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
    },
    /// A file operation.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// HTTP can't be set up at all.
    #[error("HTTP: {0}")]
    Http(#[from] reqwest::Error),
    /// The system has no random bytes.
    #[error("no random bytes for a new device id: {0}; set \"id\" in the configuration")]
    Random(getrandom::Error),
}

impl AgentError {
    /// Names the file of an I/O error, and tells a full disk apart.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { path: path.into() }
            }
            _ => Self::Io {
                path: path.into(),
                source,
            },
        }
    }
}
