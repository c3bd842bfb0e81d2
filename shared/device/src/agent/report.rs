//! What a device tells people.

use alloc::string::String;

use serde::Serialize;
use wavecast_wire::name::{ReleaseId, Scope};
use wavecast_wire::time::Timestamp;
use wavecast_wire::version::Version;

/// Something to tell.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Report {
    /// A publication was verified.
    Verified {
        /// Its number.
        seq: u64,
    },
    /// The edge confirmed that nothing changed.
    Unchanged,
    /// A newer root is trusted.
    Root {
        /// Its version.
        version: u64,
    },
    /// A poll came to nothing.
    PollFailed {
        /// Why.
        why: String,
        /// Whether bytes came and were not trusted; otherwise nothing useful came.
        refused: bool,
        /// When it is tried again.
        retry_at: Timestamp,
    },
    /// The metadata is genuine, and its time is over: nothing new is installed.
    Expired {
        /// Which, and since when.
        why: String,
    },
    /// The device keeps what it runs.
    Keep {
        /// Why.
        why: String,
    },
    /// Something is newer than this client: it keeps running and keeps polling.
    Hold {
        /// What.
        why: String,
    },
    /// The channel moved.
    Moved {
        /// Where to.
        to: Scope,
    },
    /// The channel moved, and its new root is not vouched for: the device stays.
    MoveRefused {
        /// Where to.
        to: Scope,
        /// Why not.
        why: String,
    },
    /// The channel ended.
    Retired,
    /// There is a release to install.
    Available {
        /// Which.
        release: ReleaseId,
        /// Its package's version.
        version: Version,
        /// Bytes of the files that it needs before it can run.
        bytes: u64,
    },
    /// Its files are being fetched.
    Downloading {
        /// Which.
        release: ReleaseId,
        /// Files.
        files: usize,
        /// Bytes, those on the device included.
        bytes: u64,
    },
    /// Fetching or building came to nothing.
    InstallFailed {
        /// Why.
        why: String,
        /// Whether the device's own disk or commands are the reason, not the edge.
        local: bool,
        /// When it is tried again.
        retry_at: Timestamp,
    },
    /// A release stands ready.
    Staged {
        /// Which.
        release: ReleaseId,
        /// Its package's version.
        version: Version,
        /// Where.
        slot: u64,
    },
    /// A release stands ready, and its policy holds it back.
    Waiting {
        /// Which.
        release: ReleaseId,
        /// For what.
        gate: Gate,
    },
    /// A release runs, on trial.
    Activated {
        /// Which.
        release: ReleaseId,
        /// Its package's version.
        version: Version,
        /// Seconds in which it must confirm.
        seconds: u32,
    },
    /// A release confirmed.
    Confirmed {
        /// Which.
        release: ReleaseId,
        /// Its package's version.
        version: Version,
    },
    /// A release failed, and the device goes back.
    Failed {
        /// Which.
        release: ReleaseId,
        /// Its package's version.
        version: Version,
        /// Why.
        why: String,
    },
    /// The device runs an earlier release again, or what shipped in the binary.
    WentBack {
        /// Which; `None` is what shipped in the binary.
        release: Option<ReleaseId>,
    },
    /// The running package now runs under another release.
    Adopted {
        /// Which.
        release: ReleaseId,
    },
    /// What runs no longer fits the device, and is left.
    Left {
        /// Which.
        release: ReleaseId,
    },
    /// The lazy files have arrived.
    Complete {
        /// Of which release.
        release: ReleaseId,
    },
    /// The binary is too old for the release: get a newer one.
    StoreUpdate {
        /// The least binary version.
        least: Version,
        /// Where to get it.
        store_url: Option<String>,
    },
    /// The running package is too old to go on.
    MustUpdate {
        /// Versions below this must update.
        below: Version,
    },
}

/// What holds a staged release back.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The next start of the device.
    NextStart,
    /// A moment in which nobody uses it.
    Idle,
    /// The window of its policy.
    Window,
    /// A person's word.
    Approval,
    /// A verified poll that is younger than a day.
    FreshPoll,
}
