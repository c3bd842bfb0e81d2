//! Releases that start and grow by themselves.

use wavecast_domain::Command;
use wavecast_domain::command::{ReleaseRef, StartWhen};
use wavecast_domain::release::{Release, Stage as Step, Status};
use wavecast_engine::port::Clock as _;

use crate::stage::{Stage, share};

/// 1.1.0 starts in an hour at 10 %, reaches half an hour later, and all an hour after that.
async fn scheduled() -> (Stage, ReleaseRef) {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let Command::CreateRelease(mut new) = stage.new_release("1.1.0", None) else {
        unreachable!()
    };
    new.start = StartWhen::Draft;
    let done = stage.run(Command::CreateRelease(new)).await;
    let release = stage.reference(&done);
    let step = |permyriad, after| Step {
        share: share(permyriad),
        after,
    };
    let schedule = Command::Schedule {
        release: release.clone(),
        start: stage.world.clock.now().plus(3600),
        window: 1800,
        stages: vec![step(1000, 0), step(5000, 3600), step(10_000, 3600)],
    };
    stage.run(schedule).await;
    (stage, release)
}

async fn found(stage: &Stage, release: &ReleaseRef) -> Release {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let found = stage.world.control.release(org, app, &release.id).await;
    found.unwrap().expect("a release")
}

#[tokio::test]
async fn a_release_starts_and_grows_by_itself() {
    let (stage, release) = scheduled().await;
    assert_eq!(stage.world.upkeep.tick().await.started, 0);
    stage.world.clock.advance(3600);
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.started, report.troubles), (1, Vec::new()));
    let reached = stage.reached(&release.id).await;
    assert!((60..140).contains(&reached), "{reached}");
    stage.world.clock.advance(3600);
    assert_eq!(stage.world.upkeep.tick().await.stages, 1);
    assert!(stage.reached(&release.id).await > 400);
    stage.world.clock.advance(3600);
    assert_eq!(stage.world.upkeep.tick().await.stages, 1);
    assert_eq!(found(&stage, &release).await.status, Status::Concluded);
    assert_eq!(stage.reached(&release.id).await, 1000);
}

#[tokio::test]
async fn a_start_that_is_too_late_asks() {
    let (stage, release) = scheduled().await;
    stage.world.clock.advance(3600 + 1801);
    let report = stage.world.upkeep.tick().await;
    assert_eq!(
        (report.missed, report.started, report.troubles),
        (1, 0, Vec::new())
    );
    assert_eq!(found(&stage, &release).await.status, Status::Missed);
    assert_eq!(stage.reached(&release.id).await, 0);
}

#[tokio::test]
async fn a_start_that_must_wait_does_not_hold_up_the_stages_of_what_moves() {
    let (stage, moving) = scheduled().await;
    stage.world.clock.advance(3600);
    assert_eq!(stage.world.upkeep.tick().await.started, 1);
    let waiting = Command::Clone {
        release: moving.clone(),
        into: None,
    };
    let waiting = stage.reference(&stage.run(waiting).await);
    let schedule = Command::Schedule {
        release: waiting.clone(),
        start: stage.world.clock.now().plus(60),
        window: 24 * 3600,
        stages: Vec::new(),
    };
    stage.run(schedule).await;
    for _ in 0..2 {
        stage.world.clock.advance(3600);
        let report = stage.world.upkeep.tick().await;
        assert_eq!((report.started, report.stages), (0, 1), "{report:?}");
        assert_eq!(report.troubles.len(), 1, "the wait is told: {report:?}");
    }
    assert_eq!(found(&stage, &moving).await.status, Status::Concluded);
    let report = stage.world.upkeep.tick().await;
    assert_eq!((report.started, report.troubles), (1, Vec::new()));
    assert_eq!(found(&stage, &waiting).await.status, Status::Active);
}

#[tokio::test]
async fn one_broken_channel_does_not_stop_another() {
    let (stage, release) = scheduled().await;
    let mut entries = stage.memory.ledger.dump();
    // Another application's channel that can't be read.
    let at = entries
        .iter()
        .find(|entry| entry.key.sk.starts_with("C#"))
        .expect("one")
        .clone();
    let mut broken = at.clone();
    broken.key.pk = "A#acme/broken".to_owned();
    broken.body = "{\"layout\":9,\"body\":{}}".into();
    entries.push(broken);
    stage.memory.ledger.restore(entries);
    stage.world.clock.advance(3600);
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.started, 1);
    assert!(
        report
            .troubles
            .iter()
            .any(|trouble| trouble.contains("newer version")),
        "{report:?}"
    );
    assert!(stage.reached(&release.id).await > 0);
}
