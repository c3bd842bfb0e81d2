//! Sealing the secrets of applications.
//!
//! A value is encrypted under a data key of its own, and that key is what a backend wraps. Whoever sets
//! secrets wraps and can't unwrap; whoever uses them unwraps.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use wavecast_domain::name::SecretName;
use wavecast_domain::vault::SecretPlace;
use wavecast_wire::name::{AppName, OrgName};
use zeroize::Zeroizing;

use super::PortError;

/// A key that encrypts one value.
pub type DataKey = Zeroizing<[u8; 32]>;

/// Wraps data keys.
#[async_trait]
pub trait Wrap: Send + Sync {
    /// A data key as text that [`Unwrap`] opens for exactly this place.
    async fn wrap(&self, of: &SecretPlace, key: &DataKey) -> Result<String, PortError>;
}

/// Opens data keys.
///
/// Contract: what was wrapped for another place, is damaged or foreign, is [`PortError::Setup`] with the
/// way out; never another key.
#[async_trait]
pub trait Unwrap: Send + Sync {
    /// The data key that was wrapped for this place.
    async fn unwrap(&self, of: &SecretPlace, wrapped: &str) -> Result<DataKey, PortError>;
}

/// Whether the version of a secret that is in use opens.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Proof {
    /// The version.
    pub version: u32,
    /// Why it doesn't open; `None` if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Tries for others whether a secret opens: whoever asks can't open it.
///
/// Contract: changes nothing, and answers nothing of the value.
#[async_trait]
pub trait Prover: Send + Sync {
    /// Tries it; an error if nobody could try.
    async fn prove(
        &self,
        org: &OrgName,
        app: &AppName,
        name: &SecretName,
    ) -> Result<Proof, PortError>;
}
