//! Waiting until the edge shows a change.

use std::time::{Duration, Instant};

use wavecast_client::types;

use super::{RemoteApp, sent};
use crate::error::Result;

/// Seconds that one request waits at the server.
const WAIT_SECONDS: u64 = 20;

impl RemoteApp {
    /// The publication, once it is published or the patience is over.
    ///
    /// # Errors
    /// As [`super::Remote::read`].
    pub async fn publication(
        &self,
        channel: &str,
        id: &str,
        patience: Duration,
    ) -> Result<types::Publication> {
        let begun = Instant::now();
        let client = &self.remote.client;
        loop {
            let left = patience.saturating_sub(begun.elapsed()).as_secs();
            let wait = left.min(WAIT_SECONDS);
            let get = || {
                client
                    .get_publication()
                    .org(&self.org)
                    .app(&self.app)
                    .channel(channel)
                    .id(id)
            };
            let publication = self.remote.read(async || sent!(get().wait(wait))).await?;
            if publication.seq.is_some() || begun.elapsed() >= patience {
                return Ok(publication);
            }
            // The server may answer early; it isn't asked more than twice a second.
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    /// All of these, each as far as it came within the patience.
    ///
    /// # Errors
    /// As [`super::Remote::read`].
    pub async fn published(
        &self,
        wanted: Vec<types::Publication>,
        patience: Duration,
    ) -> Result<Vec<types::Publication>> {
        let mut seen = Vec::new();
        for publication in wanted {
            seen.push(match publication.seq {
                Some(_) => publication,
                None => {
                    self.publication(&publication.channel, &publication.id, patience)
                        .await?
                }
            });
        }
        Ok(seen)
    }
}
