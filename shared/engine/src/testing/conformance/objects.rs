//! The contract of [`Objects`]: if-absent, if-ETag, whole or not at all.

use std::sync::Arc;

use bytes::Bytes;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;

use super::{conflict, one_winner, race};
use crate::port::{ETag, Objects};

/// Checks an object store. `make` answers a fresh, empty one every time.
pub async fn objects(make: impl Fn() -> Arc<dyn Objects>) {
    creates_once(&*make()).await;
    replaces_by_tag(&*make()).await;
    lists_in_order(&*make()).await;
    lets_one_create(make()).await;
    lets_one_replace(make()).await;
    shows_whole_objects(make()).await;
}

fn scope(text: &str) -> Scope {
    text.parse().expect("a scope")
}

fn latest() -> ObjectKey {
    ObjectKey::Latest(scope("acme/lamp/stable"))
}

async fn read(objects: &dyn Objects, key: &ObjectKey) -> Option<Bytes> {
    let found = objects.get(key).await.expect("get");
    found.map(|found| found.bytes)
}

async fn creates_once(objects: &dyn Objects) {
    let key = ObjectKey::Root(scope("acme/lamp/stable"), 1);
    assert_eq!(read(objects, &key).await, None);
    assert_eq!(objects.head(&key).await.expect("head"), None);
    let etag = objects
        .create(&key, "root".into(), 0)
        .await
        .expect("create");
    let found = objects.get(&key).await.expect("get").expect("there");
    assert_eq!((found.bytes, found.etag), ("root".into(), etag.clone()));
    assert_eq!(objects.head(&key).await.expect("head"), Some((4, etag)));
    conflict(
        "the same bytes again",
        objects.create(&key, "root".into(), 0).await,
    );
    conflict("other bytes", objects.create(&key, "toor".into(), 0).await);
    assert_eq!(read(objects, &key).await, Some("root".into()));
    let empty = ObjectKey::Root(scope("acme/lamp/stable"), 2);
    objects
        .create(&empty, Bytes::new(), 0)
        .await
        .expect("an empty object");
    assert_eq!(read(objects, &empty).await, Some(Bytes::new()));
    objects.delete(&key).await.expect("delete");
    objects
        .delete(&key)
        .await
        .expect("a missing object is fine");
    assert_eq!(read(objects, &key).await, None);
    objects
        .create(&key, "again".into(), 0)
        .await
        .expect("create after delete");
}

async fn replaces_by_tag(objects: &dyn Objects) {
    let key = latest();
    let nothing = ETag("nothing".to_owned());
    conflict(
        "a missing object",
        objects.replace(&key, "x".into(), &nothing, 60).await,
    );
    assert_eq!(read(objects, &key).await, None, "a replace never creates");
    let first = objects
        .create(&key, "one".into(), 60)
        .await
        .expect("create");
    conflict(
        "a wrong tag",
        objects.replace(&key, "x".into(), &nothing, 60).await,
    );
    let second = objects
        .replace(&key, "two".into(), &first, 3600)
        .await
        .expect("replace");
    assert_ne!(first, second, "other bytes have another tag");
    conflict(
        "an old tag",
        objects.replace(&key, "x".into(), &first, 60).await,
    );
    let found = objects.get(&key).await.expect("get").expect("there");
    assert_eq!((found.bytes, found.etag), ("two".into(), second));
}

async fn lists_in_order(objects: &dyn Objects) {
    let mut keys = vec![
        ObjectKey::Timestamp(scope("acme/lamp/beta")),
        ObjectKey::Root(scope("acme/lamp/stable"), 1),
        ObjectKey::Root(scope("acme/lamp/stable"), 2),
        ObjectKey::Root(scope("acme/lamp/stable"), 10),
        latest(),
        ObjectKey::Latest(scope("acme/lamp-2/stable")),
    ];
    for key in &keys {
        objects
            .create(key, "12345".into(), 60)
            .await
            .expect("create");
    }
    keys.sort_by_key(ObjectKey::path);
    let under = |prefix: &str| -> Vec<ObjectKey> {
        let keys = keys.iter().filter(|key| key.path().starts_with(prefix));
        keys.cloned().collect()
    };
    for prefix in [
        "",
        "acme/lamp/",
        "acme/lamp/stable/",
        "acme/lamp",
        "acme/lamp/stable/1",
        "none/",
    ] {
        for limit in [1, 2, 100] {
            let (mut found, mut after) = (Vec::new(), None::<String>);
            loop {
                let page = objects
                    .list(prefix, after.as_deref(), limit)
                    .await
                    .expect("list");
                assert!(page.len() <= limit && page.iter().all(|one| one.size == 5));
                let Some(last) = page.last() else { break };
                after = Some(last.key.path());
                found.extend(page.into_iter().map(|one| one.key));
            }
            assert_eq!(found, under(prefix), "below {prefix:?}, {limit} at a time");
        }
    }
}

async fn lets_one_create(objects: Arc<dyn Objects>) {
    let results = race(|n| {
        let objects = objects.clone();
        async move { objects.create(&latest(), n.to_string().into(), 60).await }
    });
    let results = results.await;
    one_winner(&results);
    let winner = results.iter().position(Result::is_ok).expect("one");
    assert_eq!(
        read(&*objects, &latest()).await,
        Some(winner.to_string().into())
    );
}

async fn lets_one_replace(objects: Arc<dyn Objects>) {
    let etag = objects
        .create(&latest(), "old".into(), 60)
        .await
        .expect("create");
    let results = race(|n| {
        let (objects, etag) = (objects.clone(), etag.clone());
        async move {
            objects
                .replace(&latest(), format!("new {n}").into(), &etag, 60)
                .await
        }
    });
    one_winner(&results.await);
}

/// Readers see one whole version or another, never a mixture or a part.
async fn shows_whole_objects(objects: Arc<dyn Objects>) {
    let version = |n: usize| Bytes::from(vec![u8::try_from(n % 250).unwrap_or(0); 200_000 + n]);
    objects
        .create(&latest(), version(0), 60)
        .await
        .expect("create");
    race(|n| {
        let objects = objects.clone();
        async move {
            for round in 0..10 {
                let found = objects
                    .get(&latest())
                    .await
                    .expect("get")
                    .expect("never missing");
                let first = found.bytes.first().copied();
                assert!(
                    found.bytes.iter().all(|byte| Some(*byte) == first),
                    "a mixture"
                );
                assert_eq!(
                    first.map(usize::from),
                    Some((found.bytes.len() - 200_000) % 250),
                    "a part"
                );
                if n % 4 == 0 {
                    // Losing to another is fine here.
                    let next = version(1 + n * 10 + round);
                    drop(objects.replace(&latest(), next, &found.etag, 60).await);
                }
            }
        }
    })
    .await;
}
