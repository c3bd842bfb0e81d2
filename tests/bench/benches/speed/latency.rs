//! From a ramp to the edge: on AWS's interfaces as MiniStack has them, beside one machine's disk.
//!
//! MiniStack answers on this machine and without the distances of a cloud: what it shows is how many
//! calls follow each other, not how long AWS takes.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use bytes::Bytes;
use wavecast_aws::testing::bed::Bed;
use wavecast_aws::testing::sender::UrlSender;
use wavecast_bench::stage::Stage;
use wavecast_engine::local::Ports;
use wavecast_engine::port::{Clock as _, ETag, Found, Listed, Objects, PortError};
use wavecast_engine::system::SystemClock;
use wavecast_engine::testing::clock::TestClock;
use wavecast_engine::testing::counted::Counter;
use wavecast_engine::testing::world::World;
use wavecast_wire::manifest::Kind;
use wavecast_wire::object::ObjectKey;

use crate::report::{Table, time};
use crate::sample::Sample;
use crate::{runtime, scratch};

/// Ramps that are timed, after a few that warm it up.
const RAMPS: u16 = 200;
const WARM: u16 = 10;

pub fn run() {
    let runtime = runtime();
    let mut table = Table::new(
        "From the ramp command until the edge shows it, and until it is answered",
        &["", "at the edge: p50", "p99", "answered: p50", "p99"],
    );
    let disk = runtime.block_on(Stage::disk(scratch()));
    let aws = runtime.block_on(ministack());
    for (name, stage) in [("one machine, on its disk", disk), ("MiniStack", aws)] {
        let (shown, answered) = runtime.block_on(ramps(stage));
        let at = |sample: &Sample, part| time(sample.at(part));
        table.row([
            name.to_owned(),
            at(&shown, 0.5),
            at(&shown, 0.99),
            at(&answered, 0.5),
            at(&answered, 0.99),
        ]);
    }
    table.print();
}

/// An open channel on a deployment of its own.
async fn ministack() -> Stage {
    let bed = Bed::new().await;
    let clock = TestClock::at(SystemClock.now());
    let ports = Ports {
        ledger: Arc::new(bed.backend.ledger_at(Arc::new(clock.clone()))),
        ..bed.backend.ports()
    };
    let world = World::over_urls(ports, Arc::new(UrlSender), clock);
    let scope = "acme/lamp/stable".parse().expect("a scope");
    world.open(&scope, Kind::Bundle).await.expect("a channel");
    Stage {
        world,
        counter: Counter::default(),
        scope,
        home: None,
    }
}

/// Seconds until the edge showed each ramp, and until each was answered.
async fn ramps(mut stage: Stage) -> (Sample, Sample) {
    let release = stage.moving().await;
    let written = Arc::new(Mutex::new(None));
    let timed = Timed {
        inner: stage.world.ports.objects.clone(),
        written: written.clone(),
    };
    let ports = Ports {
        objects: Arc::new(timed),
        ..stage.world.ports.clone()
    };
    let (sink, clock) = (stage.world.sink.clone(), stage.world.clock.clone());
    stage.world = World::over(ports, sink, clock);
    let (mut shown, mut answered) = (Vec::new(), Vec::new());
    for to in 2..2 + WARM + RAMPS {
        stage.world.clock.advance(1);
        let begun = Instant::now();
        let done = stage.ramp(&release, to).await;
        let took = begun.elapsed().as_secs_f64();
        let published = done.publications.iter().all(|state| state.seq.is_some());
        assert!(published, "a ramp that isn't at the edge: {done:?}");
        let at: Option<Instant> = written.lock().expect("nobody panics with it").take();
        let at = at.expect("a pointer was swapped");
        if to >= 2 + WARM {
            shown.push((at - begun).as_secs_f64());
            answered.push(took);
        }
    }
    (Sample::new(shown), Sample::new(answered))
}

/// An edge that notes when `latest.ndjson` was swapped last: from then on devices see it.
struct Timed {
    inner: Arc<dyn Objects>,
    written: Arc<Mutex<Option<Instant>>>,
}

#[async_trait]
impl Objects for Timed {
    async fn create(&self, key: &ObjectKey, bytes: Bytes, poll: u32) -> Result<ETag, PortError> {
        self.inner.create(key, bytes, poll).await
    }

    async fn replace(
        &self,
        key: &ObjectKey,
        bytes: Bytes,
        etag: &ETag,
        poll: u32,
    ) -> Result<ETag, PortError> {
        let replaced = self.inner.replace(key, bytes, etag, poll).await;
        if matches!(key, ObjectKey::Latest(_)) && replaced.is_ok() {
            *self.written.lock().expect("nobody panics with it") = Some(Instant::now());
        }
        replaced
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Found>, PortError> {
        self.inner.get(key).await
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
