//! Roots and keys: overlaps, replacements, renewal.

use std::sync::Arc;

use async_trait::async_trait;
use wavecast_domain::Command;
use wavecast_domain::refusal::Reason;
use wavecast_engine::control::ControlError;
use wavecast_engine::local::Ports;
use wavecast_engine::port::{KeyMaker, PortError, SealedKey, Signer};
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::faulty::{Faults, Plan, Point};
use wavecast_engine::testing::memory::MemorySigner;
use wavecast_engine::testing::world::{Memory, World};
use wavecast_wire::envelope::Envelope;
use wavecast_wire::key::PublicKey;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::{PackageKeys, Role, Root};

use crate::stage::{Stage, seqs, share};

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
async fn online_keys_overlap_and_the_next_root_drops_the_old() {
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
    // A root of another kind ends the overlap too, and what it leaves signs alone.
    rotate(&stage, &[Role::Targets]).await;
    let fourth = keyids(&root(&stage, 4).await, Role::Timestamp);
    assert_eq!(fourth.len(), 1);
    assert!(third.contains(&fourth[0]) && !both.contains(&fourth[0]));
    let look = stage.look().await;
    assert_eq!((look.root, look.seq), (4, look.timestamp.version));
}

#[tokio::test]
async fn a_channel_that_moves_vouches_for_the_one_where_its_devices_go_on() {
    let stage = Stage::shipped().await;
    let next = Scope {
        channel: "next".parse().unwrap(),
        ..stage.scope.clone()
    };
    let open = Command::CreateChannel {
        channel: next.channel.clone(),
        settings: None,
    };
    stage.run(open).await;
    let ours = keyids(&root(&stage, 1).await, Role::Root);
    let channel = stage.scope.channel.clone();
    let to = next.clone();
    stage.run(Command::MoveChannel { channel, to }).await;
    let path = ObjectKey::Root(next, 2).path();
    let bytes = stage.memory.objects.dump().remove(&path).unwrap();
    let vouched: Envelope<Root> = Envelope::read(&bytes, 512 * 1024).unwrap();
    let signers: Vec<_> = vouched.signatures.iter().map(|one| &one.keyid).collect();
    assert_eq!(signers.len(), 2);
    assert!(signers.contains(&&ours[0]));
    assert!(!keyids(&vouched.signed, Role::Root).contains(&ours[0]));
    assert!(stage.world.upkeep.tick().await.is_idle(), "once is enough");
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

/// The key maker is away while an admin asks twice: the second request forgets nothing of the first.
#[tokio::test]
async fn rotations_that_are_asked_for_before_the_key_maker_ran_add_up() {
    let stage = Stage::shipped().await;
    let before = root(&stage, 1).await;
    let packages = PackageKeys {
        threshold: 1,
        keys: before
            .keys
            .values()
            .map(|key| (key.id(), key.clone()))
            .collect(),
    };
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    let asks = [
        (Role::Timestamp, Some(packages.clone())),
        (Role::Targets, None),
    ];
    for (role, package_keys) in asks {
        faults.plan(Plan {
            point: Point {
                port: "maker",
                method: "make",
                kind: role.to_string(),
                occurrence: 0,
            },
            landed: false,
            dead: false,
        });
        let control = &faulty.world.control;
        let done = control
            .rotate_keys(&stage.scope, request(), &[role], package_keys)
            .await
            .unwrap();
        assert!(faults.was_met(), "{role}");
        assert_eq!(seqs(&done), [None], "nobody is told that {role} is rotated");
        let trouble = done.publications[0].trouble.as_deref().unwrap_or_default();
        assert!(trouble.contains("new keys"), "{trouble}");
        faults.clear();
        assert_eq!(stage.look().await.root, 1, "no key is made yet");
    }
    let report = stage.restarted().world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new());
    let after = root(&stage, 2).await;
    assert_eq!(keyids(&after, Role::Timestamp).len(), 2);
    assert_ne!(
        keyids(&before, Role::Targets),
        keyids(&after, Role::Targets)
    );
    assert_eq!(
        keyids(&before, Role::Snapshot),
        keyids(&after, Role::Snapshot)
    );
    assert_eq!(after.package_keys(), Some(&packages));
    assert_eq!(stage.look().await.root, 2, "one root for both");
    assert_eq!(stage.pending().await, 0);
    // What is fulfilled isn't carried on.
    rotate(&stage, &[Role::Snapshot]).await;
    let last = root(&stage, 3).await;
    let mut overlapping = keyids(&after, Role::Timestamp);
    overlapping.retain(|id| !keyids(&before, Role::Timestamp).contains(id));
    assert_eq!(keyids(&last, Role::Timestamp), overlapping);
    assert_eq!(keyids(&last, Role::Targets), keyids(&after, Role::Targets));
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

#[tokio::test]
async fn a_fulfilled_rotation_is_not_done_again_after_another_root() {
    let stage = Stage::shipped().await;
    rotate(&stage, &[Role::Timestamp]).await;
    // Another root comes before the tick forgot the request.
    stage
        .world
        .keys
        .rotate(&stage.scope, &[Role::Snapshot])
        .await
        .unwrap();
    assert_eq!(stage.world.keys.ensure(&stage.scope).await.unwrap(), 3);
    let report = stage.world.upkeep.tick().await;
    assert_eq!(report.troubles, Vec::<String>::new());
    assert_eq!(stage.look().await.root, 3);
}

#[tokio::test]
async fn a_publication_that_shows_a_root_waits_for_one_that_does() {
    let stage = Stage::shipped().await;
    let settings = stage.channel().await.settings;
    let configure = Command::ConfigureChannel {
        channel: stage.scope.channel.clone(),
        settings: wavecast_domain::channel::ChannelSettings {
            poll_idle: 7200,
            ..settings
        },
    };
    // Sealed, and dead before it is written.
    dies_after_the_seal(&stage, configure).await;
    let stage = stage.restarted();
    stage
        .world
        .keys
        .rotate(&stage.scope, &[Role::Timestamp])
        .await
        .unwrap();
    stage.world.publisher.publish(&stage.scope).await.unwrap();
    let look = stage.look().await;
    assert_eq!(look.timestamp.wavecast.as_ref().expect("ours").root, 2);
    let newest = stage
        .publications()
        .await
        .into_iter()
        .map(|state| state.seq)
        .max();
    assert_eq!(
        newest,
        Some(Some(look.seq)),
        "the root's publication is the one that shows it"
    );
}

#[tokio::test]
async fn a_publication_is_never_marked_with_an_older_state() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let create = stage.new_release("1.1.0", Some(wavecast_domain::share::Share::ALL));
    dies_after_the_seal(&stage, create).await;
    let stage = stage.restarted();
    let settings = stage.channel().await.settings;
    let configure = Command::ConfigureChannel {
        channel: stage.scope.channel.clone(),
        settings: wavecast_domain::channel::ChannelSettings {
            poll_active: 600,
            ..settings
        },
    };
    let sealed = stage.head().await.seq;
    let done = stage.run(configure).await;
    let look = stage.look().await;
    assert_eq!(seqs(&done), [Some(look.seq)]);
    assert!(look.seq > sealed);
}

