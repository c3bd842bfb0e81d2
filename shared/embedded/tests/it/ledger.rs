//! The ledger against a model, and its limits.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wavecast_embedded::Local;
use wavecast_engine::port::{Entry, Expect, Index, Key, PortError, Query, Write};
use wavecast_wire::time::Timestamp;

use crate::bed::{NOW, entry, key, open, open_at, put};

/// A write of the model: two-letter keys, so that prefixes and indices meet.
#[derive(Clone, Debug)]
struct Step {
    key: Key,
    put: Option<(Option<Index>, Option<Index>)>,
    expect: Expect,
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "a", "a/", "a/b", "ab", "b", "é", "\u{10ffff}"])
        .prop_map(str::to_owned)
}

fn steps() -> impl Strategy<Value = Step> {
    let index =
        || prop::option::of((words(), words()).prop_map(|(group, order)| Index { group, order }));
    let expect = prop_oneof![
        3 => Just(Expect::Any),
        1 => Just(Expect::Absent),
        1 => (1..3_u64).prop_map(Expect::Revision),
    ];
    (
        words(),
        words(),
        prop::option::of((index(), index())),
        expect,
    )
        .prop_map(|(pk, sk, put, expect)| Step {
            key: Key { pk, sk },
            put,
            expect,
        })
}

/// The write of a step, and whether its expectation holds.
fn apply(model: &mut BTreeMap<Key, Entry>, step: &Step) -> (Write, bool) {
    let write = match &step.put {
        Some((due, by)) => {
            let fresh = Entry {
                due: due.clone(),
                by: by.clone(),
                ..entry(step.key.clone(), "b")
            };
            Write::Put(fresh, step.expect)
        }
        None => Write::Delete(step.key.clone(), step.expect),
    };
    let revision = model.get(&step.key).map(|entry| entry.revision);
    let holds = match step.expect {
        Expect::Any => true,
        Expect::Absent => revision.is_none(),
        Expect::Revision(expected) => revision == Some(expected),
    };
    if !holds {
        return (write, false);
    }
    match &write {
        Write::Put(entry, _) => {
            let entry = Entry {
                revision: revision.unwrap_or(0) + 1,
                ..entry.clone()
            };
            model.insert(step.key.clone(), entry);
        }
        _ => {
            model.remove(&step.key);
        }
    }
    (write, true)
}

fn expected(model: &BTreeMap<Key, Entry>, query: &Query) -> Vec<Entry> {
    let place = |entry: &Entry| match query {
        Query::Prefix { .. } => None,
        Query::Due { .. } => entry.due.clone(),
        Query::By { .. } => entry.by.clone(),
    };
    let mut found: Vec<Entry> = model
        .values()
        .filter(|entry| match query {
            Query::Prefix { pk, prefix } => entry.key.pk == *pk && entry.key.sk.starts_with(prefix),
            Query::Due { group, until } => {
                place(entry).is_some_and(|at| at.group == *group && at.order <= *until)
            }
            Query::By { group } => place(entry).is_some_and(|at| at.group == *group),
        })
        .cloned()
        .collect();
    found.sort_by_key(|entry| (place(entry).map(|at| at.order), entry.key.clone()));
    found
}

async fn listed(local: &Local, query: &Query, limit: usize, descending: bool) -> Vec<Entry> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = local
            .ledger
            .page(query, after.as_deref(), limit, descending)
            .await
            .unwrap();
        assert!(page.entries.len() <= limit);
        found.extend(page.entries);
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn agrees_with_a_model(
        steps in prop::collection::vec(steps(), 1..40),
        (group, text) in (words(), words()),
        limit in 1..4_usize,
        descending: bool,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (_embedded, local) = open(dir.path());
        let mut model = BTreeMap::new();
        for step in &steps {
            let (write, holds) = apply(&mut model, step);
            let found = runtime.block_on(local.ledger.commit(vec![write]));
            prop_assert_eq!(found, if holds { Ok(()) } else { Err(PortError::Conflict) });
        }
        for query in [
            Query::Prefix { pk: group.clone(), prefix: text.clone() },
            Query::Due { group: group.clone(), until: text },
            Query::By { group },
        ] {
            let mut expected = expected(&model, &query);
            if descending {
                expected.reverse();
            }
            let found = runtime.block_on(listed(&local, &query, limit, descending));
            prop_assert_eq!(found, expected, "{:?}", query);
        }
    }
}

#[tokio::test]
async fn a_commit_that_conflicts_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    local
        .ledger
        .commit(vec![put("a", "x", "1", Expect::Absent)])
        .await
        .unwrap();
    for wrong in [
        Write::Check(key("a", "x"), Expect::Absent),
        Write::Check(key("a", "x"), Expect::Revision(2)),
        Write::Delete(key("a", "none"), Expect::Revision(1)),
        put("a", "x", "2", Expect::Absent),
    ] {
        let writes = vec![put("a", "y", "1", Expect::Any), wrong];
        assert_eq!(local.ledger.commit(writes).await, Err(PortError::Conflict));
    }
    let found = local
        .ledger
        .get(&[key("a", "y"), key("a", "x")])
        .await
        .unwrap();
    assert_eq!(found[0], None);
    assert_eq!(
        found[1]
            .as_ref()
            .map(|entry| (entry.revision, &entry.body[..])),
        Some((1, &b"1"[..]))
    );
}

