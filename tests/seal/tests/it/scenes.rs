//! The scenes that publishers meet in.

use wavecast_engine::port::Write;
use wavecast_seal::run::chance::{Manner, chance};
use wavecast_seal::run::explore::{Failure, Limits, Tally, exhaust};
use wavecast_seal::run::scene::{Part, Scene, Stage, ramp};
use wavecast_wire::object::ObjectKey;

/// Seconds after which a timestamp needs to be renewed.
const RENEWAL: i64 = 9 * 86_400;

/// Runs a search on a runtime of its own: one thread, so that nothing but the schedule decides.
pub fn alone<T>(search: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
        .block_on(search)
}

fn with(stage: &Stage, publishers: usize, others: &[Part]) -> Scene {
    let mut parts = vec![Part::Publisher; publishers];
    parts.extend_from_slice(others);
    Scene::of(stage, parts)
}

/// A channel with keys and root, of which nothing is sealed yet.
pub async fn first(publishers: usize) -> Scene {
    with(&Stage::opened().await, publishers, &[])
}

/// One change waits to be published.
pub async fn change(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    stage.commit(ramp(&release, 2000)).await;
    with(&stage, publishers, &[])
}

/// One change waits to be published, and more come at any moment.
pub async fn changes(publishers: usize, more: u16) -> Scene {
    let (stage, release) = Stage::shipped().await;
    stage.commit(ramp(&release, 2000)).await;
    let more = (1..=more).map(|n| ramp(&release, 2000 + n * 1000));
    with(&stage, publishers, &[Part::Admin(more.collect())])
}

/// One change waits, and freshness runs out at any moment.
pub async fn renewal(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    stage.commit(ramp(&release, 2000)).await;
    with(&stage, publishers, &[Part::Time(RENEWAL)])
}

/// One change waits, and the key maker commits a new root at any moment.
pub async fn rotation(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    stage.commit(ramp(&release, 2000)).await;
    let root: Vec<Write> = stage.next_root().await;
    with(&stage, publishers, &[Part::KeyMaker(root)])
}

/// One change waits; one publisher has no keys, and another comes at any moment.
pub async fn keyless(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    stage.commit(ramp(&release, 2000)).await;
    let admin = Part::Admin(vec![ramp(&release, 3000)]);
    with(&stage, publishers, &[Part::Keyless, admin])
}

/// A ledger from before the last publication, and an admin who adopts the edge.
pub async fn restored(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    let backup = stage.memory.ledger.dump();
    stage
        .world
        .run(&stage.scope, ramp(&release, 2000))
        .await
        .unwrap();
    stage.memory.ledger.restore(backup);
    stage.commit(ramp(&release, 1500)).await;
    let mut scene = with(&stage, publishers, &[Part::Adopter]);
    scene.may_fence = true;
    scene
}

/// As [`restored`], but what the lost ledger sealed last never got further than its targets and
/// snapshot: only they are in the way.
pub async fn orphaned(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    let backup = stage.memory.ledger.dump();
    let edge = stage.memory.objects.dump();
    stage
        .world
        .run(&stage.scope, ramp(&release, 2000))
        .await
        .unwrap();
    stage.memory.ledger.restore(backup);
    for pointer in [
        ObjectKey::Timestamp(stage.scope.clone()),
        ObjectKey::Latest(stage.scope.clone()),
    ] {
        let before = edge[&pointer.path()].clone();
        stage.memory.objects.tamper(&pointer, Some(before));
    }
    stage.commit(ramp(&release, 1500)).await;
    let mut scene = with(&stage, publishers, &[Part::Adopter]);
    scene.may_fence = true;
    scene
}

/// As [`changes`], and somebody removes `latest.ndjson` at any moment.
pub async fn removed(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    stage.commit(ramp(&release, 2000)).await;
    let latest = ObjectKey::Latest(stage.scope.clone());
    let admin = Part::Admin(vec![ramp(&release, 3000)]);
    with(&stage, publishers, &[Part::Remover(latest), admin])
}

/// As [`removed`], and one change is sealed already, by a publisher that died of it.
pub async fn sealed_and_removed(publishers: usize) -> Scene {
    let (stage, release) = Stage::shipped().await;
    stage.commit(ramp(&release, 2000)).await;
    stage.seal().await;
    let latest = ObjectKey::Latest(stage.scope.clone());
    let admin = Part::Admin(vec![ramp(&release, 3000)]);
    with(&stage, publishers, &[Part::Remover(latest), admin])
}

/// Runs all schedules, and says how many.
pub fn all(name: &str, scene: impl Future<Output = Scene>, limits: Limits) -> Tally {
    alone(async {
        let tally = exhaust(&scene.await, limits).await;
        let tally = tally.unwrap_or_else(|failed: Failure| panic!("{name}: {failed}"));
        println!("{name}: {tally}; {limits:?}");
        tally
    })
}

/// Runs schedules by chance, half of each manner, and says how many.
pub fn some(name: &str, scene: impl Future<Output = Scene>, limits: Limits, many: u64) {
    alone(async {
        let scene = scene.await;
        for manner in [Manner::Uniform, Manner::Priorities(3)] {
            let tally = chance(&scene, limits, manner, 0..many / 2).await;
            let tally = tally.unwrap_or_else(|failed| panic!("{name}: {failed}"));
            println!("{name}: {tally}; {manner:?}, {limits:?}");
            assert_eq!(tally.ended, many / 2);
        }
    });
}
