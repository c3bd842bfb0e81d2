//! The keys of strangers' repositories: ours, and RSA besides.

use p256::pkcs8::SubjectPublicKeyInfoRef;
use p256::pkcs8::der::pem::PemLabel as _;
use p256::pkcs8::der::{Decode as _, Document};
use ring::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use wavecast_wire::key::{Keys, OurKeys, PublicKey};

/// What the TUF specification names: `ed25519`, `ecdsa-sha2-nistp256`, `rsassa-pss-sha256`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StockKeys {}

impl Keys for StockKeys {
    fn signer(key: &PublicKey, message: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
        if (key.keytype.as_str(), key.scheme.as_str()) != ("rsa", "rsassa-pss-sha256") {
            return OurKeys::signer(key, message, signature);
        }
        let key = rsa_public_key(&key.keyval.public)?;
        UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, &key)
            .verify(message, signature)
            .ok()?;
        Some(key)
    }
}

/// The `RSAPublicKey` inside an SPKI in PEM. A key that isn't RSA's is refused when it verifies.
fn rsa_public_key(pem: &str) -> Option<Vec<u8>> {
    let (label, document) = Document::from_pem(pem).ok()?;
    let info = SubjectPublicKeyInfoRef::from_der(document.as_bytes()).ok()?;
    (label == SubjectPublicKeyInfoRef::PEM_LABEL)
        .then(|| info.subject_public_key.as_bytes().map(<[u8]>::to_vec))?
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wavecast_wire::hash::from_hex;

    use super::*;

    /// Made by another implementation, python-tuf's securesystemslib, over `signed`.
    const PUBLIC: &str = include_str!("../tests/rsa/public.pem");
    const SIGNATURE: &str = include_str!("../tests/rsa/signature.hex");

    fn signer(keytype: &str, scheme: &str, message: &[u8], pem: &str) -> Option<Vec<u8>> {
        let key = json!({"keytype": keytype, "scheme": scheme, "keyval": {"public": pem}});
        let signature = from_hex(SIGNATURE.trim()).unwrap();
        StockKeys::signer(&PublicKey::from(key), message, &signature)
    }

    #[test]
    fn an_rsa_signature_counts_for_its_own_message_and_key() {
        let scheme = "rsassa-pss-sha256";
        assert!(signer("rsa", scheme, b"signed", PUBLIC).is_some());
        assert_eq!(signer("rsa", scheme, b"other", PUBLIC), None);
        assert_eq!(signer("rsa", "rsassa-pss-sha512", b"signed", PUBLIC), None);
        assert_eq!(signer("ed25519", "ed25519", b"signed", PUBLIC), None);
        assert_eq!(signer("rsa", scheme, b"signed", "no key at all"), None);
    }

    #[test]
    fn a_device_has_no_use_for_an_rsa_key() {
        let key = json!({"keytype": "rsa", "scheme": "rsassa-pss-sha256",
            "keyval": {"public": PUBLIC}});
        let signature = from_hex(SIGNATURE.trim()).unwrap();
        let key = PublicKey::from(key);
        assert_eq!(OurKeys::signer(&key, b"signed", &signature), None);
    }
}
