//! Why a data directory can't be opened.

use std::io;
use std::path::PathBuf;

/// Why a data directory can't be opened. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "data directory {}: held by {}; stop that one first, or name another directory",
        dir.display(), holder(*pid)
    )]
    Held {
        /// The directory.
        dir: PathBuf,
        /// Who holds it, if that could be read.
        pid: Option<u32>,
    },
    /// A newer version wrote it.
    #[error(
        "data directory {}: this data was written by a newer version (layout {layout}, this version \
         knows up to {known}); install that version or a later one",
        dir.display()
    )]
    Newer {
        /// The directory.
        dir: PathBuf,
        /// The layout that it has.
        layout: u64,
        /// The newest that this version knows.
        known: u64,
    },
    /// It holds something else.
    #[error(
        "data directory {}: it has no wavecast.json, and `{name}` in it is not ours; name an empty \
         or new directory",
        dir.display()
    )]
    Foreign {
        /// The directory.
        dir: PathBuf,
        /// A name that was found in it.
        name: String,
    },
    /// The ledger is gone.
    #[error(
        "data directory {}: ledger.redb is missing; put it back from a backup (then `wavecast channel \
         adopt` for channels whose edge is ahead), or name a new directory",
        dir.display()
    )]
    LedgerMissing {
        /// The directory.
        dir: PathBuf,
    },
    /// A file of it can't be understood.
    #[error("{}: can't be read: {reason}; put it back from a backup", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A secret that others may read.
    #[error(
        "{path}: others may read it (mode {mode:03o}); if nobody did, run `chmod 600 {path}`, else \
         replace it",
        path = path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The disk refused.
    #[error("data directory {}: {source}{}", dir.display(), hint(source))]
    Disk {
        /// The directory.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn holder(pid: Option<u32>) -> String {
    pid.map_or_else(
        || String::from("another process"),
        |pid| format!("process {pid} (`ps -p {pid}` shows it, `kill {pid}` ends it)"),
    )
}

fn hint(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; free some space, then start again"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; let this user write there, or name another directory"
        }
        _ => "",
    }
}
