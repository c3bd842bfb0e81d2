//! JSON as it is signed: a strict, bounded reading and one canonical writing.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why bytes are not acceptable JSON; `at` is a byte offset, or 0 where it isn't known.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{what} at byte {at}")]
pub struct JsonError {
    /// Where.
    pub at: usize,
    /// The rule.
    pub what: String,
}

/// Reads a value after checking, before anything is allocated for it: size, depth, member counts,
/// UTF-8, duplicate keys, integers below 2^53 and no floats.
///
/// # Errors
/// The first rule that the bytes break, or the shape that `T` lacks.
pub fn read<T: DeserializeOwned>(_bytes: &[u8], _max_bytes: usize) -> Result<T, JsonError> {
    todo!()
}

/// The canonical bytes of a value (OLPC canonical JSON).
///
/// # Errors
/// A float, an integer of 2^53 or more.
pub fn canonical<T: Serialize>(_value: &T) -> Result<Vec<u8>, JsonError> {
    todo!()
}

/// Whether a string may be signed: NFC, without control characters.
#[must_use]
pub fn is_signable(_text: &str) -> bool {
    todo!()
}
