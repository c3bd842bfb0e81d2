//! Time and randomness that a test sets.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use wavecast_domain::id::Fresh;
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use crate::port::{Clock, Ids};

/// A clock that stands still until it is moved. Clones share it.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// Standing at a time.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(time.0)))
    }

    /// Another clock that stands where this one does.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self::at(self.now())
    }

    /// Moves on by this many seconds; a negative number sets it back.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Default for TestClock {
    /// 2026-11-21T12:00:00Z.
    fn default() -> Self {
        Self::at(Timestamp(1_795_262_400))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Seeds that count up, so that a test makes the same ids every time. Clones share it.
#[derive(Clone, Default)]
pub struct TestIds(Arc<AtomicU64>);

impl TestIds {
    /// Seeds that count up from here.
    #[must_use]
    pub fn after(n: u64) -> Self {
        Self(Arc::new(AtomicU64::new(n)))
    }

    /// Other seeds, which go on where these are.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self(Arc::new(AtomicU64::new(self.0.load(Ordering::SeqCst))))
    }

    fn next(&self) -> Sha256 {
        let n = self.0.fetch_add(1, Ordering::SeqCst);
        Sha256::of(&n.to_be_bytes())
    }
}

impl Ids for TestIds {
    fn fresh(&self, now: Timestamp) -> Fresh {
        Fresh {
            at: now,
            seed: self.next().0,
        }
    }

    fn jitter(&self) -> u64 {
        let bytes = self.next().0;
        bytes
            .iter()
            .take(8)
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}
