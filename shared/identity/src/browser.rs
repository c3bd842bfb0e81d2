//! Sign-in with a browser at an issuer of OpenID Connect, for this server's own pages: its tokens go into
//! cookies, and each request is judged by them.

use std::fmt;
use std::sync::RwLock;

use async_trait::async_trait;
use wavecast_engine::port::{Begun, Callback, IdentityError, IdentityProvider, Issued, Proven};
use wavecast_wire::time::Timestamp;
use zeroize::Zeroizing;

use crate::claims::TokenError;
use crate::flow::{Authorization, FlowError, SignIn, Tokens};
use crate::http::Http;
use crate::roles::RoleMap;
use crate::verifier::{Settings, Verifier, refuse};

/// What is asked of the issuer.
const SCOPE: &str = "openid profile email";
/// Seconds for which a token is taken to work whose issuer doesn't say.
const UNSAID: i64 = 60;

/// One of an issuer's clients, for browsers.
pub struct OpenId {
    http: Http,
    issuer: String,
    client: String,
    secret: Option<Zeroizing<String>>,
    /// Judges ID tokens, which are for the client.
    identities: Verifier,
    /// What the issuer said of itself; it is asked before the first sign-in, and again when one fails.
    known: RwLock<Option<SignIn>>,
}

impl OpenId {
    /// Of a client, with its secret where it has one. Nothing is asked before somebody signs in.
    #[must_use]
    pub fn new(http: Http, issuer: &str, client: &str, secret: Option<Zeroizing<String>>) -> Self {
        let settings = Settings {
            issuer: issuer.to_owned(),
            audience: client.to_owned(),
            roles: RoleMap::default(),
        };
        Self {
            identities: Verifier::new(settings, http.clone()),
            http,
            issuer: issuer.to_owned(),
            client: client.to_owned(),
            secret,
            known: RwLock::default(),
        }
    }

    async fn client(&self) -> Result<SignIn, FlowError> {
        let known = self.known.read();
        let known = known.unwrap_or_else(|broken| broken.into_inner()).clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let secret = self.secret.as_ref().map(|secret| secret.to_string());
        let found = SignIn::at(self.http.clone(), &self.issuer, &self.client, secret).await?;
        self.keep(Some(found.clone()));
        Ok(found)
    }

    fn keep(&self, found: Option<SignIn>) {
        let known = self.known.write();
        *known.unwrap_or_else(|broken| broken.into_inner()) = found;
    }

    /// An issuer that moved is asked anew next time.
    fn told<T>(&self, answer: Result<T, FlowError>) -> Result<T, IdentityError> {
        if matches!(answer, Err(FlowError::Issuer(_))) {
            self.keep(None);
        }
        Ok(answer?)
    }
}

#[async_trait]
impl IdentityProvider for OpenId {
    fn title(&self) -> &str {
        &self.issuer
    }

    fn issuer(&self) -> &str {
        &self.issuer
    }

    async fn begin(&self, redirect: &str) -> Result<(String, Begun), IdentityError> {
        let client = self.client().await?;
        let begun = client.authorize(redirect, SCOPE)?;
        let kept = Begun {
            state: begun.state,
            nonce: begun.nonce,
            verifier: begun.verifier,
        };
        Ok((begun.url, kept))
    }

    async fn finish(
        &self,
        begun: &Begun,
        redirect: &str,
        back: &Callback,
        now: Timestamp,
    ) -> Result<Proven, IdentityError> {
        let client = self.client().await?;
        let kept = Authorization {
            url: String::new(),
            nonce: begun.nonce.clone(),
            state: begun.state.clone(),
            verifier: begun.verifier.clone(),
            redirect: redirect.to_owned(),
        };
        let tokens = self.told(client.exchange(kept, back).await)?;
        let id = tokens.id.as_deref();
        let id = id.ok_or_else(|| refuse(TokenError::Claim("id_token".to_owned())))?;
        let claims = self.identities.claims_of(id, &begun.nonce, now).await?;
        let person = claims.user().map_err(refuse)?;
        Ok(Proven::Tokens(Issued {
            person: Some(person),
            ..issued(tokens)
        }))
    }

    async fn go_on(&self, refresh: &str) -> Result<Issued, IdentityError> {
        let client = self.client().await?;
        let tokens = self.told(client.refresh(refresh).await)?;
        Ok(issued(tokens))
    }

    async fn end(&self, refresh: &str) -> Result<(), IdentityError> {
        let client = self.client().await?;
        self.told(client.revoke(refresh).await)
    }
}

fn issued(tokens: Tokens) -> Issued {
    Issued {
        access: tokens.access.into(),
        refresh: tokens.refresh.map(Into::into),
        expires_in: tokens.expires_in.unwrap_or(UNSAID),
        person: None,
    }
}

impl From<FlowError> for IdentityError {
    /// What the issuer, or the answer itself, refuses is refused; anything else may work later.
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Refused { .. } | FlowError::NotOurs(_) => Self::Refused(error.to_string()),
            FlowError::Issuer(_) | FlowError::NotOffered(_) | FlowError::Random(_) => {
                Self::Unavailable(error.to_string())
            }
        }
    }
}

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenId({} at {})", self.client, self.issuer)
    }
}
