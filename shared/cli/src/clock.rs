//! This machine's clock.

use std::time::{SystemTime, UNIX_EPOCH};

use wavecast_device::trust::Clock;
use wavecast_wire::time::Timestamp;

/// Now; before 1970 is 1970.
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Now, as a device holds it against what it verifies.
pub fn of_device() -> Clock {
    Clock {
        now: now(),
        build: Timestamp(0),
    }
}
