//! `wavecast promote`.

use clap::Args;
use wavecast_client::types;
use wavecast_domain::share::Share;
use wavecast_wire::name::ChannelName;

use super::act::{Wait, act};
use super::approval::Asking;
use crate::error::Result;
use crate::remote::sent;
use crate::run::Run;

/// Releases in one channel what another concluded
#[derive(Debug, Args)]
pub struct Promote {
    /// From this channel
    from: ChannelName,
    /// Into this channel
    into: ChannelName,
    /// With this share [default: the application's first step, 100% when it is the first there]
    #[arg(long, value_name = "SHARE")]
    to: Option<Share>,
    /// Supersede what moves there
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    wait: Wait,
}

impl Promote {
    pub async fn run(self, run: &Run) -> Result {
        let app = run.app()?;
        let body = types::PromoteChannel {
            to: self.into.to_string(),
            share: self.to.map(|share| share.to_string()),
            replace: Some(self.replace),
        };
        let (client, from) = (&app.remote.client, self.from.to_string());
        let promote = || {
            client
                .promote_channel()
                .org(&app.org)
                .app(&app.app)
                .channel(&from)
                .body(body.clone())
        };
        act(run, &app, self.wait, async |ask| {
            let send = promote().ask(self.asking.for_approval);
            sent!(send.dry_run(ask.dry).idempotency_key(&ask.key))
        })
        .await
    }
}
