//! `{"signatures":[…],"signed":{…}}` and its verification.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::json::JsonError;
use crate::key::{Keys, OurKeys, PublicKey, Signature};
use crate::limit;
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
    pub fn read(bytes: &[u8], max_bytes: usize) -> Result<Self, JsonError> {
        let scan = crate::json::scan(bytes, max_bytes)?;
        let Outer { signatures, signed } = crate::json::shape(bytes)?;
        check_signatures(&signatures)?;
        let slice = signed.get().as_bytes();
        let message = if scan.canonical {
            slice.to_vec()
        } else {
            // A PEM's line feeds, or a stranger's white space: signed is what canonical JSON says.
            crate::json::canonical(&crate::json::shape::<serde_json::Value>(slice)?)?
        };
        Ok(Self {
            signatures,
            signed: crate::json::shape(slice)?,
            message,
        })
    }
}

impl<T> Envelope<T> {
    /// Counts distinct public keys of `keys` with a valid signature against their threshold.
    ///
    /// # Errors
    /// [`EnvelopeError::Threshold`].
    pub fn verify(&self, role: Role, keys: &RoleKeys) -> Result<(), EnvelopeError> {
        self.verify_by::<OurKeys>(role, keys)
    }

    /// [`Envelope::verify`] for a reader that can use other kinds of keys.
    ///
    /// # Errors
    /// [`EnvelopeError::Threshold`].
    pub fn verify_by<K: Keys>(&self, role: Role, keys: &RoleKeys) -> Result<(), EnvelopeError> {
        let valid = count_valid::<K>(
            &keys.keys,
            &self.message,
            self.signatures
                .iter()
                .map(|signature| (signature.keyid.as_str(), signature.bytes())),
        );
        let threshold = keys.threshold.max(1);
        if valid < threshold {
            return Err(EnvelopeError::Threshold {
                role,
                valid,
                threshold,
            });
        }
        Ok(())
    }
}

/// The outer object, its body still a literal slice.
#[derive(Deserialize)]
struct Outer<'a> {
    signatures: Vec<Signature>,
    #[serde(borrow)]
    signed: &'a RawValue,
}

fn check_signatures(signatures: &[Signature]) -> Result<(), JsonError> {
    if signatures.len() > limit::SIGNATURES {
        return Err(JsonError::new(
            0,
            "an envelope must have at most 64 signatures",
        ));
    }
    let keyids: BTreeSet<_> = signatures
        .iter()
        .map(|signature| &signature.keyid)
        .collect();
    if keyids.len() < signatures.len() {
        return Err(JsonError::new(
            0,
            "an envelope must have one signature per key id",
        ));
    }
    Ok(())
}

/// How many distinct public keys signed `message`; what is unknown or unusable doesn't count.
pub(crate) fn count_valid<'a, K: Keys>(
    keys: &BTreeMap<String, PublicKey>,
    message: &[u8],
    signatures: impl Iterator<Item = (&'a str, Option<Vec<u8>>)>,
) -> usize {
    let signers = signatures
        .filter_map(|(keyid, signature)| K::signer(keys.get(keyid)?, message, &signature?));
    signers.collect::<BTreeSet<_>>().len()
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
pub fn seal<T: Serialize>(signed: &T, signatures: &[Signature]) -> Result<Vec<u8>, JsonError> {
    #[derive(Serialize)]
    struct Sealed<'a, T> {
        signatures: &'a [Signature],
        signed: &'a T,
    }
    crate::json::file(&Sealed { signatures, signed })
}
