//! The way to the edge, and out of the staging place.

use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use super::super::{race, refused};
use super::{SPACE, Staging, begin, is_staged, now, pattern, put_part, stage};
use crate::port::{ONE_PART, PortError};

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

/// Parts of the right sizes and wrong bytes: refused when they are joined, or when the file is to be
/// promoted, but never at the edge, and nothing of them stays.
pub(super) async fn promotes_no_wrong_parts(staging: &Staging) {
    let file = pattern(usize::try_from(ONE_PART).expect("small") + 1000);
    let mut wrong = file.clone();
    wrong[9_000_000] ^= 1;
    let (sha256, size) = (Sha256::of(&file), file.len() as u64);
    let plan = begin(staging, "wrong-parts", &file).await;
    let mut parts = Vec::new();
    for part in &plan.parts {
        parts.push(put_part(staging, &plan, part.number, &wrong).await);
    }
    let joined = staging
        .uploads
        .complete(SPACE, "wrong-parts", &parts, now());
    let to = at_edge(sha256, "files");
    match joined.await {
        Err(PortError::Refused(_)) => {}
        Ok(_) => {
            let promoted = staging.uploads.promote(SPACE, sha256, size, None, &to);
            refused("wrong bytes", promoted.await);
        }
        Err(error) => panic!("wrong bytes are refused, not {error:?}"),
    }
    assert_eq!(staging.objects.head(&to).await.expect("head"), None);
    assert!(!is_staged(staging, sha256).await, "nothing is left behind");
    stage(staging, "wrong-parts", &file).await;
    let promoted = staging.uploads.promote(SPACE, sha256, size, None, &to);
    promoted.await.expect("the right bytes");
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
