//! Groups with our mark that nobody wants: what landed after its saga was over, or what a restored
//! ledger doesn't know of.
//!
//! The groups are listed first, the ledger is read after that: a saga is written down before it makes
//! anything, so what the ledger doesn't know then it never will. A group that people are in stays.

use std::collections::BTreeMap;

use wavecast_domain::id::Ulid;
use wavecast_domain::org::{Org, Unit};
use wavecast_domain::saga::Saga;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use super::{GroupKeeper, GroupsReport};
use crate::control::ControlError;
use crate::port::{Expect, Group, PortError, Write};
use crate::record::own::GroupRound;
use crate::record::{entry, key};

/// Seconds between two sweeps.
const APART: i64 = 600;
/// Seconds from the end of a saga that took something away to a sweep: longer than a request lives.
const SOON: i64 = 60;

impl GroupKeeper {
    pub(super) async fn sweep(&self, report: &mut GroupsReport) {
        if let Err(error) = self.try_sweep(report).await {
            report.troubles.push(format!("sweeping groups: {error}"));
        }
    }

    async fn try_sweep(&self, report: &mut GroupsReport) -> Result<(), ControlError> {
        let now = self.control.clock.now();
        let Some(installation) = self.next_sweep(now).await? else {
            return Ok(());
        };
        let mut groups = self.groups.marked(&installation).await?;
        // From within.
        groups.sort_by_key(|group| std::cmp::Reverse(group.path.len()));
        let mut known = BTreeMap::new();
        for group in groups {
            let Some(mark) = &group.mark else { continue };
            if !known.contains_key(&mark.org) {
                known.insert(mark.org.clone(), self.sagas(&mark.org).await?);
            }
            let is_known = known
                .get(&mark.org)
                .is_some_and(|all| all.contains(&mark.saga));
            if !is_known {
                self.take(&group, report).await?;
            }
        }
        Ok(())
    }

    /// Takes the sweep that is due, if one is: the next one is later.
    async fn next_sweep(&self, now: Timestamp) -> Result<Option<Ulid>, ControlError> {
        let ledger = &self.control.ledger;
        let kept = ledger.get(&[key::group_round()]).await?.pop().flatten();
        let Some(kept) = kept else { return Ok(None) };
        let round: GroupRound = entry::read(&kept)?;
        if now < round.next {
            return Ok(None);
        }
        let next = GroupRound {
            next: now.plus(APART),
            ..round
        };
        match self.put_round(&next, kept.revision).await? {
            true => Ok(Some(next.installation)),
            false => Ok(None),
        }
    }

    /// Has a sweep begin sooner.
    pub(super) async fn sweep_soon(&self) -> Result<(), ControlError> {
        let ledger = &self.control.ledger;
        let kept = ledger.get(&[key::group_round()]).await?.pop().flatten();
        let Some(kept) = kept else { return Ok(()) };
        let round: GroupRound = entry::read(&kept)?;
        let soon = self.control.clock.now().plus(SOON);
        if soon < round.next {
            let next = GroupRound {
                next: soon,
                ..round
            };
            self.put_round(&next, kept.revision).await?;
        }
        Ok(())
    }

    async fn put_round(&self, round: &GroupRound, at: u64) -> Result<bool, ControlError> {
        let put = entry::plain(key::group_round(), round)?;
        let put = Write::Put(put, Expect::Revision(at));
        match self.control.ledger.commit(vec![put]).await {
            Ok(()) => Ok(true),
            Err(PortError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The sagas whose groups an organization has, or is about to have.
    async fn sagas(&self, org: &OrgName) -> Result<Vec<Ulid>, ControlError> {
        let keys = [key::org(org), key::group_saga(org)];
        let mut found = self.control.ledger.get(&keys).await?.into_iter();
        let (org, saga) = (found.next().flatten(), found.next().flatten());
        let mut known = Vec::new();
        if let Some(org) = org {
            let org: Org = entry::read(&org)?;
            let apps = org.apps.keys().cloned().map(Unit::App);
            let units = std::iter::once(Unit::Org).chain(apps);
            known.extend(units.filter_map(|unit| org.stands(&unit).cloned()));
        }
        if let Some(saga) = saga {
            let saga: Saga = entry::read(&saga)?;
            known.push(saga.of().clone());
        }
        Ok(known)
    }

    async fn take(&self, group: &Group, report: &mut GroupsReport) -> Result<(), PortError> {
        let held = match self.groups.within(group).await? {
            Some(inside) => Some(format!("holds {}", inside.path)),
            None => {
                let people = self.groups.has_people(group).await?;
                people.then(|| "has people in it".to_owned())
            }
        };
        match held {
            None => {
                self.groups.delete(group).await?;
                tracing::info!(group = group.path, "a group that nobody wants was swept");
                report.swept += 1;
            }
            Some(why) => report.troubles.push(format!(
                "the group {} is ours, but nobody wants it, and it {why}: delete it",
                group.path
            )),
        }
        Ok(())
    }
}
