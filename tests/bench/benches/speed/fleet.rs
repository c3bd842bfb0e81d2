//! `wavecast simulate` with a million devices: seconds, and memory.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use wavecast_bench::stage::Stage;

use crate::process::{Running, free_port, peak_of};
use crate::report::{Table, bytes, number, time};
use crate::{runtime, scratch, wavecast};

pub fn run() {
    let stage = runtime().block_on(async {
        let stage = Stage::disk(scratch()).await;
        stage.ramping().await;
        stage
    });
    let home = stage.home.as_ref().expect("a folder").path();
    let port = free_port();
    let mut edge = Command::new(wavecast());
    edge.args(["edge", "--edge", &format!("127.0.0.1:{port}"), "--data"])
        .arg(home);
    let mut edge = Running::start(edge.env("WAVECAST_LOG", "warn").stdout(Stdio::null()));
    edge.await_port(port);
    let mut table = Table::new(
        "wavecast simulate: each device polls every 10 to 15 s, a tenth of them is offline",
        &[
            "devices",
            "first count",
            "9 in 10 of those online run it",
            "processor time until then",
            "peak memory",
            "of it per device",
            "counts shown",
        ],
    );
    for devices in [1_000, 100_000, 1_000_000] {
        table.row(simulate(&stage, port, devices));
    }
    table.print();
}

/// Runs a fleet until nine in ten of those who are online run what the channel offers.
fn simulate(stage: &Stage, port: u16, devices: u32) -> [String; 7] {
    let mut command = Command::new(wavecast());
    command
        .args(["simulate", "--json", "--poll", "10000", "--away", "0"])
        .args(["--devices", &devices.to_string()])
        .args(["--scope", &stage.scope.to_string()])
        .args(["--edge-url", &format!("http://127.0.0.1:{port}")])
        .current_dir(scratch())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let begun = Instant::now();
    let mut fleet = Running::start(&mut command);
    let (mut first, mut shown) = (None, 0_u32);
    for line in BufReader::new(fleet.output()).lines() {
        let moment: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        first.get_or_insert_with(|| begun.elapsed().as_secs_f64());
        shown += 1;
        if has_landed(&moment["fleet"]) {
            let (took, cpu) = (begun.elapsed().as_secs_f64(), fleet.cpu());
            let peak = peak_of(fleet.id());
            return [
                number(f64::from(devices)),
                time(first.unwrap_or(took)),
                time(took),
                time(cpu),
                bytes(peak),
                bytes(peak / f64::from(devices)),
                shown.to_string(),
            ];
        }
    }
    panic!("the simulation ended before its release landed");
}

fn has_landed(fleet: &Value) -> bool {
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let releases = fleet["releases"].as_object();
    let run = releases
        .into_iter()
        .flatten()
        .filter(|(name, _)| !name.starts_with('#'));
    let installed: u64 = run.map(|(_, release)| count(&release["installed"])).sum();
    let online = count(&fleet["devices"]).saturating_sub(count(&fleet["offline"]));
    installed * 10 >= online * 9
}
