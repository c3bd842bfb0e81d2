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
        let mut tally = Tally::default();
        let mut offline = 0;
        for device in devices {
            offline += u64::from(!device.online);
            tally.note(device, names);
        }
        Self {
            devices: devices.len() as u64,
            offline,
            releases: tally.releases(),
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

/// Counts by what devices point to: a fleet has a million devices and a handful of releases, so no
/// name is copied before all are counted.
#[derive(Default)]
struct Tally<'a>(Vec<(Name<'a>, Count)>);

/// What a device runs, or `None` for what shipped in the binary.
type Name<'a> = Option<(&'a str, &'a str)>;

impl<'a> Tally<'a> {
    fn note(&mut self, device: &'a SimDevice, names: &'a BTreeMap<Sha256, Release>) {
        let running = device.core.running.as_ref();
        let count = self.of(running.map(|running| {
            let version = running.package.version().as_str();
            (version, running.release.as_str())
        }));
        count.offline += u64::from(!device.online);
        match &device.work {
            Work::Trial { .. } => count.trial += 1,
            _ => count.installed += 1,
        }
        if let Work::Staging { install, .. } = &device.work {
            let version = install.package.version().as_str();
            self.of(Some((version, install.release.as_str()))).staged += 1;
        }
        for failure in &device.core.failures {
            if let Some(name) = names.get(&failure.manifest) {
                self.of(Some((&name.version, &name.id))).failed += 1;
            }
        }
    }

    fn of(&mut self, name: Name<'a>) -> &mut Count {
        let place = self.0.iter().position(|(known, _)| *known == name);
        let place = place.unwrap_or_else(|| {
            self.0.push((name, Count::default()));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }

    fn releases(self) -> BTreeMap<Release, Count> {
        let named = self.0.into_iter().map(|(name, count)| {
            let (version, id) = name.unwrap_or_default();
            let (version, id) = (version.to_owned(), id.to_owned());
            (Release { version, id }, count)
        });
        named.collect()
    }
}
