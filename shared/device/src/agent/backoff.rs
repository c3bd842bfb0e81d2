//! Chance from a seed: poll jitter, and full jitter between tries.

use wavecast_wire::limit::BUCKETS;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Poll;

use super::{Agent, Settings, State};

/// Seconds before the second try, at most; doubled with each further one.
const BASE_SECONDS: u64 = 2;
/// Seconds between two tries, at most.
const MOST_SECONDS: u64 = 900;
/// Seconds of `Retry-After` that are believed.
const MOST_RETRY_AFTER: u32 = 86_400;

impl State {
    /// The next number of the seed's sequence (SplitMix64).
    fn chance(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Agent {
    /// When to try again after this many failures in a row: full jitter, and not before the
    /// server wants.
    pub(super) fn after_failures(&mut self, failures: u32, retry_after: Option<u32>) -> Timestamp {
        let most = BASE_SECONDS
            .checked_shl(failures)
            .unwrap_or(MOST_SECONDS)
            .min(MOST_SECONDS);
        let wait = 1 + self.state.chance() % most;
        let asked = u64::from(retry_after.unwrap_or(0).min(MOST_RETRY_AFTER));
        self.now
            .plus(i64::try_from(wait.max(asked)).unwrap_or(i64::MAX))
    }

    /// When to poll next: the publisher's interval within the device's bounds, lengthened by up
    /// to its jitter.
    pub(super) fn after_poll(&mut self) -> Timestamp {
        let poll = self.verified.as_ref().map_or(
            Poll {
                seconds: 3600,
                jitter: 5000,
            },
            |v| v.poll(),
        );
        let chance = self.state.chance();
        self.now.plus(interval(poll, &self.settings, chance))
    }
}

fn interval(poll: Poll, settings: &Settings, chance: u64) -> i64 {
    let least = settings.least_poll_seconds;
    let seconds = u64::from(
        poll.seconds
            .clamp(least, settings.most_poll_seconds.max(least)),
    );
    let spread = seconds * u64::from(poll.jitter.min(BUCKETS)) / u64::from(BUCKETS);
    i64::try_from(seconds + chance % (spread + 1)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_poll_keeps_within_the_device_bounds(seconds: u32, jitter: u16, chance: u64) {
            let settings = Settings::default();
            let next = interval(Poll { seconds, jitter }, &settings, chance);
            prop_assert!(next >= i64::from(settings.least_poll_seconds));
            prop_assert!(next <= 2 * i64::from(settings.most_poll_seconds));
        }
    }
}
