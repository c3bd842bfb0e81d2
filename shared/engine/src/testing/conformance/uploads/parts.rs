//! Parts: their layout, their way in, and what is refused on it.

use wavecast_wire::hash::Sha256;

use super::super::refused;
use super::{SPACE, Staging, begin, body, is_staged, now, pattern, put, put_part, stage};
use crate::port::{ETag, ONE_PART, PART, PARTS, UploadPlan};
use crate::testing::sender::Forgery;

pub(super) async fn lays_out_parts(staging: &Staging) {
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

pub(super) async fn takes_a_small_file(staging: &Staging) {
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

pub(super) async fn takes_parts_and_resumes(staging: &Staging) {
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

pub(super) async fn keeps_nothing_of_wrong_bytes(staging: &Staging) {
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

pub(super) async fn refuses_wrong_parts(staging: &Staging) {
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
    for Forgery { what, id, part } in staging.sender.forgeries("parts", &plan.parts[0]) {
        let sent = staging.sender.send(&id, &part, 1000, body(&file), now());
        refused(what, sent.await);
    }
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