/// Runs a command whose process dies right after the seal landed.
async fn dies_after_the_seal(stage: &Stage, command: Command) {
    let faults = Faults::default();
    let faulty = stage.with_faults(&faults);
    faults.plan(Plan {
        point: Point {
            port: "ledger",
            method: "commit",
            kind: "HJ".to_owned(),
            occurrence: 0,
        },
        landed: true,
        dead: true,
    });
    drop(faulty.world.run(&stage.scope, command).await);
    assert!(faults.was_met());
    assert!(!stage.head().await.written);
}

/// A key that never leaves KMS signs at most 4,096 bytes: what it can't sign is refused, with the way
/// out, before anything is written.
#[tokio::test]
async fn what_the_keys_cannot_sign_is_refused_and_nothing_is_written() {
    let memory = Memory {
        signer: Arc::new(MemorySigner::with_limit(4096)),
        ..Memory::default()
    };
    let stage = Stage::over(memory).await;
    stage.package("1.0.0").await;
    let release = stage.release("1.0.0", Some(share(100))).await;
    let ramp = |to| Command::Ramp {
        release: release.clone(),
        to: share(to),
        keep_open: true,
        only: None,
    };
    stage.run(ramp(200)).await;
    stage.world.crowd(&stage.scope, 40, 1).await.unwrap();
    let (ledger, edge) = (stage.memory.ledger.dump(), stage.memory.objects.dump());
    let (control, scope) = (&stage.world.control, &stage.scope);
    let refused = control.execute(&scope.org, &scope.app, request(), ramp(300));
    let Err(ControlError::Refused(refusal)) = refused.await else {
        panic!("it can't be signed");
    };
    assert_eq!(refusal.reason, Reason::Limit);
    assert!(refusal.rule.contains("at most 4096"), "{refusal:?}");
    assert!(refusal.hint.contains("kms-p256"), "{refusal:?}");
    let keys = (0..20_u8).map(|n| PublicKey::ed25519(&[n; 32]));
    let keys = keys.map(|key| (key.id(), key)).collect();
    let keys = PackageKeys { threshold: 1, keys };
    let refused = control.rotate_keys(scope, request(), &[], Some(keys)).await;
    let Err(ControlError::Refused(refusal)) = refused else {
        panic!("such a root can't be signed");
    };
    assert_eq!(
        (refusal.reason, &*refusal.field),
        (Reason::Limit, "package_keys")
    );
    let untouched = stage.memory.ledger.dump() == ledger && stage.memory.objects.dump() == edge;
    assert!(untouched, "nothing is written");
}

