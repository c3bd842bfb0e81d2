//! `wavecast rollback`.

use clap::Args;
use wavecast_client::types;

use super::act::{Wait, act};
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
        let body = types::RevertChannel { rule: None, to };
        let client = &app.remote.client;
        let revert = || {
            client
                .revert_channel()
                .org(&app.org)
                .app(&app.app)
                .channel(&channel)
                .body(body.clone())
        };
        act(run, &app, self.wait, async |ask| {
            sent!(revert().dry_run(ask.dry).idempotency_key(&ask.key))
        })
        .await
    }
}
