//! Who calls.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use axum::http::HeaderValue;
use subtle::ConstantTimeEq as _;
use wavecast_domain::name::{SecretId, UserName};
use wavecast_domain::principal::Principal;
use wavecast_domain::secret::{self, Kind, Presented};
use wavecast_engine::control::NotKnown;
use wavecast_engine::port::{Identity, IdentityError, Passwords, Person, Workflows};
use wavecast_wire::hash::Sha256;
use wavecast_wire::time::Timestamp;

use crate::lockout::Lockout;
use crate::problem::Problem;
use crate::state::ApiState;

/// A fixed token, by its SHA-256, and for whom it speaks.
pub type Fixed = (Sha256, Principal);

/// Where fixed tokens are kept, so that they can be replaced while a server runs.
#[async_trait]
pub trait FixedTokens: Send + Sync {
    /// Those that are known now; `None` if that can't be read, and what was known stays.
    async fn now(&self) -> Option<Vec<Fixed>>;
}

/// Turns a bearer token into a principal. Keeps hashes alone, so that no token can leak from it.
#[derive(Clone)]
pub struct Auth {
    fixed: Arc<Mutex<Known>>,
    source: Option<Arc<dyn FixedTokens>>,
    identity: Option<(Arc<dyn Identity>, SignInPlace)>,
    workflows: Option<Arc<dyn Workflows>>,
    people: Option<(Arc<dyn Passwords>, Arc<Lockout>)>,
}

/// Who calls, and by which session if by one.
pub(crate) struct Caller {
    pub principal: Principal,
    pub session: Option<Live>,
}

/// The session that a request comes with.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    /// Whose, by the name that they signed in by.
    pub user: UserName,
    /// Which.
    pub id: SecretId,
}

impl From<Principal> for Caller {
    fn from(principal: Principal) -> Self {
        let session = None;
        Self { principal, session }
    }
}

/// Where people sign in, for clients that ask.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignInPlace {
    /// The issuer, as it calls itself.
    pub issuer: String,
    /// As which of its clients the command line signs in.
    pub client: String,
}

/// Fixed tokens, and when their source may be asked again.
struct Known {
    tokens: Vec<Fixed>,
    next: Timestamp,
}

/// Seconds between two readings of the source: strangers' tokens mustn't make it be asked more often.
const READ_EVERY: i64 = 60;

/// Characters of a token that is looked at: a JWT of an issuer with many groups has some thousand.
const TOKEN_CHARS: usize = 16 * 1024;

impl Auth {
    /// Knows the bootstrap token (`wct_…`), beside the tokens that organizations made.
    #[must_use]
    pub fn bootstrap(token: &str) -> Self {
        let hash = Sha256::of(token.as_bytes());
        Self::from_hashes([(hash, Principal::Bootstrap)])
    }

    /// Knows tokens by their SHA-256, beside those that organizations made.
    pub fn from_hashes(known: impl IntoIterator<Item = Fixed>) -> Self {
        let known = Known {
            tokens: known.into_iter().collect(),
            next: Timestamp(i64::MIN),
        };
        Self {
            fixed: Arc::new(Mutex::new(known)),
            source: None,
            identity: None,
            workflows: None,
            people: None,
        }
    }

    /// Also signs in people of the installation's own, by passwords.
    #[must_use]
    pub fn with_passwords(self, passwords: Arc<dyn Passwords>) -> Self {
        Self {
            people: Some((passwords, Arc::default())),
            ..self
        }
    }

    /// Who judges passwords, and who counts wrong ones.
    pub(crate) fn people(&self) -> Result<(&dyn Passwords, &Lockout), Problem> {
        let people = self.people.as_ref();
        let people = people.map(|(passwords, lockout)| (passwords.as_ref(), lockout.as_ref()));
        people.ok_or_else(|| {
            let hint =
                "sign in with `wavecast login`, or take a token: --token-file, or WAVECAST_TOKEN";
            Problem::not_found("a sign-in by passwords at this server", hint)
        })
    }

