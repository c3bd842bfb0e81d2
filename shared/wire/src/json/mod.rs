//! JSON as it is signed: a strict, bounded reading and one canonical writing.

use alloc::string::{String, ToString};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

mod canonical;
mod strict;
mod text;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit;
    use alloc::format;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    fn values() -> impl Strategy<Value = Value> {
        let integers = -limit::JSON_INTEGER..=limit::JSON_INTEGER;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            integers.prop_map(Value::from),
            "\\PC{0,6}".prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let members = prop::collection::vec((any::<String>(), inner.clone()), 0..4);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Value::from),
                members.prop_map(|members| Value::Object(Map::from_iter(members))),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_file_is_read_as_it_was_written(value in values()) {
            let bytes = file(&value).unwrap();
            prop_assert_eq!(read::<Value>(&bytes, bytes.len()), Ok(value.clone()));
            prop_assert!(!bytes.contains(&b'\n'));
            // The file is its own canonical form unless a control character stands escaped in it.
            let is_canonical = canonical(&value).unwrap() == bytes;
            prop_assert_eq!(scan(&bytes, bytes.len()), Ok(Scan { canonical: is_canonical }));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let ours = read::<Value>(&bytes, 40);
            prop_assert!(ours.is_err() || serde_json::from_slice::<Value>(&bytes).is_ok());
        }

        #[test]
        fn nearly_json_is_never_read_as_something_else(text in "[\\[\\]{}:,\"a0-9\\\\un. -]{0,16}") {
            if let Ok(value) = read::<Value>(text.as_bytes(), 16) {
                prop_assert_eq!(Ok(value), serde_json::from_str::<Value>(&text).map_err(|_| ()));
            }
        }
    }

    #[test]
    fn size_depth_and_count_are_bounded() {
        assert!(read::<Value>(b"[1]", 2).is_err());
        let many = format!("[{}0]", "0,".repeat(limit::JSON_VALUES));
        let error = read::<Value>(many.as_bytes(), many.len()).unwrap_err();
        assert_eq!(error.what, "too many values");
        let deep = "[".repeat(1_000_000);
        let error = read::<Value>(deep.as_bytes(), deep.len()).unwrap_err();
        assert_eq!(
            (error.at, error.what.as_str()),
            (limit::JSON_DEPTH, "nested too deeply")
        );
        // The last that fits: the array is a value too.
        let full = format!("[{}0]", "0,".repeat(limit::JSON_VALUES - 2));
        assert!(scan(full.as_bytes(), full.len()).is_ok());
        let one_more = format!("[{}0]", "0,".repeat(limit::JSON_VALUES - 1));
        assert!(scan(one_more.as_bytes(), one_more.len()).is_err());
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(scan(nested(limit::JSON_DEPTH).as_bytes(), 100).is_ok());
        assert!(scan(nested(limit::JSON_DEPTH + 1).as_bytes(), 100).is_err());
    }

    /// A reader that takes the first of two keys and one that takes the last must not differ, in
    /// whatever spelling they come.
    #[test]
    fn an_escaped_key_is_the_key_itself() {
        for (spelled, key) in [
            (r"\u0041", "A"),
            (r"\u00e9", "é"),
            (r"\u00E9", "é"),
            (r"\uabcd", "\u{abcd}"),
            (r"\ud83d\ude00", "\u{1f600}"),
            (r"\ud800\udc00", "\u{10000}"),
            (r"\udbff\udfff", "\u{10ffff}"),
            (r"\/", "/"),
        ] {
            let twice = format!("{{\"x{key}y\":1,\"x{spelled}y\":2}}");
            let error = scan(twice.as_bytes(), 100).unwrap_err();
            assert_eq!(error.what, "an object has the same key twice", "{twice}");
        }
        // What has no spelling but an escaped one, in two of them.
        for (short, long) in [
            (r"\b", r"\u0008"),
            (r"\t", r"\u0009"),
            (r"\n", r"\u000a"),
            (r"\f", r"\u000c"),
            (r"\r", r"\u000D"),
            ("\\\"", r"\u0022"),
            (r"\\", r"\u005c"),
        ] {
            let twice = format!("{{\"{short}\":1,\"{long}\":2}}");
            let error = scan(twice.as_bytes(), 100).unwrap_err();
            assert_eq!(error.what, "an object has the same key twice", "{twice}");
        }
        // One character apart is another key.
        let two = r#"{"\ud83d\ude00":1,"\ud83d\ude01":2,"\ud83e\ude00":3}"#;
        assert!(scan(two.as_bytes(), 100).is_ok());
    }

    #[test]
    fn a_file_escapes_what_would_break_its_line() {
        let text = json!("a\tb\n\r\u{0}\u{1f}\u{7f}\"\\");
        let bytes = file(&text).unwrap();
        let wanted = r#""a\u0009b\n\u000d\u0000\u001f"#.to_string() + "\u{7f}" + r#"\"\\""#;
        assert_eq!(bytes, wanted.as_bytes());
        assert_eq!(read::<Value>(&bytes, 100), Ok(text));
    }

    #[test]
    fn errors_name_the_byte() {
        let at = |text: &str| scan(text.as_bytes(), 100).unwrap_err().at;
        assert_eq!(at("{\"a\":1,\"b\":1.5}"), 11);
        assert_eq!(at("[1,[{\"a\":1,\"a\":2}]]"), 4);
        assert_eq!(at("[1] x"), 4);
        let shape = read::<[u8; 1]>(b"[\n\"x\"]", 100).unwrap_err();
        assert_eq!(shape.at, 5);
    }

    #[test]
    fn what_no_client_reads_is_not_written() {
        assert!(canonical(&1.5).is_err());
        assert!(canonical(&(1_i64 << 53)).is_err());
        assert!(canonical(&json!({"a": [u64::MAX]})).is_err());
    }

    #[test]
    fn signable_is_nfc_without_control_characters() {
        for text in ["", "é", "日本語", "a b", "\u{2028}"] {
            assert!(is_signable(text), "{text:?}");
        }
        for text in ["e\u{301}", "a\n", "\0", "\u{7f}", "\u{85}", "\u{fb1d}"] {
            assert!(!is_signable(text), "{text:?}");
        }
    }
}
