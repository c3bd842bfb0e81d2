//! The real process, killed with SIGKILL in the middle of updates, again and again.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::rig::{Rig, now};

/// Rounds of one update each.
const ROUNDS: u64 = 5;

/// A point of an update that a kill aims at; it lands there or a little later.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    Started,
    Downloading,
    Building,
    OnTrial,
    Activated,
}

const MOMENTS: [Moment; 5] = [
    Moment::Started,
    Moment::Downloading,
    Moment::Building,
    Moment::OnTrial,
    Moment::Activated,
];

#[test]
fn a_device_that_is_killed_anywhere_is_never_half_done() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", &big(1), now());
    assert_eq!(rig.run(&["run", "--once"]).code, 0);
    let mut reached = Vec::new();
    for round in 2..2 + ROUNDS {
        rig.ship(&format!("{round}.0.0"), &big(round), now());
        for (n, moment) in (0u64..).zip(MOMENTS) {
            if kill_at(&rig, moment, (round * 11 + n * 5) % 23) {
                reached.push(moment);
            }
            check_whole(&rig, round);
        }
        let ran = rig.run(&["run", "--once"]);
        assert!(
            ran.code == 0 || ran.code == 6,
            "{} {}",
            ran.code,
            ran.stderr
        );
        check_whole(&rig, round);
    }
    assert!(
        MOMENTS.iter().all(|moment| reached.contains(moment)),
        "{reached:?}"
    );
    rig.ship("100.0.0", &big(100), now());
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("100.0.0")));
}

/// Runs the device until a moment and kills it some milliseconds later; whether it came so far.
fn kill_at(rig: &Rig, moment: Moment, milliseconds: u64) -> bool {
    let slow = ["--on-activate", "sleep 0.05", "--health", "sleep 0.05"];
    let mut child = rig.spawn(&[&["run", "--once"], slow.as_slice()].concat());
    let came = loop {
        if has_come(rig, moment) {
            break true;
        }
        if child.try_wait().unwrap().is_some() {
            break false;
        }
        sleep(Duration::from_millis(1));
    };
    sleep(Duration::from_millis(milliseconds));
    let _ = child.kill();
    child.wait().unwrap();
    came
}

fn has_come(rig: &Rig, moment: Moment) -> bool {
    let data = rig.data();
    let names = |dir: &str| {
        let entries = fs::read_dir(data.join(dir)).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect::<Vec<_>>()
    };
    let trial = || {
        let state = fs::read(data.join("state.json")).unwrap();
        serde_json::from_slice::<serde_json::Value>(&state).unwrap()["trial"].clone()
    };
    match moment {
        Moment::Started => true,
        Moment::Downloading => names("cache").iter().any(|name| name.ends_with(".part")),
        Moment::Building => {
            let slots = names("slots");
            slots
                .iter()
                .filter(|name| name.ends_with(".files.json"))
                .count()
                > 2
                || slots.iter().any(|name| name.starts_with(".new"))
        }
        Moment::OnTrial => !trial().is_null(),
        Moment::Activated => trial()["activated"] == true,
    }
}

/// What stands in `current` is one release, whole, and the saved state can be read.
fn check_whole(rig: &Rig, newest: u64) {
    let index = rig.current("index.html").unwrap();
    let version = String::from_utf8(index).unwrap();
    let major: u64 = version.split('.').next().unwrap().parse().unwrap();
    assert!((1..=newest).contains(&major));
    assert_eq!(rig.current("app/main.js").unwrap(), big(major), "{version}");
    let state = fs::read(rig.data().join("state.json")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&state).unwrap();
}

fn big(seed: u64) -> Vec<u8> {
    let byte = |n: u64| u8::try_from((n * 31 + seed * 17) % 251).unwrap();
    (0..400_000).map(byte).collect()
}
