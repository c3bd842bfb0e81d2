//! Who calls.

use std::fmt;
use std::sync::Arc;

use axum::http::HeaderValue;
use subtle::ConstantTimeEq as _;
use wavecast_domain::principal::Principal;
use wavecast_domain::secret::{self, Kind, Presented};
use wavecast_engine::port::{Identity, IdentityError};
use wavecast_wire::hash::Sha256;

use crate::problem::Problem;
use crate::state::ApiState;

/// Turns a bearer token into a principal. Keeps hashes alone, so that no token can leak from it.
#[derive(Clone)]
pub struct Auth {
    fixed: Arc<[(Sha256, Principal)]>,
    identity: Option<Arc<dyn Identity>>,
}

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
    pub fn from_hashes(known: impl IntoIterator<Item = (Sha256, Principal)>) -> Self {
        Self {
            fixed: known.into_iter().collect(),
            identity: None,
        }
    }

    /// Also knows the access tokens of an issuer.
    #[must_use]
    pub fn with_identity(self, identity: Arc<dyn Identity>) -> Self {
        Self {
            identity: Some(identity),
            ..self
        }
    }

    /// The principal of a fixed token. Hashes are compared in constant time, so that no clock
    /// tells how near a guess came.
    #[must_use]
    pub fn principal(&self, token: &str) -> Option<Principal> {
        let asked = Sha256::of(token.as_bytes());
        let mut known = self.fixed.iter();
        let found = known.find(|(hash, _)| bool::from(hash.0.ct_eq(&asked.0)));
        found.map(|(_, principal)| principal.clone())
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<_> = self.fixed.iter().map(|(_, who)| who.to_string()).collect();
        let signs_in = self.identity.is_some();
        f.debug_struct("Auth")
            .field("fixed", &known)
            .field("identity", &signs_in)
            .finish()
    }
}

impl ApiState {
    /// Who sends this `Authorization` header; a person isn't yet given their roles.
    pub(crate) async fn principal(
        &self,
        header: Option<&HeaderValue>,
    ) -> Result<Principal, Problem> {
        let given =
            header.ok_or_else(|| Problem::unauthenticated("this request carries no token"))?;
        let token = given.to_str().ok().and_then(bearer).ok_or_else(|| {
            Problem::unauthenticated("the authorization header isn't 'Bearer' and a token")
        })?;
        if token.len() > TOKEN_CHARS {
            return Err(Problem::unauthenticated("this token is too long to be one"));
        }
        if let Some(principal) = self.auth.principal(token) {
            return Ok(principal);
        }
        if secret::is_ours(token) {
            return self.of_secret(token).await;
        }
        match &self.auth.identity {
            Some(identity) if token.contains('.') => {
                let person = identity.verify(token, self.now()).await.map_err(refuse)?;
                Ok(Principal::person(person.id, person.name))
            }
            _ => Err(Problem::unauthenticated("this token isn't known here")),
        }
    }

    /// The principal of a token that an organization made.
    async fn of_secret(&self, token: &str) -> Result<Principal, Problem> {
        let Some(presented) = Presented::read(token) else {
            let detail = "this token has a slip in it: its checksum doesn't fit";
            return Err(Problem::unauthenticated(detail).hint("copy it again, all of it"));
        };
        if presented.kind == Kind::Invitation {
            let detail = "this is the code of an invitation, not a token";
            let hint = "answer it with `wavecast org accept`";
            return Err(Problem::unauthenticated(detail).hint(hint));
        }
        let known = self.control.token_principal(&presented).await?;
        known.map_err(|error| Problem::unauthenticated(&error.to_string()))
    }
}

fn refuse(error: IdentityError) -> Problem {
    match error {
        IdentityError::Refused(why) => {
            let hint = "sign in again with `wavecast login`";
            Problem::unauthenticated(&format!("the sign-in isn't accepted: {why}")).hint(hint)
        }
        IdentityError::Unavailable(why) => {
            let title = "The issuer of the sign-in doesn't answer";
            Problem::unavailable("issuer-unavailable", title, why)
        }
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
