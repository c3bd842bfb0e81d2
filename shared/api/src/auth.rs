//! Who calls.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use axum::http::{HeaderMap, HeaderValue, Method};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use utoipa::ToSchema;
use wavecast_domain::name::{SecretId, UserName};
use wavecast_domain::principal::Principal;
use wavecast_domain::secret::{self, Kind, Presented};
use wavecast_engine::control::NotKnown;
use wavecast_engine::port::{
    Identity, IdentityError, IdentityProvider, Passwords, Person, Workflows,
};
use wavecast_wire::hash::Sha256;
use wavecast_wire::name::OrgName;
use wavecast_wire::time::Timestamp;

use crate::cookie::Site;
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
    people: Option<Arc<People>>,
    site: Option<Arc<Site>>,
    providers: BTreeMap<Way, Arc<dyn IdentityProvider>>,
    anybody: bool,
    groups: Option<Arc<str>>,
}

/// A way to sign in with a browser, at a provider elsewhere.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// With an account at GitHub.
    GitHub,
    /// At the issuer of OpenID Connect.
    Oidc,
}

impl Way {
    /// As paths have it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::Oidc => "oidc",
        }
    }
}

impl FromStr for Way {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let all = [Self::GitHub, Self::Oidc].into_iter();
        let mut found = all.filter(|way| way.as_str() == text);
        found.next().ok_or("must be github or oidc")
    }
}

/// How the installation's own people sign in.
pub(crate) struct People {
    /// Judges passwords.
    pub passwords: Arc<dyn Passwords>,
    /// Counts wrong ones.
    pub lockout: Lockout,
}

/// Who calls.
pub(crate) struct Caller {
    /// For whom the token speaks; a person isn't yet given their roles.
    pub principal: Principal,
    /// By which session, if by one.
    pub live: Option<Live>,
    /// The organization whose token it is, where it is one's.
    pub org: Option<OrgName>,
    /// Whether that token begins, or comes after a rest.
    pub signs_in: bool,
    /// What tells the sign-in by any other token, or the session, from the next.
    pub token: Option<Sha256>,
}

impl Caller {
    fn new(principal: Principal, token: &[u8]) -> Self {
        Self {
            principal,
            live: None,
            org: None,
            signs_in: false,
            token: Some(Sha256::of(token)),
        }
    }
}

/// The session that a request comes with.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    /// Whose, by the name that they signed in by.
    pub user: UserName,
    /// Which.
    pub id: SecretId,
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
        Self::from_hashes([]).with_bootstrap(token)
    }

    /// Also knows the bootstrap token.
    #[must_use]
    pub fn with_bootstrap(self, token: &str) -> Self {
        let hash = Sha256::of(token.as_bytes());
        self.known().tokens.push((hash, Principal::Bootstrap));
        self
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
            site: None,
            providers: BTreeMap::new(),
            anybody: false,
            groups: None,
        }
    }

    /// Also signs in people of the installation's own, by passwords, and in browsers where these know the
    /// server by its public URL.
    #[must_use]
    pub fn with_passwords(self, passwords: Arc<dyn Passwords>, public_url: &str) -> Self {
        let people = People {
            passwords,
            lockout: Lockout::default(),
        };
        Self {
            people: Some(Arc::new(people)),
            site: Some(Arc::new(Site::of(public_url))),
            ..self
        }
    }

    /// Also signs people in with their browser at a provider, which sends them back to the public URL.
    #[must_use]
    pub fn with_provider(
        mut self,
        way: Way,
        provider: Arc<dyn IdentityProvider>,
        public_url: &str,
    ) -> Self {
        self.providers.insert(way, provider);
        Self {
            site: Some(Arc::new(Site::of(public_url))),
            ..self
        }
    }

    /// Also lets in whoever has an account at the provider, and not only who was added.
    #[must_use]
    pub fn with_anybody(self) -> Self {
        Self {
            anybody: true,
            ..self
        }
    }

    /// Whether whoever has an account at GitHub may come.
    pub(crate) const fn takes_anybody(&self) -> bool {
        self.anybody
    }

    /// Who signs people in with their browser.
    pub(crate) fn providers(&self) -> impl Iterator<Item = (Way, &dyn IdentityProvider)> {
        let all = self.providers.iter();
        all.map(|(way, provider)| (*way, provider.as_ref()))
    }

    /// A way to sign in with a browser.
    pub(crate) fn provider(&self, way: Way) -> Result<&dyn IdentityProvider, Problem> {
        let found = self.providers.get(&way);
        found.map(AsRef::as_ref).ok_or_else(|| {
            let what = format!("a sign-in by {} at this server", way.as_str());
            Problem::not_found(&what, "/api/sign-in says how people sign in here")
        })
    }

    /// How browsers know this server, where they may sign in.
    pub(crate) fn site(&self) -> Result<&Site, Problem> {
        let site = self.site.as_deref();
        site.ok_or_else(|| {
            let hint = "send a token: 'Authorization: Bearer …'";
            Problem::not_found("a sign-in for browsers at this server", hint)
        })
    }

    /// Who judges the tokens of the issuer.
    pub(crate) fn identity(&self) -> Option<&dyn Identity> {
        self.identity
            .as_ref()
            .map(|(identity, _)| identity.as_ref())
    }

    /// Refuses where nobody has a session of this server's own.
    pub(crate) fn check_sessions(&self) -> Result<(), Problem> {
        match self.has_sessions() {
            true => Ok(()),
            false => self.people().map(|_| ()),
        }
    }

    fn has_sessions(&self) -> bool {
        self.people.is_some() || self.providers.contains_key(&Way::GitHub)
    }

    /// Also has groups made at the issuer, beneath this one.
    #[must_use]
    pub fn with_groups(self, parent: &str) -> Self {
        Self {
            groups: Some(parent.into()),
            ..self
        }
    }

    /// The group that holds all of ours at the issuer, if groups are made there.
    pub(crate) fn groups(&self) -> Option<&str> {
        self.groups.as_deref()
    }

    /// How the installation's own people sign in, where they do.
    pub(crate) fn people(&self) -> Result<&People, Problem> {
        let people = self.people.as_deref();
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

/// A token that isn't let in, and whose it is where that is known.
pub(crate) struct TurnedAway {
    /// What is answered.
    pub problem: Problem,
    /// The organization whose token has this id.
    pub org: Option<OrgName>,
    /// That id.
    pub token: Option<SecretId>,
}

impl From<Problem> for TurnedAway {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            org: None,
            token: None,
        }
    }
}

