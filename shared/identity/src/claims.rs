//! What a token says, and the rules that it must keep.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wavecast_domain::name::UserId;
use wavecast_wire::json;
use wavecast_wire::time::Timestamp;

use crate::jwks::ALLOWED;

/// Bytes of a token that is read.
const TOKEN_BYTES: usize = 16 * 1024;
/// Seconds by which clocks may differ.
const LEEWAY: i64 = 30;
/// Characters of an issuer's own id of a person.
const SUBJECT_CHARS: usize = 255;
/// Characters of a person's name that are kept.
const NAME_CHARS: usize = 100;

/// Why a token isn't accepted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokenError {
    /// It is no token of this form.
    #[error("it is malformed")]
    Malformed,
    /// It has more bytes than one is read of.
    #[error("it has more than {TOKEN_BYTES} bytes")]
    TooLong,
    /// `none`, a shared secret, or another algorithm that isn't accepted, for this key.
    #[error("it is signed in a way that isn't accepted")]
    Algorithm,
    /// It doesn't say by which key it is signed.
    #[error("it doesn't name its key")]
    NoKey,
    /// The signature isn't the key's.
    #[error("its signature is wrong")]
    Signature,
    /// Another issuer, or none.
    #[error("it is of another issuer")]
    Issuer,
    /// For somebody else.
    #[error("it is for another audience")]
    Audience,
    /// Its time is over.
    #[error("it expired at {0}")]
    Expired(Timestamp),
    /// Its time has not come.
    #[error("it is not valid before {0}")]
    NotYet(Timestamp),
    /// A claim that must be there isn't, or is of another form.
    #[error("its claim {0} is missing or wrong")]
    Claim(String),
    /// Made for another sign-in than this one.
    #[error("it answers another sign-in")]
    Nonce,
}

/// What a token that kept all rules says.
#[derive(Clone, Debug, Deserialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// The issuer's own id of the person.
    pub sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    pub(crate) nonce: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    preferred_username: Option<String>,
    #[serde(default)]
    email: Option<String>,
    /// All others.
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// The head of a token: how, and by which key, it says that it is signed.
pub(crate) struct Head {
    pub algorithm: Algorithm,
    pub key: String,
}

/// Reads the head; nothing of it is believed yet.
pub(crate) fn head(token: &str) -> Result<Head, TokenError> {
    if token.len() > TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let written = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if token.split('.').count() != 3 || !token.bytes().all(written) {
        return Err(TokenError::Malformed);
    }
    // `none` is no algorithm that the reader knows: it fails here like any other word.
    let header = decode_header(token).map_err(|error| match error.kind() {
        ErrorKind::Json(_) if says_algorithm(token) => TokenError::Algorithm,
        _ => TokenError::Malformed,
    })?;
    if !ALLOWED.contains(&header.alg) {
        return Err(TokenError::Algorithm);
    }
    Ok(Head {
        algorithm: header.alg,
        key: header.kid.ok_or(TokenError::NoKey)?,
    })
}

/// Whether a head that can't be read is JSON with an algorithm that isn't known.
fn says_algorithm(token: &str) -> bool {
    #[derive(Deserialize)]
    struct Said {
        alg: String,
    }
    part::<Said>(token, 0).is_some_and(|said| !said.alg.is_empty())
}

/// Which issuer a token says that it is of; nothing of it is believed yet.
pub(crate) fn said_issuer(token: &str) -> Result<String, TokenError> {
    #[derive(Deserialize)]
    struct Said {
        iss: String,
    }
    if token.len() > TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let said = part::<Said>(token, 1).ok_or(TokenError::Malformed)?;
    Ok(said.iss)
}

/// A part of a token as it stands there.
fn part<T: DeserializeOwned>(token: &str, which: usize) -> Option<T> {
    let text = token.split('.').nth(which)?;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Verifies a token by a key, and its claims by everything else.
pub(crate) fn verify(
    token: &str,
    algorithm: Algorithm,
    key: &DecodingKey,
    (issuer, audience): (&str, &str),
    now: Timestamp,
) -> Result<Claims, TokenError> {
    // One algorithm: the one that was looked up with the key.
    let mut rules = Validation::new(algorithm);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[audience]);
    rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Times are judged by our own clock, below.
    rules.validate_exp = false;
    rules.validate_nbf = false;
    let claims = decode::<Claims>(token, key, &rules).map_err(|error| refused(error.kind()))?;
    let claims = claims.claims;
    claims.check_times(now)?;
    if !(1..=SUBJECT_CHARS).contains(&claims.sub.chars().count()) {
        return Err(TokenError::Claim("sub".to_owned()));
    }
    Ok(claims)
}

fn refused(kind: &ErrorKind) -> TokenError {
    match kind {
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::InvalidIssuer => TokenError::Issuer,
        ErrorKind::InvalidAudience => TokenError::Audience,
        ErrorKind::InvalidAlgorithm | ErrorKind::MissingAlgorithm => TokenError::Algorithm,
        ErrorKind::MissingRequiredClaim(claim) => TokenError::Claim(claim.clone()),
        ErrorKind::InvalidClaimFormat(claim) => TokenError::Claim(claim.clone()),
        ErrorKind::Json(error) => {
            let text = error.to_string();
            let missing = text.strip_prefix("missing field `");
            let named = missing.and_then(|rest| rest.split('`').next());
            named.map_or(TokenError::Malformed, |name| {
                TokenError::Claim(name.to_owned())
            })
        }
        _ => TokenError::Malformed,
    }
}

impl Claims {
    fn check_times(&self, now: Timestamp) -> Result<(), TokenError> {
        if self.exp.saturating_add(LEEWAY) <= now.0 {
            return Err(TokenError::Expired(Timestamp(self.exp)));
        }
        let begins = [self.nbf, self.iat].into_iter().flatten().max();
        match begins {
            Some(begin) if begin.saturating_sub(LEEWAY) > now.0 => {
                Err(TokenError::NotYet(Timestamp(begin)))
            }
            _ => Ok(()),
        }
    }

    /// The person's id: of issuer and subject together, so that no two issuers share one.
    ///
    /// # Errors
    /// Never: what is made has the form of an id.
    pub(crate) fn user(&self) -> Result<UserId, TokenError> {
        let id = UserId::at(&self.iss, &self.sub);
        id.map_err(|_| TokenError::Claim("sub".to_owned()))
    }

    /// A claim by its path: a name, or names with dots between that lead into objects.
    pub(crate) fn at(&self, path: &str) -> Option<&Value> {
        let whole = self.more.get(path);
        whole.or_else(|| {
            let mut names = path.split('.');
            let first = self.more.get(names.next()?)?;
            names.try_fold(first, |inside, name| inside.get(name))
        })
    }

    /// What to call the person: the first of its names that can be shown.
    pub(crate) fn shown(&self) -> String {
        let names = [&self.name, &self.preferred_username, &self.email];
        let mut fit = names.into_iter().flatten().filter_map(|name| {
            let name: String = name.trim().chars().take(NAME_CHARS).collect();
            (!name.is_empty() && json::is_signable(&name)).then_some(name)
        });
        fit.next().unwrap_or_else(|| "somebody".to_owned())
    }
}
