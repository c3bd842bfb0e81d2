//! A data directory to try things on.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use wavecast_embedded::{Embedded, Local};
use wavecast_engine::port::{
    ByteStream, Clock, ETag, Entry, Expect, Key, Part, PortError, Staged, UploadPlan, Write,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000);
pub(crate) const SPACE: &str = "acme/lamp";
pub(crate) const BASE: &str = "http://127.0.0.1:8080/api/v1";

/// A clock that stands still.
pub(crate) struct Still(pub(crate) Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Opens a directory at [`NOW`].
pub(crate) fn open(dir: &Path) -> (Embedded, Local) {
    open_at(dir, NOW)
}

pub(crate) fn open_at(dir: &Path, now: Timestamp) -> (Embedded, Local) {
    let embedded = Embedded::open_at(dir, Arc::new(Still(now))).unwrap();
    let local = embedded.local(BASE).unwrap();
    (embedded, local)
}

pub(crate) fn key(pk: &str, sk: &str) -> Key {
    Key {
        pk: pk.to_owned(),
        sk: sk.to_owned(),
    }
}

pub(crate) fn entry(key: Key, body: impl Into<Bytes>) -> Entry {
    Entry {
        key,
        revision: 0,
        body: body.into(),
        due: None,
        by: None,
        expires: None,
    }
}

pub(crate) fn put(pk: &str, sk: &str, body: &str, expect: Expect) -> Write {
    Write::Put(entry(key(pk, sk), body.to_owned()), expect)
}

pub(crate) fn file_key(sha256: Sha256) -> ObjectKey {
    ObjectKey::parse(&format!("acme/lamp/files/{sha256}")).unwrap()
}

pub(crate) fn latest() -> ObjectKey {
    ObjectKey::parse("acme/lamp/stable/latest.ndjson").unwrap()
}

/// Bytes that differ by `seed`.
pub(crate) fn bytes(seed: u64, size: usize) -> Vec<u8> {
    let mut word = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut out = Vec::with_capacity(size + 8);
    while out.len() < size {
        word ^= word << 13;
        word ^= word >> 7;
        word ^= word << 17;
        out.extend_from_slice(&word.to_le_bytes());
    }
    out.truncate(size);
    out
}

pub(crate) fn body(bytes: &[u8]) -> ByteStream {
    let chunks: Vec<_> = bytes
        .chunks(64 * 1024)
        .map(|c| Ok(Bytes::copy_from_slice(c)))
        .collect();
    stream::iter(chunks).boxed()
}

pub(crate) fn token(part: &Part) -> &str {
    part.url.split_once("?token=").unwrap().1
}

/// Sends the part of `whole` that the plan cuts out.
pub(crate) async fn send(
    local: &Local,
    plan: &UploadPlan,
    part: &Part,
    whole: &[u8],
) -> Result<ETag, PortError> {
    let (from, size) = (
        usize::try_from(part.offset).unwrap(),
        usize::try_from(part.size).unwrap(),
    );
    let bytes = body(&whole[from..from + size]);
    local
        .parts
        .put(&plan.id, part.number, token(part), part.size, bytes, NOW)
        .await
}

/// Uploads a whole file; answers what `complete` wants to hear.
pub(crate) async fn send_all(
    local: &Local,
    id: &str,
    whole: &[u8],
) -> Result<Vec<(u32, ETag)>, PortError> {
    let (sha256, size) = (Sha256::of(whole), whole.len() as u64);
    let plan = local.uploads.begin(SPACE, id, sha256, size, NOW).await?;
    let mut sent = Vec::new();
    for part in &plan.parts {
        sent.push((part.number, send(local, &plan, part, whole).await?));
    }
    Ok(sent)
}

/// Uploads and completes.
pub(crate) async fn stage(local: &Local, id: &str, whole: &[u8]) -> Result<Staged, PortError> {
    let sent = send_all(local, id, whole).await?;
    local.uploads.complete(SPACE, id, &sent, NOW).await
}

/// How many files lie below a folder.
pub(crate) fn files_below(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, |entries| {
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { files_below(&path) } else { 1 })
            .sum()
    })
}

/// One ignored test of this binary, as a process of its own.
pub(crate) fn another(test: &str, dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([test, "--exact", "--ignored", "--nocapture"])
        .env("WAVECAST_TEST_DIR", dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    command
}

/// The directory that [`another`] gave this process.
pub(crate) fn given_dir() -> std::path::PathBuf {
    std::env::var_os("WAVECAST_TEST_DIR")
        .expect("is started by another test")
        .into()
}
