//! The contract of [`Uploads`] and of those who take parts for it: parts, resumption, hashes, promotion.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use crate::port::{ByteStream, ETag, Objects, Part, PortError, UploadPlan, Uploads};
use crate::testing::sender::PartSender;

mod parts;
mod promote;

/// A staging place with the edge that it promotes to.
pub struct Staging {
    /// The staging place.
    pub uploads: Arc<dyn Uploads>,
    /// Sends parts as a client does.
    pub sender: Arc<dyn PartSender>,
    /// The edge.
    pub objects: Arc<dyn Objects>,
}

const SPACE: &str = "acme/lamp";

/// Checks a staging place. `make` answers a fresh, empty one every time.
pub async fn uploads(make: impl Fn() -> Staging) {
    parts::lays_out_parts(&make()).await;
    parts::takes_a_small_file(&make()).await;
    parts::takes_parts_and_resumes(&make()).await;
    parts::keeps_nothing_of_wrong_bytes(&make()).await;
    parts::refuses_wrong_parts(&make()).await;
    promote::promotes_by_hash(&make()).await;
    promote::promotes_no_wrong_parts(&make()).await;
    promote::promotes_in_a_race(make()).await;
    promote::forgets(&make()).await;
}

/// Backends that keep times in files know only the real clock.
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.expect("after 1970").as_secs();
    Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX))
}

fn pattern(size: usize) -> Vec<u8> {
    (0..size)
        .map(|n| u8::try_from(n % 251).unwrap_or(0))
        .collect()
}

async fn begin(staging: &Staging, id: &str, bytes: &[u8]) -> UploadPlan {
    let begun = staging
        .uploads
        .begin(SPACE, id, Sha256::of(bytes), bytes.len() as u64, now());
    begun.await.expect("begin")
}

fn part(plan: &UploadPlan, number: u32) -> &Part {
    let mut parts = plan.parts.iter();
    parts.find(|part| part.number == number).expect("a part")
}

async fn put(
    staging: &Staging,
    plan: &UploadPlan,
    number: u32,
    length: u64,
    bytes: &[u8],
) -> Result<ETag, PortError> {
    let part = part(plan, number);
    let sent = staging
        .sender
        .send(&plan.id, part, length, body(bytes), now());
    sent.await
}

fn body(bytes: &[u8]) -> ByteStream {
    let chunks: Vec<Result<Bytes, PortError>> = bytes
        .chunks(100_000)
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    Box::pin(stream::iter(chunks))
}

/// Puts one part of a file as it stands in the plan.
async fn put_part(staging: &Staging, plan: &UploadPlan, number: u32, file: &[u8]) -> (u32, ETag) {
    let part = part(plan, number);
    let from = usize::try_from(part.offset).expect("small");
    let some = &file[from..from + usize::try_from(part.size).expect("small")];
    (
        number,
        put(staging, plan, number, part.size, some)
            .await
            .expect("put"),
    )
}

async fn stage(staging: &Staging, id: &str, file: &[u8]) -> Sha256 {
    let plan = begin(staging, id, file).await;
    let mut parts = Vec::new();
    for part in &plan.parts {
        parts.push(put_part(staging, &plan, part.number, file).await);
    }
    let staged = staging
        .uploads
        .complete(SPACE, id, &parts, now())
        .await
        .expect("complete");
    assert_eq!(
        (staged.sha256, staged.size),
        (Sha256::of(file), file.len() as u64)
    );
    staged.sha256
}

async fn is_staged(staging: &Staging, sha256: Sha256) -> bool {
    staging
        .uploads
        .staged(SPACE, sha256)
        .await
        .expect("staged")
        .is_some()
}
