//! An issuer's keys: read, cached, rotated.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use tokio::sync::Mutex;
use wavecast_engine::port::IdentityError;
use wavecast_wire::time::Timestamp;

use crate::http::Http;
use crate::metadata::{Metadata, MetadataError};

/// Algorithms that are accepted. `none` and every HMAC are not among them.
pub(crate) const ALLOWED: [Algorithm; 5] = [
    Algorithm::RS256,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Keys of one issuer that are kept.
const MOST_KEYS: usize = 100;
/// Seconds for which keys are used without asking again.
const FRESH: i64 = 600;
/// Seconds for which keys go on working while the issuer can't be read: a day.
const STALE: i64 = 86_400;
/// Seconds between two questions: tokens with made-up key ids can't make us ask more often.
const PAUSE: i64 = 30;

/// A key, and the algorithms that it may be used with.
pub(crate) struct Key {
    pub decoding: DecodingKey,
    algorithms: Vec<Algorithm>,
}

impl Key {
    /// Whether a token may say that it was signed so by this key.
    pub fn fits(&self, algorithm: Algorithm) -> bool {
        self.algorithms.contains(&algorithm)
    }
}

/// What is known of the keys.
#[derive(Clone, Default)]
struct Known {
    keys: Arc<BTreeMap<String, Arc<Key>>>,
    /// When they were read.
    read: Option<Timestamp>,
    /// When the issuer was last asked, whatever came of it.
    asked: Option<Timestamp>,
    /// What came of it, if nothing did.
    trouble: Option<String>,
}

/// An issuer's keys, asked for when they are needed.
pub(crate) struct KeyCache {
    issuer: String,
    http: Http,
    known: RwLock<Known>,
    asking: Mutex<()>,
}

impl KeyCache {
    pub fn new(issuer: String, http: Http) -> Self {
        Self {
            issuer,
            http,
            known: RwLock::default(),
            asking: Mutex::new(()),
        }
    }

    /// A key by its id. Known ones go on working while the issuer is down; for an unknown one the
    /// issuer is asked, but not too often.
    pub async fn find(&self, id: &str, now: Timestamp) -> Result<Arc<Key>, IdentityError> {
        let known = self.known();
        if let Some(key) = known.usable(id, now) {
            if !known.is_old(now) {
                return Ok(key);
            }
            // Somebody else may be asking: then what is known is good enough.
            if let Ok(_asking) = self.asking.try_lock() {
                self.refresh(now).await;
            }
            return self.known().find(id, now);
        }
        let _asking = self.asking.lock().await;
        self.refresh(now).await;
        self.known().find(id, now)
    }

    /// Asks the issuer, unless it was asked a moment ago.
    async fn refresh(&self, now: Timestamp) {
        let mut known = self.known();
        if known
            .asked
            .is_some_and(|asked| (now.0 - asked.0).abs() < PAUSE)
        {
            return;
        }
        known.asked = Some(now);
        match self.read().await {
            Ok(keys) => {
                known.keys = Arc::new(keys);
                known.read = Some(now);
                known.trouble = None;
            }
            Err(error) => {
                tracing::warn!(issuer = self.issuer, %error, "the issuer's keys can't be read");
                known.trouble = Some(error.to_string());
            }
        }
        *self
            .known
            .write()
            .unwrap_or_else(|broken| broken.into_inner()) = known;
    }

    async fn read(&self) -> Result<BTreeMap<String, Arc<Key>>, MetadataError> {
        let metadata = Metadata::discover(&self.http, &self.issuer).await?;
        let set: KeySet = self.http.get(&metadata.jwks_uri).await?;
        let keys = set.keys.into_iter().filter_map(Jwk::into_key);
        Ok(keys.take(MOST_KEYS).collect())
    }

    fn known(&self) -> Known {
        let known = self.known.read();
        known.unwrap_or_else(|broken| broken.into_inner()).clone()
    }
}

impl Known {
    fn is_old(&self, now: Timestamp) -> bool {
        self.read.is_none_or(|read| now.0 - read.0 >= FRESH)
    }

    fn usable(&self, id: &str, now: Timestamp) -> Option<Arc<Key>> {
        let read = self.read?;
        let key = self.keys.get(id).filter(|_| now.0 - read.0 < STALE)?;
        Some(key.clone())
    }

    fn find(&self, id: &str, now: Timestamp) -> Result<Arc<Key>, IdentityError> {
        if let Some(key) = self.usable(id, now) {
            return Ok(key);
        }
        match &self.trouble {
            Some(trouble) => Err(IdentityError::Unavailable(trouble.clone())),
            None => {
                let why = "it is signed by a key that the issuer doesn't name";
                Err(IdentityError::Refused(why.to_owned()))
            }
        }
    }
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Jwk>,
}

/// A key as an issuer writes it (RFC 7517); what isn't for verifying signatures is passed over.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default, rename = "use")]
    purpose: Option<String>,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default)]
    crv: Option<String>,
    #[serde(default)]
    n: Option<String>,
    #[serde(default)]
    e: Option<String>,
    #[serde(default)]
    x: Option<String>,
    #[serde(default)]
    y: Option<String>,
}

