//! Reading a chain of events: whether it is whole.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;

use crate::event::Event;
use crate::refusal::Refusal;
use crate::sighting::Seen;

/// An event of a chain, as its successor and its aggregate know it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Link {
    /// The revision that it led to.
    pub revision: u64,
    /// Its digest.
    pub digest: Sha256,
}

/// A chain that is followed from its begin.
#[derive(Clone, Debug)]
pub struct Chain {
    first: u64,
    at: Option<Link>,
    of: Of,
}

/// What a chain's links are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Of {
    Events,
    Sightings,
}

/// A link as it is read.
trait Linked: DeserializeOwned {
    fn revision(&self) -> u64;
    fn previous(&self) -> Option<Sha256>;
    fn line(&self) -> Result<String, Refusal>;
}

impl Linked for Event {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn previous(&self) -> Option<Sha256> {
        self.previous
    }

    fn line(&self) -> Result<String, Refusal> {
        self.line()
    }
}

impl Linked for Seen {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn previous(&self) -> Option<Sha256> {
        self.previous
    }

    fn line(&self) -> Result<String, Refusal> {
        self.line()
    }
}

/// Where a chain breaks.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Broken {
    /// A line is no event.
    #[error("what follows revision {after} is no event: {why}")]
    Unreadable {
        /// The last one that was one.
        after: u64,
        /// What is wrong with it.
        why: String,
    },
    /// A line isn't written as it was when its digest was taken.
    #[error("the event at revision {revision} isn't written canonically")]
    Written {
        /// Its revision.
        revision: u64,
    },
    /// Events are missing, doubled or out of order.
    #[error("after revision {after} comes revision {revision}")]
    Order {
        /// The last one that was in order.
        after: u64,
        /// The one that follows it.
        revision: u64,
    },
    /// An event isn't the one that its successor saw.
    #[error(
        "the event at revision {revision} was changed after it was written, or what follows it was"
    )]
    Changed {
        /// Its revision.
        revision: u64,
    },
    /// The last event isn't the one that the aggregate ends with.
    #[error("the events end at revision {revision}, the chain at {expected}")]
    End {
        /// The last event's.
        revision: u64,
        /// The aggregate's.
        expected: u64,
    },
}

impl Chain {
    /// Of an organization, whose first event created it.
    #[must_use]
    pub const fn of_org() -> Self {
        Self::begins(1, Of::Events)
    }

    /// Of an application: its organization's chain has the event that created it.
    #[must_use]
    pub const fn of_app() -> Self {
        Self::begins(2, Of::Events)
    }

    /// Of what was [seen](Seen) of an organization.
    #[must_use]
    pub const fn of_sightings() -> Self {
        Self::begins(1, Of::Sightings)
    }

    const fn begins(first: u64, of: Of) -> Self {
        let at = None;
        Self { first, at, of }
    }

    /// The revision before its first event.
    #[must_use]
    pub const fn before_first(&self) -> u64 {
        self.first - 1
    }

    /// The last event so far.
    #[must_use]
    pub const fn at(&self) -> Option<Link> {
        self.at
    }

    /// Goes on to the next link, a line as it is exported.
    ///
    /// # Errors
    /// Where the chain [breaks](Broken).
    pub fn go_on(&mut self, line: &str) -> Result<(), Broken> {
        match self.of {
            Of::Events => self.link::<Event>(line).map(drop),
            Of::Sightings => self.link::<Seen>(line).map(drop),
        }
    }

    /// Goes on to the next event, a line as it is [exported](Event::line).
    ///
    /// # Errors
    /// As [`Chain::go_on`].
    pub fn follow(&mut self, line: &str) -> Result<Event, Broken> {
        self.link(line)
    }

    fn link<T: Linked>(&mut self, line: &str) -> Result<T, Broken> {
        let after = self.at.map_or(self.before_first(), |at| at.revision);
        let unreadable = |why: String| Broken::Unreadable { after, why };
        let event: T = serde_json::from_str(line).map_err(|error| unreadable(error.to_string()))?;
        let revision = event.revision();
        let written = event.line().map_err(|refusal| unreadable(refusal.rule))?;
        if written != line {
            return Err(Broken::Written { revision });
        }
        if after.checked_add(1) != Some(revision) {
            return Err(Broken::Order { after, revision });
        }
        if self
            .at
            .is_some_and(|at| event.previous() != Some(at.digest))
        {
            return Err(Broken::Changed { revision: after });
        }
        let digest = Sha256::of(line.as_bytes());
        self.at = Some(Link { revision, digest });
        Ok(event)
    }

    /// Ends the chain where its aggregate says that it ends.
    ///
    /// # Errors
    /// [`Broken::End`], or [`Broken::Changed`] of the last event.
    pub fn end(&self, aggregate: &Link) -> Result<(), Broken> {
        let revision = self.at.map_or(self.before_first(), |at| at.revision);
        if revision != aggregate.revision {
            let expected = aggregate.revision;
            return Err(Broken::End { revision, expected });
        }
        if self.at.is_some_and(|at| at.digest != aggregate.digest) {
            return Err(Broken::Changed { revision });
        }
        Ok(())
    }
}
