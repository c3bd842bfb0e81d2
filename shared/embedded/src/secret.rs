//! Secrets in files that their owner alone may read.

use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use zeroize::Zeroizing;

use crate::disk::{Halt, Reach, Temp};
use crate::read;

/// Bytes of a secret's file.
const SECRET_BYTES: usize = 4096;

/// Why a secret can't be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    #[error("{}: is missing; put it back from a backup", .0.display())]
    Missing(PathBuf),
    #[error("{path}: can't be read: {}; put it back from a backup", .1, path = .0.display())]
    Corrupt(PathBuf, &'static str),
    #[error(
        "{path}: others may read it (mode {:03o}); if nobody did, run `chmod 600 {path}`, else \
         replace it",
        .1, path = .0.display()
    )]
    Exposed(PathBuf, u32),
    #[error("{path}: {}", .1, path = .0.display())]
    Disk(PathBuf, io::Error),
}

/// Random bytes of the system, for a secret.
pub(crate) fn random<const N: usize>() -> io::Result<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

/// A line of 32 random bytes in base 64, behind a prefix.
pub(crate) fn line(prefix: &str) -> io::Result<Zeroizing<String>> {
    let bytes = random::<32>()?;
    Ok(Zeroizing::new(format!(
        "{prefix}{}\n",
        BASE64.encode(bytes.as_slice())
    )))
}

/// Creates a secret's file with mode 0600, unless the name is taken; says whether it did. The file
/// appears whole or not at all, and is durable on return.
pub(crate) fn create(temp: &Path, path: &Path, text: &str) -> Result<bool, SecretError> {
    Temp::with(temp, Reach::Owner, text.as_bytes())
        .map_err(Halt::from)
        .and_then(|file| file.place(path))
        .map_err(|halt| SecretError::Disk(path.to_path_buf(), halt.into()))
}

/// Reads a secret's file; refuses it if anybody but the owner may read or write it.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<String>, SecretError> {
    let disk = |error| SecretError::Disk(path.to_path_buf(), error);
    let Some((file, _)) = read::open(path).map_err(disk)? else {
        return Err(SecretError::Missing(path.to_path_buf()));
    };
    let mode = file.metadata().map_err(disk)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(SecretError::Exposed(path.to_path_buf(), mode));
    }
    // With room from the start: a buffer that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(SECRET_BYTES + 1));
    match file.take(SECRET_BYTES as u64 + 1).read_to_string(&mut text) {
        Ok(size) if size <= SECRET_BYTES => Ok(text),
        Ok(_) => Err(SecretError::Corrupt(path.to_path_buf(), "it is too long")),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(SecretError::Corrupt(path.to_path_buf(), "it is no text"))
        }
        Err(error) => Err(disk(error)),
    }
}

/// The secret in a file, made at first use.
pub(crate) fn read_or_create(
    temp: &Path,
    path: &Path,
    make: impl FnOnce() -> io::Result<Zeroizing<String>>,
) -> Result<Zeroizing<String>, SecretError> {
    match read(path) {
        Err(SecretError::Missing(_)) => {}
        other => return other,
    }
    let text = make().map_err(|error| SecretError::Disk(path.to_path_buf(), error))?;
    create(temp, path, &text)?;
    // Read back rather than trusted: another process may have been first.
    read(path)
}
