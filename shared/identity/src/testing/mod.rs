//! An issuer of our own, whose keys, answers and outages a test sets.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "what a test's helper can't do fails the test"
)]

mod github;

pub use github::{CLIENT as GITHUB_CLIENT, GitHubStandIn, SECRET as GITHUB_SECRET};

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::{Http, RoleMap, Settings, Verifier};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use wavecast_wire::time::Timestamp;

/// When the tests of this issuer take place.
pub const NOW: Timestamp = Timestamp(1_795_262_400);

/// A key pair with an id.
pub struct Signer {
    /// Its id.
    pub id: String,
    pair: EcdsaKeyPair,
}

impl Signer {
    /// A new one.
    #[must_use]
    pub fn new(id: &str) -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self {
            id: id.to_owned(),
            pair,
        }
    }

    /// The public key: a point, uncompressed.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// The public key as issuers write it.
    #[must_use]
    pub fn jwk(&self) -> Value {
        let (x, y) = self.public()[1..].split_at(32);
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        })
    }

    /// A token with these claims.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        let head = json!({"alg": "ES256", "typ": "JWT", "kid": self.id});
        self.sign_as(&head, claims)
    }

    /// A token with this head.
    #[must_use]
    pub fn sign_as(&self, head: &Value, claims: &Value) -> String {
        let message = unsigned(head, claims);
        let signature = self
            .pair
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

/// The first two parts of a token.
#[must_use]
pub fn unsigned(head: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(head), part(claims))
}

/// A running issuer.
#[derive(Clone)]
pub struct Issuer {
    /// As it calls itself.
    pub url: String,
    is_down: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    keys: Arc<Mutex<Value>>,
    calls_itself: Arc<Mutex<Option<String>>>,
    gives: Arc<Mutex<Value>>,
}

impl Issuer {
    /// Starts one with these keys.
    pub async fn start(keys: &[&Signer]) -> Self {
        // A second start finds it installed.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/realm", listener.local_addr().unwrap());
        let issuer = Self {
            url,
            is_down: Arc::default(),
            asked: Arc::default(),
            keys: Arc::new(Mutex::new(Value::Null)),
            calls_itself: Arc::default(),
            gives: Arc::default(),
        };
        issuer.rotate(keys);
        let router = Router::new()
            .route("/realm/.well-known/openid-configuration", get(discovery))
            .route("/realm/keys", get(keys_of))
            .route("/realm/token", post(token))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    /// From now on it has these keys alone.
    pub fn rotate(&self, keys: &[&Signer]) {
        let keys: Vec<Value> = keys.iter().map(|key| key.jwk()).collect();
        *self.keys.lock().unwrap() = json!({"keys": keys});
    }

    /// What it gives whoever asks for tokens.
    pub fn give(&self, tokens: Value) {
        *self.gives.lock().unwrap() = tokens;
    }

    /// What its keys' place answers.
    pub fn answer(&self, keys: Value) {
        *self.keys.lock().unwrap() = keys;
    }

    /// Whether it answers 503 from now on.
    pub fn go_down(&self, down: bool) {
        self.is_down.store(down, Ordering::SeqCst);
    }

    /// What it says that it is.
    pub fn call_itself(&self, name: &str) {
        *self.calls_itself.lock().unwrap() = Some(name.to_owned());
    }

    /// How often its keys were asked for.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Who judges its tokens.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        self.verifier_with(json!({}))
    }

    /// The same, whose claims give roles.
    #[must_use]
    pub fn verifier_with(&self, roles: Value) -> Verifier {
        self.verifier_by(serde_json::from_value(roles).unwrap())
    }

    /// The same, by a map that is at hand.
    #[must_use]
    pub fn verifier_by(&self, roles: RoleMap) -> Verifier {
        let settings = Settings {
            issuer: self.url.clone(),
            audience: "wavecast".to_owned(),
            roles,
        };
        Verifier::new(settings, Http::new().unwrap())
    }

    /// Claims that are accepted.
    #[must_use]
    pub fn claims(&self) -> Value {
        json!({
            "iss": self.url, "aud": "wavecast", "sub": "ada-1", "name": "Ada",
            "iat": NOW.0, "exp": NOW.0 + 300,
        })
    }

    /// Claims that are accepted but for one.
    #[must_use]
    pub fn with(&self, name: &str, value: Value) -> Value {
        let mut claims = self.claims();
        claims[name] = value;
        claims
    }

    /// Claims that are accepted but for one that is missing.
    #[must_use]
    pub fn without(&self, name: &str) -> Value {
        let mut claims = self.claims();
        claims.as_object_mut().unwrap().remove(name);
        claims
    }
}

async fn discovery(State(issuer): State<Issuer>) -> Response {
    if issuer.is_down.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let name = issuer.calls_itself.lock().unwrap().clone();
    let keys = format!("{}/keys", issuer.url);
    let name = name.unwrap_or_else(|| issuer.url.clone());
    let token = format!("{}/token", issuer.url);
    Json(json!({"issuer": name, "jwks_uri": keys, "token_endpoint": token})).into_response()
}

async fn token(State(issuer): State<Issuer>) -> Response {
    Json(issuer.gives.lock().unwrap().clone()).into_response()
}

async fn keys_of(State(issuer): State<Issuer>) -> Response {
    issuer.asked.fetch_add(1, Ordering::SeqCst);
    Json(issuer.keys.lock().unwrap().clone()).into_response()
}
