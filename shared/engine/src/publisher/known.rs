//! What this process knows of channels and never changes: a root, and the sealed keys it lists.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wavecast_wire::name::Scope;

use super::keyring::Keyring;

/// Channels that are kept in mind.
const MOST: usize = 1000;

/// The keyrings that were read last, by channel. Clones share them.
///
/// A keyring is only used for the very root that it was read for, which is read anew each time: so
/// this saves readings, and decides nothing. It holds no seed.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<HashMap<Scope, Arc<Keyring>>>>);

impl Known {
    pub(super) fn get(&self, scope: &Scope) -> Option<Arc<Keyring>> {
        self.lock().get(scope).cloned()
    }

    pub(super) fn keep(&self, scope: &Scope, keyring: &Arc<Keyring>) {
        let mut known = self.lock();
        if known.len() >= MOST && !known.contains_key(scope) {
            // Whichever comes first makes room: what it costs is two readings.
            let gone = known.keys().next().cloned();
            gone.and_then(|gone| known.remove(&gone));
        }
        known.insert(scope.clone(), keyring.clone());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Scope, Arc<Keyring>>> {
        // Nothing in here panics while holding it; a poisoned lock is still whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
