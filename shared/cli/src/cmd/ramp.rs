//! `wavecast ramp`, `pause` and `resume`: the channel's current release.

use clap::Args;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::ChannelName;

use super::act::{Wait, act};
use super::approval::Asking;
use super::condition::{Condition, matchers, some};
use crate::error::Result;
use crate::remote::sent;
use crate::run::Run;

/// Lets the current release reach more of its audience
///
/// A ramp only grows; 100% concludes, unless it is to stay open. To go back: pause, rollback, or
/// ship --replace.
#[derive(Debug, Args)]
pub struct Ramp {
    /// The share, such as 50% or 12.5%
    #[arg(allow_hyphen_values = true)]
    to: Share,
    /// 100% stays open instead of concluding
    #[arg(long)]
    keep_open: bool,
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES")]
    only: Vec<Condition>,
    /// Of this rule [default: the one in which something moves]
    #[arg(long)]
    rule: Option<ChannelName>,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    wait: Wait,
}

/// Stops new installs of the current release; who has it keeps it
#[derive(Debug, Args)]
pub struct Pause {
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES")]
    only: Vec<Condition>,
    /// Of this rule [default: the one in which something moves]
    #[arg(long)]
    rule: Option<ChannelName>,
    #[command(flatten)]
    wait: Wait,
}

/// Opens the paused release again
#[derive(Debug, Args)]
pub struct Resume {
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES")]
    only: Vec<Condition>,
    /// Of this rule [default: the one in which something moves]
    #[arg(long)]
    rule: Option<ChannelName>,
    #[command(flatten)]
    wait: Wait,
}

impl Ramp {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let id = app.moving(&channel, self.rule.as_ref()).await?.release;
        let body = types::RampRelease {
            to: self.to.to_string(),
            only: matchers(&self.only),
            keep_open: Some(self.keep_open),
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
        act(run, &app, self.wait, async |ask| {
            let send = ramp().ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        })
        .await
    }
}

impl Pause {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let id = app.moving(&channel, self.rule.as_ref()).await?.release;
        let body = some(&self.only);
        let pause = || {
            app.remote
                .client
                .pause_release()
                .org(&app.org)
                .app(&app.app)
                .id(&id)
                .body(body.clone())
        };
        act(run, &app, self.wait, async |ask| {
            sent!(pause().dry_run(ask.dry).idempotency_key(&ask.key))
        })
        .await
    }
}

impl Resume {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let id = app.moving(&channel, self.rule.as_ref()).await?.release;
        let body = some(&self.only);
        let resume = || {
            app.remote
                .client
                .resume_release()
                .org(&app.org)
                .app(&app.app)
                .id(&id)
                .body(body.clone())
        };
        act(run, &app, self.wait, async |ask| {
            sent!(resume().dry_run(ask.dry).idempotency_key(&ask.key))
        })
        .await
    }
}
