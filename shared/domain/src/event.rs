//! The audit event of a commit, and the chain that it is a link of.
//!
//! Each event holds the digest of the one before it, and the aggregate (an organization, or an
//! application) that of the last. Both are written in the commit that moves the aggregate's
//! revision, so two writers can't fork the chain, and whoever rewrites, drops or moves an event
//! must rewrite all that came after it, and the aggregate: see [`crate::trail`].

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::json;
use wavecast_wire::name::ChannelName;
use wavecast_wire::time::Timestamp;

use crate::id::Ulid;
use crate::principal::Principal;
use crate::refusal::Refusal;

/// What happened, once per commit.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
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
    /// Digest of the event before it; of an application's first, that of the organization's event
    /// which created the application. `None` for an organization's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Sha256>,
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

impl Event {
    /// The event as it is exported: canonical JSON on one line.
    ///
    /// # Errors
    /// A number or a text in it can't be written as canonical JSON; none that was decided has one.
    pub fn line(&self) -> Result<String, Refusal> {
        let unwritable =
            |rule: String| Refusal::invalid("event", rule, "this is a defect: please report it");
        let bytes = json::file(self).map_err(|error| unwritable(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| unwritable(error.to_string()))
    }

    /// The digest that the next event holds: SHA-256 of the [line](Self::line).
    ///
    /// # Errors
    /// As [`Event::line`].
    pub fn digest(&self) -> Result<Sha256, Refusal> {
        Ok(Sha256::of(self.line()?.as_bytes()))
    }
}
