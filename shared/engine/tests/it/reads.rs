//! What admins read: watching, explaining, device files, listings.

use std::time::Duration;

use wavecast_domain::Command;
use wavecast_domain::release::Status;
use wavecast_engine::control::{ControlError, PageAsk, ReleaseFilter};
use wavecast_engine::port::Clock as _;
use wavecast_engine::testing::faulty::{Faults, Plan, Point};
use wavecast_wire::table::{Attributes, Choice};

use crate::stage::{Stage, share};

/// A change whose publication failed, and is pending.
async fn pending() -> (Stage, wavecast_domain::id::Ulid) {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    faults.plan(Plan {
        point: Point {
            port: "signer",
            method: "sign",
            kind: "timestamp".to_owned(),
            occurrence: 0,
        },
        landed: false,
        dead: false,
    });
    let done = faulty
        .run(stage.new_release("1.1.0", Some(share(1000))))
        .await;
    let state = done.publications[0].clone();
    assert_eq!(state.seq, None);
    assert!(state.trouble.expect("told").contains("a planned fault"));
    (stage, state.id)
}

#[tokio::test]
async fn a_watcher_wakes_when_it_is_published() {
    let (stage, id) = pending().await;
    let (control, scope) = (stage.world.control.clone(), stage.scope.clone());
    let watched = id.clone();
    let watcher = tokio::spawn(async move {
        control
            .watch(&scope, &watched, Duration::from_secs(20))
            .await
    });
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.published, report.troubles), (1, Vec::new()));
    let state = watcher.await.unwrap().unwrap().expect("it exists");
    assert_eq!(state.seq, Some(stage.look().await.seq));
    assert_eq!(state.trouble, None);
}

#[tokio::test]
async fn a_watch_ends_with_its_wait() {
    let (stage, id) = pending().await;
    let control = &stage.world.control;
    let wait = Duration::from_millis(20);
    let state = control.watch(&stage.scope, &id, wait).await.unwrap();
    assert_eq!(state.expect("it exists").seq, None);
    let unknown = wavecast_domain::id::Ulid("01UNKNOWN".to_owned());
    assert_eq!(
        control.watch(&stage.scope, &unknown, wait).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn visible_by_counts_the_interval_that_devices_go_by() {
    let stage = Stage::shipped().await;
    // A day of rest: devices ask every poll_idle seconds from then on.
    stage.world.clock.advance(2 * 86_400);
    stage.world.upkeep.tick().await;
    stage.world.clock.advance(86_400);
    stage.package("1.1.0").await;
    let settings = stage.channel().await.settings;
    let done = stage
        .run(stage.new_release("1.1.0", Some(share(1000))))
        .await;
    let wait = |poll: u32, cache: i64| {
        let poll = i64::from(poll);
        cache + poll + poll * i64::from(settings.jitter) / 10_000
    };
    let now = stage.world.clock.now();
    let idle = now.plus(wait(settings.poll_idle, 300));
    assert_eq!(done.publications[0].visible_by, Some(idle));
    // The next one comes while some devices still go by the idle interval.
    let release = stage.reference(&done);
    stage.world.clock.advance(10);
    let done = stage.run(Command::Pause(release.clone())).await;
    assert_eq!(done.publications[0].visible_by, Some(idle));
    // Once all have heard of the movement, the active interval counts.
    stage.world.clock.advance(wait(settings.poll_idle, 300));
    let done = stage.run(Command::Resume(release)).await;
    let active = stage.world.clock.now().plus(wait(settings.poll_active, 30));
    assert_eq!(done.publications[0].visible_by, Some(active));
}

#[tokio::test]
async fn a_device_is_explained_from_the_ledger() {
    let stage = Stage::shipped().await;
    let control = &stage.world.control;
    let attributes = Attributes::new();
    let explained = control
        .explain(&stage.scope, "device-1", &attributes, None)
        .await
        .unwrap();
    let explained = explained.expect("an open channel");
    assert!(matches!(
        explained.outcome.explanation.choice,
        Choice::Config { .. }
    ));
    assert_eq!(explained.table, stage.look().await.table);
    let mut nowhere = stage.scope.clone();
    nowhere.channel = "nowhere".parse().unwrap();
    assert!(
        control
            .explain(&nowhere, "x", &attributes, None)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_device_file_holds_the_newest_root() {
    let stage = Stage::shipped().await;
    let config = stage
        .world
        .control
        .device_config(&stage.scope)
        .await
        .unwrap()
        .expect("a root");
    let path = format!("{}/1.root.json", stage.scope);
    assert_eq!(
        (config.version, config.root.as_bytes()),
        (1, &stage.memory.objects.dump()[&path][..])
    );
}

#[tokio::test]
async fn listings_page_and_filter() {
    let stage = Stage::shipped().await;
    for version in ["1.1.0", "1.2.0", "1.10.0"] {
        stage.package(version).await;
        stage.world.clock.advance(1);
        let release = stage.release(version, Some(share(1000))).await;
        stage.run(Command::Conclude(release)).await;
    }
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let control = &stage.world.control;
    let page = |after, limit, ascending| PageAsk {
        after,
        limit,
        ascending,
    };
    let first = control
        .packages(org, app, None, &page(None, 3, true))
        .await
        .unwrap();
    let versions: Vec<&str> = first
        .items
        .iter()
        .map(|package| package.version.as_str())
        .collect();
    assert_eq!(versions, ["1.0.0", "1.1.0", "1.2.0"], "as versions sort");
    let rest = control
        .packages(org, app, None, &page(first.next, 3, true))
        .await
        .unwrap();
    assert_eq!((rest.items.len(), rest.next), (1, None));
    let filter = |status| ReleaseFilter {
        channel: Some(stage.scope.channel.clone()),
        status,
    };
    let all = control
        .releases(org, app, &filter(None), &page(None, 2, false))
        .await
        .unwrap();
    assert_eq!(all.items[0].version.as_str(), "1.10.0", "newest first");
    assert!(all.next.is_some());
    let ask = page(None, 200, false);
    for (status, count) in [
        (Status::Concluded, 1),
        (Status::Superseded, 3),
        (Status::Draft, 0),
    ] {
        let found = control
            .releases(org, app, &filter(Some(status)), &ask)
            .await
            .unwrap();
        assert_eq!(found.items.len(), count, "{status:?}");
    }
}

#[tokio::test]
async fn an_entry_of_a_newer_version_is_refused_by_name() {
    let stage = Stage::shipped().await;
    let mut entries = stage.memory.ledger.dump();
    for entry in &mut entries {
        if entry.key.sk == "HEAD" && entry.key.pk.starts_with("A#") {
            entry.body = "{\"layout\":2,\"body\":{\"new\":true}}".into();
        }
    }
    stage.memory.ledger.restore(entries);
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let read = stage.world.control.app(org, app, &[]).await;
    let Err(ControlError::Layout(told)) = read else {
        panic!("{read:?}");
    };
    insta::assert_snapshot!(told, @"the entry A#acme/lamp HEAD was written by a newer version of Wavecast (layout 2, this one reads up to 1): update this installation");
}
