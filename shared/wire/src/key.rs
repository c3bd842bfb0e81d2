//! Public keys, key ids and signatures.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::hash::Sha256;

/// A public key as it stands in a root. Unknown types are kept, and unusable.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
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

impl PublicKey {
    /// The key of an Ed25519 public key's 32 bytes.
    #[must_use]
    pub fn ed25519(_public: &[u8; 32]) -> Self {
        todo!()
    }

    /// The key id: SHA-256 of the canonical JSON of this key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        todo!()
    }

    /// Whether this client can use it at all: a known type and scheme and a well-formed value.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        todo!()
    }

    /// Whether `signature` is this key's over `message`; an unusable key verifies nothing.
    #[must_use]
    pub fn verifies(&self, _message: &[u8], _signature: &[u8]) -> bool {
        todo!()
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
        Self { keyid: String::from(keyid), sig: crate::hash::to_hex(bytes) }
    }

    /// The signature's bytes; `None` when they are not hex.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        crate::hash::from_hex(&self.sig)
    }
}
