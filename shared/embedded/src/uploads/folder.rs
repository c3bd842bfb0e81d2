//! The folder of an upload: `staging/uploads/{id}/state.json`, and its parts beside it.
//!
//! A part's file is named `{number}-{sha256}`, so the parts that arrived, and their ETags, are what
//! the folder lists: there is no second account of them that could disagree.

use std::path::PathBuf;
use std::sync::Arc;

use wavecast_engine::port::{ETag, PortError, Received};

use super::name::{check_id, read_part_name};
use super::state::State;
use crate::disk::{self, Halt, Reach, Temp};
use crate::home::Home;
use crate::{fault, read};

/// Bytes of a state file.
const STATE_BYTES: u64 = 4096;

/// The folder of one upload.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
    home: Arc<Home>,
}

impl Folder {
    /// The folder of an id.
    pub(super) fn of(home: &Arc<Home>, id: &str) -> Result<Self, PortError> {
        check_id(id)?;
        let path = home.uploads().join(id);
        Ok(Self {
            path,
            home: home.clone(),
        })
    }

    fn state_path(&self) -> PathBuf {
        self.path.join("state.json")
    }

    /// The state; `None` for an upload that never began.
    pub(super) fn load(&self) -> Result<Option<State>, PortError> {
        let path = self.state_path();
        let bytes = read::whole(&path, STATE_BYTES)
            .map_err(|error| fault::lost("reading an upload", self.home.dir(), &error))?;
        let Some(bytes) = bytes else { return Ok(None) };
        bytes
            .and_then(|bytes| serde_json::from_slice::<State>(&bytes).ok())
            .filter(|state| state.v == 1)
            .map(Some)
            .ok_or_else(|| {
                PortError::Setup(format!(
                    "{}: can't be read; remove the folder {} and upload that file again",
                    path.display(),
                    self.path.display()
                ))
            })
    }

    /// Stores the state, durably.
    pub(super) fn save(&self, state: &State) -> Result<(), PortError> {
        let write = || {
            let text = serde_json::to_vec(state).map_err(std::io::Error::other)?;
            // Written before the folder is made: a full disk shows here, and leaves nothing behind.
            let temp = Temp::with(&self.home.temp(), Reach::Owner, &text)?;
            match std::fs::create_dir(&self.path) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(Halt::Before(error));
                }
                // Once is enough: what is completed was begun.
                _ if state.completed.is_some() => {}
                _ => disk::sync_parent(&self.path)?,
            }
            temp.replace(&self.state_path())
        };
        write().map_err(|halt| fault::halted("storing an upload", self.home.dir(), halt))
    }

    /// The parts that arrived, by number.
    pub(super) fn received(&self) -> Result<Vec<Received>, PortError> {
        let list = || {
            let mut received = Vec::new();
            let entries = match std::fs::read_dir(&self.path) {
                Err(error) if disk::is_missing(&error) => return Ok(received),
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                let name = entry.file_name();
                if let Some((number, sha256)) = name.to_str().and_then(read_part_name) {
                    let (etag, size) = (ETag(sha256.to_string()), entry.metadata()?.len());
                    received.push(Received { number, etag, size });
                }
            }
            received.sort_by_key(|part| part.number);
            Ok(received)
        };
        list().map_err(|error: std::io::Error| {
            fault::lost("reading an upload", self.home.dir(), &error)
        })
    }

    pub(super) fn part(&self, number: u32, etag: &ETag) -> PathBuf {
        self.path.join(format!("{number:05}-{}", etag.0))
    }

    /// Removes the parts, all but the one with this ETag, of this number or of all. Not synced: a part
    /// that a loss of power brings back does no harm, as `complete` takes parts by their ETags.
    pub(super) fn drop_parts(
        &self,
        number: Option<u32>,
        keep: Option<&ETag>,
    ) -> Result<(), PortError> {
        for part in self.received()? {
            let matches = number.is_none_or(|number| number == part.number);
            if matches && keep != Some(&part.etag) {
                std::fs::remove_file(self.part(part.number, &part.etag))
                    .map_err(|error| fault::lost("clearing an upload", self.home.dir(), &error))?;
            }
        }
        Ok(())
    }

    /// Removes all of it; says whether there was anything.
    pub(super) fn remove(&self) -> Result<bool, PortError> {
        let removed = match std::fs::remove_dir_all(&self.path) {
            Ok(()) => disk::sync_parent(&self.path).map(|()| true),
            Err(error) if disk::is_missing(&error) => Ok(false),
            Err(error) => Err(error),
        };
        removed.map_err(|error| fault::lost("clearing an upload", self.home.dir(), &error))
    }
}
