//! The cold start of each function: from its process's start to its first answer, before a Runtime API
//! and an AWS that answer at once, so that only the function's own time counts.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::lambda::{Environment, aws, program};
use crate::process::peak_of;
use crate::report::{Table, bytes, time};
use crate::sample::Sample;

/// Starts of each function.
const STARTS: usize = 21;
/// What is started: how it is called, its program, and an event that it answers without waiting for
/// anything. The first is the measure. What the scheduler answers at once is what it refuses; a tick
/// reads all of the table's shards.
const STARTED: [(&str, &str, &str); 6] = [
    ("bare", "bare", "{}"),
    ("control", "control", HEALTH),
    ("publisher", "publisher", r#"{"Records":[]}"#),
    ("keys", "keys", r#"{"v":1,"wake":"invalidate","paths":[]}"#),
    ("scheduler", "scheduler", r#"{"v":1,"wake":"other"}"#),
    ("scheduler: a tick", "scheduler", r#"{"v":1,"wake":"tick"}"#),
];

/// Names profiles to hold beside each other, such as `function function-z`; each is a folder of the
/// target directory. They take turns, start by start.
const PROFILES: &str = "WAVECAST_COLD_PROFILES";

/// `GET /healthz`, as an HTTP API sends it.
const HEALTH: &str = r#"{"version":"2.0","routeKey":"$default","rawPath":"/healthz","rawQueryString":"","headers":{"host":"api.example.org"},"requestContext":{"accountId":"000000000000","apiId":"a","domainName":"api.example.org","domainPrefix":"a","http":{"method":"GET","path":"/healthz","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"bench"},"requestId":"r","routeKey":"$default","stage":"$default","time":"28/Nov/2026:06:00:00 +0000","timeEpoch":1795845600000},"isBase64Encoded":false}"#;

pub fn run() {
    let aws = aws(r#"{"v":1,"tokens":[]}"#);
    let mut table = Table::new(
        "Cold start: from the process's start to its first answer",
        &["function", "wall", "CPU", "memory", "binary", "zipped"],
    );
    let profiles = std::env::var(PROFILES).unwrap_or_else(|_| "function".to_owned());
    let profiles: Vec<&str> = profiles.split_whitespace().collect();
    for (title, name, event) in STARTED {
        let programs: Vec<_> = profiles.iter().map(|one| program(one, name)).collect();
        if let Some(program) = programs.iter().find(|program| !program.is_file()) {
            println!("{name} isn't built: {}", program.display());
            continue;
        }
        let mut starts: Vec<Vec<Start>> = profiles.iter().map(|_| Vec::new()).collect();
        for _ in 0..STARTS {
            for (program, starts) in programs.iter().zip(&mut starts) {
                starts.push(start(program, event, &aws));
            }
        }
        for ((profile, program), starts) in profiles.iter().zip(&programs).zip(&starts) {
            let title = match profiles.len() {
                1 => title.to_owned(),
                _ => format!("{title} ({profile})"),
            };
            row(&mut table, title, program, starts);
        }
    }
    table.print();
}

fn row(table: &mut Table, title: String, program: &Path, starts: &[Start]) {
    let of = |value: fn(&Start) -> f64| Sample::new(starts.iter().map(value).collect());
    let binary = fs::read(program).expect("a binary");
    table.row([
        title,
        of(|start| start.wall).show(time),
        of(|start| start.cpu).show(time),
        of(|start| start.memory).show(bytes),
        bytes(binary.len() as f64),
        bytes(zipped(&binary) as f64),
    ]);
}

/// One start.
struct Start {
    wall: f64,
    cpu: f64,
    memory: f64,
}

fn start(program: &Path, event: &str, aws: &str) -> Start {
    let begun = Instant::now();
    let environment = Environment::start(program, aws, &[]);
    environment.invoke(event);
    Start {
        wall: begun.elapsed().as_secs_f64(),
        cpu: environment.cpu(),
        memory: peak_of(environment.id()),
    }
}

/// As a package of Lambda's carries it.
fn zipped(binary: &[u8]) -> usize {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(binary).expect("memory");
    encoder.finish().expect("memory").len()
}
