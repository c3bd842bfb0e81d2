//! The part of a release config that Airborne's clients read, in their shape.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Properties;

/// `config` in Airborne's shape.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct AppConfig {
    /// The release's id.
    pub version: String,
    /// Milliseconds that a start may wait for files.
    pub boot_timeout: u32,
    /// Milliseconds that a start may wait for this config.
    pub release_config_timeout: u32,
    /// Remote configuration.
    pub properties: Properties,
}

/// `package` in Airborne's shape.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct AppPackage {
    /// The package's version.
    pub version: String,
    /// The package's name.
    pub name: String,
    /// Where the app starts; null for firmware.
    pub index: Option<AppFile>,
    /// Needed before the start.
    pub important: Vec<AppFile>,
    /// May arrive later.
    pub lazy: Vec<AppFile>,
    /// Reserved by that shape; empty.
    pub properties: Properties,
}

/// A file in Airborne's shape.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct AppFile {
    /// Its path in the package.
    pub file_path: String,
    /// For other clients; ours fetches by hash under its own base.
    pub url: String,
    /// SHA-256, hex.
    pub checksum: String,
    /// Bytes.
    pub size: u64,
}
