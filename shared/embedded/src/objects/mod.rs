//! Objects as files below `edge/`, under their own paths.

mod folders;
mod litter;
mod walk;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as StorePath;
use object_store::{ObjectStore as _, PutMode, PutPayload};
use tokio::sync::Mutex;
use wavecast_engine::port::{ETag, Found, Listed, Objects, PortError};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use crate::fault::{self, blocking};
use crate::home::Home;
use crate::{disk, read};

pub(crate) use folders::Folders;
pub(crate) use litter::remove_litter;

/// Bytes of an object that is read in one piece.
const GET_BYTES: u64 = 128 << 20;
/// Bytes of a file's name, less what the store appends while it writes (`#1`).
const NAME_BYTES: usize = 255 - 4;

/// The edge's tree. An ETag is the SHA-256 of the bytes; the type and the caching of an object follow
/// from its key, so nothing is kept beside the bytes.
#[derive(Clone)]
pub(crate) struct DirObjects(Arc<Inner>);

struct Inner {
    home: Arc<Home>,
    store: LocalFileSystem,
    folders: Arc<Folders>,
    /// Held from the comparison to the rename. This process alone writes the tree, so that is enough.
    replacing: Mutex<()>,
}

impl DirObjects {
    pub(crate) fn open(
        home: Arc<Home>,
        folders: Arc<Folders>,
    ) -> Result<Self, object_store::Error> {
        let store = LocalFileSystem::new_with_prefix(home.edge())?.with_fsync(true);
        Ok(Self(Arc::new(Inner {
            home,
            store,
            folders,
            replacing: Mutex::new(()),
        })))
    }
}

impl Inner {
    fn path(&self, key: &ObjectKey) -> PathBuf {
        self.home.edge().join(key.path())
    }

    fn lost(&self, error: &std::io::Error) -> PortError {
        fault::lost("the objects", self.home.dir(), error)
    }

    /// Size and ETag of the file behind a key. What is too big for [`Objects::get`] came through
    /// `promote`, which verified that it has the hash in its name; anything else is read.
    fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
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

    /// Writes through the store, which doesn't say how far a failed write came. So the disk is asked:
    /// if the key stands as it stood before, the write is lost for sure.
    async fn put(
        self: Arc<Self>,
        key: ObjectKey,
        bytes: Bytes,
        mode: PutMode,
    ) -> Result<ETag, PortError> {
        let etag = ETag(Sha256::of(&bytes).to_string());
        let path = self.path(&key);
        let before = {
            let (inner, key, path) = (self.clone(), key.clone(), path.clone());
            blocking(move || {
                let made = inner.folders.make(&path);
                made.map_err(|error| inner.lost(&error))?;
                inner.head(&key)
            })
            .await?
        };
        let at = StorePath::from(key.path());
        let put = self
            .store
            .put_opts(&at, PutPayload::from(bytes), mode.into());
        let error = match put.await {
            Ok(_) => return Ok(etag),
            Err(error) => error,
        };
        blocking(move || Err(self.verdict(&key, before.as_ref(), &error))).await
    }

    /// What a failed write means.
    fn verdict(
        &self,
        key: &ObjectKey,
        before: Option<&(u64, ETag)>,
        error: &object_store::Error,
    ) -> PortError {
        let path = self.path(key);
        if matches!(error, object_store::Error::AlreadyExists { .. }) {
            // Who made it may have died before its name was durable, and our caller builds on it.
            return match disk::sync_parent(&path) {
                Ok(()) => PortError::Conflict,
                Err(error) => self.lost(&error),
            };
        }
        let message = if fault::is_full(error) {
            fault::full(self.home.dir())
        } else {
            format!("writing {}: {error}", path.display())
        };
        match self.head(key) {
            Ok(after) if after.as_ref() == before => PortError::Lost(message),
            _ => PortError::Unknown(message),
        }
    }

    async fn replace(
        self: Arc<Self>,
        key: ObjectKey,
        bytes: Bytes,
        etag: ETag,
    ) -> Result<ETag, PortError> {
        let whole = self.clone();
        let _replacing = whole.replacing.lock().await;
        let found = {
            let (inner, key) = (self.clone(), key.clone());
            blocking(move || inner.head(&key)).await?
        };
        match found {
            Some((_, found)) if found == etag => self.put(key, bytes, PutMode::Overwrite).await,
            _ => Err(PortError::Conflict),
        }
    }

    async fn delete(self: Arc<Self>, key: ObjectKey) -> Result<(), PortError> {
        let whole = self.clone();
        let _replacing = whole.replacing.lock().await;
        blocking(move || {
            disk::remove(&self.path(&key))
                .map(|_| ())
                .map_err(|error| fault::unknown("deleting an object", self.home.dir(), &error))
        })
        .await
    }
}

/// Runs a write to its end even if nobody waits any more: a lock that was let go in the middle would
/// let another writer in between comparison and rename.
async fn to_the_end<T: Send + 'static>(
    write: impl Future<Output = Result<T, PortError>> + Send + 'static,
) -> Result<T, PortError> {
    tokio::spawn(write)
        .await
        .unwrap_or_else(|error| Err(PortError::Unknown(format!("a disk task ended: {error}"))))
}

#[async_trait]
impl Objects for DirObjects {
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        _poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        check_name(key)?;
        to_the_end(self.0.clone().put(key.clone(), bytes, PutMode::Create)).await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        _poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        to_the_end(self.0.clone().replace(key.clone(), bytes, etag.clone())).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        let (inner, key) = (self.0.clone(), key.clone());
        blocking(move || {
            let path = inner.path(&key);
            let bytes = read::whole(&path, GET_BYTES).map_err(|error| inner.lost(&error))?;
            let Some(bytes) = bytes else { return Ok(None) };
            let bytes = Bytes::from(bytes.ok_or_else(|| {
                PortError::Refused(format!(
                    "{}: must be at most 128 MiB to be read whole",
                    key.path()
                ))
            })?);
            let etag = ETag(Sha256::of(&bytes).to_string());
            Ok(Some(Found { bytes, etag }))
        })
        .await
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        let (inner, key) = (self.0.clone(), key.clone());
        blocking(move || inner.head(&key)).await
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        let inner = self.0.clone();
        let (prefix, after) = (prefix.to_owned(), after.map(str::to_owned));
        blocking(move || {
            walk::list(&inner.home.edge(), &prefix, after.as_deref(), limit)
                .map_err(|error| inner.lost(&error))
        })
        .await
    }

    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        to_the_end(self.0.clone().delete(key.clone())).await
    }
}

/// Refuses a key that no file can be named after. The hash of a target stands in its file's name.
pub(crate) fn check_name(key: &ObjectKey) -> Result<(), PortError> {
    let path = key.path();
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.len() > NAME_BYTES {
        return Err(PortError::Refused(format!(
            "target name: must leave room for its hash, {} bytes at most on this disk",
            NAME_BYTES - 65
        )));
    }
    Ok(())
}
