//! What a driver stands on: clock, disk, and how long it waits for an edge.

use std::time::Duration;

use wavecast_wire::time::Timestamp;

use crate::{Disk, clock};

/// The world beneath a driver; [`World::default`] is the real one.
#[derive(Clone, Debug)]
pub struct World {
    /// The device's clock.
    pub clock: fn() -> Timestamp,
    /// Its disk.
    pub disk: Disk,
    /// How long it waits for the edge.
    pub patience: Patience,
}

/// How slow an edge may be. One that is slower is left, what came of a file is kept, and the
/// core decides when it is tried again.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For accepting a connection.
    pub connect: Duration,
    /// For the head of an answer, and between any two pieces of its body.
    pub silence: Duration,
    /// In each such time...
    pub window: Duration,
    /// ...at least so many bytes of a body must come.
    pub least_bytes: u64,
}

impl Default for World {
    fn default() -> Self {
        Self {
            clock: clock::now,
            disk: Disk::default(),
            patience: Patience::default(),
        }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            window: Duration::from_secs(30),
            // Half a kilobyte a second: GPRS is slow enough.
            least_bytes: 16 * 1024,
        }
    }
}
