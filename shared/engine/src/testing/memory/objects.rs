//! An edge in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::lock;
use crate::port::{ETag, Found, Listed, Objects, PortError};

/// Bytes that are read at once.
const READ_BYTES: usize = 128 << 20;

/// An edge in memory; objects by path.
#[derive(Default)]
pub struct MemoryObjects(Mutex<BTreeMap<String, (ObjectKey, Bytes)>>);

impl MemoryObjects {
    /// Everything that it holds, by path.
    #[must_use]
    pub fn dump(&self) -> BTreeMap<String, Bytes> {
        let objects = lock(&self.0);
        objects
            .iter()
            .map(|(path, (_, bytes))| (path.clone(), bytes.clone()))
            .collect()
    }

    /// Another edge that holds the same.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self(Mutex::new(lock(&self.0).clone()))
    }

    /// Overwrites or removes an object behind everybody's back.
    pub fn tamper(&self, key: &ObjectKey, bytes: Option<Bytes>) {
        let mut objects = lock(&self.0);
        match bytes {
            Some(bytes) => drop(objects.insert(key.path(), (key.clone(), bytes))),
            None => drop(objects.remove(&key.path())),
        }
    }

    pub(super) fn peek(&self, key: &ObjectKey) -> Option<Bytes> {
        lock(&self.0)
            .get(&key.path())
            .map(|(_, bytes)| bytes.clone())
    }

    pub(super) fn create_now(&self, key: &ObjectKey, bytes: Bytes) -> Result<ETag, PortError> {
        let mut objects = lock(&self.0);
        if objects.contains_key(&key.path()) {
            return Err(PortError::Conflict);
        }
        let etag = etag(&bytes);
        objects.insert(key.path(), (key.clone(), bytes));
        Ok(etag)
    }
}

/// As object stores make it: of the bytes, so that the same bytes have the same one.
fn etag(bytes: &[u8]) -> ETag {
    ETag(Sha256::of(bytes).to_string()[..32].to_owned())
}

#[async_trait]
impl Objects for MemoryObjects {
    async fn create(&self, key: &ObjectKey, bytes: Bytes, _: u32) -> Result<ETag, PortError> {
        tokio::task::yield_now().await;
        self.create_now(key, bytes)
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        old: &ETag,
        _: u32,
    ) -> Result<ETag, PortError> {
        tokio::task::yield_now().await;
        let mut objects = lock(&self.0);
        match objects.get_mut(&key.path()) {
            Some((_, present)) if etag(present) == *old => {
                *present = bytes;
                Ok(etag(present))
            }
            _ => Err(PortError::Conflict),
        }
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        tokio::task::yield_now().await;
        let Some(bytes) = self.peek(key) else {
            return Ok(None);
        };
        if bytes.len() > READ_BYTES {
            return Err(PortError::Refused(
                "at most 128 MiB are read at once".to_owned(),
            ));
        }
        let etag = etag(&bytes);
        Ok(Some(Found { bytes, etag }))
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        tokio::task::yield_now().await;
        let found = self.peek(key);
        Ok(found.map(|bytes| (bytes.len() as u64, etag(&bytes))))
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        tokio::task::yield_now().await;
        let objects = lock(&self.0);
        let fits = |path: &str| path.starts_with(prefix) && after.is_none_or(|after| path > after);
        let listed = |(key, bytes): &(ObjectKey, Bytes)| Listed {
            key: key.clone(),
            size: bytes.len() as u64,
        };
        Ok(objects
            .iter()
            .filter(|(path, _)| fits(path))
            .take(limit)
            .map(|(_, object)| listed(object))
            .collect())
    }

    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        tokio::task::yield_now().await;
        lock(&self.0).remove(&key.path());
        Ok(())
    }
}
