//! Groups at whoever signs people in: made and taken away by sagas, and swept.
//!
//! What is wanted stands in the organization, what is under way in an entry of its own: it is written
//! before the first step and after each, so that whoever comes after a crash goes on where it was. Two
//! at once do no harm: each step looks first, and the entry moves on by its revision.

use std::sync::Arc;

use wavecast_domain::id::Ulid;
use wavecast_domain::saga::Saga;
use wavecast_wire::name::OrgName;

use crate::control::{Control, ControlError};
use crate::port::{Expect, Groups, PortError, Query, Write};
use crate::record::own::GroupRound;
use crate::record::{due, entry, key};

mod step;
mod sweep;
mod turn;

/// Turns for one organization in one tick.
const TURNS: usize = 200;
/// Organizations that are read at a time.
const PAGE: usize = 100;

/// Makes and takes away groups.
#[derive(Clone)]
pub struct GroupKeeper {
    /// Commits go through it.
    pub control: Control,
    /// Where the groups are.
    pub groups: Arc<dyn Groups>,
}

/// What one tick did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct GroupsReport {
    /// Sagas that ended.
    pub settled: u32,
    /// Groups swept that nobody wants.
    pub swept: u32,
    /// What didn't work, for people; tried again later.
    pub troubles: Vec<String>,
}

/// What a turn came to.
enum Turn {
    /// Something was done: there may be more.
    Went,
    /// A saga ended.
    Settled,
    /// There is nothing to do now.
    Idle,
}

impl GroupKeeper {
    /// Does what is due; never fails as a whole, and says in its report what didn't work.
    pub async fn tick(&self) -> GroupsReport {
        let mut report = GroupsReport::default();
        match self.due().await {
            Ok(orgs) => {
                for org in orgs {
                    self.advance(&org, &mut report).await;
                }
            }
            Err(error) => report.troubles.push(format!("groups: {error}")),
        }
        self.sweep(&mut report).await;
        report
    }

    /// The organizations whose groups aren't as they are wanted.
    async fn due(&self) -> Result<Vec<OrgName>, PortError> {
        let query = Query::Due {
            group: due::GROUPS.to_owned(),
            until: "~".to_owned(),
        };
        let (mut orgs, mut after) = (Vec::new(), None::<String>);
        loop {
            let ledger = &self.control.ledger;
            let page = ledger.page(&query, after.as_deref(), PAGE, false).await?;
            let found = page.entries.iter();
            orgs.extend(found.filter_map(|entry| key::org_of_groups(&entry.key)));
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        orgs.dedup();
        Ok(orgs)
    }

    async fn advance(&self, org: &OrgName, report: &mut GroupsReport) {
        for _ in 0..TURNS {
            match self.turn(org, report).await {
                Ok(Turn::Went) => {}
                Ok(Turn::Settled) => report.settled += 1,
                Ok(Turn::Idle) => return,
                Err(error) => {
                    report.troubles.push(format!("groups of {org}: {error}"));
                    return;
                }
            }
        }
    }

    /// What every group of this installation names; made at first use.
    async fn installation(&self) -> Result<Ulid, ControlError> {
        let (ledger, now) = (&self.control.ledger, self.control.clock.now());
        let kept = ledger.get(&[key::group_round()]).await?.pop().flatten();
        if let Some(kept) = kept {
            return Ok(entry::read::<GroupRound>(&kept)?.installation);
        }
        let round = GroupRound {
            installation: self.control.ids.fresh(now).id("installation"),
            next: now,
        };
        let made = entry::plain(key::group_round(), &round)?;
        ledger
            .commit(vec![Write::Put(made, Expect::Absent)])
            .await?;
        Ok(round.installation)
    }
}

impl Control {
    /// The groups of an organization that are being made or taken away.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn group_saga(&self, org: &OrgName) -> Result<Option<Saga>, ControlError> {
        let found = self.ledger.get(&[key::group_saga(org)]).await?;
        let found = found.into_iter().next().flatten();
        Ok(found.as_ref().map(entry::read).transpose()?)
    }
}
