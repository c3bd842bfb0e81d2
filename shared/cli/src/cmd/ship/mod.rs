//! `wavecast ship`.

use clap::Args;
use serde::Serialize;
use wavecast_client::{builder, types};
use wavecast_domain::share::Share;
use wavecast_wire::name::ChannelName;

use super::act::{Wait, finish, foretell};
use super::approval::Asking;
use super::condition::{Condition, matchers};
use super::preview::dry;
use crate::error::Result;
use crate::remote::{Ask, RemoteApp, sent};
use crate::run::Run;

mod pack;
mod packed;
mod policy;

pub use pack::Pack;
pub use packed::{Foretold, Packed};
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
    asking: Asking,
    #[command(flatten)]
    wait: Wait,
}

/// What shipping would come to.
#[derive(Serialize)]
struct Shipped<'a> {
    upload: &'a Foretold,
    #[serde(flatten)]
    release: &'a types::ReleaseChange,
}

impl Ship {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        app.status(&channel).await?;
        let packed = self.pack.read(run).await?;
        if run.is_dry() {
            return self.foretell(run, &app, channel, &packed).await;
        }
        let package = packed.create(run, &app).await?;
        let body = self.release(channel, (package.name, package.version));
        let create = || creation(&app, &body);
        let verb = async |ask: &Ask| {
            let send = create().ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let plan = app.remote.deciding_only().change(&verb).await?;
        foretell(run, &plan.movements)?;
        let change = app.remote.change(&verb).await?;
        finish(run, &app, self.wait, change).await
    }

    /// Says what would be uploaded, and who would get it, though the package isn't there yet.
    async fn foretell(
        self,
        run: &Run,
        app: &RemoteApp,
        channel: String,
        packed: &Packed,
    ) -> Result {
        let package = packed.foretell(run, app).await?;
        let body = types::CreateRelease {
            foreseen: Some(packed.foreseen()),
            ..self.release(channel, packed.named())
        };
        let create = || creation(app, &body);
        let verb = async |ask: &Ask| {
            let send = create().ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        };
        let plan = app.remote.deciding_only().change(&verb).await?;
        foretell(run, &plan.movements)?;
        let shipped = Shipped {
            upload: &package,
            release: &plan,
        };
        dry(run, app, &shipped, &plan.previews).await
    }

    fn release(
        &self,
        channel: String,
        (package, version): (String, String),
    ) -> types::CreateRelease {
        types::CreateRelease {
            channel,
            rule: self.rule.as_ref().map(ToString::to_string),
            package,
            version,
            foreseen: None,
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

fn creation<'a>(app: &'a RemoteApp, body: &types::CreateRelease) -> builder::CreateRelease<'a> {
    let create = app.remote.client.create_release();
    create.org(&app.org).app(&app.app).body(body.clone())
}
