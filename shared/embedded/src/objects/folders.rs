//! Folders of the tree, made durable once.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::disk;

/// Remembers which folders this process has seen to. There are a few for each channel.
pub(crate) struct Folders {
    root: PathBuf,
    durable: Mutex<HashSet<PathBuf>>,
}

impl Folders {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self {
            root,
            durable: Mutex::default(),
        }
    }

    /// Makes the folder of `path`; on return it, and all above it, would survive a loss of power.
    ///
    /// One at a time: whoever finds a folder that another thread has just made must not go on before
    /// that one's name is on the disk.
    pub(crate) fn make(&self, path: &Path) -> io::Result<()> {
        let Some(folder) = path.parent() else {
            return Ok(());
        };
        let mut durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        if !durable.contains(folder) {
            disk::make_folders(&self.root, folder)?;
            durable.insert(folder.to_path_buf());
        }
        Ok(())
    }
}
