//! The real binaries, where the build puts them.

use std::path::PathBuf;

/// The command line.
pub fn wavecast() -> PathBuf {
    built("wavecast", "wavecast-cli")
}

/// The device's agent.
pub fn agent() -> PathBuf {
    built("wavecast-agent", "wavecast-agent")
}

/// Beside the directory of the test's own executable.
fn built(name: &str, package: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let profile = own.parent().and_then(|deps| deps.parent()).unwrap();
    let path = profile.join(name);
    assert!(
        path.is_file(),
        "{} is missing; build it with: cargo build -p {package}",
        path.display()
    );
    path
}
