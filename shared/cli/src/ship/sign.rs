//! Package keys: made here, kept here; only signatures and public keys leave this machine.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use wavecast_wire::hash::{from_hex, to_hex};
use wavecast_wire::key::PublicKey;
use wavecast_wire::manifest::{DsseSignature, Manifest};

use crate::error::{Failure, Result};
use crate::exit::Exit;

/// A key's file is short; anything longer is none.
const FILE_BYTES: u64 = 4096;

/// A key that signs packages.
pub struct SignKey(SigningKey);

/// The secret half's file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    v: u32,
    /// Hex of the Ed25519 seed.
    seed: String,
}

impl SignKey {
    /// Makes a key: the secret half in `file` for its owner alone, the public half in `file.pub`.
    ///
    /// # Errors
    /// The file exists, or can't be written.
    pub fn make(file: &Path) -> Result<(PublicKey, PathBuf)> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)
            .map_err(|error| Failure::new(Exit::Machine, format!("no randomness: {error}")))?;
        let key = Self(SigningKey::from_bytes(&seed));
        let secret = Secret {
            v: 1,
            seed: to_hex(&seed),
        };
        write(file, &secret, 0o600)?;
        let mut public_file = file.as_os_str().to_owned();
        public_file.push(".pub");
        let public_file = PathBuf::from(public_file);
        write(&public_file, &key.public(), 0o644)?;
        Ok((key.public(), public_file))
    }

    /// Reads a secret half.
    ///
    /// # Errors
    /// No such key there, or one that others may read.
    pub fn read(file: &Path) -> Result<Self> {
        let wrong = || Failure::usage(format!("{}: is no package key", file.display()));
        let meta = std::fs::metadata(file).map_err(|error| Failure::file("read", file, &error))?;
        if meta.mode() & 0o077 != 0 {
            let what = format!("{}: others may read this key", file.display());
            return Err(Failure::new(Exit::Denied, what).hint(format!(
                "if nobody did, chmod 600 {}; else replace it",
                file.display()
            )));
        }
        let secret: Secret = read(file, meta.len()).map_err(|failure| match failure {
            Some(failure) => failure,
            None => wrong().hint("wavecast keys make FILE makes one"),
        })?;
        let seed = from_hex(&secret.seed).and_then(|seed| seed.try_into().ok());
        let seed: [u8; 32] = seed.filter(|_| secret.v == 1).ok_or_else(wrong)?;
        Ok(Self(SigningKey::from_bytes(&seed)))
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::ed25519(&self.0.verifying_key().to_bytes())
    }

    /// Its signature of a manifest.
    ///
    /// # Errors
    /// A manifest that canonical JSON can't say.
    pub fn sign(&self, manifest: &Manifest) -> Result<DsseSignature> {
        let message = manifest
            .message()
            .map_err(|error| Failure::new(Exit::Refused, format!("the manifest: {error}")))?;
        let signature = self.0.sign(&message).to_bytes();
        Ok(DsseSignature::new(self.public().id(), &signature))
    }
}

/// Reads the public half of a key.
///
/// # Errors
/// No such key there.
pub fn read_public(file: &Path) -> Result<PublicKey> {
    let meta = std::fs::metadata(file).map_err(|error| Failure::file("read", file, &error))?;
    let key: std::result::Result<PublicKey, _> = read(file, meta.len());
    match key {
        Ok(key) if key.is_usable() => Ok(key),
        Err(Some(failure)) => Err(failure),
        _ => Err(
            Failure::usage(format!("{}: is no public key of packages", file.display()))
                .hint("name the .pub file that wavecast keys make wrote"),
        ),
    }
}

/// What a file holds; `None` when it is something else.
fn read<T: serde::de::DeserializeOwned>(
    file: &Path,
    bytes: u64,
) -> std::result::Result<T, Option<Failure>> {
    if bytes > FILE_BYTES {
        return Err(None);
    }
    let text = std::fs::read(file).map_err(|error| Some(Failure::file("read", file, &error)))?;
    serde_json::from_slice(&text).map_err(|_| None)
}

/// Writes a new file, never over another: a lost key can't be made again.
fn write(file: &Path, value: &impl Serialize, mode: u32) -> Result {
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::new(Exit::Conflict, format!("{}: exists", file.display()))
                .hint("choose another name; a key that was overwritten is lost")
        }
        _ => Failure::file("write", file, error),
    };
    let text = serde_json::to_string(value).map_err(|error| Failure::failed(error.to_string()))?;
    let mut options = OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(mode).open(file);
    let mut opened = opened.map_err(|error| failed(&error))?;
    opened
        .write_all(format!("{text}\n").as_bytes())
        .and_then(|()| opened.sync_all())
        .map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_by_its_owner_alone() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("release.key");
        let (public, public_file) = SignKey::make(&file).unwrap();
        assert_eq!(SignKey::read(&file).unwrap().public(), public);
        assert_eq!(read_public(&public_file).unwrap(), public);
        assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        assert_eq!(SignKey::make(&file).unwrap_err().exit, Exit::Conflict);
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        std::fs::set_permissions(&file, open).unwrap();
        assert_eq!(SignKey::read(&file).err().unwrap().exit, Exit::Denied);
    }

    #[test]
    fn what_is_no_key_is_said() {
        let directory = tempfile::tempdir().unwrap();
        for text in ["", "{}", r#"{"v":1,"seed":"abc"}"#, r#"{"v":2,"seed":""}"#] {
            let file = directory.path().join("key");
            std::fs::write(&file, text).unwrap();
            let open = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(&file, open).unwrap();
            assert_eq!(SignKey::read(&file).err().unwrap().exit, Exit::Usage);
            assert_eq!(read_public(&file).err().unwrap().exit, Exit::Usage);
        }
    }
}
