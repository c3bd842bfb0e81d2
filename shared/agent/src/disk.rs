//! The device's disk: every change of it goes through here, one step at a time.
//!
//! So a test can let each of them fail or be the last one, before it, in the middle of it and after
//! it ([`Disk::watched`]). Reading changes nothing and goes past this module.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::sync::Arc;

use crate::AgentError;

/// Where in a change a watcher is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// Nothing is done yet.
    Before,
    /// Half of the bytes are written.
    Half,
    /// All is done.
    After,
}

/// One moment of one change of the disk.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Where in it.
    pub stage: Stage,
    /// What is done, such as `rename`.
    pub change: &'static str,
    /// To what.
    pub path: &'a Path,
}

/// Is asked at each step; its error is the disk's.
pub type Watch = dyn Fn(Step<'_>) -> io::Result<()> + Send + Sync;

/// The disk beneath a driver.
#[derive(Clone, Default)]
pub struct Disk {
    watch: Option<Arc<Watch>>,
}

impl Disk {
    /// A disk whose every step is asked for.
    #[must_use]
    pub fn watched(watch: Arc<Watch>) -> Self {
        Self { watch: Some(watch) }
    }

    pub(crate) fn make_dir(&self, path: &Path) -> Result<(), AgentError> {
        if path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            self.make_dir(parent)?;
        }
        self.change("make_dir", path, || fs::create_dir(path))
    }

    /// Replaces a file durably, as one piece.
    pub(crate) fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), AgentError> {
        let temporary = path.with_extension("new");
        let create = || File::create(&temporary);
        let mut file = self.change("create", &temporary, create)?;
        self.write(&mut file, &temporary, bytes)?;
        self.change("sync", &temporary, || file.sync_all())?;
        self.rename(&temporary, path)?;
        path.parent().map_or(Ok(()), |parent| self.sync(parent))
    }

    /// Writes all bytes where the file stands.
    pub(crate) fn write(
        &self,
        file: &mut File,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(), AgentError> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        self.change("write", path, || {
            file.write_all(first)?;
            self.ask(Stage::Half, "write", path)?;
            file.write_all(second)
        })
    }

    /// Makes a file, or the names within a directory, durable.
    pub(crate) fn sync(&self, path: &Path) -> Result<(), AgentError> {
        self.change("sync", path, || File::open(path)?.sync_all())
    }

    pub(crate) fn rename(&self, from: &Path, to: &Path) -> Result<(), AgentError> {
        self.change("rename", to, || fs::rename(from, to))
    }

    pub(crate) fn symlink(&self, target: &Path, link: &Path) -> Result<(), AgentError> {
        self.change("symlink", link, || symlink(target, link))
    }

    /// Makes a file stand under a second name, or a copy of it where that can't be. Whoever reads
    /// a copy must know that all of it came.
    pub(crate) fn share(&self, from: &Path, to: &Path) -> Result<(), AgentError> {
        self.remove_file(to)?;
        let linked = self.change("hard_link", to, || fs::hard_link(from, to));
        linked.or_else(|_| self.copy(from, to))
    }

    fn copy(&self, from: &Path, to: &Path) -> Result<(), AgentError> {
        // A link may be there though making it was said to have failed, and writing to it would
        // destroy the original.
        self.remove_file(to)?;
        self.change("copy", to, || {
            let (mut from, mut copy) = (File::open(from)?, File::create_new(to)?);
            let half = from.metadata()?.len() / 2;
            io::copy(&mut (&mut from).take(half), &mut copy)?;
            self.ask(Stage::Half, "copy", to)?;
            io::copy(&mut from, &mut copy)?;
            copy.sync_all()
        })
    }

    pub(crate) fn set_mode(&self, path: &Path, mode: u32) -> Result<(), AgentError> {
        let mode = fs::Permissions::from_mode(mode);
        self.change("set_mode", path, || fs::set_permissions(path, mode))
    }

    /// A file that isn't there is removed.
    pub(crate) fn remove_file(&self, path: &Path) -> Result<(), AgentError> {
        if fs::symlink_metadata(path).is_err() {
            return Ok(());
        }
        self.change("remove_file", path, || fs::remove_file(path))
    }

    /// A directory that isn't there is removed; one that is, file by file.
    pub(crate) fn remove_dir(&self, path: &Path) -> Result<(), AgentError> {
        let entries = match fs::read_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(AgentError::io(path))?,
        };
        for entry in entries {
            let entry = entry.map_err(AgentError::io(path))?;
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.remove_dir(&entry.path())?,
                _ => self.remove_file(&entry.path())?,
            }
        }
        self.change("remove_dir", path, || fs::remove_dir(path))
    }

    pub(crate) fn change<T>(
        &self,
        change: &'static str,
        path: &Path,
        make: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, AgentError> {
        let changed = self.ask(Stage::Before, change, path).and_then(|()| {
            let made = make()?;
            self.ask(Stage::After, change, path)?;
            Ok(made)
        });
        changed.map_err(AgentError::io(path))
    }

    fn ask(&self, stage: Stage, change: &'static str, path: &Path) -> io::Result<()> {
        let step = Step {
            stage,
            change,
            path,
        };
        self.watch.as_ref().map_or(Ok(()), |watch| watch(step))
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let watched = self.watch.is_some();
        f.debug_struct("Disk").field("watched", &watched).finish()
    }
}
