//! Fixed keys: what is mutated must get past its signatures, or no fuzzer ever sees what lies
//! behind them.

use std::sync::LazyLock;

use ed25519_dalek::{Signer as _, SigningKey};
use p256::pkcs8::{EncodePublicKey as _, LineEnding};
use serde_json::Value;
use wavecast_wire::hash::to_hex;
use wavecast_wire::json;
use wavecast_wire::key::PublicKey;

/// A key pair, with all that is slow to make of it.
#[derive(Clone)]
pub struct Key {
    pair: Pair,
    public: PublicKey,
    id: String,
}

#[derive(Clone)]
enum Pair {
    Ed25519(Box<SigningKey>),
    P256(Box<p256::ecdsa::SigningKey>),
}

/// How many keys there are.
pub const KEYS: u8 = 16;
static ALL: LazyLock<Vec<Key>> = LazyLock::new(|| (0..KEYS).map(Key::make).collect());

impl Key {
    /// One of [`KEYS`] key pairs: even ones are Ed25519, odd ones P-256.
    #[must_use]
    pub fn of(number: u8) -> &'static Self {
        &ALL[usize::from(number % KEYS)]
    }

    fn make(number: u8) -> Self {
        // No secret is zero, and all lie far below the order of the curve.
        let secret = [number + 1; 32];
        let (pair, public) = if number.is_multiple_of(2) {
            let key = SigningKey::from_bytes(&secret);
            let public = PublicKey::ed25519(key.verifying_key().as_bytes());
            (Pair::Ed25519(Box::new(key)), public)
        } else {
            let key = p256::ecdsa::SigningKey::from_slice(&secret).expect("a scalar");
            let pem = key.verifying_key().to_public_key_pem(LineEnding::LF);
            let public = PublicKey::p256(&pem.expect("a PEM")).expect("a key");
            (Pair::P256(Box::new(key)), public)
        };
        let id = public.id().into();
        Self { pair, public, id }
    }

    /// As it stands in a root.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Its key id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its signature over bytes: both kinds are deterministic.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.pair {
            Pair::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Pair::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_der().as_bytes().to_vec()
            }
        }
    }
}

/// An envelope around any body, signed by these keys; `None` when the body has no canonical form.
#[must_use]
pub fn envelope(signed: &Value, keys: &[&Key]) -> Option<Vec<u8>> {
    let message = json::canonical(signed).ok()?;
    let one =
        |key: &&Key| serde_json::json!({"keyid": key.id(), "sig": to_hex(&key.sign(&message))});
    let signatures: Vec<_> = keys.iter().map(one).collect();
    json::file(&serde_json::json!({"signatures": signatures, "signed": signed})).ok()
}
