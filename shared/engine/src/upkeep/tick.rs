//! One tick under way: its report, and what is left of its bounds.

use std::collections::BTreeSet;

use tokio::time::Instant;
use wavecast_wire::name::Scope;

use super::TickReport;

/// A tick under way.
pub(super) struct Tick {
    /// What it came to so far.
    pub report: TickReport,
    /// How much more may be handed over.
    pub room: usize,
    deadline: Option<Instant>,
    fenced: BTreeSet<Scope>,
}

impl Tick {
    pub fn new(deadline: Option<Instant>, room: usize) -> Self {
        Self {
            report: TickReport::default(),
            room,
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
