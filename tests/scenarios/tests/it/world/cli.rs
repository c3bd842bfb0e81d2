//! The command line, as an operator calls it.

use std::process::Command;

use serde_json::Value;

use super::{Deployment, programs};

/// What a command came to.
#[derive(Debug)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Its result, as JSON.
    pub json: Value,
}

/// Runs `wavecast` with these arguments against a deployment.
pub fn wavecast(at: &Deployment, args: &[&str]) -> Said {
    let elsewhere = tempfile::TempDir::new().unwrap();
    let mut command = Command::new(programs::wavecast());
    command
        .args(["--json", "--yes", "--url", &at.api, "--edge-url", &at.edge])
        .env("WAVECAST_TOKEN", &at.token)
        .current_dir(elsewhere.path())
        .args(args);
    let output = command.output().unwrap();
    // Shown if the scenario fails.
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    Said {
        code: output.status.code().unwrap(),
        json: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
    }
}
