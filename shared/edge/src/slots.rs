//! How many connections are open at a time, and who makes room when they are many.

use std::sync::Arc;

use http::HeaderValue;
use http::header::CONNECTION;
use rustix::process::{Resource, getrlimit};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::content::Response;

/// Places for connections.
#[derive(Clone)]
pub(crate) struct Slots {
    free: Arc<Semaphore>,
    all: usize,
}

impl Slots {
    /// As many as wanted, if the process may open that many files: each connection may need a
    /// socket and a file, and half of what the system allows is left to the rest of the process.
    pub(crate) fn new(wanted: usize) -> Self {
        let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
        let affordable = usize::try_from(files / 4).unwrap_or(usize::MAX);
        let all = wanted.min(affordable).clamp(1, Semaphore::MAX_PERMITS);
        Self {
            free: Arc::new(Semaphore::new(all)),
            all,
        }
    }

    /// A slot, once there is one; it is free again when dropped.
    pub(crate) async fn take(&self) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed, so there always is a permit.
        Arc::clone(&self.free).acquire_owned().await.ok()
    }

    /// While slots are scarce, who has been answered hangs up: a connection that is kept for the
    /// next poll would hold the place of a device that waits for its first.
    pub(crate) fn make_room(&self, response: &mut Response) {
        if self.free.available_permits() < self.all / 4 + 1 {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
    }
}
