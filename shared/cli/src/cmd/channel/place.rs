//! Verbs on channels of one application.

use wavecast_client::{ClientError, types};
use wavecast_wire::name::{ChannelName, Scope};

use super::settings::SettingsFlags;
use super::show::report;
use crate::cmd::act::foretell;
use crate::cmd::preview::dry;
use crate::cmd::rule::finding_line;
use crate::error::Result;
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// An application, and this run.
pub struct Place<'a> {
    pub run: &'a Run,
    pub app: &'a RemoteApp,
}

impl Place<'_> {
    pub fn name(&self, said: Option<ChannelName>) -> Result<ChannelName> {
        said.map_or_else(|| self.run.config.channel(), Ok)
    }

    pub async fn create(&self, name: &ChannelName, settings: &SettingsFlags) -> Result {
        let (client, org, app) = (&self.app.remote.client, &self.app.org, &self.app.app);
        let body = types::CreateChannel {
            name: name.to_string(),
            settings: Some(settings.input()),
        };
        let create = || client.create_channel().org(org).app(app).body(body.clone());
        self.act(async |ask| sent!(create().dry_run(ask.dry).idempotency_key(&ask.key)))
            .await
    }

    pub async fn set(&self, name: &ChannelName, settings: &SettingsFlags) -> Result {
        let (client, org, app) = (&self.app.remote.client, &self.app.org, &self.app.app);
        let body = types::EditChannel {
            settings: settings.input(),
        };
        let edit = || {
            client
                .edit_channel()
                .org(org)
                .app(app)
                .channel(name.as_str())
                .body(body.clone())
        };
        self.act(async |ask| sent!(edit().dry_run(ask.dry).idempotency_key(&ask.key)))
            .await
    }

    pub async fn move_to(&self, from: &ChannelName, to: ChannelName) -> Result {
        let (client, path) = (&self.app.remote.client, self.run.config.app()?);
        let to = Scope {
            org: path.org,
            app: path.app,
            channel: to,
        }
        .to_string();
        let (org, app) = (&self.app.org, &self.app.app);
        let send = || {
            client
                .move_channel()
                .org(org)
                .app(app)
                .channel(from.as_str())
        };
        let body = types::MoveChannel { to };
        self.act(async |ask| {
            sent!(
                send()
                    .body(body.clone())
                    .dry_run(ask.dry)
                    .idempotency_key(&ask.key)
            )
        })
        .await
    }

    pub async fn retire(&self, name: &ChannelName) -> Result {
        let (client, org, app) = (&self.app.remote.client, &self.app.org, &self.app.app);
        let retire = || {
            client
                .retire_channel()
                .org(org)
                .app(app)
                .channel(name.as_str())
        };
        self.act(async |ask| sent!(retire().dry_run(ask.dry).idempotency_key(&ask.key)))
            .await
    }

    pub async fn delete(&self, name: &ChannelName) -> Result {
        let (client, org, app) = (&self.app.remote.client, &self.app.org, &self.app.app);
        let delete = || {
            client
                .delete_channel()
                .org(org)
                .app(app)
                .channel(name.as_str())
        };
        self.act(async |ask| sent!(delete().dry_run(ask.dry).idempotency_key(&ask.key)))
            .await
    }

    pub async fn adopt(&self, name: &ChannelName) -> Result {
        let (client, org, app) = (&self.app.remote.client, &self.app.org, &self.app.app);
        let adopt = || {
            client
                .adopt_channel()
                .org(org)
                .app(app)
                .channel(name.as_str())
        };
        self.act(async |ask| sent!(adopt().dry_run(ask.dry).idempotency_key(&ask.key)))
            .await
    }

    async fn act(
        &self,
        verb: impl AsyncFn(&Ask) -> std::result::Result<types::ChannelChange, ClientError>,
    ) -> Result {
        changed(self.run, self.app, verb).await
    }
}

/// Says who moves, asks a person, carries a verb on a channel out, and says what came of it.
///
/// # Errors
/// As [`crate::cmd::act::act`].
pub async fn changed(
    run: &Run,
    app: &RemoteApp,
    verb: impl AsyncFn(&Ask) -> std::result::Result<types::ChannelChange, ClientError>,
) -> Result {
    match carry_out(run, app, verb).await? {
        Some(change) => report(run, &change),
        None => Ok(()),
    }
}

/// The same, but for what came of it; nothing on a dry run, which is told here.
///
/// # Errors
/// As [`crate::cmd::act::act`].
pub async fn carry_out(
    run: &Run,
    app: &RemoteApp,
    verb: impl AsyncFn(&Ask) -> std::result::Result<types::ChannelChange, ClientError>,
) -> Result<Option<types::ChannelChange>> {
    let plan = app.remote.deciding_only().change(&verb).await?;
    foretell(run, &plan.movements)?;
    if run.is_dry() {
        for finding in &plan.findings {
            run.out.note(finding_line(&run.out, finding));
        }
        dry(run, app, &plan, &plan.previews).await?;
        return Ok(None);
    }
    app.remote.change(&verb).await.map(Some)
}
