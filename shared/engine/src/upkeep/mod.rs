//! What is due, and what a crash left: tick, renew, repair, sweep.

use crate::control::Control;
use crate::keys::Keys;
use crate::publisher::Publisher;

/// Upkeep decides and asks the publisher; it never signs.
#[derive(Clone)]
pub struct Upkeep {
    /// Commands go through it.
    pub control: Control,
    /// Publications go through it.
    pub publisher: Publisher,
    /// Roots go through it.
    pub keys: Keys,
    /// Seconds that unreferenced files are kept.
    pub grace: u32,
}

/// What one tick did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TickReport {
    /// Scheduled releases started.
    pub started: u32,
    /// Stages reached.
    pub stages: u32,
    /// Starts missed.
    pub missed: u32,
    /// Publications finished.
    pub published: u32,
    /// Channels renewed.
    pub renewed: u32,
    /// Objects mended at the edge.
    pub mended: u32,
    /// Files swept.
    pub swept: u32,
    /// What didn't work, for people; tried again at the next tick.
    pub troubles: Vec<String>,
}

impl Upkeep {
    /// Does all that is due now; never fails as a whole.
    pub async fn tick(&self) -> TickReport {
        todo!()
    }
}
