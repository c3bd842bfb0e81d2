//! Who a token speaks for, and what whoever signed in may do in an organization.

use std::collections::BTreeMap;

use subtle::ConstantTimeEq as _;
use wavecast_domain::access::Access;
use wavecast_domain::name::UserId;
use wavecast_domain::org::{Holder, Org, Token, TokenState};
use wavecast_domain::principal::Principal;
use wavecast_domain::role::Said;
use wavecast_domain::secret::{Kind, Presented};
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use super::{Control, ControlError};
use crate::port::{Expect, Write};
use crate::record::{entry, key};

/// Seconds between two notes of a token's use.
pub(super) const NOTED_EVERY: i64 = 60;

/// Why a token isn't let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotKnown {
    /// No such token, or not this secret. It is never told which.
    #[error("this token isn't known here")]
    Unknown,
    /// It was good until then.
    #[error("this token expired at {0}")]
    Expired(Timestamp),
    /// It was revoked, or its holder is gone.
    #[error("this token was revoked")]
    Revoked,
}

/// Seconds of rest after which a token that is used signs in anew.
const REST: i64 = 3600;

/// Who a token let in.
#[derive(Clone, Debug)]
pub struct LetIn {
    /// For whom it speaks.
    pub principal: Principal,
    /// The organization that it is of.
    pub org: OrgName,
    /// Whether it comes for the first time, or after a rest.
    pub signs_in: bool,
}

/// A token that let nobody in.
#[derive(Clone, Debug)]
pub struct TurnedAway {
    /// Why.
    pub why: NotKnown,
    /// The organization whose token has this id, whoever knows its secret.
    pub org: Option<OrgName>,
}

impl From<NotKnown> for TurnedAway {
    fn from(why: NotKnown) -> Self {
        Self { why, org: None }
    }
}

impl Control {
    /// The principal of a token, with what it may do in its organization. Notes its use, to the
    /// minute.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn token_principal(
        &self,
        presented: &Presented,
    ) -> Result<Result<LetIn, TurnedAway>, ControlError> {
        let keys = [key::token(&presented.id), key::token_used(&presented.id)];
        let found = self.ledger.get(&keys).await?;
        let [stored, used] = found.as_slice() else {
            return Ok(Err(NotKnown::Unknown.into()));
        };
        let now = self.clock.now();
        let stored = stored.as_ref().filter(|found| !entry::is_over(found, now));
        let Some(token) = stored.map(entry::read::<Token>).transpose()? else {
            return Ok(Err(NotKnown::Unknown.into()));
        };
        let turned_away = |why| {
            let org = Some(token.org.clone());
            Ok(Err(TurnedAway { why, org }))
        };
        // In constant time, so that no clock tells how near a guess came.
        if !bool::from(token.hash.0.ct_eq(&presented.hash.0)) {
            return turned_away(NotKnown::Unknown);
        }
        if token.expires <= now {
            return turned_away(NotKnown::Expired(token.expires));
        }
        let org = self.org(&token.org).await?;
        let Some(principal) = org
            .as_ref()
            .and_then(|org| speaks_for(org, &token, presented))
        else {
            return turned_away(NotKnown::Revoked);
        };
        let used: Option<Timestamp> = used.as_ref().map(entry::read).transpose()?;
        self.note_use(&token, used, now).await;
        Ok(Ok(LetIn {
            principal,
            org: token.org,
            signs_in: used.is_none_or(|used| now.0 - used.0 >= REST),
        }))
    }

    /// Its use is for people to see: a request never fails because it can't be noted.
    async fn note_use(&self, token: &Token, used: Option<Timestamp>, now: Timestamp) {
        if used.is_some_and(|used| now.0 - used.0 < NOTED_EVERY) {
            return;
        }
        let noted = match entry::token_used(token, now) {
            Ok(entry) => {
                let write = Write::Put(entry, Expect::Any);
                self.ledger
                    .commit(vec![write])
                    .await
                    .map_err(ControlError::from)
            }
            Err(error) => Err(error.into()),
        };
        if let Err(error) = noted {
            tracing::warn!(token = %token.id, %error, "the use of a token wasn't noted");
        }
    }

    /// What a person may do in an organization, as its member and by what their sign-in says of them;
    /// `None` where there is none, or they are neither.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn access(
        &self,
        org: &OrgName,
        user: &UserId,
        said: &[Said],
    ) -> Result<Option<Access>, ControlError> {
        let found = self.org(org).await?;
        Ok(found.and_then(|org| org.access_of_person(user, said)))
    }

    /// The tokens that work in an organization, with when each was last used.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn tokens(&self, org: &Org) -> Result<Vec<TokenState>, ControlError> {
        let mut tokens = Vec::new();
        let ids: Vec<_> = org.tokens.keys().collect();
        // Two entries each, a hundred at once.
        for some in ids.chunks(50) {
            let keys = some.iter();
            let keys: Vec<_> = keys
                .flat_map(|id| [key::token(id), key::token_used(id)])
                .collect();
            for pair in self.ledger.get(&keys).await?.chunks(2) {
                let [Some(token), used] = pair else { continue };
                tokens.push(TokenState {
                    token: entry::read(token)?,
                    used: used.as_ref().map(entry::read).transpose()?,
                });
            }
        }
        Ok(tokens)
    }
}

/// The principal of a token whose secret is right; `None` for one that was revoked.
fn speaks_for(org: &Org, token: &Token, presented: &Presented) -> Option<Principal> {
    let access = org.access_of_token(token)?;
    match (&token.holder, presented.kind) {
        (Holder::User { user }, Kind::Personal) => Some(Principal::User {
            id: user.clone(),
            name: org.members.get(user)?.name.clone(),
            token: Some(token.id.clone()),
            said: BTreeMap::new(),
            access,
        }),
        (Holder::Account { account }, Kind::Service) => Some(Principal::Service {
            org: org.name.clone(),
            account: account.clone(),
            token: token.id.clone(),
            access,
        }),
        _ => None,
    }
}
