//! `latest.ndjson`: the exact bytes of timestamp, snapshot and targets, each followed by one LF.

use alloc::vec::Vec;

use crate::limit;

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
pub fn split(bytes: &[u8]) -> Result<Lines<'_>, LatestError> {
    if bytes.len() > limit::LATEST_BYTES_CLIENT {
        return Err(LatestError("must have at most 384 KiB"));
    }
    // Without its last line feed the file was cut short somewhere: nothing in it is trusted.
    let body = bytes
        .strip_suffix(b"\n")
        .ok_or(LatestError("must end with a line feed: it was cut short"))?;
    let mut lines = body.split(|byte| *byte == b'\n');
    let mut next = || {
        lines.next().ok_or(LatestError(
            "must have three lines: timestamp, snapshot, targets",
        ))
    };
    let (timestamp, snapshot, targets) = (next()?, next()?, next()?);
    let fits = timestamp.len() <= limit::TIMESTAMP_BYTES
        && snapshot.len() <= limit::SNAPSHOT_BYTES_CLIENT
        && targets.len() <= limit::TARGETS_BYTES_CLIENT;
    if !fits {
        return Err(LatestError(
            "has a line above its limit: timestamp 16 KiB, snapshot 64 KiB, targets 256 KiB",
        ));
    }
    Ok(Lines {
        timestamp,
        snapshot,
        targets,
    })
}

/// Joins three files into one.
#[must_use]
pub fn join(lines: Lines<'_>) -> Vec<u8> {
    let mut file = Vec::new();
    for line in [lines.timestamp, lines.snapshot, lines.targets] {
        file.extend_from_slice(line);
        file.push(b'\n');
    }
    file
}
