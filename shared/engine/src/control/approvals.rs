//! What is read of approvals: the requests, and what waits for them.

use wavecast_domain::Command;
use wavecast_domain::approval::{Request as Asked, State};
use wavecast_domain::channel::{Channel, DueKind};
use wavecast_domain::command::ReleaseRef;
use wavecast_domain::id::Ulid;
use wavecast_domain::refusal::{Reason, Refusal};
use wavecast_wire::name::{AppName, OrgName, ReleaseId, Scope};

use super::list::{PageAsk, prefix};
use super::{Control, ControlError, Listing, Request};
use crate::record::key;
use crate::upkeep::by_itself;

/// Something of a channel's agenda that is due, and isn't approved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// The release.
    pub release: ReleaseId,
    /// What is missing, and who may approve.
    pub why: Refusal,
}

impl Control {
    /// A request for approvals.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn approval(
        &self,
        org: &OrgName,
        app: &AppName,
        id: &Ulid,
    ) -> Result<Option<Asked>, ControlError> {
        self.read_one(key::approval(org, app, id)).await
    }

    /// The requests for approvals of an application, of one state if said.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn approvals(
        &self,
        org: &OrgName,
        app: &AppName,
        state: Option<State>,
        ask: &PageAsk,
    ) -> Result<Listing<Asked>, ControlError> {
        let query = prefix(key::state(org, app), key::APPROVAL);
        let now = self.clock.now();
        let fits = |one: &Asked| state.is_none_or(|state| one.state_at(now) == state);
        self.walk(&query, ask, fits).await
    }

    /// What of a channel's agenda is due and waits for approvals: found as upkeep would find it.
    ///
    /// # Errors
    /// As [`Control::orgs`].
    pub async fn waiting(
        &self,
        scope: &Scope,
        channel: &Channel,
    ) -> Result<Vec<Waiting>, ControlError> {
        let now = self.clock.now();
        let mut waiting = Vec::new();
        for due in channel.agenda.iter().filter(|due| due.at <= now) {
            let (DueKind::Start { release } | DueKind::Stage { release }) = &due.what else {
                continue;
            };
            let which = ReleaseRef {
                channel: scope.channel.clone(),
                id: release.clone(),
            };
            let command = match &due.what {
                DueKind::Stage { .. } => Command::NextStage(which),
                _ => by_itself::start(which),
            };
            let request = Request {
                dry_run: true,
                ..by_itself::request()
            };
            match self.execute(&scope.org, &scope.app, request, command).await {
                Err(ControlError::Refused(why)) if why.reason == Reason::Approval => {
                    let release = release.clone();
                    waiting.push(Waiting { release, why });
                }
                // Whatever else there is, the tick tells.
                Ok(_) | Err(ControlError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(waiting)
    }
}
