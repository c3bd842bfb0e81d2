//! `{seq}.targets.json`: what devices get.

use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::{Body, Header, Role, SPEC_VERSION};
use crate::hash::Sha256;
use crate::limit;
use crate::name::TargetName;
use crate::table::Table;
use crate::time::Timestamp;

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
    /// We write none, and follow none: it is kept as it came.
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

impl Targets {
    /// Targets around a cohort table.
    #[must_use]
    pub fn new(
        seq: u64,
        expires: Timestamp,
        targets: BTreeMap<TargetName, TargetFile>,
        table: Table,
    ) -> Self {
        Self {
            kind: String::from(Role::Targets.as_str()),
            spec_version: String::from(SPEC_VERSION),
            version: seq,
            expires,
            targets,
            delegations: None,
            wavecast: Some(table),
        }
    }
}

impl Body for Targets {
    const ROLE: Role = Role::Targets;
    const MAX_BYTES: usize = limit::TARGETS_BYTES_CLIENT;

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
}
