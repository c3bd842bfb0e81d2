//! The way to the edge, and out of the staging place.

use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::super::{race, refused};
use super::{SPACE, Staging, begin, is_staged, now, pattern, stage};

fn at_edge(sha256: Sha256, folder: &str) -> ObjectKey {
    let path = match folder {
        "files" => format!("{SPACE}/files/{sha256}"),
        name => format!("{SPACE}/targets/{sha256}.{name}"),
    };
    ObjectKey::parse(&path).expect("a key")
}

pub(super) async fn promotes_by_hash(staging: &Staging) {
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

pub(super) async fn promotes_in_a_race(staging: Staging) {
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

pub(super) async fn forgets(staging: &Staging) {
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
