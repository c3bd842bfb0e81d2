//! Writing: OLPC canonical JSON, and the form of it that stands in a file.

use alloc::string::ToString;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::Value;

use super::JsonError;
use crate::limit;

/// What becomes of control characters in strings.
#[derive(Clone, Copy)]
enum Control {
    /// They stand as they are: the signed bytes.
    Raw,
    /// They are escaped, so that the result is JSON and one line.
    Escaped,
}

/// The canonical bytes of a value (OLPC canonical JSON).
///
/// Keys are sorted by code point, nothing but `"` and `\` is escaped, no white space. A control
/// character stands raw, so the result is not always JSON: see [`file()`].
///
/// # Errors
/// A float, an integer of 2^53 or more.
pub fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>, JsonError> {
    render(value, Control::Raw)
}

/// The canonical bytes as they stand in a file: the same, but control characters are escaped, so
/// that the file is JSON and one line. Only the PEM of a P-256 key has any.
///
/// # Errors
/// As [`canonical`].
pub fn file<T: Serialize>(value: &T) -> Result<Vec<u8>, JsonError> {
    render(value, Control::Escaped)
}

fn render<T: Serialize>(value: &T, control: Control) -> Result<Vec<u8>, JsonError> {
    let value =
        serde_json::to_value(value).map_err(|error| JsonError::new(0, error.to_string()))?;
    let mut out = Vec::new();
    write_value(&mut out, &value, control)?;
    Ok(out)
}

fn write_value(out: &mut Vec<u8>, value: &Value, control: Control) -> Result<(), JsonError> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let small = |n: &i64| n.unsigned_abs() <= limit::JSON_INTEGER.unsigned_abs();
            let integer = number.as_i64().filter(small).ok_or_else(|| {
                JsonError::new(
                    out.len(),
                    "a number must be an integer between -(2^53-1) and 2^53-1",
                )
            })?;
            out.extend_from_slice(integer.to_string().as_bytes());
        }
        Value::String(text) => write_string(out, text, control),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                separate(out, index);
                write_value(out, item, control)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            // Sorted here: whether the map itself is depends on a feature that any crate may enable.
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by(|left, right| left.0.cmp(right.0));
            out.push(b'{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                separate(out, index);
                write_string(out, key, control);
                out.push(b':');
                write_value(out, member, control)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn separate(out: &mut Vec<u8>, index: usize) {
    if index > 0 {
        out.push(b',');
    }
}

fn write_string(out: &mut Vec<u8>, text: &str, control: Control) {
    out.push(b'"');
    for &byte in text.as_bytes() {
        match (byte, control) {
            (b'"' | b'\\', _) => out.extend_from_slice(&[b'\\', byte]),
            (b'\n', Control::Escaped) => out.extend_from_slice(b"\\n"),
            (0..0x20, Control::Escaped) => {
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(crate::hash::to_hex(&[byte]).as_bytes());
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}
