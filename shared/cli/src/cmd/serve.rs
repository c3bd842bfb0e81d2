//! `wavecast serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use ipnet::IpNet;

use super::founding::FoundingArgs;
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
    /// A proxy on another machine, or a network of them, such as 10.0.0.7 or 10.0.0.0/24, whose
    /// X-Forwarded-For says who asks; may repeat
    #[arg(
        long = "trusted-proxy",
        value_name = "NETWORK",
        env = "WAVECAST_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_parser = network
    )]
    proxies: Vec<IpNet>,
    #[command(flatten)]
    sign_in: SignInArgs,
    #[command(flatten)]
    founding: FoundingArgs,
    /// Where the log goes; WAVECAST_LOG filters it
    #[arg(long, value_enum, default_value_t = LogTo::Json)]
    log: LogTo,
}

/// A network, or an address alone. One that holds everybody would let everybody say who they are.
fn network(text: &str) -> std::result::Result<IpNet, String> {
    let text = text.trim();
    let network: IpNet = match text.parse() {
        Ok(address) => IpNet::from(std::net::IpAddr::to_canonical(&address)),
        Err(_) => text
            .parse()
            .map_err(|_| "must be an address, or a network such as 10.0.0.0/24".to_owned())?,
    };
    if network.prefix_len() == 0 {
        return Err("must not hold every address".to_owned());
    }
    if let std::net::IpAddr::V6(ip) = network.addr()
        && ip.to_ipv4_mapped().is_some()
    {
        return Err(
            "must be written as the IPv4 network that it is, such as 10.0.0.0/8".to_owned(),
        );
    }
    Ok(network)
}

impl Serve {
    pub async fn run(self, run: &Run) -> Result {
        let place = Place {
            data: self.data,
            api: self.api,
            edge: self.edge,
            public_url: Some(self.public_url),
            public_edge_url: Some(self.public_edge_url),
            proxies: self.proxies,
            sign_in: self.sign_in,
            founding: self.founding.into(),
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
