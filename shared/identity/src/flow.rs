//! Getting tokens: with a browser, on another device, for a service.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;
use wavecast_engine::port::Callback;
use wavecast_wire::hash::Sha256;

use crate::http::{Http, HttpError, check};
use crate::metadata::{Metadata, MetadataError};

/// Why no token was got.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FlowError {
    /// The issuer can't be read, or isn't what was set.
    #[error(transparent)]
    Issuer(#[from] MetadataError),
    /// It doesn't offer this way.
    #[error("the issuer offers no {0}")]
    NotOffered(&'static str),
    /// It refuses, in its own words (RFC 6749): `invalid_grant` for a code that was used or is
    /// too old, `access_denied` for a person who said no.
    #[error("the issuer refuses: {code}{}", detail(.about))]
    Refused {
        /// Its code.
        code: String,
        /// Its words.
        about: Option<String>,
    },
    /// What came back isn't the answer to what was asked.
    #[error("this isn't the answer to the sign-in that was begun: {0}")]
    NotOurs(&'static str),
    /// No randomness.
    #[error("no randomness: {0}")]
    Random(String),
}

fn detail(about: &Option<String>) -> String {
    about
        .as_ref()
        .map(|about| format!(" ({about})"))
        .unwrap_or_default()
}

impl From<HttpError> for FlowError {
    /// What an issuer refuses it says in JSON; anything else it just didn't do.
    fn from(error: HttpError) -> Self {
        #[derive(Deserialize)]
        struct Said {
            error: String,
            #[serde(default)]
            error_description: Option<String>,
        }
        if let HttpError::Status { body, .. } = &error
            && let Ok(said) = serde_json::from_slice::<Said>(body)
        {
            return Self::Refused {
                code: said.error,
                about: said.error_description,
            };
        }
        Self::Issuer(error.into())
    }
}

/// Signs in at one issuer, as one of its clients.
#[derive(Clone)]
pub struct SignIn {
    http: Http,
    metadata: Metadata,
    client: String,
    secret: Option<String>,
}

/// Tokens that were got. What is printed of them is nothing.
#[derive(Clone, Deserialize)]
pub struct Tokens {
    /// For the API.
    #[serde(rename = "access_token")]
    pub access: String,
    /// For the next access token.
    #[serde(default, rename = "refresh_token")]
    pub refresh: Option<String>,
    /// Who signed in; for the client alone.
    #[serde(default, rename = "id_token")]
    pub id: Option<String>,
    /// Seconds for which the access token works.
    #[serde(default)]
    pub expires_in: Option<i64>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

/// A sign-in with a browser that was begun.
#[derive(Clone)]
pub struct Authorization {
    /// Where the browser goes.
    pub url: String,
    /// What the ID token must carry.
    pub nonce: String,
    pub(crate) state: String,
    pub(crate) verifier: String,
    pub(crate) redirect: String,
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization(…)")
    }
}

/// A sign-in on another device that was begun.
#[derive(Clone, Deserialize)]
pub struct DeviceCode {
    device_code: String,
    /// Not every issuer asks for it; those that don't pass it over.
    #[serde(skip)]
    verifier: String,
    /// What the person types.
    pub user_code: String,
    /// Where.
    pub verification_uri: String,
    /// The same with the code in it.
    #[serde(default)]
    pub verification_uri_complete: Option<String>,
    /// Seconds for which it is good.
    pub expires_in: i64,
    /// Seconds between two questions.
    #[serde(default = "five")]
    pub interval: u64,
}

fn five() -> u64 {
    5
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceCode({})", self.user_code)
    }
}

/// How a sign-in on another device stands.
#[derive(Clone, Debug)]
pub enum Poll {
    /// The person isn't done: ask again after the interval.
    Pending,
    /// The same, and ask five seconds more seldom from now on.
    SlowDown,
    /// Done.
    Done(Tokens),
}

impl SignIn {
    /// Asks an issuer what it offers.
    ///
    /// # Errors
    /// [`FlowError::Issuer`].
    pub async fn at(
        http: Http,
        issuer: &str,
        client: &str,
        secret: Option<String>,
    ) -> Result<Self, FlowError> {
        let metadata = Metadata::discover(&http, issuer).await?;
        Ok(Self {
            http,
            metadata,
            client: client.to_owned(),
            secret,
        })
    }

    /// Begins with a browser: authorization code, with PKCE (RFC 7636) whatever the client is.
    ///
    /// # Errors
    /// No such way, or no randomness.
    pub fn authorize(&self, redirect: &str, scope: &str) -> Result<Authorization, FlowError> {
        let place = self.metadata.authorization_endpoint.as_deref();
        let place = place.ok_or(FlowError::NotOffered("sign-in with a browser"))?;
        let (state, nonce, verifier) = (random()?, random()?, random()?);
        let challenge = challenge(&verifier);
        let mut url = check(place)?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client)
            .append_pair("redirect_uri", redirect)
            .append_pair("scope", scope)
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(Authorization {
            url: url.into(),
            nonce,
            state,
            verifier,
            redirect: redirect.to_owned(),
        })
    }

    /// Takes the code that the browser brought back for tokens.
    ///
    /// # Errors
    /// An answer to another sign-in, a refusal, or an issuer that isn't reached.
    pub async fn exchange(
        &self,
        begun: Authorization,
        back: &Callback,
    ) -> Result<Tokens, FlowError> {
        let code = brought(back, &begun.state, &self.metadata.issuer)?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &begun.redirect),
            ("code_verifier", &begun.verifier),
        ];
        self.tokens(&form).await
    }

    /// Begins on another device (RFC 8628).
    ///
    /// # Errors
    /// No such way, a refusal, or an issuer that isn't reached.
    pub async fn device(&self, scope: &str) -> Result<DeviceCode, FlowError> {
        let place = self.metadata.device_authorization_endpoint.as_deref();
        let place = place.ok_or(FlowError::NotOffered("sign-in on another device"))?;
        let verifier = random()?;
        let challenge = challenge(&verifier);
        let form = self.form(&[
            ("scope", scope),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let begun: DeviceCode = self.http.post(place, &form).await?;
        Ok(DeviceCode { verifier, ..begun })
    }

    /// Asks how it stands.
    ///
    /// # Errors
    /// As [`SignIn::device`]; `expired_token` and `access_denied` end it.
    pub async fn poll(&self, begun: &DeviceCode) -> Result<Poll, FlowError> {
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", begun.device_code.as_str()),
            ("code_verifier", &begun.verifier),
        ];
        match self.tokens(&form).await {
            Ok(tokens) => Ok(Poll::Done(tokens)),
            Err(FlowError::Refused { code, .. }) if code == "authorization_pending" => {
                Ok(Poll::Pending)
            }
            Err(FlowError::Refused { code, .. }) if code == "slow_down" => Ok(Poll::SlowDown),
            Err(error) => Err(error),
        }
    }

    /// Gets a token for the client itself: a service.
    ///
    /// # Errors
    /// As [`SignIn::device`].
    pub async fn service(&self, scope: &str) -> Result<Tokens, FlowError> {
        self.tokens(&[("grant_type", "client_credentials"), ("scope", scope)])
            .await
    }

    /// Gives a token back (RFC 7009): it and those that come of it work no more. Where the issuer takes none
    /// back, nothing is done.
    ///
    /// # Errors
    /// As [`SignIn::device`].
    pub async fn revoke(&self, token: &str) -> Result<(), FlowError> {
        let Some(place) = self.metadata.revocation_endpoint.as_deref() else {
            return Ok(());
        };
        let form = [("token", token), ("token_type_hint", "refresh_token")];
        self.http.tell(place, &self.form(&form)).await?;
        Ok(())
    }

    /// Gets the next access token.
    ///
    /// # Errors
    /// As [`SignIn::device`]; `invalid_grant` for a session that ended.
    pub async fn refresh(&self, token: &str) -> Result<Tokens, FlowError> {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        let tokens = self.tokens(&form).await?;
        // An issuer that gives no other one lets this one go on (RFC 6749, section 6).
        Ok(Tokens {
            refresh: Some(tokens.refresh.unwrap_or_else(|| token.to_owned())),
            ..tokens
        })
    }

    async fn tokens(&self, form: &[(&str, &str)]) -> Result<Tokens, FlowError> {
        let place = self.metadata.token_endpoint.as_deref();
        let place = place.ok_or(FlowError::NotOffered("tokens"))?;
        Ok(self.http.post(place, &self.form(form)).await?)
    }

    /// With the client, and its secret where it has one.
    fn form<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut form = more.to_vec();
        form.push(("client_id", &self.client));
        form.extend(
            self.secret
                .as_deref()
                .map(|secret| ("client_secret", secret)),
        );
        form
    }
}

/// The code that a browser brought back for the sign-in with this state.
pub(crate) fn brought<'a>(
    back: &'a Callback,
    state: &str,
    issuer: &str,
) -> Result<&'a str, FlowError> {
    let said = back.state.as_deref().unwrap_or_default();
    if !bool::from(said.as_bytes().ct_eq(state.as_bytes())) {
        return Err(FlowError::NotOurs("its state is another one"));
    }
    if back.iss.as_ref().is_some_and(|iss| *iss != issuer) {
        return Err(FlowError::NotOurs("another issuer sent it"));
    }
    if let Some(code) = &back.error {
        return Err(FlowError::Refused {
            code: code.clone(),
            about: None,
        });
    }
    let code = back.code.as_deref();
    code.ok_or(FlowError::NotOurs("it has no code"))
}

/// What is told at first of what is shown at last (RFC 7636, S256).
pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::of(verifier.as_bytes()).0)
}

/// 43 characters of randomness.
pub(crate) fn random() -> Result<String, FlowError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| FlowError::Random(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
