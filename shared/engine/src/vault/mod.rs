//! Opens the secrets of applications, for the server's own parts that use them.

use std::sync::Arc;

use async_trait::async_trait;
use wavecast_domain::name::SecretName;
use wavecast_domain::vault::{AppSecret, Sealed, SecretPlace};
use wavecast_wire::name::{AppName, OrgName};
use zeroize::Zeroizing;

use crate::port::{Entry, Ledger, PortError, Proof, Prover, Unwrap};
use crate::record::layout::LayoutError;
use crate::record::{entry, key};

mod envelope;

pub use envelope::{bound, decrypt, encrypt, fresh_key, open, seal};

/// How often a secret that changes while it is read is read anew.
const TRIES: u32 = 4;

/// Opens secrets. Nothing that answers requests holds one.
#[derive(Clone)]
pub struct Vault {
    /// Where sealed values lie.
    pub ledger: Arc<dyn Ledger>,
    /// Opens their data keys.
    pub unwrap: Arc<dyn Unwrap>,
}

/// Why a secret can't be had.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum VaultError {
    /// There is none of this name.
    #[error("secret {0} doesn't exist: `wavecast secret set {0}` sets it")]
    Missing(SecretName),
    /// It can't be opened, or read.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl From<LayoutError> for VaultError {
    fn from(error: LayoutError) -> Self {
        Self::Port(PortError::Setup(error.0))
    }
}

impl Vault {
    /// The value of a secret that is in use.
    ///
    /// # Errors
    /// [`VaultError`]; [`PortError::Setup`] in it says why a value doesn't open.
    pub async fn open(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &SecretName,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (place, sealed) = self.find(org, app, name).await?;
        Ok(self.try_one(&place, sealed.as_ref()).await?)
    }

    async fn try_one(
        &self,
        place: &SecretPlace,
        sealed: Option<&Sealed>,
    ) -> Result<Zeroizing<Vec<u8>>, PortError> {
        match sealed {
            Some(sealed) => open(&*self.unwrap, place, sealed).await,
            None => Err(PortError::Setup(format!(
                "{place}: its value is missing; restore the ledger, or set it anew"
            ))),
        }
    }

    /// The version that is in use, and its value, read at one instant.
    async fn find(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &SecretName,
    ) -> Result<(SecretPlace, Option<Sealed>), VaultError> {
        let at = key::secret(org, app, name);
        let first = self.ledger.get(std::slice::from_ref(&at)).await?;
        let mut known = first.into_iter().next().flatten();
        for _ in 0..TRIES {
            let secret: Option<AppSecret> = known.as_ref().map(entry::read).transpose()?;
            let secret = secret.filter(|secret| secret.removed.is_none());
            let secret = secret.ok_or_else(|| VaultError::Missing(name.clone()))?;
            let place = SecretPlace {
                org: org.clone(),
                app: app.clone(),
                name: name.clone(),
                version: secret.current,
            };
            let keys = [at.clone(), key::sealed_value(&place)];
            let mut found = self.ledger.get(&keys).await?.into_iter();
            let (again, sealed) = (found.next().flatten(), found.next().flatten());
            let revision = |entry: &Option<Entry>| entry.as_ref().map(|entry| entry.revision);
            if revision(&again) == revision(&known) {
                return Ok((place, sealed.as_ref().map(entry::read).transpose()?));
            }
            known = again;
        }
        Err(PortError::Conflict.into())
    }
}

#[async_trait]
impl Prover for Vault {
    async fn prove(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &SecretName,
    ) -> Result<Proof, PortError> {
        let (place, sealed) = match self.find(org, app, name).await {
            Ok(found) => found,
            Err(VaultError::Port(error)) => return Err(error),
            Err(error) => return Err(PortError::Refused(error.to_string())),
        };
        let version = place.version;
        match self.try_one(&place, sealed.as_ref()).await {
            Ok(_) => Ok(Proof { version, why: None }),
            Err(PortError::Setup(why)) => Ok(Proof {
                version,
                why: Some(why),
            }),
            Err(error) => Err(error),
        }
    }
}
