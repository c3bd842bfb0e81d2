//! Whom a ramp means, and who of them is there: counted from the devices' own hashes, apart from
//! the table that they were offered.

use wavecast_wire::bucket::bucket;
use wavecast_wire::name::{ReleaseId, Salt};

use super::Fleet;
use super::device::SimDevice;

/// A ramp on a fleet.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Reach {
    /// Devices whose bucket lies in the ramp.
    pub meant: u64,
    /// Those of them that run the release.
    pub there: u64,
    /// Those of them that don't, because they are offline.
    pub away: u64,
    /// Devices outside the ramp that run it all the same.
    pub strays: u64,
}

impl Fleet {
    /// How far a release came that reaches so many permyriad under a salt.
    pub fn reach(&self, release: &ReleaseId, salt: &Salt, permyriad: u16) -> Reach {
        let mut reach = Reach::default();
        for device in &self.devices {
            let meant = bucket(salt.as_str(), &device.core.id) < permyriad;
            let there = runs(device, release);
            reach.meant += u64::from(meant);
            reach.there += u64::from(meant && there);
            reach.away += u64::from(meant && !there && !device.online);
            reach.strays += u64::from(!meant && there);
        }
        reach
    }
}

fn runs(device: &SimDevice, release: &ReleaseId) -> bool {
    device
        .core
        .running
        .as_ref()
        .is_some_and(|running| running.release == *release)
}
