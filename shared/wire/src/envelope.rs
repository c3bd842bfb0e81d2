//! `{"signatures":[…],"signed":{…}}` and its verification.

use alloc::vec::Vec;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::JsonError;
use crate::key::Signature;
use crate::tuf::{Role, RoleKeys};

/// A parsed, not yet trusted envelope.
#[derive(Clone, Debug)]
pub struct Envelope<T> {
    /// As they came; one per keyid counts.
    pub signatures: Vec<Signature>,
    /// The typed body. Trust it only after [`Envelope::verify`].
    pub signed: T,
    /// The bytes that the signatures cover.
    pub message: Vec<u8>,
}

/// Why an envelope is not trusted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum EnvelopeError {
    /// Not readable at all.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Fewer distinct valid keys than the threshold.
    #[error("{role} has {valid} of {threshold} signatures")]
    Threshold {
        /// The role that had to sign.
        role: Role,
        /// Distinct public keys whose signature is valid.
        valid: usize,
        /// How many it takes.
        threshold: usize,
    },
}

impl<T: DeserializeOwned> Envelope<T> {
    /// Reads an envelope within `max_bytes`.
    ///
    /// # Errors
    /// As [`crate::json::read`].
    pub fn read(_bytes: &[u8], _max_bytes: usize) -> Result<Self, JsonError> {
        todo!()
    }
}

impl<T> Envelope<T> {
    /// Counts distinct public keys of `keys` with a valid signature against their threshold.
    ///
    /// # Errors
    /// [`EnvelopeError::Threshold`].
    pub fn verify(&self, _role: Role, _keys: &RoleKeys) -> Result<(), EnvelopeError> {
        todo!()
    }
}

/// The bytes to sign for a body: its canonical JSON.
///
/// # Errors
/// As [`crate::json::canonical`].
pub fn message<T: Serialize>(signed: &T) -> Result<Vec<u8>, JsonError> {
    crate::json::canonical(signed)
}

/// The file of a body that was signed: compact, canonical, on one line, without a line feed.
///
/// # Errors
/// As [`crate::json::canonical`].
pub fn seal<T: Serialize>(_signed: &T, _signatures: &[Signature]) -> Result<Vec<u8>, JsonError> {
    todo!()
}
