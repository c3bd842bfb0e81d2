//! What is remembered of an upload, in its `state.json`.

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

/// What an upload promised, and whether it is done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) v: u32,
    pub(super) space: String,
    pub(super) sha256: Sha256,
    pub(super) size: u64,
    pub(super) begun: Timestamp,
    pub(super) completed: Option<Timestamp>,
}

impl State {
    /// An upload that begins.
    pub(super) fn begun(space: &str, sha256: Sha256, size: u64, now: Timestamp) -> Self {
        Self {
            v: 1,
            space: space.to_owned(),
            sha256,
            size,
            begun: now,
            completed: None,
        }
    }

    /// Whether both are of the same file in the same place.
    pub(super) fn promises_as(&self, other: &Self) -> bool {
        (&self.space, self.sha256, self.size) == (&other.space, other.sha256, other.size)
    }
}
