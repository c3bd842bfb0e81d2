//! The head of a channel's publications: the seal's compare-and-swap works on it.

use serde::{Deserialize, Serialize};
use wavecast_wire::time::Timestamp;

/// What was sealed last, and what is due. Never deleted, so that `seq` never goes back.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Head {
    /// The number of the last sealed publication; 0 before the first.
    pub seq: u64,
    /// The application's revision that it shows; never falls.
    pub revision: u64,
    /// When it was issued.
    pub issued: Timestamp,
    /// The newest root that it announces.
    pub root: u64,
    /// The exact signed bytes; `None` before the first.
    pub sealed: Option<Sealed>,
    /// Whether the edge holds all of it.
    pub written: bool,
    /// When freshness must be renewed.
    pub renew: Timestamp,
    /// Set when the edge was found ahead of the ledger; cleared by `wavecast channel adopt`.
    pub fence: Option<Fence>,
}

/// The exact signed bytes of one publication, without line feeds.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Sealed {
    /// `timestamp.json`.
    pub timestamp: String,
    /// `{snapshot_seq}.snapshot.json`.
    pub snapshot: String,
    /// The `seq` that sealed the snapshot.
    pub snapshot_seq: u64,
    /// `{targets_seq}.targets.json`.
    pub targets: String,
    /// The `seq` that sealed the targets.
    pub targets_seq: u64,
    /// When snapshot and targets expire (the sooner).
    pub targets_expires: Timestamp,
}

/// An edge that is ahead of the ledger.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Fence {
    /// The edge's `seq`.
    pub edge: u64,
    /// When it was found.
    pub at: Timestamp,
    /// What was found, for people.
    pub why: String,
}
