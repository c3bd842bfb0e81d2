//! A targets file of a stranger, top-level or delegated.

use std::collections::BTreeMap;

use anyhow::{bail, ensure};
use serde::Deserialize;
use wavecast_wire::envelope::Envelope;
use wavecast_wire::hash::Sha256;
use wavecast_wire::limit;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{MetaFile, Role, RoleKeys, TargetFile};

use crate::delegation::Delegations;
use crate::keys::StockKeys;

/// Whom it delegates to, and the files that it vouches for itself.
#[derive(Deserialize)]
pub struct TargetsFile {
    #[serde(rename = "_type")]
    kind: String,
    spec_version: String,
    version: u64,
    expires: Timestamp,
    pub targets: BTreeMap<String, TargetFile>,
    #[serde(default)]
    pub delegations: Option<Delegations>,
}

impl TargetsFile {
    /// Reads bytes that were verified before.
    pub fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        Ok(Envelope::read(bytes, limit::TARGETS_BYTES_CLIENT)?.signed)
    }

    /// Verifies a delegated role: it is the one that the snapshot announces, its delegator's keys
    /// signed it, and its time isn't over.
    pub fn verify(
        bytes: &[u8],
        announced: &MetaFile,
        keys: &RoleKeys,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        check_bytes(bytes, announced)?;
        let envelope = Envelope::<Self>::read(bytes, limit::TARGETS_BYTES_CLIENT)?;
        envelope.verify_by::<StockKeys>(Role::Targets, keys)?;
        let body = envelope.signed;
        ensure!(body.kind == "targets", "it is of type {:?}", body.kind);
        ensure!(
            body.spec_version.starts_with("1."),
            "it follows TUF {:?}, not 1.x",
            body.spec_version
        );
        if body.version != announced.version {
            let (found, expected) = (body.version, announced.version);
            bail!("version {found} stands where {expected} was announced");
        }
        ensure!(now < body.expires, "it expired at {}", body.expires);
        Ok(body)
    }
}

/// Length and hash, where the snapshot announces them.
fn check_bytes(bytes: &[u8], announced: &MetaFile) -> anyhow::Result<()> {
    let length = announced.length.unwrap_or(bytes.len() as u64);
    ensure!(
        length == bytes.len() as u64,
        "its length differs from what was announced"
    );
    if let Some(hashes) = &announced.hashes {
        let same = hashes.get("sha256") == Some(&String::from(Sha256::of(bytes)));
        ensure!(same, "its sha256 differs from what was announced");
    }
    Ok(())
}
