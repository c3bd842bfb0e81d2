//! `wavecast ship`.

use clap::Args;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::ChannelName;

use super::act::{Wait, finish, foretell};
use super::condition::{Condition, matchers};
use crate::error::Result;
use crate::remote::{Ask, sent};
use crate::run::Run;

mod pack;
mod policy;

pub use pack::Pack;
pub use policy::PolicyFlags;

/// Ships a directory or file: package, upload what is missing, release
///
/// The first release of a channel reaches 100%, later ones the application's first step (5%).
/// The version is --version, else package.json's, else git's tag, else the channel's newest raised.
#[derive(Debug, Args)]
pub struct Ship {
    #[command(flatten)]
    pack: Pack,
    /// The share that it starts with, such as 5%
    #[arg(long, value_name = "SHARE")]
    to: Option<Share>,
    /// Supersede what moves: exactly its devices get this instead
    #[arg(long)]
    replace: bool,
    /// Leave it a draft; nothing moves
    #[arg(long, conflicts_with_all = ["to", "replace"])]
    draft: bool,
    /// 100% stays open instead of concluding
    #[arg(long)]
    keep_open: bool,
    /// For the devices of this rule [default: everyone]
    #[arg(long)]
    rule: Option<ChannelName>,
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES", conflicts_with_all = ["draft", "replace"])]
    only: Vec<Condition>,
    /// Devices below it install it before anything newer, once it reached everybody
    #[arg(long)]
    floor: bool,
    #[command(flatten)]
    policy: PolicyFlags,
    #[command(flatten)]
    wait: Wait,
}

impl Ship {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        app.status(&channel).await?;
        let Some(package) = self.pack.create(run).await? else {
            return Ok(());
        };
        let body = self.release(channel, package);
        let create = || {
            app.remote
                .client
                .create_release()
                .org(&app.org)
                .app(&app.app)
                .body(body.clone())
        };
        let verb = async |ask: &Ask| sent!(create().dry_run(ask.dry).idempotency_key(&ask.key));
        let plan = app.remote.deciding_only().change(&verb).await?;
        foretell(run, &plan.movements)?;
        let change = app.remote.change(&verb).await?;
        finish(run, &app, self.wait, change).await
    }

    fn release(&self, channel: String, package: types::Package) -> types::CreateRelease {
        types::CreateRelease {
            channel,
            rule: self.rule.as_ref().map(ToString::to_string),
            package: package.name,
            version: package.version,
            policy: self.policy.policy(),
            notes: self.policy.notes(),
            properties: serde_json::Map::new(),
            keep_open: self.keep_open.then_some(true),
            start: Some(!self.draft),
            share: self.to.map(|share| share.to_string()),
            only: matchers(&self.only),
            floor: self.floor.then_some(true),
            replace: Some(self.replace),
        }
    }
}
