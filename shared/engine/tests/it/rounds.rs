//! The round of repairs, where each tick is another process's.

use std::collections::BTreeSet;

use wavecast_domain::head::Head;
use wavecast_engine::port::{Expect, Wake, Write};
use wavecast_engine::record::entry;
use wavecast_engine::upkeep::Pace;
use wavecast_wire::name::Scope;

use crate::elsewhere::{Elsewhere, another};
use crate::stage::Stage;

/// Seven channels a tick.
const SEVEN: Pace = Pace {
    channels: 7,
    ..Pace::BILLED
};

/// An installation with so many channels more that were published, and all of them.
async fn crowded(channels: usize) -> (Stage, BTreeSet<String>) {
    let stage = Stage::shipped().await;
    let mut all = BTreeSet::from([stage.scope.to_string()]);
    for n in 0..channels {
        let scope = Scope {
            channel: format!("pr-{n}").parse().unwrap(),
            ..stage.scope.clone()
        };
        let put = Write::Put(entry::head(&scope, &Head::default()).unwrap(), Expect::Any);
        stage.memory_ledger().commit(vec![put]).await.unwrap();
        all.insert(scope.to_string());
    }
    (stage, all)
}

fn repairs(wakes: Vec<Wake>) -> Vec<String> {
    let repaired = wakes.into_iter().filter_map(|wake| match wake {
        Wake::Repair(scope) => Some(scope.to_string()),
        _ => None,
    });
    repaired.collect()
}

#[tokio::test]
async fn every_channel_has_its_turn_although_no_process_lives_longer_than_a_tick() {
    let (stage, all) = crowded(60).await;
    let others = Elsewhere::default();
    let mut seen = Vec::new();
    for _ in 0..9 {
        another(&stage, &others, SEVEN).tick().await;
        seen.extend(repairs(others.drained()));
    }
    assert_eq!(seen.len(), 61, "none twice");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), all);
    // The round is over, and the next begins at its time.
    another(&stage, &others, SEVEN).tick().await;
    assert_eq!(repairs(others.drained()), Vec::<String>::new());
    stage.world.clock.advance(600);
    another(&stage, &others, SEVEN).tick().await;
    assert_eq!(repairs(others.drained()).len(), 7);
}

#[tokio::test]
async fn what_was_not_handed_over_is_not_passed_by() {
    let (stage, all) = crowded(20).await;
    let others = Elsewhere::default();
    // The queue has room for ten, and is emptied with every second tick alone.
    let pace = Pace {
        queued: 10,
        ..SEVEN
    };
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        another(&stage, &others, pace).tick().await;
        another(&stage, &others, pace).tick().await;
        seen.extend(repairs(others.drained()));
    }
    assert_eq!(seen, all);
}
