//! A function's start: log, one thread, the deployment that the environment names.

use std::process::ExitCode;

use wavecast_aws::Backend;
use wavecast_engine::port::PortError;

use crate::log;

/// Why a function can't work, or works no longer. It ends; Lambda starts another for the next event.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// What it was set up with doesn't work: one line that names the setting.
    #[error(transparent)]
    Setup(#[from] PortError),
    /// It lost Lambda.
    #[error("the Lambda runtime: {0}")]
    Runtime(#[from] lambda_runtime::Error),
    /// This machine refused something.
    #[error(transparent)]
    Machine(#[from] std::io::Error),
}

/// Starts a function: `serve` makes its clients once and hears events until the process ends. Says
/// in one line of the log why it can't.
pub fn start(
    function: &'static str,
    serve: impl AsyncFnOnce(Backend) -> Result<(), Stopped>,
) -> ExitCode {
    log::start();
    match run(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            tracing::error!(function, %why, "stopped");
            ExitCode::FAILURE
        }
    }
}

/// One thread: an environment hears one event at a time, and what it waits for is the network.
fn run(serve: impl AsyncFnOnce(Backend) -> Result<(), Stopped>) -> Result<(), Stopped> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let backend = Backend::of_function()?;
        serve(backend).await
    })
}
