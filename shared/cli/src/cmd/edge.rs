//! `wavecast edge`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::config::DATA_DIR;
use crate::error::Result;
use crate::local::{EDGE_DIR, EdgeServer, LogTo, Stop, listen, start_log};
use crate::run::Run;

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
    /// Where the log goes; WAVECAST_LOG filters it
    #[arg(long, value_enum, default_value_t = LogTo::Stderr)]
    log: LogTo,
}

impl Edge {
    pub async fn run(self, run: &Run) -> Result {
        if run.is_dry() {
            let json = serde_json::json!({"edge": self.edge, "data": self.data, "dry_run": true});
            return run.out.result(&json, |out| {
                out.line(format_args!(
                    "dry run: the edge of {} would listen on {}",
                    self.data.display(),
                    self.edge
                ));
            });
        }
        let stop = Stop::at_signals()?;
        let listener = listen(self.edge, "the edge", "--edge")?;
        let local = listener.local_addr();
        let url = format!("http://{}", local.unwrap_or(self.edge));
        start_log(self.log, &self.data)?;
        let edge = EdgeServer::start(listener, self.data.join(EDGE_DIR), stop.clone())?;
        run.out.result(&serde_json::json!({"edge": url}), |out| {
            out.line(format_args!(
                "the edge of {} is at {url}",
                self.data.display()
            ));
        })?;
        stop.wait().await;
        edge.stopped().await
    }
}
