//! What others were told lately, so that a backlog isn't handed over anew with every tick.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wavecast_wire::time::Timestamp;

use crate::port::Wake;

/// Seconds after which what is still due is handed over again: long enough for a queue that is busy,
/// and a package of many files.
const AGAIN: i64 = 900;

/// Bulk work that others have, and since when. Lost with the process, which only asks twice.
#[derive(Clone, Default)]
pub(super) struct Asked(Arc<Mutex<HashMap<String, Timestamp>>>);

impl Asked {
    /// Whether this was handed over lately, and needn't be again.
    pub fn is_lately(&self, wake: &Wake, now: Timestamp) -> bool {
        let Some(name) = name(wake) else {
            return false;
        };
        let asked = self.lock().get(&name).copied();
        asked.is_some_and(|asked| now < asked.plus(AGAIN))
    }

    /// Notes that others have it.
    pub fn note(&self, wake: &Wake, now: Timestamp) {
        if let Some(name) = name(wake) {
            self.lock().insert(name, now);
        }
    }

    /// Forgets what is too long ago to matter.
    pub fn forget(&self, now: Timestamp) {
        self.lock().retain(|_, asked| now < asked.plus(AGAIN));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Timestamp>> {
        // Nothing in here panics while holding it; a poisoned lock is still whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What may wait and stays due. Who waits for a publication or for keys is never made to wait for
/// this, and a repair comes once in a round.
fn name(wake: &Wake) -> Option<String> {
    match wake {
        Wake::Publish(_) | Wake::Keys(_) | Wake::Repair(_) => None,
        Wake::Renew(scope) => Some(format!("renew {scope}")),
        Wake::Package(..) => Some(wake.to_string()),
    }
}
