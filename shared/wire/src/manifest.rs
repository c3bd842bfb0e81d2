//! The package manifest: the one truth about files, in a DSSE envelope.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::hash::Sha256;
use crate::json::JsonError;
use crate::name::{AppName, DimensionName, OrgName, PackageName, TargetName};
use crate::table::When;
use crate::tuf::PackageKeys;
use crate::version::{Range, Version};

/// The payload type of the envelope.
pub const PAYLOAD_TYPE: &str = "application/vnd.wavecast.package.v1+json";

/// What a package is for.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Files of an app: index, important, lazy, resources.
    Bundle,
    /// Images of a device.
    Firmware,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileRole {
    /// Where an app starts.
    Index,
    /// Needed before the package may be activated.
    Important,
    /// May arrive later.
    Lazy,
    /// Beside the package.
    Resource,
    /// A firmware image.
    Image,
}

/// The payload of a manifest.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Manifest {
    /// 1.
    pub v: u64,
    /// Names that a reader must understand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
    /// The organization.
    pub org: OrgName,
    /// The application.
    pub app: AppName,
    /// The package's name.
    pub name: PackageName,
    /// Its version.
    pub version: Version,
    /// Bundle or firmware.
    pub kind: Kind,
    /// What it runs on: ranges by dimension.
    pub requires: BTreeMap<DimensionName, Range>,
    /// Nothing goes below the highest index that a device confirmed.
    pub rollback_index: u32,
    /// Of these the first whose `when` matches counts.
    pub variants: Vec<Variant>,
}

/// The files for some of the devices.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Variant {
    /// Whom it fits; empty fits all.
    pub when: When,
    /// Sorted by path.
    pub files: Vec<FileEntry>,
}

/// One file.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct FileEntry {
    /// Relative, `/`-separated, NFC, at most 512 bytes.
    pub path: String,
    /// What it is for.
    pub role: FileRole,
    /// Its hash, and its name at the edge.
    pub sha256: Sha256,
    /// Bytes.
    pub size: u64,
    /// Its media type.
    pub content_type: String,
    /// The target that holds it; images only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<TargetName>,
}

/// The DSSE envelope.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dsse {
    /// [`PAYLOAD_TYPE`].
    pub payload_type: String,
    /// Base64 of the canonical payload.
    pub payload: String,
    /// May be empty where root names no package keys.
    pub signatures: Vec<DsseSignature>,
}

/// One signature of a manifest.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct DsseSignature {
    /// Key id, hex.
    pub keyid: String,
    /// Base64.
    pub sig: String,
}

/// Why a manifest isn't accepted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ManifestError {
    /// Not readable.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Readable, but breaks a rule.
    #[error("manifest {0}")]
    Rule(String),
    /// Root names package keys, and too few of them signed.
    #[error("manifest has {valid} of {threshold} package signatures")]
    Threshold {
        /// Distinct valid keys.
        valid: usize,
        /// How many it takes.
        threshold: usize,
    },
}

impl Manifest {
    /// The bytes that package keys sign: DSSE's pre-authentication encoding of the payload.
    ///
    /// # Errors
    /// As [`crate::json::canonical`].
    pub fn message(&self) -> Result<Vec<u8>, JsonError> {
        todo!()
    }

    /// The file at the edge.
    ///
    /// # Errors
    /// As [`crate::json::canonical`].
    pub fn seal(&self, _signatures: &[DsseSignature]) -> Result<Vec<u8>, JsonError> {
        todo!()
    }

    /// Reads a manifest, checks its rules (paths included) and, where `keys` are given, its signatures.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub fn open(_bytes: &[u8], _keys: Option<&PackageKeys>) -> Result<Self, ManifestError> {
        todo!()
    }

    /// The first variant that fits a device, with its index.
    #[must_use]
    pub fn variant(&self, _attributes: &crate::table::Attributes) -> Option<(usize, &Variant)> {
        todo!()
    }

    /// Whether a device's attributes meet `requires`.
    #[must_use]
    pub fn runs_on(&self, _attributes: &crate::table::Attributes) -> bool {
        todo!()
    }

    /// `package-{name}-{version}.json`.
    #[must_use]
    pub fn target_name(&self) -> TargetName {
        todo!()
    }
}

/// Checks a path of a package: relative, NFC, no `..`, no device name, no control character, at
/// most 512 bytes, `/`-separated.
///
/// # Errors
/// The rule that it breaks.
pub fn check_path(_path: &str) -> Result<(), &'static str> {
    todo!()
}
