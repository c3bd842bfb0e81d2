//! Properties: flat values by key, in a release config or in a file of their own.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::ConfigError;
use crate::json::{self, is_signable};
use crate::limit;

/// Flat properties by key: strings, integers, booleans and nulls. Fractional numbers are refused.
pub type Properties = BTreeMap<String, Value>;

/// Reads a properties file as a client does.
///
/// # Errors
/// Not readable, not flat, or a key or value that can't be signed.
pub fn read_properties(bytes: &[u8]) -> Result<Properties, ConfigError> {
    let properties = json::read(bytes, limit::CONFIG_BYTES_CLIENT)?;
    check_properties("properties", &properties)?;
    Ok(properties)
}

/// A properties file: canonical JSON.
///
/// # Errors
/// As [`read_properties`], or more bytes than a publisher may write.
pub fn write_properties(properties: &Properties) -> Result<Vec<u8>, ConfigError> {
    check_properties("properties", properties)?;
    let bytes = json::canonical(properties)?;
    if bytes.len() > limit::CONFIG_BYTES {
        let rule = format!(
            "have {} bytes, at most {} fit",
            bytes.len(),
            limit::CONFIG_BYTES
        );
        return Err(ConfigError::Rule {
            field: String::from("properties"),
            rule,
        });
    }
    Ok(bytes)
}

/// What an app sees: each layer laid over what lies beneath, by top-level key.
#[must_use]
pub fn overlay<'a>(
    base: &Properties,
    layers: impl IntoIterator<Item = &'a Properties>,
) -> Properties {
    let mut seen = base.clone();
    for layer in layers {
        seen.extend(
            layer
                .iter()
                .map(|(key, value)| (key.clone(), value.clone())),
        );
    }
    seen
}

pub(super) fn check_properties(field: &str, properties: &Properties) -> Result<(), ConfigError> {
    for (key, value) in properties {
        let rule = if !is_key(key) {
            "is no name of a property: those are 1 to 255 of A-Z, a-z, 0-9, '.', '_', '-'"
        } else {
            match value {
                Value::Array(_) | Value::Object(_) => "must be flat: no arrays and no objects",
                Value::Number(number) if !is_small(number) => {
                    "must have integers below 2^53 only: write a string or a scaled integer"
                }
                Value::String(text) if !is_signable(text) => {
                    "must have texts in NFC, without control characters"
                }
                _ => continue,
            }
        };
        return Err(ConfigError::Rule {
            field: format!("{field}.{key}"),
            rule: String::from(rule),
        });
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    (1..=255).contains(&key.len()) && key.bytes().all(alphabet)
}

fn is_small(number: &serde_json::Number) -> bool {
    number
        .as_i64()
        .is_some_and(|n| n.unsigned_abs() <= limit::JSON_INTEGER.unsigned_abs())
}
