//! The audit event of a commit.

use serde::{Deserialize, Serialize};
use wavecast_wire::name::ChannelName;
use wavecast_wire::time::Timestamp;

use crate::id::Ulid;
use crate::principal::Principal;

/// What happened, once per commit.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Event {
    /// Its id.
    pub id: Ulid,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Principal,
    /// The verb, such as `release.ramp`.
    pub verb: String,
    /// The channels concerned.
    pub channels: Vec<ChannelName>,
    /// The resource concerned, such as `release 01J…`.
    pub subject: String,
    /// The revision of the aggregate after it.
    pub revision: u64,
    /// The request that caused it.
    pub request: String,
    /// What changed, for people: field, before, after.
    pub changes: Vec<Change>,
}

/// One field before and after.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Change {
    /// Which.
    pub field: String,
    /// Before; `None` when it was absent.
    pub before: Option<String>,
    /// After; `None` when it is absent.
    pub after: Option<String>,
}
