//! Passwords of the installation's own people, and keys of their authenticators.

use async_trait::async_trait;
use wavecast_wire::hash::Sha256;

use crate::totp::FactorKey;

/// Whether a password is the one that a hash was made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Checked {
    /// It isn't, or there is no hash.
    Wrong,
    /// It is.
    Right,
    /// It is, and the hash was made by other parameters than those of today: make a new one.
    Outdated,
}

/// Why a password can't be judged now.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PasswordError {
    /// Too many are judged at once: each takes memory on purpose.
    #[error("too many passwords are looked at; nothing was done")]
    Busy,
    /// This one failed.
    #[error("{0}")]
    Failed(String),
}

/// Slow hashes of passwords, and keys of second factors.
///
/// Contract: a hash says by which parameters it was made, so that it can be judged for ever. To judge
/// without a hash takes the same work as with one of today's, so that no clock tells who exists. What
/// runs at once is bounded, and so is what waits. A second factor's key is made of its salt and of one that
/// no ledger holds: always the same, and for whoever has the ledger alone none.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// The hash to keep of a password.
    async fn hash(&self, password: &str) -> Result<String, PasswordError>;

    /// Whether a password is the one of a hash.
    async fn check(&self, password: &str, kept: Option<&str>) -> Result<Checked, PasswordError>;

    /// The key of a new second factor; makes what it is made of where there is none yet.
    async fn begin_factor(&self, salt: &Sha256) -> Result<FactorKey, PasswordError>;

    /// The key of a second factor that was begun.
    async fn factor_key(&self, salt: &Sha256) -> Result<FactorKey, PasswordError>;
}
