//! The data directory: its layout, and the version of it.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use crate::disk::{self, Reach, Temp};
use crate::error::OpenError;
use crate::lock;

/// The layout that this version writes and reads.
const LAYOUT: u64 = 1;
/// A state file is never larger.
const STATE_BYTES: u64 = 64 * 1024;
/// What may stand in a directory whose first start was cut short.
const OWN_NAMES: [&str; 7] = [
    "edge",
    "keys",
    "ledger.redb",
    "lock",
    "staging",
    "token",
    "wavecast.json",
];

/// An open data directory. The lock is held as long as this lives.
#[derive(Debug)]
pub(crate) struct Home {
    dir: PathBuf,
    /// Never read again: what counts is that it is open.
    _lock: File,
}

impl Home {
    /// Opens the directory, and makes all that is missing of a first start.
    pub(crate) fn open(dir: &Path) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Disk {
            dir: dir.to_path_buf(),
            source,
        };
        std::fs::create_dir_all(dir).map_err(failed)?;
        // A path that means the same after a change of the working directory, too.
        let dir = dir.canonicalize().map_err(failed)?;
        let layout = read_layout(&dir)?;
        if layout.is_none() {
            refuse_foreign(&dir)?;
        }
        let home = Self {
            _lock: lock::take(&dir)?,
            dir,
        };
        let first = layout.is_none();
        home.make_folders().map_err(failed)?;
        if first {
            // A parent that this user may not even open can't be synced; then its own owner saw to it.
            let _ = disk::sync_parent(&home.dir);
            crate::ledger::create(&home).map_err(failed)?;
            home.seal().map_err(failed)?;
        } else if !home.ledger().is_file() {
            return Err(OpenError::LedgerMissing { dir: home.dir });
        }
        Ok(home)
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Entries.
    pub(crate) fn ledger(&self) -> PathBuf {
        self.dir.join("ledger.redb")
    }

    /// What devices read.
    pub(crate) fn edge(&self) -> PathBuf {
        self.dir.join("edge")
    }

    /// Seeds of signing keys, the key of upload URLs, and the one that wraps those of secrets.
    pub(crate) fn keys(&self) -> PathBuf {
        self.dir.join("keys")
    }

    /// Uploads under way.
    pub(crate) fn uploads(&self) -> PathBuf {
        self.dir.join("staging/uploads")
    }

    /// Whole files that nobody promoted or discarded yet.
    pub(crate) fn files(&self) -> PathBuf {
        self.dir.join("staging/files")
    }

    /// Files on their way; emptied at each start.
    pub(crate) fn temp(&self) -> PathBuf {
        self.dir.join("staging/temp")
    }

    fn make_folders(&self) -> io::Result<()> {
        let folder = |path: PathBuf, mode| match std::fs::DirBuilder::new().mode(mode).create(path)
        {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        };
        folder(self.edge(), 0o755)?;
        folder(self.dir.join("staging"), 0o700)?;
        for path in [self.keys(), self.uploads(), self.files(), self.temp()] {
            folder(path, 0o700)?;
        }
        for litter in std::fs::read_dir(self.temp())? {
            std::fs::remove_file(litter?.path())?;
        }
        disk::sync(&self.dir.join("staging"))?;
        disk::sync(&self.dir)
    }

    /// Written last: as long as `wavecast.json` is missing, the first start isn't done.
    fn seal(&self) -> io::Result<()> {
        let text = format!("{}\n", serde_json::json!({ "layout": LAYOUT }));
        Temp::with(&self.temp(), Reach::Public, text.as_bytes())?
            .replace(&self.dir.join("wavecast.json"))
            .map_err(io::Error::from)
    }
}

/// The layout of a directory that was started before.
fn read_layout(dir: &Path) -> Result<Option<u64>, OpenError> {
    let path = dir.join("wavecast.json");
    let mut text = String::new();
    let read = File::open(&path).and_then(|file| file.take(STATE_BYTES).read_to_string(&mut text));
    match read {
        Err(error) if disk::is_missing(&error) => return Ok(None),
        Err(error) if error.kind() != io::ErrorKind::InvalidData => {
            let dir = dir.to_path_buf();
            return Err(OpenError::Disk { dir, source: error });
        }
        _ => {}
    }
    let state: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    match state.and_then(|state| state.get("layout")?.as_u64()) {
        Some(layout) if layout > LAYOUT => Err(OpenError::Newer {
            dir: dir.to_path_buf(),
            layout,
            known: LAYOUT,
        }),
        Some(LAYOUT) => Ok(Some(LAYOUT)),
        _ => Err(OpenError::Corrupt {
            path,
            reason: format!("it must be {{\"layout\":{LAYOUT}}}"),
        }),
    }
}

/// A directory with other things in it is somebody else's: a typing error must not fill it.
fn refuse_foreign(dir: &Path) -> Result<(), OpenError> {
    let failed = |source| OpenError::Disk {
        dir: dir.to_path_buf(),
        source,
    };
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let on_its_way = name.as_encoded_bytes().ends_with(b".new");
        if !on_its_way && !OWN_NAMES.iter().any(|own| name == *own) {
            return Err(OpenError::Foreign {
                dir: dir.to_path_buf(),
                name: name.to_string_lossy().into_owned(),
            });
        }
    }
    Ok(())
}
