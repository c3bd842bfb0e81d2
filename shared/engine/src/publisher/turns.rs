//! Two publications of one channel in one process take turns instead of losing to each other.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, Weak};

use tokio::sync::{Mutex, OwnedMutexGuard};
use wavecast_wire::name::Scope;

type Queues = HashMap<Scope, Weak<Mutex<()>>>;

/// A queue per channel. Clones share it; across processes the seal decides.
#[derive(Clone, Default)]
pub struct Turns(Arc<std::sync::Mutex<Queues>>);

impl Turns {
    /// Waits for its turn; the guard ends it.
    pub(super) async fn take(&self, scope: &Scope) -> OwnedMutexGuard<()> {
        self.queue(scope).lock_owned().await
    }

    fn queue(&self, scope: &Scope) -> Arc<Mutex<()>> {
        // Nothing in here panics while holding it; a poisoned lock is still whole.
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get(scope).and_then(Weak::upgrade) {
            return queue;
        }
        queues.retain(|_, queue| queue.strong_count() > 0);
        let queue = Arc::new(Mutex::new(()));
        queues.insert(scope.clone(), Arc::downgrade(&queue));
        queue
    }
}
