//! An edge that lost or damaged objects, and freshness that runs out.

use bytes::Bytes;
use wavecast_engine::publisher::Published;
use wavecast_wire::object::ObjectKey;

use crate::stage::{Stage, share};

/// Every object of the channel that the sealed publication needs.
async fn objects(stage: &Stage) -> Vec<ObjectKey> {
    let head = stage.head().await;
    let sealed = head.sealed.expect("sealed");
    let scope = stage.scope.clone();
    let mut keys = vec![
        ObjectKey::Timestamp(scope.clone()),
        ObjectKey::Latest(scope.clone()),
        ObjectKey::Snapshot(scope.clone(), sealed.snapshot_seq),
        ObjectKey::Targets(scope.clone(), sealed.targets_seq),
        ObjectKey::Root(scope.clone(), 1),
    ];
    for (name, file) in stage.look().await.targets.targets {
        let sha256 = file.sha256().unwrap();
        keys.push(ObjectKey::Target(
            scope.org.clone(),
            scope.app.clone(),
            sha256,
            name,
        ));
    }
    keys
}

#[tokio::test]
async fn whatever_is_missing_is_made_again() {
    let stage = Stage::shipped().await;
    let whole = stage.memory.objects.dump();
    for key in objects(&stage).await {
        stage.memory.objects.tamper(&key, None);
        let report = stage.world.upkeep.tick().await;
        assert_eq!(
            (report.mended, report.troubles),
            (1, Vec::new()),
            "{}",
            key.path()
        );
        assert_eq!(stage.memory.objects.dump(), whole, "{}", key.path());
    }
    assert!(stage.world.upkeep.tick().await.is_idle());
}

#[tokio::test]
async fn whatever_is_damaged_is_rebuilt() {
    let stage = Stage::shipped().await;
    let whole = stage.memory.objects.dump();
    for key in objects(&stage).await {
        let bytes = &whole[&key.path()];
        for damage in [
            Bytes::new(),
            bytes.slice(..bytes.len() / 2),
            Bytes::from("<html>"),
        ] {
            stage.memory.objects.tamper(&key, Some(damage));
            let report = stage.world.upkeep.tick().await;
            assert_eq!(
                (report.mended, report.troubles),
                (1, Vec::new()),
                "{}",
                key.path()
            );
            assert_eq!(stage.memory.objects.dump(), whole, "{}", key.path());
        }
    }
}

#[tokio::test]
async fn an_edge_that_is_damaged_all_over_is_rebuilt_and_never_taken_for_another_ones() {
    let stage = Stage::shipped().await;
    let whole = stage.memory.objects.dump();
    for key in objects(&stage).await {
        let damage = Some(Bytes::from("<html>"));
        stage.memory.objects.tamper(&key, damage);
    }
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new());
    assert_eq!(stage.memory.objects.dump(), whole);
}

#[tokio::test]
async fn an_older_pair_at_the_edge_is_brought_forward() {
    let stage = Stage::shipped().await;
    let old = stage.memory.objects.dump();
    stage.package("1.1.0").await;
    stage.release("1.1.0", Some(share(1000))).await;
    let new = stage.memory.objects.dump();
    for key in [
        ObjectKey::Timestamp(stage.scope.clone()),
        ObjectKey::Latest(stage.scope.clone()),
    ] {
        let path = key.path();
        stage.memory.objects.tamper(&key, Some(old[&path].clone()));
    }
    let published = stage.world.publisher.publish(&stage.scope).await.unwrap();
    assert_eq!(
        published,
        Published::At {
            seq: stage.head().await.seq
        }
    );
    assert_eq!(stage.memory.objects.dump(), new);
}

#[tokio::test]
async fn freshness_is_renewed_with_the_content_standing() {
    let stage = Stage::shipped().await;
    // The idle interval begins a day after the last movement: that is a publication of its own.
    stage.world.clock.advance(2 * 86_400);
    stage.world.upkeep.tick().await;
    let before = stage.look().await;
    stage.world.clock.advance(4 * 86_400);
    assert_eq!(stage.world.upkeep.tick().await.renewed, 0, "not yet");
    stage.world.clock.advance(4 * 86_400);
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.renewed, report.troubles), (1, Vec::new()));
    let after = stage.look().await;
    assert_eq!(after.seq, before.seq + 1);
    assert_eq!(after.targets, before.targets, "targets and snapshot stay");
    assert!(after.timestamp.expires > before.timestamp.expires);
    assert!(stage.world.upkeep.tick().await.is_idle());
}

#[tokio::test]
async fn a_year_of_ticks_keeps_everything_fresh() {
    let stage = Stage::shipped().await;
    for day in 0..400 {
        stage.world.clock.advance(86_400);
        let report = stage.world.upkeep.tick().await;
        assert_eq!(report.troubles, Vec::<String>::new(), "day {day}");
        let (look, now) = (
            stage.look().await,
            wavecast_engine::port::Clock::now(&stage.world.clock),
        );
        assert!(look.timestamp.expires > now.plus(5 * 86_400), "day {day}");
        assert!(look.targets.expires > now.plus(30 * 86_400), "day {day}");
    }
}

#[tokio::test]
async fn a_week_without_the_control_plane_is_made_up_for_at_once() {
    let stage = Stage::shipped().await;
    stage.world.clock.advance(13 * 86_400);
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new());
    let now = wavecast_engine::port::Clock::now(&stage.world.clock);
    assert!(stage.look().await.timestamp.expires > now.plus(13 * 86_400));
}
