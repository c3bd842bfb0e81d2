//! What one tick came to.

/// What one tick did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TickReport {
    /// Scheduled releases started.
    pub started: u32,
    /// Stages reached.
    pub stages: u32,
    /// Starts missed.
    pub missed: u32,
    /// Starts and stages that are due and wait for approvals.
    pub unapproved: u32,
    /// Channels whose pending publications were finished.
    pub published: u32,
    /// Packages checked.
    pub checked: u32,
    /// Channels renewed.
    pub renewed: u32,
    /// Objects mended at the edge.
    pub mended: u32,
    /// Sightings that went into their chain.
    pub seen: u32,
    /// Organizations whose heads were signed.
    pub signed: u32,
    /// Files swept.
    pub swept: u32,
    /// Things that others were told to do: how they end isn't known here.
    pub handed: u32,
    /// Channels that wait behind a fence for an admin.
    pub fenced: u32,
    /// How long the oldest pending publication has waited when the tick found it, in seconds.
    pub oldest_pending: u64,
    /// Channels whose freshness should have been renewed a day ago or earlier.
    pub overdue: u32,
    /// Of the 16 groups of due things, those that couldn't be read whole: there may be more of
    /// everything than is told here.
    pub unread: u32,
    /// Whether it stopped at its deadline or its bound; what is left is due at the next tick.
    pub stopped: bool,
    /// What didn't work, for people; tried again at the next tick.
    pub troubles: Vec<String>,
}

impl TickReport {
    /// Whether there was nothing to do.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }

    /// Notes what didn't work; a failure never stops the rest of the tick.
    pub(super) fn note<T, E: std::fmt::Display>(
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
