//! Uploads as files below `staging/`: parts, then a whole file, then a link at the edge.

mod join;
mod layout;
mod promote;
mod sink;
mod state;
mod sweep;
mod token;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_engine::port::{ETag, Part, PortError, Received, Staged, UploadPlan, Uploads};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

pub(crate) use token::TokenKey;

use crate::fault::{self, blocking};
use crate::home::Home;
use crate::objects::Folders;
use crate::read;
use state::{Folder, State};
use token::Bound;

/// The staging place. Its part URLs point at our own server, which hands the bytes to its `PartSink`.
#[derive(Clone)]
pub(crate) struct DirUploads(Arc<Staging>);

struct Staging {
    home: Arc<Home>,
    folders: Arc<Folders>,
    key: TokenKey,
    /// Such as `http://127.0.0.1:8080/api/v1`, without a slash at its end.
    base: String,
    /// One for each upload that something is happening to.
    busy: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

impl DirUploads {
    pub(crate) fn new(home: Arc<Home>, folders: Arc<Folders>, key: TokenKey, base: &str) -> Self {
        Self(Arc::new(Staging {
            home,
            folders,
            key,
            base: base.trim_end_matches('/').to_owned(),
            busy: Mutex::default(),
        }))
    }
}

impl Staging {
    fn folder(&self, id: &str) -> Result<Folder, PortError> {
        Folder::of(&self.home.uploads(), &self.home.temp(), id)
    }

    /// The place of a whole file.
    fn file(&self, space: &str, sha256: Sha256) -> Result<PathBuf, PortError> {
        let folder = self.home.files().join(state::space_folder(space)?);
        Ok(folder.join(sha256.to_string()))
    }

    fn lost(&self, doing: &str, error: &std::io::Error) -> PortError {
        fault::lost(doing, self.home.dir(), error)
    }

    /// Runs `work` while nothing else happens to this upload.
    fn alone<T>(&self, id: &str, work: impl FnOnce() -> T) -> T {
        let lock = {
            let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
            busy.retain(|_, lock| Arc::strong_count(lock) > 1);
            busy.entry(id.to_owned()).or_default().clone()
        };
        let _alone = lock.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// The state of an upload of this space.
    fn state(&self, folder: &Folder, space: &str) -> Result<State, PortError> {
        folder
            .load()?
            .filter(|state| state.space == space)
            .ok_or_else(unknown_id)
    }

    fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        state::space_folder(space)?;
        layout::parts(size)?;
        let folder = self.folder(id)?;
        self.alone(id, || match folder.load()? {
            Some(state) if (&*state.space, state.sha256, state.size) == (space, sha256, size) => {
                self.plan(id, size, now)
            }
            Some(_) => Err(PortError::Refused(format!(
                "upload id {id}: began for another file; take a new id"
            ))),
            None => {
                let (space, begun) = (space.to_owned(), now);
                folder.save(&State {
                    v: 1,
                    space,
                    sha256,
                    size,
                    begun,
                    completed: None,
                })?;
                self.plan(id, size, now)
            }
        })
    }

    fn plan(&self, id: &str, size: u64, now: Timestamp) -> Result<UploadPlan, PortError> {
        let expires = now.plus(token::SECONDS);
        let part = |slice: layout::Slice| {
            let layout::Slice {
                number,
                offset,
                size,
            } = slice;
            let token = self.key.mint(Bound { id, number, size }, expires);
            let url = format!("{}/uploads/{id}/parts/{number}?token={token}", self.base);
            let headers = BTreeMap::from([(String::from("content-length"), size.to_string())]);
            Part {
                number,
                offset,
                size,
                url,
                headers,
            }
        };
        let parts = layout::parts(size)?.into_iter().map(part).collect();
        Ok(UploadPlan {
            id: id.to_owned(),
            parts,
            expires,
        })
    }

    fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError> {
        let folder = self.folder(id)?;
        self.alone(id, || {
            let state = self.state(&folder, space)?;
            Ok((self.plan(id, state.size, now)?, folder.received()?))
        })
    }

    fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError> {
        let path = self.file(space, sha256)?;
        let stat = || {
            let Some((file, size)) = read::open(&path)? else {
                return Ok(None);
            };
            let at = sweep::time_of(&file.metadata()?)?;
            Ok(Some(Staged { sha256, size, at }))
        };
        stat().map_err(|error| self.lost("reading a staged file", &error))
    }

    fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError> {
        let path = self.file(space, sha256)?;
        let bytes = read::whole(&path, max as u64)
            .map_err(|error| self.lost("reading a staged file", &error))?
            .ok_or_else(|| not_staged(sha256))?
            .ok_or_else(|| {
                PortError::Refused(format!("file {sha256}: must be at most {max} bytes here"))
            })?;
        if Sha256::of(&bytes) == sha256 {
            return Ok(Bytes::from(bytes));
        }
        Err(self.damaged(space, sha256))
    }

    /// A staged file whose bytes changed on the disk: it goes, so that it can be uploaded again.
    fn damaged(&self, space: &str, sha256: Sha256) -> PortError {
        let message = format!("file {sha256}: is damaged in the staging place; upload it again");
        match self.discard(space, sha256) {
            Ok(()) => PortError::Refused(message),
            Err(error) => error,
        }
    }

    fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError> {
        crate::disk::remove(&self.file(space, sha256)?)
            .map(|_| ())
            .map_err(|error| self.lost("discarding a staged file", &error))
    }
}

fn unknown_id() -> PortError {
    PortError::Refused(String::from(
        "upload: unknown, or swept after its time; begin it again",
    ))
}

fn not_staged(sha256: Sha256) -> PortError {
    PortError::Refused(format!(
        "file {sha256}: is not in the staging place; upload it first"
    ))
}

#[async_trait]
impl Uploads for DirUploads {
    async fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        let (staging, space, id) = (self.0.clone(), space.to_owned(), id.to_owned());
        blocking(move || staging.begin(&space, &id, sha256, size, now)).await
    }

    async fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError> {
        let (staging, space, id) = (self.0.clone(), space.to_owned(), id.to_owned());
        blocking(move || staging.parts(&space, &id, now)).await
    }

    async fn complete(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError> {
        let (staging, space, id) = (self.0.clone(), space.to_owned(), id.to_owned());
        let parts = parts.to_vec();
        blocking(move || staging.complete(&space, &id, &parts, now)).await
    }

    async fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError> {
        let (staging, space) = (self.0.clone(), space.to_owned());
        blocking(move || staging.staged(&space, sha256)).await
    }

    async fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError> {
        let (staging, space) = (self.0.clone(), space.to_owned());
        blocking(move || staging.read(&space, sha256, max)).await
    }

    async fn promote(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        let (staging, space) = (self.0.clone(), space.to_owned());
        let (from, to) = (from.cloned(), to.clone());
        blocking(move || staging.promote(&space, sha256, size, from.as_ref(), &to)).await
    }

    async fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError> {
        let (staging, space) = (self.0.clone(), space.to_owned());
        blocking(move || staging.discard(&space, sha256)).await
    }

    async fn expire(&self, before: Timestamp) -> Result<u64, PortError> {
        let staging = self.0.clone();
        blocking(move || staging.expire(before)).await
    }
}
