//! What an outage leaves behind: very many publications that wait, and too little time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::time::Instant;
use wavecast_domain::head::{Fence, Head};
use wavecast_domain::id::Fresh;
use wavecast_domain::package::{File, FileStatus};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_engine::control::PublicationState;
use wavecast_engine::port::{
    Clock as _, ETag, Expect, PortError, Query, Received, Staged, UploadPlan, Uploads, Wake, Write,
};
use wavecast_engine::record::own::StoredRoot;
use wavecast_engine::record::{due, entry, key};
use wavecast_engine::upkeep::Pace;
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::Scope;
use wavecast_wire::object::ObjectKey;
use wavecast_wire::time::Timestamp;

use crate::elsewhere::{Call, DUE, Elsewhere, First, another, rigged, scheduler};
use crate::stage::Stage;

fn scope(stage: &Stage, channel: &str) -> Scope {
    Scope {
        channel: channel.parse().unwrap(),
        ..stage.scope.clone()
    }
}

/// A channel with a root and a publication that waits.
async fn pending(stage: &Stage, scope: &Scope) {
    let now = stage.world.clock.now();
    let seed = Sha256::of(scope.to_string().as_bytes()).0;
    let fresh = Fresh { at: now, seed };
    let wanted = PublicationState::wanted(fresh.id("publication"), scope.channel.clone(), 1, now);
    let root = StoredRoot {
        n: 1,
        file: String::new(),
        made: now,
        expires: now.plus(365 * 86_400),
        fulfils: None,
    };
    let root = entry::plain(key::root(scope, 1), &root).unwrap();
    let wanted = entry::publication(scope, &wanted).unwrap();
    let writes = [root, wanted].map(|entry| Write::Put(entry, Expect::Any));
    stage.memory_ledger().commit(writes.into()).await.unwrap();
}

async fn pending_many(stage: &Stage, channels: usize) {
    for n in 0..channels {
        pending(stage, &scope(stage, &format!("pr-{n:03}"))).await;
    }
}

async fn fence(stage: &Stage, scope: &Scope) {
    let fence = Fence {
        edge: 9,
        at: stage.world.clock.now(),
        why: "a test".to_owned(),
    };
    let head = Head {
        fence: Some(fence),
        ..Head::default()
    };
    let put = Write::Put(entry::head(scope, &head).unwrap(), Expect::Any);
    stage.memory_ledger().commit(vec![put]).await.unwrap();
}

fn is_publish(wake: &Wake) -> bool {
    matches!(wake, Wake::Publish(_))
}

#[tokio::test]
async fn a_tick_that_runs_out_of_time_has_handed_over_what_it_read() {
    let stage = Stage::shipped().await;
    pending_many(&stage, 250).await;
    let end = Instant::now() + Duration::from_secs(3);
    let gets = AtomicUsize::new(0);
    let slow = rigged(&stage, move |call| match call {
        Call::Get if gets.fetch_add(1, Ordering::SeqCst) == 150 => First::Wait(end),
        _ => First::Nothing,
    });
    let alone = Pace {
        direct: usize::MAX,
        ..DUE
    };
    let (upkeep, others) = scheduler(&slow, 100, alone);
    let report = upkeep.tick_until(end).await;
    assert_eq!((report.handed, report.stopped), (100, true), "{report:?}");
    assert_eq!(others.taken().len(), 100);
}

#[tokio::test]
async fn a_backlog_waits_in_half_of_the_queue_and_renewals_have_the_rest() {
    let stage = Stage::shipped().await;
    stage.world.clock.advance(2 * 86_400);
    stage.world.upkeep.tick().await;
    stage.world.clock.advance(9 * 86_400);
    pending_many(&stage, 200).await;
    let others = Elsewhere::default();
    let pace = Pace { queued: 100, ..DUE };
    // Nothing is done meanwhile, and each tick is a new process, which remembers nothing.
    for _ in 0..4 {
        another(&stage, &others, pace).tick().await;
        let direct = others.taken();
        assert_eq!(direct.len(), pace.direct);
        assert!(direct.iter().all(is_publish), "{direct:?}");
    }
    let queued = others.drained();
    let publications = queued.iter().filter(|wake| is_publish(wake)).count();
    assert_eq!(publications, 50);
    let renew = Wake::Renew(stage.scope.clone());
    assert!(queued.contains(&renew), "a renewal found its place");
}

#[tokio::test]
async fn what_was_queued_of_a_backlog_is_left_alone_for_a_while() {
    let stage = Stage::shipped().await;
    pending_many(&stage, 30).await;
    let (upkeep, others) = scheduler(&stage, 1000, DUE);
    upkeep.tick().await;
    assert_eq!((others.taken().len(), others.drained().len()), (20, 10));
    stage.world.clock.advance(60);
    upkeep.tick().await;
    assert_eq!((others.taken().len(), others.drained().len()), (20, 0));
    stage.world.clock.advance(300);
    upkeep.tick().await;
    assert_eq!((others.taken().len(), others.drained().len()), (20, 10));
}

#[tokio::test]
async fn what_waits_for_an_admin_hides_nothing_that_does_not() {
    let stage = Stage::shipped().await;
    for name in ["a-1", "a-2", "a-3"] {
        let fenced = scope(&stage, name);
        pending(&stage, &fenced).await;
        fence(&stage, &fenced).await;
    }
    let last = scope(&stage, "z");
    pending(&stage, &last).await;
    let (upkeep, others) = scheduler(&stage, 100, Pace { handed: 2, ..DUE });
    upkeep.tick().await;
    let first = Wake::Publish(scope(&stage, "a-1"));
    assert_eq!(others.taken(), [Wake::Publish(last), first]);
}

