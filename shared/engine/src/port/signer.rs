//! Signing with sealed keys.

use async_trait::async_trait;
use wavecast_wire::key::PublicKey;
use wavecast_wire::name::Scope;
use wavecast_wire::tuf::Role;

use super::PortError;

/// A key whose secret half only the backend can open.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct SealedKey {
    /// Whose.
    pub scope: Scope,
    /// For which role.
    pub role: Role,
    /// The public half.
    pub public: PublicKey,
    /// Opaque to all but the backend (a ciphertext, or a reference).
    pub sealed: String,
}

/// Signs for online roles. Never for `root`.
#[async_trait]
pub trait Signer: Send + Sync {
    /// The signature over `message`.
    async fn sign(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError>;

    /// The longest message it signs, in bytes; `None` for any.
    fn message_limit(&self) -> Option<usize>;
}

/// Makes keys, and signs roots.
#[async_trait]
pub trait KeyMaker: Send + Sync {
    /// A new key; its seed is durable before this returns.
    async fn make(&self, scope: &Scope, role: Role) -> Result<SealedKey, PortError>;

    /// The signature of a root key over a root.
    async fn sign_root(&self, key: &SealedKey, message: &[u8]) -> Result<Vec<u8>, PortError>;
}
