//! Beginning, and beginning again.

use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::provider::ProvideCredentials as _;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use futures_util::future::try_join_all;
use wavecast_engine::port::{Part, PortError, UploadPlan, part_layout};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use super::state::State;
use super::{S3Uploads, name};
use crate::fault::{Attempts, code_of};
use crate::objects::checksum;

/// Seconds for which a URL is good. It dies earlier if the session that signed it ends.
const SECONDS: u32 = 15 * 60;
/// How often it is begun that meets another doing the same.
const TRIES: u32 = 4;

impl S3Uploads {
    pub(super) async fn begin_upload(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        let fresh = State::new(space, sha256, size, None);
        // Names that are none are refused before anything is asked.
        name::file(space, sha256)?;
        for _ in 0..TRIES {
            let found = self.load(id).await?;
            let replaces = match &found {
                Some((state, _)) if !state.promises_as(&fresh) => {
                    return Err(PortError::Refused(format!(
                        "upload id {id}: began for another file; take a new id"
                    )));
                }
                Some((state, _)) if self.is_open(state).await? => {
                    return self.plan(id, state, now).await;
                }
                Some((_, etag)) => Some(etag),
                None => None,
            };
            let state = State {
                multipart: self.open(&fresh).await?,
                ..fresh.clone()
            };
            match self.save(id, &state, replaces).await {
                Ok(()) => return self.plan(id, &state, now).await,
                // Another began it, or it landed: what stands there now decides.
                Err(PortError::Conflict | PortError::Unknown(_)) => {
                    self.close_other(id, &state).await?
                }
                Err(error) => return Err(error),
            }
        }
        Err(PortError::Throttled(format!(
            "upload {id}: others begin it all the time"
        )))
    }

    /// Whether S3 still takes its parts.
    async fn is_open(&self, state: &State) -> Result<bool, PortError> {
        match &state.multipart {
            None => Ok(true),
            Some(_) => Ok(self.list_parts(state).await?.is_some()),
        }
    }

    /// S3's id of a new multipart upload; `None` for a file of one part.
    async fn open(&self, state: &State) -> Result<Option<String>, PortError> {
        if !State::has_parts(state.size) {
            return Ok(None);
        }
        let attempts = Attempts::default();
        let begun = self
            .bucket
            .client
            .create_multipart_upload()
            .bucket(self.bucket.name())
            .key(name::file(&state.space, state.sha256)?)
            .set_expected_bucket_owner(self.bucket.owner())
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        let begun = begun.map_err(|error| {
            self.bucket
                .place
                .write("beginning an upload", &error, &attempts)
        })?;
        Ok(begun.upload_id)
    }

    /// Gives up a multipart upload that isn't the one that the state names.
    async fn close_other(&self, id: &str, ours: &State) -> Result<(), PortError> {
        let standing = self.load(id).await?;
        if standing.is_none_or(|(state, _)| state != *ours) {
            self.abort(ours).await?;
        }
        Ok(())
    }

    pub(super) async fn abort(&self, state: &State) -> Result<(), PortError> {
        let Some(multipart) = &state.multipart else {
            return Ok(());
        };
        let path = name::file(&state.space, state.sha256)?;
        self.abort_multipart(&path, multipart).await.map(drop)
    }

    /// Gives up a multipart upload and its parts; says whether there was one.
    pub(super) async fn abort_multipart(
        &self,
        path: &str,
        multipart: &str,
    ) -> Result<bool, PortError> {
        let attempts = Attempts::default();
        let sent = self
            .bucket
            .client
            .abort_multipart_upload()
            .bucket(self.bucket.name())
            .key(path)
            .upload_id(multipart)
            .set_expected_bucket_owner(self.bucket.owner())
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        match sent {
            Ok(_) => Ok(true),
            Err(error) if code_of(&error) == (Some(404), Some("NoSuchUpload")) => Ok(false),
            Err(error) => Err(self
                .bucket
                .place
                .write("giving up an upload", &error, &attempts)),
        }
    }

    /// All parts with URLs minted now. Nothing is asked of S3 for it.
    pub(super) async fn plan(
        &self,
        id: &str,
        state: &State,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        let layout = part_layout(state.size).into_iter();
        let life = life(now)?;
        let parts = layout.map(|part| self.presign(state, part, life.clone()));
        Ok(UploadPlan {
            id: id.to_owned(),
            parts: try_join_all(parts).await?,
            expires: self.until(now).await,
        })
    }

    async fn presign(
        &self,
        state: &State,
        (number, offset, size): (u32, u64, u64),
        life: PresigningConfig,
    ) -> Result<Part, PortError> {
        let signed = match &state.multipart {
            None => self.presign_whole(state, life).await,
            Some(multipart) => {
                self.presign_part(state, multipart, (number, size), life)
                    .await
            }
        }?;
        let headers = signed.headers();
        let headers: BTreeMap<String, String> = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Ok(Part {
            number,
            offset,
            size,
            url: signed.uri().to_owned(),
            headers,
        })
    }

    /// Signed with length and hash: S3 takes these bytes and no others.
    async fn presign_whole(
        &self,
        state: &State,
        life: PresigningConfig,
    ) -> Result<PresignedRequest, PortError> {
        let signed = self
            .bucket
            .client
            .put_object()
            .bucket(self.bucket.name())
            .key(name::file(&state.space, state.sha256)?)
            .content_length(length(state.size))
            .checksum_sha256(checksum(state.sha256))
            .presigned(life)
            .await;
        signed.map_err(|error| self.bucket.place.read("presigning an upload", &error))
    }

    /// Signed with its length; the hash is of the whole, and taken when all parts are there.
    async fn presign_part(
        &self,
        state: &State,
        multipart: &str,
        (number, size): (u32, u64),
        life: PresigningConfig,
    ) -> Result<PresignedRequest, PortError> {
        let signed = self
            .bucket
            .client
            .upload_part()
            .bucket(self.bucket.name())
            .key(name::file(&state.space, state.sha256)?)
            .upload_id(multipart)
            .part_number(i32::try_from(number).unwrap_or(i32::MAX))
            .content_length(length(size))
            .presigned(life)
            .await;
        signed.map_err(|error| self.bucket.place.read("presigning a part", &error))
    }

    /// When the URLs end: with their time, or with the session of whoever signed them.
    async fn until(&self, now: Timestamp) -> Timestamp {
        let end = now.plus(i64::from(SECONDS));
        let Some(provider) = &self.credentials else {
            return end;
        };
        let session = provider.provide_credentials().await.ok();
        let session = session.and_then(|session| session.expiry());
        let session = session
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
            .and_then(|at| i64::try_from(at.as_secs()).ok());
        session.map_or(end, |session| end.min(Timestamp(session)))
    }
}

/// From now on, for its time.
fn life(now: Timestamp) -> Result<PresigningConfig, PortError> {
    let since = Duration::from_secs(u64::try_from(now.0).unwrap_or(0));
    PresigningConfig::builder()
        .start_time(UNIX_EPOCH + since)
        .expires_in(Duration::from_secs(u64::from(SECONDS)))
        .build()
        .map_err(|error| PortError::Refused(error.to_string()))
}

fn length(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
