//! What the index of due things says: agendas, keys, publications, packages.

use std::collections::BTreeSet;

use wavecast_domain::channel::Channel;
use wavecast_domain::head::Head;
use wavecast_domain::package::Package;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;

use super::Upkeep;
use super::tick::Tick;
use crate::control::PublicationState;
use crate::keys::roots;
use crate::port::{Entry, Expect, PortError, Query, Wake, Write};
use crate::record::own::Rotation;
use crate::record::{due, entry, key, order};

/// Due things of one shard that are read at once.
const PER_SHARD: usize = 200;
/// Readings of one shard in one tick. What can't be done now, such as the publications of a fenced
/// channel, stays due and stands first: it must not hide what is due behind it.
const READINGS: usize = 25;
/// Seconds after which a renewal that is still due is overdue.
const OVERDUE: i64 = 86_400;

/// What is due, without the bodies that took it there: there may be very much of it.
#[derive(Default)]
struct Found {
    /// Checks of packages.
    checks: Vec<Wake>,
    /// The applications that they belong to, as `org/app`.
    checking: BTreeSet<String>,
    /// Channels whose agenda has something due.
    agendas: Vec<Scope>,
    /// Rotations that an admin asked for, with their entries' revisions.
    rotations: Vec<(Rotation, u64)>,
    /// Channels with a pending publication.
    wanted: BTreeSet<Scope>,
    /// Channels whose last seal isn't wholly at the edge.
    unwritten: BTreeSet<Scope>,
    /// Channels whose freshness runs out.
    stale: BTreeSet<Scope>,
}

impl Upkeep {
    /// Does what is due; answers the applications (`org/app`) with a package that is being
    /// checked, whose files the sweep leaves alone.
    pub(super) async fn due(&self, tick: &mut Tick) -> BTreeSet<String> {
        self.asked.forget(self.control.clock.now());
        let mut found = Found::default();
        for shard in 0..due::SHARDS {
            let all = self.all_due(due::group(shard), tick, &mut found).await;
            let is_read = tick.note("reading what is due", all) == Some(true);
            tick.report.unread += u32::from(!is_read);
        }
        let checked = self.hand(tick, std::mem::take(&mut found.checks)).await;
        tick.report.checked += checked.checked;
        for scope in &found.agendas {
            self.keep_agenda(scope, tick).await;
        }
        for (rotation, at) in &found.rotations {
            if tick.is_over() {
                break;
            }
            let rotated = self.rotate(rotation, *at, tick).await;
            tick.note(&rotation.scope, rotated);
        }
        self.publish_all(&found.wanted, &found.unwritten, tick)
            .await;
        let stale = found.stale.difference(&found.wanted);
        let stale = stale.cloned().map(Wake::Renew).collect();
        tick.report.renewed += self.hand_bulk(tick, stale).await.shown;
        found.checking
    }

    /// Reads one shard; says whether there was time for it.
    async fn all_due(
        &self,
        group: String,
        tick: &mut Tick,
        found: &mut Found,
    ) -> Result<bool, PortError> {
        let now = self.control.clock.now();
        let until = order::time(now);
        let query = Query::Due { group, until };
        let (mut after, mut readings) = (None, 0);
        while readings < READINGS {
            if tick.is_over() {
                return Ok(false);
            }
            let ledger = &self.control.ledger;
            let page = ledger.page(&query, after.as_deref(), PER_SHARD, false);
            let page = page.await?;
            for entry in &page.entries {
                found.add(entry, now, tick);
            }
            after = page.next;
            readings += 1;
            if after.is_none() {
                break;
            }
        }
        Ok(true)
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

    /// Has the keys made that an admin asked for, and forgets the request once a root fulfils it.
    async fn rotate(&self, rotation: &Rotation, at: u64, tick: &mut Tick) -> Result<(), PortError> {
        let ledger = &self.control.ledger;
        if !roots::fulfils(&**ledger, rotation).await? {
            let wake = Wake::Keys(rotation.scope.clone());
            self.hand(tick, vec![wake]).await;
            if !roots::fulfils(&**ledger, rotation).await? {
                return Ok(());
            }
        }
        let forget = Write::Delete(key::rotation(&rotation.scope), Expect::Revision(at));
        match ledger.commit(vec![forget]).await {
            // Asked anew meanwhile: still due.
            Err(PortError::Conflict) => Ok(()),
            other => other,
        }
    }
}

impl Found {
    /// Sorts one entry in. What can't be read is told, and holds up nothing.
    fn add(&mut self, found: &Entry, now: Timestamp, tick: &mut Tick) {
        let (pk, sk) = (found.key.pk.as_str(), found.key.sk.as_str());
        match (pk.get(..2), sk) {
            (Some("K#"), _) => self.add_check(found, tick),
            (Some("P#"), _) => self.add_wanted(found, now, tick),
            (Some("H#"), _) => self.add_head(found, now, tick),
            _ if sk.starts_with("C#") => self.add_agenda(found, tick),
            _ if sk.starts_with("ROTATE#") => {
                let rotation = tick.note(pk, entry::read::<Rotation>(found));
                self.rotations
                    .extend(rotation.map(|one| (one, found.revision)));
            }
            _ => {}
        }
    }

    fn add_check(&mut self, found: &Entry, tick: &mut Tick) {
        let Some((org, app)) = key::app_of(&found.key) else {
            return;
        };
        self.checking.insert(key::space(&org, &app));
        if let Some(package) = tick.note(&found.key.sk, entry::read::<Package>(found)) {
            let check = Wake::Package(org, app, package.name, package.version);
            self.checks.push(check);
        }
    }

    fn add_agenda(&mut self, found: &Entry, tick: &mut Tick) {
        let Some((org, app)) = key::app_of(&found.key) else {
            return;
        };
        if let Some(channel) = tick.note(&found.key.sk, entry::read::<Channel>(found)) {
            let channel = channel.name;
            self.agendas.push(Scope { org, app, channel });
        }
    }

    fn add_wanted(&mut self, found: &Entry, now: Timestamp, tick: &mut Tick) {
        self.wanted.extend(key::scope_of(&found.key));
        // The publisher says so if it can't be read.
        if let Ok(state) = entry::read::<PublicationState>(found) {
            let waited = u64::try_from(now.0 - state.wanted.0).unwrap_or(0);
            tick.report.oldest_pending = tick.report.oldest_pending.max(waited);
        }
    }

    fn add_head(&mut self, found: &Entry, now: Timestamp, tick: &mut Tick) {
        let Some(scope) = key::scope_of(&found.key) else {
            return;
        };
        match entry::read::<Head>(found).ok() {
            // It waits for an admin's word, which wants a publication: there is nothing to hand over.
            Some(head) if head.fence.is_some() => tick.fenced(&scope),
            Some(head) if head.written => {
                tick.report.overdue += u32::from(head.renew.plus(OVERDUE) <= now);
                self.stale.insert(scope);
            }
            // The publisher says so if it can't be read.
            _ => drop(self.unwritten.insert(scope)),
        }
    }
}
