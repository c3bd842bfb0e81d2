//! The envelope of a manifest: DSSE, signed over its pre-authentication encoding.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Manifest, ManifestError};
use crate::base64;
use crate::json::{self, JsonError};
use crate::limit;
use crate::tuf::PackageKeys;

/// The payload type of the envelope.
pub const PAYLOAD_TYPE: &str = "application/vnd.wavecast.package.v1+json";

/// The DSSE envelope.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dsse {
    /// [`PAYLOAD_TYPE`].
    pub payload_type: String,
    /// Base64 of the canonical payload.
    pub payload: String,
    /// May be empty where root names no package keys.
    pub signatures: Vec<DsseSignature>,
}

/// One signature of a manifest.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct DsseSignature {
    /// Key id, hex.
    pub keyid: String,
    /// Base64.
    pub sig: String,
}

impl Manifest {
    /// The bytes that package keys sign: DSSE's pre-authentication encoding of the payload.
    ///
    /// # Errors
    /// As [`crate::json::canonical`].
    pub fn message(&self) -> Result<Vec<u8>, JsonError> {
        Ok(encode(PAYLOAD_TYPE, &json::canonical(self)?))
    }

    /// The file at the edge.
    ///
    /// # Errors
    /// As [`crate::json::canonical`].
    pub fn seal(&self, signatures: &[DsseSignature]) -> Result<Vec<u8>, JsonError> {
        json::canonical(&Dsse {
            payload_type: String::from(PAYLOAD_TYPE),
            payload: base64::encode(&json::canonical(self)?),
            signatures: signatures.to_vec(),
        })
    }

    /// Reads a manifest, checks its rules (paths included) and, where `keys` are given, its signatures.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub fn open(bytes: &[u8], keys: Option<&PackageKeys>) -> Result<Self, ManifestError> {
        let envelope: Dsse = json::read(bytes, limit::MANIFEST_BYTES)?;
        let rule = |text: &str| ManifestError::Rule(String::from(text));
        if envelope.payload_type != PAYLOAD_TYPE {
            return Err(ManifestError::Rule(format!(
                "must have the payload type {PAYLOAD_TYPE}"
            )));
        }
        let payload =
            base64::decode(&envelope.payload).ok_or_else(|| rule("payload must be base64"))?;
        if let Some(keys) = keys {
            envelope.verify(&payload, keys)?;
        }
        json::scan(&payload, limit::MANIFEST_BYTES)?;
        let head: Head = json::shape(&payload)?;
        if let Some(why) = head.newer() {
            return Err(ManifestError::Newer(why));
        }
        let manifest: Self = json::shape(&payload)?;
        manifest.check()?;
        Ok(manifest)
    }
}

/// What every version of a manifest has.
#[derive(Deserialize)]
struct Head {
    v: u64,
    #[serde(default)]
    crit: Vec<String>,
}

impl Head {
    fn newer(&self) -> Option<String> {
        let name = self.crit.first().map(|name| format!("it needs '{name}'"));
        if self.v == 1 {
            name
        } else {
            Some(format!("it has version {}", self.v))
        }
    }
}

impl Dsse {
    /// Counts distinct package keys with a valid signature against their threshold.
    fn verify(&self, payload: &[u8], keys: &PackageKeys) -> Result<(), ManifestError> {
        let keyids: BTreeSet<_> = self
            .signatures
            .iter()
            .map(|signature| &signature.keyid)
            .collect();
        if keyids.len() < self.signatures.len() || keyids.len() > limit::SIGNATURES {
            let rule = "must have at most 64 signatures, one per key id";
            return Err(ManifestError::Rule(String::from(rule)));
        }
        let by_id = keys
            .keys
            .iter()
            .map(|(id, key)| (String::from(*id), key.clone()))
            .collect();
        let signatures = self
            .signatures
            .iter()
            .map(|one| (one.keyid.as_str(), base64::decode(&one.sig)));
        let message = encode(&self.payload_type, payload);
        let valid =
            crate::envelope::count_valid::<crate::key::OurKeys>(&by_id, &message, signatures);
        let threshold = usize::try_from(keys.threshold).unwrap_or(usize::MAX).max(1);
        if valid < threshold {
            return Err(ManifestError::Threshold { valid, threshold });
        }
        Ok(())
    }
}

impl DsseSignature {
    /// A signature of a package key.
    #[must_use]
    pub fn new(keyid: crate::key::KeyId, signature: &[u8]) -> Self {
        Self {
            keyid: keyid.into(),
            sig: base64::encode(signature),
        }
    }
}

/// `DSSEv1 {length of type} {type} {length of payload} {payload}`.
fn encode(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    );
    [head.as_bytes(), payload].concat()
}
