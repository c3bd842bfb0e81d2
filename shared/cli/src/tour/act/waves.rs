//! A release goes out in waves; a pause holds it.

use std::time::Duration;

use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use crate::error::Result;
use crate::fleet::Reach;
use crate::remote::sent;
use crate::tour::images::Images;
use crate::tour::stage::{self, Stage, Start};

const VERSION: &str = "1.1.0";

/// Ships 1.1.0: 1 % → 10 %, a pause, 50 % → 100 %.
pub async fn play(stage: &mut Stage, images: &Images) -> Result {
    stage.act(2, "A release in waves");
    let app = stage.app.clone();
    if stage::serves(&app, VERSION).await? || stage::serves(&app, "1.2.1").await? {
        stage.say("Done before the tour was interrupted.");
        return Ok(());
    }
    stage.command("ship lamp-1.1.0/ --to 1%");
    let start = Start {
        share: Some("1%"),
        replace: false,
    };
    let release = stage
        .ship(&app, &images.of(VERSION), (Kind::Firmware, VERSION), start)
        .await?;
    landed(stage, &release).await?;
    let release = stage.ramp(&app, "10%").await?;
    landed(stage, &release).await?;
    pause(stage).await?;
    for to in ["50%", "100%"] {
        let release = stage.ramp(&app, to).await?;
        landed(stage, &release).await?;
    }
    Ok(())
}

/// Waits for a wave. A hash of each lamp's own id decides who is meant: nobody else may have it,
/// and of those meant only who is offline, or came back this moment, may lack it.
async fn landed(stage: &mut Stage, release: &types::Release) -> Result {
    stage.land().await?;
    let (share, reach) = (&release.share, stage.reach(release)?);
    let Reach {
        meant,
        there,
        away,
        strays,
    } = reach;
    let late = meant - there - away;
    stage.claim(
        strays == 0 && late * 100 <= stage.fleet.census().devices,
        format_args!(
            "the wave landed: {share} means {meant} lamps; {there} of them run {VERSION}, {away} are offline, and nobody else has it"
        ),
    )
}

/// Pauses; nobody new gets it, whoever comes online; who has it keeps it.
async fn pause(stage: &mut Stage) -> Result {
    let app = stage.app.clone();
    let id = app.moving(stage::CHANNEL, None).await?.release;
    stage.command("pause");
    let pause = || {
        app.remote
            .client
            .pause_release()
            .org(&app.org)
            .app(&app.app)
            .id(&id)
    };
    stage
        .moved(&app, async |ask| sent!(pause().idempotency_key(&ask.key)))
        .await?;
    let before = stage.land().await?.installed(VERSION);
    let came_before = stage.fleet.came_online();
    let after = stage
        .watch(Duration::from_secs(6))
        .await?
        .installed(VERSION);
    let came = stage.fleet.came_online() - came_before;
    stage.claim(
        before == after,
        format_args!("while it is paused {came} lamps came online, and none installed it; all {after} who have it keep it"),
    )?;
    stage.command("resume");
    let resume = || {
        app.remote
            .client
            .resume_release()
            .org(&app.org)
            .app(&app.app)
            .id(&id)
    };
    stage
        .moved(&app, async |ask| sent!(resume().idempotency_key(&ask.key)))
        .await?;
    Ok(())
}
