//! Uploads, from the first part to the edge.

use futures_util::{StreamExt as _, stream};
use wavecast_engine::port::{ETag, PortError};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use crate::bed::{
    NOW, SPACE, body, bytes, file_key, files_below, open, send, send_all, stage, token,
};

fn refused<T: std::fmt::Debug>(outcome: Result<T, PortError>) -> String {
    match outcome {
        Err(PortError::Refused(message)) => message,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_small_file_goes_all_the_way() {
    let dir = tempfile::tempdir().unwrap();
    let (embedded, local) = open(dir.path());
    for (n, size) in [0, 1, 70_000].into_iter().enumerate() {
        let whole = bytes(7, size);
        let sha256 = Sha256::of(&whole);
        let staged = stage(&local, &format!("u{n}"), &whole).await.unwrap();
        assert_eq!(
            (staged.sha256, staged.size, staged.at),
            (sha256, size as u64, NOW)
        );
        assert_eq!(
            local.uploads.staged(SPACE, sha256).await.unwrap(),
            Some(staged)
        );
        assert_eq!(
            local.uploads.read(SPACE, sha256, size).await.unwrap(),
            whole
        );
        let to = file_key(sha256);
        local
            .uploads
            .promote(SPACE, sha256, size as u64, None, &to)
            .await
            .unwrap();
        local
            .uploads
            .promote(SPACE, sha256, size as u64, None, &to)
            .await
            .unwrap();
        local.uploads.discard(SPACE, sha256).await.unwrap();
        assert_eq!(local.objects.get(&to).await.unwrap().unwrap().bytes, whole);
    }
    assert_eq!(files_below(&embedded.edge_dir()), 3);
}

#[tokio::test]
async fn a_large_file_resumes_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let whole = bytes(1, (20 << 20) + 5);
    let (sha256, size) = (Sha256::of(&whole), whole.len() as u64);
    let (first, plan) = {
        let (_embedded, local) = open(dir.path());
        let plan = local
            .uploads
            .begin(SPACE, "big", sha256, size, NOW)
            .await
            .unwrap();
        let sizes: Vec<_> = plan.parts.iter().map(|part| part.size).collect();
        assert_eq!(sizes, [8 << 20, 8 << 20, (4 << 20) + 5]);
        (
            send(&local, &plan, &plan.parts[1], &whole).await.unwrap(),
            plan,
        )
    };
    let (_embedded, local) = open(dir.path());
    let early = local
        .uploads
        .complete(SPACE, "big", &[(2, first.clone())], NOW)
        .await;
    assert!(refused(early).contains("each of 1 to 3 once"));
    assert_eq!(
        local
            .uploads
            .begin(SPACE, "big", sha256, size, NOW)
            .await
            .unwrap(),
        plan
    );
    let (again, received) = local.uploads.parts(SPACE, "big", NOW).await.unwrap();
    assert_eq!(again, plan, "URLs outlive a restart");
    assert_eq!(received.len(), 1);
    assert_eq!(
        (received[0].number, &received[0].etag, received[0].size),
        (2, &first, 8 << 20)
    );
    let mut parts = vec![(2, first)];
    for part in [&plan.parts[2], &plan.parts[0]] {
        parts.push((
            part.number,
            send(&local, &plan, part, &whole).await.unwrap(),
        ));
    }
    let twice = [&parts[..2], &parts[..1]].concat();
    assert!(refused(local.uploads.complete(SPACE, "big", &twice, NOW).await).contains("once"));
    let staged = local
        .uploads
        .complete(SPACE, "big", &parts, NOW)
        .await
        .unwrap();
    assert_eq!((staged.sha256, staged.size), (sha256, size));
    let again = local
        .uploads
        .complete(SPACE, "big", &parts, NOW.plus(5))
        .await
        .unwrap();
    assert_eq!(again, staged, "completing twice answers the same");
    assert_eq!(
        files_below(&dir.path().join("staging")),
        2,
        "the file and its upload's state"
    );
    let to = file_key(sha256);
    local
        .uploads
        .promote(SPACE, sha256, size, None, &to)
        .await
        .unwrap();
    assert_eq!(
        local.objects.head(&to).await.unwrap().unwrap(),
        (size, ETag(sha256.to_string()))
    );
}

#[tokio::test]
async fn a_wrong_hash_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let promised = Sha256::of(b"right");
    let plan = local
        .uploads
        .begin(SPACE, "u", promised, 5, NOW)
        .await
        .unwrap();
    let etag = send(&local, &plan, &plan.parts[0], b"wrong").await.unwrap();
    let error = refused(local.uploads.complete(SPACE, "u", &[(1, etag)], NOW).await);
    assert!(
        error.contains(&promised.to_string()) && error.contains("nothing of it was kept"),
        "{error}"
    );
    assert_eq!(files_below(&dir.path().join("staging")), 0);
    assert!(refused(local.uploads.parts(SPACE, "u", NOW).await).contains("begin it again"));
    stage(&local, "u", b"right").await.unwrap();
}

