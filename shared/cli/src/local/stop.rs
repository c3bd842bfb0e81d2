//! One signal that stops everything.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::error::{Failure, Result};

/// Stops everything that waits for it. Clones are one signal.
#[derive(Clone, Debug)]
pub struct Stop {
    send: watch::Sender<bool>,
}

impl Stop {
    /// Not yet.
    pub fn new() -> Self {
        Self {
            send: watch::Sender::new(false),
        }
    }

    /// Stops at ctrl-c or SIGTERM; the second one ends the process at once.
    ///
    /// # Errors
    /// The system takes no signal handlers.
    pub fn at_signals() -> Result<Self> {
        let stop = Self::new();
        let failed = |error| Failure::failed(format!("signals can't be handled: {error}"));
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        let sent = stop.clone();
        tokio::spawn(async move {
            let mut next = async || {
                tokio::select! {
                    _ = terminate.recv() => 143,
                    _ = interrupt.recv() => 130,
                }
            };
            next().await;
            sent.now();
            std::process::exit(next().await);
        });
        Ok(stop)
    }

    /// Stops everything.
    pub fn now(&self) {
        self.send.send_replace(true);
    }

    /// Waits for it.
    pub async fn wait(&self) {
        // This holds a sender itself, so the wait ends only when it was said.
        self.send.subscribe().wait_for(|stop| *stop).await.ok();
    }
}
