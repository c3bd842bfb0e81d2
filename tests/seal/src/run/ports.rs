//! Ledger and edge of one actor: each call waits at the actor's gate, and what landed is told to
//! the watch.

use std::collections::BTreeSet;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_domain::id::Fresh;
use wavecast_engine::port::{
    Clock, ETag, Entry, Found, Ids, Key, Ledger, Listed, Objects, Page, PortError, Query,
    SealedKey, Signer, Write,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use super::gate::{Call, Gate, Grant};
use super::watch::Watch;

/// Which calls of an actor are steps of the schedule.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Steps {
    /// All of them.
    All,
    /// Commits only: what an admin reads before is checked by the commit itself.
    Commits,
    /// None: nobody else is there any more.
    None,
}

/// A port of one actor.
pub struct Stepped<P: ?Sized> {
    pub inner: Arc<P>,
    pub gate: Gate,
    pub watch: Watch,
    pub steps: Steps,
}

impl<P: ?Sized> Stepped<P> {
    async fn read<T>(
        &self,
        name: impl FnOnce() -> String,
        call: impl Future<Output = Result<T, PortError>>,
    ) -> Result<T, PortError> {
        if self.steps == Steps::All {
            let (name, writes) = (name(), false);
            self.gate.pass(Call { name, writes }).await;
        }
        call.await
    }

    async fn write<T>(
        &self,
        name: String,
        call: impl Future<Output = Result<T, PortError>>,
    ) -> Result<T, PortError> {
        let unknown = || Err(PortError::Unknown("the answer was lost".to_owned()));
        let writes = true;
        let grant = match self.steps {
            Steps::None => Grant::Go,
            _ => self.gate.pass(Call { name, writes }).await,
        };
        let result = match grant {
            Grant::Go => call.await,
            Grant::Landed => match call.await {
                // What surely didn't happen is told so by any store: only success can be lost.
                Ok(_) => unknown(),
                Err(error) => Err(error),
            },
            Grant::Lost => unknown(),
        };
        match &result {
            Ok(_) => self.gate.note(0u8),
            Err(error) => self.gate.note(error.to_string()),
        }
        result
    }
}

/// The letters of partitions.
fn letters<'a>(keys: impl Iterator<Item = &'a Key>) -> String {
    let letters: BTreeSet<char> = keys.filter_map(|key| key.pk.chars().next()).collect();
    letters.into_iter().collect()
}

fn key_of(write: &Write) -> &Key {
    match write {
        Write::Put(entry, _) => &entry.key,
        Write::Delete(key, _) | Write::Check(key, _) => key,
    }
}

/// The kind of an object.
fn kind(key: &ObjectKey) -> &'static str {
    match key {
        ObjectKey::Root(..) => "root",
        ObjectKey::File(..) => "file",
        ObjectKey::Target(..) => "target",
        ObjectKey::Targets(..) => "targets",
        ObjectKey::Snapshot(..) => "snapshot",
        ObjectKey::Timestamp(_) => "timestamp",
        ObjectKey::Latest(_) => "latest",
    }
}

fn note_entry(gate: &Gate, entry: Option<&Entry>) {
    gate.note(entry.map(|entry| {
        (
            &entry.key,
            entry.revision,
            &entry.body[..],
            entry.expires.map(|at| at.0),
        )
    }));
}

#[async_trait]
impl Ledger for Stepped<dyn Ledger> {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        let name = || format!("ledger get {}", letters(keys.iter()));
        let found = self.read(name, self.inner.get(keys)).await?;
        for entry in &found {
            note_entry(&self.gate, entry.as_ref());
        }
        Ok(found)
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        let name = format!("ledger commit {}", letters(writes.iter().map(key_of)));
        let landed = writes.clone();
        let call = async {
            self.inner.commit(writes).await?;
            self.watch.committed(&landed);
            Ok(())
        };
        self.write(name, call).await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        let name = || match query {
            Query::Prefix { pk, .. } => format!("ledger page {}", &pk[..1]),
            other => format!("ledger page {other:?}"),
        };
        let call = self.inner.page(query, after, limit, descending);
        let page = self.read(name, call).await?;
        for entry in &page.entries {
            note_entry(&self.gate, Some(entry));
        }
        self.gate.note(&page.next);
        Ok(page)
    }
}

#[async_trait]
impl Objects for Stepped<dyn Objects> {
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        let call = async {
            let etag = self.inner.create(key, bytes.clone(), poll_seconds).await?;
            self.watch.stored(key, &bytes);
            Ok(etag)
        };
        self.write(format!("objects create {}", kind(key)), call)
            .await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        let call = async {
            let etag = self
                .inner
                .replace(key, bytes.clone(), etag, poll_seconds)
                .await?;
            self.watch.stored(key, &bytes);
            Ok(etag)
        };
        self.write(format!("objects replace {}", kind(key)), call)
            .await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        let name = || format!("objects get {}", kind(key));
        let found = self.read(name, self.inner.get(key)).await?;
        self.gate.note(found.as_ref().map(|found| &found.bytes[..]));
        Ok(found)
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        let name = || format!("objects head {}", kind(key));
        let found = self.read(name, self.inner.head(key)).await?;
        self.gate.note(&found);
        Ok(found)
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        self.inner.list(prefix, after, limit).await
    }

    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        let call = async {
            self.inner.delete(key).await?;
            self.watch.deleted(key);
            Ok(())
        };
        self.write(format!("objects delete {}", kind(key)), call)
            .await
    }
}

/// A clock whose readings are part of what an actor learned.
pub struct SteppedClock {
    pub inner: Arc<dyn Clock>,
    pub gate: Gate,
}

impl Clock for SteppedClock {
    fn now(&self) -> Timestamp {
        let now = self.inner.now();
        self.gate.note(now.0);
        now
    }
}

/// Seeds of one actor; it never waits for jitter, because the schedule decides how long it pauses.
pub struct OwnIds(pub std::sync::atomic::AtomicU64);

impl Ids for OwnIds {
    fn fresh(&self, now: Timestamp) -> Fresh {
        let n = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Fresh {
            at: now,
            seed: Sha256::of(&n.to_be_bytes()).0,
        }
    }

    fn jitter(&self) -> u64 {
        0
    }
}

/// A signer without its keys.
pub struct NoKeys;

#[async_trait]
impl Signer for NoKeys {
    async fn sign(&self, key: &SealedKey, _: &[u8]) -> Result<Vec<u8>, PortError> {
        Err(PortError::Setup(format!("the key {} isn't here", key.role)))
    }

    fn message_limit(&self) -> Option<usize> {
        None
    }
}
