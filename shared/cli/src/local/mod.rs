//! The whole stack on one machine: the composition root of `dev` and `serve`.
//!
//! The control side (API, publisher, keys, upkeep) runs on the process's runtime; the edge runs on
//! a thread and runtime of its own and only reads files, so nothing that happens to the control
//! side reaches a device.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipnet::IpNet;
use wavecast_api::{ApiState, Auth, Info, Limits, Proxies, Rates};
use wavecast_domain::org::Founding;
use wavecast_embedded::Embedded;
use wavecast_engine::groups::GroupKeeper;
use wavecast_engine::local::{Machine, Ports};
use wavecast_engine::upkeep::Upkeep;

mod announce;
mod api;
mod edge;
mod groups;
mod listen;
mod log;
mod stop;
mod trouble;
mod upkeep;

pub use edge::EdgeServer;
pub use listen::listen;
pub use log::{LogTo, start as start_log};
pub use stop::Stop;
pub use trouble::open_failed;

use crate::cmd::sign_in::SignInArgs;
use crate::config::TOKEN_FILE;
use crate::error::{Failure, Result};

/// The edge's tree in a data directory.
pub const EDGE_DIR: &str = "edge";

/// Seconds that files which nothing refers to are kept.
const GRACE_SECONDS: u32 = 24 * 60 * 60;

/// What a stack needs to know.
#[derive(Clone, Debug)]
pub struct Place {
    /// The data directory.
    pub data: PathBuf,
    /// Where the API listens.
    pub api: SocketAddr,
    /// Where the edge listens.
    pub edge: SocketAddr,
    /// Where clients reach the API, if that is elsewhere.
    pub public_url: Option<String>,
    /// Where devices reach the edge, if that is elsewhere.
    pub public_edge_url: Option<String>,
    /// Who signs people in.
    pub sign_in: SignInArgs,
    /// Who creates organizations, and what they begin with.
    pub founding: Founding,
    /// Networks of proxies on other machines.
    pub proxies: Vec<IpNet>,
}

/// A running stack.
pub struct Stack {
    /// Where clients reach the API.
    pub api_url: String,
    /// Where devices reach the edge.
    pub edge_url: String,
    /// The file that holds the token.
    pub token_file: PathBuf,
    /// The data directory.
    pub data: PathBuf,
    /// The bootstrap token.
    pub token: String,
    control: tokio::task::JoinHandle<()>,
    upkeep: tokio::task::JoinHandle<()>,
    groups: tokio::task::JoinHandle<()>,
    edge: EdgeServer,
}

impl Stack {
    /// Opens the data directory and listens; serves until `stop`.
    ///
    /// # Errors
    /// A data directory that can't be opened, or a port that is in use; nothing was changed then.
    pub async fn start(place: Place, log: LogTo, stop: &Stop) -> Result<Self> {
        // Both ports first: a start that can't listen must not touch the data.
        let api = listen(place.api, "the API", "--api")?;
        let edge = listen(place.edge, "the edge", "--edge")?;
        let api_url = url(place.public_url, &api)?;
        let edge_url = url(place.public_edge_url, &edge)?;
        // And who signs people in: a secret that is missing mustn't leave a directory behind.
        let groups = place.sign_in.groups()?;
        let auth = place.sign_in.apply(Auth::from_hashes([]), &api_url)?;
        let embedded = Embedded::open(&place.data).map_err(open_failed)?;
        let token = embedded.bootstrap_token().map_err(open_failed)?.to_string();
        start_log(log, &place.data)?;
        let edge = EdgeServer::start(edge, embedded.edge_dir(), stop.clone())?;
        let passwords = embedded.passwords().map_err(open_failed)?;
        let auth = auth.with_bootstrap(&token);
        let auth = auth.with_passwords(passwords, &api_url);
        let (mut state, upkeep) = compose(&embedded, &api_url, &edge_url, auth)?;
        state.control.founding = place.founding;
        let keeper = groups.map(|groups| GroupKeeper {
            control: state.control.clone(),
            groups,
        });
        let data = std::path::absolute(&place.data).unwrap_or(place.data);
        let proxies = Proxies(place.proxies.into());
        Ok(Self {
            control: api::serve(api, state, proxies, stop.clone())?,
            upkeep: upkeep::run(upkeep, embedded, stop.clone()),
            groups: groups::run(keeper, stop.clone()),
            token_file: data.join(TOKEN_FILE),
            api_url,
            edge_url,
            data,
            token,
            edge,
        })
    }

    /// Waits until all of it has stopped.
    ///
    /// # Errors
    /// A part of it broke.
    pub async fn stopped(self) -> Result {
        let broke = |error: tokio::task::JoinError| {
            Failure::failed(format!("a part of the server broke: {error}"))
        };
        self.control.await.map_err(broke)?;
        self.upkeep.await.map_err(broke)?;
        self.groups.await.map_err(broke)?;
        self.edge.stopped().await
    }
}

/// Where a listener is reached, unless told otherwise.
fn url(public: Option<String>, listener: &std::net::TcpListener) -> Result<String> {
    let local = listener
        .local_addr()
        .map_err(|error| Failure::file("listen at", Path::new("a port"), &error))?;
    let url = public.unwrap_or_else(|| format!("http://{local}"));
    Ok(url.trim_end_matches('/').to_owned())
}

/// The functions over the embedded backend, and the API over them.
fn compose(
    embedded: &Embedded,
    api_url: &str,
    edge_url: &str,
    auth: Auth,
) -> Result<(ApiState, Upkeep)> {
    let local = embedded.local(api_url).map_err(open_failed)?;
    let ports = Ports {
        ledger: local.ledger,
        objects: local.objects,
        uploads: local.uploads,
        signer: local.signer,
        maker: local.key_maker,
        wrap: local.wrap,
        unwrap: local.unwrap,
        cdn: Some(local.cdn),
        clock: local.clock,
        ids: local.ids,
    };
    let machine = Machine::new(ports, GRACE_SECONDS);
    let state = ApiState {
        control: machine.control,
        sink: Some(local.parts),
        auth,
        limits: Arc::new(Limits::new(Rates::default())),
        info: Info {
            edge: edge_url.to_owned(),
            version: env!("CARGO_PKG_VERSION"),
        },
    };
    Ok((state, machine.upkeep))
}
