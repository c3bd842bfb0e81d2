//! An application with a long past: what a command loads must not grow with it.

use tokio::runtime::Runtime;
use wavecast_bench::stage::{Stage, share};
use wavecast_domain::Command;
use wavecast_domain::command::ReleaseRef;
use wavecast_engine::control::Request;
use wavecast_engine::testing::act::request;
use wavecast_engine::testing::counted::Counts;

use crate::report::{Table, bytes, number, time};
use crate::sample::{Sample, seconds};
use crate::{runtime, scratch};

/// Loadings of each kind.
const TURNS: usize = 300;
const COLUMNS: [&str; 5] = [
    "its past",
    "load",
    "load and decide a ramp",
    "keys read for it",
    "bytes read",
];

pub fn run() {
    let runtime = runtime();
    let mut table = Table::new(
        "Loading an application, from the disk (goal: flat)",
        &COLUMNS,
    );
    for releases in [10_u32, 1_000, 5_000] {
        let (stage, release) = runtime.block_on(async {
            let stage = Stage::disk(scratch()).await;
            let release = stage.ramping().await;
            let aged = stage.world.age(&stage.scope, releases as usize).await;
            aged.expect("a past");
            (stage, release)
        });
        table.row(measure(
            &runtime,
            &stage,
            &release,
            &format!("{} releases", number(f64::from(releases))),
        ));
    }
    let (stage, release) = runtime.block_on(async {
        let stage = Stage::disk(scratch()).await;
        let release = stage.ramping().await;
        let filed = stage.world.file(&stage.scope, 50_000).await;
        filed.expect("a past");
        (stage, release)
    });
    table.row(measure(
        &runtime,
        &stage,
        &release,
        "50,000 files, of no package",
    ));
    table.print();
    let mut table = Table::new("Loading an application, from memory (goal: flat)", &COLUMNS);
    for files in [2_usize, 50_000] {
        let (stage, release) = runtime.block_on(async {
            let stage = Stage::memory().await;
            let release = stage.ramping_of(files).await;
            (stage, release)
        });
        let past = format!("a package of {} files, ramping", number(files as f64));
        table.row(measure(&runtime, &stage, &release, &past));
    }
    table.print();
}

fn measure(runtime: &Runtime, stage: &Stage, release: &ReleaseRef, past: &str) -> [String; 5] {
    let (control, scope) = (&stage.world.control, &stage.scope);
    let channels = std::slice::from_ref(&scope.channel);
    let load: Sample = seconds(
        TURNS,
        |_| (),
        |()| {
            let app = runtime.block_on(control.app(&scope.org, &scope.app, channels));
            app.expect("a ledger").expect("an application")
        },
    );
    let mut counts = Counts::default();
    let decide = seconds(
        TURNS,
        |_| {
            stage.counter.take();
            let (release, to) = (release.clone(), share(2_000));
            let keep_open = false;
            Command::Ramp {
                release,
                to,
                keep_open,
                only: None,
            }
        },
        |command| {
            let dry = Request {
                dry_run: true,
                ..request()
            };
            let done = runtime.block_on(control.execute(&scope.org, &scope.app, dry, command));
            counts = stage.counter.take();
            done.expect("a command")
        },
    );
    [
        past.to_owned(),
        load.show(time),
        decide.show(time),
        counts.keys.to_string(),
        bytes(counts.entry_bytes as f64),
    ]
}
