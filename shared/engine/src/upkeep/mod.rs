//! What is due, and what a crash left: tick, agenda, repair, sweep.

use std::sync::{Arc, Mutex};

use crate::control::Control;
use crate::keys::Keys;
use crate::publisher::Publisher;

mod agenda;
mod due;
mod repair;
mod sweep;

/// Upkeep decides and asks the publisher; it never signs.
#[derive(Clone)]
pub struct Upkeep {
    /// Commands go through it.
    pub control: Control,
    /// Publications go through it.
    pub publisher: Publisher,
    /// Roots go through it.
    pub keys: Keys,
    /// Seconds that unreferenced files are kept.
    pub grace: u32,
    /// Where the last tick's repair stopped.
    place: Arc<Mutex<repair::Place>>,
}

/// What one tick did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TickReport {
    /// Scheduled releases started.
    pub started: u32,
    /// Stages reached.
    pub stages: u32,
    /// Starts missed.
    pub missed: u32,
    /// Channels whose pending publications were finished.
    pub published: u32,
    /// Packages checked.
    pub checked: u32,
    /// Channels renewed.
    pub renewed: u32,
    /// Objects mended at the edge.
    pub mended: u32,
    /// Files swept.
    pub swept: u32,
    /// What didn't work, for people; tried again at the next tick.
    pub troubles: Vec<String>,
}

impl Upkeep {
    /// Upkeep over the other functions; unreferenced files are kept for `grace` seconds.
    #[must_use]
    pub fn new(control: Control, publisher: Publisher, keys: Keys, grace: u32) -> Self {
        Self {
            control,
            publisher,
            keys,
            grace,
            place: Arc::default(),
        }
    }

    /// Does all that is due now; never fails as a whole, and says in its report what didn't work. One tick does a bounded amount of work,
    /// and what is left is still due at the next.
    pub async fn tick(&self) -> TickReport {
        let mut report = TickReport::default();
        let checking = self.due(&mut report).await;
        self.repair(&mut report).await;
        self.sweep(&mut report, &checking).await;
        report
    }
}

impl TickReport {
    /// Whether there was nothing to do.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }

    /// Notes what didn't work; a failure never stops the rest of the tick.
    fn note<T, E: std::fmt::Display>(
        &mut self,
        what: impl std::fmt::Display,
        result: Result<T, E>,
    ) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.troubles.push(format!("{what}: {error}"));
                None
            }
        }
    }
}
