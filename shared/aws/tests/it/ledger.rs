//! The ledger where DynamoDB has rules of its own.

use std::sync::Arc;

use wavecast_aws::DynamoLedger;
use wavecast_aws::testing::bed::{self, Bed, Retries};
use wavecast_aws::testing::http::Wire;
use wavecast_aws::testing::servers;
use wavecast_engine::port::{
    Clock as _, Entry, Expect, Index, Key, Ledger as _, PortError, Query, Write,
};
use wavecast_engine::testing::clock::TestClock;

fn key(pk: &str, sk: &str) -> Key {
    Key {
        pk: pk.to_owned(),
        sk: sk.to_owned(),
    }
}

fn entry(pk: &str, sk: &str, body: &str) -> Entry {
    Entry {
        key: key(pk, sk),
        revision: 0,
        body: body.to_owned().into(),
        due: None,
        by: None,
        expires: None,
    }
}

fn put(entry: Entry, expect: Expect) -> Vec<Write> {
    vec![Write::Put(entry, expect)]
}

/// A ledger on each server, with its wire and the clock that says what has ended.
async fn both() -> Vec<(DynamoLedger, Wire, TestClock)> {
    let mut ledgers = Vec::new();
    for endpoint in [servers::ministack(), servers::dynamodb_local()] {
        let (wire, clock) = (Wire::default(), TestClock::default());
        let sdk = bed::sdk(endpoint, &wire, Retries::On).await;
        let name = bed::fresh_name();
        bed::make_table(&sdk, &name).await;
        let ledger = DynamoLedger::new(&sdk, &name, Arc::new(clock.clone()));
        ledgers.push((ledger, wire, clock));
    }
    ledgers
}

#[tokio::test]
async fn what_has_ended_is_gone_before_dynamodb_removes_it() {
    for (ledger, _, clock) in both().await {
        let mut ends = entry("I#1", "I", "answer");
        ends.expires = Some(clock.now());
        ends.due = Some(Index {
            group: "g".to_owned(),
            order: "1".to_owned(),
        });
        ledger
            .commit(put(ends.clone(), Expect::Absent))
            .await
            .unwrap();
        let there = ledger.get(&[key("I#1", "I")]).await.unwrap();
        assert!(there[0].is_some(), "until its time has passed");
        clock.advance(1);
        assert_eq!(ledger.get(&[key("I#1", "I")]).await.unwrap(), [None]);
        assert_eq!(
            ledger
                .get(&[key("I#1", "I"), key("I#2", "I")])
                .await
                .unwrap(),
            [None, None]
        );
        let all = Query::Prefix {
            pk: "I#1".to_owned(),
            prefix: String::new(),
        };
        assert!(
            ledger
                .page(&all, None, 10, false)
                .await
                .unwrap()
                .entries
                .is_empty()
        );
        let due = Query::Due {
            group: "g".to_owned(),
            until: "2".to_owned(),
        };
        assert!(
            ledger
                .page(&due, None, 10, false)
                .await
                .unwrap()
                .entries
                .is_empty()
        );
        let held = ledger.commit(put(ends.clone(), Expect::Revision(1))).await;
        assert_eq!(held, Err(PortError::Conflict), "its revision is gone too");
        ends.expires = None;
        ledger
            .commit(put(ends, Expect::Absent))
            .await
            .expect("its place is free");
    }
}

#[tokio::test]
async fn reading_more_than_a_transaction_holds_is_still_one_instant() {
    for (ledger, wire, _) in both().await {
        let body = "x".repeat(200 << 10);
        let keys: Vec<Key> = (0..30).map(|n| key("A#big", &format!("{n:02}"))).collect();
        for some in keys.chunks(15) {
            let writes = some
                .iter()
                .map(|key| Write::Put(entry(&key.pk, &key.sk, &body), Expect::Absent));
            ledger.commit(writes.collect()).await.unwrap();
        }
        wire.clear();
        let found = ledger.get(&keys).await.unwrap();
        assert!(
            found
                .iter()
                .all(|one| one.as_ref().is_some_and(|one| one.body.len() == body.len()))
        );
        assert!(!wire.counts().contains_key("dynamodb:Scan"));
    }
}

