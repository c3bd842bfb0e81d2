//! Writes that survive a crash: a temporary file, its sync, one link or rename, the folder's sync.
//!
//! Temporary files live in one folder of their own, on the same file system as what they become,
//! so that a crash leaves litter in a place that is emptied at the next start, and nowhere else.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A change of the disk that failed.
#[derive(Debug)]
pub(crate) enum Halt {
    /// Nothing was changed.
    Before(io::Error),
    /// The change can be seen, but a loss of power may take it back.
    After(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Before(error)
    }
}

impl From<Halt> for io::Error {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Before(error) | Halt::After(error) => error,
        }
    }
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reach {
    /// Everybody, as the umask allows: it is published or will be.
    Public,
    /// The owner alone.
    Owner,
}

impl Reach {
    fn mode(self) -> u32 {
        match self {
            Self::Public => 0o644,
            Self::Owner => 0o600,
        }
    }
}

/// A file on its way. Dropped before it was placed, it is gone.
#[derive(Debug)]
pub(crate) struct Temp {
    path: PathBuf,
    file: File,
}

impl Temp {
    /// A new, empty file in `folder`.
    pub(crate) fn new(folder: &Path, reach: Reach) -> io::Result<Self> {
        let path = new_path(folder);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(reach.mode())
            .open(&path)?;
        Ok(Self { path, file })
    }

    /// A new file with these bytes.
    pub(crate) fn with(folder: &Path, reach: Reach, bytes: &[u8]) -> io::Result<Self> {
        let mut temp = Self::new(folder, reach)?;
        temp.file.write_all(bytes)?;
        Ok(temp)
    }

    /// A second name, in `folder`, for a file that is there.
    pub(crate) fn linked(folder: &Path, from: &Path) -> io::Result<Self> {
        let path = new_path(folder);
        std::fs::hard_link(from, &path)?;
        match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(error) => {
                std::fs::remove_file(&path)?;
                Err(error)
            }
        }
    }

    /// The open file.
    pub(crate) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Gives the file its name unless that is taken; says whether it got it. Durable on return.
    pub(crate) fn place(self, to: &Path) -> Result<bool, Halt> {
        self.file.sync_all()?;
        link(&self.path, to)
    }

    /// Gives the file its name, and takes it from whoever had it. Durable on return.
    pub(crate) fn replace(self, to: &Path) -> Result<(), Halt> {
        self.file.sync_all()?;
        std::fs::rename(&self.path, to)?;
        sync_parent(to).map_err(Halt::After)
    }
}

/// A name that no other file on its way has, and that is no object's.
fn new_path(folder: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    folder.join(format!("{}-{count}.new", std::process::id()))
}

impl Drop for Temp {
    fn drop(&mut self) {
        // Renamed away already, or litter: neither is worth an error.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A second name for a synced file unless that name is taken; says whether it got it.
///
/// A taken name is synced all the same: whoever made it may have died before its folder was.
pub(crate) fn link(from: &Path, to: &Path) -> Result<bool, Halt> {
    match std::fs::hard_link(from, to) {
        Ok(()) => sync_parent(to).map(|()| true).map_err(Halt::After),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            sync_parent(to)?;
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes a file, durably; says whether there was one.
pub(crate) fn remove(path: &Path) -> Result<bool, Halt> {
    match std::fs::remove_file(path) {
        Ok(()) => sync_parent(path).map(|()| true).map_err(Halt::After),
        Err(error) if is_missing(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Makes a folder and those above it, down from `root`, which exists. Durable on return.
pub(crate) fn make_folders(root: &Path, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut here = folder;
    // Every level is synced even if it was there: another thread may have made it a moment ago.
    loop {
        sync(here)?;
        match here.parent() {
            Some(above) if here != root => here = above,
            _ => return Ok(()),
        }
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes the name of a file durable.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync)
}

/// Whether an error says that there is no such file.
pub(crate) fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
