//! The metadata of a channel: what our client polls is what stock clients read.

use wavecast_device::trust::{Source, TrustedState};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::{Body, Role, Snapshot, Targets, TimestampBody};

use super::Report;
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::reader::{Follower, untrusted};

/// Walks the whole chain at the edge: devices begin with older roots than the one trusted here.
///
/// # Errors
/// A root is missing or damaged, or the chain ends elsewhere.
pub async fn check_roots(follower: &Follower, scope: &Scope) -> Result<()> {
    let wrong = |what: &str| Failure::new(Exit::Untrusted, what.to_owned());
    let reader = follower.reader();
    let first = ObjectKey::Root(scope.clone(), 1);
    let root = reader.get(&first, limit::ROOT_BYTES_CLIENT).await?;
    let root = root.ok_or_else(|| wrong("is missing").of(first.path()))?;
    let whole = Follower::new(reader.clone(), scope.clone(), &root);
    let mut whole = whole.map_err(|failure| failure.of(first.path()))?;
    whole.walk_roots().await?;
    let newest = follower.trusted().root_version().map_err(untrusted)?;
    if whole.trusted().root_version().map_err(untrusted)? == newest {
        return Ok(());
    }
    let what = format!("the chain of roots from the first doesn't reach root {newest}");
    Err(wrong(&what))
}

/// Compares the verified lines of the poll with the files of their own names, and begins the report.
///
/// # Errors
/// A file is missing or has other bytes.
pub async fn check(follower: &Follower, scope: &Scope, provisioned: bool) -> Result<Report> {
    let trusted = follower.trusted();
    let timestamp: TimestampBody = stored(trusted)?;
    let snapshot: Snapshot = stored(trusted)?;
    let targets: Targets = stored(trusted)?;
    let files = [
        (ObjectKey::Timestamp(scope.clone()), Role::Timestamp),
        (
            ObjectKey::Snapshot(scope.clone(), snapshot.version),
            Role::Snapshot,
        ),
        (
            ObjectKey::Targets(scope.clone(), targets.version),
            Role::Targets,
        ),
    ];
    for (key, role) in files {
        let bytes = follower
            .reader()
            .get(&key, limit::LATEST_BYTES_CLIENT)
            .await?;
        if bytes.as_deref() != trusted.stored(Source::Network, role) {
            let what = if bytes.is_some() {
                "has other bytes than"
            } else {
                "is missing; it should be"
            };
            let message = format!("{}: {what} the line of latest.ndjson", key.path());
            return Err(Failure::new(Exit::Untrusted, message)
                .hint("if a publication was under way, verify again"));
        }
    }
    Ok(Report {
        scope: scope.to_string(),
        seq: timestamp.version,
        root: trusted.root_version().map_err(untrusted)?,
        root_is_provisioned: provisioned,
        expires: follower.verified()?.expires().to_string(),
        targets: 0,
        files: 0,
        bytes: 0,
        problems: Vec::new(),
    })
}

/// A stored body, parsed again.
fn stored<B: Body>(trusted: &TrustedState) -> Result<B> {
    let bytes = trusted.stored(Source::Network, B::ROLE).unwrap_or_default();
    let envelope = Envelope::<B>::read(bytes, B::MAX_BYTES);
    envelope
        .map(|envelope| envelope.signed)
        .map_err(|error| Failure::new(Exit::Untrusted, format!("{}: {error}", B::ROLE)))
}
