//! A scheduler whose workers are elsewhere: it decides and hands over, and nothing else.

use std::time::Duration;

use tokio::time::Instant;
use wavecast_domain::Command;
use wavecast_domain::id::Fresh;
use wavecast_engine::control::PublicationState;
use wavecast_engine::port::{Clock as _, Expect, Wake, Write};
use wavecast_engine::record::{entry, key};
use wavecast_engine::testing::act::request;
use wavecast_engine::upkeep::Pace;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use crate::elsewhere::{DUE, scheduler};
use crate::stage::{Stage, share};

#[tokio::test]
async fn a_lost_wake_is_handed_over_and_due_until_it_is_done() {
    let stage = Stage::shipped().await;
    let (upkeep, others) = scheduler(&stage, 100, DUE);
    let silent = upkeep.control.clone();
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    stage.package("1.1.0").await;
    let before = stage.memory.objects.dump();
    let new = stage.new_release("1.1.0", Some(share(500)));
    silent.execute(org, app, request(), new).await.unwrap();
    others.taken();
    for waited in [0, 60] {
        stage.world.clock.advance(waited);
        let report = upkeep.tick().await;
        assert_eq!(others.taken(), [Wake::Publish(stage.scope.clone())]);
        assert_eq!((report.handed, report.published), (1, 0), "{report:?}");
        assert_eq!(report.oldest_pending, u64::try_from(waited).unwrap());
        assert_eq!(report.troubles, Vec::<String>::new());
    }
    let untouched = stage.memory.objects.dump() == before;
    assert!(untouched, "the scheduler writes no edge");
    stage
        .world
        .publisher
        .answer(&Wake::Publish(stage.scope.clone()))
        .await
        .unwrap();
    assert!(upkeep.tick().await.is_idle());
    assert_eq!(others.taken(), []);
}

#[tokio::test]
async fn a_channel_without_a_root_is_the_key_makers() {
    let stage = Stage::shipped().await;
    let (upkeep, others) = scheduler(&stage, 100, DUE);
    let open = Command::CreateChannel {
        channel: "next".parse().unwrap(),
        settings: None,
    };
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    upkeep
        .control
        .execute(org, app, request(), open)
        .await
        .unwrap();
    others.taken();
    let next = Scope {
        channel: "next".parse().unwrap(),
        ..stage.scope.clone()
    };
    upkeep.tick().await;
    assert_eq!(others.taken(), [Wake::Keys(next.clone())]);
    // The key maker has been, and died before it woke the publisher.
    stage.world.keys.ensure(&next).await.unwrap();
    upkeep.tick().await;
    assert_eq!(others.taken(), [Wake::Publish(next)]);
}

#[tokio::test]
async fn a_rotation_is_forgotten_only_when_a_root_fulfils_it() {
    let stage = Stage::shipped().await;
    let (upkeep, others) = scheduler(&stage, 100, DUE);
    let asked = upkeep
        .control
        .rotate_keys(&stage.scope, request(), &[Role::Timestamp], None);
    asked.await.unwrap();
    let at = [key::rotation(&stage.scope)];
    let ledger = &stage.world.control.ledger;
    others.taken();
    upkeep.tick().await;
    let (keys, publish) = (
        Wake::Keys(stage.scope.clone()),
        Wake::Publish(stage.scope.clone()),
    );
    assert_eq!(others.taken(), [keys, publish.clone()]);
    assert!(
        ledger.get(&at).await.unwrap()[0].is_some(),
        "nothing fulfils it yet"
    );
    stage.world.keys.ensure(&stage.scope).await.unwrap();
    upkeep.tick().await;
    assert_eq!(others.taken(), [publish]);
    assert!(ledger.get(&at).await.unwrap()[0].is_none());
}

#[tokio::test]
async fn a_renewal_is_handed_over_once_in_a_while() {
    let stage = Stage::shipped().await;
    stage.world.clock.advance(2 * 86_400);
    stage.world.upkeep.tick().await;
    stage.world.clock.advance(9 * 86_400);
    let (upkeep, others) = scheduler(&stage, 100, DUE);
    let renew = [Wake::Renew(stage.scope.clone())];
    let report = upkeep.tick().await;
    assert_eq!((report.handed, report.overdue), (1, 1), "{report:?}");
    assert_eq!(others.drained(), renew);
    stage.world.clock.advance(600);
    assert_eq!(upkeep.tick().await.handed, 0, "others have it");
    stage.world.clock.advance(600);
    assert_eq!(upkeep.tick().await.handed, 1, "it was lost");
    assert_eq!(others.drained(), renew);
    stage.world.publisher.answer(&renew[0]).await.unwrap();
    stage.world.clock.advance(1200);
    assert!(upkeep.tick().await.is_idle());
}

