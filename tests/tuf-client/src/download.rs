//! Fetching a target, and keeping it only if it is the one that was signed.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256, Sha512};
use wavecast_wire::tuf::TargetFile;

use crate::client::Client;
use crate::http::Base;
use crate::store::{quote, replace};

impl Client {
    /// Downloads a target into a folder, unless it is there already.
    pub fn download(&self, name: &str, targets: &Base, dir: &Path) -> anyhow::Result<()> {
        let file = self.find(name)?;
        let place = dir.join(quote(name, ""));
        if fs::read(&place).is_ok_and(|bytes| check(&bytes, &file).is_ok()) {
            return Ok(());
        }
        let path = if self.is_consistent()? {
            prefixed(name, hash(&file)?)
        } else {
            name.into()
        };
        let bytes = targets
            .get(&quote(&path, "/"), file.length)?
            .context("the repository doesn't have it")?;
        check(&bytes, &file)?;
        replace(&place, &bytes)
    }
}

/// The name of a consistent snapshot's target: its hash stands before the last segment.
fn prefixed(name: &str, hash: &str) -> String {
    match name.rsplit_once('/') {
        Some((folder, last)) => format!("{folder}/{hash}.{last}"),
        None => format!("{hash}.{name}"),
    }
}

/// A hash of a kind that we can compute.
fn hash(file: &TargetFile) -> anyhow::Result<&str> {
    ["sha256", "sha512"]
        .into_iter()
        .find_map(|kind| file.hashes.get(kind))
        .map(String::as_str)
        .context("it has no hash of a known kind")
}

/// Length and every hash of a known kind, of which there must be one.
fn check(bytes: &[u8], file: &TargetFile) -> anyhow::Result<()> {
    hash(file)?;
    ensure!(
        bytes.len() as u64 == file.length,
        "its length differs from what was signed"
    );
    for (kind, expected) in &file.hashes {
        let found = match kind.as_str() {
            "sha256" => hex(&Sha256::digest(bytes)),
            "sha512" => hex(&Sha512::digest(bytes)),
            _ => continue,
        };
        ensure!(
            found == *expected,
            "its {kind} differs from what was signed"
        );
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
