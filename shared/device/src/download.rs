//! Files as they arrive: hashed on the way, never held in memory.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::manifest::{FileEntry, FileRole};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

/// One file of a release, and where it goes.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Item {
    /// Its path in the slot.
    pub path: String,
    /// Its hash.
    pub sha256: Sha256,
    /// Bytes.
    pub size: u64,
    /// What it is for.
    pub role: FileRole,
    /// The path of its object under the provisioned base URL.
    pub object: String,
}

impl Item {
    /// The item of a manifest's file: an image is a target, all others lie under their hash.
    #[must_use]
    pub fn new(scope: &Scope, file: &FileEntry) -> Self {
        let Scope { org, app, .. } = scope.clone();
        let object = match &file.target {
            Some(target) => ObjectKey::Target(org, app, file.sha256, target.clone()),
            None => ObjectKey::File(org, app, file.sha256),
        };
        let FileEntry {
            path,
            sha256,
            size,
            role,
            ..
        } = file.clone();
        Self {
            path,
            sha256,
            size,
            role,
            object: object.path(),
        }
    }

    /// Whether the release may run without it for a while.
    #[must_use]
    pub fn is_lazy(&self) -> bool {
        self.role == FileRole::Lazy
    }
}

/// A file on its way in: feed it every byte in order, those of an earlier try included.
pub struct Download {
    sha256: Sha256,
    size: u64,
    fed: u64,
    hasher: Hasher,
}

/// A file whose every byte was hashed and found to be the one that was asked for. Only
/// [`Download::finish`] makes one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct VerifiedFile {
    sha256: Sha256,
    size: u64,
}

/// Why a file is not what was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DownloadError {
    /// More bytes than announced came; stop reading.
    #[error("more than the announced {size} bytes came")]
    TooLong {
        /// Announced bytes.
        size: u64,
    },
    /// It ended early; what came may be resumed.
    #[error("{fed} of {size} bytes came")]
    TooShort {
        /// Bytes that came.
        fed: u64,
        /// Announced bytes.
        size: u64,
    },
    /// Right length, other content; what came is worthless.
    #[error("its SHA-256 is {found}, not {expected}")]
    Hash {
        /// What was asked for.
        expected: Sha256,
        /// What came.
        found: Sha256,
    },
}

impl Download {
    /// Begins with nothing fed.
    #[must_use]
    pub fn new(sha256: Sha256, size: u64) -> Self {
        Self {
            sha256,
            size,
            fed: 0,
            hasher: Hasher::default(),
        }
    }

    /// Feeds the next bytes.
    ///
    /// # Errors
    /// [`DownloadError::TooLong`], before the bytes that are too many were hashed.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), DownloadError> {
        let more = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let fed = self.fed.saturating_add(more);
        if fed > self.size {
            return Err(DownloadError::TooLong { size: self.size });
        }
        self.hasher.update(bytes);
        self.fed = fed;
        Ok(())
    }

    /// Bytes fed so far: where to resume.
    #[must_use]
    pub fn fed(&self) -> u64 {
        self.fed
    }

    /// Bytes that are still missing.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.size - self.fed
    }

    /// The file, if it is the one that was asked for.
    ///
    /// # Errors
    /// Too short, or another hash.
    pub fn finish(self) -> Result<VerifiedFile, DownloadError> {
        if self.fed != self.size {
            return Err(DownloadError::TooShort {
                fed: self.fed,
                size: self.size,
            });
        }
        let found = self.hasher.finish();
        if found != self.sha256 {
            return Err(DownloadError::Hash {
                expected: self.sha256,
                found,
            });
        }
        Ok(VerifiedFile {
            sha256: self.sha256,
            size: self.size,
        })
    }
}

impl VerifiedFile {
    /// Its hash.
    #[must_use]
    pub fn sha256(&self) -> Sha256 {
        self.sha256
    }

    /// Its bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn only_the_whole_right_file_is_verified(bytes: Vec<u8>, cut: prop::sample::Index, flip: bool) {
            let (sha256, size) = (Sha256::of(&bytes), bytes.len() as u64);
            let mut whole = Download::new(sha256, size);
            let (head, tail) = bytes.split_at(cut.index(bytes.len() + 1));
            whole.feed(head).unwrap();
            whole.feed(tail).unwrap();
            prop_assert_eq!(whole.finish().unwrap().sha256(), sha256);

            let mut other = Download::new(sha256, size);
            let mut wrong = bytes.clone();
            if flip && !wrong.is_empty() {
                let at = cut.index(wrong.len());
                wrong[at] ^= 1;
                other.feed(&wrong).unwrap();
                let is_hash = matches!(other.finish(), Err(DownloadError::Hash { .. }));
                prop_assert!(is_hash);
            } else {
                wrong.push(0);
                prop_assert_eq!(other.feed(&wrong), Err(DownloadError::TooLong { size }));
            }
        }
    }

    #[test]
    fn a_cut_file_says_where_to_resume() {
        let mut download = Download::new(Sha256::of(b"abc"), 3);
        download.feed(b"ab").unwrap();
        assert_eq!((download.fed(), download.missing()), (2, 1));
        assert_eq!(
            download.finish(),
            Err(DownloadError::TooShort { fed: 2, size: 3 })
        );
    }
}
