//! Idempotency keys and expected revisions.

use wavecast_domain::Command;
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_engine::control::{Begun, ControlError, EventFilter, PageAsk, Request};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::faulty::{Faults, Plan, Point};
use wavecast_engine::testing::world::World;
use wavecast_wire::hash::Sha256;

use crate::stage::{Stage, share};

fn keyed(key: &str, body: &[u8]) -> Request {
    Request {
        idempotency: Some((key.to_owned(), Sha256::of(body))),
        ..request()
    }
}

fn expecting(revision: u64) -> Request {
    Request {
        expected: Some(revision),
        ..request()
    }
}

async fn execute(
    stage: &Stage,
    request: Request,
    command: Command,
) -> Result<wavecast_engine::control::Done, ControlError> {
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    stage
        .world
        .control
        .execute(org, app, request, command)
        .await
}

#[tokio::test]
async fn the_same_key_answers_the_same_and_commits_once() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let revision = stage.revision().await;
    let create = || stage.new_release("1.1.0", Some(share(1000)));
    let first = execute(&stage, keyed("k", b"body"), create())
        .await
        .unwrap();
    assert!(!first.replayed);
    let second = execute(&stage, keyed("k", b"body"), create())
        .await
        .unwrap();
    assert!(second.replayed);
    assert_eq!(
        (second.outcome, second.revision),
        (first.outcome, first.revision)
    );
    assert_eq!(second.publications, first.publications);
    assert_eq!(stage.revision().await, revision + 1);
    // Another key is another request, and this one the state refuses.
    let other = execute(&stage, keyed("other", b"body"), create()).await;
    assert!(matches!(other, Err(ControlError::Refused(_))), "{other:?}");
}

#[tokio::test]
async fn a_key_with_another_body_is_refused() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let create = || stage.new_release("1.1.0", Some(share(1000)));
    execute(&stage, keyed("k", b"one"), create()).await.unwrap();
    let reused = execute(&stage, keyed("k", b"two"), create()).await;
    assert!(matches!(reused, Err(ControlError::KeyReused)), "{reused:?}");
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let stage = Stage::shipped().await;
    let channel = stage.scope.channel.clone();
    let settings = stage.channel().await.settings;
    let configure = || Command::ConfigureChannel {
        channel: channel.clone(),
        settings,
    };
    execute(&stage, keyed("k", b"one"), configure())
        .await
        .unwrap();
    stage.world.clock.advance(24 * 3600 + 1);
    let done = execute(&stage, keyed("k", b"two"), configure())
        .await
        .unwrap();
    assert!(!done.replayed);
    let held = stage.memory.ledger.dump().len();
    stage.world.clock.advance(24 * 3600 + 1);
    stage.world.upkeep.tick().await;
    assert!(
        stage.memory.ledger.dump().len() < held,
        "the sweep forgets it"
    );
}

#[tokio::test]
async fn a_stale_revision_is_refused_and_the_present_one_is_not() {
    let stage = Stage::shipped().await;
    let settings = stage.channel().await.settings;
    let channel = stage.scope.channel.clone();
    let configure = |poll_idle| Command::ConfigureChannel {
        channel: channel.clone(),
        settings: wavecast_domain::channel::ChannelSettings {
            poll_idle,
            ..settings
        },
    };
    let present = stage.channel().await.changed;
    execute(&stage, expecting(present), configure(1800))
        .await
        .unwrap();
    let stale = execute(&stage, expecting(present), configure(2400)).await;
    let Err(ControlError::Refused(refusal)) = stale else {
        panic!("{stale:?}");
    };
    assert_eq!(refusal.reason, Reason::Stale);
    let present = stage.channel().await.changed;
    execute(&stage, expecting(present), configure(2400))
        .await
        .unwrap();
    assert_eq!(stage.channel().await.settings.poll_idle, 2400);
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let held = stage.memory.ledger.dump();
    let dry = Request {
        dry_run: true,
        ..keyed("k", b"body")
    };
    let done = execute(&stage, dry, stage.new_release("1.1.0", Some(share(1000))))
        .await
        .unwrap();
    assert!(done.dry_run && done.publications.is_empty());
    assert_eq!(done.movements.len(), 1);
    assert_eq!(stage.memory.ledger.dump(), held);
}

#[tokio::test]
async fn every_commit_has_one_event_and_they_are_in_order() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let release = stage.release("1.1.0", Some(share(1000))).await;
    // Over the turn of a month, so that the trail lies in two partitions.
    stage.world.clock.advance(20 * 86_400);
    stage.run(Command::Pause(release)).await;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = trail(&stage.world, &stage, after, &EventFilter::default()).await;
        found.extend(
            page.items
                .into_iter()
                .map(|event| (event.revision, event.verb)),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let listed: Vec<String> = found
        .iter()
        .map(|(revision, verb)| format!("{revision} {verb}"))
        .collect();
    insta::assert_snapshot!(listed.join("\n"), @"
    7 release.pause
    6 release.create
    5 package.create
    4 release.create
    3 package.create
    2 channel.create
    ");
    let paused = EventFilter {
        verb: Some("release.pause".to_owned()),
        actor: Some("bootstrap".to_owned()),
        ..EventFilter::default()
    };
    assert_eq!(
        trail(&stage.world, &stage, None, &paused).await.items.len(),
        1
    );
}

async fn trail(
    world: &World,
    stage: &Stage,
    after: Option<String>,
    filter: &EventFilter,
) -> wavecast_engine::control::Listing<wavecast_domain::event::Event> {
    let ask = PageAsk {
        after,
        limit: 2,
        ascending: false,
    };
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    world
        .control
        .events(org, Some(app), filter, &ask)
        .await
        .unwrap()
}

/// The bytes are all here, and the process died before it noted that: nobody sends them again.
#[tokio::test]
async fn a_file_whose_record_was_lost_is_not_uploaded_again() {
    let stage = Stage::shipped().await;
    let bytes = b"a file of its own";
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    faults.plan(Plan {
        point: Point {
            port: "ledger",
            method: "commit",
            kind: "F".to_owned(),
            occurrence: 0,
        },
        landed: false,
        dead: true,
    });
    assert!(faulty.world.upload(&stage.scope, bytes).await.is_err());
    assert!(faults.was_met());
    let stage = stage.restarted();
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let (by, sha256) = (Principal::Bootstrap, Sha256::of(bytes));
    let control = &stage.world.control;
    let begun = control
        .begin_upload(&by, org, app, sha256, bytes.len() as u64)
        .await;
    assert_eq!(begun.unwrap(), Begun::Ready);
    let wrong = control.begin_upload(&by, org, app, sha256, 1).await;
    assert!(
        wrong.is_err(),
        "of another size it is another file: {wrong:?}"
    );
}
