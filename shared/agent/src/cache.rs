//! Files on their way in, by their hash.

use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use wavecast_device::download::{Download, Item, VerifiedFile};
use wavecast_wire::hash::Sha256;

use crate::AgentError;

/// Bytes that are hashed at a time.
const CHUNK: usize = 128 * 1024;

/// The cache of a data directory.
#[derive(Clone)]
pub(crate) struct Cache {
    path: PathBuf,
}

/// A file that came in part, hashed as far as it came.
pub(crate) struct Partial {
    pub file: File,
    pub path: PathBuf,
    pub download: Download,
}

impl Cache {
    pub fn open(data: &Path) -> Result<Self, AgentError> {
        let path = data.join("cache");
        fs::create_dir_all(&path).map_err(AgentError::io(&path))?;
        Ok(Self { path })
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
            let _ = fs::remove_file(&path);
        }
        verified
    }

    /// Takes over a file that stands on the device already, once its hash was checked.
    pub fn adopt(&self, from: &Path, item: &Item) -> Option<VerifiedFile> {
        let verified = verify(from, item)?;
        let path = self.whole(item.sha256);
        if fs::hard_link(from, &path).is_err() {
            fs::copy(from, &path).ok()?;
            return verify(&path, item);
        }
        Some(verified)
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
        let mut file = open().map_err(AgentError::io(&path))?;
        let mut download = Download::new(item.sha256, item.size);
        if feed(&mut file, &mut download).is_err() {
            fs::remove_file(&path).map_err(AgentError::io(&path))?;
            file = open().map_err(AgentError::io(&path))?;
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
                fs::remove_file(&path).map_err(AgentError::io(&path))?;
                return Err(FinishError::Content(error));
            }
        };
        file.sync_all().map_err(AgentError::io(&path))?;
        fs::rename(&path, self.whole(verified.sha256())).map_err(AgentError::io(&path))?;
        // The name needn't be durable: after a crash the file is fetched again, or found whole.
        Ok(verified)
    }

    /// Lets go of files that stand in a slot now. After a crash before the slot was remembered
    /// they are taken over from there.
    pub fn forget(&self, items: &[Item]) {
        for item in items {
            // What can't be removed is removed when all is.
            let _ = fs::remove_file(self.whole(item.sha256));
        }
    }

    /// Throws away all that is left in it.
    pub fn clear(&self) {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        for entry in entries {
            // What can't be removed now is removed next time; nothing depends on it.
            let _ = fs::remove_file(entry.path());
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
