//! What nobody needs: staged files that no package took, uploads never finished, entries whose
//! end has passed.
//!
//! A staged file is condemned in the ledger, waits the grace time, and is deleted only then; a
//! package or an upload that names it meanwhile takes it back. Files at the edge are never swept:
//! a placement may return to any package that isn't yanked.

use std::collections::BTreeSet;

use wavecast_domain::package::{File, FileStatus};
use wavecast_domain::record::{Record, RecordKey};
use wavecast_wire::name::{AppName, OrgName};

use super::Upkeep;
use super::tick::Tick;
use crate::control::ControlError;
use crate::port::{Entry, Expect, PortError, Write};
use crate::record::{due, entry, key, order};

/// Seconds after which bytes that no record names are debris: the life of an upload.
const DEBRIS: i64 = 7 * 86_400;

/// A staged file of an application, as it was listed.
struct Stale {
    org: OrgName,
    app: AppName,
    file: File,
    at: u64,
}

impl Upkeep {
    /// Sweeps what is older than the grace time. `checking` names the applications that are left
    /// alone because a package's check may still need their files.
    pub(super) async fn sweep(&self, tick: &mut Tick, checking: &BTreeSet<String>) {
        let now = self.control.clock.now();
        let old = order::time(now.plus(-i64::from(self.grace)));
        for shard in 0..due::SHARDS {
            if tick.is_over() {
                return;
            }
            self.sweep_shard(shard, &old, checking, tick).await;
        }
        let debris = now.plus(-DEBRIS - 2 * i64::from(self.grace));
        // It may be ended anywhere: what it leaves, the next sweep takes.
        let expired = tick.within(self.control.uploads.expire(debris)).await;
        expired.and_then(|expired| tick.note("clearing the staging place", expired));
    }

    /// Between any two entries the tick looks whether its time is over.
    async fn sweep_shard(
        &self,
        shard: u8,
        old: &str,
        checking: &BTreeSet<String>,
        tick: &mut Tick,
    ) {
        let staged = due::staged_group(shard);
        let staged = self.due_until(staged, old.to_owned()).await;
        for stale in self.stale(staged, checking, tick) {
            if tick.is_over() {
                return;
            }
            let condemned = self.condemn(&stale).await;
            tick.note("condemning a file", condemned);
        }
        let condemned = self.due_of(due::condemned_group(shard)).await;
        for stale in self.stale(condemned, checking, tick) {
            if tick.is_over() {
                return;
            }
            let deleted = self.delete(&stale).await;
            tick.report.swept += u32::from(tick.note("deleting a file", deleted) == Some(true));
        }
        let over = self.due_of(due::expiring_group(shard)).await;
        for entry in tick.note("reading what expired", over).unwrap_or_default() {
            if tick.is_over() {
                return;
            }
            let forgotten = self.forget(&entry).await;
            tick.note(&entry.key.pk, forgotten);
        }
    }

    fn stale(
        &self,
        found: Result<Vec<Entry>, PortError>,
        checking: &BTreeSet<String>,
        tick: &mut Tick,
    ) -> Vec<Stale> {
        let mut stale = Vec::new();
        for found in tick.note("reading staged files", found).unwrap_or_default() {
            let Some((org, app)) = key::app_of(&found.key) else {
                continue;
            };
            if checking.contains(&key::space(&org, &app)) {
                continue;
            }
            if let Some(file) = tick.note(&found.key.sk, entry::read(&found)) {
                let at = found.revision;
                stale.push(Stale { org, app, file, at });
            }
        }
        stale
    }

    async fn condemn(&self, stale: &Stale) -> Result<(), ControlError> {
        let after = self.control.clock.now().plus(i64::from(self.grace));
        let file = File {
            status: FileStatus::Condemned { after },
            ..stale.file.clone()
        };
        let name = RecordKey::File(file.sha256);
        let put = entry::record(&stale.org, &stale.app, &name, &Record::File(file))?;
        let write = Write::Put(put, Expect::Revision(stale.at));
        settled(self.control.ledger.commit(vec![write]).await)
    }

    /// The record first, then the bytes; and if an upload took them back or was completed in
    /// between, its record goes too, so that none says more than there is.
    async fn delete(&self, stale: &Stale) -> Result<bool, ControlError> {
        let (ledger, sha256) = (&self.control.ledger, stale.file.sha256);
        let at = key::file(&stale.org, &stale.app, sha256);
        let write = Write::Delete(at.clone(), Expect::Revision(stale.at));
        match ledger.commit(vec![write]).await {
            Err(PortError::Conflict) => return Ok(false),
            other => other?,
        }
        let space = key::space(&stale.org, &stale.app);
        self.control.uploads.discard(&space, sha256).await?;
        if let Some(found) = ledger.get(std::slice::from_ref(&at)).await?.pop().flatten() {
            let file: File = entry::read(&found)?;
            if matches!(file.status, FileStatus::Uploaded { .. }) {
                let write = Write::Delete(at, Expect::Revision(found.revision));
                settled(ledger.commit(vec![write]).await)?;
            }
        }
        Ok(true)
    }

    async fn forget(&self, over: &Entry) -> Result<(), ControlError> {
        let write = Write::Delete(over.key.clone(), Expect::Revision(over.revision));
        settled(self.control.ledger.commit(vec![write]).await)
    }
}

/// A conflict means that it was touched meanwhile, so it isn't stale any more.
fn settled(result: Result<(), PortError>) -> Result<(), ControlError> {
    match result {
        Err(PortError::Conflict) => Ok(()),
        other => Ok(other?),
    }
}
