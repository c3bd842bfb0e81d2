//! The layout version in front of every body, so that a newer version's entries are refused by
//! name instead of being misread.

use bytes::Bytes;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use crate::port::Key;

/// The layout that this version writes, and the highest that it reads.
pub const LAYOUT: u32 = 1;

/// An entry can't be read or written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct LayoutError(pub String);

#[derive(Serialize)]
struct Framed<'a, T> {
    layout: u32,
    body: &'a T,
}

#[derive(Deserialize)]
struct Frame<T> {
    layout: u32,
    body: T,
}

/// A value as an entry's body: `{"layout":1,"body":…}`.
///
/// # Errors
/// A value that JSON can't hold.
pub fn encode<T: Serialize>(value: &T) -> Result<Bytes, LayoutError> {
    let framed = Framed {
        layout: LAYOUT,
        body: value,
    };
    match serde_json::to_vec(&framed) {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) => Err(LayoutError(format!("an entry can't be written: {error}"))),
    }
}

/// The value of an entry's body.
///
/// # Errors
/// A body of a newer layout, or a damaged one; the message names the entry.
pub fn decode<T: DeserializeOwned>(key: &Key, body: &[u8]) -> Result<T, LayoutError> {
    let damaged = |error: serde_json::Error| {
        LayoutError(format!(
            "the entry {} {} is damaged ({error}): restore the ledger from a backup",
            key.pk, key.sk
        ))
    };
    // The layout alone first: a newer body may have any shape.
    let frame: Frame<IgnoredAny> = serde_json::from_slice(body).map_err(damaged)?;
    let IgnoredAny = frame.body;
    if frame.layout > LAYOUT {
        return Err(LayoutError(format!(
            "the entry {} {} was written by a newer version of Wavecast (layout {}, this one reads up to {LAYOUT}): update this installation",
            key.pk, key.sk, frame.layout
        )));
    }
    let frame: Frame<T> = serde_json::from_slice(body).map_err(damaged)?;
    Ok(frame.body)
}
