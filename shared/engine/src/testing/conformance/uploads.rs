//! The contract of [`Uploads`] and [`PartSink`]: parts, resumption, hashes, promotion.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use super::{race, refused};
use crate::port::{ETag, ONE_PART, Objects, PART, PARTS, PartSink, PortError, UploadPlan, Uploads};

/// A staging place with the edge that it promotes to.
pub struct Staging {
    /// The staging place.
    pub uploads: Arc<dyn Uploads>,
    /// Takes parts; the token stands in the URL's query as `token=`.
    pub sink: Arc<dyn PartSink>,
    /// The edge.
    pub objects: Arc<dyn Objects>,
}

const SPACE: &str = "acme/lamp";

/// Checks a staging place. `make` answers a fresh, empty one every time.
pub async fn uploads(make: impl Fn() -> Staging) {
    lays_out_parts(&make()).await;
    takes_a_small_file(&make()).await;
    takes_parts_and_resumes(&make()).await;
    keeps_nothing_of_wrong_bytes(&make()).await;
    refuses_wrong_parts(&make()).await;
    promotes_by_hash(&make()).await;
    promotes_in_a_race(make()).await;
    forgets(&make()).await;
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

fn token(plan: &UploadPlan, number: u32) -> String {
    let part = plan
        .parts
        .iter()
        .find(|part| part.number == number)
        .expect("a part");
    let (_, token) = part.url.rsplit_once("token=").expect("a token in the URL");
    token.to_owned()
}

async fn put(
    staging: &Staging,
    plan: &UploadPlan,
    number: u32,
    length: u64,
    bytes: &[u8],
) -> Result<ETag, PortError> {
    let chunks: Vec<Result<Bytes, PortError>> = bytes
        .chunks(100_000)
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    let body = Box::pin(stream::iter(chunks));
    staging
        .sink
        .put(&plan.id, number, &token(plan, number), length, body, now())
        .await
}

/// Puts one part of a file as it stands in the plan.
async fn put_part(staging: &Staging, plan: &UploadPlan, number: u32, file: &[u8]) -> (u32, ETag) {
    let part = plan
        .parts
        .iter()
        .find(|part| part.number == number)
        .expect("a part");
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

async fn lays_out_parts(staging: &Staging) {
    let sizes = [
        0,
        1,
        ONE_PART,
        ONE_PART + 1,
        100_000_000,
        PART * PARTS + 1,
        16 << 30,
    ];
    for (n, size) in sizes.into_iter().enumerate() {
        let sha256 = Sha256::of(&size.to_be_bytes());
        let id = format!("id{n}");
        let begun = staging.uploads.begin(SPACE, &id, sha256, size, now());
        let parts = begun.await.expect("begin").parts;
        let mut offset = 0;
        for (number, part) in (1..).zip(&parts) {
            assert_eq!(
                (part.number, part.offset),
                (number, offset),
                "of {size} bytes"
            );
            offset += part.size;
        }
        assert_eq!(offset, size, "the parts are the whole file");
        assert!(parts.len() as u64 <= PARTS);
        assert_eq!(
            parts.len() == 1,
            size <= ONE_PART,
            "one part up to 16 MiB: {size}"
        );
        if let [first, middle @ .., last] = &parts[..] {
            assert!(first.size >= PART && middle.iter().all(|part| part.size == first.size));
            assert!(last.size <= first.size && last.size > 0);
        }
    }
}

async fn takes_a_small_file(staging: &Staging) {
    for (id, file) in [
        ("a", pattern(10)),
        ("b", Vec::new()),
        ("c", pattern(1 << 20)),
    ] {
        let sha256 = stage(staging, id, &file).await;
        let read = staging
            .uploads
            .read(SPACE, sha256, file.len())
            .await
            .expect("read");
        assert_eq!(read, file);
        if !file.is_empty() {
            refused(
                "a read of less",
                staging.uploads.read(SPACE, sha256, file.len() - 1).await,
            );
        }
        let elsewhere = staging
            .uploads
            .staged("acme/other", sha256)
            .await
            .expect("staged");
        assert_eq!(elsewhere, None, "one application's files are no other's");
    }
    let unknown = Sha256::of(b"unknown");
    assert!(!is_staged(staging, unknown).await);
    refused(
        "a read of nothing",
        staging.uploads.read(SPACE, unknown, 10).await,
    );
}

async fn takes_parts_and_resumes(staging: &Staging) {
    let file = pattern(usize::try_from(ONE_PART).expect("small") + 12_345);
    let plan = begin(staging, "big", &file).await;
    assert_eq!(plan.parts.len(), 3);
    let second = put_part(staging, &plan, 2, &file).await;
    // Another process goes on: the same id, the same upload.
    let again = begin(staging, "big", &file).await;
    let sizes = |plan: &UploadPlan| plan.parts.iter().map(|part| part.size).collect::<Vec<_>>();
    assert_eq!((&again.id, sizes(&again)), (&plan.id, sizes(&plan)));
    let (minted, received) = staging
        .uploads
        .parts(SPACE, "big", now())
        .await
        .expect("parts");
    let received: Vec<_> = received
        .into_iter()
        .map(|one| (one.number, one.etag))
        .collect();
    assert_eq!(received, std::slice::from_ref(&second));
    refused(
        "a complete without all",
        staging
            .uploads
            .complete(SPACE, "big", &received, now())
            .await,
    );
    let first = put_part(staging, &minted, 1, &file).await;
    let third = put_part(staging, &minted, 3, &file).await;
    // The same part again is the same part.
    assert_eq!(put_part(staging, &minted, 1, &file).await, first);
    let parts = [first, second, third];
    staging
        .uploads
        .complete(SPACE, "big", &parts, now())
        .await
        .expect("complete");
    assert!(is_staged(staging, Sha256::of(&file)).await);
}

async fn keeps_nothing_of_wrong_bytes(staging: &Staging) {
    let (file, mut wrong) = (pattern(1000), pattern(1000));
    wrong[500] ^= 1;
    let plan = begin(staging, "wrong", &file).await;
    let etag = put(staging, &plan, 1, 1000, &wrong).await;
    // A backend may refuse when the part arrives, or when the file is joined.
    if let Ok(etag) = etag {
        let parts = [(1, etag)];
        refused(
            "wrong bytes",
            staging
                .uploads
                .complete(SPACE, "wrong", &parts, now())
                .await,
        );
    }
    for bytes in [&file, &wrong] {
        assert!(
            !is_staged(staging, Sha256::of(bytes)).await,
            "nothing is left behind"
        );
    }
    stage(staging, "wrong", &file).await;
}

async fn refuses_wrong_parts(staging: &Staging) {
    let file = pattern(1000);
    let plan = begin(staging, "parts", &file).await;
    refused(
        "a shorter part",
        put(staging, &plan, 1, 999, &file[..999]).await,
    );
    refused(
        "a part that ends early",
        put(staging, &plan, 1, 1000, &file[..999]).await,
    );
    refused(
        "a part that goes on",
        put(staging, &plan, 1, 1000, &pattern(1001)).await,
    );
    let body = || Box::pin(stream::iter(vec![Ok(Bytes::from(pattern(1000)))]));
    let forged = staging.sink.put("parts", 1, "forged", 1000, body(), now());
    refused("a forged token", forged.await);
    let token = token(&plan, 1);
    refused(
        "a part too many",
        staging
            .sink
            .put("parts", 2, &token, 1000, body(), now())
            .await,
    );
    refused(
        "an unknown upload",
        staging
            .sink
            .put("nobody", 1, &token, 1000, body(), now())
            .await,
    );
    let (_, received) = staging
        .uploads
        .parts(SPACE, "parts", now())
        .await
        .expect("parts");
    assert!(
        received.is_empty(),
        "what was refused leaves nothing behind"
    );
    let etag = put(staging, &plan, 1, 1000, &file).await.expect("put");
    let other = ETag("another".to_owned());
    refused(
        "another ETag",
        staging
            .uploads
            .complete(SPACE, "parts", &[(1, other)], now())
            .await,
    );
    refused(
        "an unknown upload",
        staging.uploads.parts(SPACE, "nobody", now()).await,
    );
    refused(
        "another's upload",
        staging.uploads.parts("acme/other", "parts", now()).await,
    );
    let parts = [(1, etag)];
    staging
        .uploads
        .complete(SPACE, "parts", &parts, now())
        .await
        .expect("complete");
}

fn at_edge(sha256: Sha256, folder: &str) -> ObjectKey {
    let path = match folder {
        "files" => format!("{SPACE}/files/{sha256}"),
        name => format!("{SPACE}/targets/{sha256}.{name}"),
    };
    ObjectKey::parse(&path).expect("a key")
}

async fn promotes_by_hash(staging: &Staging) {
    let file = pattern(5000);
    let sha256 = stage(staging, "promote", &file).await;
    let (to, image) = (at_edge(sha256, "files"), at_edge(sha256, "image.bin"));
    let promote = |size, from, to| staging.uploads.promote(SPACE, sha256, size, from, to);
    refused("a wrong size", promote(4999, None, &to).await);
    assert_eq!(staging.objects.head(&to).await.expect("head"), None);
    promote(5000, None, &to).await.expect("promote");
    promote(5000, None, &to).await.expect("again is fine");
    assert_eq!(
        staging
            .objects
            .get(&to)
            .await
            .expect("get")
            .expect("there")
            .bytes,
        file
    );
    staging
        .uploads
        .discard(SPACE, sha256)
        .await
        .expect("discard");
    promote(5000, Some(&to), &image)
        .await
        .expect("from what is at the edge");
    assert_eq!(
        staging
            .objects
            .get(&image)
            .await
            .expect("get")
            .expect("there")
            .bytes,
        file
    );
    let unknown = Sha256::of(b"unknown");
    let nowhere = at_edge(unknown, "files");
    let promote = |size, from| {
        staging
            .uploads
            .promote(SPACE, unknown, size, from, &nowhere)
    };
    refused("nothing staged", promote(7, None).await);
    refused(
        "other bytes than the name says",
        promote(5000, Some(&to)).await,
    );
    assert_eq!(staging.objects.head(&nowhere).await.expect("head"), None);
}

async fn promotes_in_a_race(staging: Staging) {
    let file = pattern(300_000);
    let sha256 = stage(&staging, "race", &file).await;
    let results = race(|_| {
        let uploads = staging.uploads.clone();
        async move {
            let to = at_edge(sha256, "files");
            uploads.promote(SPACE, sha256, 300_000, None, &to).await
        }
    });
    assert!(
        results.await.iter().all(Result::is_ok),
        "promoting is if-absent"
    );
    let found = staging
        .objects
        .get(&at_edge(sha256, "files"))
        .await
        .expect("get");
    assert_eq!(found.expect("there").bytes, file);
}

async fn forgets(staging: &Staging) {
    let (file, other) = (pattern(100), pattern(200));
    let sha256 = stage(staging, "keep", &file).await;
    begin(staging, "unfinished", &other).await;
    staging
        .uploads
        .expire(now().plus(-3600))
        .await
        .expect("expire");
    assert!(is_staged(staging, sha256).await, "younger things stay");
    assert!(
        staging
            .uploads
            .parts(SPACE, "unfinished", now())
            .await
            .is_ok()
    );
    let swept = staging
        .uploads
        .expire(now().plus(3600))
        .await
        .expect("expire");
    assert!(swept >= 2, "it says how many: {swept}");
    assert!(!is_staged(staging, sha256).await);
    refused(
        "a forgotten upload",
        staging.uploads.parts(SPACE, "unfinished", now()).await,
    );
    let sha256 = stage(staging, "keep", &file).await;
    staging
        .uploads
        .discard(SPACE, sha256)
        .await
        .expect("discard");
    staging
        .uploads
        .discard(SPACE, sha256)
        .await
        .expect("a missing one is fine");
    assert!(!is_staged(staging, sha256).await);
}
