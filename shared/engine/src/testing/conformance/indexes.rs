//! The contract of [`Ledger::page`]: order, pages, and entries that move in an index.

use std::time::Duration;

use super::ledger::{entry, key, put};
use crate::port::{Entry, Expect, Index, Ledger, Query, Write};

/// How often an index that lags is asked again, and how long between.
const LOOKS: u32 = 50;
const LAG: Duration = Duration::from_millis(100);

fn prefix(pk: &str, prefix: &str) -> Query {
    Query::Prefix {
        pk: pk.to_owned(),
        prefix: prefix.to_owned(),
    }
}

fn index(group: &str, order: &str) -> Option<Index> {
    Some(Index {
        group: group.to_owned(),
        order: order.to_owned(),
    })
}

/// All of a listing, in pages of `limit`.
async fn all(ledger: &dyn Ledger, query: &Query, limit: usize, descending: bool) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = ledger
            .page(query, after.as_deref(), limit, descending)
            .await
            .expect("page");
        assert!(
            page.entries.len() <= limit,
            "a page is at most as long as asked"
        );
        found.extend(page.entries.into_iter().map(|entry| entry.key.sk));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

/// An index may lag: looks again until it shows what is expected.
async fn eventually(ledger: &dyn Ledger, query: &Query, expected: &[&str]) {
    let mut found = Vec::new();
    for _ in 0..LOOKS {
        found = all(ledger, query, 2, false).await;
        if found == expected {
            return;
        }
        tokio::time::sleep(LAG).await;
    }
    panic!("{query:?} shows {found:?}, not {expected:?}");
}

pub(super) async fn pages_a_partition(ledger: &dyn Ledger) {
    let names = ["C#a", "C#a-b", "C#a.b", "C#a0", "C#b", "C#é", "D#a", "HEAD"];
    for name in names {
        let other = Write::Put(entry("A#1", name, ""), Expect::Absent);
        let next = Write::Put(entry("A#10", name, ""), Expect::Absent);
        ledger.commit(vec![other, next]).await.expect("put");
    }
    let channels = &names[..6];
    for limit in [1, 2, 3, 5, 6, 7, 1000] {
        assert_eq!(
            all(ledger, &prefix("A#1", "C#"), limit, false).await,
            channels
        );
        let mut down = all(ledger, &prefix("A#1", "C#"), limit, true).await;
        down.reverse();
        assert_eq!(down, channels, "descending is ascending, turned");
    }
    assert_eq!(all(ledger, &prefix("A#1", ""), 3, false).await, names);
    assert_eq!(
        all(ledger, &prefix("A#1", "C#a"), 3, false).await,
        names[..4]
    );
    assert!(all(ledger, &prefix("A#1", "X"), 3, false).await.is_empty());
    assert!(
        all(ledger, &prefix("A#", ""), 3, false).await.is_empty(),
        "a partition is no prefix"
    );

    // What comes and goes between two pages neither repeats nor hides the others.
    let first = ledger
        .page(&prefix("A#1", "C#"), None, 2, false)
        .await
        .expect("page");
    let change = vec![
        Write::Delete(key("A#1", "C#a-b"), Expect::Any),
        Write::Put(entry("A#1", "C#a!", ""), Expect::Absent),
    ];
    ledger.commit(change).await.expect("change");
    let rest = ledger
        .page(&prefix("A#1", "C#"), first.next.as_deref(), 100, false)
        .await
        .expect("page");
    let rest: Vec<String> = rest.entries.into_iter().map(|entry| entry.key.sk).collect();
    assert_eq!(rest, channels[2..]);
}

pub(super) async fn lists_what_is_due(ledger: &dyn Ledger) {
    let due = |pk: &str, sk: &str, group: &str, order: &str| Entry {
        due: index(group, order),
        by: index("all", sk),
        ..entry(pk, sk, "")
    };
    let entries = [
        due("P#a", "late", "due#1", "2026-03"),
        due("P#b", "early", "due#1", "2026-01"),
        due("P#a", "same", "due#1", "2026-01"),
        due("P#a", "other", "due#10", "2026-01"),
        due("P#a", "middle", "due#1", "2026-02"),
    ];
    for one in entries {
        ledger.commit(put(one, Expect::Absent)).await.expect("put");
    }
    ledger
        .commit(put(entry("P#a", "never", ""), Expect::Absent))
        .await
        .expect("put");
    let until = |until: &str| Query::Due {
        group: "due#1".to_owned(),
        until: until.to_owned(),
    };
    eventually(ledger, &until("2025"), &[]).await;
    eventually(ledger, &until("2026-02"), &["same", "early", "middle"]).await;
    eventually(ledger, &until("9999"), &["same", "early", "middle", "late"]).await;
    let by = Query::By {
        group: "all".to_owned(),
    };
    eventually(ledger, &by, &["early", "late", "middle", "other", "same"]).await;
    let mut down = all(ledger, &by, 2, true).await;
    down.reverse();
    assert_eq!(
        down,
        all(ledger, &by, 3, false).await,
        "descending is ascending, turned"
    );
}

pub(super) async fn moves_entries_in_indexes(ledger: &dyn Ledger) {
    let one = |group: Option<&str>, order: &str| Entry {
        due: group.and_then(|group| index(group, order)),
        ..entry("P#a", "x", "")
    };
    let due = |group: &str| Query::Due {
        group: group.to_owned(),
        until: "5".to_owned(),
    };
    ledger
        .commit(put(one(Some("g"), "1"), Expect::Absent))
        .await
        .expect("put");
    eventually(ledger, &due("g"), &["x"]).await;
    ledger
        .commit(put(one(Some("h"), "1"), Expect::Any))
        .await
        .expect("move");
    eventually(ledger, &due("g"), &[]).await;
    eventually(ledger, &due("h"), &["x"]).await;
    ledger
        .commit(put(one(Some("h"), "9"), Expect::Any))
        .await
        .expect("later");
    eventually(ledger, &due("h"), &[]).await;
    ledger
        .commit(put(one(Some("h"), "3"), Expect::Any))
        .await
        .expect("sooner");
    eventually(ledger, &due("h"), &["x"]).await;
    ledger
        .commit(put(one(None, ""), Expect::Any))
        .await
        .expect("leave");
    eventually(ledger, &due("h"), &[]).await;
    ledger
        .commit(put(one(Some("h"), "1"), Expect::Any))
        .await
        .expect("return");
    ledger
        .commit(vec![Write::Delete(key("P#a", "x"), Expect::Any)])
        .await
        .expect("delete");
    eventually(ledger, &due("h"), &[]).await;
}