#[tokio::test]
async fn a_check_of_a_package_that_nobody_heard_of_is_asked_for_again_soon() {
    let stage = Stage::shipped().await;
    let (upkeep, others) = scheduler(&stage, 100, DUE);
    let version = "1.1.0".parse().unwrap();
    let new = stage.world.new_package(&stage.scope, &version, Vec::new());
    let create = Command::CreatePackage(new.await.unwrap());
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let silent = upkeep.control.execute(org, app, request(), create);
    silent.await.unwrap();
    let check = others.taken();
    assert!(matches!(check[..], [Wake::Package(..)]), "{check:?}");
    for (seconds, again) in [(0, true), (60, false), (60, true)] {
        stage.world.clock.advance(seconds);
        upkeep.tick().await;
        assert_eq!(others.taken() == check, again, "{seconds}");
    }
}

#[tokio::test]
async fn what_may_wait_is_bounded_by_the_queue_and_what_waits_for_an_admin_is_not() {
    let stage = Stage::shipped().await;
    stage.world.clock.advance(11 * 86_400);
    let (upkeep, others) = scheduler(&stage, 0, DUE);
    let report = upkeep.tick().await;
    assert!(report.stopped, "the queue is full: {report:?}");
    // The idle interval is a command of its own, and wants a publication.
    let publish = Wake::Publish(stage.scope.clone());
    assert_eq!(others.taken(), std::slice::from_ref(&publish));
    let report = upkeep.tick().await;
    assert_eq!((report.handed, others.taken()), (1, vec![publish]));
}

#[tokio::test]
async fn no_tick_hands_over_more_than_its_bound() {
    let stage = Stage::shipped().await;
    let ledger = &stage.world.control.ledger;
    let now = stage.world.clock.now();
    let mut writes = Vec::new();
    for n in 0..40_u8 {
        let fresh = Fresh {
            at: now,
            seed: [n; 32],
        };
        let channel = format!("pr-{n}").parse().unwrap();
        let scope = Scope {
            channel,
            ..stage.scope.clone()
        };
        let wanted =
            PublicationState::wanted(fresh.id("publication"), scope.channel.clone(), 1, now);
        writes.push(Write::Put(
            entry::publication(&scope, &wanted).unwrap(),
            Expect::Absent,
        ));
    }
    ledger.commit(writes).await.unwrap();
    let (upkeep, others) = scheduler(&stage, 100, Pace { handed: 15, ..DUE });
    let report = upkeep.tick().await;
    assert_eq!((report.handed, report.stopped), (15, true), "{report:?}");
    assert_eq!(others.taken().len(), 15);
}

#[tokio::test]
async fn a_tick_stops_at_its_deadline_and_the_next_goes_on() {
    let stage = Stage::shipped().await;
    stage.world.clock.advance(11 * 86_400);
    let (upkeep, others) = scheduler(&stage, 100, DUE);
    let report = upkeep.tick_until(Instant::now()).await;
    assert!(report.stopped, "{report:?}");
    assert_eq!((report.handed, others.taken()), (0, Vec::new()));
    let report = upkeep
        .tick_until(Instant::now() + Duration::from_secs(45))
        .await;
    assert_eq!((report.stopped, report.handed), (false, 1), "{report:?}");
}

#[tokio::test]
async fn a_round_of_repair_waits_for_its_time() {
    let stage = Stage::shipped().await;
    let (upkeep, others) = scheduler(&stage, 100, Pace::BILLED);
    let repair = vec![Wake::Repair(stage.scope.clone())];
    upkeep.tick().await;
    assert_eq!(others.drained(), repair);
    stage.world.clock.advance(300);
    upkeep.tick().await;
    assert_eq!(others.drained(), []);
    stage.world.clock.advance(900);
    upkeep.tick().await;
    assert_eq!(others.drained(), repair);
}
