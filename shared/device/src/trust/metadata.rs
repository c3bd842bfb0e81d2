//! Timestamp, snapshot and targets, one by one, in the order of the TUF client workflow.

use alloc::string::String;

use wavecast_wire::hash::Sha256;
use wavecast_wire::key::Keys;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Body, BodyError, MetaFile, Role, Root, Snapshot, Targets, TimestampBody};

use super::body::{self, check_live};
use super::plain::PlainTargets;
use super::state::{Source, TrustedState};
use super::{Clock, TrustError};

/// A timestamp that may be trusted.
pub(super) struct CheckedTimestamp {
    pub body: TimestampBody,
    pub issued: Timestamp,
    /// Whether it is newer than the stored one.
    pub newer: bool,
}

impl CheckedTimestamp {
    fn new(body: TimestampBody, newer: bool) -> Self {
        let issued = body.wavecast.as_ref().map_or(Timestamp(0), |x| x.issued);
        Self {
            body,
            issued,
            newer,
        }
    }
}

impl<K: Keys> TrustedState<K> {
    /// Takes a timestamp; answers whether it is newer than the stored one.
    ///
    /// # Errors
    /// The first check that fails; nothing changes then.
    pub fn update_timestamp(
        &mut self,
        source: Source,
        bytes: &[u8],
        clock: Clock,
    ) -> Result<bool, TrustError> {
        let root = self.live_root(clock)?;
        let checked = self.check_timestamp(&root, source, bytes, clock)?;
        if checked.newer {
            let track = self.track_mut(source);
            track.issued = track.issued.max(checked.issued);
            track.timestamp = Some(body::text(bytes, Role::Timestamp)?);
        }
        Ok(checked.newer)
    }

    /// Takes the snapshot that the trusted timestamp announces.
    ///
    /// # Errors
    /// The first check that fails; nothing changes then.
    pub fn update_snapshot(
        &mut self,
        source: Source,
        bytes: &[u8],
        clock: Clock,
    ) -> Result<(), TrustError> {
        let role = Role::Snapshot;
        let timestamp = self.timestamp(source)?.ok_or(TrustError::Order { role })?;
        let now = self.time(source, clock);
        self.check_snapshot(&self.root()?, &timestamp, source, bytes, now)?;
        self.track_mut(source).snapshot = Some(body::text(bytes, role)?);
        Ok(())
    }

    /// Takes the targets that the trusted snapshot announces.
    ///
    /// # Errors
    /// The first check that fails; nothing changes then.
    pub fn update_targets(
        &mut self,
        source: Source,
        bytes: &[u8],
        clock: Clock,
    ) -> Result<(), TrustError> {
        let role = Role::Targets;
        let snapshot = self.snapshot(source)?.ok_or(TrustError::Order { role })?;
        let (root, now) = (self.root()?, self.time(source, clock));
        if self.scope.is_some() {
            self.check_targets::<Targets>(&root, &snapshot, bytes, now)?;
        } else {
            self.check_targets::<PlainTargets>(&root, &snapshot, bytes, now)?;
        }
        self.track_mut(source).targets = Some(body::text(bytes, role)?);
        Ok(())
    }

    /// Checks a timestamp against the stored one.
    pub(super) fn check_timestamp(
        &self,
        root: &Root,
        source: Source,
        bytes: &[u8],
        clock: Clock,
    ) -> Result<CheckedTimestamp, TrustError> {
        let new = body::open::<TimestampBody, K>(bytes, root, self.scope())?;
        check_source(&new, source, self.scope.is_some())?;
        let snapshot = announced(&new.meta, "snapshot.json", Role::Timestamp)?;
        if let Some(old) = self.timestamp(source)? {
            not_lower(Role::Timestamp, old.version, new.version)?;
            if old.version == new.version {
                let same =
                    self.track(source).timestamp.as_deref().map(str::as_bytes) == Some(bytes);
                if !same && self.scope.is_some() {
                    return Err(TrustError::Equivocation {
                        role: Role::Timestamp,
                        version: new.version,
                    });
                }
                check_live(&old, self.time(source, clock))?;
                // A stranger's may differ under one number: the stored one stays.
                return Ok(CheckedTimestamp::new(old, false));
            }
            let trusted = announced(&old.meta, "snapshot.json", Role::Timestamp)?.version;
            not_lower(Role::Snapshot, trusted, snapshot.version)?;
        }
        check_live(&new, self.time(source, clock))?;
        Ok(CheckedTimestamp::new(new, true))
    }

