//! All ports of one machine, for a composition root.

use std::io;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use wavecast_engine::port::{
    Cdn, Clock, Ids, Invalidated, KeyMaker, Ledger, Objects, PartSink, Passwords, PortError,
    Signer, Unwrap, Uploads, Wrap,
};
use wavecast_engine::system::OsIds;
use zeroize::Zeroizing;

use crate::factors::Factors;
use crate::keys::FileKeys;
use crate::passwords::Argon;
use crate::secret::{self, SecretError};
use crate::uploads::{DirUploads, TokenKey};
use crate::vault::FileVault;
use crate::{Embedded, OpenError};

/// Every port, on one data directory.
#[derive(Clone)]
pub struct Local {
    /// Entries.
    pub ledger: Arc<dyn Ledger>,
    /// What devices read.
    pub objects: Arc<dyn Objects>,
    /// The staging place.
    pub uploads: Arc<dyn Uploads>,
    /// Takes the bytes that are sent to the staging place's URLs.
    pub parts: Arc<dyn PartSink>,
    /// Signs for online roles.
    pub signer: Arc<dyn Signer>,
    /// Makes keys, and signs roots.
    pub key_maker: Arc<dyn KeyMaker>,
    /// Wraps the data keys of secrets.
    pub wrap: Arc<dyn Wrap>,
    /// Opens them.
    pub unwrap: Arc<dyn Unwrap>,
    /// There is no CDN before this edge.
    pub cdn: Arc<dyn Cdn>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn Ids>,
}

/// Nothing stands before the edge of one machine, so there is nothing to invalidate.
struct NoCdn;

#[async_trait]
impl Cdn for NoCdn {
    async fn invalidate(&self, _paths: &[String]) -> Result<Invalidated, PortError> {
        Ok(Invalidated::Needless)
    }
}

impl Embedded {
    /// The ports. `public_base` is where clients reach the API, such as
    /// `http://127.0.0.1:8080/api/v1`: upload URLs begin with it.
    ///
    /// # Errors
    /// [`OpenError::Exposed`] or [`OpenError::Corrupt`] for the key of upload URLs, or the disk's.
    pub fn local(&self, public_base: &str) -> Result<Local, OpenError> {
        let uploads = Arc::new(DirUploads::new(
            self.home.clone(),
            self.folders.clone(),
            self.upload_key()?,
            public_base,
        ));
        let keys = Arc::new(FileKeys::new(self.home.clone()));
        let vault = Arc::new(FileVault::new(self.home.clone()));
        Ok(Local {
            ledger: Arc::new(self.ledger.clone()),
            objects: Arc::new(self.objects.clone()),
            uploads: uploads.clone(),
            parts: uploads,
            signer: keys.clone(),
            key_maker: keys,
            wrap: vault.clone(),
            unwrap: vault,
            cdn: Arc::new(NoCdn),
            clock: self.clock.clone(),
            ids: Arc::new(OsIds),
        })
    }

    /// Judges passwords, and makes keys of second factors.
    ///
    /// # Errors
    /// No randomness.
    pub fn passwords(&self) -> Result<Arc<dyn Passwords>, OpenError> {
        let argon = Argon::new(Factors::new(self.home.clone())).map_err(|error| {
            let dir = self.home.dir().to_path_buf();
            let source = io::Error::other(error.to_string());
            OpenError::Disk { dir, source }
        })?;
        Ok(Arc::new(argon))
    }

    fn upload_key(&self) -> Result<TokenKey, OpenError> {
        let path = self.home.keys().join("uploads");
        let text = secret::read_or_create(&self.home.temp(), &path, || secret::line(""))?;
        let bytes = BASE64.decode(text.trim()).map(Zeroizing::new).ok();
        let key = bytes.and_then(|bytes| bytes.as_slice().try_into().ok().map(Zeroizing::new));
        let corrupt = || SecretError::Corrupt(path.clone(), "it is no 32 bytes in base 64");
        Ok(TokenKey::new(&key.ok_or_else(corrupt)?))
    }

    /// The token that signs in the owner of this data directory until there are other ways: the
    /// content of the file `token`, made at first use, for its owner alone.
    ///
    /// # Errors
    /// As [`bootstrap_token`].
    pub fn bootstrap_token(&self) -> Result<Zeroizing<String>, OpenError> {
        bootstrap_token(self.home.dir())
    }
}

/// What a bootstrap token begins with, so that scanners for leaked secrets know it.
const TOKEN_PREFIX: &str = "wct_";

/// The bootstrap token of a data directory: `wct_` and 32 random bytes. It may be asked for whether or
/// not the directory is open; the file is made at first use.
///
/// # Errors
/// [`OpenError::Exposed`] if others may read the file, [`OpenError::Corrupt`] if it holds no token,
/// [`OpenError::Disk`] if the disk refuses.
pub fn bootstrap_token(dir: impl AsRef<Path>) -> Result<Zeroizing<String>, OpenError> {
    let path = dir.as_ref().join("token");
    let text = secret::read_or_create(dir.as_ref(), &path, || secret::line(TOKEN_PREFIX))?;
    let token = text.trim();
    let rest = token
        .strip_prefix(TOKEN_PREFIX)
        .and_then(|rest| BASE64.decode(rest).ok());
    if rest.is_none_or(|rest| rest.len() != 32) {
        return Err(SecretError::Corrupt(path, "it is no `wct_…` token").into());
    }
    Ok(Zeroizing::new(token.to_owned()))
}

impl From<SecretError> for OpenError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Exposed(path, mode) => Self::Exposed { path, mode },
            SecretError::Corrupt(path, reason) => Self::Corrupt {
                path,
                reason: reason.to_owned(),
            },
            SecretError::Missing(path) => Self::Corrupt {
                path,
                reason: String::from("it is missing"),
            },
            SecretError::Disk(path, source) => Self::Disk {
                dir: path.parent().unwrap_or(&path).to_path_buf(),
                source,
            },
        }
    }
}
