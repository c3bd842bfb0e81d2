//! A channel's edge, verified as a stock client would: every signature, hash and number.

use wavecast_wire::envelope::Envelope;
use wavecast_wire::hash::Sha256;
use wavecast_wire::latest::{self, Lines};
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::table::Table;
use wavecast_wire::tuf::{Body, MetaFile, Role, Root, Snapshot, Targets, TimestampBody};

use crate::port::Objects;

/// A verified publication.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Look {
    /// Its number.
    pub seq: u64,
    /// The newest root.
    pub root: u64,
    /// The timestamp's body.
    pub timestamp: TimestampBody,
    /// The targets' body.
    pub targets: Targets,
    /// The cohort table.
    pub table: Table,
}

/// Verifies all of a channel; `None` when neither mutable object exists.
///
/// # Errors
/// What a client would stumble over.
pub async fn look(objects: &dyn Objects, scope: &Scope) -> Result<Option<Look>, String> {
    let pair = [
        ObjectKey::Timestamp(scope.clone()),
        ObjectKey::Latest(scope.clone()),
    ];
    let [timestamp, latest] = [
        read(objects, &pair[0]).await?,
        read(objects, &pair[1]).await?,
    ];
    let (Some(timestamp), Some(latest)) = (timestamp, latest) else {
        return Ok(None);
    };
    let root = walk(objects, scope).await?;
    let lines = latest::split(&latest).map_err(|error| error.to_string())?;
    if lines.timestamp != timestamp {
        return Err("timestamp.json and latest.ndjson disagree".to_owned());
    }
    look_at(objects, scope, &root, lines).await.map(Some)
}

/// Verifies the poll alone, against the newest root; for an edge whose pair is being swapped.
///
/// # Errors
/// As [`look`].
pub async fn look_at_latest(objects: &dyn Objects, scope: &Scope) -> Result<Option<Look>, String> {
    let Some(latest) = read(objects, &ObjectKey::Latest(scope.clone())).await? else {
        return Ok(None);
    };
    let root = walk(objects, scope).await?;
    let lines = latest::split(&latest).map_err(|error| error.to_string())?;
    look_at(objects, scope, &root, lines).await.map(Some)
}

async fn look_at(
    objects: &dyn Objects,
    scope: &Scope,
    root: &Root,
    lines: Lines<'_>,
) -> Result<Look, String> {
    let timestamp: TimestampBody = verified(lines.timestamp, scope, root)?;
    let snapshot: Snapshot = verified(lines.snapshot, scope, root)?;
    let targets: Targets = verified(lines.targets, scope, root)?;
    pinned(timestamp.snapshot(), snapshot.version, lines.snapshot)?;
    pinned(snapshot.targets(), targets.version, lines.targets)?;
    let files = [
        (
            ObjectKey::Snapshot(scope.clone(), snapshot.version),
            lines.snapshot,
        ),
        (
            ObjectKey::Targets(scope.clone(), targets.version),
            lines.targets,
        ),
    ];
    for (key, line) in files {
        if read(objects, &key).await?.as_deref() != Some(line) {
            return Err(format!("{} isn't the line of latest.ndjson", key.path()));
        }
    }
    let table = targets.wavecast.clone().ok_or("targets have no table")?;
    for (name, file) in &targets.targets {
        let sha256 = file.sha256().ok_or("a target has no hash")?;
        let key = ObjectKey::Target(scope.org.clone(), scope.app.clone(), sha256, name.clone());
        let bytes = read(objects, &key).await?;
        let bytes = bytes.ok_or_else(|| format!("{} is missing", key.path()))?;
        if bytes.len() as u64 != file.length || Sha256::of(&bytes) != sha256 {
            return Err(format!("{} has other bytes", key.path()));
        }
    }
    Ok(Look {
        seq: timestamp.version,
        root: root.version,
        timestamp,
        targets,
        table,
    })
}

/// Walks the chain of roots; each is signed by the one before and by itself.
async fn walk(objects: &dyn Objects, scope: &Scope) -> Result<Root, String> {
    let mut newest: Option<Root> = None;
    for n in 1.. {
        let key = ObjectKey::Root(scope.clone(), n);
        let Some(bytes) = read(objects, &key).await? else {
            break;
        };
        let next: Envelope<Root> =
            Envelope::read(&bytes, Root::MAX_BYTES).map_err(|error| error.to_string())?;
        for signer in newest.iter().chain([&next.signed]) {
            let keys = signer.role(Role::Root).ok_or("a root has no root role")?;
            next.verify(Role::Root, &keys)
                .map_err(|error| error.to_string())?;
        }
        if next.signed.version != n {
            return Err(format!("root {n} says {}", next.signed.version));
        }
        newest = Some(next.signed);
    }
    newest.ok_or_else(|| "there is no root".to_owned())
}

fn verified<T: Body>(line: &[u8], scope: &Scope, root: &Root) -> Result<T, String> {
    let envelope: Envelope<T> =
        Envelope::read(line, T::MAX_BYTES).map_err(|error| error.to_string())?;
    let keys = root.role(T::ROLE).ok_or("a role is missing")?;
    envelope
        .verify(T::ROLE, &keys)
        .map_err(|error| error.to_string())?;
    envelope
        .signed
        .check(scope)
        .map_err(|error| error.to_string())?;
    Ok(envelope.signed)
}

fn pinned(meta: Option<&MetaFile>, version: u64, line: &[u8]) -> Result<(), String> {
    match meta {
        Some(meta) if meta.version == version && meta.is_of(line) => Ok(()),
        _ => Err("a line isn't the one that the line before names".to_owned()),
    }
}

async fn read(objects: &dyn Objects, key: &ObjectKey) -> Result<Option<Vec<u8>>, String> {
    let found = objects.get(key).await.map_err(|error| error.to_string())?;
    Ok(found.map(|found| found.bytes.to_vec()))
}
