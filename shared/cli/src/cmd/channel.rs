//! `wavecast channel`.

use clap::{Args, Subcommand};
use wavecast_client::types;
use wavecast_wire::name::{ChannelName, Scope};

use super::act::{foretell, publication_line, settled};
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// Channels: what devices follow
#[derive(Debug, Subcommand)]
pub enum Channel {
    /// Opens a channel
    Create {
        /// Its name
        name: ChannelName,
        #[command(flatten)]
        settings: Box<SettingsFlags>,
    },
    /// Lists channels
    List,
    /// Shows a channel's settings and rules
    Show {
        /// Which [default: the project's]
        name: Option<ChannelName>,
    },
    /// Changes a channel's settings
    Set {
        /// Which [default: the project's]
        name: Option<ChannelName>,
        #[command(flatten)]
        settings: Box<SettingsFlags>,
    },
    /// Sends a channel's devices to another channel of the application
    Move {
        /// From
        from: ChannelName,
        /// To
        to: ChannelName,
    },
    /// Ends a channel; its devices keep what they run
    Retire {
        /// Which
        name: ChannelName,
    },
    /// Forgets an ended channel; its name keeps its number and root
    Delete {
        /// Which
        name: ChannelName,
    },
    /// Goes on with a channel whose edge is ahead of the ledger (after a restored backup)
    Adopt {
        /// Which [default: the project's]
        name: Option<ChannelName>,
    },
}

/// Settings of a channel.
#[derive(Debug, Args)]
pub struct SettingsFlags {
    /// Poll interval while nothing moves
    #[arg(long, value_name = "SECONDS")]
    poll_idle: Option<u32>,
    /// Poll interval while something moves and for a day after; at most 900
    #[arg(long, value_name = "SECONDS")]
    poll_active: Option<u32>,
    /// Spread of the interval, in hundredths of a percent
    #[arg(long, value_name = "PERMYRIAD")]
    jitter: Option<u16>,
    /// How long a timestamp is good: the freeze window
    #[arg(long, value_name = "SECONDS")]
    timestamp_lifetime: Option<u32>,
    /// How long snapshot and targets are good
    #[arg(long, value_name = "SECONDS")]
    targets_lifetime: Option<u32>,
    /// How long a root is good
    #[arg(long, value_name = "SECONDS")]
    root_lifetime: Option<u32>,
}

impl SettingsFlags {
    fn input(&self) -> types::ChannelSettingsInput {
        types::ChannelSettingsInput {
            poll_idle: self.poll_idle,
            poll_active: self.poll_active,
            jitter: self.jitter.map(Into::into),
            timestamp_lifetime: self.timestamp_lifetime,
            targets_lifetime: self.targets_lifetime,
            root_lifetime: self.root_lifetime,
        }
    }
}

impl Channel {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let at = Place { run, app: &app };
        match self {
            Self::Create { name, settings } => at.create(&name, &settings).await,
            Self::List => {
                let channels = app.channels(10_000).await?;
                run.out.result(&channels, |out| list(out, &channels))
            }
            Self::Show { name } => {
                let name = at.name(name)?;
                let get = || {
                    app.remote
                        .client
                        .get_channel()
                        .org(&app.org)
                        .app(&app.app)
                        .channel(name.as_str())
                };
                let channel = app.remote.read(async || sent!(get())).await?;
                run.out.result(&channel, |out| show(out, &channel))
            }
            Self::Set { name, settings } => at.set(&at.name(name)?, &settings).await,
            Self::Move { from, to } => at.move_to(&from, to).await,
            Self::Retire { name } => at.retire(&name).await,
            Self::Delete { name } => at.delete(&name).await,
            Self::Adopt { name } => at.adopt(&at.name(name)?).await,
        }
    }
}

struct Place<'a> {
    run: &'a Run,
    app: &'a RemoteApp,
}

impl Place<'_> {
    fn name(&self, said: Option<ChannelName>) -> Result<ChannelName> {
        said.map_or_else(|| self.run.config.channel(), Ok)
    }

    async fn create(&self, name: &ChannelName, settings: &SettingsFlags) -> Result {
        let (client, org, app) = (&self.app.remote.client, &self.app.org, &self.app.app);
        let body = types::CreateChannel {
            name: name.to_string(),
            settings: Some(settings.input()),
        };
        let create = || client.create_channel().org(org).app(app).body(body.clone());
        self.act(async |ask| sent!(create().dry_run(ask.dry).idempotency_key(&ask.key)))
            .await
    }

    async fn set(&self, name: &ChannelName, settings: &SettingsFlags) -> Result {
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

    async fn move_to(&self, from: &ChannelName, to: ChannelName) -> Result {
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

    async fn retire(&self, name: &ChannelName) -> Result {
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

    async fn delete(&self, name: &ChannelName) -> Result {
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

    async fn adopt(&self, name: &ChannelName) -> Result {
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
        verb: impl AsyncFn(
            &Ask,
        )
            -> std::result::Result<types::ChannelChange, wavecast_client::ClientError>,
    ) -> Result {
        let plan = self.app.remote.deciding_only().change(&verb).await?;
        foretell(self.run, &plan.movements)?;
        if self.run.is_dry() {
            return self
                .run
                .out
                .result(&plan, |out| out.line("dry run: nothing was changed"));
        }
        let change = self.app.remote.change(&verb).await?;
        report(self.run, &change)
    }
}

/// Says what came of a change of a channel.
///
/// # Errors
/// It isn't at the edge yet.
pub fn report(run: &Run, change: &types::ChannelChange) -> Result {
    run.out.result(change, |out| {
        match &change.channel {
            Some(channel) => show(out, channel),
            None => out.line("it is gone; its name keeps its number and root"),
        }
        for publication in &change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&change.publications)
}

fn list(out: &Out, channels: &[types::AppChannel]) {
    let mut table = Table::new(&["channel", "state", "moved to"]);
    for channel in channels {
        table.row([
            Cell::toned(Tone::Strong, &channel.name),
            Cell::from(channel.state),
            Cell::from(channel.moved_to.as_deref().unwrap_or_default()),
        ]);
    }
    out.table(&table);
}

fn show(out: &Out, channel: &types::Channel) {
    let moved = channel
        .moved_to
        .as_deref()
        .map(|to| format!(" to {to}"))
        .unwrap_or_default();
    out.line(format_args!(
        "{}  {}{moved}",
        out.paint(Tone::Strong, &channel.name),
        channel.state
    ));
    let settings = &channel.settings;
    out.line(format_args!(
        "  devices ask every {} s (idle {} s, active {} s, spread {} ‱)",
        channel.poll_seconds, settings.poll_idle, settings.poll_active, settings.jitter
    ));
    out.line(format_args!(
        "  good for {} s (timestamp), {} s (targets), {} s (root)",
        settings.timestamp_lifetime, settings.targets_lifetime, settings.root_lifetime
    ));
    for placement in channel.rules.iter().flat_map(|rule| &rule.stack) {
        let held = if placement.held { ", held" } else { "" };
        out.line(format_args!(
            "  places {} at {}{held} (release {})",
            placement.version, placement.share, placement.release
        ));
    }
}