    /// Checks a snapshot against the timestamp that announces it, and the stored one.
    pub(super) fn check_snapshot(
        &self,
        root: &Root,
        timestamp: &TimestampBody,
        source: Source,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Snapshot, TrustError> {
        let role = Role::Snapshot;
        check_live(timestamp, now)?;
        let meta = announced(&timestamp.meta, "snapshot.json", Role::Timestamp)?;
        self.check_bytes(bytes, meta, role)?;
        let new = body::open::<Snapshot, K>(bytes, root, self.scope())?;
        exactly(role, meta.version, new.version)?;
        if let Some(old) = self.snapshot(source)? {
            for (name, old) in &old.meta {
                let found = new.meta.get(name).map_or(0, |meta| meta.version);
                not_lower(Role::Targets, old.version, found)?;
            }
        }
        check_live(&new, now)?;
        Ok(new)
    }

    /// Checks targets against the snapshot that announces them.
    pub(super) fn check_targets<B: Body>(
        &self,
        root: &Root,
        snapshot: &Snapshot,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<B, TrustError> {
        let role = Role::Targets;
        check_live(snapshot, now)?;
        let meta = announced(&snapshot.meta, "targets.json", Role::Snapshot)?;
        self.check_bytes(bytes, meta, role)?;
        let new = body::open::<B, K>(bytes, root, self.scope())?;
        exactly(role, meta.version, new.header().version)?;
        check_live(&new, now)?;
        Ok(new)
    }

    /// Trusted time, with this source's floor.
    #[must_use]
    pub fn time(&self, source: Source, clock: Clock) -> Timestamp {
        clock.trusted(self.track(source).issued)
    }

    /// Our own metadata always announces length and hash; a stranger's may leave them out.
    fn check_bytes(&self, bytes: &[u8], meta: &MetaFile, role: Role) -> Result<(), TrustError> {
        let ours = self.scope.is_some();
        let length = meta.length == u64::try_from(bytes.len()).ok();
        if !length && (ours || meta.length.is_some()) {
            return Err(TrustError::Mismatch {
                role,
                what: "length",
            });
        }
        let announced = meta.hashes.as_ref().and_then(|hashes| hashes.get("sha256"));
        let hash = announced.is_some_and(|hex| *hex == String::from(Sha256::of(bytes)));
        if !hash && (ours || meta.hashes.is_some()) {
            return Err(TrustError::Mismatch {
                role,
                what: "sha256",
            });
        }
        Ok(())
    }
}

fn check_source(body: &TimestampBody, source: Source, ours: bool) -> Result<(), TrustError> {
    let Some(extra) = body.wavecast.as_ref().filter(|_| ours) else {
        return Ok(());
    };
    if extra.issued >= body.expires {
        return Err(rule(Role::Timestamp, "must be issued before it expires"));
    }
    let offline = body.is_offline();
    match source {
        Source::Network if offline => Err(TrustError::Source(
            "it is an offline bundle's, which only local media may carry",
        )),
        Source::LocalMedia if !offline => Err(TrustError::Source(
            "local media must carry one with crit \"offline\"",
        )),
        _ => Ok(()),
    }
}

fn announced<'a>(
    meta: &'a alloc::collections::BTreeMap<String, MetaFile>,
    name: &str,
    role: Role,
) -> Result<&'a MetaFile, TrustError> {
    meta.get(name)
        .ok_or_else(|| rule(role, "doesn't announce the next file"))
}

fn rule(role: Role, rule: &str) -> TrustError {
    BodyError {
        role,
        rule: rule.into(),
    }
    .into()
}

fn not_lower(role: Role, trusted: u64, found: u64) -> Result<(), TrustError> {
    if found < trusted {
        Err(TrustError::Rollback {
            role,
            trusted,
            found,
        })
    } else {
        Ok(())
    }
}

fn exactly(role: Role, expected: u64, found: u64) -> Result<(), TrustError> {
    if found == expected {
        Ok(())
    } else {
        Err(TrustError::Version {
            role,
            expected,
            found,
        })
    }
}
