//! An edge ahead of a restored ledger.

use wavecast_domain::Command;
use wavecast_domain::id::Fresh;
use wavecast_domain::refusal::Reason;
use wavecast_engine::control::{ControlError, PublicationState};
use wavecast_engine::port::{Clock, Expect, Write};
use wavecast_engine::publisher::Published;
use wavecast_engine::record::{due, entry};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::look::look;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::Role;

use crate::stage::{Stage, share};

/// A ledger from before the last ramp, and an edge that shows it.
async fn restored() -> (Stage, u64) {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let backup = stage.memory.ledger.dump();
    stage.release("1.1.0", Some(share(1000))).await;
    let edge = stage.look().await.seq;
    stage.memory.ledger.restore(backup);
    (stage.restarted(), edge)
}

#[tokio::test]
async fn a_foreign_edge_fences_and_nothing_is_written() {
    let (stage, edge) = restored().await;
    let held = stage.memory.objects.dump();
    let done = stage
        .run(stage.new_release("1.1.0", Some(share(2000))))
        .await;
    let state = &done.publications[0];
    assert_eq!(state.seq, None);
    let trouble = state.trouble.as_deref().unwrap_or_default();
    assert!(
        trouble.contains("channel adopt acme/lamp/stable"),
        "{trouble}"
    );
    let published = stage.world.publisher.publish(&stage.scope).await.unwrap();
    assert_eq!(published, Published::Fenced { edge });
    let report = stage.world.upkeep.tick().await;
    assert!(
        report
            .troubles
            .iter()
            .any(|trouble| trouble.contains("ahead")),
        "{report:?}"
    );
    assert_eq!(stage.memory.objects.dump(), held);
}

#[tokio::test]
async fn the_tick_alone_finds_a_foreign_edge() {
    let (stage, edge) = restored().await;
    let held = stage.memory.objects.dump();
    stage.world.upkeep.tick().await;
    assert_eq!(stage.head().await.fence.map(|fence| fence.edge), Some(edge));
    assert_eq!(stage.memory.objects.dump(), held);
}

#[tokio::test]
async fn an_adopted_channel_goes_on_above_both() {
    let (stage, edge) = restored().await;
    let done = stage
        .run(stage.new_release("1.1.0", Some(share(2000))))
        .await;
    let release = stage.reference(&done);
    let adopted = stage
        .world
        .control
        .adopt(&stage.scope, request())
        .await
        .unwrap();
    let look = stage.look().await;
    assert!(look.seq > edge);
    assert_eq!(adopted.publications[0].seq, Some(look.seq));
    assert_eq!(stage.pending().await, 0);
    assert!(stage.reached(&release.id).await > 100);
    // And the line goes on as ever.
    stage.run(Command::Pause(release)).await;
    assert_eq!(stage.look().await.seq, look.seq + 1);
    assert!(stage.world.upkeep.tick().await.troubles.is_empty());
}

/// What waits for an admin stays due, and stands first in its shard of the index.
#[tokio::test]
async fn a_fenced_channel_holds_up_no_other() {
    let stage = Stage::shipped().await;
    let shard = |scope: &Scope| due::at(&scope.to_string(), Timestamp(0)).group;
    let other = (0..)
        .map(|n| Scope {
            channel: format!("pr-{n}").parse().unwrap(),
            ..stage.scope.clone()
        })
        .find(|other| shard(other) == shard(&stage.scope))
        .unwrap();
    let open = Command::CreateChannel {
        channel: other.channel.clone(),
        settings: None,
    };
    stage.run(open).await;
    let backup = stage.memory.ledger.dump();
    stage.package("1.1.0").await;
    stage.release("1.1.0", Some(share(1000))).await;
    stage.memory.ledger.restore(backup);
    let stage = stage.restarted();
    stage.world.upkeep.tick().await;
    assert!(stage.head().await.fence.is_some());
    let now = Clock::now(&stage.world.clock);
    for part in 0..3u8 {
        let wanted = |n: u8| {
            let fresh = Fresh {
                at: now,
                seed: [part * 70 + n; 32],
            };
            let channel = stage.scope.channel.clone();
            let state = PublicationState::wanted(fresh.id("publication"), channel, 1, now);
            let put = entry::publication(&stage.scope, &state).unwrap();
            Write::Put(put, Expect::Absent)
        };
        let ledger = &stage.world.control.ledger;
        ledger.commit((0..70).map(wanted).collect()).await.unwrap();
    }
    stage.world.clock.advance(9 * 86_400);
    stage.world.upkeep.tick().await;
    let look = look(&*stage.memory.objects, &other).await.unwrap();
    let expires = look.expect("published").timestamp.expires;
    let now = Clock::now(&stage.world.clock);
    assert!(expires > now.plus(12 * 86_400), "{expires:?}");
}

/// A backup from before a rotation: devices trust the root at the edge for ever.
#[tokio::test]
async fn a_root_that_a_restored_ledger_lost_is_never_replaced() {
    let stage = Stage::shipped().await;
    let backup = stage.memory.ledger.dump();
    let ask = async |stage: &Stage| {
        let control = &stage.world.control;
        control
            .rotate_keys(&stage.scope, request(), &[Role::Timestamp], None)
            .await
            .unwrap()
    };
    ask(&stage).await;
    let root = ObjectKey::Root(stage.scope.clone(), 2).path();
    let held = stage.memory.objects.dump()[&root].clone();
    stage.memory.ledger.restore(backup);
    let stage = stage.restarted();
    stage.world.upkeep.tick().await;
    drop(stage.world.control.adopt(&stage.scope, request()).await);
    let done = ask(&stage).await;
    let state = &done.publications[0];
    assert_eq!(state.seq, None);
    let trouble = state.trouble.as_deref().unwrap_or_default();
    assert!(trouble.contains("2.root.json"), "{trouble}");
    assert!(trouble.contains("restore a ledger that has"), "{trouble}");
    assert_eq!(stage.memory.objects.dump()[&root], held);
}

#[tokio::test]
async fn a_channel_that_is_not_fenced_has_nothing_to_adopt() {
    let stage = Stage::shipped().await;
    let refused = stage.world.control.adopt(&stage.scope, request()).await;
    let Err(ControlError::Refused(refusal)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refusal.reason, Reason::State);
}

#[tokio::test]
async fn a_new_ledger_never_takes_over_another_installations_edge() {
    let stage = Stage::shipped().await;
    let held = stage.memory.objects.dump();
    // The ledger is lost altogether, and a new one begins from nothing, with keys of its own.
    let lost = Stage {
        memory: wavecast_engine::testing::world::Memory {
            objects: stage.memory.objects.clone(),
            uploads: stage.memory.uploads.clone(),
            clock: stage.memory.clock.clone(),
            ..wavecast_engine::testing::world::Memory::default()
        },
        ..stage.restarted()
    };
    // So that its keys differ from the first ledger's.
    let maker: &dyn wavecast_engine::port::KeyMaker = &*lost.memory.signer;
    maker.make(&lost.scope, Role::Root).await.unwrap();
    let lost = lost.restarted();
    lost.world
        .open(&lost.scope, wavecast_wire::manifest::Kind::Bundle)
        .await
        .unwrap();
    assert!(lost.head().await.fence.is_some());
    drop(lost.world.control.adopt(&lost.scope, request()).await);
    let published = lost.world.publisher.publish(&lost.scope).await;
    let told = published
        .expect_err("its root isn't the edge's")
        .to_string();
    assert!(told.contains("another installation"), "{told}");
    assert_eq!(lost.memory.objects.dump(), held, "nothing was written");
}
