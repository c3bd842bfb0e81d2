//! From the staging place to the edge, inside S3: the bytes never come here.

use std::time::Duration;

use aws_sdk_s3::config::Builder;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::types::{
    ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, MetadataDirective,
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use wavecast_engine::port::PortError;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::S3Objects;
use super::put::quoted;
use super::read::{Head, RECORDED};
use crate::bucket::Bucket;
use crate::fault::{Attempts, code_of};

/// What one request copies: S3 takes up to 5 GiB, but answers only when it is done.
const AT_ONCE: u64 = 512 << 20;
/// Parts of one object that are copied at the same time.
const PARTS: usize = 4;
/// How long S3 may take for one of them.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is copied: exactly one version of one object.
pub(crate) struct Source<'a> {
    pub bucket: &'a str,
    pub path: &'a str,
    pub head: &'a Head,
    /// What its bytes were seen to have.
    pub sha256: Sha256,
}

/// What copying came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Copied {
    /// It is at the edge now.
    Here,
    /// Something stood there already.
    Taken,
    /// The source isn't any more what was looked at.
    Moved,
}

impl Source<'_> {
    /// As the header wants it: the path encoded, the version behind it.
    fn header(&self) -> String {
        let encoded: String = self
            .path
            .split('/')
            .map(encode)
            .collect::<Vec<_>>()
            .join("/");
        match &self.head.version {
            Some(version) => format!("{}/{encoded}?versionId={version}", self.bucket),
            None => format!("{}/{encoded}", self.bucket),
        }
    }
}

/// Percent-encodes all but what is never special.
fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = text.bytes().map(|byte| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    encoded.collect()
}

fn patient() -> Builder {
    let timeouts = TimeoutConfig::builder()
        .operation_attempt_timeout(PATIENCE)
        .operation_timeout(PATIENCE * 2)
        .build();
    Builder::new().timeout_config(timeouts)
}

impl S3Objects {
    /// Copies a verified source to the edge, if nothing stands there.
    pub(crate) async fn copy(
        &self,
        source: &Source<'_>,
        to: &ObjectKey,
    ) -> Result<Copied, PortError> {
        self.bucket.enter().await?;
        if source.head.size <= AT_ONCE {
            self.copy_whole(source, to).await
        } else {
            self.copy_in_parts(source, to).await
        }
    }

    async fn copy_whole(&self, source: &Source<'_>, to: &ObjectKey) -> Result<Copied, PortError> {
        let attempts = Attempts::default();
        let sent = self
            .bucket
            .client
            .copy_object()
            .bucket(self.bucket.name())
            .key(to.path())
            .copy_source(source.header())
            .copy_source_if_match(quoted(&source.head.etag))
            .set_expected_bucket_owner(self.bucket.owner())
            .set_expected_source_bucket_owner(self.bucket.owner())
            .metadata_directive(MetadataDirective::Replace)
            .content_type(to.content_type())
            .cache_control(to.cache_control(0))
            .metadata(RECORDED, source.sha256.to_string())
            .checksum_algorithm(ChecksumAlgorithm::Sha256)
            .if_none_match("*")
            .customize()
            .config_override(patient())
            .interceptor(attempts.clone())
            .send()
            .await;
        let Err(error) = sent else {
            return Ok(Copied::Here);
        };
        match code_of(&error) {
            (Some(404), code) if code != Some("NoSuchBucket") => Ok(Copied::Moved),
            // Either condition: what stands at the edge tells which.
            (Some(412), _) => self.taken(to).await,
            (Some(409), _) => Err(PortError::Unknown(format!(
                "{}: another copies to {} (409)",
                self.bucket.place,
                to.path()
            ))),
            _ => Err(self.failed(to, &error, &attempts)),
        }
    }

    async fn taken(&self, to: &ObjectKey) -> Result<Copied, PortError> {
        let there = self.bucket.head(&to.path()).await?;
        Ok(if there.is_some() {
            Copied::Taken
        } else {
            Copied::Moved
        })
    }

    fn failed<E>(
        &self,
        to: &ObjectKey,
        error: &aws_sdk_s3::error::SdkError<E>,
        attempts: &Attempts<E>,
    ) -> PortError
    where
        E: std::error::Error + aws_sdk_s3::error::ProvideErrorMetadata + 'static,
    {
        self.bucket
            .place
            .write(&format!("copying to {}", to.path()), error, attempts)
    }

