//! Public keys, key ids and signatures.

use alloc::string::String;
use alloc::vec::Vec;

use p256::ecdsa::signature::Verifier as _;
use p256::pkcs8::{DecodePublicKey as _, EncodePublicKey as _, LineEnding};
use serde::{Deserialize, Serialize};

use crate::hash::Sha256;

/// A public key as it stands in a root. Unknown types are kept, and unusable.
///
/// Reading never fails on a key of another shape: what isn't text is left empty, and such a key
/// verifies nothing.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(from = "serde_json::Value")]
pub struct PublicKey {
    /// `ed25519` or `ecdsa`.
    pub keytype: String,
    /// `ed25519` or `ecdsa-sha2-nistp256`.
    pub scheme: String,
    /// The value.
    pub keyval: KeyValue,
}

/// The value of a public key.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct KeyValue {
    /// Hex of 32 bytes for Ed25519, an SPKI PEM with its last line feed for P-256.
    pub public: String,
}

/// The SHA-256 of a key's canonical JSON.
pub type KeyId = Sha256;

/// The kinds of keys that a reader can use.
pub trait Keys {
    /// The bytes by which `key` is the same key, however it is written; `None` unless it can be
    /// used and `signature` is its over `message`.
    fn signer(key: &PublicKey, message: &[u8], signature: &[u8]) -> Option<Vec<u8>>;
}

/// Ed25519 and P-256: all that a channel ever has (`docs/wire.md` §4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OurKeys {}

impl Keys for OurKeys {
    fn signer(key: &PublicKey, message: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
        let key = key.usable()?;
        key.verifies(message, signature).then(|| key.material())
    }
}

/// A key that is ready to verify: read once, whatever is asked of it.
enum Usable {
    Ed25519(ed25519_dalek::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
}

impl Usable {
    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            // Strict: neither malleable signatures nor points of small order.
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Self::P256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        }
    }

    fn material(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.to_bytes().to_vec(),
            Self::P256(key) => key.to_sec1_point(true).as_bytes().to_vec(),
        }
    }
}

impl PublicKey {
    /// The key of an Ed25519 public key's 32 bytes.
    #[must_use]
    pub fn ed25519(public: &[u8; 32]) -> Self {
        Self {
            keytype: String::from("ed25519"),
            scheme: String::from("ed25519"),
            keyval: KeyValue {
                public: crate::hash::to_hex(public),
            },
        }
    }

    /// The key of a P-256 public key's SPKI PEM, written anew so that one key has one id; `None`
    /// when the text is no such PEM.
    #[must_use]
    pub fn p256(pem: &str) -> Option<Self> {
        let key = p256::ecdsa::VerifyingKey::from_public_key_pem(pem).ok()?;
        Some(Self {
            keytype: String::from("ecdsa"),
            scheme: String::from("ecdsa-sha2-nistp256"),
            keyval: KeyValue {
                public: key.to_public_key_pem(LineEnding::LF).ok()?,
            },
        })
    }

    /// The key id: SHA-256 of the canonical JSON of this key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        // Three strings in two objects: nothing in them can fail to be written.
        Sha256::of(&crate::json::canonical(self).unwrap_or_default())
    }

    /// Whether this client can use it at all: a known type and scheme and a well-formed value.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.usable().is_some()
    }

    /// Whether `signature` is this key's over `message`; an unusable key verifies nothing.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.usable()
            .is_some_and(|key| key.verifies(message, signature))
    }

    /// The bytes by which two keys are the same key, however they are written; `None` for an
    /// unusable one. Thresholds count these.
    #[must_use]
    pub fn material(&self) -> Option<Vec<u8>> {
        self.usable().map(|key| key.material())
    }

    fn usable(&self) -> Option<Usable> {
        match (self.keytype.as_str(), self.scheme.as_str()) {
            ("ed25519", "ed25519") => {
                let bytes = crate::hash::from_hex(&self.keyval.public)?
                    .try_into()
                    .ok()?;
                let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok()?;
                (!key.is_weak()).then_some(Usable::Ed25519(key))
            }
            ("ecdsa", "ecdsa-sha2-nistp256") => {
                let pem = self.keyval.public.as_str();
                p256::ecdsa::VerifyingKey::from_public_key_pem(pem)
                    .ok()
                    .map(Usable::P256)
            }
            _ => None,
        }
    }
}

impl From<serde_json::Value> for PublicKey {
    fn from(value: serde_json::Value) -> Self {
        let text = |value: &serde_json::Value| value.as_str().map(String::from).unwrap_or_default();
        Self {
            keytype: text(&value["keytype"]),
            scheme: text(&value["scheme"]),
            keyval: KeyValue {
                public: text(&value["keyval"]["public"]),
            },
        }
    }
}

/// One signature of an envelope.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Signature {
    /// Whose; text, because a foreign envelope may hold anything here.
    pub keyid: String,
    /// Hex: 64 bytes for Ed25519, DER for P-256.
    pub sig: String,
}

impl Signature {
    /// A signature of a key.
    #[must_use]
    pub fn new(keyid: KeyId, bytes: &[u8]) -> Self {
        Self {
            keyid: String::from(keyid),
            sig: crate::hash::to_hex(bytes),
        }
    }

    /// The signature's bytes; `None` when they are not hex.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        crate::hash::from_hex(&self.sig)
    }
}
