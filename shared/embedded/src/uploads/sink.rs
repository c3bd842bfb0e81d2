//! Taking the bytes of a part, as they come.

use std::io::Write as _;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use wavecast_engine::port::{ByteStream, ETag, PartSink, PortError, part_layout};
use wavecast_wire::hash::Hasher;
use wavecast_wire::time::Timestamp;

use super::DirUploads;
use super::folder::Folder;
use super::staging::{Staging, unknown_id};
use super::token::Bound;
use crate::disk::{Reach, Temp};
use crate::fault::blocking;

/// Bytes that are gathered before they are handed to the disk.
const GATHER: usize = 512 * 1024;

/// A part on its way. Dropped (its client went away), it is gone.
struct Arriving {
    staging: Arc<Staging>,
    temp: Temp,
    hasher: Hasher,
    size: u64,
}

#[async_trait]
impl PartSink for DirUploads {
    async fn put(
        &self,
        id: &str,
        number: u32,
        token: &str,
        length: u64,
        mut body: ByteStream,
        now: Timestamp,
    ) -> Result<ETag, PortError> {
        let bound = Bound {
            id,
            number,
            size: length,
        };
        // First of all, so that nobody without a token learns anything or costs a look at the disk.
        self.0.key.check(token, bound, now)?;
        let folder = self.0.folder(id)?;
        let (staging, looked) = (self.0.clone(), folder.clone());
        let mut arriving =
            blocking(move || Arriving::begin(staging, &looked, number, length)).await?;
        let mut gathered = BytesMut::new();
        let mut total = 0;
        while let Some(chunk) = body.next().await {
            let chunk = chunk?;
            total += chunk.len() as u64;
            if total > length {
                return Err(wrong_size(number, total, length));
            }
            gathered.extend_from_slice(&chunk);
            if gathered.len() >= GATHER {
                arriving = arriving.take(gathered.split().freeze()).await?;
            }
        }
        if total != length {
            return Err(wrong_size(number, total, length));
        }
        let id = id.to_owned();
        let arriving = arriving.take(gathered.freeze()).await?;
        blocking(move || arriving.finish(&folder, &id, number)).await
    }
}

impl Arriving {
    fn begin(
        staging: Arc<Staging>,
        folder: &Folder,
        number: u32,
        length: u64,
    ) -> Result<Self, PortError> {
        let state = folder.load()?.ok_or_else(unknown_id)?;
        let planned = part_layout(state.size);
        if !planned
            .iter()
            .any(|(planned, _, size)| (*planned, *size) == (number, length))
        {
            return Err(PortError::Refused(format!(
                "part {number}: is none of this upload's"
            )));
        }
        let temp = Temp::new(&staging.home.temp(), Reach::Public)
            .map_err(|error| staging.lost("storing a part", &error))?;
        Ok(Self {
            staging,
            temp,
            hasher: Hasher::default(),
            size: 0,
        })
    }

    /// Writes and hashes, off the async threads.
    async fn take(mut self, bytes: Bytes) -> Result<Self, PortError> {
        blocking(move || {
            self.hasher.update(&bytes);
            self.size += bytes.len() as u64;
            match self.temp.file().write_all(&bytes) {
                Ok(()) => Ok(self),
                Err(error) => Err(self.staging.lost("storing a part", &error)),
            }
        })
        .await
    }

    /// Gives the part its name; an earlier one of its number goes.
    fn finish(self, folder: &Folder, id: &str, number: u32) -> Result<ETag, PortError> {
        let Self {
            staging,
            temp,
            hasher,
            ..
        } = self;
        let etag = ETag(hasher.finish().to_string());
        staging.changing.run(id, || {
            // It may have been completed or swept while the bytes came.
            let state = folder.load()?.ok_or_else(unknown_id)?;
            if state.completed.is_some() {
                return Err(PortError::Refused(String::from(
                    "upload: is already complete",
                )));
            }
            temp.replace(&folder.part(number, &etag))
                .map_err(|halt| staging.halted("storing a part", halt))?;
            folder.drop_parts(Some(number), Some(&etag))?;
            Ok(etag.clone())
        })
    }
}

fn wrong_size(number: u32, found: u64, promised: u64) -> PortError {
    PortError::Refused(format!(
        "part {number}: {found} bytes came, must be {promised}; nothing of it was kept"
    ))
}
