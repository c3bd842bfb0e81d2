//! The contract of [`Ledger`] under many writers.

use std::sync::Arc;

use super::ledger::{entry, key, one, put};
use super::{RACERS, one_winner, race};
use crate::port::{Expect, Ledger, Write};

pub(super) async fn lets_one_create(ledger: Arc<dyn Ledger>) {
    let results = race(|n| {
        let ledger = ledger.clone();
        async move {
            ledger
                .commit(put(entry("A#", "x", &n.to_string()), Expect::Absent))
                .await
        }
    });
    let results = results.await;
    one_winner(&results);
    let winner = results.iter().position(Result::is_ok).expect("one");
    let found = one(&*ledger, "A#", "x").await.expect("there");
    assert_eq!(found.body, winner.to_string());
}

/// Every racer adds one ten times; no addition is lost.
pub(super) async fn counts_every_change(ledger: Arc<dyn Ledger>) {
    ledger
        .commit(put(entry("A#", "n", "0"), Expect::Absent))
        .await
        .expect("create");
    let done = race(|_| {
        let ledger = ledger.clone();
        async move {
            let mut added = 0;
            while added < 10 {
                let found = one(&*ledger, "A#", "n").await.expect("there");
                let text = std::str::from_utf8(&found.body).expect("text");
                let next = text.parse::<u32>().expect("a number") + 1;
                let write = put(
                    entry("A#", "n", &next.to_string()),
                    Expect::Revision(found.revision),
                );
                added += u32::from(ledger.commit(write).await.is_ok());
            }
        }
    });
    assert_eq!(done.await.len(), RACERS);
    let found = one(&*ledger, "A#", "n").await.expect("there");
    assert_eq!((found.body, found.revision), ("160".into(), 161));
}

/// Two entries always change together; no reader ever sees them apart.
pub(super) async fn reads_at_one_instant(ledger: Arc<dyn Ledger>) {
    race(|n| {
        let ledger = ledger.clone();
        async move {
            for round in 0..20 {
                if n % 2 == 0 {
                    let body = format!("{n}-{round}");
                    let both = vec![
                        Write::Put(entry("L#", "left", &body), Expect::Any),
                        Write::Put(entry("R#", "right", &body), Expect::Any),
                    ];
                    ledger.commit(both).await.expect("commit");
                } else {
                    let keys = [key("L#", "left"), key("R#", "right")];
                    let found = ledger.get(&keys).await.expect("get");
                    let bodies: Vec<_> = found
                        .iter()
                        .map(|found| found.as_ref().map(|found| &found.body))
                        .collect();
                    assert_eq!(bodies[0], bodies[1], "seen apart");
                }
            }
        }
    })
    .await;
}
