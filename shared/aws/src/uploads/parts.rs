//! The parts that arrived, as S3 has them: there is no second account of them.

use aws_sdk_s3::types::Part;
use wavecast_engine::port::{PortError, Received};

use super::state::State;
use super::{S3Uploads, name};
use crate::fault::code_of;
use crate::objects::etag;

/// Parts of one listing.
const PAGE: i32 = 1000;

impl S3Uploads {
    /// The parts that arrived, by number.
    pub(super) async fn received(&self, state: &State) -> Result<Vec<Received>, PortError> {
        if state.multipart.is_some() {
            return Ok(self.list_parts(state).await?.unwrap_or_default());
        }
        let path = name::file(&state.space, state.sha256)?;
        let head = self.bucket.head(&path).await?;
        let head = head.filter(|head| head.size == state.size);
        let whole = head.map(|head| Received {
            number: 1,
            etag: head.etag,
            size: head.size,
        });
        Ok(whole.into_iter().collect())
    }

    /// The parts of a multipart upload; `None` when S3 has no such upload any more.
    pub(super) async fn list_parts(
        &self,
        state: &State,
    ) -> Result<Option<Vec<Received>>, PortError> {
        let multipart = state.multipart.clone().unwrap_or_default();
        let path = name::file(&state.space, state.sha256)?;
        let (mut received, mut after) = (Vec::new(), None::<String>);
        loop {
            let answer = self
                .bucket
                .client
                .list_parts()
                .bucket(self.bucket.name())
                .key(&path)
                .upload_id(&multipart)
                .max_parts(PAGE)
                .set_part_number_marker(after.take())
                .set_expected_bucket_owner(self.bucket.owner())
                .send()
                .await;
            let answer = match answer {
                Ok(answer) => answer,
                Err(error) if code_of(&error) == (Some(404), Some("NoSuchUpload")) => {
                    return Ok(None);
                }
                Err(error) => return Err(self.bucket.place.read("listing parts", &error)),
            };
            received.extend(
                answer
                    .parts
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(part),
            );
            after = answer.next_part_number_marker;
            if answer.is_truncated != Some(true) || after.is_none() {
                received.sort_by_key(|part: &Received| part.number);
                return Ok(Some(received));
            }
        }
    }
}

fn part(part: Part) -> Option<Received> {
    Some(Received {
        number: u32::try_from(part.part_number?).ok()?,
        size: u64::try_from(part.size?).ok()?,
        etag: etag(part.e_tag),
    })
}
