//! A device's place under a salt, and its hash in a device list.

/// The bucket of a device id under a salt, 0 to 9999 (`docs/wire.md`, "Bucket and device id").
#[must_use]
pub fn bucket(_salt: &str, _id: &str) -> u16 {
    todo!()
}

/// The first eight bytes of a device's list hash under a row's salt, in hex.
#[must_use]
pub fn list_hash(_salt: &str, _id: &str) -> alloc::string::String {
    todo!()
}

/// Why a device id was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a device id {0}")]
pub struct IdError(pub &'static str);

/// Checks a device's own id as an agent must: 1 to 128 bytes without NUL, no well-known dummy.
///
/// # Errors
/// The rule that the id breaks.
pub fn check_id(_id: &str) -> Result<(), IdError> {
    todo!()
}
