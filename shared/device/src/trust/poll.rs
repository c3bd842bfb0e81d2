//! A whole poll: the three lines of `latest.ndjson`, all trusted or none.

use alloc::string::String;

use wavecast_wire::latest;
use wavecast_wire::limit;
use wavecast_wire::tuf::{
    Body as _, BodyError, OFFLINE, Role, Root, Snapshot, Targets, TimestampBody,
};

use super::body::check_live;
use super::state::{Source, TrustedState};
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
        let lines = latest::split(bytes)?;
        let mut next = self.clone();
        let newer = next.update_timestamp(source, lines.timestamp, clock)?;
        next.update_snapshot(source, lines.snapshot, clock)?;
        next.update_targets(source, lines.targets, clock)?;
        next.track_mut(source).etag = etag.map(String::from);
        *self = next;
        Ok(if newer { Polled::Newer } else { Polled::Same })
    }

    /// After a 304: whether what is stored is still good.
    ///
    /// # Errors
    /// [`TrustError::Expired`], or nothing whole is stored.
    pub fn not_modified(&self, source: Source, clock: Clock) -> Result<(), TrustError> {
        self.check_root(clock)?;
        let now = self.time(source, clock);
        let missing = |role| TrustError::Order { role };
        check_live(
            &self.timestamp(source)?.ok_or(missing(Role::Timestamp))?,
            now,
        )?;
        check_live(&self.snapshot(source)?.ok_or(missing(Role::Snapshot))?, now)?;
        check_live(&self.targets(source)?.ok_or(missing(Role::Targets))?, now)
    }

    /// The stored publication, parsed once for any number of devices. Its expiry was checked when
    /// it was polled; check it again with [`Verified::expires`] or [`TrustedState::not_modified`].
    ///
    /// # Errors
    /// Nothing whole is stored, or the targets hold no cohort table.
    pub fn verified(&self, source: Source) -> Result<Verified, TrustError> {
        let missing = |role| TrustError::Order { role };
        let root = self.root()?;
        let timestamp = self.timestamp(source)?.ok_or(missing(Role::Timestamp))?;
        let snapshot = self.snapshot(source)?.ok_or(missing(Role::Snapshot))?;
        let targets = self.targets(source)?.ok_or(missing(Role::Targets))?;
        let hold = newer_than_us(&root, &timestamp, &snapshot, &targets);
        Verified::new(&root, &timestamp, &snapshot, targets, hold)
            .ok_or_else(|| without_table().into())
    }

    /// Bytes that `latest.ndjson` may have.
    pub const MAX_POLL_BYTES: usize = limit::LATEST_BYTES_CLIENT;
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
