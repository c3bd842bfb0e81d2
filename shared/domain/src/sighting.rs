//! What is seen of an organization, or of the installation, beside changes: who was let in, who was
//! turned away, which keys signed.
//!
//! Each sighting is noted by itself, by whoever sees it; the tick puts what was noted into a chain of
//! its own, hashed as its trail is: see [`crate::trail`].

use std::fmt;

use serde::{Deserialize, Serialize};
use wavecast_wire::hash::Sha256;
use wavecast_wire::json;
use wavecast_wire::key::KeyId;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use crate::name::SecretId;
use crate::principal::Principal;
use crate::refusal::Refusal;

/// Whose chain it goes into.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Watch {
    /// An organization's.
    Org(OrgName),
    /// The installation's own: what no organization has to do with.
    Installation,
}

impl fmt::Display for Watch {
    /// The organization's name. None begins with `~`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Org(org) => org.fmt(f),
            Self::Installation => f.write_str("~"),
        }
    }
}

impl From<&OrgName> for Watch {
    fn from(org: &OrgName) -> Self {
        Self::Org(org.clone())
    }
}

/// What was seen.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// When; of several, the first.
    pub at: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// Who, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Principal>,
    /// The token that was presented, where nobody was let in with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretId>,
    /// The address that it came from, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// What was asked for, signed, or opened.
    pub subject: String,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The keys that were used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyId>,
    /// How often; what comes quickly again is counted, not noted anew.
    pub times: u64,
}

/// What is seen.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody was let in.
    SignIn,
    /// Somebody was turned away.
    Refusal,
    /// Keys signed, or a secret was opened.
    KeyUse,
}

impl Kind {
    /// For people to read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Refusal => "refusal",
            Self::KeyUse => "key use",
        }
    }
}

impl Sighting {
    /// One that nothing more is known of.
    #[must_use]
    pub fn new(kind: Kind, at: Timestamp, subject: impl Into<String>) -> Self {
        Self {
            at,
            kind,
            actor: None,
            token: None,
            source: None,
            request: None,
            subject: subject.into(),
            why: None,
            keys: Vec::new(),
            times: 1,
        }
    }
}

/// A sighting in its chain.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Counts the sightings of a chain, from 1.
    pub revision: u64,
    /// Digest of the one before; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Sha256>,
    /// What was seen.
    pub seen: Sighting,
}

impl Seen {
    /// As it is exported: canonical JSON on one line.
    ///
    /// # Errors
    /// A text in it can't be written as canonical JSON; none that was noted has one.
    pub fn line(&self) -> Result<String, Refusal> {
        let unwritable =
            |rule: String| Refusal::invalid("sighting", rule, "this is a defect: please report it");
        let bytes = json::file(self).map_err(|error| unwritable(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| unwritable(error.to_string()))
    }

    /// The digest that the next one holds: SHA-256 of the [line](Self::line).
    ///
    /// # Errors
    /// As [`Seen::line`].
    pub fn digest(&self) -> Result<Sha256, Refusal> {
        Ok(Sha256::of(self.line()?.as_bytes()))
    }
}
