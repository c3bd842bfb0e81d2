//! The operator's commands: what to do on activation, and how to ask for health.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::{sleep, timeout};
use wavecast_device::agent::{Failed, Health, Input};

/// Seconds that `--on-activate` may take.
const ACTIVATE_SECONDS: u64 = 600;
/// Seconds between two questions for health.
const HEALTH_PAUSE: Duration = Duration::from_secs(1);

/// The operator's commands; each is run by `sh -c`.
#[derive(Clone, Debug, Default)]
pub struct Hooks {
    /// Run after the links were swapped, forward and back.
    pub on_activate: Option<String>,
    /// Run until it exits with 0, or the time of the trial is over.
    pub health: Option<String>,
}

/// What a command is told, as `WAVECAST_…` variables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Situation {
    pub release: String,
    pub version: String,
    pub package: String,
    /// The slot's directory; empty for what shipped in the binary.
    pub slot: PathBuf,
    pub data: PathBuf,
    pub device_id: String,
    /// `update`, `return` or `health`.
    pub reason: &'static str,
}

impl Hooks {
    pub(crate) async fn activated(&self, situation: &Situation) -> Result<(), String> {
        let Some(command) = &self.on_activate else {
            return Ok(());
        };
        let run = situation.command(command).status();
        match timeout(Duration::from_secs(ACTIVATE_SECONDS), run).await {
            Err(_) => Err(format!(
                "--on-activate took more than {ACTIVATE_SECONDS} seconds"
            )),
            Ok(Err(error)) => Err(format!("--on-activate: {error}")),
            Ok(Ok(status)) if !status.success() => Err(format!("--on-activate: {status}")),
            Ok(Ok(_)) => Ok(()),
        }
    }

    /// Asks until the answer is good or the time is over.
    pub(crate) async fn check(&self, situation: &Situation, seconds: u32) -> Input {
        let Some(command) = &self.health else {
            return Input::Health(Health::Ok);
        };
        let healthy = async {
            loop {
                match situation.command(command).status().await {
                    Ok(status) if status.success() => return Ok(()),
                    Ok(_) => sleep(HEALTH_PAUSE).await,
                    Err(error) => return Err(error),
                }
            }
        };
        match timeout(Duration::from_secs(seconds.into()), healthy).await {
            Err(_) => Input::Health(Health::Timeout),
            Ok(Ok(())) => Input::Health(Health::Ok),
            Ok(Err(error)) => Input::Failed(Failed::Activate {
                why: format!("--health: {error}"),
            }),
        }
    }
}

impl Situation {
    fn command(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .env("WAVECAST_RELEASE", &self.release)
            .env("WAVECAST_VERSION", &self.version)
            .env("WAVECAST_PACKAGE", &self.package)
            .env("WAVECAST_SLOT", &self.slot)
            .env("WAVECAST_DEVICE_DATA", &self.data)
            .env("WAVECAST_PROPERTIES", self.data.join("properties.json"))
            .env("WAVECAST_DEVICE_ID", &self.device_id)
            .env("WAVECAST_REASON", self.reason)
            .stdin(Stdio::null())
            // Whoever reads our output reads events; a hook speaks on the other stream.
            .stdout(std::io::stderr())
            .kill_on_drop(true);
        command
    }
}
