//! Who runs what, counted.

use std::collections::BTreeMap;

use serde::Serialize;
use wavecast_wire::hash::Sha256;

use super::device::{SimDevice, Work};

/// The fleet at one moment.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Census {
    /// All devices.
    pub devices: u64,
    /// Those without a network.
    pub offline: u64,
    /// By release, the lowest version first.
    pub releases: BTreeMap<Release, Count>,
}

/// A release as devices know it; the empty one is what shipped in the binary.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Release {
    /// The package's version.
    pub version: String,
    /// The release's id.
    pub id: String,
}

/// Devices of one release.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Count {
    /// They run it, and it is well.
    pub installed: u64,
    /// They run it on trial.
    pub trial: u64,
    /// They fetch it, or have it staged.
    pub staged: u64,
    /// It failed there; they went back by themselves.
    pub failed: u64,
    /// Of those that run it, how many have no network now.
    pub offline: u64,
}

impl Serialize for Release {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{}#{}", self.version, self.id))
    }
}

impl Census {
    /// Counts a fleet; `names` says which release a failed package was.
    pub fn of(devices: &[SimDevice], names: &BTreeMap<Sha256, Release>) -> Self {
        let mut census = Self {
            devices: devices.len() as u64,
            ..Self::default()
        };
        for device in devices {
            census.count(device, names);
        }
        census
    }

    fn count(&mut self, device: &SimDevice, names: &BTreeMap<Sha256, Release>) {
        let offline = u64::from(!device.online);
        self.offline += offline;
        let running = device
            .core
            .running
            .as_ref()
            .map_or_else(Release::default, |running| Release {
                version: running.package.version().to_string(),
                id: running.release.to_string(),
            });
        let count = self.releases.entry(running).or_default();
        count.offline += offline;
        match &device.work {
            Work::Trial { .. } => count.trial += 1,
            _ => count.installed += 1,
        }
        if let Work::Staging { install, .. } = &device.work {
            let next = Release {
                version: install.package.version().to_string(),
                id: install.release.to_string(),
            };
            self.releases.entry(next).or_default().staged += 1;
        }
        for failure in &device.core.failures {
            if let Some(name) = names.get(&failure.manifest) {
                self.releases.entry(name.clone()).or_default().failed += 1;
            }
        }
    }

    /// Devices that run a version, confirmed.
    pub fn installed(&self, version: &str) -> u64 {
        self.sum(version, |count| count.installed)
    }

    /// Devices on which a version failed.
    pub fn failed(&self, version: &str) -> u64 {
        self.sum(version, |count| count.failed)
    }

    fn sum(&self, version: &str, of: impl Fn(&Count) -> u64) -> u64 {
        let named = self
            .releases
            .iter()
            .filter(|(release, _)| release.version == version);
        named.map(|(_, count)| of(count)).sum()
    }
}
