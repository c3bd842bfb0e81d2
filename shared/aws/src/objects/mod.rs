//! The edge on S3, or on a store that honours the same conditions.

mod copy;
mod probe;
mod put;
mod read;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_engine::port::{ETag, Found, Listed, Objects, PortError};
use wavecast_wire::object::ObjectKey;

pub(crate) use copy::{Copied, source};
pub use probe::{Condition, Verdict};
pub(crate) use put::{Put, checksum, etag, quoted};
pub(crate) use read::Head;

use crate::bucket::{Bucket, BucketRules};
use crate::sdk::Sdk;

/// Objects in one bucket, under their paths. Every write is conditional, and carries the SHA-256 that
/// S3 checks.
#[derive(Clone, Debug)]
pub struct S3Objects {
    bucket: Bucket,
}

impl S3Objects {
    /// The edge in a bucket.
    #[must_use]
    pub fn new(sdk: &Sdk, bucket: &str, rules: BucketRules) -> Self {
        let bucket = Bucket::new(sdk, "WAVECAST_EDGE_BUCKET", bucket, rules);
        Self { bucket }
    }

    /// Checks that the bucket is there, ours and versioned. Writes nothing.
    ///
    /// # Errors
    /// [`PortError::Setup`] for what must be mended; otherwise as a reading.
    pub async fn check(&self) -> Result<(), PortError> {
        self.bucket.check().await
    }

    pub(crate) fn bucket(&self) -> &Bucket {
        &self.bucket
    }
}

#[async_trait]
impl Objects for S3Objects {
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        self.put(key, bytes, poll_seconds, None).await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        self.put(key, bytes, poll_seconds, Some(etag)).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        self.bucket.get(&key.path()).await
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        let head = self.bucket.head(&key.path()).await?;
        Ok(head.map(|head| (head.size, head.etag)))
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        self.list_objects(prefix, after, limit).await
    }

    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        self.bucket.enter().await?;
        self.bucket.delete(&key.path(), None).await
    }
}
