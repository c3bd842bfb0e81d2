//! The installation's own people: who they are, and their sessions.

use wavecast_domain::name::{SecretId, UserName};
use wavecast_domain::principal::Principal;
use wavecast_domain::refusal::Reason;
use wavecast_domain::secret::Presented;
use wavecast_domain::user::{
    Ended, Pair, Session, SessionState, Turn, User, UserCommand, UserDecision, decide_user,
};
use wavecast_domain::{Context, Refusal};
use wavecast_wire::time::Timestamp;

use super::commit::{Plan, as_read};
use super::execute::{Prepared, Work, never_asks};
use super::idempotency::Slot;
use super::list::{Listing, PageAsk, prefix};
use super::sign_in::NOTED_EVERY;
use super::{Control, ControlError, NotKnown, Request};
use crate::port::{Entry, Expect, PortError, Write};
use crate::record::own::Answered;
use crate::record::{entry, key};

/// Tries to go on with a session while others do too.
const TRIES: u32 = 8;

/// What a command on one of the installation's own people came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserDone {
    /// The code that it made.
    pub about: Option<SecretId>,
    /// Whether it is a replay of an earlier request with the same key.
    pub replayed: bool,
}

/// Somebody who is known by a session.
#[derive(Clone, Debug)]
pub struct InSession {
    /// The person.
    pub principal: Principal,
    /// By what name they signed in.
    pub user: UserName,
    /// The session.
    pub session: SecretId,
}

/// A session that goes on.
#[derive(Clone, Debug)]
pub struct Refreshed {
    /// Its new tokens.
    pub pair: Pair,
    /// Whose, by what to call them.
    pub user: String,
}

