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
const OVERDUE: i64 = 3600;

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
            if tick.is_over() {
                break;
            }
            let all = self.all_due(due::group(shard), tick, &mut found).await;
            tick.note("reading what is due", all);
        }
        let checked = self.hand(tick, std::mem::take(&mut found.checks)).await;
        tick.report.checked += checked.checked;
        for scope in &found.agendas {
            self.keep_agenda(scope, tick).await;
        }
        for (rotation, at) in &found.rotations {
            let rotated = self.rotate(rotation, *at, tick).await;
            tick.note(&rotation.scope, rotated);
        }
        self.publish_all(&found, tick).await;
        found.checking
    }

    async fn all_due(
        &self,
        group: String,
        tick: &mut Tick,
        found: &mut Found,
    ) -> Result<(), PortError> {
        let now = self.control.clock.now();
        let until = order::time(now);
        let query = Query::Due { group, until };
        let (mut after, mut readings) = (None, 0);
        while readings < READINGS && !tick.is_over() {
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
        Ok(())
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

    /// Every channel once, whatever is due of it: wanted publications, unfinished or old heads,
    /// and roots that were just made.
    async fn publish_all(&self, found: &Found, tick: &mut Tick) {
        let mut wakes = Vec::new();
        for scope in &found.wanted {
            if tick.is_over() {
                break;
            }
            let wake = self.for_wanted(scope, tick).await;
            wakes.extend(tick.note(scope, wake));
        }
        tick.report.published += self.hand(tick, wakes).await.shown;
        let others = |scopes: &BTreeSet<Scope>, wake: fn(Scope) -> Wake| -> Vec<Wake> {
            let others = scopes.difference(&found.wanted).cloned();
            others.map(wake).collect()
        };
        let unwritten = others(&found.unwritten, Wake::Publish);
        tick.report.renewed += self.hand(tick, unwritten).await.shown;
        let stale = others(&found.stale, Wake::Renew);
        tick.report.renewed += self.hand_bulk(tick, stale).await.shown;
    }

    /// Whom a channel's pending publication waits for: the key maker until there is a root.
    async fn for_wanted(&self, scope: &Scope, tick: &mut Tick) -> Result<Wake, PortError> {
        let keys = [key::root(scope, 1), key::head(scope)];
        let mut read = self.control.ledger.get(&keys).await?.into_iter();
        let (root, head) = (read.next().flatten(), read.next().flatten());
        let head = head.and_then(|head| entry::read::<Head>(&head).ok());
        if head.is_some_and(|head| head.fence.is_some()) {
            tick.fenced(scope);
        }
        Ok(match root {
            Some(_) => Wake::Publish(scope.clone()),
            None => Wake::Keys(scope.clone()),
        })
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
        let head = entry::read::<Head>(found).ok();
        if head.as_ref().is_some_and(|head| head.fence.is_some()) {
            tick.fenced(&scope);
        }
        match head {
            Some(head) if head.written => {
                tick.report.overdue += u32::from(head.renew.plus(OVERDUE) <= now);
                self.stale.insert(scope);
            }
            // The publisher says so if it can't be read.
            _ => drop(self.unwritten.insert(scope)),
        }
    }
}
