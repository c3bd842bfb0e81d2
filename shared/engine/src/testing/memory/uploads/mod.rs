//! A staging place in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use super::{MemoryObjects, lock};
use crate::port::{ETag, Part, PortError, Received, Staged, UploadPlan, Uploads, part_layout};

mod parts;

use parts::join;

/// Seconds for which a part's URL is good.
const URL_SECONDS: i64 = 900;

/// A staging place in memory. Its URLs are `{base}/uploads/{id}/parts/{number}?token={token}`.
pub struct MemoryUploads {
    base: String,
    edge: Arc<MemoryObjects>,
    state: Mutex<State>,
}

#[derive(Clone, Default)]
struct State {
    uploads: BTreeMap<String, Upload>,
    staged: BTreeMap<(String, Sha256), (Bytes, Timestamp)>,
}

#[derive(Clone)]
struct Upload {
    space: String,
    sha256: Sha256,
    size: u64,
    begun: Timestamp,
    parts: BTreeMap<u32, Bytes>,
}

impl MemoryUploads {
    /// One that promotes to this edge, with part URLs below `base`.
    #[must_use]
    pub fn new(base: &str, edge: Arc<MemoryObjects>) -> Self {
        Self {
            base: base.to_owned(),
            edge,
            state: Mutex::default(),
        }
    }

    /// Another staging place that holds the same, before this edge.
    #[must_use]
    pub fn fork(&self, edge: Arc<MemoryObjects>) -> Self {
        Self {
            base: self.base.clone(),
            edge,
            state: Mutex::new(lock(&self.state).clone()),
        }
    }

    /// How many files are staged, and how many uploads are unfinished.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let state = lock(&self.state);
        (state.staged.len(), state.uploads.len())
    }

    fn plan(&self, id: &str, upload: &Upload, now: Timestamp) -> UploadPlan {
        let part = |(number, offset, size): (u32, u64, u64)| Part {
            number,
            offset,
            size,
            url: format!(
                "{}/uploads/{id}/parts/{number}?token={}",
                self.base,
                token(id)
            ),
            headers: BTreeMap::from([("content-length".to_owned(), size.to_string())]),
        };
        UploadPlan {
            id: id.to_owned(),
            parts: part_layout(upload.size).into_iter().map(part).collect(),
            expires: now.plus(URL_SECONDS),
        }
    }
}

fn token(id: &str) -> String {
    Sha256::of(format!("token of {id}").as_bytes()).to_string()
}

fn etag(bytes: &[u8]) -> ETag {
    ETag(Sha256::of(bytes).to_string()[..32].to_owned())
}

fn refused(rule: &str) -> PortError {
    PortError::Refused(rule.to_owned())
}

#[async_trait]
impl Uploads for MemoryUploads {
    async fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        let mut state = lock(&self.state);
        let upload = state
            .uploads
            .entry(id.to_owned())
            .or_insert_with(|| Upload {
                space: space.to_owned(),
                sha256,
                size,
                begun: now,
                parts: BTreeMap::new(),
            });
        if upload.space != space || upload.sha256 != sha256 || upload.size != size {
            return Err(refused("this upload was begun for another file"));
        }
        Ok(self.plan(id, upload, now))
    }

    async fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError> {
        let state = lock(&self.state);
        let upload = state.uploads.get(id).filter(|upload| upload.space == space);
        let upload = upload.ok_or_else(|| refused("there is no such upload"))?;
        let received = upload.parts.iter().map(|(number, bytes)| Received {
            number: *number,
            etag: etag(bytes),
            size: bytes.len() as u64,
        });
        Ok((self.plan(id, upload, now), received.collect()))
    }

    async fn complete(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError> {
        let mut state = lock(&self.state);
        let upload = state.uploads.get(id).filter(|upload| upload.space == space);
        let upload = upload.ok_or_else(|| refused("there is no such upload"))?;
        let (sha256, size) = (upload.sha256, upload.size);
        let bytes = join(upload, parts)?;
        // Whatever comes of it, these parts are of no more use.
        state.uploads.remove(id);
        if Sha256::of(&bytes) != sha256 || bytes.len() as u64 != size {
            return Err(refused(
                "the bytes don't have the announced hash and size; nothing was kept",
            ));
        }
        state
            .staged
            .insert((space.to_owned(), sha256), (bytes, now));
        Ok(Staged {
            sha256,
            size,
            at: now,
        })
    }

    async fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError> {
        let state = lock(&self.state);
        let found = state.staged.get(&(space.to_owned(), sha256));
        Ok(found.map(|(bytes, at)| Staged {
            sha256,
            size: bytes.len() as u64,
            at: *at,
        }))
    }

    async fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError> {
        let state = lock(&self.state);
        match state.staged.get(&(space.to_owned(), sha256)) {
            Some((bytes, _)) if bytes.len() <= max => Ok(bytes.clone()),
            Some(_) => Err(refused("the file is larger than what is read at once")),
            None => Err(refused("there is no such staged file")),
        }
    }

    async fn promote(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        tokio::task::yield_now().await;
        let bytes = match from {
            Some(from) => self.edge.peek(from),
            None => {
                let state = lock(&self.state);
                let found = state.staged.get(&(space.to_owned(), sha256));
                found.map(|(bytes, _)| bytes.clone())
            }
        };
        let bytes = bytes.ok_or_else(|| refused("there is no such file to promote"))?;
        if Sha256::of(&bytes) != sha256 || bytes.len() as u64 != size {
            return Err(refused("the file doesn't have this hash and size"));
        }
        match self.edge.create_now(to, bytes) {
            Ok(_) | Err(PortError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError> {
        lock(&self.state).staged.remove(&(space.to_owned(), sha256));
        Ok(())
    }

    async fn expire(&self, before: Timestamp) -> Result<u64, PortError> {
        let mut state = lock(&self.state);
        let held = state.uploads.len() + state.staged.len();
        state.uploads.retain(|_, upload| upload.begun >= before);
        state.staged.retain(|_, (_, at)| *at >= before);
        Ok((held - state.uploads.len() - state.staged.len()) as u64)
    }
}
