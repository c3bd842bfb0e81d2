//! The real process, killed with SIGKILL in the middle of updates, again and again.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::rig::{Rig, now};

/// Rounds of one update each.
const ROUNDS: u64 = 6;
/// Kills per update.
const KILLS: u64 = 4;

#[test]
fn a_device_that_is_killed_anywhere_is_never_half_done() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", &big(1), now());
    assert_eq!(rig.run(&["run", "--once"]).code, 0);
    for round in 2..2 + ROUNDS {
        let version = format!("{round}.0.0");
        rig.ship(&version, &big(round), now());
        for kill in 0..KILLS {
            let mut child = rig.spawn(&["run", "--once", "--on-activate", "sleep 0.02"]);
            // From the first request to long after activation, a little later each time.
            sleep(Duration::from_millis(15 + (round * 7 + kill * 41) % 170));
            child.kill().unwrap();
            child.wait().unwrap();
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
    rig.ship("100.0.0", &big(100), now());
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("100.0.0")));
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
