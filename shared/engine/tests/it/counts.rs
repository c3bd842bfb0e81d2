//! What verbs cost, counted at the ports: never more with more rows, finer shares or a longer past.

use wavecast_domain::Command;
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::share::Share;
use wavecast_engine::control::Request;
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::counted::{Counter, Counts};
use wavecast_engine::testing::world::World;

use crate::stage::{Stage, share};

/// A stage whose ports are counted.
struct Counted {
    stage: Stage,
    counter: Counter,
    release: ReleaseRef,
}

impl Counted {
    /// A channel of so many rows, in which a release at 0.01 % is on its way.
    async fn new(rows: usize, grain: u16) -> Self {
        let mut stage = Stage::new().await;
        let counter = Counter::default();
        let ports = counter.around(stage.memory.ports());
        let sink = stage.memory.uploads.clone();
        stage.world = World::over(ports, sink, stage.memory.clock.clone());
        stage.package("1.0.0").await;
        let release = stage.release("1.0.0", Some(share(1))).await;
        stage.world.crowd(&stage.scope, rows, grain).await.unwrap();
        stage.world.publisher.publish(&stage.scope).await.unwrap();
        counter.take();
        Self {
            stage,
            counter,
            release,
        }
    }

    fn ramp(&self, to: Share) -> Command {
        Command::Ramp {
            release: self.release.clone(),
            to,
            keep_open: true,
            only: None,
        }
    }

    /// What a ramp costs.
    async fn cost(&self, to: u16) -> Counts {
        self.stage.run(self.ramp(share(to))).await;
        self.counter.take()
    }

    /// What it takes to load the application and to decide a ramp.
    async fn reading(&self) -> Counts {
        let (control, scope) = (&self.stage.world.control, &self.stage.scope);
        let dry = Request {
            dry_run: true,
            ..request()
        };
        let done = control.execute(&scope.org, &scope.app, dry, self.ramp(share(9_000)));
        assert!(done.await.unwrap().dry_run);
        self.counter.take()
    }
}

#[tokio::test]
async fn a_ramp_costs_the_same_whatever_the_table() {
    for rows in [1, 10, 256] {
        // Shares cut into 100, 1,000 and 10,000 parts.
        for grain in [100, 10, 1] {
            let counted = Counted::new(rows, grain).await;
            let cost = counted.cost(grain * 50).await;
            let told = format!("{rows} rows, {grain} permyriad: {cost:?}");
            assert!(cost.puts <= 8 && cost.signatures <= 4, "{told}");
            let exactly = (cost.puts, cost.signatures, cost.commits, cost.object_reads);
            assert_eq!(exactly, (4, 3, 3, 4), "{told}");
            // From the second on control reads once, and the publisher too, with what is pending; only
            // records of very many rows don't come in one reading.
            let again = counted.cost(grain * 60).await;
            let gets = if rows > 50 { 5 } else { 2 };
            assert_eq!((again.gets, again.pages), (gets, 1), "{again:?}");
        }
    }
}

#[tokio::test]
async fn what_changes_no_table_renews_the_timestamp_alone() {
    let counted = Counted::new(10, 1).await;
    let (world, scope) = (&counted.stage.world, &counted.stage.scope);
    world.nudge(scope, share(1)).await.unwrap();
    counted.counter.take();
    world.publisher.publish(scope).await.unwrap();
    let cost = counted.counter.take();
    // The pointers alone: targets and snapshot stand as they are.
    assert_eq!((cost.puts, cost.signatures), (2, 1), "{cost:?}");
}

#[tokio::test]
async fn devices_that_look_cost_nothing() {
    let counted = Counted::new(10, 1).await;
    counted.stage.reached(&counted.release.id).await;
    let cost = counted.counter.take();
    let written = (cost.puts, cost.signatures, cost.commits);
    assert_eq!(written, (0, 0, 0), "{cost:?}");
}

#[tokio::test]
async fn a_long_past_is_not_loaded() {
    let mut readings = Vec::new();
    for (releases, files) in [(10, 0), (1_000, 0), (5_000, 0), (10, 50_000)] {
        let counted = Counted::new(10, 1).await;
        let (world, scope) = (&counted.stage.world, &counted.stage.scope);
        world.age(scope, releases).await.unwrap();
        world.file(scope, files).await.unwrap();
        counted.counter.take();
        readings.push(counted.reading().await);
    }
    assert_eq!(readings[0].pages, 0, "nothing is listed to decide a ramp");
    assert!(readings[0].keys < 20, "{:?}", readings[0]);
    assert!(
        readings.iter().all(|one| *one == readings[0]),
        "{readings:?}"
    );
}

/// The same with a past that was really lived: what a channel remembers of it is bounded.
#[tokio::test]
async fn a_lived_past_leaves_a_bounded_channel() {
    let stage = Stage::new().await;
    stage.package("1.0.0").await;
    let mut sizes = Vec::new();
    for _ in 0..3 {
        for _ in 0..80 {
            stage.release("1.0.0", Some(Share::ALL)).await;
        }
        let channel = stage.channel().await;
        let entry =
            wavecast_engine::record::entry::channel(&stage.scope.org, &stage.scope.app, &channel);
        sizes.push(entry.unwrap().body.len());
    }
    // Numbers in it may gain digits; nothing else grows.
    assert!(sizes[2].abs_diff(sizes[1]) < 64, "{sizes:?}");
}
