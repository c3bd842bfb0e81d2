//! What scenarios play in: a deployment, applications on it, devices.

mod agent;
mod cli;
pub mod clock;
pub mod deeds;
mod fleet;
mod pack;
pub mod place;
mod programs;
pub mod server;
pub mod small;

use std::io::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};

use wavecast_client::Client;

pub use agent::Agent;
pub use cli::wavecast;
pub use fleet::Fleet;
pub use place::{Kind, Place};
pub use server::Server;

/// Where a deployment is reached, and with which token.
pub struct Deployment {
    /// The API's base URL.
    pub api: String,
    /// The edge's base URL.
    pub edge: String,
    /// Allowed to do everything.
    pub token: String,
    /// Ends with it, where it is ours.
    _process: Option<Mutex<Server>>,
}

/// The deployment of all scenarios that leave its process and its disk alone. It ends with the
/// last scenario that holds it.
pub fn shared() -> Arc<Deployment> {
    static SHARED: Mutex<Weak<Deployment>> = Mutex::new(Weak::new());
    if let Some(given) = given() {
        return given;
    }
    let mut shared = SHARED
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(running) = shared.upgrade() {
        return running;
    }
    let server = Server::start();
    let at = &server.deployment;
    let (api, edge, token) = (at.api.clone(), at.edge.clone(), at.token.clone());
    let deployment = Deployment {
        _process: Some(Mutex::new(server)),
        ..Deployment::new(api, edge, token)
    };
    let deployment = Arc::new(deployment);
    *shared = Arc::downgrade(&deployment);
    deployment
}

/// A server that the scenario may kill; `None`, and said so, against a deployment that was given.
pub fn own(scenario: &str) -> Option<Server> {
    if given().is_some() {
        announce(&format!(
            "NOT RUN: {scenario} needs a server of its own, which it may kill"
        ));
        return None;
    }
    Some(Server::start())
}

/// Says something although the scenario passes: unlike `eprintln`, it isn't kept back then.
pub fn announce(line: &str) {
    // Where standard error is gone, nobody is there to be told.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Whether scenarios run against a deployment that was given.
pub fn is_given() -> bool {
    given().is_some()
}

/// The deployment that the environment names.
fn given() -> Option<Arc<Deployment>> {
    let api = std::env::var("WAVECAST_SCENARIO_URL").ok()?;
    let said = |name: &str| {
        std::env::var(name).unwrap_or_else(|_| panic!("WAVECAST_SCENARIO_URL is set, {name} isn't"))
    };
    let edge = said("WAVECAST_SCENARIO_EDGE");
    let token = said("WAVECAST_SCENARIO_TOKEN");
    Some(Arc::new(Deployment::new(api, edge, token)))
}

impl Deployment {
    fn new(api: String, edge: String, token: String) -> Self {
        let base = |url: String| url.trim_end_matches('/').to_owned();
        Self {
            api: base(api),
            edge: base(edge),
            token,
            _process: None,
        }
    }

    /// A client of its API.
    pub fn client(&self) -> Client {
        with_tls();
        Client::connect(&self.api, &self.token).unwrap()
    }
}

/// HTTP clients need a TLS provider, even where they speak plain HTTP.
pub fn with_tls() {
    // Fails when another scenario was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// A name that nothing else has at this deployment, in this run or an earlier one.
pub fn fresh(name: &str) -> String {
    static RUN: OnceLock<u128> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let run = RUN.get_or_init(|| std::time::UNIX_EPOCH.elapsed().unwrap().as_millis());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{name}-{run:x}-{count}")
}
