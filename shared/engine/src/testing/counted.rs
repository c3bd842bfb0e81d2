//! Counts what passes the ports: what a verb costs a backend, whatever the backend is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_wire::object::ObjectKey;

use crate::local::Ports;
use crate::port::{
    ETag, Entry, Found, Key, Ledger, Listed, Objects, Page, PortError, Query, SealedKey, Signer,
    Write,
};

/// What passed the ports.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Readings of the ledger by key, each of one instant.
    pub gets: u64,
    /// Keys of those readings.
    pub keys: u64,
    /// Pages of listings.
    pub pages: u64,
    /// Entries that were answered, by readings and listings.
    pub entries: u64,
    /// Bytes of their bodies.
    pub entry_bytes: u64,
    /// Commits.
    pub commits: u64,
    /// Writes of those commits.
    pub writes: u64,
    /// Objects created or replaced: a cloud bills each as a PUT.
    pub puts: u64,
    /// Bytes of those objects.
    pub put_bytes: u64,
    /// Objects read, or asked for their ETag.
    pub object_reads: u64,
    /// Signatures by online keys.
    pub signatures: u64,
}

/// Counts of one process. Clones share them.
#[derive(Clone, Default)]
pub struct Counter(Arc<Mutex<Counts>>);

impl Counter {
    /// These ports, counted. Uploads, key maker and CDN pass uncounted.
    #[must_use]
    pub fn around(&self, ports: Ports) -> Ports {
        Ports {
            ledger: self.wrap(ports.ledger),
            objects: self.wrap(ports.objects),
            signer: self.wrap(ports.signer),
            ..ports
        }
    }

    /// What passed since the last call; begins to count anew.
    pub fn take(&self) -> Counts {
        std::mem::take(&mut *self.counts())
    }

    fn wrap<P: ?Sized>(&self, inner: Arc<P>) -> Arc<Counted<P>> {
        let counter = self.clone();
        Arc::new(Counted { inner, counter })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note<'a>(&self, entries: impl Iterator<Item = &'a Entry>) {
        let mut counts = self.counts();
        for entry in entries {
            counts.entries += 1;
            counts.entry_bytes += entry.body.len() as u64;
        }
    }

    fn put(&self, bytes: &Bytes) {
        let mut counts = self.counts();
        counts.puts += 1;
        counts.put_bytes += bytes.len() as u64;
    }
}

/// A port that is counted.
struct Counted<P: ?Sized> {
    inner: Arc<P>,
    counter: Counter,
}

#[async_trait]
impl Ledger for Counted<dyn Ledger> {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        {
            let mut counts = self.counter.counts();
            counts.gets += 1;
            counts.keys += keys.len() as u64;
        }
        let found = self.inner.get(keys).await?;
        self.counter.note(found.iter().flatten());
        Ok(found)
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        {
            let mut counts = self.counter.counts();
            counts.commits += 1;
            counts.writes += writes.len() as u64;
        }
        self.inner.commit(writes).await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.counter.counts().pages += 1;
        let page = self.inner.page(query, after, limit, descending).await?;
        self.counter.note(page.entries.iter());
        Ok(page)
    }
}

#[async_trait]
impl Objects for Counted<dyn Objects> {
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        self.counter.put(&bytes);
        self.inner.create(key, bytes, poll_seconds).await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        self.counter.put(&bytes);
        self.inner.replace(key, bytes, etag, poll_seconds).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        self.counter.counts().object_reads += 1;
        self.inner.get(key).await
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        self.counter.counts().object_reads += 1;
        self.inner.head(key).await
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
        self.inner.delete(key).await
    }
}

#[async_trait]
impl Signer for Counted<dyn Signer> {
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        self.counter.counts().signatures += 1;
        self.inner.sign(key, message).await
    }

    fn message_limit(&self) -> Option<usize> {
        self.inner.message_limit()
    }
}
