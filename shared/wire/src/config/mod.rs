//! The release config: what a chosen device reads next.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::hash::Sha256;
use crate::json::{self, JsonError};
use crate::limit;
use crate::name::{PackageName, ReleaseId, TargetName};
use crate::version::Version;

mod app;
mod check;
mod properties;

pub use app::{AppConfig, AppFile, AppPackage};
pub use properties::{Properties, overlay, read_properties, write_properties};

/// A release config (`docs/wire.md`, "Release config").
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct ReleaseConfig {
    /// 1.
    pub v: u64,
    /// Names that a reader must understand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
    /// The release's id.
    pub release: ReleaseId,
    /// Raised by a retry, so that devices on which it failed try again.
    pub attempt: u32,
    /// The package, by its manifest.
    pub manifest: ManifestRef,
    /// How a device goes about it.
    pub policy: Policy,
    /// Localized notes, by language tag; at most 4 KiB.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, String>,
    /// The shape that Airborne's clients read: this release config's own version.
    pub version: String,
    /// Settings in Airborne's shape.
    pub config: AppConfig,
    /// The package in Airborne's shape.
    pub package: AppPackage,
    /// Files beside the package.
    pub resources: Vec<AppFile>,
}

/// Where the manifest is and which variant of it counts.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct ManifestRef {
    /// Its target name.
    pub target: TargetName,
    /// The package's name.
    pub name: PackageName,
    /// The package's version.
    pub version: Version,
    /// Of the manifest file.
    pub sha256: Sha256,
    /// Bytes of the manifest file.
    pub size: u64,
    /// Index into its variants.
    pub variant: u32,
}

/// When a staged package is activated.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Activate {
    /// At the app's or device's next start.
    NextStart,
    /// As soon as it is idle: the soonest moment that interrupts nobody.
    #[default]
    Idle,
    /// At once.
    Now,
}

/// How a device goes about a release.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Policy {
    /// Whether a lower package version may replace a higher one.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub downgrade: bool,
    /// A lower running package must update before it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force_below: Option<Version>,
    /// When to activate.
    pub activate: Activate,
    /// Local times of day in which it may activate: `HH:MM-HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<String>,
    /// Whether a person is asked first.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub ask: bool,
    /// After this neither window nor question holds it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<crate::time::Timestamp>,
    /// Seconds in which the new package must confirm its health.
    pub confirm_seconds: u32,
    /// Where to get a newer binary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_url: Option<String>,
    /// A binary below this is sent to the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_binary: Option<Version>,
}

/// Why a release config or a properties file isn't accepted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConfigError {
    /// Not readable.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A higher version, or a name in `crit` that this reader doesn't know: keep running, say so.
    #[error("release config is newer than this reader: {0}")]
    Newer(String),
    /// Readable, but breaks a rule.
    #[error("release config: {field} {rule}")]
    Rule {
        /// Which field, such as `policy.window`.
        field: String,
        /// The rule.
        rule: String,
    },
}

/// What every version of a release config has.
#[derive(Deserialize)]
struct Head {
    v: u64,
    #[serde(default)]
    crit: Vec<String>,
}

impl ReleaseConfig {
    /// Reads a release config as a client does.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn read(bytes: &[u8]) -> Result<Self, ConfigError> {
        let head: Head = json::read(bytes, limit::CONFIG_BYTES_CLIENT)?;
        if head.v != 1 {
            return Err(ConfigError::Newer(format!("it has version {}", head.v)));
        }
        if let Some(name) = head.crit.first() {
            return Err(ConfigError::Newer(format!("it needs '{name}'")));
        }
        let config: Self = json::shape(bytes)?;
        config.check()?;
        Ok(config)
    }

    /// The file at the edge: canonical JSON.
    ///
    /// # Errors
    /// The first rule that it breaks, or more bytes than a publisher may write.
    pub fn write(&self) -> Result<Vec<u8>, ConfigError> {
        self.check()?;
        let bytes = json::canonical(self)?;
        if bytes.len() > limit::CONFIG_BYTES {
            let (bytes, max) = (bytes.len(), limit::CONFIG_BYTES);
            let rule = format!("has {bytes} bytes, at most {max} fit: shorten properties or notes");
            return Err(ConfigError::Rule {
                field: String::from("the file"),
                rule,
            });
        }
        Ok(bytes)
    }
}
