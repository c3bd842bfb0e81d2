//! The contract of [`Ledger`]: expectations, atomicity, one instant, limits.

use std::sync::Arc;

use bytes::Bytes;

use super::{conflict, indexes, races, refused};
use crate::port::{Entry, Expect, Index, Key, Ledger, Query, Write};

/// Checks a ledger. `make` answers a fresh, empty one every time.
pub async fn ledger(make: impl Fn() -> Arc<dyn Ledger>) {
    keeps_what_was_put(&*make()).await;
    holds_expectations(&*make()).await;
    commits_all_or_nothing(&*make()).await;
    keeps_its_limits(&*make()).await;
    races::lets_one_create(make()).await;
    races::counts_every_change(make()).await;
    races::reads_at_one_instant(make()).await;
    indexes::pages_a_partition(&*make()).await;
    indexes::lists_what_is_due(&*make()).await;
    indexes::moves_entries_in_indexes(&*make()).await;
}

pub(super) fn key(pk: &str, sk: &str) -> Key {
    Key {
        pk: pk.to_owned(),
        sk: sk.to_owned(),
    }
}

pub(super) fn entry(pk: &str, sk: &str, body: &str) -> Entry {
    Entry {
        key: key(pk, sk),
        revision: 0,
        body: Bytes::copy_from_slice(body.as_bytes()),
        due: None,
        by: None,
        expires: None,
    }
}

pub(super) fn put(entry: Entry, expect: Expect) -> Vec<Write> {
    vec![Write::Put(entry, expect)]
}

pub(super) async fn one(ledger: &dyn Ledger, pk: &str, sk: &str) -> Option<Entry> {
    let mut found = ledger.get(&[key(pk, sk)]).await.expect("get");
    found.pop().expect("one answer per key")
}

async fn keeps_what_was_put(ledger: &dyn Ledger) {
    assert_eq!(one(ledger, "A#", "x").await, None);
    let mut first = entry("A#", "x", "one");
    first.due = Some(Index {
        group: "due".to_owned(),
        order: "2026".to_owned(),
    });
    first.by = Some(Index {
        group: "by".to_owned(),
        order: "1".to_owned(),
    });
    first.expires = Some(wavecast_wire::time::Timestamp(4_000_000_000));
    ledger
        .commit(put(first.clone(), Expect::Absent))
        .await
        .expect("put");
    first.revision = 1;
    assert_eq!(one(ledger, "A#", "x").await, Some(first));
    let second = entry("A#", "x", "two");
    ledger
        .commit(put(second.clone(), Expect::Any))
        .await
        .expect("put");
    let found = one(ledger, "A#", "x").await.expect("there");
    assert_eq!(
        (found.revision, found.body, found.due),
        (2, second.body, None)
    );
    let keys = [key("A#", "y"), key("A#", "x"), key("B#", "x")];
    let found = ledger.get(&keys).await.expect("get");
    let there: Vec<bool> = found.iter().map(Option::is_some).collect();
    assert_eq!(
        there,
        [false, true, false],
        "answers stand in the order of the keys"
    );
}

async fn holds_expectations(ledger: &dyn Ledger) {
    let wrong = ledger.commit(put(entry("A#", "x", ""), Expect::Revision(1)));
    conflict("a revision of a missing entry", wrong.await);
    ledger
        .commit(put(entry("A#", "x", ""), Expect::Absent))
        .await
        .expect("create");
    conflict(
        "a second create",
        ledger
            .commit(put(entry("A#", "x", ""), Expect::Absent))
            .await,
    );
    conflict(
        "a wrong revision",
        ledger
            .commit(put(entry("A#", "x", ""), Expect::Revision(2)))
            .await,
    );
    ledger
        .commit(put(entry("A#", "x", "b"), Expect::Revision(1)))
        .await
        .expect("replace");
    let check = |expect| vec![Write::Check(key("A#", "x"), expect)];
    conflict(
        "a check of an old revision",
        ledger.commit(check(Expect::Revision(1))).await,
    );
    ledger
        .commit(check(Expect::Revision(2)))
        .await
        .expect("check");
    assert_eq!(
        one(ledger, "A#", "x").await.map(|found| found.revision),
        Some(2),
        "a check writes nothing"
    );
    let delete = |expect| vec![Write::Delete(key("A#", "x"), expect)];
    conflict(
        "a delete of an old revision",
        ledger.commit(delete(Expect::Revision(1))).await,
    );
    ledger
        .commit(delete(Expect::Revision(2)))
        .await
        .expect("delete");
    ledger
        .commit(delete(Expect::Any))
        .await
        .expect("a missing entry is fine");
    ledger
        .commit(check(Expect::Absent))
        .await
        .expect("it is gone");
    assert_eq!(one(ledger, "A#", "x").await, None);
}

async fn commits_all_or_nothing(ledger: &dyn Ledger) {
    ledger
        .commit(put(entry("A#", "held", "old"), Expect::Absent))
        .await
        .expect("create");
    let mixed = vec![
        Write::Put(entry("A#", "new", ""), Expect::Absent),
        Write::Put(entry("A#", "held", "new"), Expect::Any),
        Write::Check(key("B#", "none"), Expect::Revision(1)),
    ];
    conflict("one expectation of three", ledger.commit(mixed).await);
    assert_eq!(one(ledger, "A#", "new").await, None);
    assert_eq!(
        one(ledger, "A#", "held").await.map(|found| found.body),
        Some("old".into())
    );
}

async fn keeps_its_limits(ledger: &dyn Ledger) {
    let big = "x".repeat(380 * 1024);
    ledger
        .commit(put(entry("A#", "big", &big), Expect::Absent))
        .await
        .expect("380 KiB fit");
    let bigger = "x".repeat(380 * 1024 + 1);
    refused(
        "a larger entry",
        ledger
            .commit(put(entry("A#", "bigger", &bigger), Expect::Any))
            .await,
    );
    let many = |count: usize, body: &str| -> Vec<Write> {
        (0..count)
            .map(|n| Write::Put(entry("M#", &format!("{n:03}"), body), Expect::Any))
            .collect()
    };
    ledger.commit(many(100, "")).await.expect("100 writes fit");
    refused("101 writes", ledger.commit(many(101, "")).await);
    refused("more than 4 MiB", ledger.commit(many(12, &big)).await);
    let twice = vec![
        Write::Put(entry("A#", "x", ""), Expect::Any),
        Write::Check(key("A#", "x"), Expect::Any),
    ];
    refused("a key twice", ledger.commit(twice).await);
    let keys: Vec<Key> = (0..101).map(|n| key("M#", &n.to_string())).collect();
    refused("101 keys", ledger.get(&keys).await);
    let query = Query::Prefix {
        pk: "M#".to_owned(),
        prefix: String::new(),
    };
    refused("a page of none", ledger.page(&query, None, 0, false).await);
    refused(
        "a page of 1,001",
        ledger.page(&query, None, 1001, false).await,
    );
}
