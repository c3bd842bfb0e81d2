//! A full disk under the whole server: a clear error, nothing half done, and on it goes.
//!
//! The disk is a small tmpfs in a mount namespace of its own, which ends with its process.

use std::path::PathBuf;
use std::process::Command;

use crate::world::place::refused;
use crate::world::{Agent, Kind, Place, Server, announce, own, wavecast};

/// Bytes of the disk.
const DISK: &str = "size=24m";
/// More than what is left of it.
const LARGE: usize = 15 << 20;

/// How to get a mount namespace: as root directly, else with a user namespace around it.
const WAYS: [&[&str]; 2] = [&["--mount"], &["--map-root-user", "--mount"]];

fn unshared(way: &[&str], args: &[&str], dir: &std::path::Path) -> Command {
    let mut command = Command::new("unshare");
    command.args(way).args(args).env("WAVECAST_TEST_DIR", dir);
    command
}

#[test]
fn a_full_disk_refuses_changes_by_name_and_work_goes_on_when_there_is_room() {
    // It starts its own, on its own disk; this one only tells whether it may.
    if own("a full disk").is_none() {
        return;
    }
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().display().to_string();
    let probe = ["mount", "-t", "tmpfs", "tmpfs", &path];
    let can = |way: &&&[&str]| {
        let probed = unshared(way, &probe, dir.path()).output();
        probed.is_ok_and(|output| output.status.success())
    };
    let Some(way) = WAYS.iter().find(can) else {
        assert!(std::env::var_os("CI").is_none(), "CI must be able to mount");
        announce("NOT RUN: a full disk needs a mount namespace");
        return;
    };
    let own = std::env::current_exe().unwrap().display().to_string();
    let inner = [
        &own,
        "--exact",
        "disk::on_a_small_disk",
        "--ignored",
        "--nocapture",
    ];
    let output = unshared(way, &inner, dir.path()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

#[tokio::test]
#[ignore = "runs in a mount namespace that another test makes"]
async fn on_a_small_disk() {
    let disk = PathBuf::from(std::env::var_os("WAVECAST_TEST_DIR").unwrap());
    let mut mount = Command::new("mount");
    let mounted = mount.args(["-t", "tmpfs", "-o", DISK, "tmpfs"]).arg(&disk);
    assert!(mounted.status().unwrap().success());
    let server = Server::start_in(&disk.join("data"));
    let place = Place::new(server.deployment.clone(), "full", Kind::Bundle).await;
    place.ship("stable", "1.0.0", None).await;
    let agent = Agent::provision(&place, "stable").await;
    assert_eq!(agent.update().version(), Some("1.0.0"));

    // A file that doesn't fit leaves nothing behind but what the sweep takes.
    let filler = disk.join("filler");
    std::fs::write(&filler, vec![0; 12 << 20]).unwrap();
    let large = vec![7; LARGE];
    let said = refused(place.pack_bytes("2.0.0", &large).await);
    assert_eq!(said.0, 503, "{said:?}");
    let _ = std::fs::write(disk.join("rest"), vec![0; 24 << 20]);

    // To the last byte: reading goes on, changing is refused by name.
    let seq = place.seq("stable").await;
    let url = format!("{}/{}", place.at.edge, place.scope("stable"));
    assert_eq!(wavecast(&place.at, &["verify", &url]).code, 0);
    let mut body = place.release("stable", "1.0.0");
    body.start = Some(true);
    let said = place.create(body).await;
    assert!(said.is_err(), "{said:?}");
    let said = said.unwrap_err().to_string();
    assert!(said.contains("free some space"), "{said}");
    assert_eq!(place.seq("stable").await, seq);
    assert_eq!(agent.update().version(), Some("1.0.0"));

    std::fs::remove_file(disk.join("rest")).unwrap();
    std::fs::remove_file(filler).unwrap();
    place.ship("stable", "3.0.0", Some("100%")).await;
    assert_eq!(agent.update().version(), Some("3.0.0"));
    assert_eq!(wavecast(&place.at, &["verify", &url]).code, 0);
}
