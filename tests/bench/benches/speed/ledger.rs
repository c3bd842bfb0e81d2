//! The ledger of one machine: commits and commands that survive a loss of power, and how long it
//! takes until a device sees one.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use wavecast_bench::stage::{Stage, share};
use wavecast_bench::web::Web;
use wavecast_device::trust::{Clock, Source, TrustedState};
use wavecast_domain::Command;
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::principal::Principal;
use wavecast_engine::control::{Control, PublicationState, Request};
use wavecast_engine::port::{Clock as _, Doorbell, Entry, Expect, Key, PortError, Wake, Write};
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use crate::report::{Table, number, time};
use crate::sample::{Sample, seconds};
use crate::{runtime, scratch};

/// How long one kind of writing is kept up, and how often.
const TURN: Duration = Duration::from_millis(1_500);
const TURNS: usize = 5;
/// Ramps whose way to a device is timed.
const RAMPS: u16 = 200;

pub fn run() {
    let mut table = Table::new(
        "Writing durably, on one machine",
        &["what", "writers", "per second"],
    );
    let mut row = |what: &str, writers: usize, rate: &Sample| {
        table.row([what.to_owned(), writers.to_string(), rate.show(number)]);
    };
    row(
        "a file of 4 KiB, written and synced, for comparison",
        1,
        &synced(),
    );
    let runtime = runtime();
    for writers in [1, 8] {
        row(
            "ledger commits",
            writers,
            &runtime.block_on(commits(writers)),
        );
    }
    for writers in [1, 8] {
        let rate = runtime.block_on(commands(writers, false));
        row("commands, committed", writers, &rate);
    }
    for writers in [1, 8] {
        let rate = runtime.block_on(commands(writers, true));
        row("commands, committed and published", writers, &rate);
    }
    table.print();
    until_seen();
}

/// What the disk can do.
fn synced() -> Sample {
    let path = scratch().join("synced");
    let mut file = File::create(&path).expect("a file");
    let took = seconds(
        200,
        |_| (),
        |()| {
            file.write_all(&[1; 4096]).expect("a write");
            file.sync_data().expect("a sync");
        },
    );
    std::fs::remove_file(&path).expect("a file");
    Sample::new(
        (0..=20)
            .map(|n| 1.0 / took.at(f64::from(n) / 20.0))
            .collect(),
    )
}

