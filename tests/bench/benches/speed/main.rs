//! `make bench`: how fast it is, beside what else there is. Prints tables; asserts nothing by time.
//!
//! Arguments name groups to run, all of them if none is named. The real `wavecast` is found beside
//! this program's own build, or by `WAVECAST_BIN`.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench prints, and what it can't set up ends it"
)]

mod auth;
mod authorizer;
mod client;
mod cold;
mod edge;
mod fleet;
mod lambda;
mod latency;
mod ledger;
mod load;
mod machine;
mod process;
mod publish;
mod renewals;
mod report;
mod sample;
mod targeting;
mod wire;
mod wrk;

use std::path::{Path, PathBuf};

use wavecast_bench::heap::Heap;

#[global_allocator]
static HEAP: Heap = Heap;

/// Groups by name, in the order in which they run.
const GROUPS: [(&str, fn()); 13] = [
    ("publish", publish::run),
    ("client", client::run),
    ("wire", wire::run),
    ("targeting", targeting::run),
    ("edge", edge::run),
    ("auth", auth::run),
    ("ledger", ledger::run),
    ("load", load::run),
    ("fleet", fleet::run),
    ("renewals", renewals::run),
    ("latency", latency::run),
    ("cold", cold::run),
    ("authorizer", authorizer::run),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if edge::served(&words) {
        return;
    }
    // `cargo bench` adds flags of its own.
    let wanted: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let unknown = wanted
        .iter()
        .find(|word| GROUPS.iter().all(|(name, _)| name != *word));
    if let Some(word) = unknown {
        let names = GROUPS.map(|(name, _)| name).join(", ");
        panic!("there is no group {word:?}; there are {names}");
    }
    machine::show();
    for (name, run) in GROUPS {
        if wanted.is_empty() || wanted.iter().any(|word| *word == name) {
            run();
        }
    }
}

/// Where benches keep their data: on the disk of the build, because a memory file system would
/// make every sync free.
fn scratch() -> &'static Path {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(folder).expect("a folder for data");
    folder
}

/// The command line under test.
fn wavecast() -> PathBuf {
    if let Some(path) = std::env::var_os("WAVECAST_BIN") {
        return path.into();
    }
    let own = std::env::current_exe().expect("this program's path");
    let built = own
        .parent()
        .and_then(Path::parent)
        .expect("a target folder");
    let path = built.join("wavecast");
    assert!(
        path.exists(),
        "{} is missing; build it with: cargo build --profile bench -p wavecast-cli",
        path.display()
    );
    path
}

/// A runtime as the real programs have one.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
