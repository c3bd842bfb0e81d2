//! The package manifest: the one truth about files, in a DSSE envelope.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::hash::Sha256;
use crate::json::JsonError;
use crate::name::{AppName, DimensionName, OrgName, PackageName, TargetName};
use crate::table::{Attributes, Matcher, When};
use crate::version::{Range, Version};

mod check;
mod dsse;
mod path;

pub use dsse::{Dsse, DsseSignature, PAYLOAD_TYPE};
pub use path::{check_path, fold_path};

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

/// Why a manifest isn't accepted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ManifestError {
    /// Not readable.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A higher version, or a name in `crit` that this reader doesn't know.
    #[error("manifest is newer than this reader: {0}")]
    Newer(String),
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
    /// The first variant that fits a device, with its index.
    #[must_use]
    pub fn variant(&self, attributes: &Attributes) -> Option<(usize, &Variant)> {
        let fits = |(_, variant): &(usize, &Variant)| crate::table::fits(&variant.when, attributes);
        self.variants.iter().enumerate().find(fits)
    }

    /// Whether a device's attributes meet `requires`.
    #[must_use]
    pub fn runs_on(&self, attributes: &Attributes) -> bool {
        self.requires
            .iter()
            .all(|(name, range)| meets(name, range, attributes))
    }

    /// Whether a device that already runs this package may go on: `requires` without
    /// `package_version`, which says from which package one may come, not on what it runs.
    #[must_use]
    pub fn still_runs_on(&self, attributes: &Attributes) -> bool {
        let lasting = self
            .requires
            .iter()
            .filter(|(name, _)| name.as_str() != PACKAGE_VERSION);
        lasting
            .into_iter()
            .all(|(name, range)| meets(name, range, attributes))
    }

    /// `package-{name}-{version}.json`.
    #[must_use]
    pub fn target_name(&self) -> TargetName {
        let (name, version) = (&self.name, self.version.without_build());
        TargetName::composed(format!("package-{name}-{version}.json"))
    }

    /// `image-{name}-{version}-{variant}-{n}.bin`, indices from 0: `n` is the file's place among
    /// the files of its variant.
    #[must_use]
    pub fn image_name(
        name: &PackageName,
        version: &Version,
        variant: usize,
        n: usize,
    ) -> TargetName {
        let version = version.without_build();
        TargetName::composed(format!("image-{name}-{version}-{variant}-{n}.bin"))
    }
}

/// The dimension that a client sets itself, to the version of its active package.
pub const PACKAGE_VERSION: &str = "package_version";

fn meets(name: &DimensionName, range: &Range, attributes: &Attributes) -> bool {
    let value = attributes.get(name.as_str()).map(String::as_str);
    Matcher::Within(range.clone()).matches(value)
}
