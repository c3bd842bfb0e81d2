//! `wavecast serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::sign_in::SignInArgs;
use crate::error::Result;
use crate::local::{LogTo, Place, Stack, Stop};
use crate::run::Run;

/// Runs the whole stack on one production machine
///
/// As `dev`, with every place said. Put a TLS proxy or a CDN before both addresses.
#[derive(Debug, Args)]
pub struct Serve {
    /// The data directory; made if missing
    #[arg(long, value_name = "DIR", env = "WAVECAST_DATA")]
    data: PathBuf,
    /// Where the API listens
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        env = "WAVECAST_API_ADDRESS"
    )]
    api: SocketAddr,
    /// Where the edge listens
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8090",
        env = "WAVECAST_EDGE_ADDRESS"
    )]
    edge: SocketAddr,
    /// Where clients reach the API, such as https://wavecast.example.com
    #[arg(long, value_name = "URL", env = "WAVECAST_PUBLIC_URL")]
    public_url: String,
    /// Where devices reach the edge, such as https://updates.example.com
    #[arg(long, value_name = "URL", env = "WAVECAST_PUBLIC_EDGE_URL")]
    public_edge_url: String,
    #[command(flatten)]
    sign_in: SignInArgs,
    /// Where the log goes; WAVECAST_LOG filters it
    #[arg(long, value_enum, default_value_t = LogTo::Json)]
    log: LogTo,
}

impl Serve {
    pub async fn run(self, run: &Run) -> Result {
        let place = Place {
            data: self.data,
            api: self.api,
            edge: self.edge,
            public_url: Some(self.public_url),
            public_edge_url: Some(self.public_edge_url),
            sign_in: self.sign_in,
        };
        if run.is_dry() {
            return place.foretell(run);
        }
        let stop = Stop::at_signals()?;
        let stack = Stack::start(place, self.log, &stop).await?;
        stack.announce(run)?;
        stop.wait().await;
        stack.stopped().await
    }
}
