//! Files on their way in, by their hash.

use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use wavecast_device::download::{Download, Item, VerifiedFile};
use wavecast_wire::hash::Sha256;

use crate::{AgentError, Disk};

/// Bytes that are hashed at a time.
const CHUNK: usize = 128 * 1024;

/// The cache of a data directory.
#[derive(Clone)]
pub(crate) struct Cache {
    path: PathBuf,
    disk: Disk,
}

/// A file that came in part, hashed as far as it came.
pub(crate) struct Partial {
    pub file: File,
    pub path: PathBuf,
    pub download: Download,
}

impl Cache {
    pub fn open(data: &Path, disk: Disk) -> Result<Self, AgentError> {
        let path = data.join("cache");
        disk.make_dir(&path)?;
        Ok(Self { path, disk })
    }

    /// Where a whole file lies.
    pub fn whole(&self, sha256: Sha256) -> PathBuf {
        self.path.join(sha256.to_string())
    }

    /// A file that is whole already; one that is damaged is thrown away.
    pub fn take(&self, item: &Item) -> Option<VerifiedFile> {
        let path = self.whole(item.sha256);
        let verified = verify(&path, item);
        if verified.is_none() {
            // What isn't what its name says is of no use; a missing file is the usual case.
            let _ = self.disk.remove_file(&path);
        }
        verified
    }

    /// Takes over a file that stands on the device already, once its hash was checked.
    pub fn adopt(&self, from: &Path, item: &Item) -> Option<VerifiedFile> {
        self.disk.share(from, &self.whole(item.sha256)).ok()?;
        self.take(item)
    }

    /// What came of a file so far, open for more, hashed.
    pub fn resume(&self, item: &Item) -> Result<Partial, AgentError> {
        let path = self.path.join(format!("{}.part", item.sha256));
        let open = || {
            OpenOptions::new()
                .create(true)
                .read(true)
                .append(true)
                .open(&path)
        };
        let mut file = self.disk.change("create", &path, open)?;
        let mut download = Download::new(item.sha256, item.size);
        if feed(&mut file, &mut download).is_err() {
            self.disk.remove_file(&path)?;
            file = self.disk.change("create", &path, open)?;
            download = Download::new(item.sha256, item.size);
        }
        Ok(Partial {
            file,
            path,
            download,
        })
    }

    /// Puts a whole file in its place, durably; one with another hash is thrown away.
    pub fn finish(&self, partial: Partial) -> Result<VerifiedFile, FinishError> {
        let Partial {
            file,
            path,
            download,
        } = partial;
        let verified = match download.finish() {
            Ok(verified) => verified,
            Err(error) => {
                self.disk.remove_file(&path)?;
                return Err(FinishError::Content(error));
            }
        };
        self.disk.change("sync", &path, || file.sync_all())?;
        self.disk.remove_file(&path.with_extension("etag"))?;
        self.disk.rename(&path, &self.whole(verified.sha256()))?;
        // The name needn't be durable: after a crash the file is fetched again, or found whole.
        Ok(verified)
    }

    /// Lets go of files that stand in a slot now. After a crash before the slot was remembered
    /// they are taken over from there.
    pub fn forget(&self, items: &[Item]) {
        for item in items {
            // What can't be removed is removed when all is.
            let _ = self.disk.remove_file(&self.whole(item.sha256));
        }
    }

    /// Throws away all that is left in it.
    pub fn clear(&self) {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        for entry in entries {
            // What can't be removed now is removed next time; nothing depends on it.
            let _ = self.disk.remove_file(&entry.path());
        }
    }
}

/// Why a file was not finished.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FinishError {
    #[error(transparent)]
    Content(wavecast_device::download::DownloadError),
    #[error(transparent)]
    Disk(#[from] AgentError),
}

fn verify(path: &Path, item: &Item) -> Option<VerifiedFile> {
    let mut file = File::open(path).ok()?;
    let mut download = Download::new(item.sha256, item.size);
    feed(&mut file, &mut download).ok()?;
    download.finish().ok()
}

fn feed(file: &mut File, download: &mut Download) -> Result<(), Box<dyn std::error::Error>> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(()),
            read => download.feed(&chunk[..read])?,
        }
    }
}
