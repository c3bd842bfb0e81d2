//! Conditional writes.

use std::time::Duration;

use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::put_object::PutObjectError;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use wavecast_engine::port::{ETag, PortError};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::S3Objects;
use crate::bucket::Bucket;
use crate::fault::{Attempts, code_of};

/// How often a write is made anew that met another on its way (409).
const TRIES: u32 = 6;
/// The first pause between them; it doubles.
const PAUSE: Duration = Duration::from_millis(20);

/// One write of a small object.
pub(crate) struct Put<'a> {
    pub path: &'a str,
    pub bytes: Bytes,
    pub content_type: &'a str,
    pub cache_control: Option<String>,
    /// The object that it replaces; `None` creates.
    pub replaces: Option<&'a ETag>,
}

impl S3Objects {
    pub(super) async fn put(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        poll_seconds: u32,
        replaces: Option<&ETag>,
    ) -> Result<ETag, PortError> {
        self.bucket.enter().await?;
        let path = key.path();
        let put = Put {
            path: &path,
            bytes,
            content_type: key.content_type(),
            cache_control: Some(key.cache_control(poll_seconds)),
            replaces,
        };
        self.bucket.put(&put).await
    }
}

impl Bucket {
    /// Writes an object if its condition holds.
    ///
    /// `Conflict` may also be the answer to a retry of our own success whose answer was lost: who
    /// gets it reads back. A 409 says only that another write was on its way, so it is made anew.
    pub async fn put(&self, put: &Put<'_>) -> Result<ETag, PortError> {
        for turn in 0..TRIES {
            let attempts = Attempts::default();
            let error = match self.put_once(put, &attempts).await {
                Ok(etag) => return Ok(etag),
                Err(error) => error,
            };
            match code_of(&error) {
                (Some(412), _) => return Err(PortError::Conflict),
                (Some(409), _) => tokio::time::sleep(PAUSE * (1 << turn)).await,
                (Some(404), code) if code != Some("NoSuchBucket") && put.replaces.is_some() => {
                    // Mutable objects are never deleted: somebody else did.
                    tracing::error!(
                        bucket = self.name(),
                        object = put.path,
                        "the edge is damaged: an object is gone that was just read"
                    );
                    return Err(PortError::Conflict);
                }
                _ => {
                    return Err(self.place.write(
                        &format!("writing {}", put.path),
                        &error,
                        &attempts,
                    ));
                }
            }
        }
        Err(PortError::Unknown(format!(
            "{}: writing {}: others write it all the time (409)",
            self.place, put.path
        )))
    }

    async fn put_once(
        &self,
        put: &Put<'_>,
        attempts: &Attempts<PutObjectError>,
    ) -> Result<ETag, SdkError<PutObjectError, HttpResponse>> {
        let request = self
            .client
            .put_object()
            .bucket(self.name())
            .key(put.path)
            .set_expected_bucket_owner(self.owner())
            .content_type(put.content_type)
            .set_cache_control(put.cache_control.clone())
            .checksum_sha256(checksum(Sha256::of(&put.bytes)))
            .body(ByteStream::from(put.bytes.clone()));
        let request = match put.replaces {
            None => request.if_none_match("*"),
            Some(etag) => request.if_match(quoted(etag)),
        };
        let sent = request.customize().interceptor(attempts.clone()).send();
        Ok(etag(sent.await?.e_tag))
    }
}

/// A hash as S3 writes it.
pub(crate) fn checksum(sha256: Sha256) -> String {
    BASE64.encode(sha256.0)
}

/// An ETag as we write it: without quotes.
pub(crate) fn etag(etag: Option<String>) -> ETag {
    ETag(etag.unwrap_or_default().trim_matches('"').to_owned())
}

/// An ETag as S3 writes it.
pub(crate) fn quoted(etag: &ETag) -> String {
    format!("\"{}\"", etag.0)
}