#[tokio::test]
async fn every_tick_tells_of_a_fence_and_of_what_it_could_not_read() {
    let stage = Stage::shipped().await;
    fence(&stage, &stage.scope).await;
    let (upkeep, others) = scheduler(&stage, 100, DUE);
    for _ in 0..3 {
        let report = upkeep.tick().await;
        assert_eq!((report.fenced, report.unread), (1, 0), "{report:?}");
        stage.world.clock.advance(60);
    }
    assert_eq!(others.taken(), [], "only an admin's word helps");
    let dark = due::group(3);
    let broken = rigged(&stage, move |call| match call {
        Call::Page(Query::Due { group, .. }) if *group == dark => First::Fail,
        _ => First::Nothing,
    });
    let (upkeep, _) = scheduler(&broken, 100, DUE);
    assert_eq!(upkeep.tick().await.unread, 1);
    let late = scheduler(&stage, 100, DUE)
        .0
        .tick_until(Instant::now())
        .await;
    assert_eq!(late.unread, u32::from(due::SHARDS));
}

#[tokio::test]
async fn a_renewal_is_overdue_after_a_day() {
    let stage = Stage::shipped().await;
    stage.world.clock.advance(2 * 86_400);
    stage.world.upkeep.tick().await;
    let renew = stage.head().await.renew;
    let (upkeep, _) = scheduler(&stage, 100, DUE);
    let until = |hours: i64| renew.plus(hours * 3600).0 - stage.world.clock.now().0;
    stage.world.clock.advance(until(23));
    assert_eq!(upkeep.tick().await.overdue, 0);
    stage.world.clock.advance(until(25));
    assert_eq!(upkeep.tick().await.overdue, 1);
}

/// Staged files that nobody took, all of one shard.
async fn stale_files(stage: &Stage, files: usize) {
    let now = stage.world.clock.now();
    let (org, app) = (&stage.scope.org, &stage.scope.app);
    let put = |n: usize| {
        let sha256 = Sha256::of(&n.to_be_bytes());
        let file = File {
            sha256,
            size: 1,
            status: FileStatus::Uploaded { at: now },
        };
        entry::record(org, app, &RecordKey::File(sha256), &Record::File(file)).unwrap()
    };
    let is_there = |group: &str| group == due::staged_group(0);
    let found = (0..).map(put);
    let found = found.filter(|entry| entry.due.as_ref().is_some_and(|due| is_there(&due.group)));
    let writes = found
        .take(files)
        .map(|entry| Write::Put(entry, Expect::Any));
    stage
        .memory_ledger()
        .commit(writes.collect())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_sweep_stops_at_the_deadline_wherever_it_is() {
    let stage = Stage::shipped().await;
    stale_files(&stage, 20).await;
    stage.world.clock.advance(3 * 86_400);
    let end = Instant::now() + Duration::from_secs(3);
    let condemned = Arc::new(AtomicUsize::new(0));
    let count = condemned.clone();
    let slow = rigged(&stage, move |call| match call {
        Call::Commit([Write::Put(entry, _)]) if entry.key.pk.starts_with("F#") => {
            match count.fetch_add(1, Ordering::SeqCst) {
                4 => First::Wait(end),
                _ => First::Nothing,
            }
        }
        _ => First::Nothing,
    });
    let (upkeep, _) = scheduler(&slow, 100, Pace::BILLED);
    let report = upkeep.tick_until(end).await;
    assert!(report.stopped, "{report:?}");
    assert_eq!(condemned.load(Ordering::SeqCst), 5);
}

/// A staging place that never answers when it is to be cleared.
struct Stuck(Arc<dyn Uploads>);

#[async_trait]
impl Uploads for Stuck {
    async fn begin(
        &self,
        space: &str,
        id: &str,
        sha256: Sha256,
        size: u64,
        now: Timestamp,
    ) -> Result<UploadPlan, PortError> {
        self.0.begin(space, id, sha256, size, now).await
    }

    async fn parts(
        &self,
        space: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<(UploadPlan, Vec<Received>), PortError> {
        self.0.parts(space, id, now).await
    }

    async fn complete(
        &self,
        space: &str,
        id: &str,
        parts: &[(u32, ETag)],
        now: Timestamp,
    ) -> Result<Staged, PortError> {
        self.0.complete(space, id, parts, now).await
    }

    async fn staged(&self, space: &str, sha256: Sha256) -> Result<Option<Staged>, PortError> {
        self.0.staged(space, sha256).await
    }

    async fn read(&self, space: &str, sha256: Sha256, max: usize) -> Result<Bytes, PortError> {
        self.0.read(space, sha256, max).await
    }

    async fn promote(
        &self,
        space: &str,
        sha256: Sha256,
        size: u64,
        from: Option<&ObjectKey>,
        to: &ObjectKey,
    ) -> Result<(), PortError> {
        self.0.promote(space, sha256, size, from, to).await
    }

    async fn discard(&self, space: &str, sha256: Sha256) -> Result<(), PortError> {
        self.0.discard(space, sha256).await
    }

    async fn expire(&self, _: Timestamp) -> Result<u64, PortError> {
        std::future::pending().await
    }
}

/// A function that runs out of its own time is killed, and measures nothing.
#[tokio::test]
async fn a_staging_place_that_is_slow_to_clear_does_not_outlast_the_tick() {
    let stage = Stage::shipped().await;
    let (mut upkeep, _) = scheduler(&stage, 100, Pace::BILLED);
    upkeep.control.uploads = Arc::new(Stuck(stage.memory.uploads.clone()));
    let end = Instant::now() + Duration::from_secs(1);
    let ticked = tokio::time::timeout(Duration::from_secs(60), upkeep.tick_until(end));
    assert!(ticked.await.unwrap().stopped);
}
