//! A publication with its number and times: what the publisher signs.

use wavecast_wire::bucket::bucket;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::limit;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{MetaFile, Snapshot, Targets, TimestampBody, TimestampExtra};

use crate::head::Head;
use crate::render::Publication;

/// 9999-12-31T00:00:00Z: every expiry lies before it.
const LATEST_EXPIRY: i64 = 253_402_214_400;
/// A timestamp's lifetime is this many times the spread of its renewal to either side: one day
/// of fourteen.
const SPREAD: i64 = 14;

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
    pub fn snapshot(&self, targets_file: &[u8]) -> Snapshot {
        let targets = MetaFile::of(self.seq, targets_file);
        Snapshot::new(
            self.inner.scope.clone(),
            self.seq,
            self.targets_expire(),
            targets,
        )
    }

    /// The timestamp's body over the signed snapshot file of the `seq` that sealed it.
    #[must_use]
    pub fn timestamp(&self, snapshot_file: &[u8], snapshot_seq: u64) -> TimestampBody {
        let expires = after(self.issued, self.inner.settings.timestamp_lifetime);
        let extra = TimestampExtra {
            v: 1,
            scope: self.inner.scope.clone(),
            crit: Vec::new(),
            issued: self.issued,
            root: self.root,
            poll: self.inner.poll,
        };
        TimestampBody::new(
            self.seq,
            expires,
            MetaFile::of(snapshot_seq, snapshot_file),
            extra,
        )
    }

    /// When snapshot and targets of this `seq` expire.
    #[must_use]
    pub fn targets_expire(&self) -> Timestamp {
        after(self.issued, self.inner.settings.targets_lifetime)
    }

    /// When freshness must be renewed next: half of the timestamp's lifetime, spread by ± 1 day over channels.
    #[must_use]
    pub fn renew_at(&self) -> Timestamp {
        let lifetime = i64::from(self.inner.settings.timestamp_lifetime);
        let spread = lifetime / SPREAD;
        // The scope's bucket spreads channels evenly, and each the same way every time.
        let place = i64::from(bucket("renewal", &self.inner.scope.to_string()));
        let offset = 2 * spread * place / i64::from(limit::BUCKETS) - spread;
        self.issued.plus(lifetime / 2 + offset)
    }
}

/// Numbers a publication after its head. Targets and snapshot stay as sealed when the rendered
/// content and the root are the same and they are good for more than half of their lifetime.
#[must_use]
pub fn stamp(publication: &Publication, head: &Head, root: u64, now: Timestamp) -> Unsigned {
    let seq = head.seq.saturating_add(1);
    // A clock that was set back must not let devices see time fall.
    let issued = now.max(head.issued);
    let expires = after(issued, publication.settings.targets_lifetime);
    let fresh = !stays(publication, head, root, issued);
    Unsigned {
        seq,
        issued,
        targets: fresh.then(|| targets_body(publication, seq, expires)),
        inner: publication.clone(),
        root,
    }
}

/// The body of `{seq}.targets.json`.
pub(crate) fn targets_body(publication: &Publication, seq: u64, expires: Timestamp) -> Targets {
    Targets::new(
        seq,
        expires,
        publication.targets.clone(),
        publication.table.clone(),
    )
}

/// Whether sealed targets and snapshot still say the same, by keys that the same root names, for
/// more than half of their lifetime.
fn stays(publication: &Publication, head: &Head, root: u64, issued: Timestamp) -> bool {
    let Some(sealed) = &head.sealed else {
        return false;
    };
    let half = i64::from(publication.settings.targets_lifetime / 2);
    if head.root != root || sealed.targets_expires <= issued.plus(half) {
        return false;
    }
    let read = Envelope::<Targets>::read(sealed.targets.as_bytes(), limit::TARGETS_BYTES_CLIENT);
    read.is_ok_and(|envelope| {
        let signed = envelope.signed;
        signed.targets == publication.targets
            && signed.wavecast.as_ref() == Some(&publication.table)
    })
}

fn after(issued: Timestamp, lifetime: u32) -> Timestamp {
    issued
        .plus(i64::from(lifetime))
        .min(Timestamp(LATEST_EXPIRY - 1))
}
