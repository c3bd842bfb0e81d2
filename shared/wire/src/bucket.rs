//! A device's place under a salt, and its hash in a device list.

use alloc::string::String;

use sha2::Digest as _;

use crate::limit;

/// The first eight bytes of `SHA-256(domain ‖ 0 ‖ salt ‖ 0 ‖ id)`.
fn head(domain: &str, salt: &str, id: &str) -> [u8; 8] {
    let mut hash = sha2::Sha256::new();
    for part in [domain, "\0", salt, "\0", id] {
        hash.update(part.as_bytes());
    }
    let digest: [u8; 32] = hash.finalize().into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    [a, b, c, d, e, f, g, h]
}

/// The bucket of a device id under a salt, 0 to 9999 (`docs/wire.md`, "Bucket and device id").
#[must_use]
pub fn bucket(salt: &str, id: &str) -> u16 {
    let number = u64::from_be_bytes(head("wavecast.bucket.v1", salt, id));
    // The remainder is below 10,000, so the conversion can't fail.
    u16::try_from(number % u64::from(limit::BUCKETS)).unwrap_or_default()
}

/// The first eight bytes of a device's list hash under a row's salt, in hex.
#[must_use]
pub fn list_hash(salt: &str, id: &str) -> String {
    crate::hash::to_hex(&head("wavecast.device.v1", salt, id))
}

/// Why a device id was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a device id {0}")]
pub struct IdError(pub &'static str);

/// Ids that many devices carry because their makers never set one.
const DUMMIES: [&str; 22] = [
    "0",
    "unknown",
    "none",
    "null",
    "nil",
    "n/a",
    "na",
    "undefined",
    "default",
    "unset",
    "empty",
    "invalid",
    "test",
    "serial",
    "serialnumber",
    "serial number",
    "system serial number",
    "to be filled by o.e.m.",
    "not specified",
    "not applicable",
    "0123456789abcdef",
    "9774d56d682e549c",
];

/// Checks a device's own id as an agent must: 1 to 128 bytes without NUL, no well-known dummy.
///
/// A dummy is one character repeated (hyphens and colons aside), `0123456789…`, or one of the words
/// that firmware leaves where a serial number should stand: devices that share an id share every
/// bucket, so a ramp would move them all at once.
///
/// # Errors
/// The rule that the id breaks.
pub fn check_id(id: &str) -> Result<(), IdError> {
    if id.is_empty() || id.len() > limit::DEVICE_ID_BYTES {
        return Err(IdError("must have 1 to 128 bytes"));
    }
    if id.contains('\0') {
        return Err(IdError("must not contain NUL"));
    }
    if is_dummy(id) {
        return Err(IdError(
            "must be the device's own, not a placeholder that others share",
        ));
    }
    Ok(())
}

fn is_dummy(id: &str) -> bool {
    let id = id.trim().to_lowercase();
    let mut body = id.chars().filter(|c| !matches!(c, '-' | ':'));
    let first = body.next();
    let repeats = body.all(|c| Some(c) == first) && id.chars().count() != 1;
    let counts = id.len() >= 6 && "01234567890123456789".starts_with(id.as_str())
        || id.len() >= 6 && "123456789012345678901234567890".starts_with(id.as_str());
    first.is_none() || repeats || counts || DUMMIES.contains(&id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn hashes_known_ids() {
        assert_eq!(bucket("01J8", "3f9c2b7a"), 3381);
        assert_eq!(list_hash("a1", "3f9c2b7a"), "5dc3c016091f8ff4");
    }

    #[test]
    fn accepts_ordinary_ids() {
        for id in [
            "3f9c2b7ad1e04c6d8b5a90713e2f4d6c",
            "SN-000123",
            "x",
            "lampe-ü-7",
            &"a1".repeat(64),
        ] {
            assert_eq!(check_id(id), Ok(()), "{id}");
        }
    }

    #[test]
    fn refuses_ids_that_devices_share() {
        let long = "é".repeat(65);
        for id in [
            "",
            "a\0b",
            &long,
            "00000000-0000-0000-0000-000000000000",
            "ff:ff:ff:ff:ff:ff",
            "Unknown",
            " ",
            "--",
            "0123456789ABCDEF",
            "0123456789",
            "123456789",
            "To Be Filled By O.E.M.",
        ] {
            assert!(check_id(id).is_err(), "{:?}", id.to_string());
        }
    }
}
