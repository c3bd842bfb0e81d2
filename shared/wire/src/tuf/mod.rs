//! TUF 1.0 metadata: root, timestamp, snapshot, targets.
//!
//! Each body is a plain record that mirrors its JSON. Reading one proves its shape alone; what a
//! client must check before it trusts one is [`Body::check`] and the envelope's signatures.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::hash::Sha256;
use crate::key::PublicKey;

mod body;
mod root;
mod snapshot;
mod targets;
mod timestamp;

pub use body::{Body, BodyError, Header, expires};
pub use root::{PackageKeys, Root, RootExtra, RootRole};
pub use snapshot::{Snapshot, SnapshotExtra};
pub use targets::{TargetFile, Targets};
pub use timestamp::{OFFLINE, Poll, TimestampBody, TimestampExtra};

/// The version of TUF that we write.
pub const SPEC_VERSION: &str = "1.0.31";

/// The four roles of a channel.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Says which keys the others have.
    Root,
    /// Says which snapshot is the newest.
    Timestamp,
    /// Says which targets go together.
    Snapshot,
    /// Says what devices get.
    Targets,
}

impl Role {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Root, Self::Timestamp, Self::Snapshot, Self::Targets];

    /// The name as it stands in metadata.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Timestamp => "timestamp",
            Self::Snapshot => "snapshot",
            Self::Targets => "targets",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The keys of a role and how many must sign. A key that a reader can't use counts for nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RoleKeys {
    /// At least 1.
    pub threshold: usize,
    /// By key id; text, because a foreign root may hold anything.
    pub keys: BTreeMap<String, PublicKey>,
}

/// The version, length and hash of a metadata file.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct MetaFile {
    /// Its version.
    pub version: u64,
    /// Bytes, the signatures included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// `sha256` alone, where we write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hashes: Option<BTreeMap<String, String>>,
}

impl MetaFile {
    /// The entry of a file's exact bytes.
    #[must_use]
    pub fn of(version: u64, bytes: &[u8]) -> Self {
        let hash = (String::from("sha256"), String::from(Sha256::of(bytes)));
        Self {
            version,
            length: Some(bytes.len() as u64),
            hashes: Some(BTreeMap::from([hash])),
        }
    }

    /// Whether a file is the one that this entry names: its length and its SHA-256. Both must be
    /// there, because we always write them.
    #[must_use]
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        let hash = self.hashes.as_ref().and_then(|hashes| hashes.get("sha256"));
        self.length == Some(bytes.len() as u64)
            && hash.is_some_and(|hash| *hash == String::from(Sha256::of(bytes)))
    }
}

/// The file that a role's `meta` must name.
fn meta_file<'a>(meta: &'a BTreeMap<String, MetaFile>, name: &str) -> Result<&'a MetaFile, String> {
    let file = meta.get(name).ok_or_else(|| format!("names no {name}"))?;
    if file.version == 0 {
        return Err(format!("names version 0 of {name}"));
    }
    Ok(file)
}
