//! Looking for a target through the delegations: pre-order, depth first.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail, ensure};
use wavecast_wire::limit;
use wavecast_wire::tuf::{Role, TargetFile};

use crate::client::Client;
use crate::delegation::Delegation;
use crate::store::quote;
use crate::targets::TargetsFile;

/// Roles that one search visits at most.
const VISITS: usize = 32;

impl Client {
    /// What the first role that knows this target says of it.
    pub fn find(&self, target: &str) -> anyhow::Result<TargetFile> {
        let mut visited = BTreeSet::new();
        let mut waiting = Vec::new();
        let mut body = TargetsFile::read(self.bytes(Role::Targets)?)?;
        loop {
            if let Some(file) = body.targets.remove(target) {
                return Ok(file);
            }
            let mut below = body.delegations.map_or_else(Vec::new, |all| all.of(target));
            if let Some(last) = below.iter().position(|delegation| delegation.terminating) {
                below.truncate(last + 1);
                waiting.clear();
            }
            waiting.extend(below.into_iter().rev());
            body = loop {
                let delegation: Delegation = waiting.pop().context("no role knows it")?;
                if !visited.insert(delegation.role.clone()) {
                    continue;
                }
                ensure!(visited.len() < VISITS, "more than {VISITS} roles to search");
                break self
                    .delegated(&delegation)
                    .with_context(|| format!("role {:?}", delegation.role))?;
            };
        }
    }

    /// A delegated role's file, verified under the keys of the delegation that led to it: whoever
    /// else delegates to the same name may trust others.
    fn delegated(&self, delegation: &Delegation) -> anyhow::Result<TargetsFile> {
        let role = delegation.role.as_str();
        if Role::ALL.iter().any(|top| top.as_str() == role) {
            bail!("a delegation must not take a top-level role's name");
        }
        let snapshot = self.snapshot()?;
        let announced = snapshot
            .meta
            .get(&format!("{role}.json"))
            .context("the snapshot doesn't announce it")?;
        let verify =
            |bytes: &[u8]| TargetsFile::verify(bytes, announced, &delegation.keys, self.clock.now);
        if let Some(body) = self.store.read(role)?.and_then(|bytes| verify(&bytes).ok()) {
            return Ok(body);
        }
        let path = self.path(&quote(role, ""), announced.version)?;
        let bytes = self
            .metadata
            .get(&path, limit::TARGETS_BYTES_CLIENT as u64)?
            .with_context(|| format!("the repository announces {path} and doesn't have it"))?;
        let body = verify(&bytes)?;
        self.store.keep(role, Some(&bytes))?;
        Ok(body)
    }
}
