//! Signing keys in files: one seed each, `keys/{keyid}`, for its owner alone.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use wavecast_engine::port::{KeyMaker, PortError, SealedKey, Signer};
use wavecast_wire::hash::{Sha256, from_hex, to_hex};
use wavecast_wire::key::PublicKey;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;
use zeroize::{Zeroize as _, Zeroizing};

use crate::fault::{self, blocking};
use crate::home::Home;
use crate::secret::{self, SecretError};

/// What `SealedKey::sealed` begins with; the key id follows.
const REFERENCE: &str = "file:";

/// Ed25519 keys whose seeds stand in files. A seed is in memory only while it signs.
#[derive(Clone)]
pub(crate) struct FileKeys(Arc<Home>);

/// A key's file. It says for itself what the key is for, so that a reference to a root's key can't be
/// passed off as one to another's.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    v: u32,
    scope: Scope,
    role: Role,
    seed: String,
}

impl Drop for Seed {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl FileKeys {
    pub(crate) fn new(home: Arc<Home>) -> Self {
        Self(home)
    }

    fn path(&self, id: Sha256) -> PathBuf {
        self.0.keys().join(id.to_string())
    }

    fn make(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        let seed = secret::random::<32>()
            .map_err(|error| fault::lost("making a key", self.0.dir(), &error))?;
        let public = public_of(&SigningKey::from_bytes(&seed));
        let file = Seed {
            v: 1,
            scope: scope.clone(),
            role,
            seed: to_hex(&*seed),
        };
        let text = serde_json::to_string(&file).map(Zeroizing::new);
        let text = text.map_err(|error| PortError::Lost(format!("making a key: {error}")))?;
        let created = secret::create(&self.0.temp(), &self.path(public.id()), &text)
            .map_err(|error| self.port_error(error))?;
        if !created {
            return Err(PortError::Lost(String::from(
                "making a key: its name is taken",
            )));
        }
        let sealed = format!("{REFERENCE}{}", public.id());
        Ok(SealedKey {
            scope: scope.clone(),
            role,
            public,
            sealed,
        })
    }

    fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        Ok(self.open(key)?.sign(message).to_bytes().to_vec())
    }

    /// The secret half of a sealed key, if its file is really that key's.
    fn open(&self, key: &SealedKey) -> Result<SigningKey, PortError> {
        let id: Option<Sha256> = key
            .sealed
            .strip_prefix(REFERENCE)
            .and_then(|id| id.parse().ok());
        let id = id.filter(|id| *id == key.public.id()).ok_or_else(|| {
            PortError::Setup(format!(
                "key {}: was not made in this data directory; put its backend back, or rotate the key",
                key.public.id()
            ))
        })?;
        let path = self.path(id);
        let corrupt = |reason| self.port_error(SecretError::Corrupt(path.clone(), reason));
        let text = secret::read(&path).map_err(|error| self.port_error(error))?;
        let file: Seed = serde_json::from_str(&text).map_err(|_| corrupt("it is no key file"))?;
        let bytes = from_hex(&file.seed).map(Zeroizing::new);
        let seed: Option<Zeroizing<[u8; 32]>> =
            bytes.and_then(|bytes| bytes.as_slice().try_into().ok().map(Zeroizing::new));
        let secret = seed
            .map(|seed| SigningKey::from_bytes(&seed))
            .ok_or_else(|| corrupt("its seed is no 32 bytes"))?;
        if file.v != 1 || public_of(&secret) != key.public {
            return Err(corrupt("it holds another key"));
        }
        if (&file.scope, file.role) != (&key.scope, key.role) {
            return Err(PortError::Setup(format!(
                "key {id}: was made for role {} of {}, and signs nothing else",
                file.role.as_str(),
                file.scope
            )));
        }
        Ok(secret)
    }

    fn port_error(&self, error: SecretError) -> PortError {
        match error {
            SecretError::Disk(_, error) => fault::lost("the keys", self.0.dir(), &error),
            error => PortError::Setup(error.to_string()),
        }
    }
}

fn public_of(secret: &SigningKey) -> PublicKey {
    PublicKey::ed25519(&secret.verifying_key().to_bytes())
}

#[async_trait]
impl Signer for FileKeys {
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        if key.role == Role::Root {
            return Err(PortError::Setup(String::from(
                "role root: only the key maker signs roots",
            )));
        }
        let (keys, key, message) = (self.clone(), key.clone(), message.to_vec());
        blocking(move || keys.sign(&key, &message)).await
    }

    fn message_limit(&self) -> Option<usize> {
        None
    }
}

#[async_trait]
impl KeyMaker for FileKeys {
    async fn make(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError> {
        let (keys, scope) = (self.clone(), scope.clone());
        blocking(move || keys.make(&scope, role)).await
    }

    async fn sign_root(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError> {
        if key.role != Role::Root {
            return Err(PortError::Setup(format!(
                "role {}: the key maker signs roots only",
                key.role.as_str()
            )));
        }
        let (keys, key, message) = (self.clone(), key.clone(), message.to_vec());
        blocking(move || keys.sign(&key, &message)).await
    }
}
