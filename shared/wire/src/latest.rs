//! `latest.ndjson`: the exact bytes of timestamp, snapshot and targets, each followed by one LF.

use alloc::vec::Vec;

/// The three lines of a poll.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Lines<'a> {
    /// Exact bytes of `timestamp.json`.
    pub timestamp: &'a [u8],
    /// Exact bytes of `{seq}.snapshot.json`.
    pub snapshot: &'a [u8],
    /// Exact bytes of `{seq}.targets.json`.
    pub targets: &'a [u8],
}

/// The file is not three lines, or its last line feed is missing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("latest.ndjson {0}")]
pub struct LatestError(pub &'static str);

/// Splits the file; lines after the third are ignored unless a `crit` names them.
///
/// # Errors
/// [`LatestError`] for a truncated or oversized file.
pub fn split(_bytes: &[u8]) -> Result<Lines<'_>, LatestError> {
    todo!()
}

/// Joins three files into one.
#[must_use]
pub fn join(_lines: Lines<'_>) -> Vec<u8> {
    todo!()
}
