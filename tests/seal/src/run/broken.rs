//! Ports that break one rule of their contract.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_engine::port::{
    ETag, Entry, Expect, Found, Key, Ledger, Listed, Objects, Page, PortError, Query, Write,
};
use wavecast_wire::object::ObjectKey;

use super::scene::Broken;

/// A ledger as one actor sees it.
pub struct BrokenLedger {
    pub inner: Arc<dyn Ledger>,
    pub broken: Broken,
    /// The head that was read together with the state.
    pub read: Mutex<Option<Entry>>,
}

fn is_head(key: &Key) -> bool {
    key.pk.starts_with("H#")
}

#[async_trait]
impl Ledger for BrokenLedger {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        let mut found = self.inner.get(keys).await?;
        if self.broken == Broken::Reread && keys.first().is_some_and(is_head) {
            let mut read = self.read.lock().unwrap();
            if keys.len() > 1 {
                read.clone_from(&found[0]);
            } else {
                found[0].clone_from(&read);
            }
        }
        Ok(found)
    }

    async fn commit(&self, mut writes: Vec<Write>) -> Result<(), PortError> {
        for write in &mut writes {
            if let Write::Put(entry, expect) = write
                && self.broken == Broken::Seal
                && is_head(&entry.key)
            {
                *expect = Expect::Any;
            }
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
        self.inner.page(query, after, limit, descending).await
    }
}

/// An edge.
pub struct BrokenObjects {
    pub inner: Arc<dyn Objects>,
    pub broken: Broken,
}

#[async_trait]
impl Objects for BrokenObjects {
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        if self.broken == Broken::Create {
            self.inner.delete(key).await?;
        }
        self.inner.create(key, bytes, poll_seconds).await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        let there = self.inner.head(key).await?;
        let etag = match there {
            Some((_, there)) if self.broken == Broken::ETag => there,
            _ => etag.clone(),
        };
        self.inner.replace(key, bytes, &etag, poll_seconds).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        self.inner.get(key).await
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
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