#[tokio::test]
async fn a_part_of_the_wrong_size_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let whole = bytes(3, 900_000);
    let plan = local
        .uploads
        .begin(SPACE, "u", Sha256::of(&whole), 900_000, NOW)
        .await
        .unwrap();
    let part = &plan.parts[0];
    let expected = [(String::from("content-length"), String::from("900000"))];
    assert_eq!(
        part.headers.clone().into_iter().collect::<Vec<_>>(),
        expected
    );
    for sent in [&whole[..899_999], &[&whole[..], b"x"].concat()] {
        let put = local
            .parts
            .put("u", 1, token(part), 900_000, body(sent), NOW)
            .await;
        assert!(refused(put).contains("nothing of it was kept"));
    }
    let broken = stream::iter([
        Ok(whole[..600_000].to_vec().into()),
        Err(PortError::Lost(String::from("the client went away"))),
    ]);
    let put = local
        .parts
        .put("u", 1, token(part), 900_000, broken.boxed(), NOW)
        .await;
    assert_eq!(
        put,
        Err(PortError::Lost(String::from("the client went away")))
    );
    let endless = stream::iter([Ok(whole[..600_000].to_vec().into())]).chain(stream::pending());
    let put = local
        .parts
        .put("u", 1, token(part), 900_000, endless.boxed(), NOW);
    assert!(
        tokio::time::timeout(std::time::Duration::from_millis(200), put)
            .await
            .is_err()
    );
    assert!(
        local
            .uploads
            .parts(SPACE, "u", NOW)
            .await
            .unwrap()
            .1
            .is_empty()
    );
    assert_eq!(
        files_below(&dir.path().join("staging")),
        1,
        "the upload's state alone"
    );
}

#[tokio::test]
async fn a_url_is_good_for_its_part_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let whole = bytes(4, 17 << 20);
    let begin = |id| {
        local
            .uploads
            .begin(SPACE, id, Sha256::of(&whole), 17 << 20, NOW)
    };
    let (plan, other) = (begin("u").await.unwrap(), begin("v").await.unwrap());
    let (one, eight) = (&plan.parts[0], 8 << 20);
    assert!(
        one.url
            .starts_with("http://127.0.0.1:8080/api/v1/uploads/u/parts/1?token="),
        "{}",
        one.url
    );
    assert_eq!(plan.expires, NOW.plus(900));
    let late = NOW.plus(901);
    for (id, number, token, length, now, word) in [
        ("u", 2, token(one), eight, NOW, "not the one"),
        ("v", 1, token(one), eight, NOW, "not the one"),
        ("u", 1, token(&other.parts[0]), eight, NOW, "not the one"),
        ("u", 1, token(one), eight - 1, NOW, "not the one"),
        ("u", 1, "", eight, NOW, "not the one"),
        ("../u", 1, token(one), eight, NOW, "not the one"),
        (
            "u",
            1,
            token(one),
            eight,
            late,
            "ask for the upload's parts again",
        ),
    ] {
        let put = local
            .parts
            .put(id, number, token, length, body(&whole[..8 << 20]), now)
            .await;
        assert!(refused(put).contains(word), "{id} {number}");
    }
    let (again, _) = local.uploads.parts(SPACE, "u", late).await.unwrap();
    let put = local.parts.put(
        "u",
        1,
        token(&again.parts[0]),
        eight,
        body(&whole[..8 << 20]),
        late,
    );
    put.await.unwrap();
}

#[tokio::test]
async fn a_part_sent_again_takes_the_earlier_ones_place() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let plan = local
        .uploads
        .begin(SPACE, "u", Sha256::of(b"right"), 5, NOW)
        .await
        .unwrap();
    let wrong = send(&local, &plan, &plan.parts[0], b"wrong").await.unwrap();
    let right = send(&local, &plan, &plan.parts[0], b"right").await.unwrap();
    let (_, received) = local.uploads.parts(SPACE, "u", NOW).await.unwrap();
    assert_eq!(
        received.iter().map(|part| &part.etag).collect::<Vec<_>>(),
        [&right]
    );
    let stale = local.uploads.complete(SPACE, "u", &[(1, wrong)], NOW).await;
    assert!(refused(stale).contains("has not arrived"));
    local
        .uploads
        .complete(SPACE, "u", &[(1, right)], NOW)
        .await
        .unwrap();
    let late = send(&local, &plan, &plan.parts[0], b"wrong").await;
    assert!(refused(late).contains("already complete"));
}

#[tokio::test]
async fn an_id_begins_anew_once_its_upload_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    stage(&local, "u", b"first").await.unwrap();
    local
        .uploads
        .discard(SPACE, Sha256::of(b"first"))
        .await
        .unwrap();
    for whole in [&b"first"[..], b"second"] {
        let plan = local
            .uploads
            .begin(SPACE, "u", Sha256::of(whole), whole.len() as u64, NOW)
            .await
            .unwrap();
        assert!(
            local
                .uploads
                .parts(SPACE, "u", NOW)
                .await
                .unwrap()
                .1
                .is_empty()
        );
        let etag = send(&local, &plan, &plan.parts[0], whole).await.unwrap();
        local
            .uploads
            .complete(SPACE, "u", &[(1, etag)], NOW)
            .await
            .unwrap();
        assert_eq!(
            local
                .uploads
                .read(SPACE, Sha256::of(whole), 9)
                .await
                .unwrap(),
            whole
        );
    }
}

