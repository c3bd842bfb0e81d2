//! What a device does when the edge, the network or the disk misbehaves.

use std::fs;

use wavecast_agent::{DataDir, Disk};
use wavecast_wire::object::ObjectKey;

use crate::forge::Forge;
use crate::rig::{Rig, now};
use crate::server::Fault;

/// A device that runs 1.0.0.
fn running() -> Rig {
    let mut rig = Rig::new();
    rig.ship("1.0.0", b"one", now());
    assert_eq!(rig.run(&["run", "--once"]).code, 0);
    rig.server.requests();
    rig
}

#[test]
fn a_cut_download_resumes_where_it_broke() {
    let mut rig = running();
    let body = vec![5; 200_000];
    rig.ship("2.0.0", &body, now());
    let file = wavecast_wire::hash::Sha256::of(&body).to_string();
    rig.server.break_next(&file, Fault::Cut(65_536));
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("2.0.0")));
    let requests = rig.server.requests();
    let tries: Vec<_> = requests
        .iter()
        .filter(|request| request.path.ends_with(&file))
        .collect();
    assert_eq!(tries.len(), 2);
    assert_eq!((tries[0].status, tries[1].status), (200, 206));
    assert_eq!(tries[1].range.as_deref(), Some("bytes=65536-"));
    assert!(tries[1].if_range.is_some(), "the ETag is strong");
    assert_eq!(rig.current("app/main.js").unwrap(), body);
}

#[test]
fn wrong_and_oversized_files_never_reach_a_slot() {
    let mut rig = running();
    rig.ship("2.0.0", b"right", now());
    let file = wavecast_wire::hash::Sha256::of(b"right").to_string();
    rig.server
        .break_next(&file, Fault::Instead(b"wrong".to_vec()));
    rig.server
        .break_next(&file, Fault::Instead(vec![0; 1_000_000]));
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("2.0.0")));
    let why: Vec<_> = ran
        .events
        .iter()
        .filter(|event| event["event"] == "install_failed")
        .collect();
    assert!(why[0]["why"].as_str().unwrap().contains("its SHA-256 is"));
    assert!(
        why[1]["why"]
            .as_str()
            .unwrap()
            .contains("more than the announced 5 bytes")
    );
    assert_eq!(rig.current("app/main.js").unwrap(), b"right");
}

#[test]
fn an_oversized_poll_is_cut_off() {
    let rig = running();
    rig.server
        .break_next("latest.ndjson", Fault::Instead(vec![b'x'; 2_000_000]));
    let ran = rig.run(&["check"]);
    assert_eq!(ran.code, 4);
    assert!(
        ran.why("poll_failed")
            .contains("more than the allowed 393216 bytes")
    );
}

#[test]
fn an_expired_channel_installs_nothing_and_goes_on_running() {
    let mut rig = running();
    rig.forge.now = rig.forge.now.plus(-10 * 86_400);
    rig.forge.seconds_to_live = 60;
    rig.ship("2.0.0", b"two", now());
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (5, Some("1.0.0")));
    assert!(ran.has("expired"));
}

#[test]
fn a_foreign_channel_and_a_lower_seq_are_refused() {
    let mut rig = running();
    let latest = ObjectKey::Latest(rig.forge.scope.clone()).path();
    let foreign = Forge::new("acme/lamp/beta", rig.forge.now.0);
    rig.server
        .break_next("latest.ndjson", Fault::Instead(foreign.latest()));
    let ran = rig.run(&["check"]);
    assert_eq!(ran.code, 5);
    let why = ran.why("poll_failed");
    assert_eq!(
        why,
        "timestamp speaks for acme/lamp/beta, not for acme/lamp/stable"
    );

    let older = rig.forge.edge[&latest].clone();
    rig.ship("2.0.0", b"two", now());
    rig.run(&["run", "--once"]);
    rig.server
        .break_next("latest.ndjson", Fault::Instead(older));
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (5, Some("2.0.0")));
    assert!(
        ran.why("poll_failed")
            .contains("is below 3, which this device has seen")
    );
}

