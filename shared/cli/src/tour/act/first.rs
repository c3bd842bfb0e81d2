//! A first release reaches everybody.

use wavecast_wire::manifest::Kind;

use crate::error::Result;
use crate::tour::images::Images;
use crate::tour::stage::{self, Stage, Start};

/// Ships 1.0.0: the first of a channel goes to 100 %.
pub async fn play(stage: &mut Stage, images: &Images) -> Result {
    let devices = stage.fleet.census().devices;
    stage.act(1, "A first release");
    stage.say(format_args!(
        "{devices} simulated lamps follow acme/lamp/stable. Each is the real core of a device: it verifies, chooses,"
    ));
    stage.say("installs on trial, confirms or goes back. A tenth is offline at any time. They ask every 1.5 to 2.3 s");
    stage.say("instead of every hour, so that you needn't wait; the firmware is the wavecast-agent that was just built.");
    let app = stage.app.clone();
    if !stage::serves(&app, "1.0.0").await?
        && app
            .releases(Some(stage::CHANNEL), None, 1)
            .await?
            .is_empty()
    {
        stage.command("ship lamp-1.0.0/");
        stage
            .ship(
                &app,
                &images.of("1.0.0"),
                (Kind::Firmware, "1.0.0"),
                Start::default(),
            )
            .await?;
    }
    let census = stage.land().await?;
    let running = census
        .releases
        .iter()
        .filter(|(release, _)| !release.version.is_empty());
    let running: u64 = running
        .map(|(_, count)| count.installed + count.trial)
        .sum();
    stage.claim(
        running * 100 >= (devices - census.offline) * 95,
        format_args!(
            "{running} lamps run a release, verified byte for byte; {} are offline and come later",
            census.offline
        ),
    )
}
