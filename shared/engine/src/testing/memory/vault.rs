//! Data keys that are wrapped by one that is always the same.

use async_trait::async_trait;
use wavecast_domain::vault::SecretPlace;
use wavecast_wire::hash::{from_hex, to_hex};
use zeroize::Zeroizing;

use crate::port::{DataKey, PortError, Unwrap, Wrap};
use crate::vault::{bound, decrypt, encrypt};

/// What begins a wrapped key; hex digits follow.
const PREFIX: &str = "memory:";

/// Wraps data keys, and opens them.
pub struct MemoryVault(DataKey);

impl Default for MemoryVault {
    fn default() -> Self {
        Self(Zeroizing::new([7; 32]))
    }
}

#[async_trait]
impl Wrap for MemoryVault {
    async fn wrap(&self, of: &SecretPlace, key: &DataKey) -> Result<String, PortError> {
        let wrapped = encrypt(&self.0, &bound("memory", of), key.as_slice())?;
        Ok(format!("{PREFIX}{}", to_hex(&wrapped)))
    }
}

#[async_trait]
impl Unwrap for MemoryVault {
    async fn unwrap(&self, of: &SecretPlace, wrapped: &str) -> Result<DataKey, PortError> {
        let wrapped = wrapped.strip_prefix(PREFIX).and_then(from_hex);
        let key = wrapped.and_then(|wrapped| decrypt(&self.0, &bound("memory", of), wrapped));
        let key = key.and_then(|key| <[u8; 32]>::try_from(key.as_slice()).ok());
        key.map(Zeroizing::new)
            .ok_or_else(|| PortError::Setup(format!("{of}: its key doesn't open")))
    }
}