    /// Parts, then all at once. A copy that ends in between leaves parts that nobody sees; the
    /// bucket's lifecycle clears them.
    async fn copy_in_parts(
        &self,
        source: &Source<'_>,
        to: &ObjectKey,
    ) -> Result<Copied, PortError> {
        let upload = self.begin_copy(source, to).await?;
        let ranges = (0..source.head.size.div_ceil(AT_ONCE))
            .zip(1..)
            .map(|(index, number)| {
                let from = index * AT_ONCE;
                let to = (from + AT_ONCE).min(source.head.size) - 1;
                (number, format!("bytes={from}-{to}"))
            });
        let copying = ranges.map(|(number, range)| {
            let upload = upload.as_str();
            async move { self.copy_part(source, to, upload, number, range).await }
        });
        let parts = stream::iter(copying)
            .buffered(PARTS)
            .try_collect::<Vec<_>>()
            .await?;
        let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else {
            return Ok(Copied::Moved);
        };
        self.finish_copy(to, &upload, parts).await
    }

    async fn begin_copy(&self, source: &Source<'_>, to: &ObjectKey) -> Result<String, PortError> {
        let attempts = Attempts::default();
        let begun = self
            .bucket
            .client
            .create_multipart_upload()
            .bucket(self.bucket.name())
            .key(to.path())
            .set_expected_bucket_owner(self.bucket.owner())
            .content_type(to.content_type())
            .cache_control(to.cache_control(0))
            .metadata(RECORDED, source.sha256.to_string())
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await
            .map_err(|error| self.failed(to, &error, &attempts))?;
        Ok(begun.upload_id.unwrap_or_default())
    }

    /// `None` when the source isn't any more what was looked at.
    async fn copy_part(
        &self,
        source: &Source<'_>,
        to: &ObjectKey,
        upload: &str,
        number: i32,
        range: String,
    ) -> Result<Option<CompletedPart>, PortError> {
        let attempts = Attempts::default();
        let sent = self
            .bucket
            .client
            .upload_part_copy()
            .bucket(self.bucket.name())
            .key(to.path())
            .upload_id(upload)
            .part_number(number)
            .copy_source(source.header())
            .copy_source_if_match(quoted(&source.head.etag))
            .copy_source_range(range)
            .set_expected_bucket_owner(self.bucket.owner())
            .set_expected_source_bucket_owner(self.bucket.owner())
            .customize()
            .config_override(patient())
            .interceptor(attempts.clone())
            .send()
            .await;
        let copied = match sent {
            Ok(copied) => copied,
            Err(error) => match code_of(&error) {
                (Some(412), _) | (Some(404), Some("NoSuchKey")) => return Ok(None),
                _ => return Err(self.failed(to, &error, &attempts)),
            },
        };
        let etag = copied.copy_part_result.and_then(|result| result.e_tag);
        let part = CompletedPart::builder().part_number(number).set_e_tag(etag);
        Ok(Some(part.build()))
    }

    async fn finish_copy(
        &self,
        to: &ObjectKey,
        upload: &str,
        parts: Vec<CompletedPart>,
    ) -> Result<Copied, PortError> {
        let attempts = Attempts::default();
        let parts = CompletedMultipartUpload::builder()
            .set_parts(Some(parts))
            .build();
        let sent = self
            .bucket
            .client
            .complete_multipart_upload()
            .bucket(self.bucket.name())
            .key(to.path())
            .upload_id(upload)
            .multipart_upload(parts)
            .set_expected_bucket_owner(self.bucket.owner())
            .if_none_match("*")
            .customize()
            .config_override(patient())
            .interceptor(attempts.clone())
            .send()
            .await;
        let Err(error) = sent else {
            return Ok(Copied::Here);
        };
        match code_of(&error) {
            (Some(412), _) => self.taken(to).await,
            // Nothing is known but that this upload is over: from the start.
            (Some(409), _) | (Some(404), Some("NoSuchUpload")) => Err(PortError::Unknown(format!(
                "{}: the copy to {} was cut off",
                self.bucket.place,
                to.path()
            ))),
            _ => Err(self.failed(to, &error, &attempts)),
        }
    }
}

/// The bucket that a copy comes from, as the copy's header names it.
pub(crate) fn source<'a>(
    bucket: &'a Bucket,
    path: &'a str,
    head: &'a Head,
    sha256: Sha256,
) -> Source<'a> {
    Source {
        bucket: bucket.name(),
        path,
        head,
        sha256,
    }
}
