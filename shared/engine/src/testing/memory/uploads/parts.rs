//! Parts that arrive, and parts that are joined.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt as _;
use wavecast_wire::time::Timestamp;

use super::super::lock;
use super::{MemoryUploads, Upload, etag, refused, token};
use crate::port::{ByteStream, ETag, PartSink, PortError, part_layout};

/// The parts in order, all there and as the caller saw them.
pub(super) fn join(upload: &Upload, parts: &[(u32, ETag)]) -> Result<Bytes, PortError> {
    let wanted = part_layout(upload.size);
    let named: BTreeMap<u32, &ETag> = parts.iter().map(|(number, etag)| (*number, etag)).collect();
    if parts.len() != wanted.len() || named.len() != wanted.len() {
        return Err(refused("every part must be named once"));
    }
    let mut joined = Vec::new();
    for (number, _, _) in wanted {
        let bytes = upload.parts.get(&number);
        let bytes = bytes.ok_or_else(|| refused("a named part didn't arrive"))?;
        if named.get(&number) != Some(&&etag(bytes)) {
            return Err(refused(
                "a part has another ETag than the one that is named",
            ));
        }
        joined.extend_from_slice(bytes);
    }
    Ok(joined.into())
}

#[async_trait]
impl PartSink for MemoryUploads {
    async fn put(
        &self,
        id: &str,
        number: u32,
        offered: &str,
        length: u64,
        mut body: ByteStream,
        _now: Timestamp,
    ) -> Result<ETag, PortError> {
        if offered != token(id) {
            return Err(refused("the URL isn't one that was minted here"));
        }
        let size = {
            let state = lock(&self.state);
            let upload = state.uploads.get(id);
            let upload = upload.ok_or_else(|| refused("there is no such upload"))?;
            let part = part_layout(upload.size)
                .into_iter()
                .find(|part| part.0 == number);
            part.ok_or_else(|| refused("there is no such part"))?.2
        };
        if length != size {
            return Err(refused("the part must have exactly the announced size"));
        }
        let mut bytes = Vec::new();
        while let Some(some) = body.next().await {
            bytes.extend_from_slice(&some?);
            if bytes.len() as u64 > size {
                return Err(refused("the part is longer than announced"));
            }
        }
        if bytes.len() as u64 != size {
            return Err(refused("the part is shorter than announced"));
        }
        let etag = etag(&bytes);
        let mut state = lock(&self.state);
        let upload = state.uploads.get_mut(id);
        let upload = upload.ok_or_else(|| refused("there is no such upload"))?;
        upload.parts.insert(number, bytes.into());
        Ok(etag)
    }
}
