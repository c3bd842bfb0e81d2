//! Reading and writing single objects.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use wavecast_engine::port::{ETag, Found, Listed, PortError};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::{Folders, walk};
use crate::alone::Alone;
use crate::disk::{self, Halt, Reach, Temp};
use crate::home::Home;
use crate::{fault, read};

/// Bytes of an object that is read in one piece.
const GET_BYTES: u64 = 128 << 20;

/// The files below `edge/`.
pub(super) struct Tree {
    home: Arc<Home>,
    folders: Arc<Folders>,
    /// Held per object from the comparison to the rename.
    changing: Alone,
}

impl Tree {
    pub(super) fn new(home: Arc<Home>, folders: Arc<Folders>) -> Self {
        let changing = Alone::default();
        Self {
            home,
            folders,
            changing,
        }
    }

    fn path(&self, key: &ObjectKey) -> PathBuf {
        self.home.edge().join(key.path())
    }

    fn lost(&self, error: &std::io::Error) -> PortError {
        fault::lost("the objects", self.home.dir(), error)
    }

    fn halted(&self, halt: Halt) -> PortError {
        fault::halted("the objects", self.home.dir(), halt)
    }

    /// The file is written and synced aside, then gets its name if that is free.
    pub(super) fn create(&self, key: &ObjectKey, bytes: &[u8]) -> Result<ETag, PortError> {
        let path = self.path(key);
        let create = || {
            self.folders.make(&path)?;
            Temp::with(&self.home.temp(), Reach::Public, bytes)?.place(&path)
        };
        match create() {
            Ok(true) => Ok(etag_of(bytes)),
            Ok(false) => Err(PortError::Conflict),
            Err(halt) => Err(self.halted(halt)),
        }
    }

    /// The file is written and synced aside, then takes the name from the one that was compared.
    pub(super) fn replace(
        &self,
        key: &ObjectKey,
        bytes: &[u8],
        etag: &ETag,
    ) -> Result<ETag, PortError> {
        let path = self.path(key);
        self.changing.run(&key.path(), || {
            if self.head(key)?.is_none_or(|(_, found)| found != *etag) {
                return Err(PortError::Conflict);
            }
            Temp::with(&self.home.temp(), Reach::Public, bytes)
                .map_err(Halt::from)
                .and_then(|temp| temp.replace(&path))
                .map_err(|halt| self.halted(halt))?;
            Ok(etag_of(bytes))
        })
    }

    pub(super) fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        let found = read::whole(&self.path(key), GET_BYTES).map_err(|error| self.lost(&error))?;
        let Some(bytes) = found else { return Ok(None) };
        let bytes = bytes.ok_or_else(|| {
            PortError::Refused(format!(
                "{}: must be at most 128 MiB to be read whole",
                key.path()
            ))
        })?;
        let etag = etag_of(&bytes);
        Ok(Some(Found {
            bytes: Bytes::from(bytes),
            etag,
        }))
    }

    /// What is too big for `get` came through `promote`, which verified that it has the hash in its
    /// name; anything else is hashed.
    pub(super) fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        let path = self.path(key);
        let size = read::size(&path).map_err(|error| self.lost(&error))?;
        match (size, key) {
            (None, _) => Ok(None),
            (Some(size), ObjectKey::File(_, _, sha256) | ObjectKey::Target(_, _, sha256, _))
                if size > GET_BYTES =>
            {
                Ok(Some((size, ETag(sha256.to_string()))))
            }
            _ => {
                let hashed = read::hash(&path).map_err(|error| self.lost(&error))?;
                Ok(hashed.map(|(sha256, size)| (size, ETag(sha256.to_string()))))
            }
        }
    }

    pub(super) fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        walk::list(&self.home.edge(), prefix, after, limit).map_err(|error| self.lost(&error))
    }

    pub(super) fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        self.changing.run(&key.path(), || {
            disk::remove(&self.path(key))
                .map(|_| ())
                .map_err(|halt| self.halted(halt))
        })
    }
}

fn etag_of(bytes: &[u8]) -> ETag {
    ETag(Sha256::of(bytes).to_string())
}
