//! The object store behind the edge.

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_wire::object::ObjectKey;

use super::PortError;

/// A strong ETag, without quotes.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct ETag(pub String);

/// A small object that was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its ETag.
    pub etag: ETag,
}

/// An object in a listing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listed {
    /// Its key.
    pub key: ObjectKey,
    /// Bytes.
    pub size: u64,
}

/// Where devices read.
///
/// Contract: a write is durable and visible whole, never torn, when `Ok` returns. Big files come
/// only through [`super::Uploads::promote`].
#[async_trait]
pub trait Objects: Send + Sync {
    /// Creates an object. `Conflict` when the key exists, whatever its bytes: the caller reads back.
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        poll_seconds: u32,
    ) -> Result<ETag, PortError>;

    /// Replaces an object that still has this ETag. `Conflict` when it has another or is missing.
    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll_seconds: u32,
    ) -> Result<ETag, PortError>;

    /// Reads a small object (at most 128 MiB); `None` when it is missing.
    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError>;

    /// The size and ETag of an object; `None` when it is missing.
    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError>;

    /// A page of objects whose path begins with `prefix`, in path order, after `after`.
    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError>;

    /// Deletes an object; a missing one is fine.
    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError>;
}
