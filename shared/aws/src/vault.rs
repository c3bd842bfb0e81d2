//! Data keys of secrets, wrapped by the KMS key that seals signing keys, under a context of their own.
//!
//! The context (`org`, `app`, `secret`, `version`, `role=secret`) is authenticated: what was wrapped for
//! one version of one secret opens as nothing else, and by `role` policies let one function wrap and
//! another open.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use wavecast_domain::vault::SecretPlace;
use wavecast_engine::port::{DataKey, PortError, Unwrap, Wrap};
use zeroize::Zeroizing;

use crate::fault::{Place, code_of};
use crate::sdk::Sdk;

/// What a wrapped key begins with; KMS's ciphertext follows.
const PREFIX: &str = "kms:";
/// The role in the context of every data key.
const ROLE: &str = "secret";

/// Wraps data keys, and opens them, each where its policy allows it.
#[derive(Clone, Debug)]
pub struct KmsVault {
    client: Client,
    place: Arc<Place>,
}

impl KmsVault {
    /// By this KMS key (an ARN, or an alias).
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
}

/// What a data key is for, as KMS authenticates it and logs it.
fn context(of: &SecretPlace) -> HashMap<String, String> {
    [
        ("org", of.org.to_string()),
        ("app", of.app.to_string()),
        ("secret", of.name.to_string()),
        ("version", of.version.to_string()),
        ("role", ROLE.to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

#[async_trait]
impl Wrap for KmsVault {
    async fn wrap(&self, of: &SecretPlace, key: &DataKey) -> Result<String, PortError> {
        let wrapped = self
            .client
            .encrypt()
            .key_id(&self.place.name)
            .plaintext(Blob::new(key.to_vec()))
            .set_encryption_context(Some(context(of)))
            .send()
            .await
            // Wrapping changes nothing: whatever came of it, it can be done anew.
            .map_err(|error| self.place.read("sealing a secret", &error))?;
        let wrapped = wrapped.ciphertext_blob.map(Blob::into_inner);
        Ok(format!(
            "{PREFIX}{}",
            BASE64.encode(wrapped.unwrap_or_default())
        ))
    }
}

#[async_trait]
impl Unwrap for KmsVault {
    async fn unwrap(&self, of: &SecretPlace, wrapped: &str) -> Result<DataKey, PortError> {
        let wrapped = wrapped.strip_prefix(PREFIX);
        let wrapped = wrapped.and_then(|text| BASE64.decode(text).ok());
        let wrapped = wrapped.ok_or_else(|| {
            PortError::Setup(format!(
                "{of}: was not sealed by {}; put its backend back, or set it anew",
                self.place
            ))
        })?;
        let damaged = || {
            PortError::Setup(format!(
                "{of}: doesn't open by {}; it was sealed for another place or by another key, or is damaged: check WAVECAST_SEALING_KEY, restore the table, or set it anew",
                self.place
            ))
        };
        let opened = self
            .client
            .decrypt()
            .key_id(&self.place.name)
            .ciphertext_blob(Blob::new(wrapped))
            .set_encryption_context(Some(context(of)))
            .send()
            .await
            .map_err(|error| match code_of(&error).1 {
                Some("InvalidCiphertextException" | "IncorrectKeyException") => damaged(),
                _ => self.place.read("opening a secret", &error),
            })?;
        let key = opened.plaintext.map(Blob::into_inner).map(Zeroizing::new);
        let key = key.and_then(|key| <[u8; 32]>::try_from(key.as_slice()).ok());
        key.map(Zeroizing::new).ok_or_else(damaged)
    }
}
