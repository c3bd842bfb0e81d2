//! Tells watchers in this process that a publication reached the edge.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// A counter of finished publications that watchers wait on. Clones share it.
///
/// It only shortens the wait: what happened is read from the ledger, so a watcher in another
/// process sees it a little later.
#[derive(Clone)]
pub struct Shown(Arc<watch::Sender<u64>>);

impl Default for Shown {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Shown {
    /// Wakes all who wait.
    pub fn tell(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Begins to listen: what is told from here on ends [`Listener::wait`].
    #[must_use]
    pub fn listen(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

/// One who waits.
pub struct Listener(watch::Receiver<u64>);

impl Listener {
    /// Waits until someone tells, at most this long.
    pub async fn wait(&mut self, at_most: Duration) {
        // Neither a passed time nor a gone teller is an error: the caller looks again.
        let _ = tokio::time::timeout(at_most, self.0.changed()).await;
    }
}