#[tokio::test]
async fn cursors_of_other_listings_are_refused() {
    for (ledger, _, _) in both().await {
        for n in 0..4 {
            let mut one = entry("A#1", &format!("C#{n}"), "");
            one.due = Some(Index {
                group: "g".to_owned(),
                order: format!("{n}"),
            });
            ledger.commit(put(one, Expect::Absent)).await.unwrap();
        }
        let channels = Query::Prefix {
            pk: "A#1".to_owned(),
            prefix: "C#".to_owned(),
        };
        let due = Query::Due {
            group: "g".to_owned(),
            until: "9".to_owned(),
        };
        let early = Query::Due {
            group: "g".to_owned(),
            until: "0".to_owned(),
        };
        let others = Query::Prefix {
            pk: "A#1".to_owned(),
            prefix: "D#".to_owned(),
        };
        let of_channels = ledger
            .page(&channels, None, 2, false)
            .await
            .unwrap()
            .next
            .unwrap();
        let of_due = ledger
            .page(&due, None, 2, false)
            .await
            .unwrap()
            .next
            .unwrap();
        for (query, cursor) in [
            (&others, of_channels.as_str()),
            (&due, &of_channels),
            (&channels, &of_due),
            (&early, &of_due),
            (&channels, "nonsense"),
            (&channels, ""),
            (&channels, "WyJhIl0"),
        ] {
            let page = ledger.page(query, Some(cursor), 2, false).await;
            assert!(
                matches!(&page, Err(PortError::Refused(why)) if why.contains("cursor")),
                "{page:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_dynamodb_cannot_hold_is_refused_before_it_is_asked() {
    let bed = Bed::new().await;
    let ledger = bed.backend.ledger();
    ledger
        .commit(put(entry("A#", "x", ""), Expect::Absent))
        .await
        .unwrap();
    bed.wire.clear();
    let long = "x".repeat(1025);
    let mut spaced = entry("A#", "y", "");
    spaced.due = Some(Index {
        group: "g".to_owned(),
        order: "a b".to_owned(),
    });
    let mut wide = entry("A#", "y", "");
    wide.by = Some(Index {
        group: "g".to_owned(),
        order: "x".repeat(1020),
    });
    let commits = [
        Vec::new(),
        put(entry("A#", &long, ""), Expect::Any),
        put(entry("", "x", ""), Expect::Any),
        put(entry("A#", "", ""), Expect::Any),
        put(spaced, Expect::Any),
        put(wide, Expect::Any),
    ];
    for writes in commits {
        let refused = ledger.commit(writes).await;
        assert!(matches!(refused, Err(PortError::Refused(_))), "{refused:?}");
    }
    let read = ledger.get(&[key("A#", &long)]).await;
    assert!(matches!(read, Err(PortError::Refused(_))), "{read:?}");
    assert_eq!(bed.wire.attempts(), Vec::<String>::new());
}

#[tokio::test]
async fn a_table_of_another_layout_is_never_half_read() {
    let bed = Bed::new().await;
    let ledger = bed.backend.ledger();
    assert_eq!(ledger.check().await, Ok(None));
    let new = ledger.get(&[key("A#", "x")]).await;
    assert_eq!(new, Ok(vec![None]), "an empty table is a new one");
    ledger
        .commit(put(entry("O#", "acme", ""), Expect::Absent))
        .await
        .unwrap();
    assert_eq!(ledger.check().await, Ok(Some(wavecast_aws::LAYOUT)));

    let table = &bed.backend.deployment.table;
    for (layout, word) in [
        (
            Some("2"),
            "written by a newer version of Wavecast (this one knows 1); update",
        ),
        (
            Some("0"),
            "of an older version of Wavecast (this one knows 1)",
        ),
        (None, "has entries and no item L# LAYOUT"),
    ] {
        let client = bed.backend.sdk.dynamodb();
        let text = |text: &str| aws_sdk_dynamodb::types::AttributeValue::S(text.to_owned());
        match layout {
            Some(layout) => drop(
                client
                    .put_item()
                    .table_name(table)
                    .item("pk", text("L#"))
                    .item("sk", text("LAYOUT"))
                    .item(
                        "layout",
                        aws_sdk_dynamodb::types::AttributeValue::N(layout.to_owned()),
                    )
                    .send()
                    .await
                    .unwrap(),
            ),
            None => drop(
                client
                    .delete_item()
                    .table_name(table)
                    .key("pk", text("L#"))
                    .key("sk", text("LAYOUT"))
                    .send()
                    .await
                    .unwrap(),
            ),
        }
        let other = bed.again(Retries::On).await;
        let ledger = other.backend.ledger();
        let all = Query::Prefix {
            pk: "O#".to_owned(),
            prefix: String::new(),
        };
        let read = ledger.get(&[key("O#", "acme")]).await.map(drop);
        let paged = ledger.page(&all, None, 1, false).await.map(drop);
        let written = ledger
            .commit(put(entry("O#", "acme", "x"), Expect::Any))
            .await;
        for result in [read, paged, written] {
            let Err(PortError::Setup(why)) = result else {
                panic!("{result:?}")
            };
            assert!(
                why.contains(word) && why.starts_with("WAVECAST_TABLE="),
                "{why}"
            );
        }
        assert!(
            !other
                .wire
                .counts()
                .contains_key("dynamodb:TransactWriteItems")
        );
    }
}