impl Jwk {
    fn into_key(self) -> Option<(String, Arc<Key>)> {
        if self
            .purpose
            .as_deref()
            .is_some_and(|purpose| purpose != "sig")
        {
            return None;
        }
        let (decoding, fitting) = self.parts()?;
        let named: Option<Algorithm> = match &self.alg {
            Some(name) => Some(name.parse().ok()?),
            None => None,
        };
        let fits = |one: &Algorithm| fitting.contains(one) && named.is_none_or(|name| name == *one);
        let key = Key {
            decoding,
            algorithms: ALLOWED.into_iter().filter(fits).collect(),
        };
        Some((self.kid?, Arc::new(key)))
    }

    /// The key itself, and what keys of its kind may sign. A shared secret is no public key.
    fn parts(&self) -> Option<(DecodingKey, &'static [Algorithm])> {
        let (x, y) = (self.x.as_deref(), self.y.as_deref());
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", _) => {
                let (n, e) = (self.n.as_deref()?, self.e.as_deref()?);
                let key = DecodingKey::from_rsa_components(n, e).ok()?;
                Some((key, &[Algorithm::RS256, Algorithm::PS256]))
            }
            ("EC", Some("P-256")) => {
                let key = DecodingKey::from_ec_components(x?, y?).ok()?;
                Some((key, &[Algorithm::ES256]))
            }
            ("EC", Some("P-384")) => {
                let key = DecodingKey::from_ec_components(x?, y?).ok()?;
                Some((key, &[Algorithm::ES384]))
            }
            ("OKP", Some("Ed25519")) => {
                let key = DecodingKey::from_ed_components(x?).ok()?;
                Some((key, &[Algorithm::EdDSA]))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<Vec<Algorithm>> {
        let jwk: Jwk = serde_json::from_str(text).unwrap();
        jwk.into_key().map(|(_, key)| key.algorithms.clone())
    }

    #[test]
    fn a_key_signs_what_its_kind_and_its_own_word_allow() {
        let rsa = r#"{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB""#;
        assert_eq!(
            key(&format!("{rsa}}}")),
            Some(vec![Algorithm::RS256, Algorithm::PS256])
        );
        assert_eq!(
            key(&format!(r#"{rsa},"alg":"RS256"}}"#)),
            Some(vec![Algorithm::RS256])
        );
        assert_eq!(key(&format!(r#"{rsa},"alg":"HS256"}}"#)), Some(vec![]));
        assert_eq!(key(&format!(r#"{rsa},"alg":"none"}}"#)), None);
        assert_eq!(key(&format!(r#"{rsa},"use":"enc"}}"#)), None);
    }

    #[test]
    fn what_is_no_public_key_is_passed_over() {
        for text in [
            r#"{"kty":"oct","kid":"a","k":"AQAB"}"#,
            r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#,
            r#"{"kty":"RSA","kid":"a","n":"!","e":"AQAB"}"#,
            r#"{"kty":"EC","kid":"a","crv":"secp256k1","x":"AQ","y":"AQ"}"#,
            r#"{"kty":"OKP","kid":"a","crv":"X25519","x":"AQ"}"#,
        ] {
            assert_eq!(key(text), None, "{text}");
        }
    }
}
