//! Data keys of secrets, wrapped by one key in a file: `keys/secrets`, for its owner alone.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use wavecast_domain::vault::SecretPlace;
use wavecast_engine::port::{DataKey, PortError, Unwrap, Wrap};
use wavecast_engine::vault::{bound, decrypt, encrypt};
use wavecast_wire::hash::{Hasher, to_hex};
use zeroize::Zeroizing;

use crate::fault::{self, blocking};
use crate::home::Home;
use crate::secret::{self, SecretError};

/// What a wrapped key begins with; the wrapping key's id and the ciphertext follow.
const PREFIX: &str = "file:";
/// What the tag of a wrapped key authenticates besides it.
const DATA_KEY: &str = "wavecast.data-key.v1";
/// Bytes of the hash that tells one wrapping key from another.
const ID_BYTES: usize = 8;

/// Wraps and opens data keys. The wrapping key is in memory only while it is used.
#[derive(Clone)]
pub(crate) struct FileVault(Arc<Home>);

impl FileVault {
    pub(crate) fn new(home: Arc<Home>) -> Self {
        Self(home)
    }

    fn path(&self) -> PathBuf {
        self.0.keys().join("secrets")
    }

    fn wrap(&self, of: &SecretPlace, key: &DataKey) -> Result<String, PortError> {
        let text = secret::read_or_create(&self.0.temp(), &self.path(), || secret::line(""));
        let wrapping = self.parse(text)?;
        let wrapped = encrypt(&wrapping, &bound(DATA_KEY, of), key.as_slice())?;
        Ok(format!(
            "{PREFIX}{}:{}",
            id(&wrapping),
            BASE64.encode(wrapped)
        ))
    }

    fn unwrap(&self, of: &SecretPlace, wrapped: &str) -> Result<DataKey, PortError> {
        let parts = wrapped
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split_once(':'));
        let (by, wrapped) = parts.ok_or_else(|| {
            PortError::Setup(format!(
                "{of}: was not sealed in this data directory; put its backend back, or set it anew"
            ))
        })?;
        let wrapping = self.parse(secret::read(&self.path()))?;
        if by != id(&wrapping) {
            return Err(PortError::Setup(format!(
                "{of}: was sealed by another key than {}; put that one back from a backup, or set it anew",
                self.path().display()
            )));
        }
        let wrapped = BASE64.decode(wrapped).ok();
        let key = wrapped.and_then(|wrapped| decrypt(&wrapping, &bound(DATA_KEY, of), wrapped));
        let key = key.and_then(|key| key.as_slice().try_into().ok().map(Zeroizing::new));
        key.ok_or_else(|| {
            PortError::Setup(format!(
                "{of}: was sealed for another place, or is damaged; restore the ledger, or set it anew"
            ))
        })
    }

    fn parse(&self, text: Result<Zeroizing<String>, SecretError>) -> Result<DataKey, PortError> {
        let text = text.map_err(|error| self.port_error(error))?;
        let bytes = BASE64.decode(text.trim()).map(Zeroizing::new).ok();
        let key = bytes.and_then(|bytes| bytes.as_slice().try_into().ok().map(Zeroizing::new));
        key.ok_or_else(|| {
            let reason = "it is no 32 bytes in base 64";
            self.port_error(SecretError::Corrupt(self.path(), reason))
        })
    }

    fn port_error(&self, error: SecretError) -> PortError {
        match error {
            SecretError::Disk(_, error) => fault::lost("the key of secrets", self.0.dir(), &error),
            error => PortError::Setup(error.to_string()),
        }
    }
}

/// Tells one wrapping key from another, and nothing of it.
fn id(key: &DataKey) -> String {
    let mut hasher = Hasher::default();
    hasher.update(b"wavecast.wrapping-key-id.v1");
    hasher.update(key.as_slice());
    to_hex(&hasher.finish().0[..ID_BYTES])
}

#[async_trait]
impl Wrap for FileVault {
    async fn wrap(&self, of: &SecretPlace, key: &DataKey) -> Result<String, PortError> {
        let (vault, of, key) = (self.clone(), of.clone(), key.clone());
        blocking(move || vault.wrap(&of, &key)).await
    }
}

#[async_trait]
impl Unwrap for FileVault {
    async fn unwrap(&self, of: &SecretPlace, wrapped: &str) -> Result<DataKey, PortError> {
        let (vault, of, wrapped) = (self.clone(), of.clone(), wrapped.to_owned());
        blocking(move || vault.unwrap(&of, &wrapped)).await
    }
}
