//! The backend of one machine: the ports of the engine on one directory.
//!
//! [`Embedded::open`] takes a data directory, alone, and hands out the ports as [`Local`]. Entries live
//! in one redb file, objects as files below `edge/` that `wavecast-edge` serves, uploads below
//! `staging/`, secrets below `keys/`. Whatever returned `Ok` survives a loss of power.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use wavecast_engine::port::{Clock, PortError};

mod alone;
mod disk;
mod error;
mod factors;
mod fault;
mod home;
mod keys;
mod ledger;
mod local;
mod lock;
mod objects;
mod passwords;
mod read;
mod secret;
mod uploads;
mod vault;

pub use error::OpenError;
pub use local::{Local, bootstrap_token};
pub use wavecast_engine::system::{OsIds, SystemClock};

use home::Home;

/// An open data directory. It stays locked as long as this or anything that came from it lives.
#[derive(Clone)]
pub struct Embedded {
    home: Arc<Home>,
    clock: Arc<dyn Clock>,
    ledger: ledger::RedbLedger,
    objects: objects::DirObjects,
    folders: Arc<objects::Folders>,
}

impl Embedded {
    /// Opens a data directory under the system's clock; a first start makes it.
    ///
    /// # Errors
    /// [`OpenError`]: another process holds it, a newer version wrote it, it is somebody else's, or
    /// the disk refuses.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::open_at(dir, Arc::new(SystemClock))
    }

    /// Opens a data directory under a clock of your own, which says what in the ledger has ended.
    ///
    /// # Errors
    /// As [`Embedded::open`].
    pub fn open_at(dir: impl AsRef<Path>, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let home = Arc::new(Home::open(dir.as_ref())?);
        let ledger = ledger::RedbLedger::open(home.clone(), clock.clone())
            .map_err(|error| ledger_refused(&home, error))?;
        let folders = Arc::new(objects::Folders::new(home.edge()));
        let objects = objects::DirObjects::new(home.clone(), folders.clone());
        Ok(Self {
            home,
            clock,
            ledger,
            objects,
            folders,
        })
    }

    /// The tree that an edge serves.
    #[must_use]
    pub fn edge_dir(&self) -> PathBuf {
        self.home.edge()
    }

    /// Gives back the space of entries that have ended; says how many went. Once an hour is plenty.
    ///
    /// # Errors
    /// As a commit of the ledger.
    pub async fn purge(&self) -> Result<u64, PortError> {
        self.ledger.purge().await
    }
}

fn ledger_refused(home: &Home, error: redb::Error) -> OpenError {
    match error {
        redb::Error::Io(source) if source.kind() != std::io::ErrorKind::InvalidData => {
            let dir = home.dir().to_path_buf();
            OpenError::Disk { dir, source }
        }
        error => {
            let (path, reason) = (home.ledger(), error.to_string());
            OpenError::Corrupt { path, reason }
        }
    }
}
