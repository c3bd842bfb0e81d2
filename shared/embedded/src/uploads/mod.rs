//! Uploads as files below `staging/`: parts, then a whole file, then a link at the edge.

mod folder;
mod join;
mod name;
mod promote;
mod sink;
mod staging;
mod state;
mod sweep;
mod token;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_engine::port::{ETag, PortError, Received, Staged, UploadPlan, Uploads};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

pub(crate) use token::TokenKey;

use crate::fault::blocking;
use crate::home::Home;
use crate::objects::Folders;
use staging::Staging;

/// The staging place. Its part URLs point at our own server, which hands the bytes to its `PartSink`.
#[derive(Clone)]
pub(crate) struct DirUploads(Arc<Staging>);

impl DirUploads {
    pub(crate) fn new(home: Arc<Home>, folders: Arc<Folders>, key: TokenKey, base: &str) -> Self {
        Self(Arc::new(Staging::new(home, folders, key, base)))
    }
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
