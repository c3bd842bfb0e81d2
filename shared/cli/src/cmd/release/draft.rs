//! Making and changing releases.

use std::collections::BTreeMap;

use clap::Args;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::{ChannelName, PackageName};
use wavecast_wire::version::Version;

use super::{Ask, Target, Wait, act, properties, sent};
use crate::cmd::approval::Asking;
use crate::cmd::ship::PolicyFlags;
use crate::error::Result;
use crate::remote::RemoteApp;
use crate::run::Run;

/// What a release carries besides its package.
#[derive(Debug, Args)]
pub struct Content {
    #[command(flatten)]
    policy: PolicyFlags,
    /// A setting that goes with it, name=value; may repeat
    #[arg(long = "property", value_name = "NAME=VALUE")]
    properties: Vec<String>,
    /// 100% stays open instead of concluding
    #[arg(long)]
    keep_open: bool,
    /// Devices below it install it before anything newer, once it reached everybody
    #[arg(long)]
    floor: bool,
}

impl Content {
    fn properties(&self) -> Result<serde_json::Map<String, serde_json::Value>> {
        properties(&self.properties)
    }

    fn keep_open(&self) -> Option<bool> {
        self.keep_open.then_some(true)
    }

    fn notes(&self) -> BTreeMap<String, String> {
        self.policy.notes()
    }
}

/// Which package a release brings.
#[derive(Debug, Args)]
pub struct Brings {
    /// The package's version
    version: Version,
    /// The package's name [default: the project's, else the application's]
    #[arg(long, value_name = "NAME")]
    package: Option<PackageName>,
}

impl Brings {
    fn package(&self, run: &Run, app: &RemoteApp) -> String {
        let said = self
            .package
            .as_ref()
            .or(run.config.project.package.as_ref());
        said.map_or_else(|| app.app.clone(), ToString::to_string)
    }
}

/// Creates a release of a package that is ready; a draft, unless --start
#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    brings: Brings,
    /// Start it at once
    #[arg(long)]
    start: bool,
    /// Start it with this share
    #[arg(long, value_name = "SHARE", requires = "start")]
    to: Option<Share>,
    /// Supersede what moves
    #[arg(long, requires = "start")]
    replace: bool,
    /// For the devices of this rule [default: everyone]
    #[arg(long)]
    rule: Option<ChannelName>,
    #[command(flatten)]
    content: Content,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    wait: Wait,
}

impl Create {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let body = types::CreateRelease {
            channel,
            rule: self.rule.as_ref().map(ToString::to_string),
            only: Default::default(),
            floor: self.content.floor.then_some(true),
            foreseen: None,
            package: self.brings.package(run, &app),
            version: self.brings.version.to_string(),
            policy: self.content.policy.policy(),
            notes: self.content.notes(),
            properties: self.content.properties()?,
            keep_open: self.content.keep_open(),
            start: Some(self.start),
            share: self.to.map(|share| share.to_string()),
            replace: Some(self.replace),
        };
        let create = || {
            app.remote
                .client
                .create_release()
                .org(&app.org)
                .app(&app.app)
                .body(body.clone())
        };
        let verb = async |ask: &Ask| {
            let send = create().ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        act(run, &app, self.wait, verb).await
    }
}

/// Changes a draft
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    content: Content,
}

impl Edit {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let body = types::EditRelease {
            floor: self.content.floor.then_some(true),
            policy: self.content.policy.policy(),
            notes: self.content.notes(),
            properties: self.content.properties()?,
            keep_open: self.content.keep_open(),
        };
        let (client, id) = (&app.remote.client, self.target.release.as_str());
        let edit = || {
            client
                .edit_release_draft()
                .org(&app.org)
                .app(&app.app)
                .id(id)
                .body(body.clone())
        };
        let verb = async |ask: &Ask| sent!(edit().dry_run(ask.dry).idempotency_key(&ask.key));
        act(run, &app, self.target.wait, verb).await
    }
}

/// Puts another package in its place, with its share and salt: exactly its devices get the fix
#[derive(Debug, Args)]
pub struct Supersede {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    brings: Brings,
    #[command(flatten)]
    content: Content,
    #[command(flatten)]
    asking: Asking,
}

impl Supersede {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let body = types::SupersedeRelease {
            package: self.brings.package(run, &app),
            version: self.brings.version.to_string(),
            policy: self.content.policy.policy(),
            notes: self.content.notes(),
            properties: self.content.properties()?,
            keep_open: self.content.keep_open(),
        };
        let (client, id) = (&app.remote.client, self.target.release.as_str());
        let send = || {
            client
                .supersede_release()
                .org(&app.org)
                .app(&app.app)
                .id(id)
                .body(body.clone())
        };
        let verb = async |ask: &Ask| {
            let send = send().ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        act(run, &app, self.target.wait, verb).await
    }
}

/// Makes a new draft like it
#[derive(Debug, Args)]
pub struct Clone {
    #[command(flatten)]
    target: Target,
    /// In this channel [default: its own]
    #[arg(long, value_name = "CHANNEL")]
    into: Option<ChannelName>,
}

impl Clone {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let body = types::CloneRelease {
            into: self.into.as_ref().map(ToString::to_string),
        };
        let (client, id) = (&app.remote.client, self.target.release.as_str());
        let send = || {
            client
                .clone_release()
                .org(&app.org)
                .app(&app.app)
                .id(id)
                .body(body.clone())
        };
        let verb = async |ask: &Ask| sent!(send().dry_run(ask.dry).idempotency_key(&ask.key));
        act(run, &app, self.target.wait, verb).await
    }
}
