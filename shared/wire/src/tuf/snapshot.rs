//! `{seq}.snapshot.json`: which targets go together.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Body, Header, MetaFile, Role, SPEC_VERSION, meta_file};
use crate::limit;
use crate::name::Scope;
use crate::time::Timestamp;

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

impl Snapshot {
    /// A snapshot over the exact bytes of targets.
    #[must_use]
    pub fn new(scope: Scope, seq: u64, expires: Timestamp, targets: MetaFile) -> Self {
        Self {
            kind: String::from(Role::Snapshot.as_str()),
            spec_version: String::from(SPEC_VERSION),
            version: seq,
            expires,
            meta: BTreeMap::from([(String::from("targets.json"), targets)]),
            wavecast: Some(SnapshotExtra {
                v: 1,
                scope,
                crit: Vec::new(),
            }),
        }
    }

    /// The targets that it names.
    #[must_use]
    pub fn targets(&self) -> Option<&MetaFile> {
        self.meta.get("targets.json")
    }
}

impl Body for Snapshot {
    const ROLE: Role = Role::Snapshot;
    const MAX_BYTES: usize = limit::SNAPSHOT_BYTES_CLIENT;

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
        meta_file(&self.meta, "targets.json").map(drop)
    }
}