/// What writers finish per second, over some turns: each repeats its work until the time is over.
async fn rates<W, F>(writers: Vec<W>, work: F) -> Sample
where
    W: Clone + Send + 'static,
    F: AsyncWork<W>,
{
    let mut rates = Vec::new();
    let mut begin = vec![0; writers.len()];
    for _ in 0..TURNS {
        let begun = Instant::now();
        let tasks: Vec<_> = writers
            .iter()
            .zip(&begin)
            .map(|(writer, first)| {
                let (writer, first, work) = (writer.clone(), *first, work.clone());
                tokio::spawn(async move {
                    let mut done = first;
                    while begun.elapsed() < TURN {
                        work.once(&writer, done).await;
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        let mut sum = 0;
        for (task, first) in tasks.into_iter().zip(&mut begin) {
            let done = task.await.expect("a writer");
            sum += done - *first;
            *first = done;
        }
        rates.push(f64::from(sum) / begun.elapsed().as_secs_f64());
    }
    Sample::new(rates)
}

/// What a writer does again and again; `turn` counts from 0.
trait AsyncWork<W>: Clone + Send + 'static {
    /// Once.
    fn once(&self, writer: &W, turn: u32) -> impl Future<Output = ()> + Send;
}

/// Commits one small entry, each writer its own.
#[derive(Clone)]
struct Commits(Arc<Stage>);

impl AsyncWork<usize> for Commits {
    async fn once(&self, writer: &usize, turn: u32) {
        let entry = Entry {
            key: Key {
                pk: format!("bench{writer}"),
                sk: "entry".to_owned(),
            },
            revision: 0,
            body: vec![1; 1024].into(),
            due: None,
            by: None,
            expires: None,
        };
        let expect = turn
            .checked_sub(1)
            .map_or(Expect::Absent, |_| Expect::Revision(turn.into()));
        let written = self
            .0
            .world
            .ports
            .ledger
            .commit(vec![Write::Put(entry, expect)])
            .await;
        written.expect("a commit");
    }
}

async fn commits(writers: usize) -> Sample {
    let stage = Arc::new(Stage::disk(scratch()).await);
    rates((0..writers).collect(), Commits(stage)).await
}

/// Ramps, each writer in an application of its own.
#[derive(Clone)]
struct Ramps {
    control: Control,
    stage: Arc<Stage>,
}

impl AsyncWork<(Scope, ReleaseRef)> for Ramps {
    async fn once(&self, (scope, release): &(Scope, ReleaseRef), turn: u32) {
        let to = share(u16::try_from(turn + 2).expect("fewer ramps than buckets"));
        let command = Command::Ramp {
            release: release.clone(),
            to,
            keep_open: true,
            only: None,
        };
        let request = Request {
            principal: Principal::Bootstrap,
            id: "bench".to_owned(),
            idempotency: None,
            expected: None,
            dry_run: false,
            ask: false,
        };
        // Ids are in order of time, so time passes.
        self.stage.world.clock.advance(1);
        let done = self
            .control
            .execute(&scope.org, &scope.app, request, command);
        done.await.expect("a command");
    }
}

/// Nobody is woken: publications stay wanted.
struct Silent;

#[async_trait::async_trait]
impl Doorbell for Silent {
    async fn ring(&self, _: Wake) -> Result<Vec<PublicationState>, PortError> {
        Ok(Vec::new())
    }
}

async fn commands(writers: usize, publish: bool) -> Sample {
    let mut stage = Stage::disk(scratch()).await;
    let mut all = Vec::new();
    for writer in 0..writers {
        stage.scope = format!("acme{writer}/lamp/stable")
            .parse()
            .expect("a scope");
        let opened = stage
            .world
            .open(&stage.scope, wavecast_wire::manifest::Kind::Bundle)
            .await;
        opened.expect("a channel");
        all.push((stage.scope.clone(), stage.moving().await));
    }
    let mut control = stage.world.control.clone();
    if !publish {
        control.bell = Arc::new(Silent);
    }
    let stage = Arc::new(stage);
    rates(all, Ramps { control, stage }).await
}

/// From the command to the first device that has verified it, over HTTP.
fn until_seen() {
    let runtime = runtime();
    let (stage, release, port) = runtime.block_on(async {
        let stage = Stage::disk(scratch()).await;
        let release = stage.moving().await;
        stage
            .world
            .crowd(&stage.scope, 10, 1)
            .await
            .expect("a crowd");
        let port = stage.serve().await;
        (stage, release, port)
    });
    let world = &stage.world;
    let device = Device::start(&runtime.block_on(stage.root()), &stage, port);
    let (mut answered, mut seen) = (Vec::new(), Vec::new());
    for to in 2..2 + RAMPS {
        world.clock.advance(1);
        let begun = Instant::now();
        let done = runtime.block_on(stage.ramp(&release, to));
        answered.push(begun.elapsed().as_secs_f64());
        let wanted = &done.publications[0].id;
        let watched = world
            .control
            .watch(&stage.scope, wanted, Duration::from_secs(60));
        let state = runtime
            .block_on(watched)
            .expect("a ledger")
            .expect("a publication");
        let seq = state
            .seq
            .unwrap_or_else(|| panic!("not published: {state:?}"));
        let at = loop {
            let (at, found) = device.seen.recv().expect("a device");
            if found >= seq {
                break at;
            }
        };
        seen.push((at - begun).as_secs_f64());
    }
    let mut table = Table::new(
        "From the ramp command to the first device that has verified it, and to the answer",
        &["", "p50", "p99", "most"],
    );
    for (what, times) in [("first device", seen), ("answer", answered)] {
        let times = Sample::new(times);
        let at = |part| time(times.at(part));
        table.row([what.to_owned(), at(0.5), at(0.99), at(1.0)]);
    }
    table.print();
}

/// A device that asks again as soon as it is answered.
struct Device {
    seen: std::sync::mpsc::Receiver<(Instant, u64)>,
    stop: Arc<AtomicBool>,
}

impl Device {
    fn start(root: &[u8], stage: &Stage, port: u16) -> Self {
        let (send, seen) = std::sync::mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let clock = Clock {
            now: stage.world.clock.now(),
            build: Timestamp(0),
        };
        let mut trusted = TrustedState::provision(stage.scope.clone(), root).expect("a root");
        let path = format!("/{}/latest.ndjson", stage.scope);
        std::thread::spawn(move || {
            let mut web = Web::connect(port);
            while !stopped.load(Ordering::Relaxed) {
                let page = web.get(&path, trusted.etag());
                if page.status == 304 {
                    continue;
                }
                let polled = trusted.poll(Source::Network, &page.body, Some(&page.etag), clock);
                polled.expect("a publication");
                let seq = trusted.seq(Source::Network).expect("a timestamp");
                send.send((Instant::now(), seq.unwrap_or(0))).ok();
            }
        });
        Self { seen, stop }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
