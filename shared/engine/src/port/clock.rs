//! Time and randomness, injected.

use wavecast_domain::id::Fresh;
use wavecast_wire::time::Timestamp;

/// The wall clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Randomness.
pub trait Ids: Send + Sync {
    /// A seed for one command.
    fn fresh(&self, now: Timestamp) -> Fresh;
    /// Eight random bytes, for jitter.
    fn jitter(&self) -> u64;
}
