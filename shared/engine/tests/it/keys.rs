//! Roots and keys: overlaps, replacements, renewal.

use wavecast_engine::testing::act::request;
use wavecast_engine::testing::faulty::{Faults, Plan};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::{Role, Root};

use crate::stage::Stage;

async fn root(stage: &Stage, n: u64) -> Root {
    let key = ObjectKey::Root(stage.scope.clone(), n);
    let path = key.path();
    let bytes = stage
        .memory
        .objects
        .dump()
        .remove(&path)
        .expect("at the edge");
    let envelope: Envelope<Root> = Envelope::read(&bytes, 512 * 1024).unwrap();
    envelope.signed
}

fn keyids(root: &Root, role: Role) -> Vec<String> {
    root.role(role).expect("a role").keys.into_keys().collect()
}

async fn rotate(stage: &Stage, roles: &[Role]) {
    let control = &stage.world.control;
    let done = control
        .rotate_keys(&stage.scope, request(), roles, None)
        .await
        .unwrap();
    assert!(
        done.publications.iter().all(|state| state.seq.is_some()),
        "{done:?}"
    );
}

#[tokio::test]
async fn online_keys_overlap_and_the_next_rotation_drops_the_old() {
    let stage = Stage::shipped().await;
    let first = keyids(&root(&stage, 1).await, Role::Timestamp);
    rotate(&stage, &[Role::Timestamp]).await;
    let both = keyids(&root(&stage, 2).await, Role::Timestamp);
    assert_eq!(both.len(), 2);
    assert!(both.contains(&first[0]));
    assert_eq!(stage.look().await.root, 2);
    rotate(&stage, &[Role::Timestamp]).await;
    let third = keyids(&root(&stage, 3).await, Role::Timestamp);
    assert_eq!(third.len(), 2);
    assert!(!third.contains(&first[0]), "the oldest is dropped");
    let look = stage.look().await;
    assert_eq!(look.timestamp.wavecast.expect("ours").root, 3);
}

#[tokio::test]
async fn every_role_can_be_rotated_at_once() {
    let stage = Stage::shipped().await;
    let before = root(&stage, 1).await;
    rotate(&stage, &Role::ALL).await;
    let after = root(&stage, 2).await;
    for role in [Role::Root, Role::Targets] {
        assert_ne!(keyids(&before, role), keyids(&after, role));
        assert_eq!(keyids(&after, role).len(), 1, "{role} is replaced at once");
    }
    let look = stage.look().await;
    assert_eq!((look.root, look.targets.version), (2, look.seq));
    assert!(stage.world.upkeep.tick().await.troubles.is_empty());
}

#[tokio::test]
async fn a_rotation_that_failed_is_done_by_the_tick_and_only_once() {
    let stage = Stage::shipped().await;
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    let control = &faulty.world.control;
    control
        .rotate_keys(&stage.scope, request(), &[Role::Snapshot], None)
        .await
        .unwrap();
    let points = faults.points();
    assert!(
        points.iter().any(|point| point.port == "maker"),
        "{points:?}"
    );
    for point in points {
        let stage = Stage::shipped().await;
        let faulty = stage.with_faults(&faults);
        for landed in [true, false] {
            let newest = stage.look().await.root;
            faults.plan(Plan {
                point: point.clone(),
                landed,
                dead: true,
            });
            let revision = stage.revision().await;
            let control = &faulty.world.control;
            drop(
                control
                    .rotate_keys(&stage.scope, request(), &[Role::Snapshot], None)
                    .await,
            );
            faults.clear();
            let asked = stage.revision().await > revision;
            let report = stage.restarted().world.upkeep.tick().await;
            assert_eq!(report.troubles, Vec::<String>::new(), "{point:?} {landed}");
            assert_eq!(
                stage.look().await.root,
                newest + u64::from(asked),
                "{point:?} {landed}"
            );
            let rest = stage.restarted().world.upkeep.tick().await;
            assert!(rest.is_idle(), "{point:?} {landed}: {rest:?}");
        }
    }
}

#[tokio::test]
async fn a_root_is_renewed_before_it_ends() {
    let stage = Stage::shipped().await;
    let life = i64::from(stage.channel().await.settings.root_lifetime);
    stage.world.clock.advance(life * 3 / 4 - 3600);
    stage.world.upkeep.tick().await;
    assert_eq!(stage.look().await.root, 1);
    stage.world.clock.advance(7200);
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new());
    assert_eq!(stage.look().await.root, 2);
    assert_eq!(
        keyids(&root(&stage, 1).await, Role::Root),
        keyids(&root(&stage, 2).await, Role::Root)
    );
    assert!(stage.world.upkeep.tick().await.is_idle());
}