#[tokio::test]
async fn of_many_who_expect_the_same_one_wins() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let commits = (0..16).map(|n| {
        local
            .ledger
            .commit(vec![put("a", "x", &n.to_string(), Expect::Absent)])
    });
    let outcomes = futures_util::future::join_all(commits).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let lost = outcomes
        .iter()
        .filter(|outcome| **outcome == Err(PortError::Conflict));
    assert_eq!(lost.count(), 15);
}

#[tokio::test]
async fn what_breaks_a_limit_is_refused_with_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    let big = |sk: &str, size: usize| Write::Put(entry(key("a", sk), vec![0; size]), Expect::Any);
    let long = "k".repeat(3000);
    let indexed = Entry {
        by: Some(Index {
            group: long.clone(),
            order: String::new(),
        }),
        ..entry(key("a", "x"), "")
    };
    let many = (0..101)
        .map(|n| put("a", &n.to_string(), "", Expect::Any))
        .collect();
    let total = (0..12).map(|n| big(&n.to_string(), 380 << 10)).collect();
    for (writes, word) in [
        (vec![big("x", (380 << 10) + 1)], "a/x has 389121 bytes"),
        (many, "101 writes"),
        (total, "4669440 bytes"),
        (
            vec![
                put("a", "x", "", Expect::Any),
                Write::Check(key("a", "x"), Expect::Any),
            ],
            "twice",
        ),
        (vec![put(&long, "x", "", Expect::Any)], "3000"),
        (vec![Write::Put(indexed, Expect::Any)], "index"),
    ] {
        let Err(PortError::Refused(message)) = local.ledger.commit(writes).await else {
            panic!("{word} was not refused");
        };
        assert!(message.contains(word), "{message}");
    }
    local
        .ledger
        .commit(vec![big("x", 380 << 10)])
        .await
        .unwrap();
    let keys = vec![key("a", "x"); 101];
    assert!(matches!(
        local.ledger.get(&keys).await,
        Err(PortError::Refused(_))
    ));
    let all = Query::By {
        group: String::from("g"),
    };
    for (after, limit) in [(None, 0), (None, 1001), (Some("bogus"), 1)] {
        let page = local.ledger.page(&all, after, limit, false).await;
        assert!(
            matches!(page, Err(PortError::Refused(_))),
            "{after:?} {limit}"
        );
    }
}

#[tokio::test]
async fn a_page_of_large_entries_ends_early_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (_embedded, local) = open(dir.path());
    for n in 0..15 {
        let large = entry(key("a", &format!("{n:02}")), vec![0; 380 << 10]);
        local
            .ledger
            .commit(vec![Write::Put(large, Expect::Any)])
            .await
            .unwrap();
    }
    let all = Query::Prefix {
        pk: String::from("a"),
        prefix: String::new(),
    };
    let page = local.ledger.page(&all, None, 100, false).await.unwrap();
    assert!(page.entries.len() < 15 && page.next.is_some());
    assert_eq!(listed(&local, &all, 100, false).await.len(), 15);
}

#[tokio::test]
async fn what_has_ended_is_gone_for_all_and_purged() {
    let dir = tempfile::tempdir().unwrap();
    let at = |seconds| Timestamp(NOW.0 + seconds);
    let by = Some(Index {
        group: String::from("g"),
        order: String::from("1"),
    });
    let ending = |sk: &str, expires| {
        Write::Put(
            Entry {
                expires,
                by: by.clone(),
                due: by.clone(),
                ..entry(key("a", sk), "b")
            },
            Expect::Absent,
        )
    };
    let writes = vec![
        ending("soon", Some(at(10))),
        ending("late", Some(at(1000))),
        ending("never", None),
    ];
    {
        let (embedded, local) = open(dir.path());
        local.ledger.commit(writes).await.unwrap();
        assert_eq!(embedded.purge().await.unwrap(), 0);
    }
    let (embedded, local) = open_at(dir.path(), at(11));
    let found = local
        .ledger
        .get(&[key("a", "soon"), key("a", "late")])
        .await
        .unwrap();
    assert_eq!((found[0].is_none(), found[1].is_some()), (true, true));
    for query in [
        Query::Prefix {
            pk: String::from("a"),
            prefix: String::new(),
        },
        Query::By {
            group: String::from("g"),
        },
        Query::Due {
            group: String::from("g"),
            until: String::from("2"),
        },
    ] {
        let names: Vec<_> = listed(&local, &query, 1, false)
            .await
            .into_iter()
            .map(|e| e.key.sk)
            .collect();
        assert_eq!(names, ["late", "never"], "{query:?}");
    }
    local
        .ledger
        .commit(vec![ending("soon", Some(at(12)))])
        .await
        .unwrap();
    let found = local
        .ledger
        .get(&[key("a", "soon")])
        .await
        .unwrap()
        .remove(0)
        .unwrap();
    assert_eq!((found.revision, found.expires), (1, Some(at(12))));
    assert_eq!(
        embedded.purge().await.unwrap(),
        0,
        "what was put anew must not be purged"
    );
    drop((embedded, local));
    let (embedded, local) = open_at(dir.path(), at(2000));
    assert_eq!(embedded.purge().await.unwrap(), 2);
    assert_eq!(embedded.purge().await.unwrap(), 0);
    let all = Query::By {
        group: String::from("g"),
    };
    assert_eq!(listed(&local, &all, 10, true).await.len(), 1);
}
