//! Reading, listing and deleting.

use aws_sdk_s3::operation::get_object::builders::GetObjectFluentBuilder;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumMode, ChecksumType};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use wavecast_engine::port::{ETag, Found, Listed, PortError};
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use super::S3Objects;
use super::put::{etag, quoted};
use crate::bucket::Bucket;
use crate::fault::{Attempts, code_of};

/// Bytes of an object that is read in one piece: 128 MiB.
const GET_BYTES: u64 = 128 << 20;
/// Objects of one listing.
const LIST: i32 = 1000;

/// What S3 says of an object without its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub size: u64,
    pub etag: ETag,
    pub version: Option<String>,
    pub modified: Timestamp,
    /// The hash of the whole, where S3 itself has checked it.
    pub sha256: Option<Sha256>,
    /// The hash that was written down when it was copied here. Worth what the writers of this bucket
    /// are worth.
    pub recorded: Option<Sha256>,
}

/// The metadata that holds the hash of a copied object.
pub(super) const RECORDED: &str = "sha256";

/// An object in a listing.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub path: String,
    pub size: u64,
    pub modified: Timestamp,
    pub etag: ETag,
}

impl Bucket {
    /// A small object; `None` when it is missing.
    pub async fn get(&self, path: &str) -> Result<Option<Found>, PortError> {
        let answer = match self.getting(path).send().await {
            Ok(answer) => answer,
            Err(error) if is_missing(code_of(&error)) => return Ok(None),
            Err(error) => return Err(self.place.read(&format!("reading {path}"), &error)),
        };
        let size = answer
            .content_length
            .and_then(|size| u64::try_from(size).ok());
        if size.is_none_or(|size| size > GET_BYTES) {
            return Err(PortError::Refused(format!(
                "{path}: must be at most 128 MiB to be read whole"
            )));
        }
        let etag = etag(answer.e_tag);
        let bytes = self.collect(path, answer.body).await?;
        Ok(Some(Found { bytes, etag }))
    }

    fn getting(&self, path: &str) -> GetObjectFluentBuilder {
        self.client
            .get_object()
            .bucket(self.name())
            .key(path)
            .set_expected_bucket_owner(self.owner())
            .checksum_mode(ChecksumMode::Enabled)
    }

    /// All bytes of an answer; the SDK compares them with the checksum that came with it.
    async fn collect(&self, path: &str, body: ByteStream) -> Result<Bytes, PortError> {
        let bytes = body.collect().await;
        let bytes = bytes.map_err(|error| self.broken(path, &error))?;
        Ok(bytes.into_bytes())
    }

    fn broken(&self, path: &str, error: &dyn std::fmt::Display) -> PortError {
        PortError::Lost(format!("{}: reading {path}: {error}", self.place))
    }

    /// The hash of exactly this object's bytes; they are streamed, never held.
    pub async fn hash(&self, path: &str, head: &Head) -> Result<Sha256, PortError> {
        let answer = self
            .getting(path)
            .set_version_id(head.version.clone())
            .if_match(quoted(&head.etag))
            .send()
            .await;
        let answer = answer.map_err(|error| match code_of(&error) {
            // Another object meanwhile: whoever asked looks again.
            (Some(404 | 412), code) if code != Some("NoSuchBucket") => PortError::Conflict,
            _ => self.place.read(&format!("reading {path}"), &error),
        })?;
        let (mut hasher, mut size, mut body) = (Hasher::default(), 0_u64, answer.body);
        while let Some(some) = body.next().await {
            let some = some.map_err(|error| self.broken(path, &error))?;
            size += some.len() as u64;
            hasher.update(&some);
        }
        if size != head.size {
            return Err(self.broken(path, &format!("{size} of {} bytes came", head.size)));
        }
        Ok(hasher.finish())
    }

