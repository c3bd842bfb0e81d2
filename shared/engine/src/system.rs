//! The clock and the randomness of this machine.

use std::time::{SystemTime, UNIX_EPOCH};

use wavecast_domain::id::Fresh;
use wavecast_wire::time::Timestamp;

use crate::port::{Clock, Ids};

/// The system's wall clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let seconds = |since: std::time::Duration| since.as_secs().cast_signed();
        Timestamp(match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => seconds(since),
            Err(before) => -seconds(before.duration()),
        })
    }
}

/// The system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsIds;

impl Ids for OsIds {
    fn fresh(&self, now: Timestamp) -> Fresh {
        Fresh {
            at: now,
            seed: random(),
        }
    }

    fn jitter(&self) -> u64 {
        u64::from_le_bytes(random())
    }
}

/// Random bytes. Waits for a system that has none yet (early in boot): an id must never be guessable,
/// nor come twice.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    while getrandom::fill(&mut bytes).is_err() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_differ_and_the_clock_is_past_2026() {
        let now = SystemClock.now();
        assert!(now > "2026-01-01T00:00:00Z".parse().unwrap());
        assert_ne!(OsIds.fresh(now).seed, OsIds.fresh(now).seed);
        assert_eq!(OsIds.fresh(now).at, now);
    }
}
