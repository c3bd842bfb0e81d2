//! Keys of fixed seeds, so that the same vectors come out of every run.

use ed25519_dalek::Signer as _;
use p256::pkcs8::{EncodePublicKey as _, LineEnding};
use wavecast_wire::key::{PublicKey, Signature};

/// A key that signs.
#[derive(Clone)]
pub enum Pair {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
}

impl Pair {
    pub fn ed25519(seed: u8) -> Self {
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub fn p256(seed: u8) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    pub fn public(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => PublicKey::ed25519(key.verifying_key().as_bytes()),
            Self::P256(_) => PublicKey::p256(&self.pem().unwrap()).unwrap(),
        }
    }

    pub fn pem(&self) -> Option<String> {
        match self {
            Self::Ed25519(_) => None,
            Self::P256(key) => key.verifying_key().to_public_key_pem(LineEnding::LF).ok(),
        }
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(message).to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_der().as_bytes().to_vec()
            }
        }
    }

    pub fn signature(&self, message: &[u8]) -> Signature {
        Signature::new(self.public().id(), &self.sign(message))
    }
}

/// Thresholds count these bytes: they are the point itself, however the key is written.
#[test]
fn the_material_of_a_key_is_its_point() {
    let Pair::Ed25519(secret) = Pair::ed25519(7) else {
        unreachable!()
    };
    let mut key = Pair::ed25519(7).public();
    assert_eq!(
        key.material().unwrap(),
        secret.verifying_key().as_bytes().to_vec()
    );
    let Pair::P256(secret) = Pair::p256(7) else {
        unreachable!()
    };
    let point = secret.verifying_key().to_sec1_point(true);
    assert_eq!(Pair::p256(7).public().material().unwrap(), point.as_bytes());
    key.scheme = "rsassa-pss-sha256".to_owned();
    assert_eq!(key.material(), None);
}
