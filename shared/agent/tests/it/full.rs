//! A full disk: it is named, nothing is half done, and with room again the device goes on.
//!
//! The disk is a small tmpfs in a mount namespace of its own, which ends with its process.

use std::process::{Command, Output};

use crate::rig::{Rig, now};

/// Room for the state and half of the release, then for all of it.
const SCRIPT: &str = r#"
mkdir -p data
mount -t tmpfs -o size=300k tmpfs data
"$AGENT" --data data run --once
echo "small: $?"
test ! -e data/current && echo "nothing runs"
mount -o remount,size=8m data
"$AGENT" --data data run --once
echo "large: $?"
cat data/current/index.html
"#;

/// How to get a mount namespace: as root directly, else with a user namespace around it.
const WAYS: [&[&str]; 2] = [&["--mount"], &["--map-root-user", "--mount"]];

fn unshared(way: &[&str], rig: &Rig, script: &str) -> std::io::Result<Output> {
    let mut command = Command::new("unshare");
    command
        .args(way)
        .args(["sh", "-c", script])
        .current_dir(rig.path());
    command
        .env("AGENT", env!("CARGO_BIN_EXE_wavecast-agent"))
        .output()
}

#[test]
fn a_full_disk_is_named_and_the_device_goes_on_when_there_is_room() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", &vec![9; 600_000], now());
    let probe = "mkdir -p probe && mount -t tmpfs tmpfs probe";
    let can =
        |way: &&&[&str]| unshared(way, &rig, probe).is_ok_and(|output| output.status.success());
    let Some(way) = WAYS.iter().find(can) else {
        assert!(std::env::var_os("CI").is_none(), "CI must be able to mount");
        eprintln!("SKIPPED, NOT PASSED: full::a_full_disk_… needs a mount namespace");
        return;
    };
    let output = unshared(way, &rig, SCRIPT).unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("the disk is full; free some space, nothing is lost"),
        "{text}"
    );
    assert!(text.contains("small: 7\nnothing runs\n"), "{text}");
    assert!(text.ends_with("large: 0\n1.0.0"), "{text}");
}
