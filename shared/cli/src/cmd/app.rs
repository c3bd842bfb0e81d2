//! `wavecast app`.

use std::collections::BTreeMap;

use clap::{Args, Subcommand, ValueEnum};
use wavecast_client::{ClientError, types};
use wavecast_domain::share::Share;
use wavecast_wire::name::OrgName;

use super::act::{publication_line, settled};
use super::dimension::holds;
use super::preview::dry;
use crate::config::AppPath;
use crate::error::Result;
use crate::output::{Cell, Out, Table, Tone, count};
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

/// Applications: what is shipped, and to which channels
#[derive(Debug, Subcommand)]
pub enum App {
    /// Creates an application in an organization that exists
    Create {
        /// Such as acme/lamp
        path: AppPath,
        /// What its packages are; never changes
        #[arg(long, value_enum)]
        kind: KindArg,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Lists an organization's applications
    List {
        /// Which organization [default: the project's]
        org: Option<OrgName>,
    },
    /// Shows the application, its settings and channels
    Show,
    /// Changes settings
    Set {
        #[command(flatten)]
        settings: SettingsFlags,
    },
}

/// What an application's packages are.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum KindArg {
    /// Files of an app
    Bundle,
    /// Images of a device
    Firmware,
}

/// Settings of an application.
#[derive(Debug, Args)]
pub struct SettingsFlags {
    /// The share that a release starts with after the first
    #[arg(long, value_name = "SHARE")]
    first_step: Option<Share>,
    /// One salt for all releases, so that rings stay; empty for none
    #[arg(long)]
    salt: Option<String>,
    /// Whether releases allow a downgrade
    #[arg(long, value_name = "BOOL")]
    downgrade: Option<bool>,
    /// Seconds in which a new package must confirm its health
    #[arg(long, value_name = "SECONDS")]
    confirm_seconds: Option<u32>,
}

impl SettingsFlags {
    fn input(self) -> types::AppSettingsInput {
        types::AppSettingsInput {
            first_step: self.first_step.map(|share| share.to_string()),
            salt: self.salt,
            downgrade: self.downgrade,
            confirm_seconds: self.confirm_seconds,
        }
    }
}

impl App {
    pub async fn run(self, run: &Run) -> Result {
        match self {
            Self::Create {
                path,
                kind,
                settings,
            } => {
                let app = run.remote()?.app(&path);
                let kind = match kind {
                    KindArg::Bundle => types::Kind::Bundle,
                    KindArg::Firmware => types::Kind::Firmware,
                };
                let dimensions = BTreeMap::new();
                let body = types::CreateApp {
                    name: app.app.clone(),
                    kind,
                    settings: Some(settings.input()),
                    dimensions,
                };
                let create = || {
                    app.remote
                        .client
                        .create_app()
                        .org(&app.org)
                        .body(body.clone())
                };
                let verb =
                    async |ask: &Ask| sent!(create().dry_run(ask.dry).idempotency_key(&ask.key));
                changed(run, &app, verb).await
            }
            Self::List { org } => {
                let org = match org {
                    Some(org) => org,
                    None => run.config.app()?.org,
                };
                let apps = run.remote()?.apps(org.as_str(), 10_000).await?;
                run.out.result(&apps, |out| list(out, &apps))
            }
            Self::Show => {
                let app = run.app()?;
                let get = || app.remote.client.get_app().org(&app.org).app(&app.app);
                let found = app.remote.read(async || sent!(get())).await?;
                run.out.result(&found, |out| show(out, &found))
            }
            Self::Set { settings } => {
                let app = run.app()?;
                let body = types::EditApp {
                    settings: Some(settings.input()),
                    dimensions: BTreeMap::new(),
                };
                let edit = || {
                    app.remote
                        .client
                        .edit_app()
                        .org(&app.org)
                        .app(&app.app)
                        .body(body.clone())
                };
                let verb =
                    async |ask: &Ask| sent!(edit().dry_run(ask.dry).idempotency_key(&ask.key));
                changed(run, &app, verb).await
            }
        }
    }
}

/// Carries a change of an application out, and says what came of it.
///
/// # Errors
/// As [`super::act::act`].
pub async fn changed(
    run: &Run,
    app: &RemoteApp,
    verb: impl AsyncFn(&Ask) -> std::result::Result<types::AppChange, ClientError>,
) -> Result {
    let change = app.remote.change(&verb).await?;
    if change.dry_run {
        return dry(run, app, &change, &change.previews).await;
    }
    run.out.result(&change, |out| {
        if let Some(app) = &change.app {
            show(out, app);
        }
        for publication in &change.publications {
            out.line(publication_line(out, publication));
        }
    })?;
    settled(&change.publications)
}

fn list(out: &Out, apps: &[types::App]) {
    let mut table = Table::new(&["application", "kind", "channels"]);
    for app in apps {
        let channels: Vec<&str> = app
            .channels
            .iter()
            .map(|channel| channel.name.as_str())
            .collect();
        table.row([
            Cell::toned(Tone::Strong, format_args!("{}/{}", app.org, app.name)),
            Cell::from(app.kind),
            Cell::from(channels.join(", ")),
        ]);
    }
    out.table(&table);
}

fn show(out: &Out, app: &types::App) {
    let name = format!("{}/{}", app.org, app.name);
    out.line(format_args!(
        "{}  {}, since {}",
        out.paint(Tone::Strong, name),
        app.kind,
        app.created
    ));
    let settings = &app.settings;
    out.line(format_args!("  first step       {}", settings.first_step));
    out.line(format_args!(
        "  downgrade        {}",
        if settings.downgrade {
            "allowed"
        } else {
            "refused"
        }
    ));
    out.line(format_args!(
        "  confirm within   {} s",
        settings.confirm_seconds
    ));
    out.line(format_args!(
        "  salt             {}",
        settings.salt.as_deref().unwrap_or("a new one per release")
    ));
    for (name, dimension) in &app.dimensions {
        let what = format!("{} {}", dimension.type_, holds(dimension));
        out.line(format_args!(
            "  dimension        {name}: {}",
            what.trim_end()
        ));
    }
    for group in &app.groups {
        out.line(format_args!(
            "  group            {}: {}",
            group.name,
            count(group.devices.into(), "device")
        ));
    }
    for channel in &app.channels {
        let moved = channel
            .moved_to
            .as_deref()
            .map(|to| format!(" to {to}"))
            .unwrap_or_default();
        out.line(format_args!(
            "  channel          {}: {}{moved}",
            channel.name, channel.state
        ));
    }
}
