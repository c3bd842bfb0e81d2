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
    break_lamps(stage, images).await?;
    mend_lamps(stage, images).await?;
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

async fn break_lamps(stage: &mut Stage, images: &Images) -> Result {
    let app = stage.app.clone();
    stage.say("The image of 1.2.0 was cut off on its way out of the build: no lamp can run it.");
    stage.command("ship lamp-1.2.0/ --to 10%");
    let start = Start {
        share: Some("10%"),
        replace: false,
    };
    stage
        .ship(&app, &images.of(BROKEN), (Kind::Firmware, BROKEN), start)
        .await?;
    let census = stage.land().await?;
    let (failed, stuck) = (census.failed(BROKEN), census.installed(BROKEN));
    stage.claim(
        failed > 0 && stuck == 0,
        format_args!(
            "{failed} lamps tried it, found it broken and went back to what they ran; they won't try it again"
        ),
    )
}

/// The fix takes over salt and share, so the devices' own hashes say that it means the same ones.
async fn mend_lamps(stage: &mut Stage, images: &Images) -> Result {
    let app = stage.app.clone();
    let broken = app.release(stage::CHANNEL, BROKEN).await?;
    stage.command("ship lamp-1.2.1/ --replace");
    let start = Start {
        share: None,
        replace: true,
    };
    let fix = stage
        .ship(&app, &images.of(FIXED), (Kind::Firmware, FIXED), start)
        .await?;
    stage.land().await?;
    let reach = stage.reach(&fix)?;
    let same = (&fix.salt, &fix.share) == (&broken.salt, &broken.share);
    stage.claim(
        same && reach.strays == 0 && reach.there > 0,
        format_args!(
            "{} lamps run the fix: exactly those who may have got the broken one",
            reach.there
        ),
    )
}
