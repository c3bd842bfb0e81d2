//! Packages and releases on a device.

use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use wavecast_wire::config::Properties;
use wavecast_wire::hash::Sha256;
use wavecast_wire::manifest::Manifest;
use wavecast_wire::name::{ReleaseId, TargetName};
use wavecast_wire::table::Attributes;
use wavecast_wire::version::Version;

/// One variant of a package, without its files. Shared by all devices that have it.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Package {
    /// The manifest; its variants keep their conditions and lose their files.
    pub manifest: Manifest,
    /// The manifest's target name.
    pub target: TargetName,
    /// The manifest's hash: what a failure is remembered by.
    pub sha256: Sha256,
    /// Which variant.
    pub variant: usize,
}

impl Package {
    pub(crate) fn of_each_variant(
        manifest: &Manifest,
        target: &TargetName,
        sha256: Sha256,
    ) -> Vec<Arc<Self>> {
        let mut bare = manifest.clone();
        for variant in &mut bare.variants {
            variant.files = Vec::new();
        }
        let one = |variant| {
            Arc::new(Self {
                manifest: bare.clone(),
                target: target.clone(),
                sha256,
                variant,
            })
        };
        (0..manifest.variants.len()).map(one).collect()
    }

    /// The package's version.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.manifest.version
    }

    /// Whether a device that runs it may go on: its `requires` (`package_version` aside) still
    /// hold and its variant is still the first that matches.
    #[must_use]
    pub fn still_fits(&self, attributes: &Attributes) -> bool {
        self.manifest.still_runs_on(attributes) && self.is_variant_of(attributes)
    }

    /// Whether a device may install it.
    pub(crate) fn fits(&self, attributes: &Attributes) -> bool {
        self.manifest.runs_on(attributes) && self.is_variant_of(attributes)
    }

    fn is_variant_of(&self, attributes: &Attributes) -> bool {
        self.manifest
            .variant(attributes)
            .is_some_and(|(index, _)| index == self.variant)
    }
}

/// A release that is on the device.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Installed {
    /// Where its files are; numbers are never reused.
    pub slot: u64,
    /// The release that it runs as.
    pub release: ReleaseId,
    /// The attempt at which it was installed.
    pub attempt: u32,
    /// What runs.
    pub package: Arc<Package>,
    /// The release config's properties, without layers.
    pub properties: Arc<Properties>,
    /// The release config's hash: as long as the table leads to it, nothing need be fetched.
    pub config: Sha256,
    /// Whether its lazy files have arrived too.
    #[serde(default)]
    pub complete: bool,
}

/// A release that failed here; a higher attempt tries it again.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Failure {
    /// The hash of the package's manifest.
    pub manifest: Sha256,
    /// The attempt that failed.
    pub attempt: u32,
}
