//! JSON as it is signed: a strict, bounded reading and one canonical writing.

use alloc::string::{String, ToString};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

mod canonical;
mod strict;

pub use canonical::{canonical, file};
pub use strict::{Scan, scan};

/// Why bytes are not acceptable JSON; `at` is a byte offset, or 0 where it isn't known.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{what} at byte {at}")]
pub struct JsonError {
    /// Where.
    pub at: usize,
    /// The rule.
    pub what: String,
}

impl JsonError {
    pub(crate) fn new(at: usize, what: impl Into<String>) -> Self {
        Self {
            at,
            what: what.into(),
        }
    }
}

/// Reads a value after checking, before anything is allocated for it: size, depth, member counts,
/// UTF-8, duplicate keys, integers below 2^53 and no floats.
///
/// # Errors
/// The first rule that the bytes break, or the shape that `T` lacks.
pub fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8], max_bytes: usize) -> Result<T, JsonError> {
    scan(bytes, max_bytes)?;
    shape(bytes)
}

/// The typed value of bytes that were scanned.
pub(crate) fn shape<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, JsonError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let lines = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .take(error.line().saturating_sub(1));
        JsonError::new(
            lines.map(<[u8]>::len).sum::<usize>() + error.column(),
            error.to_string(),
        )
    })
}

/// Whether a string may be signed: NFC, without control characters.
#[must_use]
pub fn is_signable(text: &str) -> bool {
    !text.chars().any(char::is_control) && text.nfc().eq(text.chars())
}
