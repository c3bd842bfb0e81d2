//! A stock TUF client: the specification's workflow, file by file, with what it remembers.

use wavecast_device::trust::{Clock, Source, TrustError, TrustedState};
use wavecast_engine::port::Objects;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Role, Snapshot, Targets, TimestampBody};

use crate::content::Content;

/// Knows nothing of scopes, of `latest.ndjson`, or of anything in `x-wavecast`.
#[derive(Clone)]
pub struct Stock {
    scope: Scope,
    trusted: TrustedState,
    highest: u64,
}

impl Stock {
    /// Trusts the channel's first root.
    pub async fn new(scope: &Scope, objects: &dyn Objects) -> Result<Option<Self>, String> {
        let Some(root) = get(objects, &ObjectKey::Root(scope.clone(), 1)).await? else {
            return Ok(None);
        };
        let trusted = TrustedState::stock(&root).map_err(|error| error.to_string())?;
        Ok(Some(Self {
            scope: scope.clone(),
            trusted,
            highest: 0,
        }))
    }

    /// Updates, and downloads every target; `None` while there is no timestamp. Answers the
    /// publication that it trusts.
    pub async fn refresh(
        &mut self,
        objects: &dyn Objects,
        now: Timestamp,
    ) -> Result<Option<(u64, Content)>, String> {
        let clock = Clock {
            now,
            build: Timestamp::MIN,
        };
        let refused = |error: TrustError| error.to_string();
        let scope = self.scope.clone();
        let mut next = self.trusted.clone();
        loop {
            let n = next.root_version().map_err(refused)? + 1;
            let Some(root) = get(objects, &ObjectKey::Root(scope.clone(), n)).await? else {
                break;
            };
            next.update_root(&root).map_err(refused)?;
        }
        next.settle_roots().map_err(refused)?;
        next.check_root(clock).map_err(refused)?;
        let Some(bytes) = get(objects, &ObjectKey::Timestamp(scope.clone())).await? else {
            return if self.highest == 0 {
                Ok(None)
            } else {
                Err("timestamp.json is gone".to_owned())
            };
        };
        let source = Source::Network;
        next.update_timestamp(source, &bytes, clock)
            .map_err(refused)?;
        let timestamp: TimestampBody = body(&bytes)?;
        let version = timestamp
            .snapshot()
            .ok_or("no snapshot is announced")?
            .version;
        let bytes = must(objects, ObjectKey::Snapshot(scope.clone(), version)).await?;
        next.update_snapshot(source, &bytes, clock)
            .map_err(refused)?;
        let snapshot: Snapshot = body(&bytes)?;
        let version = snapshot
            .targets()
            .ok_or("no targets are announced")?
            .version;
        let bytes = must(objects, ObjectKey::Targets(scope.clone(), version)).await?;
        next.update_targets(source, &bytes, clock)
            .map_err(refused)?;
        let targets: Targets = body(&bytes)?;
        self.download(objects, &targets).await?;
        let seq = timestamp.version;
        if seq < self.highest {
            return Err(format!("publication {seq} after {}", self.highest));
        }
        self.highest = seq;
        self.trusted = next;
        Ok(Some((seq, Content::of(&timestamp, &targets))))
    }

    async fn download(&self, objects: &dyn Objects, targets: &Targets) -> Result<(), String> {
        for (name, file) in &targets.targets {
            let (org, app) = (self.scope.org.clone(), self.scope.app.clone());
            let sha256 = file.sha256().ok_or("a target has no hash")?;
            let key = ObjectKey::Target(org, app, sha256, name.clone());
            let bytes = must(objects, key).await?;
            if bytes.len() as u64 != file.length || Sha256::of(&bytes) != sha256 {
                return Err(format!("the target {name} has other bytes"));
            }
        }
        Ok(())
    }
}

fn body<B: wavecast_wire::tuf::Body>(bytes: &[u8]) -> Result<B, String> {
    let read = Envelope::<B>::read(bytes, limit::TARGETS_BYTES_CLIENT);
    Ok(read.map_err(|error| error.to_string())?.signed)
}

async fn must(objects: &dyn Objects, key: ObjectKey) -> Result<Vec<u8>, String> {
    let found = get(objects, &key).await?;
    found.ok_or_else(|| format!("{} is missing", key.path()))
}

/// An object of the edge, as a GET answers it.
pub async fn get(objects: &dyn Objects, key: &ObjectKey) -> Result<Option<Vec<u8>>, String> {
    let found = objects.get(key).await.map_err(|error| error.to_string())?;
    Ok(found.map(|found| found.bytes.to_vec()))
}

/// The roles that are replaced at once when their keys are rotated.
pub const AT_ONCE: [Role; 2] = [Role::Root, Role::Targets];
