//! Judges access tokens.

use std::fmt;

use async_trait::async_trait;
use subtle::ConstantTimeEq as _;
use wavecast_engine::port::{Identity, IdentityError, Person};
use wavecast_wire::time::Timestamp;

use crate::claims::{self, Claims, TokenError};
use crate::crypto;
use crate::http::Http;
use crate::jwks::KeyCache;
use crate::roles::RoleMap;

/// Which tokens are accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Settings {
    /// The issuer, as it calls itself; a URL.
    pub issuer: String,
    /// Whom the tokens must be for.
    pub audience: String,
    /// Which claims give which roles.
    pub roles: RoleMap,
}

/// Judges tokens of one issuer for one audience.
pub struct Verifier {
    settings: Settings,
    keys: KeyCache,
}

impl Verifier {
    /// For tokens of an issuer. Nothing is asked before the first token comes.
    #[must_use]
    pub fn new(settings: Settings, http: Http) -> Self {
        crypto::install();
        let keys = KeyCache::new(settings.issuer.clone(), http);
        Self { settings, keys }
    }

    /// What a token says, once it has kept every rule.
    ///
    /// # Errors
    /// [`IdentityError`].
    pub async fn claims(&self, token: &str, now: Timestamp) -> Result<Claims, IdentityError> {
        let head = claims::head(token).map_err(refuse)?;
        let key = self.keys.find(&head.key, now).await?;
        if !key.fits(head.algorithm) {
            return Err(refuse(TokenError::Algorithm));
        }
        let of = (
            self.settings.issuer.as_str(),
            self.settings.audience.as_str(),
        );
        claims::verify(token, head.algorithm, &key.decoding, of, now).map_err(refuse)
    }

    /// What the token of one sign-in says: it must carry the nonce that the sign-in began with.
    ///
    /// # Errors
    /// As [`Verifier::claims`].
    pub async fn claims_of(
        &self,
        token: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Claims, IdentityError> {
        let claims = self.claims(token, now).await?;
        let said = claims.nonce.as_deref().unwrap_or_default();
        match bool::from(said.as_bytes().ct_eq(nonce.as_bytes())) {
            true => Ok(claims),
            false => Err(refuse(TokenError::Nonce)),
        }
    }
}

pub(crate) fn refuse(error: TokenError) -> IdentityError {
    IdentityError::Refused(error.to_string())
}

#[async_trait]
impl Identity for Verifier {
    async fn verify(&self, token: &str, now: Timestamp) -> Result<Person, IdentityError> {
        let claims = self.claims(token, now).await?;
        Ok(Person {
            id: claims.user().map_err(refuse)?,
            name: claims.shown(),
            roles: self.settings.roles.of(&claims),
        })
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Verifier").field(&self.settings).finish()
    }
}
