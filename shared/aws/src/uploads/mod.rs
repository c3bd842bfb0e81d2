//! The staging place on S3: a bucket of its own, which those who upload write by presigned URLs.
//!
//! | key | holds |
//! |---|---|
//! | `uploads/{id}` | what was promised: application, hash, size, and S3's id of a multipart upload |
//! | `files/{org}/{app}/{sha256}` | a file: of one part, checked by S3 against its hash when it was put; of several, checked when it is promoted |

mod begin;
mod complete;
mod name;
mod parts;
mod promote;
mod state;
mod sweep;

use async_trait::async_trait;
use aws_credential_types::provider::SharedCredentialsProvider;
use bytes::Bytes;
use wavecast_engine::port::{ETag, PortError, Received, Staged, UploadPlan, Uploads};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use crate::bucket::{Bucket, BucketRules};
use crate::objects::S3Objects;
use crate::sdk::Sdk;

/// The staging place in one bucket, before the edge in another.
#[derive(Clone, Debug)]
pub struct S3Uploads {
    bucket: Bucket,
    edge: S3Objects,
    credentials: Option<SharedCredentialsProvider>,
}

impl S3Uploads {
    /// The staging place in a bucket.
    #[must_use]
    pub fn new(sdk: &Sdk, bucket: &str, edge: S3Objects, rules: BucketRules) -> Self {
        let bucket = Bucket::new(sdk, "WAVECAST_INGEST_BUCKET", bucket, rules);
        let credentials = sdk.config().credentials_provider();
        Self {
            bucket,
            edge,
            credentials,
        }
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
impl Uploads for S3Uploads {
    async fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        self.bucket.enter().await?;
        self.begin_upload(space, id, sha256, size, now).await
    }

    async fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError> {
        let (state, _) = self.state(space, id).await?;
        let plan = self.plan(id, &state, now).await?;
        Ok((plan, self.received(&state).await?))
    }

    async fn complete(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError> {
        self.bucket.enter().await?;
        self.complete_upload(space, id, parts, now).await
    }

    async fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError> {
        let head = self.bucket.head(&name::file(space, sha256)?).await?;
        Ok(head.map(|head| Staged {
            sha256,
            size: head.size,
            at: head.modified,
        }))
    }

    async fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError> {
        let path = name::file(space, sha256)?;
        let head = self.bucket.head(&path).await?;
        let head = head.ok_or_else(|| promote::not_staged(sha256))?;
        if head.size > max as u64 {
            return Err(PortError::Refused(format!(
                "file {sha256}: must be at most {max} bytes here"
            )));
        }
        let found = self.bucket.get(&path).await?;
        let found = found.ok_or_else(|| promote::not_staged(sha256))?;
        if Sha256::of(&found.bytes) == sha256 {
            return Ok(found.bytes);
        }
        Err(self.wrong_bytes(&path, &head, sha256).await)
    }

    async fn promote(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        self.promote_file(space, sha256, size, from, to).await
    }

    async fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError> {
        self.bucket.enter().await?;
        let path = name::file(space, sha256)?;
        match self.bucket.head(&path).await? {
            Some(head) => self.bucket.delete(&path, Some(&head.etag)).await,
            None => Ok(()),
        }
    }

    async fn expire(&self, before: Timestamp) -> Result<u64, PortError> {
        self.bucket.enter().await?;
        self.sweep(before).await
    }
}
