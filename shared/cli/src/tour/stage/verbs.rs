//! What the tour does at the server.

use std::path::Path;

use wavecast_client::types;
use wavecast_wire::manifest::Kind;

use super::{CHANNEL, PATIENCE, Stage};
use crate::error::{Failure, Result};
use crate::files::Roles;
use crate::output::{Out, count};
use crate::remote::{Ask, RemoteApp, sent};
use crate::ship::{self, Contents, PackageSpec, Recipe};

/// How a release of the tour starts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start<'a> {
    /// With this share.
    pub share: Option<&'a str>,
    /// In the place of what moves.
    pub replace: bool,
}

impl Stage {
    /// Ships a directory and starts its release.
    ///
    /// # Errors
    /// As the daily path.
    pub async fn ship(
        &self,
        app: &RemoteApp,
        path: &Path,
        (kind, version): (Kind, &str),
        start: Start<'_>,
    ) -> Result<types::Release> {
        let recipe = Recipe {
            kind,
            roles: Roles::default(),
            exclude: Vec::new(),
            variations: Vec::new(),
        };
        let quiet = Out::new(self.out.is_json(), true, crate::output::Colour::Never);
        let contents = Contents::read(path, &recipe, &quiet)?;
        let (list, uploaded) = ship::upload(app, &contents, &quiet).await?;
        self.say(format_args!(
            "{}, {}; uploaded: {}, {}",
            count(contents.count, "file"),
            count(contents.bytes, "byte"),
            count(uploaded.files, "file"),
            count(uploaded.bytes, "byte")
        ));
        let version = version
            .parse()
            .map_err(|error| Failure::failed(format!("{version}: {error}")))?;
        let requires = std::collections::BTreeMap::new();
        let spec = PackageSpec {
            name: app.app.clone(),
            version,
            requires,
            rollback_index: 0,
            signatures: Vec::new(),
        };
        let package = ship::create(app, &spec, list).await?;
        let body = types::CreateRelease {
            foreseen: None,
            channel: CHANNEL.to_owned(),
            rule: None,
            package: package.name,
            version: package.version,
            policy: Some(types::Policy {
                activate: Some(types::Activate::Now),
                ..types::Policy::default()
            }),
            notes: std::collections::BTreeMap::new(),
            properties: serde_json::Map::new(),
            keep_open: None,
            start: Some(true),
            share: start.share.map(str::to_owned),
            replace: Some(start.replace),
            only: Default::default(),
            floor: None,
        };
        let create = || {
            app.remote
                .client
                .create_release()
                .org(&app.org)
                .app(&app.app)
                .body(body.clone())
        };
        self.moved(app, async |ask| sent!(create().idempotency_key(&ask.key)))
            .await
    }

    /// Lets the channel's release reach more.
    ///
    /// # Errors
    /// As the daily path.
    pub async fn ramp(&self, app: &RemoteApp, to: &str) -> Result<types::Release> {
        self.command(&format!("ramp {to}"));
        let id = app.moving(CHANNEL, None).await?.release;
        let body = types::RampRelease {
            to: to.to_owned(),
            keep_open: None,
            only: Default::default(),
        };
        let ramp = || {
            app.remote
                .client
                .ramp_release()
                .org(&app.org)
                .app(&app.app)
                .id(&id)
                .body(body.clone())
        };
        self.moved(app, async |ask| sent!(ramp().idempotency_key(&ask.key)))
            .await
    }

    /// Carries a verb out, and waits until the edge shows it.
    ///
    /// # Errors
    /// As the daily path.
    pub async fn moved(
        &self,
        app: &RemoteApp,
        verb: impl AsyncFn(
            &Ask,
        )
            -> std::result::Result<types::ReleaseChange, wavecast_client::ClientError>,
    ) -> Result<types::Release> {
        let change = app.remote.change(verb).await?;
        let published = app.published(change.publications, PATIENCE).await?;
        crate::cmd::act::settled(&published)?;
        change
            .release
            .ok_or_else(|| Failure::failed("the server doesn't say which release it was"))
    }
}
