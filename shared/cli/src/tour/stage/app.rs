//! The applications of the tour.

use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use super::{CHANNEL, PATIENCE};
use crate::cmd::act::settled;
use crate::cmd::init::create;
use crate::config::AppPath;
use crate::error::{Failure, Result};
use crate::remote::{Ask, Remote, RemoteApp, sent};

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

/// Takes back what an interrupted tour left moving, so that a new fleet begins from rest; says its
/// version.
///
/// # Errors
/// The server can't be reached, or the edge doesn't show it in time.
pub async fn rest(app: &RemoteApp) -> Result<Option<String>> {
    let Ok(moving) = app.moving(CHANNEL, None).await else {
        return Ok(None);
    };
    let body = types::AbortRelease {
        keep: None,
        only: Default::default(),
    };
    let client = &app.remote.client;
    let abort = || {
        client
            .abort_release()
            .org(&app.org)
            .app(&app.app)
            .id(&moving.release)
    };
    let verb = async |ask: &Ask| sent!(abort().body(body.clone()).idempotency_key(&ask.key));
    let change = app.remote.change(verb).await?;
    settled(&app.published(change.publications, PATIENCE).await?)?;
    Ok(Some(moving.version))
}
