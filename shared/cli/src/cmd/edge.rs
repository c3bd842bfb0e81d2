//! `wavecast edge`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::config::DATA_DIR;
use crate::error::Result;
use crate::local::{EDGE_DIR, EdgeServer, LogTo, Stop, listen, start_log};
use crate::run::Run;

/// Objects that were fetched from elsewhere, in a data directory.
const FETCHED_DIR: &str = "fetched";

/// Serves the edge of a data directory alone: no API, no keys, no lock
///
/// Devices update from it as long as its metadata is fresh, whatever happens to the control side.
#[derive(Debug, Args)]
pub struct Edge {
    /// The data directory whose edge is served
    #[arg(long, value_name = "DIR", default_value = DATA_DIR, env = "WAVECAST_DATA")]
    data: PathBuf,
    /// Where it listens; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8090",
        env = "WAVECAST_EDGE_ADDRESS"
    )]
    edge: SocketAddr,
    /// Serve what lies below this URL, such as a bucket's, and keep it in the data directory
    #[arg(long, value_name = "URL", env = "WAVECAST_EDGE_FROM")]
    from: Option<String>,
    /// Where the log goes; WAVECAST_LOG filters it
    #[arg(long, value_enum, default_value_t = LogTo::Stderr)]
    log: LogTo,
}

impl Edge {
    pub async fn run(self, run: &Run) -> Result {
        if run.is_dry() {
            let json = serde_json::json!({
                "edge": self.edge, "data": self.data, "from": self.from, "dry_run": true
            });
            return run.out.result(&json, |out| {
                out.line(format_args!(
                    "dry run: the edge of {} would listen on {}",
                    self.source(),
                    self.edge
                ));
            });
        }
        let stop = Stop::at_signals()?;
        let listener = listen(self.edge, "the edge", "--edge")?;
        let local = listener.local_addr();
        let url = format!("http://{}", local.unwrap_or(self.edge));
        start_log(self.log, &self.data)?;
        let root = self.data.join(self.folder());
        let edge = match &self.from {
            Some(origin) => EdgeServer::over(listener, &root, origin, stop.clone())?,
            None => EdgeServer::start(listener, root, stop.clone())?,
        };
        run.out.result(&serde_json::json!({"edge": url}), |out| {
            out.line(format_args!("the edge of {} is at {url}", self.source()));
        })?;
        stop.wait().await;
        edge.stopped().await
    }

    /// What is served, in words.
    fn source(&self) -> String {
        let data = self.data.display().to_string();
        self.from.clone().unwrap_or(data)
    }

    /// What was fetched is never mixed with what a publisher of this directory writes.
    fn folder(&self) -> &'static str {
        if self.from.is_some() {
            FETCHED_DIR
        } else {
            EDGE_DIR
        }
    }
}
