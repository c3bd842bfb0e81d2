//! A release goes out in waves; a pause holds it.

use std::time::Duration;

use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use crate::error::Result;
use crate::fleet::Census;
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
    if let Ok(moving) = app.moving(stage::CHANNEL).await {
        stage.say(format_args!(
            "The interrupted tour left {} behind: it is taken back first.",
            moving.version
        ));
        let body = types::AbortRelease { keep: None };
        let abort = || {
            app.remote
                .client
                .abort_release()
                .org(&app.org)
                .app(&app.app)
                .id(&moving.release)
        };
        stage
            .moved(&app, async |ask| {
                sent!(abort().body(body.clone()).idempotency_key(&ask.key))
            })
            .await?;
    }
    stage.command("ship lamp-1.1.0/ --to 1%");
    let start = Start {
        share: Some("1%"),
        replace: false,
    };
    stage
        .ship(&app, &images.of(VERSION), (Kind::Firmware, VERSION), start)
        .await?;
    let census = stage.land().await?;
    reached(stage, &census, "1%")?;
    stage.ramp(&app, "10%").await?;
    let census = stage.land().await?;
    reached(stage, &census, "10%")?;
    pause(stage).await?;
    for to in ["50%", "100%"] {
        stage.ramp(&app, to).await?;
        let census = stage.land().await?;
        reached(stage, &census, to)?;
    }
    Ok(())
}

/// Who is in the ramp is decided by a hash of each device's own id, so a wave is near its share.
fn reached(stage: &Stage, census: &Census, share: &str) -> Result {
    let (installed, devices) = (census.installed(VERSION), census.devices);
    let asked = share.trim_end_matches('%').parse::<u64>().unwrap_or(100) * devices / 100;
    let near =
        installed + census.offline + devices / 20 >= asked && installed <= asked + devices / 20;
    stage.claim(
        near,
        format_args!(
            "the wave landed: {installed} of {devices} lamps run {VERSION} ({share} asked for)"
        ),
    )
}

/// Pauses; nobody new gets it, whoever comes online; who has it keeps it.
async fn pause(stage: &mut Stage) -> Result {
    let app = stage.app.clone();
    let id = app.moving(stage::CHANNEL).await?.release;
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
