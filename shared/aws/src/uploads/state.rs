//! What an unfinished upload promises.

use serde::{Deserialize, Serialize};
use wavecast_engine::port::{ETag, ONE_PART, PortError};
use wavecast_wire::hash::Sha256;

use super::{S3Uploads, name};
use crate::objects::Put;

/// The version of the state's format.
const V: u32 = 1;

/// What was promised when it began.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub v: u32,
    pub space: String,
    pub sha256: Sha256,
    pub size: u64,
    /// S3's id of the multipart upload; none for a file of one part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multipart: Option<String>,
}

impl State {
    pub fn new(space: &str, sha256: Sha256, size: u64, multipart: Option<String>) -> Self {
        Self {
            v: V,
            space: space.to_owned(),
            sha256,
            size,
            multipart,
        }
    }

    /// Whether it has several parts.
    pub fn has_parts(size: u64) -> bool {
        size > ONE_PART
    }

    pub fn promises_as(&self, other: &Self) -> bool {
        (&self.space, self.sha256, self.size) == (&other.space, other.sha256, other.size)
    }
}

impl S3Uploads {
    /// The state of an upload of this space, and the ETag that it has.
    pub(super) async fn state(&self, space: &str, id: &str) -> Result<(State, ETag), PortError> {
        let found = self.load(id).await?;
        found
            .filter(|(state, _)| state.space == space)
            .ok_or_else(unknown_id)
    }

    /// The state of an upload; `None` for one that never began, or is over.
    pub(super) async fn load(&self, id: &str) -> Result<Option<(State, ETag)>, PortError> {
        let path = name::upload(id)?;
        let Some(found) = self.bucket.get(&path).await? else {
            return Ok(None);
        };
        let state = serde_json::from_slice::<State>(&found.bytes).ok();
        let state = state.filter(|state| state.v == V).ok_or_else(|| {
            PortError::Setup(format!(
                "{}: {path} can't be read; delete it and upload that file again",
                self.bucket.place
            ))
        })?;
        Ok(Some((state, found.etag)))
    }

    /// Stores a state where none, or the one with this ETag, is.
    pub(super) async fn save(
        &self,
        id: &str,
        state: &State,
        replaces: Option<&ETag>,
    ) -> Result<(), PortError> {
        let path = name::upload(id)?;
        let text = serde_json::to_vec(state)
            .map_err(|error| PortError::Refused(format!("{path}: {error}")))?;
        let put = Put {
            path: &path,
            bytes: text.into(),
            content_type: "application/json",
            cache_control: None,
            replaces,
        };
        self.bucket.put(&put).await.map(drop)
    }

    /// Forgets a state: the upload is over.
    pub(super) async fn forget(&self, id: &str) -> Result<(), PortError> {
        self.bucket.delete(&name::upload(id)?, None).await
    }
}

pub(super) fn unknown_id() -> PortError {
    PortError::Refused(String::from(
        "upload: unknown, or swept after its time; begin it again",
    ))
}