/// A sealing key that is switched off.
struct Disabled;

const DISABLED: &str = "WAVECAST_SEALING_KEY=arn:1: the key is disabled or to be deleted";

#[async_trait]
impl Signer for Disabled {
    async fn sign(&self, _: &SealedKey, _: &[u8]) -> Result<Vec<u8>, PortError> {
        Err(PortError::Setup(DISABLED.to_owned()))
    }

    fn message_limit(&self) -> Option<usize> {
        None
    }
}

#[async_trait]
impl KeyMaker for Disabled {
    async fn make(&self, _: &Scope, _: Role) -> Result<SealedKey, PortError> {
        Err(PortError::Setup(DISABLED.to_owned()))
    }

    async fn sign_root(&self, _: &SealedKey, _: &[u8]) -> Result<Vec<u8>, PortError> {
        Err(PortError::Setup(DISABLED.to_owned()))
    }
}

/// Both that a new channel gets no keys and that an old one can't sign is said where an admin looks,
/// and leaves nothing at the edge.
#[tokio::test]
async fn a_disabled_sealing_key_is_named_and_leaves_nothing_behind() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let ports = Ports {
        signer: Arc::new(Disabled),
        maker: Arc::new(Disabled),
        ..stage.memory.ports()
    };
    let (sink, clock) = (stage.memory.uploads.clone(), stage.memory.clock.clone());
    let world = World::over(ports, sink, clock);
    let edge = stage.memory.objects.dump();
    let open = Command::CreateChannel {
        channel: "next".parse().unwrap(),
        settings: None,
    };
    for command in [open, stage.new_release("1.1.0", Some(share(100)))] {
        let done = world.run(&stage.scope, command).await.unwrap();
        assert_eq!(seqs(&done), [None]);
        let trouble = done.publications[0].trouble.as_deref().unwrap_or_default();
        assert!(trouble.contains(DISABLED), "{trouble}");
    }
    let untouched = stage.memory.objects.dump() == edge;
    assert!(untouched, "nothing reached the edge");
    // Switched on again, the next tick does it all.
    assert_eq!(
        stage.restarted().world.upkeep.tick().await.troubles,
        Vec::<String>::new()
    );
    assert_eq!(stage.pending().await, 0);
}
