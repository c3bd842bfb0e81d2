//! Where the server's log goes.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use tracing_subscriber::EnvFilter;

use crate::error::{Failure, Result};

/// The log's name in a data directory.
pub const LOG_FILE: &str = "wavecast.log";

/// Where the server's log goes. `WAVECAST_LOG` filters it, such as `debug` or `wavecast_api=debug`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, clap::ValueEnum)]
pub enum LogTo {
    /// Into the data directory.
    #[default]
    File,
    /// To stderr.
    Stderr,
    /// To stderr, one JSON object per line.
    Json,
}

/// Starts the log.
///
/// # Errors
/// The file can't be opened.
pub fn start(to: LogTo, data: &Path) -> Result {
    let filter = EnvFilter::try_from_env("WAVECAST_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter);
    let started = match to {
        LogTo::Stderr => lines.with_writer(std::io::stderr).try_init(),
        LogTo::Json => lines.json().with_writer(std::io::stderr).try_init(),
        LogTo::File => {
            let path = data.join(LOG_FILE);
            let mut options = OpenOptions::new();
            let file = options.append(true).create(true).mode(0o600).open(&path);
            let file = file.map_err(|error| Failure::file("write the log", &path, &error))?;
            lines
                .with_ansi(false)
                .with_writer(std::sync::Mutex::new(file))
                .try_init()
        }
    };
    started.map_err(|error| Failure::failed(format!("the log can't be started: {error}")))
}
