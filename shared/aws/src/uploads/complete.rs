//! From parts to one file.

use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use wavecast_engine::port::{ETag, PortError, Received, Staged, part_layout};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use super::state::{State, unknown_id};
use super::{S3Uploads, name};
use crate::fault::{Attempts, code_of};
use crate::objects::{Head, quoted};

impl S3Uploads {
    /// Joins the parts. A file of one part has been checked against its hash by S3; one of several
    /// can be read only once, so that is left to its promotion.
    pub(super) async fn complete_upload(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError> {
        let (state, _) = self.state(space, id).await?;
        let path = name::file(space, state.sha256)?;
        let planned = check_numbers(&state, parts)?;
        let whole = match &state.multipart {
            None => self.whole(&path, &state, &planned[0]).await?,
            Some(multipart) => self.join(id, &path, &state, multipart, &planned).await?,
        };
        self.forget(id).await?;
        let State { sha256, .. } = state;
        Ok(Staged {
            sha256,
            size: whole.size,
            at: now,
        })
    }

    async fn whole(&self, path: &str, state: &State, etag: &ETag) -> Result<Head, PortError> {
        let head = self.bucket.head(path).await?;
        let head = head
            .filter(|head| head.etag == *etag && head.size == state.size)
            .ok_or_else(|| not_arrived(1, etag))?;
        if self.has_hash(path, &head, state.sha256).await? {
            return Ok(head);
        }
        Err(self.wrong_bytes(path, &head, state.sha256).await)
    }

    /// Whether these bytes have the hash, by what S3 has checked or by reading them.
    pub(super) async fn has_hash(
        &self,
        path: &str,
        head: &Head,
        sha256: Sha256,
    ) -> Result<bool, PortError> {
        let found = match head.sha256 {
            Some(found) => found,
            None => self.bucket.hash(path, head).await?,
        };
        Ok(found == sha256)
    }

    async fn join(
        &self,
        id: &str,
        path: &str,
        state: &State,
        multipart: &str,
        etags: &[ETag],
    ) -> Result<Head, PortError> {
        let Some(received) = self.list_parts(state).await? else {
            // Joined before, and the answer was lost; or given up.
            return self.joined(path, state).await?.ok_or_else(unknown_id);
        };
        check_arrived(state, etags, &received)?;
        let numbers = etags.iter().zip(1..);
        let completed = numbers.map(|(etag, number)| {
            CompletedPart::builder()
                .part_number(number)
                .e_tag(quoted(etag))
                .build()
        });
        let completed = CompletedMultipartUpload::builder().set_parts(Some(completed.collect()));
        let attempts = Attempts::default();
        let sent = self
            .bucket
            .client
            .complete_multipart_upload()
            .bucket(self.bucket.name())
            .key(path)
            .upload_id(multipart)
            .multipart_upload(completed.build())
            .set_expected_bucket_owner(self.bucket.owner())
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        let failed = match sent {
            Ok(_) => None,
            Err(error) => Some(match code_of(&error) {
                // S3 keeps nothing of an upload that lost to another: begun anew, from the start.
                (Some(409), _) => {
                    self.forget(id).await?;
                    PortError::Lost(format!(
                        "upload {id}: another completed the same file at that moment (409); begin it again"
                    ))
                }
                (Some(404), Some("NoSuchUpload")) => unknown_id(),
                _ => self
                    .bucket
                    .place
                    .write("completing an upload", &error, &attempts),
            }),
        };
        match (self.joined(path, state).await?, failed) {
            (Some(head), _) => Ok(head),
            (None, Some(error)) => Err(error),
            (None, None) => Err(PortError::Unknown(format!(
                "upload {id}: was completed, and its file isn't there"
            ))),
        }
    }

    /// The joined file, if it has the size.
    async fn joined(&self, path: &str, state: &State) -> Result<Option<Head>, PortError> {
        let head = self.bucket.head(path).await?;
        Ok(head.filter(|head| head.size == state.size))
    }
}

/// The ETags in order; refuses a list that isn't all parts, once each.
fn check_numbers(state: &State, parts: &[(u32, ETag)]) -> Result<Vec<ETag>, PortError> {
    let planned = part_layout(state.size);
    let mut parts = parts.to_vec();
    parts.sort_by_key(|(number, _)| *number);
    let fits = |((number, ..), (given, _)): (&(u32, u64, u64), &(u32, ETag))| number == given;
    if parts.len() != planned.len() || !planned.iter().zip(&parts).all(fits) {
        return Err(PortError::Refused(format!(
            "parts: must name each of 1 to {} once",
            planned.len()
        )));
    }
    Ok(parts.into_iter().map(|(_, etag)| etag).collect())
}

fn check_arrived(state: &State, etags: &[ETag], received: &[Received]) -> Result<(), PortError> {
    for ((number, _, size), etag) in part_layout(state.size).into_iter().zip(etags) {
        let arrived = received
            .iter()
            .any(|part| (part.number, &part.etag, part.size) == (number, etag, size));
        if !arrived {
            return Err(not_arrived(number, etag));
        }
    }
    Ok(())
}

fn not_arrived(number: u32, etag: &ETag) -> PortError {
    PortError::Refused(format!(
        "part {number}: has not arrived with ETag {}; upload it, then complete again",
        etag.0
    ))
}
