//! What a driver decides for a device, once.

use wavecast_wire::time::Timestamp;

/// How far a device goes by itself.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Goal {
    /// Only say what there is.
    Check,
    /// Fetch and stage, activate nothing.
    Download,
    /// All of it, as the release's policy says.
    #[default]
    Run,
}

/// A driver's settings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Settings {
    /// When this software was built: a lower bound of trusted time.
    pub build: Timestamp,
    /// How far to go.
    pub goal: Goal,
    /// Seconds between two polls, at least, whatever the publisher says.
    pub least_poll_seconds: u32,
    /// Seconds between two polls, at most.
    pub most_poll_seconds: u32,
    /// The local time zone, in minutes east of UTC, for activation windows.
    pub utc_offset_minutes: i32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            build: Timestamp(0),
            goal: Goal::Run,
            least_poll_seconds: 5,
            most_poll_seconds: 86_400,
            utc_offset_minutes: 0,
        }
    }
}
