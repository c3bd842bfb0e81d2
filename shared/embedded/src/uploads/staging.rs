//! The staging place: uploads under way, and whole files that wait for their promotion.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use wavecast_engine::port::{Part, PortError, Received, Staged, UploadPlan, part_layout};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use super::folder::Folder;
use super::name;
use super::state::State;
use super::sweep;
use super::token::{self, Bound, TokenKey};
use crate::alone::Alone;
use crate::disk::Halt;
use crate::fault;
use crate::home::Home;
use crate::objects::Folders;
use crate::{disk, read};

/// Everything below `staging/`.
pub(super) struct Staging {
    pub(super) home: Arc<Home>,
    /// Of the edge.
    pub(super) folders: Arc<Folders>,
    /// Of whole files.
    pub(super) spaces: Folders,
    pub(super) key: TokenKey,
    /// Such as `http://127.0.0.1:8080/api/v1`, without a slash at its end.
    base: String,
    /// Held per upload while something happens to it.
    pub(super) changing: Alone,
}

impl Staging {
    pub(super) fn new(home: Arc<Home>, folders: Arc<Folders>, key: TokenKey, base: &str) -> Self {
        Self {
            spaces: Folders::new(home.files()),
            home,
            folders,
            key,
            base: base.trim_end_matches('/').to_owned(),
            changing: Alone::default(),
        }
    }

    pub(super) fn folder(&self, id: &str) -> Result<Folder, PortError> {
        Folder::of(&self.home, id)
    }

    /// The place of a whole file.
    pub(super) fn file(&self, space: &str, sha256: Sha256) -> Result<PathBuf, PortError> {
        let folder = self.home.files().join(name::space_folder(space)?);
        Ok(folder.join(sha256.to_string()))
    }

    pub(super) fn lost(&self, doing: &str, error: &std::io::Error) -> PortError {
        fault::lost(doing, self.home.dir(), error)
    }

    pub(super) fn halted(&self, doing: &str, halt: Halt) -> PortError {
        fault::halted(doing, self.home.dir(), halt)
    }

    /// The state of an upload of this space.
    pub(super) fn state(&self, folder: &Folder, space: &str) -> Result<State, PortError> {
        folder
            .load()?
            .filter(|state| state.space == space)
            .ok_or_else(unknown_id)
    }

    pub(super) fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        name::space_folder(space)?;
        let folder = self.folder(id)?;
        self.changing.run(id, || {
            let fresh = State::begun(space, sha256, size, now);
            match folder.load()?.filter(|state| state.completed.is_none()) {
                Some(state) if state.promises_as(&fresh) => {}
                Some(_) => {
                    return Err(PortError::Refused(format!(
                        "upload id {id}: began for another file; take a new id"
                    )));
                }
                None => {
                    folder.drop_parts(None, None)?;
                    folder.save(&fresh)?;
                }
            }
            Ok(self.plan(id, size, now))
        })
    }

    fn plan(&self, id: &str, size: u64, now: Timestamp) -> UploadPlan {
        let expires = now.plus(token::SECONDS);
        let part = |(number, offset, size): (u32, u64, u64)| {
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
        let parts = part_layout(size).into_iter().map(part).collect();
        UploadPlan {
            id: id.to_owned(),
            parts,
            expires,
        }
    }

    pub(super) fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError> {
        let folder = self.folder(id)?;
        self.changing.run(id, || {
            let state = self.state(&folder, space)?;
            Ok((self.plan(id, state.size, now), folder.received()?))
        })
    }

    pub(super) fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError> {
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

    pub(super) fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError> {
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
    pub(super) fn damaged(&self, space: &str, sha256: Sha256) -> PortError {
        let message = format!("file {sha256}: is damaged in the staging place; upload it again");
        match self.discard(space, sha256) {
            Ok(()) => PortError::Refused(message),
            Err(error) => error,
        }
    }

    pub(super) fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError> {
        disk::remove(&self.file(space, sha256)?)
            .map(|_| ())
            .map_err(|halt| self.halted("discarding a staged file", halt))
    }
}

pub(super) fn unknown_id() -> PortError {
    PortError::Refused(String::from(
        "upload: unknown, or swept after its time; begin it again",
    ))
}

pub(super) fn not_staged(sha256: Sha256) -> PortError {
    PortError::Refused(format!(
        "file {sha256}: is not in the staging place; upload it first"
    ))
}
