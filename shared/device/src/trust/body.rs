//! The checks that all four kinds of metadata share.

use alloc::string::String;

use serde::de::DeserializeOwned;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Role, Root, Snapshot, Targets, TimestampBody};

use super::TrustError;

/// The beginning of every body.
pub(super) struct Head<'a> {
    pub kind: &'a str,
    pub spec_version: &'a str,
    pub version: u64,
    pub expires: Timestamp,
    pub extra: Option<Extra<'a>>,
}

/// The beginning of every `x-wavecast`.
pub(super) struct Extra<'a> {
    pub v: u64,
    pub scope: &'a Scope,
    pub crit: &'a [String],
}

/// A body of one role.
pub(super) trait Body: DeserializeOwned {
    const ROLE: Role;
    const MAX_BYTES: usize;
    fn head(&self) -> Head<'_>;
}

macro_rules! body {
    ($type:ty, $role:expr, $max:expr) => {
        impl Body for $type {
            const ROLE: Role = $role;
            const MAX_BYTES: usize = $max;
            fn head(&self) -> Head<'_> {
                Head {
                    kind: &self.kind,
                    spec_version: &self.spec_version,
                    version: self.version,
                    expires: self.expires,
                    extra: self.wavecast.as_ref().map(|x| Extra {
                        v: x.v,
                        scope: &x.scope,
                        crit: &x.crit,
                    }),
                }
            }
        }
    };
}
body!(Root, Role::Root, limit::ROOT_BYTES_CLIENT);
body!(TimestampBody, Role::Timestamp, limit::TIMESTAMP_BYTES);
body!(Snapshot, Role::Snapshot, limit::SNAPSHOT_BYTES_CLIENT);
body!(Targets, Role::Targets, limit::TARGETS_BYTES_CLIENT);

/// Reads an envelope and checks all that needs no key: shape and scope.
pub(super) fn read<B: Body>(
    bytes: &[u8],
    scope: Option<&Scope>,
) -> Result<Envelope<B>, TrustError> {
    let envelope =
        Envelope::<B>::read(bytes, B::MAX_BYTES).map_err(|error| TrustError::Envelope {
            role: B::ROLE,
            source: error.into(),
        })?;
    check_head::<B>(&envelope.signed.head(), scope)?;
    Ok(envelope)
}

/// Reads an envelope and verifies it under a root.
pub(super) fn open<B: Body>(
    bytes: &[u8],
    root: &Root,
    scope: Option<&Scope>,
) -> Result<B, TrustError> {
    let envelope = read::<B>(bytes, scope)?;
    verify(&envelope, root)?;
    Ok(envelope.signed)
}

/// Checks an envelope's signatures against the keys that `root` gives its role.
pub(super) fn verify<B: Body>(envelope: &Envelope<B>, root: &Root) -> Result<(), TrustError> {
    let role = B::ROLE;
    let rule = "the root names no keys for it";
    let keys = root.role(role).ok_or(TrustError::Shape { role, rule })?;
    envelope
        .verify(role, &keys)
        .map_err(|source| TrustError::Envelope { role, source })
}

/// Refuses a body whose time is over.
pub(super) fn check_live<B: Body>(body: &B, now: Timestamp) -> Result<(), TrustError> {
    let expires = body.head().expires;
    if expires <= now {
        Err(TrustError::Expired {
            role: B::ROLE,
            expires,
            now,
        })
    } else {
        Ok(())
    }
}

fn check_head<B: Body>(head: &Head<'_>, scope: Option<&Scope>) -> Result<(), TrustError> {
    let role = B::ROLE;
    let shape = |rule| Err(TrustError::Shape { role, rule });
    if head.kind != role.as_str() {
        return shape("_type names another role");
    }
    if head.spec_version.split('.').next() != Some("1") {
        return shape("spec_version must be 1.x");
    }
    if head.version == 0 {
        return shape("version must be 1 or more");
    }
    let Some(expected) = scope else { return Ok(()) };
    let Some(extra) = &head.extra else {
        return shape("x-wavecast with its scope is missing");
    };
    if extra.v == 0 {
        return shape("x-wavecast.v must be 1 or more");
    }
    if extra.scope != expected {
        let found = String::from(extra.scope.clone());
        return Err(TrustError::Scope {
            role,
            expected: expected.clone(),
            found,
        });
    }
    Ok(())
}
