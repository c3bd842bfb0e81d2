//! Objects as files below `edge/`, under their own paths.

mod folders;
mod tree;
mod walk;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_engine::port::{ETag, Found, Listed, Objects, PortError};
use wavecast_wire::object::ObjectKey;

pub(crate) use folders::Folders;

use crate::fault::blocking;
use crate::home::Home;
use tree::Tree;

/// The edge's tree. An ETag is the SHA-256 of the bytes; the type and the caching of an object follow
/// from its key, so nothing is kept beside the bytes.
///
/// Each call runs to its end even if nobody waits for it any more: a lock that was let go in the
/// middle would let another writer in between comparison and rename.
#[derive(Clone)]
pub(crate) struct DirObjects(Arc<Tree>);

impl DirObjects {
    pub(crate) fn new(home: Arc<Home>, folders: Arc<Folders>) -> Self {
        Self(Arc::new(Tree::new(home, folders)))
    }
}

#[async_trait]
impl Objects for DirObjects {
    async fn create(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        _poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        let (tree, key) = (self.0.clone(), key.clone());
        blocking(move || tree.create(&key, &bytes)).await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        _poll_seconds: u32,
    ) -> Result<ETag, PortError> {
        let (tree, key, etag) = (self.0.clone(), key.clone(), etag.clone());
        blocking(move || tree.replace(&key, &bytes, &etag)).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        let (tree, key) = (self.0.clone(), key.clone());
        blocking(move || tree.get(&key)).await
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        let (tree, key) = (self.0.clone(), key.clone());
        blocking(move || tree.head(&key)).await
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        let (tree, prefix) = (self.0.clone(), prefix.to_owned());
        let after = after.map(str::to_owned);
        blocking(move || tree.list(&prefix, after.as_deref(), limit)).await
    }

    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        let (tree, key) = (self.0.clone(), key.clone());
        blocking(move || tree.delete(&key)).await
    }
}
