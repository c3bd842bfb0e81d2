//! One publication: render, sign, write. What it costs must depend on rows alone.

use tokio::runtime::Runtime;
use wavecast_bench::stage::{Stage, share};
use wavecast_domain::render;
use wavecast_engine::testing::counted::Counts;

use crate::report::{Table, bytes, time};
use crate::sample::{Sample, cpu_seconds, seconds};
use crate::{runtime, scratch};

/// Publications in memory, and on a disk, per row of the table.
const TURNS: (usize, usize) = (90, 40);
const COLUMNS: [&str; 8] = [
    "",
    "render",
    "render, sign, write: in memory",
    "the same on disk",
    "PUTs",
    "signatures",
    "written",
    "latest.ndjson",
];

pub fn run() {
    let runtime = runtime();
    let mut table = Table::new(
        "One publication: 10 rules, whose shares are cut into so many parts",
        &COLUMNS,
    );
    for parts in [100, 1_000, 10_000] {
        table.row(measure(&runtime, 10, parts).cells(&format!("{parts} parts")));
    }
    table.print();
    let mut table = Table::new("One publication: so many rows, of up to 10 rules", &COLUMNS);
    for rows in [1, 10, 256] {
        table.row(measure(&runtime, rows, 10_000).cells(&format!("{rows} rows")));
    }
    table.print();
}

/// What was measured of one channel.
struct Measured {
    render: Sample,
    memory: Sample,
    disk: Sample,
    counts: Counts,
    latest: usize,
}

impl Measured {
    fn cells(&self, name: &str) -> [String; 8] {
        [
            name.to_owned(),
            self.render.show(time),
            self.memory.show(time),
            self.disk.show(time),
            self.counts.puts.to_string(),
            self.counts.signatures.to_string(),
            bytes(self.counts.put_bytes as f64),
            bytes(self.latest as f64),
        ]
    }
}

fn measure(runtime: &Runtime, rows: usize, parts: u16) -> Measured {
    let grain = 10_000 / parts;
    let memory = runtime.block_on(Stage::memory());
    let (in_memory, counts) = publish(runtime, &memory, (rows, grain), TURNS.0);
    let disk = runtime.block_on(Stage::disk(scratch()));
    let (on_disk, _) = publish(runtime, &disk, (rows, grain), TURNS.1);
    let latest = runtime.block_on(memory.latest()).len();
    Measured {
        render: rendered(runtime, &memory),
        memory: in_memory,
        disk: on_disk,
        counts,
        latest,
    }
}

/// Publishes one change of a share after the other.
fn publish(
    runtime: &Runtime,
    stage: &Stage,
    (rows, grain): (usize, u16),
    turns: usize,
) -> (Sample, Counts) {
    let (world, scope) = (&stage.world, &stage.scope);
    runtime.block_on(async {
        stage.moving().await;
        world.crowd(scope, rows, grain).await.expect("a crowd");
        world.publisher.publish(scope).await.expect("an edge");
    });
    let mut counts = Counts::default();
    let prepare = |turn| {
        let to = grain * (1 + u16::try_from(turn).unwrap_or(0));
        let nudged = runtime.block_on(world.nudge(scope, share(to)));
        nudged.expect("a ledger");
        stage.counter.take();
    };
    let work = |()| {
        let published = runtime.block_on(world.publisher.publish(scope));
        counts = stage.counter.take();
        published.expect("an edge")
    };
    let sample = match stage.home {
        // What waits for a disk takes as long as it takes.
        Some(_) => seconds(turns, prepare, work),
        None => cpu_seconds(turns, prepare, work),
    };
    (sample, counts)
}

fn rendered(runtime: &Runtime, stage: &Stage) -> Sample {
    let (org, app, channel) = (&stage.scope.org, &stage.scope.app, &stage.scope.channel);
    let channels = std::slice::from_ref(channel);
    let app = runtime.block_on(stage.world.control.app(org, app, channels));
    let app = app.expect("a ledger").expect("an application");
    cpu_seconds(
        200,
        |_| (),
        |()| render(&app, channel).expect("a publication"),
    )
}