    /// An object without its bytes; `None` when it is missing.
    pub async fn head(&self, path: &str) -> Result<Option<Head>, PortError> {
        let answer = self
            .client
            .head_object()
            .bucket(self.name())
            .key(path)
            .set_expected_bucket_owner(self.owner())
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if is_missing(code_of(&error)) => return Ok(None),
            Err(error) => return Err(self.place.read(&format!("looking at {path}"), &error)),
        };
        // A checksum over parts proves nothing of the whole.
        let whole = answer.checksum_type == Some(ChecksumType::FullObject);
        let sha256 = answer.checksum_sha256.as_deref().filter(|_| whole);
        Ok(Some(Head {
            size: answer
                .content_length
                .and_then(|size| u64::try_from(size).ok())
                .unwrap_or(0),
            sha256: sha256.and_then(sha256_of),
            recorded: answer
                .metadata
                .and_then(|metadata| metadata.get(RECORDED)?.parse().ok()),
            etag: etag(answer.e_tag),
            version: answer.version_id,
            modified: Timestamp(answer.last_modified.map_or(0, |at| at.secs())),
        }))
    }

    /// Deletes an object; a missing one is fine. With an ETag, only if it still has that: another that
    /// came meanwhile stays.
    pub async fn delete(&self, path: &str, only: Option<&ETag>) -> Result<(), PortError> {
        let attempts = Attempts::default();
        let sent = self
            .client
            .delete_object()
            .bucket(self.name())
            .key(path)
            .set_if_match(only.map(quoted))
            .set_expected_bucket_owner(self.owner())
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) if is_missing(code_of(&error)) => Ok(()),
            Err(error) if only.is_some() && code_of(&error).0 == Some(412) => Ok(()),
            Err(error) => Err(self
                .place
                .write(&format!("deleting {path}"), &error, &attempts)),
        }
    }

    /// One listing of objects behind `after`, in the order of paths, and whether there are more.
    pub async fn names(
        &self,
        prefix: &str,
        after: Option<&str>,
    ) -> Result<(Vec<Name>, bool), PortError> {
        let answer = self
            .client
            .list_objects_v2()
            .bucket(self.name())
            .prefix(prefix)
            .set_start_after(after.filter(|after| !after.is_empty()).map(str::to_owned))
            .max_keys(LIST)
            .set_expected_bucket_owner(self.owner())
            .send()
            .await
            .map_err(|error| self.place.read("listing", &error))?;
        let more = answer.is_truncated == Some(true);
        let objects = answer.contents.unwrap_or_default().into_iter();
        let objects = objects.filter_map(|object| {
            Some(Name {
                size: object.size.and_then(|size| u64::try_from(size).ok())?,
                modified: Timestamp(object.last_modified.map_or(0, |at| at.secs())),
                etag: etag(object.e_tag),
                path: object.key?,
            })
        });
        Ok((objects.collect(), more))
    }
}

impl S3Objects {
    /// What is no object's name (put there by hand, or by a probe) is passed over.
    pub(super) async fn list_objects(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        let (mut found, mut after) = (Vec::new(), after.map(str::to_owned));
        while found.len() < limit {
            let (names, more) = self.bucket.names(prefix, after.as_deref()).await?;
            after = names.last().map(|one| one.path.clone());
            let keys = names.into_iter().filter_map(|one| {
                let key = ObjectKey::parse(&one.path).filter(|key| key.path() == one.path)?;
                Some(Listed {
                    key,
                    size: one.size,
                })
            });
            found.extend(keys);
            if !more || after.is_none() {
                break;
            }
        }
        found.truncate(limit);
        Ok(found)
    }
}

/// The object is missing; a missing bucket is another matter.
fn is_missing((status, code): (Option<u16>, Option<&str>)) -> bool {
    status == Some(404) && code != Some("NoSuchBucket")
}

/// A hash as S3 writes it; `None` for a checksum over parts (`…-3`).
pub(crate) fn sha256_of(text: &str) -> Option<Sha256> {
    let bytes = BASE64.decode(text).ok()?;
    Some(Sha256(bytes.try_into().ok()?))
}
