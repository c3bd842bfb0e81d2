//! What a device does with a channel, end to end.

use std::fs;
use std::process::Command;
use std::time::Duration;

use wavecast_wire::config::{Activate, Policy};
use wavecast_wire::tuf::Role;

use crate::rig::{Rig, now};

#[test]
fn a_bundle_is_installed_confirmed_and_completed() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"one", now());
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("1.0.0")), "{}", ran.stderr);
    assert_eq!(rig.current("index.html").unwrap(), b"1.0.0");
    assert_eq!(rig.current("app/main.js").unwrap(), b"one");
    assert_eq!(
        rig.current("media/later.png").unwrap(),
        b"png",
        "lazy files come after activation"
    );
    assert!(ran.has("confirmed") && ran.has("complete"));
}

#[test]
fn a_firmware_image_is_installed_from_its_target() {
    let mut rig = Rig::new();
    let image = vec![7; 300_000];
    let packed = rig.forge.firmware("1.0.0", &image);
    rig.forge.ship("r1", &packed, now());
    rig.deploy();
    let ran = rig.run(&["run", "--once"]);
    assert_eq!(ran.code, 0);
    assert_eq!(rig.current("firmware.bin").unwrap(), image);
    let requests = rig.server.requests();
    assert!(
        requests
            .iter()
            .any(|request| request.path.contains("/targets/") && request.path.ends_with(".bin"))
    );
}

#[test]
fn an_unchanged_poll_is_one_request_answered_by_304() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"one", now());
    rig.run(&["run", "--once"]);
    rig.server.requests();
    for _ in 0..2 {
        let ran = rig.run(&["run", "--once"]);
        assert_eq!(ran.code, 0);
        let requests = rig.server.requests();
        let asked: Vec<_> = requests
            .iter()
            .map(|r| (r.path.as_str(), r.status))
            .collect();
        assert_eq!(asked, [("acme/lamp/stable/latest.ndjson", 304)]);
    }
}

#[test]
fn an_update_keeps_the_previous_slot_and_takes_over_what_is_there() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"shared", now());
    rig.run(&["run", "--once"]);
    rig.ship("2.0.0", b"shared", now());
    rig.server.requests();
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("2.0.0")));
    let files = rig
        .server
        .requests()
        .iter()
        .filter(|r| r.path.contains("/files/"))
        .count();
    assert_eq!(files, 1, "only index.html differs");
    let previous = rig.data().join("previous/index.html");
    assert_eq!(fs::read(previous).unwrap(), b"1.0.0");
}

#[test]
fn an_unhealthy_release_is_left_and_remembered() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"one", now());
    rig.run(&["run", "--once"]);
    rig.ship(
        "2.0.0",
        b"two",
        Policy {
            confirm_seconds: 1,
            ..now()
        },
    );
    let health = "test \"$WAVECAST_VERSION\" != 2.0.0";
    let ran = rig.run(&["run", "--once", "--health", health]);
    assert_eq!((ran.code, ran.runs()), (6, Some("1.0.0")));
    assert_eq!(ran.why("failed"), "it did not confirm within 1 seconds");
    assert_eq!(rig.current("index.html").unwrap(), b"1.0.0");
    assert!(!rig.data().join("previous").exists());
    let again = rig.run(&["run", "--once"]);
    assert_eq!(
        (again.code, again.runs()),
        (0, Some("1.0.0")),
        "even without a health command"
    );
    assert_eq!(
        again.why("keep"),
        "the release failed on this device before"
    );
}

#[test]
fn a_failing_activation_goes_back_and_says_so_to_the_hook() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"one", now());
    let hook =
        "echo $WAVECAST_REASON $WAVECAST_VERSION >> hooks; test \"$WAVECAST_VERSION\" != 2.0.0";
    assert_eq!(rig.run(&["run", "--once", "--on-activate", hook]).code, 0);
    rig.ship("2.0.0", b"two", now());
    let ran = rig.run(&["run", "--once", "--on-activate", hook]);
    assert_eq!((ran.code, ran.runs()), (6, Some("1.0.0")));
    let told = fs::read_to_string(rig.path().join("hooks")).unwrap();
    assert_eq!(told, "update 1.0.0\nupdate 2.0.0\nreturn 1.0.0\n");
}

#[test]
fn check_download_and_apply_go_step_by_step() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"one", now());
    rig.run(&["run", "--once"]);
    rig.ship(
        "2.0.0",
        b"two",
        Policy {
            activate: Activate::NextStart,
            ask: true,
            ..now()
        },
    );
    let checked = rig.run(&["check"]);
    assert_eq!(checked.code, 10);
    assert!(checked.has("available") && !checked.has("downloading"));
    let downloaded = rig.run(&["download"]);
    assert_eq!((downloaded.code, downloaded.runs()), (10, Some("1.0.0")));
    let waiting = rig.run(&["run", "--once"]);
    assert_eq!(
        (waiting.code, waiting.runs()),
        (10, Some("1.0.0")),
        "it asks"
    );
    let status = rig.run(&["status"]);
    assert_eq!(status.events[0]["staged"]["version"], "2.0.0");
    rig.server.requests();
    let applied = rig.run(&["apply"]);
    assert_eq!((applied.code, applied.runs()), (0, Some("2.0.0")));
    let files = rig
        .server
        .requests()
        .iter()
        .filter(|r| r.path.contains("/files/"))
        .count();
    assert_eq!(files, 0, "all of it was staged");
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_device_makes_its_id_once_and_keeps_it() {
    let rig = Rig::new();
    assert_eq!(rig.run(&["run", "--once"]).code, 0);
    let id = fs::read_to_string(rig.data().join("id")).unwrap();
    assert_eq!(id.trim().len(), 32);
    fs::remove_file(rig.data().join("state.json")).unwrap();
    rig.run(&["run", "--once"]);
    let status = rig.run(&["status"]);
    assert_eq!(status.events[0]["device"], id.trim());
}

#[test]
fn a_rotated_root_is_walked_and_the_channel_followed_on() {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"one", now());
    rig.run(&["run", "--once"]);
    rig.forge.rotate(&[
        (Role::Root, 11),
        (Role::Timestamp, 12),
        (Role::Snapshot, 13),
        (Role::Targets, 14),
    ]);
    rig.ship("2.0.0", b"two", now());
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("2.0.0")));
    let root = ran
        .events
        .iter()
        .find(|event| event["event"] == "root")
        .unwrap();
    assert_eq!(root["version"], 2);
}

#[test]
fn a_running_agent_polls_by_itself_and_ends_when_told() {
    let mut rig = Rig::new();
    rig.forge.poll.seconds = 5;
    rig.ship("1.0.0", b"one", now());
    let mut child = rig.spawn(&["run"]);
    let wait_for = |rig: &Rig, version: &str| {
        let runs = || rig.current("index.html").as_deref() == Some(version.as_bytes());
        for _ in 0..3000 {
            if runs() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{version} never came");
    };
    wait_for(&rig, "1.0.0");
    rig.ship("2.0.0", b"two", now());
    wait_for(&rig, "2.0.0");
    let told = Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(told.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
