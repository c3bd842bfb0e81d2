//! What an issuer says of itself: discovery.

use serde::Deserialize;

use crate::http::{Http, HttpError, check};

/// What an issuer says of itself, as far as we ask.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct Metadata {
    /// Its name; a URL.
    pub issuer: String,
    /// Where its keys are.
    pub jwks_uri: String,
    /// Where a browser goes to sign in.
    #[serde(default)]
    pub authorization_endpoint: Option<String>,
    /// Where tokens are got.
    #[serde(default)]
    pub token_endpoint: Option<String>,
    /// Where a device begins.
    #[serde(default)]
    pub device_authorization_endpoint: Option<String>,
    /// Where a token is given back.
    #[serde(default)]
    pub revocation_endpoint: Option<String>,
}

/// Why an issuer isn't used.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MetadataError {
    /// It can't be read.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// It calls itself something else.
    #[error("{asked} says that it is {said}: write the issuer as it calls itself")]
    OtherIssuer {
        /// As it was set.
        asked: String,
        /// As it calls itself.
        said: String,
    },
}

impl Metadata {
    /// Asks an issuer. Its answer must be about itself, character by character: another one could
    /// otherwise name keys of its own.
    ///
    /// # Errors
    /// [`MetadataError`].
    pub async fn discover(http: &Http, issuer: &str) -> Result<Self, MetadataError> {
        let place = issuer.trim_end_matches('/');
        let url = format!("{place}/.well-known/openid-configuration");
        let found: Self = http.get(&url).await?;
        if found.issuer != issuer {
            return Err(MetadataError::OtherIssuer {
                asked: issuer.to_owned(),
                said: found.issuer,
            });
        }
        for place in found.places() {
            check(place)?;
        }
        Ok(found)
    }

    fn places(&self) -> impl Iterator<Item = &String> {
        let optional = [
            &self.authorization_endpoint,
            &self.token_endpoint,
            &self.device_authorization_endpoint,
            &self.revocation_endpoint,
        ];
        optional.into_iter().flatten().chain([&self.jwks_uri])
    }
}
