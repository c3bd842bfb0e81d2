//! A publication with its number and times: what the publisher signs.

use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Snapshot, Targets, TimestampBody};

use crate::head::Head;
use crate::render::Publication;

/// The unsigned bodies of `seq + 1`. Snapshot and timestamp need the signed file before them.
#[derive(Clone, Debug)]
pub struct Unsigned {
    /// The publication's number.
    pub seq: u64,
    /// When it is issued.
    pub issued: Timestamp,
    /// The targets' body; `None` when the sealed targets and snapshot stay (a renewal of the timestamp alone).
    pub targets: Option<Targets>,
    inner: Publication,
    root: u64,
}

impl Unsigned {
    /// The snapshot's body over the signed targets file.
    #[must_use]
    pub fn snapshot(&self, _targets_file: &[u8]) -> Snapshot {
        let _ = (&self.inner, self.root);
        todo!()
    }

    /// The timestamp's body over the signed snapshot file of the `seq` that sealed it.
    #[must_use]
    pub fn timestamp(&self, _snapshot_file: &[u8], _snapshot_seq: u64) -> TimestampBody {
        todo!()
    }

    /// When freshness must be renewed next: half of the timestamp's lifetime, spread by ± 1 day over channels.
    #[must_use]
    pub fn renew_at(&self) -> Timestamp {
        todo!()
    }
}

/// Numbers a publication after its head. Targets and snapshot stay as sealed when the rendered
/// content is the same and they are good for more than half of their lifetime.
#[must_use]
pub fn stamp(_publication: &Publication, _head: &Head, _root: u64, _now: Timestamp) -> Unsigned {
    todo!()
}
