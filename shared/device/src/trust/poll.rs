//! A whole poll: the three lines of `latest.ndjson`, all trusted or none.

use alloc::string::String;

use wavecast_wire::latest;
use wavecast_wire::limit;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{
    self, Body as _, BodyError, OFFLINE, Role, Root, Snapshot, Targets, TimestampBody,
};

use super::body::{check_end, text};
use super::state::{Source, Track, TrustedState};
use super::{Clock, TrustError};
use crate::Verified;

/// What a verified poll brought.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Polled {
    /// A newer publication.
    Newer,
    /// The one that is stored already.
    Same,
}

impl TrustedState {
    /// Verifies `latest.ndjson` and stores all of it, its ETag last; or nothing.
    ///
    /// # Errors
    /// The first check that fails. Walk the roots then ([`TrustedState::update_root`]), and if
    /// there was a newer one, ask again.
    pub fn poll(
        &mut self,
        source: Source,
        bytes: &[u8],
        etag: Option<&str>,
        clock: Clock,
    ) -> Result<Polled, TrustError> {
        Ok(self.take(source, bytes, etag, clock)?.0)
    }

    /// [`TrustedState::poll`], and the publication that it stored, read once for both.
    ///
    /// # Errors
    /// As [`TrustedState::poll`].
    pub fn poll_verified(
        &mut self,
        source: Source,
        bytes: &[u8],
        etag: Option<&str>,
        clock: Clock,
    ) -> Result<(Polled, Verified), TrustError> {
        let (polled, read) = self.take(source, bytes, etag, clock)?;
        Ok((polled, read.verified()?))
    }

    fn take(
        &mut self,
        source: Source,
        bytes: &[u8],
        etag: Option<&str>,
        clock: Clock,
    ) -> Result<(Polled, Read), TrustError> {
        let lines = latest::split(bytes)?;
        let root = self.live_root(clock)?;
        let timestamp = self.check_timestamp(&root, source, lines.timestamp, clock)?;
        let issued = self.track(source).issued.max(timestamp.issued);
        let (now, newer) = (clock.trusted(issued), timestamp.newer);
        let timestamp = timestamp.body;
        let snapshot = self.check_snapshot(&root, &timestamp, source, lines.snapshot, now)?;
        let targets = self.check_targets::<Targets>(&root, &snapshot, lines.targets, now)?;
        *self.track_mut(source) = Track {
            timestamp: Some(text(lines.timestamp, Role::Timestamp)?),
            snapshot: Some(text(lines.snapshot, Role::Snapshot)?),
            targets: Some(text(lines.targets, Role::Targets)?),
            etag: etag.map(String::from),
            issued,
        };
        let polled = if newer { Polled::Newer } else { Polled::Same };
        let read = Read {
            root,
            timestamp,
            snapshot,
            targets,
        };
        Ok((polled, read))
    }

    /// After a 304: whether what is stored is still good.
    ///
    /// # Errors
    /// [`TrustError::Expired`], or nothing whole is stored.
    pub fn not_modified(&self, source: Source, clock: Clock) -> Result<(), TrustError> {
        let track = self.track(source);
        let now = clock.trusted(track.issued);
        check_stored(Role::Root, Some(&self.root), clock.for_root())?;
        check_stored(Role::Timestamp, track.timestamp.as_ref(), now)?;
        check_stored(Role::Snapshot, track.snapshot.as_ref(), now)?;
        check_stored(Role::Targets, track.targets.as_ref(), now)
    }

    /// The stored publication, parsed once for any number of devices. Its expiry was checked when
    /// it was polled; check it again with [`Verified::expires`] or [`TrustedState::not_modified`].
    ///
    /// # Errors
    /// Nothing whole is stored, or the targets hold no cohort table.
    pub fn verified(&self, source: Source) -> Result<Verified, TrustError> {
        let missing = |role| TrustError::Order { role };
        let read = Read {
            root: self.root()?,
            timestamp: self.timestamp(source)?.ok_or(missing(Role::Timestamp))?,
            snapshot: self.snapshot(source)?.ok_or(missing(Role::Snapshot))?,
            targets: self.targets(source)?.ok_or(missing(Role::Targets))?,
        };
        read.verified()
    }

    /// Bytes that `latest.ndjson` may have.
    pub const MAX_POLL_BYTES: usize = limit::LATEST_BYTES_CLIENT;
}

/// The four files, read.
struct Read {
    root: Root,
    timestamp: TimestampBody,
    snapshot: Snapshot,
    targets: Targets,
}

impl Read {
    fn verified(self) -> Result<Verified, TrustError> {
        let Self {
            root,
            timestamp,
            snapshot,
            targets,
        } = self;
        let hold = newer_than_us(&root, &timestamp, &snapshot, &targets);
        Verified::new(&root, &timestamp, &snapshot, targets, hold)
            .ok_or_else(|| without_table().into())
    }
}

/// Refuses a stored file whose time is over. All of it was checked when it was stored; of all that
/// is in it, only the end can have come since.
fn check_stored(role: Role, stored: Option<&String>, now: Timestamp) -> Result<(), TrustError> {
    let stored = stored.ok_or(TrustError::Order { role })?;
    let expires = tuf::expires(stored.as_bytes()).map_err(|error| TrustError::Envelope {
        role,
        source: error.into(),
    })?;
    check_end(role, expires, now)
}

/// What in the four files this reader doesn't understand; then it keeps running what runs. The
/// offline mark is understood: it was checked when the timestamp was accepted.
fn newer_than_us(
    root: &Root,
    timestamp: &TimestampBody,
    snapshot: &Snapshot,
    targets: &Targets,
) -> Option<String> {
    root.newer(&[])
        .or_else(|| timestamp.newer(&[OFFLINE]))
        .or_else(|| snapshot.newer(&[]))
        .or_else(|| targets.newer(&[]))
}

fn without_table() -> BodyError {
    BodyError {
        role: Role::Targets,
        rule: "has no x-wavecast, so it has no table".into(),
    }
}
