//! `wavecast dev`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::founding::FoundingArgs;
use super::sign_in::SignInArgs;
use crate::config::DATA_DIR;
use crate::error::Result;
use crate::local::{LogTo, Place, Stack, Stop};
use crate::run::Run;
use crate::tour;

/// Runs the whole stack on this machine: API, publisher and edge
///
/// The edge has a listener, a thread and a runtime of its own. Everything lies in one directory;
/// the token that signs you in is a file in it.
#[derive(Debug, Args)]
pub struct Dev {
    /// The data directory; made if missing
    #[arg(long, value_name = "DIR", default_value = DATA_DIR, env = "WAVECAST_DATA")]
    data: PathBuf,
    /// Where the API listens; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        env = "WAVECAST_API_ADDRESS"
    )]
    api: SocketAddr,
    /// Where the edge listens; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8090",
        env = "WAVECAST_EDGE_ADDRESS"
    )]
    edge: SocketAddr,
    #[command(flatten)]
    sign_in: SignInArgs,
    #[command(flatten)]
    founding: FoundingArgs,
    /// Where the log goes; WAVECAST_LOG filters it
    #[arg(long, value_enum, default_value_t)]
    log: LogTo,
    /// On empty data, first show a release going out to a thousand simulated devices
    #[arg(long)]
    tour: bool,
    /// How many devices the tour simulates
    #[arg(long, value_name = "N", default_value_t = 1000, requires = "tour", value_parser = clap::value_parser!(u32).range(100..=100_000))]
    tour_devices: u32,
}

impl Dev {
    pub async fn run(self, run: &Run) -> Result {
        let place = Place {
            data: self.data,
            api: self.api,
            edge: self.edge,
            public_url: None,
            public_edge_url: None,
            proxies: Vec::new(),
            sign_in: self.sign_in,
            founding: self.founding.into(),
        };
        if run.is_dry() {
            return place.foretell(run);
        }
        let stop = Stop::at_signals()?;
        let stack = Stack::start(place, self.log, &stop).await?;
        stack.announce(run)?;
        let toured = tokio::select! {
            toured = tour::run(&stack, run, self.tour.then_some(self.tour_devices)) => toured,
            () = stop.wait() => Ok(()),
        };
        if toured.is_err() {
            stop.now();
        }
        stop.wait().await;
        run.out
            .note("stopping; devices that ask meanwhile keep what they run");
        let stopped = stack.stopped().await;
        toured.and(stopped)
    }
}
