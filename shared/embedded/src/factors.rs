//! Keys of authenticators, each made of its salt and of one key in a file: `keys/factors`, for its owner alone.

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use wavecast_engine::port::PasswordError;
use wavecast_engine::totp::FactorKey;
use wavecast_wire::hash::Sha256;
use zeroize::Zeroizing;

use crate::home::Home;
use crate::secret::{self, SecretError};

/// What the file's key is used for.
const PURPOSE: &[u8] = b"wavecast.second-factor.v1";

/// Makes them. The file's key is in memory only while it is used.
#[derive(Clone)]
pub(crate) struct Factors(Arc<Home>);

impl Factors {
    pub(crate) const fn new(home: Arc<Home>) -> Self {
        Self(home)
    }

    /// Of a new second factor: the file is made at first use.
    pub(crate) fn begin(&self, salt: &Sha256) -> Result<FactorKey, PasswordError> {
        let path = self.path();
        let text = secret::read_or_create(&self.0.temp(), &path, || secret::line(""));
        self.derive(text, salt)
    }

    /// Of one that was begun: without the file nobody is let in by a new one.
    pub(crate) fn of(&self, salt: &Sha256) -> Result<FactorKey, PasswordError> {
        self.derive(secret::read(&self.path()), salt)
    }

    fn path(&self) -> PathBuf {
        self.0.keys().join("factors")
    }

    fn derive(
        &self,
        text: Result<Zeroizing<String>, SecretError>,
        salt: &Sha256,
    ) -> Result<FactorKey, PasswordError> {
        let failed = |error: SecretError| PasswordError::Failed(error.to_string());
        let bytes = BASE64.decode(text.map_err(failed)?.trim());
        let bytes = bytes.map(Zeroizing::new).ok();
        let key: Option<[u8; 32]> = bytes.and_then(|bytes| bytes.as_slice().try_into().ok());
        let key = Zeroizing::new(key.ok_or_else(|| {
            let reason = "it is no 32 bytes in base 64";
            failed(SecretError::Corrupt(self.path(), reason))
        })?);
        // HMAC takes keys of every length.
        let mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_slice());
        let mut mac = mac.map_err(|error| PasswordError::Failed(error.to_string()))?;
        mac.update(PURPOSE);
        mac.update(&salt.0);
        let made = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
        let mut begin = Zeroizing::new([0; 20]);
        begin.copy_from_slice(&made[..20]);
        Ok(FactorKey::new(begin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(dir: &std::path::Path) -> Factors {
        Factors::new(Arc::new(Home::open(dir).unwrap()))
    }

    #[test]
    fn a_key_is_the_same_for_its_salt_and_for_this_directory_alone() {
        let dirs = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let [here, there] = [&dirs[0], &dirs[1]].map(|dir| open(dir.path()));
        let salt = |text: &str| Sha256::of(text.as_bytes());
        let text = |key: Result<FactorKey, _>| key.unwrap().text().to_string();
        let first = text(here.begin(&salt("ada")));
        assert_eq!(first.len(), 32);
        assert_eq!(text(here.of(&salt("ada"))), first);
        assert_eq!(text(here.begin(&salt("ada"))), first);
        assert_ne!(text(here.begin(&salt("bob"))), first);
        assert_ne!(text(there.begin(&salt("ada"))), first);
    }

    #[test]
    fn without_its_file_no_key_is_made_up() {
        let dir = tempfile::tempdir().unwrap();
        let factors = open(dir.path());
        let salt = Sha256::of(b"ada");
        let told = |key: Result<FactorKey, PasswordError>| key.err().unwrap().to_string();
        assert!(told(factors.of(&salt)).contains("keys/factors: is missing"));
        factors.begin(&salt).unwrap();
        std::fs::write(factors.path(), "no key").unwrap();
        assert!(told(factors.of(&salt)).contains("it is no 32 bytes"));
    }
}
