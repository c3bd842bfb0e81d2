//! `timestamp.json`: which snapshot is the newest, and how often to ask.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Body, Header, MetaFile, Role, SPEC_VERSION, meta_file};
use crate::limit;
use crate::name::Scope;
use crate::time::Timestamp;

/// The name in `crit` of a timestamp that belongs to an offline bundle: accepted from local media
/// only, so that nobody can serve a device an old state for as long as a bundle lives.
pub const OFFLINE: &str = "offline";

/// The body of `timestamp.json`.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct TimestampBody {
    /// `timestamp`.
    #[serde(rename = "_type")]
    pub kind: String,
    /// `1.0.x`.
    pub spec_version: String,
    /// The channel's `seq`.
    pub version: u64,
    /// After this nothing new is installed.
    pub expires: Timestamp,
    /// `snapshot.json` alone.
    pub meta: BTreeMap<String, MetaFile>,
    /// Ours.
    #[serde(
        rename = "x-wavecast",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub wavecast: Option<TimestampExtra>,
}

/// What a timestamp says beyond TUF.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct TimestampExtra {
    /// 1.
    pub v: u64,
    /// What this repository speaks for.
    pub scope: Scope,
    /// Names that a reader must understand; `offline` marks a bundle for local media.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
    /// When it was signed.
    pub issued: Timestamp,
    /// The newest root's version.
    pub root: u64,
    /// How often to ask.
    pub poll: Poll,
}

/// How often a device asks.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Poll {
    /// Seconds between two polls.
    pub seconds: u32,
    /// Spread of the interval, in permyriad.
    pub jitter: u16,
}

impl TimestampBody {
    /// A timestamp over a snapshot's exact bytes.
    #[must_use]
    pub fn new(seq: u64, expires: Timestamp, snapshot: MetaFile, wavecast: TimestampExtra) -> Self {
        Self {
            kind: String::from(Role::Timestamp.as_str()),
            spec_version: String::from(SPEC_VERSION),
            version: seq,
            expires,
            meta: BTreeMap::from([(String::from("snapshot.json"), snapshot)]),
            wavecast: Some(wavecast),
        }
    }

    /// The snapshot that it names.
    #[must_use]
    pub fn snapshot(&self) -> Option<&MetaFile> {
        self.meta.get("snapshot.json")
    }

    /// Whether it belongs to an offline bundle.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.wavecast
            .as_ref()
            .is_some_and(|extra| extra.crit.iter().any(|name| name == OFFLINE))
    }
}

impl Body for TimestampBody {
    const ROLE: Role = Role::Timestamp;
    const MAX_BYTES: usize = limit::TIMESTAMP_BYTES;

    fn header(&self) -> Header<'_> {
        let extra = self.wavecast.as_ref();
        Header {
            kind: &self.kind,
            spec_version: &self.spec_version,
            version: self.version,
            expires: self.expires,
            wavecast: extra.map(|extra| (extra.v, &extra.scope, extra.crit.as_slice())),
        }
    }

    fn check_rest(&self) -> Result<(), String> {
        meta_file(&self.meta, "snapshot.json").map(drop)
    }
}
