//! A process whose clock is wrong: `clock.c` moves its wall clock by as much as is said.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

/// A day, in seconds.
pub const DAY: i64 = 24 * 60 * 60;

/// Moves the clock of a process that is about to start by this many seconds.
pub fn wrong_by(seconds: i64, command: &mut Command) {
    command
        .env("LD_PRELOAD", library())
        .env("WAVECAST_CLOCK_OFFSET", seconds.to_string());
}

/// Built once, into the target directory's place for tests.
fn library() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build).clone()
}

fn build() -> PathBuf {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/clock.c");
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let library = place.join("libclock.so");
    // Built aside and renamed: another run may have it loaded.
    let aside = TempDir::new_in(&place).unwrap();
    let fresh = aside.path().join("libclock.so");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .arg(&fresh)
        .arg(source)
        .output()
        .expect("a C compiler: sudo apt-get install -y gcc libc6-dev");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
    std::fs::rename(fresh, &library).unwrap();
    library
}
