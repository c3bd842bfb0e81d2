//! `wavecast rollback`.

use clap::Args;
use wavecast_client::types;
use wavecast_wire::name::ChannelName;

use super::act::{Wait, act};
use super::condition::{Condition, matchers};
use crate::error::Result;
use crate::remote::sent;
use crate::run::Run;

/// Takes the current release back: everybody returns to what was before
///
/// What moves is aborted; of a concluded release, what it replaced is placed again. Devices may
/// go to the lower version, because the release is withdrawn.
#[derive(Debug, Args)]
pub struct Rollback {
    /// To this earlier release, by its id or version
    #[arg(long, value_name = "RELEASE")]
    to: Option<String>,
    /// To what shipped in the binary; of a bundle alone
    #[arg(long, conflicts_with = "to")]
    embedded: bool,
    /// Only the variants for these devices, such as os=ios; may repeat
    #[arg(long, value_name = "NAME=VALUES", conflicts_with_all = ["to", "embedded"])]
    only: Vec<Condition>,
    /// Of this rule [default: everyone]
    #[arg(long)]
    rule: Option<ChannelName>,
    /// Ask for the approvals that it needs, instead of doing it
    #[arg(long, requires = "to")]
    for_approval: bool,
    #[command(flatten)]
    wait: Wait,
}

impl Rollback {
    pub async fn run(self, run: &Run) -> Result {
        let (app, channel) = run.place()?;
        let to = match &self.to {
            Some(named) => Some(app.earlier(&channel, named).await?.id),
            None => None,
        };
        let rule = self.rule.map(|rule| rule.to_string());
        let client = &app.remote.client;
        if self.embedded {
            let rule = rule.unwrap_or_else(|| "everyone".to_owned());
            let embed = || client.embed_rule().org(&app.org).app(&app.app);
            return act(run, &app, self.wait, async |ask| {
                let send = embed().channel(&channel).rule(&rule);
                sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
            })
            .await;
        }
        let body = types::RevertChannel {
            rule,
            to,
            only: matchers(&self.only),
        };
        let revert = || {
            client
                .revert_channel()
                .org(&app.org)
                .app(&app.app)
                .channel(&channel)
                .body(body.clone())
        };
        act(run, &app, self.wait, async |ask| {
            let send = revert().ask(self.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        })
        .await
    }
}
