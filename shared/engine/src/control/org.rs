//! Commands on an organization.

use wavecast_domain::name::SecretId;
use wavecast_domain::org::{Org, OrgCommand, Token, decide_org};
use wavecast_domain::refusal::Reason;
use wavecast_domain::{Context, Refusal};
use wavecast_wire::name::OrgName;

use super::commit::{Made, Plan, as_read};
use super::execute::{Prepared, Work, never_asks};
use super::idempotency::Slot;
use super::{Control, ControlError, Request};
use crate::port::{Entry, Expect, Write};
use crate::record::own::Answered;
use crate::record::{entry, key};

/// What a request on an organization came to.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgDone {
    /// The organization afterwards.
    pub org: Org,
    /// The token that it made; of a replay it isn't known.
    pub token: Option<Token>,
    /// The token or invitation that it was about.
    pub about: Option<SecretId>,
    /// Whether it is a replay of an earlier request with the same key.
    pub replayed: bool,
}

impl Control {
    /// Carries out a command on an organization.
    ///
    /// # Errors
    /// As [`Control::execute`].
    pub async fn execute_org(
        &self,
        org: &OrgName,
        request: Request,
        command: OrgCommand,
    ) -> Result<Org, ControlError> {
        Ok(self.change_org(org, request, command).await?.org)
    }

    /// The same, and tells what it was about and whether it was a replay.
    ///
    /// # Errors
    /// As [`Control::execute`].
    pub async fn change_org(
        &self,
        org: &OrgName,
        request: Request,
        command: OrgCommand,
    ) -> Result<OrgDone, ControlError> {
        never_asks(&request)?;
        let run = self.run(&Work::Org(org, &command), &request).await?;
        let (org, token) = match run.made {
            Some(made) => (made.org, made.token),
            // An earlier request made it: what can be told of it is what stands now.
            None => (self.org(org).await?.ok_or(ControlError::Contended)?, None),
        };
        Ok(OrgDone {
            org,
            token,
            about: run.answered.about,
            replayed: run.replayed,
        })
    }

    pub(super) async fn prepare_org(
        &self,
        org: &OrgName,
        command: &OrgCommand,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        let mut found = self
            .ledger
            .get(&[key::org(org), slot.key.clone()])
            .await?
            .into_iter();
        let (stored, answer) = (found.next().flatten(), found.next().flatten());
        let earlier = answer.as_ref();
        let earlier = earlier.filter(|found| !request.dry_run && !entry::is_over(found, cx.now));
        if let Some(answer) = earlier {
            return Ok(Prepared::Answered(entry::read(answer)?));
        }
        let present = read(stored.as_ref())?;
        stale(org, present.as_ref(), request)?;
        let decision = decide_org(present.as_ref(), cx, command.clone())?;
        let answered = Answered::quiet(slot.body, decision.org.revision, decision.about);
        let mut writes = vec![
            Write::Put(entry::org(&decision.org)?, as_read(stored.as_ref())),
            Write::Put(entry::event(org.as_str(), &decision.event)?, Expect::Absent),
            slot.put(&answered, as_read(answer.as_ref()), cx.now)?,
        ];
        if let Some(app) = &decision.app {
            writes.push(Write::Put(entry::app(app)?, Expect::Absent));
            let listed = entry::plain(key::listed_app(org, &app.name), &app.name)?;
            writes.push(Write::Put(listed, Expect::Absent));
        }
        if let Some(token) = &decision.token {
            writes.push(Write::Put(entry::token(token)?, Expect::Absent));
        }
        Ok(Prepared::Plan(Box::new(Plan {
            ahead: Vec::new(),
            writes,
            answered,
            wakes: Vec::new(),
            made: Some(Made {
                org: decision.org,
                token: decision.token,
            }),
        })))
    }
}

fn read(found: Option<&Entry>) -> Result<Option<Org>, ControlError> {
    Ok(found.map(entry::read).transpose()?)
}

fn stale(org: &OrgName, present: Option<&Org>, request: &Request) -> Result<(), Refusal> {
    let at = present.map(|present| present.revision);
    if request.expected.is_none() || request.expected == at {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::Stale,
        format!("organization {org}"),
        "it isn't at the expected revision any more",
        "read it again, look at what changed, and repeat the change on the new revision",
    ))
}
