//! A real device: one `wavecast-agent` process.

use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use crate::cmd::init::{device_file, rooted};
use crate::error::{Failure, Result};
use crate::exit::Exit;
use crate::tour::images::Images;
use crate::tour::stage::{CHANNEL, Stage};

/// How a device of the tour flashes what was staged, and asks for its health.
const FLASH: &str = "install -m 755 \"$WAVECAST_SLOT/lamp\" flashed";
const HEALTH: &str = "./flashed --version";

/// Provisions a device, lets it follow the channel until nothing is left to do, and asks what it runs.
pub async fn play(stage: &mut Stage, images: &Images, place: &Path) -> Result {
    stage.act(4, "A real device");
    stage.say(
        "One wavecast-agent process: it polls, verifies, downloads, flashes, runs and confirms.",
    );
    let place = place.join("device");
    let path = place.join("wavecast-device.json");
    std::fs::create_dir_all(&place).map_err(|error| Failure::file("make", &place, &error))?;
    let mut file = device_file(&rooted(&stage.app, CHANNEL).await?)?;
    file.attributes
        .insert("device_type".to_owned(), "lamp".to_owned());
    file.write(&path)
        .map_err(|error| Failure::new(Exit::Machine, error.to_string()))?;
    stage.command("device config --attribute device_type=lamp");
    stage.say(
        "$ wavecast-agent run --once --on-activate '…flash it…' --health './flashed --version'",
    );
    let output = Command::new(&images.agent)
        .args(["run", "--once", "--on-activate", FLASH, "--health", HEALTH])
        .current_dir(&place)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| Failure::file("run", &images.agent, &error))?;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        stage.say(format_args!("  {line}"));
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        stage.say(format_args!("  {line}"));
    }
    stage.claim(
        output.status.success(),
        "the device runs the release, and confirmed it",
    )
}
