//! Packages, their file lists, and files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::{DsseSignature, FileEntry, Kind, Variant};
use wavecast_wire::name::{DimensionName, PackageName, TargetName};
use wavecast_wire::table::When;
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::{Range, Version};

use crate::command::NewPackage;
pub use crate::manifest::{manifest, ready};

/// A package record. Immutable but for its status.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Package {
    /// Its name.
    pub name: PackageName,
    /// Its version.
    pub version: Version,
    /// Bundle or firmware.
    pub kind: Kind,
    /// What it runs on.
    pub requires: BTreeMap<DimensionName, Range>,
    /// Nothing goes below the highest index that a device confirmed.
    pub rollback_index: u32,
    /// Hash of the uploaded file list (canonical JSON of [`FileList`]).
    pub list: Sha256,
    /// Package signatures over the manifest, if any.
    pub signatures: Vec<DsseSignature>,
    /// Bytes of the list and of all files that it names, as they were counted when it was created;
    /// `None` where the list wasn't here then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Where it stands.
    pub status: PackageStatus,
    /// When it was created.
    pub created: Timestamp,
    /// By whom, for people.
    pub created_by: String,
}

impl Package {
    /// A package whose files are yet to be checked.
    #[must_use]
    pub fn checking(new: &NewPackage, kind: Kind, created: Timestamp, created_by: String) -> Self {
        Self {
            name: new.name.clone(),
            version: new.version.clone(),
            kind,
            requires: new.requires.clone(),
            rollback_index: new.rollback_index,
            list: new.list,
            signatures: new.signatures.clone(),
            bytes: new.bytes,
            status: PackageStatus::Checking,
            created,
            created_by,
        }
    }

    /// Bytes that it takes of its organization's storage, yanked too; `None` for one whose files were
    /// refused: nothing of it is kept.
    #[must_use]
    pub fn kept(&self) -> Option<u64> {
        let ready = match &self.status {
            PackageStatus::Refused { .. } => return None,
            PackageStatus::Checking => None,
            PackageStatus::Ready(ready) | PackageStatus::Yanked { ready, .. } => Some(ready),
        };
        // One from before bytes were counted: its manifest is its list, and little more.
        let found = ready.map(|ready| ready.bytes.saturating_add(ready.manifest.length));
        Some(self.bytes.or(found).unwrap_or_default())
    }
}

/// The uploaded list of a package's files.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct FileList {
    /// 1.
    pub v: u64,
    /// As in the manifest, without `target`s.
    pub variants: Vec<Variant>,
}

impl FileList {
    /// Bytes of the list, which itself has so many, and of all files that it names.
    #[must_use]
    pub fn bytes(&self, own: usize) -> u64 {
        let files = self.variants.iter().flat_map(|variant| &variant.files);
        files.fold(own as u64, |sum, file| sum.saturating_add(file.size))
    }
}

/// The life of a package.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum PackageStatus {
    /// The publisher has yet to verify and promote its files.
    Checking,
    /// It may be released.
    Ready(Ready),
    /// Its files were refused.
    Refused {
        /// Why, naming the file.
        reason: String,
    },
    /// No release may use it any more.
    Yanked {
        /// Why.
        reason: String,
        /// What it was, so that live uses still render.
        ready: Ready,
    },
}

impl PackageStatus {
    /// As it is written.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Ready(_) => "ready",
            Self::Refused { .. } => "refused",
            Self::Yanked { .. } => "yanked",
        }
    }
}

/// What the publisher found of a package.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Ready {
    /// The manifest's target entry; the object is at the edge already.
    pub manifest: TargetEntry,
    /// By variant, in the manifest's order.
    pub variants: Vec<ReadyVariant>,
    /// Files over all variants.
    pub files: u64,
    /// Bytes over all variants.
    pub bytes: u64,
}

/// A variant of a ready package.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ReadyVariant {
    /// Whom it fits.
    pub when: When,
    /// Its images' target entries.
    pub images: Vec<TargetEntry>,
    /// Its files, where they are few enough to be inlined.
    pub inlined: Option<Vec<FileEntry>>,
}

/// A target by name, hash and length: all that rendering needs of it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct TargetEntry {
    /// Flat name.
    pub name: TargetName,
    /// Of its bytes.
    pub sha256: Sha256,
    /// Bytes.
    pub length: u64,
}

/// A file of an application.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct File {
    /// Its hash.
    pub sha256: Sha256,
    /// Bytes.
    pub size: u64,
    /// Where it stands.
    pub status: FileStatus,
}

/// The life of a file.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum FileStatus {
    /// Its bytes were hashed and lie in the staging place.
    Uploaded {
        /// When.
        at: Timestamp,
    },
    /// It is at the edge as `files/{sha256}`.
    Ready,
    /// The sweep is about to delete it; a package that names it must upload it anew.
    Condemned {
        /// When it may be deleted.
        after: Timestamp,
    },
}
