//! Objects as files.

use futures_util::future::join_all;
use proptest::prelude::*;
use wavecast_engine::port::{ETag, PortError};
use wavecast_wire::hash::Sha256;
use wavecast_wire::object::ObjectKey;

use crate::bed::{bytes, file_key, files_below, latest, open};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_create_one_wins_and_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (embedded, local) = open(dir.path());
    for round in 0..10 {
        let key = ObjectKey::parse(&format!("acme/lamp/c{round}/1.root.json")).unwrap();
        let creates = (0..16).map(|n| {
            let (objects, key) = (local.objects.clone(), key.clone());
            tokio::spawn(async move { objects.create(&key, bytes(n, 50_000).into(), 60).await })
        });
        let outcomes: Vec<_> = join_all(creates)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let won: Vec<_> = outcomes.iter().flatten().collect();
        assert_eq!(won.len(), 1);
        assert_eq!(
            outcomes
                .iter()
                .filter(|o| **o == Err(PortError::Conflict))
                .count(),
            15
        );
        let found = local.objects.get(&key).await.unwrap().unwrap();
        assert_eq!(
            (&found.etag, &found.etag.0),
            (won[0], &Sha256::of(&found.bytes).to_string())
        );
        assert_eq!(found.bytes.len(), 50_000);
    }
    assert_eq!(files_below(&embedded.edge_dir()), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_replace_one_wins_each_time() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let mut etag = local
        .objects
        .create(&latest(), "0".into(), 60)
        .await
        .unwrap();
    for round in 1..6 {
        let replaces = (0..12).map(|n| {
            let (objects, etag) = (local.objects.clone(), etag.clone());
            let bytes = bytes(round * 100 + n, 3000);
            tokio::spawn(async move { objects.replace(&latest(), bytes.into(), &etag, 60).await })
        });
        let outcomes: Vec<_> = join_all(replaces)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let mut won = outcomes.into_iter().flatten();
        etag = won.next().unwrap();
        assert_eq!(won.next(), None);
        let (size, found) = local.objects.head(&latest()).await.unwrap().unwrap();
        assert_eq!((size, &found), (3000, &etag));
    }
}

/// Nobody waits for the answer, but the comparison still holds when the rename comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replace_that_nobody_waits_for_keeps_its_comparison() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let mut etag = local
        .objects
        .create(&latest(), "0".into(), 60)
        .await
        .unwrap();
    for n in 1..30_u64 {
        let (objects, old) = (local.objects.clone(), etag.clone());
        let left = tokio::spawn(async move {
            objects
                .replace(&latest(), bytes(n, 9000).into(), &old, 60)
                .await
        });
        tokio::task::yield_now().await;
        left.abort();
        let mine = local
            .objects
            .replace(&latest(), bytes(n + 1000, 9000).into(), &etag, 60)
            .await;
        let (_, found) = local.objects.head(&latest()).await.unwrap().unwrap();
        match mine {
            Ok(mine) => assert_eq!(found, mine, "the abandoned write came after ours"),
            Err(error) => assert_eq!(error, PortError::Conflict),
        }
        etag = found;
    }
}

#[tokio::test]
async fn missing_and_changed_objects_conflict() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let objects = &local.objects;
    let none = ETag(Sha256::of(b"").to_string());
    assert_eq!(
        objects.replace(&latest(), "1".into(), &none, 60).await,
        Err(PortError::Conflict)
    );
    assert_eq!(
        (objects.get(&latest()).await, objects.head(&latest()).await),
        (Ok(None), Ok(None))
    );
    let etag = objects.create(&latest(), "1".into(), 60).await.unwrap();
    assert_eq!(
        objects.create(&latest(), "1".into(), 60).await,
        Err(PortError::Conflict)
    );
    let next = objects
        .replace(&latest(), "2".into(), &etag, 60)
        .await
        .unwrap();
    assert_eq!(
        objects.replace(&latest(), "3".into(), &etag, 60).await,
        Err(PortError::Conflict)
    );
    assert_eq!(objects.head(&latest()).await, Ok(Some((1, next))));
    objects.delete(&latest()).await.unwrap();
    objects.delete(&latest()).await.unwrap();
    assert_eq!(objects.get(&latest()).await, Ok(None));
}

#[tokio::test]
async fn the_longest_name_of_a_target_is_a_file_name() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let name = "n".repeat(wavecast_wire::limit::TARGET_NAME_BYTES);
    let path = format!("acme/lamp/targets/{}.{name}", Sha256::of(b"x"));
    let key = ObjectKey::parse(&path).unwrap();
    local.objects.create(&key, "x".into(), 60).await.unwrap();
    assert_eq!(local.objects.get(&key).await.unwrap().unwrap().bytes, "x");
}

#[tokio::test]
async fn only_objects_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    let (embedded, local) = open(dir.path());
    local
        .objects
        .create(&latest(), "1".into(), 60)
        .await
        .unwrap();
    let edge = embedded.edge_dir();
    let channel = edge.join("acme/lamp/stable");
    std::fs::write(channel.join("latest.ndjson.new"), "torn").unwrap();
    std::fs::write(channel.join("12-0.new"), "torn").unwrap();
    std::fs::write(edge.join("README"), "by hand").unwrap();
    std::fs::create_dir(channel.join("timestamp.json")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", channel.join("1.root.json")).unwrap();
    let listed = local.objects.list("", None, 100).await.unwrap();
    assert_eq!(
        listed.into_iter().map(|l| l.key).collect::<Vec<_>>(),
        [latest()]
    );
}

fn paths() -> impl Strategy<Value = String> {
    let name = "(a|a-b|a\\.b|ab|b)";
    let tail = prop_oneof![
        (
            name,
            prop::sample::select(vec![
                "latest.ndjson",
                "timestamp.json",
                "1.root.json",
                "10.root.json",
                "2.root.json"
            ])
        )
            .prop_map(|(channel, file)| format!("{channel}/{file}")),
        (0..4_u8).prop_map(|n| format!("files/{}", Sha256::of(&[n]))),
        (0..4_u8).prop_map(|n| format!("targets/{}.t", Sha256::of(&[n]))),
    ];
    (name, name, tail).prop_map(|(org, app, tail)| format!("{org}/{app}/{tail}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn lists_like_a_sorted_set(
        paths in prop::collection::btree_set(paths(), 0..24),
        prefix in "(|a|a/|a-|a/a|a/a/files/|a/a/l|b)",
        after in prop::option::of("(a|a/a/|a/b/files/5|b/|a-b/a/latest)"),
        limit in 1..30_usize,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (embedded, local) = open(dir.path());
        for path in &paths {
            let file = embedded.edge_dir().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, path).unwrap();
        }
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let found = runtime.block_on(local.objects.list(&prefix, after.as_deref(), limit)).unwrap();
        let found: Vec<_> = found.into_iter().map(|l| (l.key.path(), l.size)).collect();
        let expected: Vec<_> = paths
            .iter()
            .filter(|path| path.starts_with(&prefix) && after.as_ref().is_none_or(|after| *path > after))
            .take(limit)
            .map(|path| (path.clone(), path.len() as u64))
            .collect();
        prop_assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn a_whole_file_key_has_its_hash_as_etag() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let sha256 = Sha256::of(b"hello");
    let etag = local
        .objects
        .create(&file_key(sha256), "hello".into(), 60)
        .await
        .unwrap();
    assert_eq!(etag.0, sha256.to_string());
}
