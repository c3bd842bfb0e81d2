//! What is remembered of an upload: `staging/uploads/{id}/state.json`, and its parts beside it.
//!
//! A part's file is named `{number}-{sha256}`, so the parts that arrived, and their ETags, are what
//! the folder lists: there is no second account of them that could disagree.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wavecast_engine::port::{ETag, PortError, Received};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use crate::disk::{self, Halt, Reach, Temp};
use crate::home::Home;
use crate::{fault, read};

/// Bytes of a state file.
const STATE_BYTES: u64 = 4096;

/// What an upload promised, and whether it is done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) v: u32,
    pub(super) space: String,
    pub(super) sha256: Sha256,
    pub(super) size: u64,
    pub(super) begun: Timestamp,
    pub(super) completed: Option<Timestamp>,
}

impl State {
    /// An upload that begins.
    pub(super) fn begun(space: &str, sha256: Sha256, size: u64, now: Timestamp) -> Self {
        Self {
            v: 1,
            space: space.to_owned(),
            sha256,
            size,
            begun: now,
            completed: None,
        }
    }

    /// Whether both are of the same file in the same place.
    pub(super) fn promises_as(&self, other: &Self) -> bool {
        (&self.space, self.sha256, self.size) == (&other.space, other.sha256, other.size)
    }
}

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

fn read_part_name(name: &str) -> Option<(u32, Sha256)> {
    let (number, sha256) = name.split_once('-')?;
    Some((number.parse().ok()?, sha256.parse().ok()?))
}

/// Refuses an id that could name anything but a folder of its own.
fn check_id(id: &str) -> Result<(), PortError> {
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if (1..=64).contains(&id.len()) && id.bytes().all(alphabet) {
        return Ok(());
    }
    Err(PortError::Refused(String::from(
        "upload id: must be 1 to 64 of A-Z, a-z, 0-9, '-', '_'",
    )))
}

/// `org/app`, as a folder that can lead nowhere else.
pub(super) fn space_folder(space: &str) -> Result<PathBuf, PortError> {
    let wrong = |_| PortError::Refused(String::from("space: must be organization/application"));
    let (org, app) = space.split_once('/').ok_or(()).map_err(wrong)?;
    let org: OrgName = org.parse().map_err(|_| ()).map_err(wrong)?;
    let app: AppName = app.parse().map_err(|_| ()).map_err(wrong)?;
    Ok(Path::new(org.as_str()).join(app.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_spaces_lead_nowhere_else() {
        for id in ["", ".", "..", "a/b", "a.b", "ä", "a\0", &"a".repeat(65)] {
            assert!(check_id(id).is_err(), "{id}");
        }
        assert!(check_id("01K-a_Z").is_ok());
        for space in [
            "",
            "acme",
            "acme/",
            "/lamp",
            "../lamp",
            "acme/..",
            "acme/lamp/x",
            "Acme/lamp",
        ] {
            assert!(space_folder(space).is_err(), "{space}");
        }
        assert_eq!(space_folder("acme/lamp").unwrap(), Path::new("acme/lamp"));
    }

    #[test]
    fn only_whole_part_names_count() {
        let name = format!("00012-{}", Sha256([1; 32]));
        assert_eq!(read_part_name(&name), Some((12, Sha256([1; 32]))));
        for name in ["state.json", "00012", "00012-abc", "x-y"] {
            assert_eq!(read_part_name(name), None, "{name}");
        }
    }
}
