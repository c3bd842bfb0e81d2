//! Timestamp, snapshot and targets, one by one, in the order of the TUF client workflow.

use alloc::string::String;

use wavecast_wire::hash::Sha256;
use wavecast_wire::key::Keys;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Body, BodyError, MetaFile, Role, Snapshot, Targets, TimestampBody};

use super::body::{self, check_live};
use super::plain::PlainTargets;
use super::state::{Source, TrustedState};
use super::{Clock, TrustError};

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
        self.check_root(clock)?;
        let new = body::open::<TimestampBody, K>(bytes, &self.root()?, self.scope())?;
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
                return Ok(false);
            }
            let trusted = announced(&old.meta, "snapshot.json", Role::Timestamp)?.version;
            not_lower(Role::Snapshot, trusted, snapshot.version)?;
        }
        check_live(&new, self.time(source, clock))?;
        let issued = new.wavecast.as_ref().map_or(Timestamp(0), |x| x.issued);
        let track = self.track_mut(source);
        track.issued = track.issued.max(issued);
        track.timestamp = Some(body::text(bytes, Role::Timestamp)?);
        Ok(true)
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
        check_live(&timestamp, self.time(source, clock))?;
        let meta = announced(&timestamp.meta, "snapshot.json", Role::Timestamp)?;
        self.check_bytes(bytes, meta, role)?;
        let new = body::open::<Snapshot, K>(bytes, &self.root()?, self.scope())?;
        exactly(role, meta.version, new.version)?;
        if let Some(old) = self.snapshot(source)? {
            for (name, old) in &old.meta {
                let found = new.meta.get(name).map_or(0, |meta| meta.version);
                not_lower(Role::Targets, old.version, found)?;
            }
        }
        check_live(&new, self.time(source, clock))?;
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
        check_live(&snapshot, self.time(source, clock))?;
        let meta = announced(&snapshot.meta, "targets.json", Role::Snapshot)?;
        self.check_bytes(bytes, meta, role)?;
        let now = self.time(source, clock);
        if self.scope.is_some() {
            self.check_targets::<Targets>(bytes, meta.version, now)?;
        } else {
            self.check_targets::<PlainTargets>(bytes, meta.version, now)?;
        }
        self.track_mut(source).targets = Some(body::text(bytes, role)?);
        Ok(())
    }

    /// Trusted time, with this source's floor.
    #[must_use]
    pub fn time(&self, source: Source, clock: Clock) -> Timestamp {
        clock.trusted(self.track(source).issued)
    }

    fn check_targets<B: Body>(
        &self,
        bytes: &[u8],
        version: u64,
        now: Timestamp,
    ) -> Result<(), TrustError> {
        let new = body::open::<B, K>(bytes, &self.root()?, self.scope())?;
        exactly(Role::Targets, version, new.header().version)?;
        check_live(&new, now)
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
