//! The same for files of an app.

use std::path::Path;

use wavecast_wire::manifest::Kind;

use crate::error::Result;
use crate::tour::site;
use crate::tour::stage::{self, Stage, Start};

/// Ships the site's two versions.
pub async fn play(stage: &mut Stage, place: &Path) -> Result {
    stage.act(5, "A bundle of web files");
    stage.say("acme/site is a bundle: files are stored by their hash, so a version uploads only what changed.");
    let app = stage::application(&stage.remote, "acme/site", Kind::Bundle).await?;
    for (version, directory) in site::write(place)? {
        if stage::serves(&app, version).await? || app.moving(stage::CHANNEL, None).await.is_ok() {
            continue;
        }
        stage.command(&format!("ship site-{version}/ --app acme/site"));
        let release = stage
            .ship(&app, &directory, (Kind::Bundle, version), Start::default())
            .await?;
        stage.say(format_args!(
            "site {version} is {} at {}",
            release.status, release.share
        ));
    }
    if app.moving(stage::CHANNEL, None).await.is_ok() {
        stage.ramp(&app, "100%").await?;
    }
    let served = stage::serves(&app, "1.1.0").await?;
    stage.claim(served, "acme/site serves 1.1.0 to everybody")
}
