//! What the index of due things says: agendas, keys, publications, packages.

use std::collections::BTreeSet;

use wavecast_domain::package::Package;
use wavecast_wire::name::Scope;

use super::{TickReport, Upkeep};
use crate::port::{Entry, Expect, PortError, Query, Write};
use crate::publisher::Published;
use crate::record::own::Rotation;
use crate::record::{due, entry, key, order};

/// Due things of one shard that are read at once.
const PER_SHARD: usize = 200;
/// Readings of one shard in one tick. What can't be done now, such as the publications of a fenced
/// channel, stays due and stands first: it must not hide what is due behind it.
const READINGS: usize = 25;

impl Upkeep {
    /// Does what is due; answers the applications (`org/app`) with a package that is being
    /// checked, whose files the sweep leaves alone.
    pub(super) async fn due(&self, report: &mut TickReport) -> BTreeSet<String> {
        let mut found = Vec::new();
        for shard in 0..due::SHARDS {
            let all = self.all_due(due::group(shard)).await;
            found.extend(report.note("reading what is due", all).unwrap_or_default());
        }
        let checking = found.iter().filter_map(checking).collect();
        for package in found.iter().filter(|found| found.key.pk.starts_with("K#")) {
            self.check(package, report).await;
        }
        for channel in found.iter().filter(|found| found.key.sk.starts_with("C#")) {
            self.keep_agenda(channel, report).await;
        }
        for asked in found
            .iter()
            .filter(|found| found.key.sk.starts_with("ROTATE#"))
        {
            let rotated = self.rotate(asked).await;
            report.note(&asked.key.pk, rotated);
        }
        self.publish_all(&found, report).await;
        checking
    }

    async fn all_due(&self, group: String) -> Result<Vec<Entry>, PortError> {
        let until = order::time(self.control.clock.now());
        let query = Query::Due { group, until };
        let (mut found, mut after) = (Vec::new(), None);
        for _ in 0..READINGS {
            let ledger = &self.control.ledger;
            let page = ledger.page(&query, after.as_deref(), PER_SHARD, false);
            let page = page.await?;
            found.extend(page.entries);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(found)
    }

    pub(super) async fn due_of(&self, group: String) -> Result<Vec<Entry>, PortError> {
        let until = order::time(self.control.clock.now());
        self.due_until(group, until).await
    }

    pub(super) async fn due_until(
        &self,
        group: String,
        until: String,
    ) -> Result<Vec<Entry>, PortError> {
        let query = Query::Due { group, until };
        let page = self.control.ledger.page(&query, None, PER_SHARD, false);
        Ok(page.await?.entries)
    }

    async fn check(&self, found: &Entry, report: &mut TickReport) {
        let Some((org, app)) = key::app_of(&found.key) else {
            return;
        };
        let Some(package) = report.note(&found.key.sk, entry::read::<Package>(found)) else {
            return;
        };
        let checked = self
            .publisher
            .check_package(&org, &app, &package.name, &package.version)
            .await;
        let what = format!("package {org}/{app} {} {}", package.name, package.version);
        report.checked += u32::from(report.note(what, checked).is_some());
    }

    /// Makes the keys that an admin asked for, then forgets the request.
    async fn rotate(&self, asked: &Entry) -> Result<(), PortError> {
        let rotation: Rotation = entry::read(asked).map_err(|error| PortError::Setup(error.0))?;
        self.keys.ensure(&rotation.scope).await?;
        let forget = Write::Delete(asked.key.clone(), Expect::Revision(asked.revision));
        match self.control.ledger.commit(vec![forget]).await {
            // Asked anew meanwhile: still due.
            Err(PortError::Conflict) => Ok(()),
            other => other,
        }
    }

    /// Every channel once, whatever is due of it: wanted publications, unfinished or old heads,
    /// and roots that were just made.
    async fn publish_all(&self, found: &[Entry], report: &mut TickReport) {
        let of = |letters: &[&str]| -> BTreeSet<String> {
            let fits = |found: &&Entry| {
                letters
                    .iter()
                    .any(|letter| found.key.pk.starts_with(letter))
            };
            let scopes = found
                .iter()
                .filter(fits)
                .filter_map(|found| key::scope_of(&found.key));
            scopes.map(|scope| scope.to_string()).collect()
        };
        let wanted = of(&["P#"]);
        for scope in wanted.iter().filter_map(|scope| scope.parse().ok()) {
            report.published += u32::from(self.publish(&scope, report).await);
        }
        for scope in of(&["H#"])
            .difference(&wanted)
            .filter_map(|scope| scope.parse().ok())
        {
            report.renewed += u32::from(self.publish(&scope, report).await);
        }
    }

    /// Publishes one channel, making its first root if that is what it waits for; says whether
    /// the edge shows its state.
    pub(super) async fn publish(&self, scope: &Scope, report: &mut TickReport) -> bool {
        let mut published = self.publisher.publish(scope).await;
        if let Ok(Published::Waiting { .. }) = published {
            report.note(scope, self.keys.ensure(scope).await);
            published = self.publisher.publish(scope).await;
        }
        match report.note(scope, published) {
            Some(Published::At { .. }) => true,
            Some(Published::Waiting { why }) => {
                report.troubles.push(format!("{scope}: {why}"));
                false
            }
            Some(Published::Fenced { edge }) => {
                report.troubles.push(format!(
                    "{scope}: the edge is at {edge}, ahead of the ledger; wavecast channel adopt goes on"
                ));
                false
            }
            None => false,
        }
    }
}

fn checking(found: &Entry) -> Option<String> {
    let of = found.key.pk.strip_prefix("K#")?;
    Some(of.to_owned())
}
