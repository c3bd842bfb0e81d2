//! How fast simulated things go.

use super::chance::Chance;

/// How fast simulated things go, in milliseconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pace {
    /// Between two polls of a device, at least; up to half more.
    pub poll: u64,
    /// To fetch and stage a release, on average.
    pub staging: u64,
    /// Until the health of a new release is known, on average.
    pub trial: u64,
}

impl Pace {
    /// The time to the next poll, spread as the publisher wants it: by up to half.
    pub fn poll(&self, chance: &mut Chance) -> u64 {
        self.poll + chance.below(self.poll / 2 + 1)
    }

    /// The time to fetch and stage a release.
    pub fn staging(&self, chance: &mut Chance) -> u64 {
        around(self.staging, chance)
    }

    /// The time until health is known.
    pub fn trial(&self, chance: &mut Chance) -> u64 {
        around(self.trial, chance)
    }
}

fn around(average: u64, chance: &mut Chance) -> u64 {
    average / 2 + chance.below(average + 1)
}