impl Control {
    /// One of the installation's own people.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn user(&self, name: &UserName) -> Result<Option<User>, ControlError> {
        self.read_one(key::user(name)).await
    }

    /// The installation's own people, by name.
    ///
    /// # Errors
    /// As [`Control::user`].
    pub async fn users(&self, ask: &PageAsk) -> Result<Listing<User>, ControlError> {
        let query = prefix(key::USERS.to_owned(), "");
        self.walk(&query, ask, |_: &User| true).await
    }

    /// Carries out a command on one of them.
    ///
    /// # Errors
    /// As [`Control::execute`].
    pub async fn change_user(
        &self,
        name: &UserName,
        request: Request,
        command: UserCommand,
    ) -> Result<UserDone, ControlError> {
        never_asks(&request)?;
        let run = self.run(&Work::User(name, &command), &request).await?;
        Ok(UserDone {
            about: run.answered.about,
            replayed: run.replayed,
        })
    }

    pub(super) async fn prepare_user(
        &self,
        name: &UserName,
        command: &UserCommand,
        request: &Request,
        slot: &Slot,
        cx: &Context,
    ) -> Result<Prepared, ControlError> {
        let keys = [key::user(name), slot.key.clone()];
        let mut found = self.ledger.get(&keys).await?.into_iter();
        let (stored, answer) = (found.next().flatten(), found.next().flatten());
        let earlier = answer.as_ref();
        let earlier = earlier.filter(|found| !request.dry_run && !entry::is_over(found, cx.now));
        if let Some(answer) = earlier {
            return Ok(Prepared::Answered(entry::read(answer)?));
        }
        let present: Option<User> = stored.as_ref().map(entry::read).transpose()?;
        stale(name, present.as_ref(), request)?;
        let decision = decide_user(present.as_ref(), name, cx, command.clone())?;
        let revision = decision.event.revision;
        let answered = Answered::quiet(slot.body, revision, decision.about.clone());
        let mut writes = writes(name, decision, stored.as_ref())?;
        writes.push(slot.put(&answered, as_read(answer.as_ref()), cx.now)?);
        Ok(Prepared::Plan(Box::new(Plan {
            ahead: Vec::new(),
            writes,
            answered,
            wakes: Vec::new(),
            made: None,
        })))
    }

    /// Who acts with a session's token. Notes its use, to the minute.
    ///
    /// # Errors
    /// As [`Control::user`].
    pub async fn in_session(
        &self,
        presented: &Presented,
    ) -> Result<Result<InSession, NotKnown>, ControlError> {
        let keys = [
            key::session(&presented.id),
            key::session_used(&presented.id),
        ];
        let found = self.ledger.get(&keys).await?;
        let [stored, used] = found.as_slice() else {
            return Ok(Err(NotKnown::Unknown));
        };
        let now = self.clock.now();
        let stored = stored.as_ref().filter(|found| !entry::is_over(found, now));
        let session = stored.map(entry::read::<Session>).transpose()?;
        let until = session.as_ref().and_then(|one| one.acts_until(presented));
        let (Some(session), Some(until)) = (session, until) else {
            return Ok(Err(NotKnown::Unknown));
        };
        if until <= now {
            return Ok(Err(NotKnown::Expired(until)));
        }
        let used: Option<Timestamp> = used.as_ref().map(entry::read).transpose()?;
        if used.is_none_or(|used| now.0 - used.0 >= NOTED_EVERY) {
            self.note_session(&session, now).await;
        }
        Ok(Ok(InSession {
            principal: Principal::person(session.person.clone(), session.shown()),
            user: session.user,
            session: session.id,
        }))
    }

    /// Its use is for people to see: a request never fails because it can't be noted.
    async fn note_session(&self, session: &Session, now: Timestamp) {
        let noted = match entry::session_used(session, now) {
            Ok(entry) => {
                let write = Write::Put(entry, Expect::Any);
                let noted = self.ledger.commit(vec![write]).await;
                noted.map_err(ControlError::from)
            }
            Err(error) => Err(error.into()),
        };
        if let Err(error) = noted {
            tracing::warn!(session = %session.id, %error, "the use of a session wasn't noted");
        }
    }

    /// Goes on with a session: its next tokens, the same ones for who asks twice. A token that was
    /// followed by others ends it, whoever presents it. The code of one that waits for another program
    /// needs what is shown with it.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn refresh_session(
        &self,
        presented: &Presented,
        (token, shown): (&str, Option<&str>),
        request: &Request,
    ) -> Result<Result<Refreshed, NotKnown>, ControlError> {
        for _ in 0..TRIES {
            let Some((session, expect)) = self.session(&presented.id).await? else {
                return Ok(Err(NotKnown::Unknown));
            };
            let user = session.shown().to_owned();
            match session.turn(token, shown, self.clock.now()) {
                Ok(Turn::Again(pair)) => return Ok(Ok(Refreshed { pair, user })),
                Ok(Turn::On(next, pair)) => {
                    let write = Write::Put(entry::session(&next)?, expect);
                    match self.ledger.commit(vec![write]).await {
                        Ok(()) => return Ok(Ok(Refreshed { pair, user })),
                        // What was read again says whether it landed, and answers the same tokens.
                        Err(PortError::Conflict | PortError::Unknown(_)) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                Err(Ended::Unknown) => return Ok(Err(NotKnown::Unknown)),
                Err(Ended::Over) => return Ok(Err(NotKnown::Expired(session.expires))),
                Err(Ended::Reused) => {
                    tracing::warn!(session = %session.id, %user, "a session was taken up by a token that was used before: it is ended");
                    // By the server itself: its owner didn't.
                    self.end_session(&session, request.clone()).await?;
                    return Ok(Err(NotKnown::Revoked));
                }
            }
        }
        Err(ControlError::Contended)
    }

    /// Ends the session that a token to go on with belongs to, if it is the newest one or was; says
    /// whether there was one. Who knows its public part alone ends nothing.
    ///
    /// # Errors
    /// As [`Control::execute`].
    pub async fn end_presented(
        &self,
        presented: &Presented,
        token: &str,
        request: Request,
    ) -> Result<bool, ControlError> {
        match self.session(&presented.id).await? {
            Some((session, _)) if session.knows(token) => {
                let principal = Principal::person(session.person.clone(), session.shown());
                let by = Request {
                    principal,
                    ..request
                };
                self.end_session(&session, by).await
            }
            _ => Ok(false),
        }
    }

    async fn end_session(&self, session: &Session, request: Request) -> Result<bool, ControlError> {
        let command = UserCommand::End(session.id.clone());
        match self.change_user(&session.user, request, command).await {
            Ok(_) => Ok(true),
            // Somebody else ended it, or removed its owner.
            Err(ControlError::Refused(refusal)) if refusal.reason == Reason::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn session(&self, id: &SecretId) -> Result<Option<(Session, Expect)>, ControlError> {
        let found = self.ledger.get(&[key::session(id)]).await?;
        let now = self.clock.now();
        let found = found.into_iter().next().flatten();
        let Some(found) = found.filter(|found| !entry::is_over(found, now)) else {
            return Ok(None);
        };
        Ok(Some((
            entry::read(&found)?,
            Expect::Revision(found.revision),
        )))
    }

    /// The sessions of somebody that go on, with when each was last seen.
    ///
    /// # Errors
    /// As [`Control::user`].
    pub async fn sessions(&self, user: &User) -> Result<Vec<SessionState>, ControlError> {
        let ids = user.sessions.keys();
        let keys = ids.flat_map(|id| [key::session(id), key::session_used(id)]);
        let keys: Vec<_> = keys.collect();
        let now = self.clock.now();
        let mut sessions = Vec::new();
        for pair in self.ledger.get(&keys).await?.chunks(2) {
            let [Some(session), used] = pair else {
                continue;
            };
            if entry::is_over(session, now) {
                continue;
            }
            sessions.push(SessionState {
                session: entry::read(session)?,
                used: used.as_ref().map(entry::read).transpose()?,
            });
        }
        Ok(sessions)
    }
}

/// The writes of a decision, but for its answer.
fn writes(
    name: &UserName,
    decision: UserDecision,
    stored: Option<&Entry>,
) -> Result<Vec<Write>, ControlError> {
    let expect = as_read(stored);
    let mut writes = vec![match &decision.user {
        Some(user) => Write::Put(entry::user(user)?, expect),
        None => Write::Delete(key::user(name), expect),
    }];
    let event = entry::event(&key::person(&decision.person), &decision.event)?;
    writes.push(Write::Put(event, Expect::Absent));
    if let Some(session) = &decision.session {
        writes.push(Write::Put(entry::session(session)?, Expect::Absent));
    }
    for id in &decision.ended {
        writes.push(Write::Delete(key::session(id), Expect::Any));
        writes.push(Write::Delete(key::session_used(id), Expect::Any));
    }
    Ok(writes)
}

fn stale(name: &UserName, present: Option<&User>, request: &Request) -> Result<(), Refusal> {
    let at = present.map(|present| present.revision);
    if request.expected.is_none() || request.expected == at {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::Stale,
        format!("user {name}"),
        "it isn't at the expected revision any more",
        "read it again, look at what changed, and repeat the change on the new revision",
    ))
}