#[tokio::test]
async fn an_id_is_of_one_file_and_one_space() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let hash = Sha256::of(b"x");
    local.uploads.begin(SPACE, "u", hash, 1, NOW).await.unwrap();
    for (space, sha256, size) in [
        ("acme/site", hash, 1),
        (SPACE, Sha256::of(b"y"), 1),
        (SPACE, hash, 2),
    ] {
        let again = local.uploads.begin(space, "u", sha256, size, NOW).await;
        assert!(refused(again).contains("take a new id"));
    }
    refused(local.uploads.parts("acme/site", "u", NOW).await);
    refused(local.uploads.complete("acme/site", "u", &[], NOW).await);
    for (space, id) in [
        ("../x", "u"),
        ("acme", "u"),
        (SPACE, "../u"),
        (SPACE, ""),
        (SPACE, "a/b"),
    ] {
        refused(local.uploads.begin(space, id, hash, 1, NOW).await);
    }
}

#[tokio::test]
async fn promotion_verifies_what_it_places() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let (hash, other) = (Sha256::of(b"image"), Sha256::of(b"other"));
    let target = ObjectKey::parse(&format!("acme/lamp/targets/{hash}.image.bin")).unwrap();
    let uploads = &local.uploads;
    let missing = uploads.promote(SPACE, hash, 5, None, &file_key(hash)).await;
    assert!(refused(missing).contains("upload it first"));
    stage(&local, "u", b"image").await.unwrap();
    let misnamed = uploads
        .promote(SPACE, hash, 5, None, &file_key(other))
        .await;
    assert!(refused(misnamed).contains("must be named after"));
    let shorter = uploads.promote(SPACE, hash, 4, None, &file_key(hash)).await;
    assert!(refused(shorter).contains("must have 4 bytes"));
    uploads
        .promote(SPACE, hash, 5, None, &file_key(hash))
        .await
        .unwrap();
    uploads.discard(SPACE, hash).await.unwrap();
    uploads
        .promote(SPACE, hash, 5, Some(&file_key(hash)), &target)
        .await
        .unwrap();
    assert_eq!(
        local.objects.get(&target).await.unwrap().unwrap().bytes,
        "image"
    );
}

#[tokio::test]
async fn damage_in_the_staging_place_never_reaches_the_edge() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let hash = Sha256::of(b"image");
    let path = dir.path().join(format!("staging/files/acme/lamp/{hash}"));
    for round in 0..2 {
        stage(&local, &format!("u{round}"), b"image").await.unwrap();
        std::fs::write(&path, "imagf").unwrap();
        let error = refused(match round {
            0 => {
                local
                    .uploads
                    .promote(SPACE, hash, 5, None, &file_key(hash))
                    .await
            }
            _ => local.uploads.read(SPACE, hash, 5).await.map(|_| ()),
        });
        assert!(
            error.contains("is damaged") && error.contains("upload it again"),
            "{error}"
        );
        assert_eq!(local.uploads.staged(SPACE, hash).await.unwrap(), None);
        assert_eq!(local.objects.head(&file_key(hash)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn reading_is_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    stage(&local, "u", b"image").await.unwrap();
    let long = local.uploads.read(SPACE, Sha256::of(b"image"), 4).await;
    assert!(refused(long).contains("at most 4 bytes"));
    refused(local.uploads.read(SPACE, Sha256::of(b"none"), 4).await);
}

#[tokio::test]
async fn the_sweep_takes_what_is_old() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    send_all(&local, "unfinished", b"half").await.unwrap();
    stage(&local, "done", b"done").await.unwrap();
    assert_eq!(local.uploads.expire(NOW).await.unwrap(), 0);
    local.uploads.parts(SPACE, "unfinished", NOW).await.unwrap();
    assert_eq!(local.uploads.expire(NOW.plus(1)).await.unwrap(), 2);
    assert_eq!(files_below(&dir.path().join("staging")), 0);
    refused(local.uploads.parts(SPACE, "unfinished", NOW).await);
    assert_eq!(
        local
            .uploads
            .staged(SPACE, Sha256::of(b"done"))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_broken_state_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    send_all(&local, "u", b"x").await.unwrap();
    for text in ["", "{", "{\"v\":2}", "[]"] {
        std::fs::write(dir.path().join("staging/uploads/u/state.json"), text).unwrap();
        match local.uploads.parts(SPACE, "u", NOW).await {
            Err(PortError::Setup(message)) => {
                assert!(message.contains("uploads/u/state.json"), "{message}")
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    assert_eq!(local.uploads.expire(NOW.plus(1)).await.unwrap(), 0);
    send_all(&local, "u", b"x").await.unwrap();
}
