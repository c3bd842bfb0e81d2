//! A disk of the scenario's own: a small tmpfs in a mount namespace, which ends with its process.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{announce, own};

/// How to get a mount namespace: as root directly, else with a user namespace around it.
const WAYS: [&[&str]; 2] = [&["--mount"], &["--map-root-user", "--mount"]];

fn unshared(way: &[&str], args: &[&str], dir: &Path) -> Command {
    let mut command = Command::new("unshare");
    command.args(way).args(args).env("WAVECAST_TEST_DIR", dir);
    command
}

/// Runs an ignored test of this binary where it may mount; answers what it printed, or `None`,
/// and says so, where that isn't possible.
pub fn on_a_disk_of_its_own(inner: &str) -> Option<String> {
    // It starts its own server, on its own disk; this one only tells whether it may.
    own(inner)?;
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().display().to_string();
    let probe = ["mount", "-t", "tmpfs", "tmpfs", &path];
    let can = |way: &&&[&str]| {
        let probed = unshared(way, &probe, dir.path()).output();
        probed.is_ok_and(|output| output.status.success())
    };
    let Some(way) = WAYS.iter().find(can) else {
        assert!(std::env::var_os("CI").is_none(), "CI must be able to mount");
        announce(&format!("NOT RUN: {inner} needs a mount namespace"));
        return None;
    };
    let own = std::env::current_exe().unwrap().display().to_string();
    let args = [&own, "--exact", inner, "--ignored", "--nocapture"];
    let output = unshared(way, &args, dir.path()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
    Some(text.into_owned())
}

/// The disk of this process, mounted with so much room, such as `24m`.
pub fn mounted(size: &str) -> PathBuf {
    let disk = PathBuf::from(std::env::var_os("WAVECAST_TEST_DIR").unwrap());
    let mut mount = Command::new("mount");
    let size = format!("size={size}");
    let mounted = mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&disk);
    assert!(mounted.status().unwrap().success());
    disk
}
