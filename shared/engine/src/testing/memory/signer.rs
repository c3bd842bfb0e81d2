//! Keys in memory: Ed25519 from a counted seed.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use ed25519_dalek::{Signer as _, SigningKey};
use wavecast_wire::hash::Sha256;
use wavecast_wire::key::PublicKey;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use super::lock;
use crate::port::{KeyMaker, PortError, SealedKey, Signer};

/// Makes keys and signs; `sealed` is a name under which it keeps the seed.
#[derive(Default)]
pub struct MemorySigner {
    seeds: Mutex<BTreeMap<String, [u8; 32]>>,
    limit: Option<usize>,
}

impl MemorySigner {
    /// One that signs only messages up to so many bytes.
    #[must_use]
    pub fn with_limit(bytes: usize) -> Self {
        Self {
            seeds: Mutex::default(),
            limit: Some(bytes),
        }
    }

    /// Another one with the same seeds.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self {
            seeds: Mutex::new(lock(&self.seeds).clone()),
            limit: self.limit,
        }
    }

    fn sign_now(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        let seed = lock(&self.seeds).get(&key.sealed).copied();
        let Some(seed) = seed else {
            let what = format!("the key {} isn't here: restore the key store", key.sealed);
            return Err(PortError::Setup(what));
        };
        Ok(SigningKey::from_bytes(&seed).sign(message).to_vec())
    }
}

#[async_trait]
impl Signer for MemorySigner {
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        if key.role == Role::Root {
            return Err(PortError::Setup("root keys sign roots alone".to_owned()));
        }
        if self.limit.is_some_and(|limit| message.len() > limit) {
            return Err(PortError::Refused("the message is too long".to_owned()));
        }
        self.sign_now(key, message)
    }

    fn message_limit(&self) -> Option<usize> {
        self.limit
    }
}

#[async_trait]
impl KeyMaker for MemorySigner {
    async fn make(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        tokio::task::yield_now().await;
        let mut seeds = lock(&self.seeds);
        let sealed = format!("{scope} {role} {}", seeds.len());
        let seed = Sha256::of(sealed.as_bytes()).0;
        seeds.insert(sealed.clone(), seed);
        let public = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
        Ok(SealedKey {
            scope: scope.clone(),
            role,
            public: PublicKey::ed25519(&public),
            sealed,
        })
    }

    async fn sign_root(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        if key.role != Role::Root {
            return Err(PortError::Setup("only root keys sign roots".to_owned()));
        }
        self.sign_now(key, message)
    }
}
