//! A broken release: devices go back by themselves, a fix takes its place.

use wavecast_wire::manifest::Kind;

use crate::error::Result;
use crate::tour::images::Images;
use crate::tour::stage::{self, Stage, Start};

const BROKEN: &str = "1.2.0";
const FIXED: &str = "1.2.1";

/// Ships 1.2.0, which can't run, and 1.2.1 in its place.
pub async fn play(stage: &mut Stage, images: &Images) -> Result {
    stage.act(3, "A broken release, and its fix");
    let app = stage.app.clone();
    if stage::serves(&app, FIXED).await? {
        stage.say("Done before the tour was interrupted.");
        return Ok(());
    }
    if app.moving(stage::CHANNEL).await.is_err() {
        stage
            .say("The image of 1.2.0 was cut off on its way out of the build: no lamp can run it.");
        stage.command("ship lamp-1.2.0/ --to 10%");
        let start = Start {
            share: Some("10%"),
            replace: false,
        };
        stage
            .ship(&app, &images.of(BROKEN), (Kind::Firmware, BROKEN), start)
            .await?;
    }
    let census = stage.land().await?;
    let (failed, stuck) = (census.failed(BROKEN), census.installed(BROKEN));
    stage.claim(
        failed > 0 && stuck == 0,
        format_args!("{failed} lamps tried it, found it broken and went back to what they ran; they won't try it again"),
    )?;
    stage.command("ship lamp-1.2.1/ --replace");
    let start = Start {
        share: None,
        replace: true,
    };
    stage
        .ship(&app, &images.of(FIXED), (Kind::Firmware, FIXED), start)
        .await?;
    let census = stage.land().await?;
    let fixed = census.installed(FIXED);
    stage.claim(
        fixed * 10 >= failed * 8,
        format_args!("{fixed} lamps run the fix: exactly those who may have got the broken one"),
    )?;
    stage.ramp(&app, "100%").await?;
    let census = stage.land().await?;
    let (fixed, online) = (census.installed(FIXED), census.devices - census.offline);
    stage.claim(
        fixed * 100 >= online * 95,
        format_args!(
            "the fleet is healthy: {fixed} of {} lamps run {FIXED}, the others come online later",
            census.devices
        ),
    )
}
