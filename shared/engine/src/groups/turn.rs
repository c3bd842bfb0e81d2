//! One turn of an organization: begin a saga, do its next step, or write down how it ended.

use wavecast_domain::org::{Heed, Org, OrgCommand, Settled, Task};
use wavecast_domain::refusal::Reason;
use wavecast_domain::saga::{Saga, Way};
use wavecast_wire::name::OrgName;

use super::step::Came;
use super::{GroupKeeper, GroupsReport, Turn};
use crate::control::ControlError;
use crate::port::{Entry, Expect, PortError, Write};
use crate::record::{entry, key};
use crate::upkeep::by_itself;

/// A saga as it was read.
pub(super) struct Kept {
    pub saga: Saga,
    pub revision: u64,
}

impl GroupKeeper {
    pub(super) async fn turn(
        &self,
        name: &OrgName,
        report: &mut GroupsReport,
    ) -> Result<Turn, ControlError> {
        let keys = [key::org(name), key::group_saga(name)];
        let mut found = self.control.ledger.get(&keys).await?.into_iter();
        let (stored, saga) = (found.next().flatten(), found.next().flatten());
        let Some(stored) = stored else {
            return Ok(Turn::Idle);
        };
        let org: Org = entry::read(&stored)?;
        match saga {
            None => self.begin(&org, &stored).await,
            Some(kept) => {
                let (saga, revision) = (entry::read(&kept)?, kept.revision);
                self.go_on(&org, Kept { saga, revision }, report).await
            }
        }
    }

    /// Writes down what is about to be done. The organization must still want it then.
    async fn begin(&self, org: &Org, stored: &Entry) -> Result<Turn, ControlError> {
        let now = self.control.clock.now();
        let id = self.control.ids.fresh(now).id("saga");
        let saga = match org.next_task() {
            None => return Ok(Turn::Idle),
            Some(Task::End) => return self.settle(&org.name, Settled::Ended).await,
            Some(Task::Make(unit)) => Saga::make(id, &org.name, unit, now),
            Some(Task::Remove(unit, of)) => Saga::remove(id, &org.name, unit, of, now),
        };
        self.installation().await?;
        let writes = vec![
            Write::Put(entry::group_saga(&org.name, &saga)?, Expect::Absent),
            Write::Check(stored.key.clone(), Expect::Revision(stored.revision)),
        ];
        self.went(writes).await
    }

    async fn go_on(
        &self,
        org: &Org,
        mut kept: Kept,
        report: &mut GroupsReport,
    ) -> Result<Turn, ControlError> {
        let now = self.control.clock.now();
        match org.heeds(&kept.saga) {
            Heed::GoOn => {}
            Heed::Over => return self.forget(&org.name, &kept).await,
            Heed::TurnBack => {
                kept.saga.turn_back("they aren't wanted any more", now);
                return self.keep(&org.name, &kept).await;
            }
        }
        if now < kept.saga.next {
            return Ok(Turn::Idle);
        }
        let Some(path) = kept.saga.step().cloned() else {
            return self.finish(org, &kept).await;
        };
        match self.step(org, &kept.saga, &path).await? {
            Came::Done => kept.saga.did(&path, now),
            Came::Never(why) => kept.saga.turn_back(&why, now),
            Came::Later(why) => {
                kept.saga.wait(&why, now);
                report
                    .troubles
                    .push(format!("groups of {}: {why}", org.name));
            }
        }
        self.keep(&org.name, &kept).await
    }

    /// All steps are done: the organization hears of it, then the saga is forgotten.
    async fn finish(&self, org: &Org, kept: &Kept) -> Result<Turn, ControlError> {
        if !matches!(kept.saga.way, Way::Make) {
            // What was sent before and lands now is nobody's.
            self.sweep_soon().await?;
        }
        match org.settles(&kept.saga) {
            Some(settled) => self.settle(&org.name, settled).await,
            None => self.forget(&org.name, kept).await,
        }
    }

    async fn settle(&self, org: &OrgName, settled: Settled) -> Result<Turn, ControlError> {
        let command = OrgCommand::SettleGroups(settled);
        let request = by_itself::request();
        match self.control.execute_org(org, request, command).await {
            Ok(_) => Ok(Turn::Settled),
            // The organization went on meanwhile: the next turn sees how.
            Err(ControlError::Refused(refusal)) if refusal.reason == Reason::State => {
                Ok(Turn::Went)
            }
            Err(error) => Err(error),
        }
    }

    async fn keep(&self, org: &OrgName, kept: &Kept) -> Result<Turn, ControlError> {
        let put = entry::group_saga(org, &kept.saga)?;
        let put = Write::Put(put, Expect::Revision(kept.revision));
        self.went(vec![put]).await
    }

    async fn forget(&self, org: &OrgName, kept: &Kept) -> Result<Turn, ControlError> {
        let expect = Expect::Revision(kept.revision);
        let forget = Write::Delete(key::group_saga(org), expect);
        self.went(vec![forget]).await
    }

    /// A conflict means that another one is at it: it is left to that one.
    async fn went(&self, writes: Vec<Write>) -> Result<Turn, ControlError> {
        match self.control.ledger.commit(writes).await {
            Ok(()) => Ok(Turn::Went),
            Err(PortError::Conflict) => Ok(Turn::Idle),
            Err(error) => Err(error.into()),
        }
    }
}
