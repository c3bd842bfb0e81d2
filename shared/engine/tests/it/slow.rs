//! A publisher that falls asleep between reading and writing, and wakes after others went on.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::Notify;
use wavecast_domain::Command;
use wavecast_engine::port::{ETag, Found, Listed, Objects, PortError, Work};
use wavecast_engine::testing::memory::MemoryObjects;
use wavecast_engine::testing::world::World;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::latest;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::tuf::TimestampBody;

use crate::stage::{Stage, share};

/// Sleeps after the nth reading of `timestamp.json`, or before creating targets, and notes every
/// number that a mutable object gets.
struct Sleepy {
    inner: Arc<MemoryObjects>,
    left: AtomicU32,
    /// Acknowledges the next swap of `latest.ndjson` without doing it.
    lies: AtomicBool,
    asleep: Notify,
    wake: Notify,
    numbers: Arc<Mutex<Vec<(String, u64)>>>,
}

fn number(key: &ObjectKey, bytes: &[u8]) -> Option<u64> {
    let line = match key {
        ObjectKey::Timestamp(_) => bytes,
        ObjectKey::Latest(_) => latest::split(bytes).unwrap().timestamp,
        _ => return None,
    };
    let body: Envelope<TimestampBody> = Envelope::read(line, 16 * 1024).unwrap();
    Some(body.signed.version)
}

impl Sleepy {
    async fn sleep_at_its_time(&self) {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.asleep.notify_one();
            self.wake.notified().await;
        }
    }

    fn note(&self, key: &ObjectKey, bytes: &[u8], written: &Result<ETag, PortError>) {
        if let (Some(number), Ok(_)) = (number(key, bytes), written) {
            self.numbers.lock().unwrap().push((key.path(), number));
        }
    }
}

#[async_trait]
impl Objects for Sleepy {
    async fn create(&self, key: &ObjectKey, bytes: Bytes, poll: u32) -> Result<ETag, PortError> {
        if matches!(key, ObjectKey::Targets(..)) {
            self.sleep_at_its_time().await;
        }
        let written = self.inner.create(key, bytes.clone(), poll).await;
        self.note(key, &bytes, &written);
        written
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll: u32,
    ) -> Result<ETag, PortError> {
        if matches!(key, ObjectKey::Latest(_)) && self.lies.swap(false, Ordering::SeqCst) {
            return Ok(etag.clone());
        }
        let written = self.inner.replace(key, bytes.clone(), etag, poll).await;
        self.note(key, &bytes, &written);
        written
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        let found = self.inner.get(key).await;
        if matches!(key, ObjectKey::Timestamp(_)) {
            self.sleep_at_its_time().await;
        }
        found
    }

    async fn head(&self, key: &ObjectKey) -> Result<Option<(u64, ETag)>, PortError> {
        self.inner.head(key).await
    }

    async fn list(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>, PortError> {
        self.inner.list(prefix, after, limit).await
    }

    async fn delete(&self, key: &ObjectKey) -> Result<(), PortError> {
        self.inner.delete(key).await
    }
}

/// The same edge through eyes that fall asleep at the nth look.
fn sleepy(stage: &Stage, nth: u32) -> (Arc<Sleepy>, World) {
    let objects = Arc::new(Sleepy {
        inner: stage.memory.objects.clone(),
        left: AtomicU32::new(nth),
        lies: AtomicBool::new(false),
        asleep: Notify::new(),
        wake: Notify::new(),
        numbers: Arc::default(),
    });
    let mut ports = stage.memory.ports();
    ports.objects = objects.clone();
    let sink = stage.memory.uploads.clone();
    let world = World::over(ports, sink, stage.memory.clock.clone());
    (objects, world)
}

/// Before the seal, after it, or when it has written: wherever it falls asleep, and whatever is lost meanwhile, numbers at the edge never fall.
#[tokio::test]
async fn a_sleeping_publisher_never_brings_back_an_older_number() {
    for nth in 1..=3 {
        for lose in [false, true] {
            sleep_at(nth, lose).await;
        }
    }
}

async fn sleep_at(nth: u32, lose: bool) {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let (objects, world) = sleepy(&stage, nth);
    let (scope, create) = (
        stage.scope.clone(),
        stage.new_release("1.1.0", Some(share(1000))),
    );
    let sleeper = tokio::spawn(async move { world.run(&scope, create).await });
    objects.asleep.notified().await;

    // Others finish what it sealed, and go on.
    let (awake, other) = sleepy(&stage, u32::MAX);
    other.upkeep.tick().await;
    let channel = stage.channel().await;
    let release = channel.current().expect("moving").release.clone();
    let release = wavecast_domain::command::ReleaseRef {
        channel: stage.scope.channel.clone(),
        id: release,
    };
    other
        .run(&stage.scope, Command::Pause(release))
        .await
        .unwrap();
    let newest = stage.look().await.seq;
    let before = objects.numbers.lock().unwrap().len();
    if lose {
        stage
            .memory
            .objects
            .tamper(&ObjectKey::Timestamp(stage.scope.clone()), None);
    }
    objects.wake.notify_one();
    let done = sleeper.await.unwrap().unwrap();
    assert!(
        done.publications[0].seq.is_some(),
        "asleep at {nth}: {done:?}"
    );

    let numbers = objects.numbers.lock().unwrap().split_off(before);
    assert!(
        numbers.iter().all(|(_, number)| *number >= newest),
        "{nth} {lose}: {numbers:?}"
    );
    assert!(!awake.numbers.lock().unwrap().is_empty());
    other.upkeep.tick().await;
    assert_eq!(
        stage.look().await.seq,
        stage.head().await.seq,
        "{nth} {lose}"
    );
    assert_eq!(stage.head().await.fence, None, "{nth} {lose}");
}

#[tokio::test]
async fn an_edge_that_lies_about_a_write_is_found_out() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let (objects, world) = sleepy(&stage, u32::MAX);
    objects.lies.store(true, Ordering::SeqCst);
    let create = stage.new_release("1.1.0", Some(share(1000)));
    let done = world.run(&stage.scope, create).await.unwrap();
    assert_eq!(done.publications[0].seq, Some(stage.look().await.seq));
}

/// It compares with the head that it read; what another process publishes meanwhile is no damage, and
/// rings no alarm.
#[tokio::test]
async fn a_repair_that_is_overtaken_finds_no_damage() {
    let stage = Stage::shipped().await;
    stage.package("1.1.0").await;
    let (objects, world) = sleepy(&stage, 1);
    let scope = stage.scope.clone();
    let sleeper = tokio::spawn(async move { world.publisher.repair(&scope).await });
    objects.asleep.notified().await;
    let (_, other) = sleepy(&stage, u32::MAX);
    let create = stage.new_release("1.1.0", Some(share(1000)));
    other.run(&stage.scope, create).await.unwrap();
    objects.wake.notify_one();
    assert_eq!(sleeper.await.unwrap().unwrap(), Work::Mended(0));
}