    /// Asks where the fixed tokens are kept when one is presented that isn't known, at most once a
    /// minute: who replaces them needs to start nothing anew. One that was taken away works until then.
    #[must_use]
    pub fn with_source(self, source: Arc<dyn FixedTokens>) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }

    /// Also knows the access tokens of an issuer, and tells where they are got.
    #[must_use]
    pub fn with_identity(self, identity: Arc<dyn Identity>, place: SignInPlace) -> Self {
        Self {
            identity: Some((identity, place)),
            ..self
        }
    }

    /// Also exchanges the tokens of workflows.
    #[must_use]
    pub fn with_workflows(self, workflows: Arc<dyn Workflows>) -> Self {
        Self {
            workflows: Some(workflows),
            ..self
        }
    }

    /// Who judges the tokens of workflows, if anybody does.
    pub(crate) fn workflows(&self) -> Option<&dyn Workflows> {
        self.workflows.as_deref()
    }

    /// Where people sign in; `None` where nobody is let in but by tokens of our own.
    pub(crate) fn place(&self) -> Option<&SignInPlace> {
        self.identity.as_ref().map(|(_, place)| place)
    }

    /// The principal of a fixed token. Hashes are compared in constant time, so that no clock
    /// tells how near a guess came.
    #[must_use]
    pub fn principal(&self, token: &str) -> Option<Principal> {
        let asked = Sha256::of(token.as_bytes());
        let known = self.known();
        let mut known = known.tokens.iter();
        let found = known.find(|(hash, _)| bool::from(hash.0.ct_eq(&asked.0)));
        found.map(|(_, principal)| principal.clone())
    }

    /// The principal of a fixed token that wasn't known, if it is by now.
    async fn principal_by_now(&self, token: &str, now: Timestamp) -> Option<Principal> {
        let source = self.source.as_ref()?;
        {
            let mut known = self.known();
            if now < known.next {
                return None;
            }
            known.next = now.plus(READ_EVERY);
        }
        let tokens = source.now().await?;
        self.known().tokens = tokens;
        self.principal(token)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing in here panics while holding it; a poisoned lock is still whole.
        self.fixed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.known();
        let known: Vec<_> = known
            .tokens
            .iter()
            .map(|(_, who)| who.to_string())
            .collect();
        f.debug_struct("Auth")
            .field("fixed", &known)
            .field("place", &self.place())
            .field("workflows", &self.workflows().map(|all| all.issuers()))
            .finish()
    }
}

impl ApiState {
    /// Who sends this `Authorization` header; a person isn't yet given their roles.
    pub(crate) async fn principal(&self, header: Option<&HeaderValue>) -> Result<Caller, Problem> {
        let given =
            header.ok_or_else(|| Problem::unauthenticated("this request carries no token"))?;
        let token = given.to_str().ok().and_then(bearer).ok_or_else(|| {
            Problem::unauthenticated("the authorization header isn't 'Bearer' and a token")
        })?;
        if token.len() > TOKEN_CHARS {
            return Err(Problem::unauthenticated("this token is too long to be one"));
        }
        if let Some(principal) = self.auth.principal(token) {
            return Ok(principal.into());
        }
        if secret::is_ours(token) {
            return self.of_secret(token).await;
        }
        match &self.auth.identity {
            Some((identity, _)) if token.contains('.') => {
                let person = identity.verify(token, self.now()).await.map_err(refuse)?;
                let Person { id, name, roles } = person;
                Ok(Principal::signed_in(id, name, roles).into())
            }
            _ => {
                let known = self.auth.principal_by_now(token, self.now()).await;
                let known = known.map(Into::into);
                known.ok_or_else(|| Problem::unauthenticated("this token isn't known here"))
            }
        }
    }

    /// Who calls with a token that an organization made, or with a session's.
    async fn of_secret(&self, token: &str) -> Result<Caller, Problem> {
        let Some(presented) = Presented::read(token) else {
            let detail = "this token has a slip in it: its checksum doesn't fit";
            return Err(Problem::unauthenticated(detail).hint("copy it again, all of it"));
        };
        let (detail, hint) = match presented.kind {
            Kind::Invitation => (
                "this is the code of an invitation, not a token",
                "answer it with `wavecast org accept`",
            ),
            Kind::Password => (
                "this is a code to set a password by, not a token",
                "set it with `wavecast user accept`",
            ),
            Kind::Refresh => (
                "this token takes a session up again, and does nothing else",
                "send it to /api/session/refresh, and what it answers here",
            ),
            Kind::Access => return self.of_session(&presented).await,
            Kind::Personal | Kind::Service => {
                let known = self.control.token_principal(&presented).await?;
                let refused = |error: NotKnown| Problem::unauthenticated(&error.to_string());
                return known.map(Into::into).map_err(refused);
            }
        };
        Err(Problem::unauthenticated(detail).hint(hint))
    }

    async fn of_session(&self, presented: &Presented) -> Result<Caller, Problem> {
        if self.auth.people.is_none() {
            return Err(session_over(&NotKnown::Unknown));
        }
        let found = self.control.in_session(presented).await?;
        let found = found.map_err(|error| session_over(&error))?;
        Ok(Caller {
            principal: found.principal,
            session: Some(Live {
                user: found.user,
                id: found.session,
            }),
        })
    }
}

/// A session's token isn't let in.
pub(crate) fn session_over(error: &NotKnown) -> Problem {
    let hint = "take the session up again at /api/session/refresh, or sign in with `wavecast login --user NAME`";
    Problem::unauthenticated(&error.to_string()).hint(hint)
}

fn refuse(error: IdentityError) -> Problem {
    match error {
        IdentityError::Refused(why) => {
            let hint = "sign in again with `wavecast login`";
            Problem::unauthenticated(&format!("the sign-in isn't accepted: {why}")).hint(hint)
        }
        IdentityError::Unavailable(why) => issuer_down(why),
    }
}

/// A token can't be judged now.
pub(crate) fn issuer_down(why: String) -> Problem {
    let title = "The issuer of the sign-in doesn't answer";
    Problem::unavailable("issuer-unavailable", title, why)
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
