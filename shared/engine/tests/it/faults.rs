//! Every write of a ramp fails: landed or not, with an error or with the process.

use wavecast_domain::Command;
use wavecast_domain::command::ReleaseRef;
use wavecast_engine::control::Request;
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::faulty::{Faults, Plan, Point};
use wavecast_engine::testing::look::look_at_latest;
use wavecast_wire::hash::Sha256;

use crate::stage::{Stage, share};

/// A channel whose 1.1.0 reaches a tenth.
async fn ramped() -> (Stage, ReleaseRef) {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let release = stage.release("1.1.0", Some(share(1000))).await;
    (stage, release)
}

fn to_half(release: &ReleaseRef) -> Command {
    Command::Ramp {
        release: release.clone(),
        to: share(5000),
        keep_open: false,
    }
}

fn keyed() -> Request {
    Request {
        idempotency: Some(("ramp".to_owned(), Sha256::of(b"to half"))),
        ..request()
    }
}

async fn points_of_a_ramp() -> Vec<Point> {
    let (stage, release) = ramped().await;
    let faults = Faults::default();
    stage.with_faults(&faults).run(to_half(&release)).await;
    faults.points()
}

#[tokio::test]
async fn a_ramp_passes_the_writes_of_the_straight_line() {
    let points = points_of_a_ramp().await;
    let names: Vec<String> = points
        .iter()
        .map(|point| format!("{} {} {}", point.port, point.method, point.kind))
        .collect();
    insta::assert_snapshot!(names.join("\n"), @"
    ledger commit AEIPR
    signer sign targets
    signer sign snapshot
    signer sign timestamp
    ledger commit H
    objects create targets
    objects create snapshot
    objects replace timestamp
    objects replace latest
    ledger commit HP
    ");
}

#[tokio::test]
async fn a_ramp_survives_every_fault() {
    let points = points_of_a_ramp().await;
    for point in points {
        for (landed, dead) in [(true, false), (false, false), (true, true), (false, true)] {
            let plan = Plan {
                point: point.clone(),
                landed,
                dead,
            };
            survive(plan).await;
        }
    }
}

async fn survive(plan: Plan) {
    let (stage, release) = ramped().await;
    let (before, revision) = (stage.look().await, stage.revision().await);
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    faults.plan(plan.clone());
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let control = &faulty.world.control;
    let answer = control.execute(org, app, keyed(), to_half(&release)).await;
    assert!(faults.was_met(), "{plan:?}");

    // Whatever happened, devices see the old state or the new one, whole.
    let objects = &*stage.memory.objects;
    let seen = look_at_latest(objects, &stage.scope).await;
    let seen = seen
        .unwrap_or_else(|error| panic!("{plan:?}: {error}"))
        .expect("published");
    assert!(
        (before.seq..=before.seq + 1).contains(&seen.seq),
        "{plan:?}"
    );
    assert_eq!(
        seen.table == before.table,
        seen.seq == before.seq,
        "{plan:?}"
    );

    // An answer never says more than happened.
    let committed = stage.revision().await > revision;
    if let Ok(done) = &answer {
        assert!(committed, "{plan:?}");
        for seq in done.publications.iter().filter_map(|state| state.seq) {
            assert!(seen.seq >= seq, "{plan:?}");
        }
    }

    // Another process, and the ordinary tick.
    let stage = stage.restarted();
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new(), "{plan:?}");
    let healed = stage.look().await;
    assert_eq!(healed.table != before.table, committed, "{plan:?}");
    assert_eq!(stage.pending().await, 0, "{plan:?}");

    // The client asks again: it happens once, however often it is asked.
    let again = stage
        .world
        .control
        .execute(org, app, keyed(), to_half(&release))
        .await;
    let again = again.unwrap_or_else(|error| panic!("{plan:?}: {error}"));
    assert_eq!(again.replayed, committed, "{plan:?}");
    assert_eq!(stage.revision().await, revision + 1, "{plan:?}");
    let after = stage.look().await;
    assert_eq!(again.publications[0].seq, Some(after.seq), "{plan:?}");
    assert!(stage.reached(&release.id).await > 400, "{plan:?}");
    assert!(
        stage.world.upkeep.tick().await.is_idle(),
        "{plan:?}: it is at rest"
    );
}
