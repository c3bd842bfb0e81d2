//! What happens to a device.

use alloc::string::String;
use alloc::vec::Vec;

use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Attributes;

use crate::download::VerifiedFile;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The device or its app started: once, first.
    Start,
    /// The time of [`super::Action::WakeAt`] has come.
    Tick,
    /// Somebody wants it to poll now.
    Poll,
    /// The state is on disk.
    Saved,
    /// An object was asked for, and this came.
    Answer {
        /// Which.
        object: ObjectKey,
        /// What came.
        answer: Answer,
    },
    /// A file is on the device, and whole.
    Fetched(VerifiedFile),
    /// A slot stands, or lazy files were added to it.
    Staged {
        /// Which slot.
        slot: u64,
    },
    /// A slot runs.
    Activated {
        /// Which slot.
        slot: u64,
    },
    /// What [`super::Action::GoBack`] named runs.
    WentBack,
    /// What was activated is well or not.
    Health(Health),
    /// The device's attributes changed.
    Attributes(Attributes),
    /// Nobody uses the device just now.
    Idle,
    /// A person agreed to the staged release.
    Approve,
    /// Something didn't work.
    Failed(Failed),
}

/// An answer from the edge.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The ETag, as it came.
    pub etag: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u32>,
}

/// The health of what was activated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Health {
    /// It is well: confirm it.
    Ok,
    /// It is not, and won't be.
    Failed,
    /// It wasn't well in time.
    Timeout,
}

/// What didn't work.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Failed {
    /// No answer for an object.
    Get {
        /// Which.
        object: ObjectKey,
        /// Why.
        why: String,
    },
    /// A file didn't come, or came wrong.
    Download {
        /// Which.
        sha256: Sha256,
        /// Why.
        why: String,
        /// Seconds of `Retry-After`.
        retry_after: Option<u32>,
    },
    /// A file couldn't be stored, a slot not be built, or its place not be taken: a full disk,
    /// mostly. The release is tried again.
    Disk {
        /// Why.
        why: String,
    },
    /// What was staged didn't come to run, and is to blame: the device goes back.
    Activate {
        /// Why.
        why: String,
    },
    /// Going back didn't work.
    GoBack {
        /// Why.
        why: String,
    },
}
