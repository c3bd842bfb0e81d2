//! Where an actor stands until the schedule lets it go on.

use std::collections::hash_map::DefaultHasher;
use std::future::poll_fn;
use std::hash::{Hash, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

/// A call of a port that is about to be made.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Call {
    /// Port, method and kinds of keys, such as `objects replace latest`.
    pub name: String,
    /// Whether it may change something: then its answer can be lost.
    pub writes: bool,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Grant {
    /// It is made, and answered.
    Go,
    /// It is made, and the caller is told that it may have happened.
    Landed,
    /// It isn't made, and the caller is told that it may have happened.
    Lost,
}

/// One actor's gate. Clones are the same one.
#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    waiting: Option<Call>,
    grant: Option<Grant>,
    seen: u64,
}

impl Gate {
    /// Waits until the schedule lets this call happen.
    pub async fn pass(&self, call: Call) -> Grant {
        poll_fn(|_| {
            let mut inner = self.lock();
            if let Some(grant) = inner.grant.take() {
                inner.waiting = None;
                return Poll::Ready(grant);
            }
            if inner.waiting.is_none() {
                inner.waiting = Some(call.clone());
            }
            Poll::Pending
        })
        .await
    }

    /// The call that waits here.
    #[must_use]
    pub fn waiting(&self) -> Option<Call> {
        self.lock().waiting.clone()
    }

    /// Whether a call waits here.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.lock().waiting.is_some()
    }

    /// Lets the waiting call go on when its actor is polled next.
    pub fn open(&self, grant: Grant) {
        let mut inner = self.lock();
        assert!(inner.waiting.is_some(), "nobody waits at this gate");
        inner.grant = Some(grant);
    }

    /// Notes what the actor learned. What it does next follows from all that it learned, so two
    /// schedules that teach it the same leave it in the same place.
    pub fn note(&self, learned: impl Hash) {
        let mut inner = self.lock();
        let mut hasher = DefaultHasher::new();
        inner.seen.hash(&mut hasher);
        learned.hash(&mut hasher);
        inner.seen = hasher.finish();
    }

    /// All that it learned, as one number.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.lock().seen
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
