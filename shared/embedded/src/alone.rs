//! One at a time, per name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Locks that exist only while somebody holds or awaits them. This process alone has the data
/// directory, so they are enough.
#[derive(Default)]
pub(crate) struct Alone(Mutex<HashMap<String, Arc<Mutex<()>>>>);

impl Alone {
    /// Runs `work` while nobody else's work under this name runs.
    pub(crate) fn run<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        let lock = {
            let mut busy = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            busy.retain(|_, lock| Arc::strong_count(lock) > 1);
            busy.entry(name.to_owned()).or_default().clone()
        };
        let _alone = lock.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }
}
