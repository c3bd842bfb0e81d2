//! TUF 1.0 metadata: root, timestamp, snapshot, targets.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::hash::Sha256;
use crate::key::{KeyId, PublicKey};
use crate::name::{Scope, TargetName};
use crate::table::Table;
use crate::time::Timestamp;

/// The four roles of a channel.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Says which keys the others have.
    Root,
    /// Says which snapshot is the newest.
    Timestamp,
    /// Says which targets go together.
    Snapshot,
    /// Says what devices get.
    Targets,
}

impl Role {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Root, Self::Timestamp, Self::Snapshot, Self::Targets];

    /// The name as it stands in metadata.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Timestamp => "timestamp",
            Self::Snapshot => "snapshot",
            Self::Targets => "targets",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The usable keys of a role and how many must sign.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RoleKeys {
    /// At least 1.
    pub threshold: usize,
    /// By key id; text, because a foreign root may hold anything.
    pub keys: BTreeMap<String, PublicKey>,
}

/// The body of `{n}.root.json`.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Root {
    /// `root`.
    #[serde(rename = "_type")]
    pub kind: String,
    /// `1.0.x`.
    pub spec_version: String,
    /// `n`.
    pub version: u64,
    /// Ignored for trusting the next root; decisive for everything else.
    pub expires: Timestamp,
    /// Always `true` here.
    #[serde(default)]
    pub consistent_snapshot: bool,
    /// Every key of every role; key ids are text because a foreign root may hold anything.
    pub keys: BTreeMap<String, PublicKey>,
    /// By role name.
    pub roles: BTreeMap<String, RootRole>,
    /// Ours.
    #[serde(
        rename = "x-wavecast",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub wavecast: Option<RootExtra>,
}

/// The keys of one role in a root.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct RootRole {
    /// Which of [`Root::keys`].
    pub keyids: Vec<String>,
    /// How many distinct keys must sign.
    pub threshold: u64,
}

/// What a root says beyond TUF.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct RootExtra {
    /// 1.
    pub v: u64,
    /// What this repository speaks for.
    pub scope: Scope,
    /// Names that a reader must understand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
    /// The keys that must have signed a package's manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_keys: Option<PackageKeys>,
}

/// The keys that sign package manifests, whoever publishes them.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct PackageKeys {
    /// How many distinct keys must sign.
    pub threshold: u64,
    /// By key id.
    pub keys: BTreeMap<KeyId, PublicKey>,
}

impl Root {
    /// The usable keys of a role; `None` when the role is missing.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<RoleKeys> {
        let role = self.roles.get(role.as_str())?;
        let usable = |id: &String| {
            Some((
                id.clone(),
                self.keys.get(id).filter(|key| key.is_usable())?.clone(),
            ))
        };
        Some(RoleKeys {
            threshold: usize::try_from(role.threshold).unwrap_or(usize::MAX),
            keys: role.keyids.iter().filter_map(usable).collect(),
        })
    }
}

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

/// The version, length and hash of a metadata file.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct MetaFile {
    /// Its version.
    pub version: u64,
    /// Bytes, the signatures included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// `sha256` alone, where we write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hashes: Option<BTreeMap<String, String>>,
}

/// The body of `{seq}.snapshot.json`.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Snapshot {
    /// `snapshot`.
    #[serde(rename = "_type")]
    pub kind: String,
    /// `1.0.x`.
    pub spec_version: String,
    /// The `seq` that sealed it.
    pub version: u64,
    /// Its own end.
    pub expires: Timestamp,
    /// `targets.json` alone.
    pub meta: BTreeMap<String, MetaFile>,
    /// Ours.
    #[serde(
        rename = "x-wavecast",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub wavecast: Option<SnapshotExtra>,
}

/// What a snapshot says beyond TUF.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct SnapshotExtra {
    /// 1.
    pub v: u64,
    /// What this repository speaks for.
    pub scope: Scope,
    /// Names that a reader must understand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
}

/// The body of `{seq}.targets.json`.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Targets {
    /// `targets`.
    #[serde(rename = "_type")]
    pub kind: String,
    /// `1.0.x`.
    pub spec_version: String,
    /// The `seq` that sealed it.
    pub version: u64,
    /// Its own end.
    pub expires: Timestamp,
    /// Flat names, one hash each.
    pub targets: BTreeMap<TargetName, TargetFile>,
    /// Always emitted by us as `{"keys":{},"roles":[]}`-free absence; kept opaque for strangers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegations: Option<serde_json::Value>,
    /// The cohort table.
    #[serde(
        rename = "x-wavecast",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub wavecast: Option<Table>,
}

/// One target's length and hash.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct TargetFile {
    /// Bytes.
    pub length: u64,
    /// `sha256` alone, where we write.
    pub hashes: BTreeMap<String, String>,
}

impl TargetFile {
    /// A target of one SHA-256.
    #[must_use]
    pub fn new(length: u64, sha256: Sha256) -> Self {
        let hashes = BTreeMap::from([(String::from("sha256"), String::from(sha256))]);
        Self { length, hashes }
    }

    /// Its SHA-256; `None` when there is none or it is malformed.
    #[must_use]
    pub fn sha256(&self) -> Option<Sha256> {
        self.hashes.get("sha256")?.parse().ok()
    }
}
