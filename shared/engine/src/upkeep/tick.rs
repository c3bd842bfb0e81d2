//! One tick under way: its report, and what is left of its bounds.

use std::collections::BTreeSet;

use tokio::time::Instant;
use wavecast_wire::name::Scope;

use super::TickReport;
use super::hand::Way;

/// A tick under way.
pub(super) struct Tick {
    /// What it came to so far.
    pub report: TickReport,
    /// How much more may be handed over.
    pub room: usize,
    /// How much waits with the workers, once they were asked.
    pub waiting: Option<usize>,
    deadline: Option<Instant>,
    fenced: BTreeSet<Scope>,
}

impl Tick {
    pub fn new(deadline: Option<Instant>, room: usize) -> Self {
        Self {
            report: TickReport::default(),
            room,
            waiting: None,
            deadline,
            fenced: BTreeSet::new(),
        }
    }

    /// Whether its time is over: then nothing more is begun.
    pub fn is_over(&mut self) -> bool {
        let over = self.deadline.is_some_and(|end| Instant::now() >= end);
        self.report.stopped |= over;
        over
    }

    /// Does something as long as there is time, and leaves it where it is then: for what may be ended
    /// anywhere.
    pub async fn within<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        let Some(end) = self.deadline else {
            return Some(work.await);
        };
        let done = tokio::time::timeout_at(end, work).await.ok();
        self.report.stopped |= done.is_none();
        done
    }

    /// Counts what was handed over against what may be.
    pub fn took(&mut self, things: usize, way: Way) {
        self.room = self.room.saturating_sub(things);
        if way == Way::Queued {
            self.waiting = self.waiting.map(|waiting| waiting.saturating_add(things));
        }
    }

    /// Counts a channel that waits behind a fence.
    pub fn fenced(&mut self, scope: &Scope) {
        self.fenced.insert(scope.clone());
        self.report.fenced = u32::try_from(self.fenced.len()).unwrap_or(u32::MAX);
    }

    /// As [`TickReport::note`].
    pub fn note<T, E: std::fmt::Display>(
        &mut self,
        what: impl std::fmt::Display,
        result: Result<T, E>,
    ) -> Option<T> {
        self.report.note(what, result)
    }
}