#[test]
fn an_edge_that_is_down_changes_nothing() {
    let rig = running();
    rig.server
        .break_next("latest.ndjson", Fault::Status(503, Some(7)));
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (4, Some("1.0.0")));
    assert_eq!(ran.why("poll_failed"), "the edge answered 503");
}

#[test]
fn one_process_holds_a_data_directory() {
    let rig = running();
    let held = DataDir::open(&rig.data(), Disk::default()).unwrap();
    let ran = rig.run(&["check"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("is held by another wavecast-agent"));
    assert_eq!(rig.run(&["status"]).code, 0, "status needs no hold");
    drop(held);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_state_of_a_newer_version_and_a_damaged_one_are_left_alone() {
    let rig = running();
    let path = rig.data().join("state.json");
    let good = fs::read(&path).unwrap();
    for (text, hint) in [
        (r#"{"v":99,"x":1}"#, "written by a newer"),
        ("{\"v\":1", "is damaged"),
    ] {
        fs::write(&path, text).unwrap();
        let ran = rig.run(&["run", "--once"]);
        assert_eq!(ran.code, 3);
        assert!(ran.stderr.contains(hint), "{}", ran.stderr);
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    fs::write(&path, good).unwrap();
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_configuration_that_breaks_a_rule_says_which() {
    let rig = Rig::new();
    let text = fs::read_to_string(rig.config()).unwrap();
    let cases = [
        (text.replace("\"v\": 1,", "\"v\": 2,"), "v must be 1"),
        (
            text.replace("http://", "ftp://"),
            "base_url must begin with",
        ),
        (
            text.replacen("lamp/stable", "lamp/beta", 1),
            "speaks for acme/lamp/stable",
        ),
        (
            text.replacen('{', "{\"colour\": 1,", 1),
            "unknown field `colour`",
        ),
    ];
    for (changed, hint) in cases {
        fs::write(rig.config(), changed).unwrap();
        let ran = rig.run(&["check"]);
        assert_eq!(ran.code, 3, "{hint}");
        assert!(ran.stderr.contains(hint), "{}", ran.stderr);
    }
}

#[test]
fn a_missing_configuration_says_how_to_get_one() {
    let rig = Rig::new();
    fs::remove_file(rig.config()).unwrap();
    let ran = rig.run(&["run", "--once"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.stderr
            .contains("write it with `wavecast device config`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_disk_that_refuses_a_file_is_named_and_the_next_run_goes_on() {
    let mut rig = running();
    rig.ship("2.0.0", b"two", now());
    let hash = wavecast_wire::hash::Sha256::of(b"two");
    let obstacle = rig.data().join("cache").join(format!("{hash}.part"));
    fs::create_dir(&obstacle).unwrap();
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (7, Some("1.0.0")));
    assert!(
        ran.why("install_failed").contains("Is a directory"),
        "{}",
        ran.why("install_failed")
    );
    fs::remove_dir(&obstacle).unwrap();
    let ran = rig.run(&["run", "--once"]);
    assert_eq!((ran.code, ran.runs()), (0, Some("2.0.0")));
}

#[test]
fn a_state_that_cannot_be_saved_stops_everything_and_loses_nothing() {
    let mut rig = running();
    rig.ship("2.0.0", b"two", now());
    let obstacle = rig.data().join("state.new");
    fs::create_dir(&obstacle).unwrap();
    let ran = rig.run(&["run", "--once"]);
    assert_eq!(ran.code, 7);
    assert!(ran.stderr.contains("state.new"), "{}", ran.stderr);
    assert_eq!(rig.current("index.html").unwrap(), b"1.0.0");
    fs::remove_dir(&obstacle).unwrap();
    assert_eq!(rig.run(&["run", "--once"]).runs(), Some("2.0.0"));
}
