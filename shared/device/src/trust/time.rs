//! Trusted time: the latest of what the device has reason to believe.

use wavecast_wire::time::Timestamp;

/// The device's own idea of time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Clock {
    /// What the device's clock says; an HTTP `Date` never belongs here.
    pub now: Timestamp,
    /// When this software was built: it can't be earlier than that.
    pub build: Timestamp,
}

impl Clock {
    /// The time that roots are held against: the floor of `issued` is not applied to them, so that
    /// a stolen timestamp key can't make a root look expired.
    #[must_use]
    pub fn for_root(self) -> Timestamp {
        self.now.max(self.build)
    }

    /// The time that everything else is held against.
    #[must_use]
    pub fn trusted(self, issued: Timestamp) -> Timestamp {
        self.for_root().max(issued)
    }
}
