//! Opening a file of the tree without ever leaving it.

use std::fs::{File, Metadata};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::{Mode, OFlags, open as open_root, openat};
use rustix::io::Errno;

/// Opens a regular file by its path below `root`; `None` if there is none.
///
/// Each step refuses symbolic links, so even who can write into the tree can't point out of it.
/// `path` is an object's, so it has no `.` or `..` in it.
///
/// # Errors
/// What the system answered, if it is anything else than "no such file" below `root`. A `root`
/// that can't be opened is a failure: a 404 would end a client's walk of the roots.
pub(crate) fn open(root: &Path, path: &str) -> io::Result<Option<File>> {
    let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let root = open_root(root, folder, Mode::empty())?;
    match descend(root, path, folder) {
        Ok(file) if file.metadata()?.is_file() => Ok(Some(file)),
        Ok(_)
        | Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::NAMETOOLONG | Errno::NXIO) => {
            Ok(None)
        }
        Err(errno) => Err(errno.into()),
    }
}

fn descend(root: OwnedFd, path: &str, folder: OFlags) -> Result<File, Errno> {
    let mut here = root;
    let (folders, name) = path.rsplit_once('/').ok_or(Errno::NOENT)?;
    for step in folders.split('/') {
        here = openat(&here, step, folder | OFlags::NOFOLLOW, Mode::empty())?;
    }
    // Without NONBLOCK, opening a named pipe would hold a thread until somebody writes to it.
    let file = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(openat(&here, name, file, Mode::empty())?))
}

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    length: u64,
    /// Of the content, and of the entry, in nanoseconds since 1970.
    modified: [i128; 2],
}

impl Stamp {
    /// The stamp of an open file.
    pub(crate) fn of(file: &File) -> io::Result<Self> {
        Ok(Self::from_meta(&file.metadata()?))
    }

    fn from_meta(meta: &Metadata) -> Self {
        let nanos =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            device: meta.dev(),
            inode: meta.ino(),
            length: meta.len(),
            modified: [
                nanos(meta.mtime(), meta.mtime_nsec()),
                nanos(meta.ctime(), meta.ctime_nsec()),
            ],
        }
    }

    /// The stamp of the regular file under a path, now; `None` if there is none, or none that the
    /// system tells of. Blocks as long as a look into the system's memory.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let meta = std::fs::symlink_metadata(path).ok()?;
        meta.is_file().then(|| Self::from_meta(&meta))
    }

    /// Bytes of the file.
    pub(crate) fn length(self) -> u64 {
        self.length
    }

    /// Whether the stamp can stand for the content. File times move in ticks of some milliseconds
    /// (of two seconds on some file systems), and inodes are used again: a file replaced twice
    /// within a tick may come back under the same stamp. So it counts only once it has aged.
    pub(crate) fn is_settled(self, now: SystemTime) -> bool {
        let age = Duration::from_secs(3).as_nanos().cast_signed();
        let now = now
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_nanos().cast_signed());
        self.modified.iter().all(|time| now - time >= age)
    }
}
