//! Where a page goes on, and the strings between which it lies.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use wavecast_engine::port::PortError;

/// Bytes of a cursor.
const CURSOR_BYTES: usize = 16 << 10;

/// Where a page begins: behind an entry of the listing. In a prefix listing, its `sk`; in an index,
/// its order, `pk` and `sk`.
pub(super) type Position = Vec<String>;

/// The cursor of a position.
pub(super) fn write(position: &Position) -> String {
    BASE64.encode(serde_json::json!(position).to_string())
}

/// The position of a cursor that has this many parts.
pub(super) fn read(cursor: &str, parts: usize) -> Result<Position, PortError> {
    let position: Option<Position> = (cursor.len() <= CURSOR_BYTES)
        .then(|| BASE64.decode(cursor).ok())
        .flatten()
        .and_then(|json| serde_json::from_slice(&json).ok());
    position
        .filter(|position| position.len() == parts)
        .ok_or_else(|| {
            PortError::Refused(String::from(
                "the cursor is none that this listing gave out; begin at its first page",
            ))
        })
}

/// The first string behind `text`.
pub(super) fn behind(text: &str) -> String {
    format!("{text}\0")
}

/// The first string behind all that begin with `prefix`; `None` if there is none.
pub(super) fn successor(prefix: &str) -> Option<String> {
    let mut text = prefix.to_owned();
    while let Some(last) = text.pop() {
        // The successor of U+D7FF is U+E000: there are no characters between.
        let next = (u32::from(last) + 1..).take(0x801).find_map(char::from_u32);
        if let Some(next) = next {
            text.push(next);
            return Some(text);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_successor_stands_behind_every_extension() {
        assert_eq!(successor("ab").as_deref(), Some("ac"));
        assert_eq!(successor("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(successor("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(successor("\u{10ffff}"), None);
        assert_eq!(successor(""), None);
    }

    #[test]
    fn refuses_cursors_that_it_never_gave_out() {
        for (cursor, parts) in [
            ("", 1),
            ("!", 1),
            ("bnVsbA", 1),
            (&write(&vec![String::from("a")]), 3),
        ] {
            assert!(
                matches!(read(cursor, parts), Err(PortError::Refused(_))),
                "{cursor}"
            );
        }
        let position = vec![String::from("a"), String::from("b/"), String::from("ü")];
        assert_eq!(read(&write(&position), 3).unwrap(), position);
    }
}
