//! Who has a network: a fixed share of the fleet is offline at any time, never the same devices
//! for long.

use super::chance::Chance;
use super::device::SimDevice;

/// The share that is offline, and how long a device stays away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Weather {
    /// In permyriad of the fleet.
    pub offline: u16,
    /// Milliseconds that a device is away, on average; 0 means for good.
    pub away: u64,
}

impl Weather {
    /// How many of so many devices are offline.
    pub fn count(self, devices: usize) -> usize {
        devices * usize::from(self.offline) / 10_000
    }

    /// The first who are offline.
    pub fn begin(self, devices: &mut [SimDevice], chance: &mut Chance) {
        for _ in 0..self.count(devices.len()) {
            if let Some(index) = pick(devices, true, chance) {
                devices[index].set_online(false, 0);
            }
        }
    }

    /// After so many milliseconds some come back, and as many others go; says how many.
    pub fn change(
        self,
        devices: &mut [SimDevice],
        now: u64,
        passed: u64,
        chance: &mut Chance,
    ) -> u64 {
        if self.away == 0 {
            return 0;
        }
        // Each tick swaps its part of the offline share; the remainder decides by chance.
        let due = self.count(devices.len()) as u64 * passed;
        let swaps = due / self.away + u64::from(chance.below(self.away) < due % self.away);
        let mut came = 0;
        for _ in 0..swaps {
            let back = pick(devices, false, chance);
            let gone = pick(devices, true, chance);
            if let (Some(back), Some(gone)) = (back, gone) {
                devices[back].set_online(true, now);
                devices[gone].set_online(false, now);
                came += 1;
            }
        }
        came
    }
}

/// A device that is online, or not.
fn pick(devices: &[SimDevice], online: bool, chance: &mut Chance) -> Option<usize> {
    let from = usize::try_from(chance.below(devices.len() as u64)).unwrap_or(0);
    let mut indices = (from..devices.len()).chain(0..from);
    indices.find(|index| devices[*index].online == online)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_share_that_is_offline_stays(n in 0usize..300, offline in 0u16..=10_000, away in 0u64..5_000, seed: u64) {
            let weather = Weather { offline, away };
            let mut chance = Chance::new(seed);
            let mut devices: Vec<_> = (0..n).map(|n| SimDevice::new(format!("sim-{n}"), 0)).collect();
            weather.begin(&mut devices, &mut chance);
            for tick in 0..20 {
                let away = devices.iter().filter(|device| !device.online).count();
                prop_assert_eq!(away, weather.count(n));
                weather.change(&mut devices, tick * 50, 50, &mut chance);
            }
        }
    }
}
