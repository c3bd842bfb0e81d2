//! The staging place: nobody who uploads can write the edge.

use std::collections::BTreeMap;
use std::pin::Pin;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::Stream;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use super::{ETag, PortError};

/// Bytes on their way.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, PortError>> + Send>>;

/// One part to upload: PUT `url` with exactly `headers`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Part {
    /// From 1.
    pub number: u32,
    /// Where it begins in the file.
    pub offset: u64,
    /// Bytes.
    pub size: u64,
    /// Presigned; good until `UploadPlan::expires`.
    pub url: String,
    /// To be sent exactly.
    pub headers: BTreeMap<String, String>,
}

/// How a file is uploaded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UploadPlan {
    /// The upload's id, opaque.
    pub id: String,
    /// One up to 16 MiB, else equal parts of at least 8 MiB, at most 10,000.
    pub parts: Vec<Part>,
    /// When the URLs end; minted again by `parts`.
    pub expires: Timestamp,
}

/// Files up to this size are one part: 16 MiB.
pub const ONE_PART: u64 = 16 << 20;
/// The smallest part of a larger file, but for its last: 8 MiB.
pub const PART: u64 = 8 << 20;
/// The most parts of one upload.
pub const PARTS: u64 = 10_000;

/// The parts of a file as `(number, offset, size)`: one up to 16 MiB, else equal ones of at least
/// 8 MiB, the last smaller, at most 10,000.
#[must_use]
pub fn part_layout(size: u64) -> Vec<(u32, u64, u64)> {
    if size <= ONE_PART {
        return vec![(1, 0, size)];
    }
    let part = size.div_ceil(PARTS).max(PART);
    (1..)
        .zip((0..size.div_ceil(part)).map(|index| index * part))
        .map(|(number, offset)| (number, offset, part.min(size - offset)))
        .collect()
}

/// A part that arrived.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Received {
    /// From 1.
    pub number: u32,
    /// Its ETag.
    pub etag: ETag,
    /// Bytes.
    pub size: u64,
}

/// A whole file in the staging place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Staged {
    /// The hash that was promised of it; verified over the whole file before it is promoted.
    pub sha256: Sha256,
    /// Bytes.
    pub size: u64,
    /// When it was completed.
    pub at: Timestamp,
}

/// The staging place of one application's files; `space` is `org/app`.
///
/// Contract: after `complete` returned `Ok` the file is durable and has the size. Its hash is verified
/// by then, or, where nobody can wait for a large file of several parts to be read, by `promote`, which
/// trusts nothing else: it copies or links a staged (or, with `from`, an already promoted) file to the
/// edge, durably, if absent. A file whose hash or size is wrong is refused and leaves nothing behind.
#[async_trait]
pub trait Uploads: Send + Sync {
    /// Begins an upload under a caller-made id; the same id begins the same upload, and begins
    /// anew after that was completed, refused or expired.
    async fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError>;

    /// The parts that arrived, and all parts with URLs minted anew. `Lost` is not an answer for an unknown id: `Refused` is.
    async fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError>;

    /// Joins the parts and verifies the size, and the hash if it can be taken soon.
    async fn complete(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError>;

    /// Whether a whole file is staged.
    async fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError>;

    /// Reads a small staged file (a file list), at most `max` bytes.
    async fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError>;

    /// Puts a staged file at the edge, if absent; `from` names an object with the same bytes that
    /// is there already. Verifies the hash of what it places.
    async fn promote(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError>;

    /// Forgets a staged file; a missing one is fine.
    async fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError>;

    /// Forgets unfinished uploads and staged files begun before this; says how many.
    async fn expire(&self, before: Timestamp) -> Result<u64, PortError>;
}

/// For backends whose presigned URLs point at our own server: takes a part's bytes.
///
/// Contract: streams, never holds a part in memory whole; `Refused` when the token, size or
/// number is wrong, and nothing is left behind.
#[async_trait]
pub trait PartSink: Send + Sync {
    /// Stores a part. `token` is what the URL carried; `length` the request's content length.
    async fn put(
        &self,
        id: &str,
        number: u32,
        token: &str,
        length: u64,
        body: ByteStream,
        now: Timestamp,
    ) -> Result<ETag, PortError>;
}
