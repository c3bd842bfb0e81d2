//! Ed25519 seeds, sealed by one KMS key under a context that says whose each is.
//!
//! The context (`org`, `app`, `channel`, `role`) is authenticated: a seed that was sealed as a root's
//! opens only under `role=root`, which the publisher's policy denies. No seed is kept: it is in memory
//! only while it signs, so that a key that is disabled in KMS stops at once, and three Decrypt calls
//! (0.009 cents) are all that a publication pays for that.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use wavecast_engine::port::{KeyMaker, PortError, SealedKey, Signer};
use wavecast_wire::key::PublicKey;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;
use zeroize::Zeroizing;

use super::check_role;
use crate::fault::{Place, code_of};
use crate::sdk::Sdk;

/// What `SealedKey::sealed` begins with; the ciphertext follows.
const PREFIX: &str = "kms:";

/// Ed25519 keys whose seeds are sealed.
#[derive(Clone, Debug)]
pub struct SealedKeys {
    client: Client,
    place: Arc<Place>,
}

impl SealedKeys {
    /// Keys that this KMS key (an ARN, or an alias) seals.
    #[must_use]
    pub fn new(sdk: &Sdk, sealing_key: &str) -> Self {
        let place = Place {
            setting: "WAVECAST_SEALING_KEY",
            name: sealing_key.to_owned(),
            region: sdk.region().to_owned(),
        };
        Self {
            client: sdk.kms(),
            place: Arc::new(place),
        }
    }

    async fn make_key(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed)
            .map_err(|error| PortError::Lost(format!("making a key: {error}")))?;
        let public = public_of(&SigningKey::from_bytes(&seed));
        let sealed = self
            .client
            .encrypt()
            .key_id(&self.place.name)
            .plaintext(Blob::new(seed.to_vec()))
            .set_encryption_context(Some(context(scope, role)))
            .send()
            .await
            // Sealing changes nothing: whatever came of it, it can be done anew.
            .map_err(|error| self.place.read("sealing a key", &error))?;
        let sealed = sealed
            .ciphertext_blob
            .map(Blob::into_inner)
            .unwrap_or_default();
        Ok(SealedKey {
            scope: scope.clone(),
            role,
            public,
            sealed: format!("{PREFIX}{}", BASE64.encode(sealed)),
        })
    }

    async fn sign_with(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        let id = key.public.id();
        let ciphertext = key.sealed.strip_prefix(PREFIX);
        let ciphertext = ciphertext.and_then(|text| BASE64.decode(text).ok());
        let ciphertext = ciphertext.ok_or_else(|| {
            PortError::Setup(format!(
                "key {id}: was not made by {}; put its backend back, or rotate the key",
                self.place
            ))
        })?;
        let opened = self
            .client
            .decrypt()
            .key_id(&self.place.name)
            .ciphertext_blob(Blob::new(ciphertext))
            .set_encryption_context(Some(context(&key.scope, key.role)))
            .send()
            .await
            .map_err(|error| match code_of(&error).1 {
                Some("InvalidCiphertextException") => PortError::Setup(format!(
                    "key {id}: doesn't open as the key of {} of {}; it was sealed for another, or damaged: restore the table, or rotate the key",
                    key.role.as_str(),
                    key.scope
                )),
                _ => self.place.read("opening a key", &error),
            })?;
        let seed = opened.plaintext.map(Blob::into_inner).map(Zeroizing::new);
        let seed: Option<Zeroizing<[u8; 32]>> = seed
            .and_then(|seed| <[u8; 32]>::try_from(seed.as_slice()).ok())
            .map(Zeroizing::new);
        let secret = seed.map(|seed| SigningKey::from_bytes(&seed));
        let secret = secret.filter(|secret| public_of(secret) == key.public);
        let secret = secret.ok_or_else(|| {
            PortError::Setup(format!(
                "key {id}: what {} opens of it is another key's; check WAVECAST_SEALING_KEY, restore the table, or rotate the key",
                self.place
            ))
        })?;
        Ok(secret.sign(message).to_bytes().to_vec())
    }
}

fn public_of(secret: &SigningKey) -> PublicKey {
    PublicKey::ed25519(&secret.verifying_key().to_bytes())
}

/// What a seed is for, as KMS authenticates it and logs it.
pub(crate) fn context(scope: &Scope, role: Role) -> HashMap<String, String> {
    [
        ("org", scope.org.as_str()),
        ("app", scope.app.as_str()),
        ("channel", scope.channel.as_str()),
        ("role", role.as_str()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

#[async_trait]
impl Signer for SealedKeys {
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        check_role(key, false)?;
        self.sign_with(key, message).await
    }

    fn message_limit(&self) -> Option<usize> {
        None
    }
}

#[async_trait]
impl KeyMaker for SealedKeys {
    async fn make(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        self.make_key(scope, role).await
    }

    async fn sign_root(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        check_role(key, true)?;
        self.sign_with(key, message).await
    }
}
