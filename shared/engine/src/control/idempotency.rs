//! The idempotency record: one per commit, so that no commit happens twice.

use wavecast_domain::id::Fresh;
use wavecast_wire::hash::{Hasher, Sha256};
use wavecast_wire::name::{AppName, OrgName};
use wavecast_wire::time::Timestamp;

use super::execute::Run;
use super::{Control, ControlError, Done, Request};
use crate::port::{Entry, Expect, Key, Write};
use crate::record::layout::LayoutError;
use crate::record::own::Answered;
use crate::record::{entry, key};

/// Seconds for which an answer is kept: 24 h.
const KEPT: i64 = 24 * 3600;

/// Where the keys count that make organizations: no organization has this name.
pub(super) const NEW_ORGS: &str = "*";

impl Control {
    /// What an earlier request with the same idempotency key came to, for a caller that must look
    /// something up before it can name the command; `None` without a key or such a request.
    ///
    /// # Errors
    /// [`ControlError::KeyReused`], a failing ledger, or an unreadable entry.
    pub async fn answered(
        &self,
        org: &OrgName,
        app: &AppName,
        request: &Request,
    ) -> Result<Option<Done>, ControlError> {
        match self.earlier(&key::space(org, app), request).await? {
            Some(answered) => self
                .answer(org, app, request, Run::again(answered))
                .await
                .map(Some),
            None => Ok(None),
        }
    }

    /// Whether an earlier request with the same idempotency key changed this organization.
    ///
    /// # Errors
    /// As [`Control::answered`].
    pub async fn answered_org(
        &self,
        org: &OrgName,
        request: &Request,
    ) -> Result<bool, ControlError> {
        Ok(self.earlier(org.as_str(), request).await?.is_some())
    }

    /// Whether an earlier request with the same idempotency key made an organization.
    ///
    /// # Errors
    /// As [`Control::answered`].
    pub async fn answered_new_org(&self, request: &Request) -> Result<bool, ControlError> {
        Ok(self.earlier(NEW_ORGS, request).await?.is_some())
    }

    async fn earlier(
        &self,
        aggregate: &str,
        request: &Request,
    ) -> Result<Option<Answered>, ControlError> {
        if request.idempotency.is_none() || request.dry_run {
            return Ok(None);
        }
        let fresh = self.ids.fresh(self.clock.now());
        let slot = Slot::of(aggregate, request, &fresh);
        let found = self.read_one(slot.key.clone()).await?;
        found.map(|answered| slot.check(answered)).transpose()
    }
}

/// Where the answer of one request lies.
pub(super) struct Slot {
    /// Its key.
    pub key: Key,
    /// Hash of the request's body.
    pub body: Sha256,
}

impl Slot {
    /// The slot of a request: from the client's key, or else from the seed of its ids, so that a
    /// commit of unknown outcome can always be looked up.
    pub fn of(aggregate: &str, request: &Request, fresh: &Fresh) -> Self {
        let mut hasher = Hasher::default();
        let mut feed = |part: &[u8]| {
            hasher.update(part);
            hasher.update(&[0]);
        };
        feed(b"wavecast.idempotency.v1");
        feed(aggregate.as_bytes());
        feed(entry::actor(&request.principal).as_bytes());
        let body = match &request.idempotency {
            Some((client, body)) => {
                feed(b"client");
                feed(client.as_bytes());
                *body
            }
            None => {
                feed(b"seed");
                feed(&fresh.seed);
                Sha256([0; 32])
            }
        };
        Self {
            key: key::idempotency(hasher.finish()),
            body,
        }
    }

    /// The write of an answer. An expired one under the same key is overwritten.
    pub fn put(
        &self,
        answered: &Answered,
        expect: Expect,
        now: Timestamp,
    ) -> Result<Write, LayoutError> {
        let mut record: Entry = entry::plain(self.key.clone(), answered)?;
        entry::end(&mut record, now.plus(KEPT));
        Ok(Write::Put(record, expect))
    }

    /// Refuses an answer that belongs to another body.
    pub fn check(&self, answered: Answered) -> Result<Answered, ControlError> {
        if answered.body == self.body {
            Ok(answered)
        } else {
            Err(ControlError::KeyReused)
        }
    }
}