impl ApiState {
    /// Who sends this `Authorization` header.
    pub(crate) async fn caller(&self, header: Option<&HeaderValue>) -> Result<Caller, TurnedAway> {
        let given =
            header.ok_or_else(|| Problem::unauthenticated("this request carries no token"))?;
        let token = given.to_str().ok().and_then(bearer).ok_or_else(|| {
            Problem::unauthenticated("the authorization header isn't 'Bearer' and a token")
        })?;
        if token.len() > TOKEN_CHARS {
            return Err(Problem::unauthenticated("this token is too long to be one").into());
        }
        if let Some(principal) = self.auth.principal(token) {
            return Ok(Caller::new(principal, token.as_bytes()));
        }
        if secret::is_ours(token) {
            return self.of_secret(token).await;
        }
        match self.auth.identity() {
            Some(identity) if token.contains('.') => Ok(self.of_issuer(identity, token).await?),
            _ => {
                let known = self.auth.principal_by_now(token, self.now()).await;
                let known = known.map(|principal| Caller::new(principal, token.as_bytes()));
                Ok(known.ok_or_else(|| Problem::unauthenticated("this token isn't known here"))?)
            }
        }
    }

    /// Who calls with a token of the issuer.
    async fn of_issuer(&self, identity: &dyn Identity, token: &str) -> Result<Caller, Problem> {
        let person = identity.verify(token, self.now()).await.map_err(refuse)?;
        let Person { id, name, roles } = person;
        let principal = Principal::signed_in(id, name, roles);
        Ok(Caller::new(principal, token.as_bytes()))
    }

    /// Who calls by a session's cookie; a change must come from this site's own pages.
    pub(crate) async fn of_cookie(
        &self,
        method: &Method,
        headers: &HeaderMap,
    ) -> Option<Result<Caller, TurnedAway>> {
        let site = self.auth.site.as_deref()?;
        let token = site.access(headers)?;
        if !method.is_safe()
            && let Err(problem) = site.check(headers)
        {
            return Some(Err(problem.into()));
        }
        let presented = Presented::read(token).filter(|one| one.kind == Kind::Access);
        let unknown = || Problem::unauthenticated("the cookie of this session isn't one of ours");
        let by_issuer = self.auth.providers.contains_key(&Way::Oidc);
        let caller = match (presented, self.auth.identity()) {
            (Some(presented), _) => self.of_session(&presented).await,
            (None, Some(identity)) if by_issuer && !secret::is_ours(token) => {
                self.of_issuer(identity, token).await
            }
            _ => Err(unknown()),
        };
        Some(caller.map_err(TurnedAway::from))
    }

    /// Who calls with a token that an organization made, or with a session's.
    async fn of_secret(&self, token: &str) -> Result<Caller, TurnedAway> {
        let Some(presented) = Presented::read(token) else {
            let detail = "this token has a slip in it: its checksum doesn't fit";
            let problem = Problem::unauthenticated(detail).hint("copy it again, all of it");
            return Err(problem.into());
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
            Kind::Access => {
                let known = self.of_session(&presented).await;
                return known.map_err(|problem| TurnedAway {
                    token: Some(presented.id),
                    ..problem.into()
                });
            }
            Kind::Personal | Kind::Service => return self.of_token(presented).await,
        };
        Err(Problem::unauthenticated(detail).hint(hint).into())
    }

    async fn of_token(&self, presented: Presented) -> Result<Caller, TurnedAway> {
        let known = self.control.token_principal(&presented).await;
        match known.map_err(Problem::from)? {
            Ok(known) => Ok(Caller {
                principal: known.principal,
                live: None,
                org: Some(known.org),
                signs_in: known.signs_in,
                token: None,
            }),
            Err(turned) => Err(TurnedAway {
                problem: Problem::unauthenticated(&turned.why.to_string()),
                org: turned.org,
                token: Some(presented.id),
            }),
        }
    }

    async fn of_session(&self, presented: &Presented) -> Result<Caller, Problem> {
        if !self.auth.has_sessions() {
            return Err(session_over(&NotKnown::Unknown));
        }
        let found = self.control.in_session(presented).await?;
        let found = found.map_err(|error| session_over(&error))?;
        // Its tokens follow each other every few minutes: the session is the sign-in.
        let session = found.session.to_string();
        Ok(Caller {
            live: Some(Live {
                user: found.user,
                id: found.session,
            }),
            ..Caller::new(found.principal, session.as_bytes())
        })
    }
}

/// A session's token isn't let in.
pub(crate) fn session_over(error: &NotKnown) -> Problem {
    let hint =
        "take the session up again at /api/session/refresh, or sign in with `wavecast login`";
    Problem::unauthenticated(&error.to_string()).hint(hint)
}

pub(crate) fn refuse(error: IdentityError) -> Problem {
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
