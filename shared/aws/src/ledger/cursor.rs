//! Where a listing goes on: opaque to others, and never trusted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use wavecast_engine::port::PortError;

use super::limits::{check_pair, refused};

/// The last place of a page: `sk` in a partition; place, `pk` and `sk` in an index.
pub(super) type Position = Vec<String>;

pub(super) fn write(position: &Position) -> String {
    BASE64.encode(serde_json::to_vec(position).unwrap_or_default())
}

pub(super) fn read(cursor: &str, parts: usize) -> Result<Position, PortError> {
    BASE64
        .decode(cursor)
        .ok()
        .and_then(|json| serde_json::from_slice::<Position>(&json).ok())
        .filter(|position| position.len() == parts)
        .filter(|position| {
            position
                .iter()
                .all(|part| check_pair("", part, "x").is_ok())
        })
        .ok_or_else(foreign)
}

pub(super) fn foreign() -> PortError {
    refused(String::from(
        "cursor: isn't one of this listing; begin it again without a cursor",
    ))
}
