//! The applications of the tour.

use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use super::CHANNEL;
use crate::cmd::init::create;
use crate::config::AppPath;
use crate::error::{Failure, Result};
use crate::remote::{Remote, RemoteApp};

/// An application with its channel, created as far as it is missing.
///
/// # Errors
/// As the daily path.
pub async fn application(remote: &Remote, path: &str, kind: Kind) -> Result<RemoteApp> {
    let path: AppPath = path.parse().map_err(Failure::failed)?;
    let app = remote.app(&path);
    create::ensure(&app, kind, CHANNEL).await?;
    Ok(app)
}

/// Whether a channel serves a version to everybody already: an interrupted tour goes on behind it.
///
/// # Errors
/// The server can't be reached.
pub async fn serves(app: &RemoteApp, version: &str) -> Result<bool> {
    let status = app.status(CHANNEL).await?;
    let mut placed = status.rules.iter().flat_map(|rule| &rule.releases);
    Ok(placed.any(|placed| {
        placed.version == version && placed.status == types::ReleaseStatus::Concluded
    }))
}
