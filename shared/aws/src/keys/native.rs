//! A KMS key for every role of every channel: the secret half never leaves KMS.
//!
//! Each costs a dollar a month, and KMS signs at most 4,096 bytes of Ed25519, so this is for few
//! channels with small tables. P-256 signs a digest, and so a message of any length.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{KeySpec, KeyUsageType, MessageType, SigningAlgorithmSpec, Tag};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use wavecast_engine::port::{KeyMaker, PortError, SealedKey, Signer};
use wavecast_wire::hash::Sha256;
use wavecast_wire::key::PublicKey;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use super::check_role;
use super::sealed::context;
use crate::deployment::SignerKind;
use crate::fault::{Attempts, Place, code_of};
use crate::sdk::Sdk;

/// What `SealedKey::sealed` begins with; the key's ARN follows.
const PREFIX: &str = "kms-key:";
/// What an Ed25519 public key is led by in a SubjectPublicKeyInfo (RFC 8410 §4).
const ED25519_SPKI: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// Keys that live in KMS.
#[derive(Clone, Debug)]
pub struct KmsKeys {
    client: Client,
    place: Arc<Place>,
    kind: Kind,
    stage: Arc<str>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Ed25519,
    P256,
}

impl KmsKeys {
    /// The longest message that KMS signs itself, in bytes.
    pub const RAW_BYTES: usize = 4096;

    /// Keys of a kind, tagged with a stage; `None` for the kind whose seeds are sealed.
    #[must_use]
    pub fn new(sdk: &Sdk, kind: SignerKind, stage: &str) -> Option<Self> {
        let (kind, name) = match kind {
            SignerKind::Sealed => return None,
            SignerKind::KmsEd25519 => (Kind::Ed25519, "kms-ed25519"),
            SignerKind::KmsP256 => (Kind::P256, "kms-p256"),
        };
        let place = Place {
            setting: "WAVECAST_SIGNER",
            name: name.to_owned(),
            region: sdk.region().to_owned(),
        };
        Some(Self {
            client: sdk.kms(),
            place: Arc::new(place),
            kind,
            stage: stage.into(),
        })
    }

    async fn make_key(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        // By `wavecast:stage` and `wavecast:role` policies tell whose key it is.
        let mut tags = context(scope, role);
        tags.insert(String::from("stage"), self.stage.to_string());
        let tags = tags.into_iter().map(|(name, value)| {
            Tag::builder()
                .tag_key(format!("wavecast:{name}"))
                .tag_value(value)
                .build()
        });
        let tags: Vec<Tag> = tags
            .collect::<Result<_, _>>()
            .map_err(|error| PortError::Refused(error.to_string()))?;
        let attempts = Attempts::default();
        let made = self
            .client
            .create_key()
            .key_spec(self.kind.spec())
            .key_usage(KeyUsageType::SignVerify)
            .description(format!("Wavecast: {} of {scope}", role.as_str()))
            .set_tags(Some(tags))
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await
            .map_err(|error| self.place.write("making a key", &error, &attempts))?;
        let arn = made
            .key_metadata
            .and_then(|made| made.arn)
            .unwrap_or_default();
        let public = self
            .client
            .get_public_key()
            .key_id(&arn)
            .send()
            .await
            .map_err(|error| self.place.read("reading a public key", &error))?;
        let spki = public.public_key.map(Blob::into_inner).unwrap_or_default();
        let public = self.kind.public(&spki).ok_or_else(|| {
            PortError::Setup(format!(
                "{}: KMS made a key of another kind: {arn}",
                self.place
            ))
        })?;
        Ok(SealedKey {
            scope: scope.clone(),
            role,
            public,
            sealed: format!("{PREFIX}{arn}"),
        })
    }

    async fn sign_with(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        let id = key.public.id();
        if self
            .message_limit()
            .is_some_and(|most| message.len() > most)
        {
            return Err(PortError::Refused(format!(
                "a message of {} bytes: KMS signs at most {}; set WAVECAST_SIGNER to sealed and rotate the keys",
                message.len(),
                Self::RAW_BYTES
            )));
        }
        let arn = key.sealed.strip_prefix(PREFIX).ok_or_else(|| {
            PortError::Setup(format!(
                "key {id}: was not made by {}; put its backend back, or rotate the key",
                self.place
            ))
        })?;
        let (message, kind) = match self.kind {
            Kind::Ed25519 => (message.to_vec(), MessageType::Raw),
            Kind::P256 => (Sha256::of(message).0.to_vec(), MessageType::Digest),
        };
        let place = Place {
            setting: "key",
            name: arn.to_owned(),
            region: self.place.region.clone(),
        };
        let signed = self
            .client
            .sign()
            .key_id(arn)
            .message(Blob::new(message))
            .message_type(kind)
            .signing_algorithm(self.kind.algorithm())
            .send()
            .await
            .map_err(|error| match code_of(&error).1 {
                Some("ValidationException") => PortError::Setup(format!(
                    "key {id}: its reference names no KMS key; restore the table, or rotate the key"
                )),
                _ => place.read("signing", &error),
            })?;
        Ok(signed.signature.map(Blob::into_inner).unwrap_or_default())
    }
}

impl Kind {
    fn spec(self) -> KeySpec {
        match self {
            Self::Ed25519 => KeySpec::EccNistEdwards25519,
            Self::P256 => KeySpec::EccNistP256,
        }
    }

    fn algorithm(self) -> SigningAlgorithmSpec {
        match self {
            Self::Ed25519 => SigningAlgorithmSpec::Ed25519Sha512,
            Self::P256 => SigningAlgorithmSpec::EcdsaSha256,
        }
    }

    /// The public key of a SubjectPublicKeyInfo in DER.
    fn public(self, spki: &[u8]) -> Option<PublicKey> {
        match self {
            Self::Ed25519 => {
                let public = spki.strip_prefix(&ED25519_SPKI)?.try_into().ok()?;
                Some(PublicKey::ed25519(public))
            }
            Self::P256 => PublicKey::p256(&pem(spki)),
        }
    }
}

/// DER as PEM, in lines of 64 characters.
fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        lines.join("\n")
    )
}

#[async_trait]
impl Signer for KmsKeys {
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        check_role(key, false)?;
        self.sign_with(key, message).await
    }

    fn message_limit(&self) -> Option<usize> {
        (self.kind == Kind::Ed25519).then_some(Self::RAW_BYTES)
    }
}

#[async_trait]
impl KeyMaker for KmsKeys {
    async fn make(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        self.make_key(scope, role).await
    }

    async fn sign_root(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        check_role(key, true)?;
        self.sign_with(key, message).await
    }
}
