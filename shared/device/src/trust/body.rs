//! The checks that all four kinds of metadata share.

use alloc::format;
use alloc::string::String;

use wavecast_wire::envelope::Envelope;
use wavecast_wire::key::Keys;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Body, BodyError, Role, Root};

use super::TrustError;

/// Reads an envelope and checks all that needs no key: shape and scope. Without a scope it is a
/// plain TUF repository's.
pub(super) fn read<B: Body>(
    bytes: &[u8],
    scope: Option<&Scope>,
) -> Result<Envelope<B>, TrustError> {
    let envelope = Envelope::<B>::read(bytes, max_bytes(B::ROLE)).map_err(|error| {
        let role = B::ROLE;
        TrustError::Envelope {
            role,
            source: error.into(),
        }
    })?;
    match scope {
        Some(scope) => envelope.signed.check(scope)?,
        None => check_plain(&envelope.signed)?,
    }
    Ok(envelope)
}

/// Reads an envelope and verifies it under a root.
pub(super) fn open<B: Body, K: Keys>(
    bytes: &[u8],
    root: &Root,
    scope: Option<&Scope>,
) -> Result<B, TrustError> {
    let envelope = read::<B>(bytes, scope)?;
    verify::<B, K>(&envelope, root)?;
    Ok(envelope.signed)
}

/// Checks an envelope's signatures against the keys that `root` gives its role.
pub(super) fn verify<B: Body, K: Keys>(
    envelope: &Envelope<B>,
    root: &Root,
) -> Result<(), TrustError> {
    let role = B::ROLE;
    let missing = || BodyError {
        role: Role::Root,
        rule: format!("has no role {role}"),
    };
    let keys = root.role(role).ok_or_else(missing)?;
    envelope
        .verify_by::<K>(role, &keys)
        .map_err(|source| TrustError::Envelope { role, source })
}

/// Refuses a body whose time is over.
pub(super) fn check_live<B: Body>(body: &B, now: Timestamp) -> Result<(), TrustError> {
    check_end(B::ROLE, body.header().expires, now)
}

/// Refuses what ended.
pub(super) fn check_end(role: Role, expires: Timestamp, now: Timestamp) -> Result<(), TrustError> {
    if expires <= now {
        return Err(TrustError::Expired { role, expires, now });
    }
    Ok(())
}

/// The exact bytes as text: whatever was read as JSON is UTF-8.
pub(super) fn text(bytes: &[u8], role: Role) -> Result<String, TrustError> {
    let refused = |_| BodyError {
        role,
        rule: "must be UTF-8".into(),
    };
    Ok(core::str::from_utf8(bytes)
        .map(String::from)
        .map_err(refused)?)
}

fn max_bytes(role: Role) -> usize {
    match role {
        Role::Root => limit::ROOT_BYTES_CLIENT,
        Role::Timestamp => limit::TIMESTAMP_BYTES,
        Role::Snapshot => limit::SNAPSHOT_BYTES_CLIENT,
        Role::Targets => limit::TARGETS_BYTES_CLIENT,
    }
}

fn check_plain<B: Body>(body: &B) -> Result<(), TrustError> {
    let header = body.header();
    let rule = if header.kind != B::ROLE.as_str() {
        format!("is of type {:?}", header.kind)
    } else if !header.spec_version.starts_with("1.") {
        format!("follows TUF {:?}, not 1.x", header.spec_version)
    } else if header.version == 0 {
        "has version 0, versions begin with 1".into()
    } else {
        return Ok(());
    };
    Err(BodyError {
        role: B::ROLE,
        rule,
    }
    .into())
}
