//! What others were told lately, so that a backlog isn't handed over anew with every tick.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wavecast_wire::time::Timestamp;

use super::hand::Way;
use crate::port::Wake;

/// Seconds after which a renewal that is still due is handed over again: long enough for a queue that
/// is busy, and days before devices would notice.
const RENEWAL: i64 = 900;
/// Seconds after which a publication of a backlog is queued again. An admin waits for it.
const PUBLICATION: i64 = 300;
/// Seconds after which a check of a package is asked for again. An admin waits for it too; one that takes
/// longer is done twice at once, which costs readings of files that aren't marked yet, and no more.
const PACKAGE: i64 = 120;

/// What others have, and until when it is left to them. Lost with the process, which only asks twice.
#[derive(Clone, Default)]
pub(super) struct Asked(Arc<Mutex<HashMap<String, Timestamp>>>);

impl Asked {
    /// Whether this was handed over lately, and needn't be again.
    pub fn is_lately(&self, wake: &Wake, way: Way, now: Timestamp) -> bool {
        let Some((name, _)) = remembered(wake, way) else {
            return false;
        };
        self.lock().get(&name).is_some_and(|until| now < *until)
    }

    /// Notes that others have it.
    pub fn note(&self, wake: &Wake, way: Way, now: Timestamp) {
        if let Some((name, seconds)) = remembered(wake, way) {
            self.lock().insert(name, now.plus(seconds));
        }
    }

    /// Forgets what is too long ago to matter.
    pub fn forget(&self, now: Timestamp) {
        self.lock().retain(|_, until| now < *until);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Timestamp>> {
        // Nothing in here panics while holding it; a poisoned lock is still whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is remembered, under which name and for how many seconds. Who waits for keys, or for one of a
/// few publications, is never made to wait for this, and a repair comes once in a round.
fn remembered(wake: &Wake, way: Way) -> Option<(String, i64)> {
    match (wake, way) {
        (Wake::Keys(_) | Wake::Repair(_) | Wake::Heads(_), _) | (Wake::Publish(_), Way::Soon) => {
            None
        }
        (Wake::Publish(scope), Way::Queued) => Some((format!("publish {scope}"), PUBLICATION)),
        (Wake::Renew(scope), _) => Some((format!("renew {scope}"), RENEWAL)),
        (Wake::Package(..), _) => Some((wake.to_string(), PACKAGE)),
    }
}
