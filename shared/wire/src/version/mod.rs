//! Versions and ranges (`docs/wire.md`, "Versions and ranges").
//!
//! A small grammar of our own: one to four decimal parts, an optional prerelease ordered as in
//! SemVer, ignored build text. Ranges are plain conjunctions without exceptions.

use alloc::string::String;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::limit;

mod order;
mod range;

pub use range::Range;

/// One to four decimal parts, an optional prerelease, ignored build text.
///
/// `Eq` and `Ord` are those of precedence: versions that compare equal are the same version.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    text: String,
    parts: [u64; 4],
    /// Where the decimal parts end in `text`.
    parts_end: usize,
    /// Where the build text begins, its `+` included.
    build_start: usize,
}

/// Why a version or a range was refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct VersionError(pub &'static str);

impl Version {
    /// The text as it was written, build text included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text without build text: what stands in target names.
    #[must_use]
    pub fn without_build(&self) -> &str {
        &self.text[..self.build_start]
    }

    /// The four decimal parts; missing ones are 0.
    #[must_use]
    pub fn parts(&self) -> [u64; 4] {
        self.parts
    }

    /// The text between `-` and build text, if there is one.
    #[must_use]
    pub fn prerelease(&self) -> Option<&str> {
        self.text[self.parts_end..self.build_start].strip_prefix('-')
    }
}

impl FromStr for Version {
    type Err = VersionError;
    fn from_str(text: &str) -> Result<Self, VersionError> {
        if text.len() > limit::ATTRIBUTE_BYTES {
            return Err(VersionError("a version must have at most 256 bytes"));
        }
        let build_start = text.find('+').unwrap_or(text.len());
        let parts_end = text[..build_start].find('-').unwrap_or(build_start);
        let build = text[build_start..].strip_prefix('+');
        let prerelease = text[parts_end..build_start].strip_prefix('-');
        let parts = read_parts(&text[..parts_end])?;
        if !build.is_none_or(|build| build.split('.').all(is_identifier)) {
            return Err(VersionError(
                "build text must be identifiers of A-Z, a-z, 0-9, '-' joined by dots",
            ));
        }
        if !prerelease.is_none_or(|text| {
            text.split('.')
                .all(|id| is_identifier(id) && !is_padded(id))
        }) {
            return Err(VersionError(
                "a prerelease must be identifiers of A-Z, a-z, 0-9, '-' joined by dots, numbers without leading zeros",
            ));
        }
        Ok(Self {
            text: String::from(text),
            parts,
            parts_end,
            build_start,
        })
    }
}

fn read_parts(text: &str) -> Result<[u64; 4], VersionError> {
    const RULE: VersionError =
        VersionError("a version must be 1 to 4 numbers joined by dots, such as 1.4.0");
    let mut parts = [0; 4];
    for (index, digits) in text.split('.').enumerate() {
        let place = parts.get_mut(index).ok_or(RULE)?;
        if !is_number(digits) {
            return Err(RULE);
        }
        if digits.len() > 18 || is_padded(digits) {
            return Err(VersionError(
                "a part of a version must have 1 to 18 digits and no leading zero",
            ));
        }
        *place = digits.parse().map_err(|_| RULE)?;
    }
    Ok(parts)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A number with a leading zero: two texts for one value.
fn is_padded(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && is_number(text)
}

macro_rules! text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = VersionError;
            fn try_from(text: String) -> Result<Self, VersionError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                Self::from(value.as_str())
            }
        }
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
text!(Version);
text!(Range);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_other_grammars() {
        for text in [
            "",
            "v1",
            "1.",
            ".1",
            "1..2",
            "1.2.3.4.5",
            "01",
            "1.00",
            "1-",
            "1-a..b",
            "1-01",
            "1+",
            "1+a..b",
            "1 ",
            " 1",
            "1.x",
            "-1",
            "1.-1",
            "1-ä",
            "1+ü",
            "1000000000000000000",
            "١",
            "1-a_b",
            "1+a+b",
        ] {
            assert!(text.parse::<Version>().is_err(), "{text:?}");
        }
        let long = alloc::format!("1-{}", "a".repeat(255));
        assert!(long.parse::<Version>().is_err());
        assert!(long[..256].parse::<Version>().is_ok());
    }

    pub(super) const GRAMMAR: &str = "(0|[1-9][0-9]{0,2})(\\.(0|[1-9])){0,3}(-(0|[1-9]|[a-c-]{1,2})(\\.(0|[1-9]|[a-c-]{1,2})){0,2})?(\\+[a-c0-9]{1,3})?";

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            if let Ok(version) = text.parse::<Version>() {
                prop_assert_eq!(version.as_str(), text.as_str());
            }
        }
    }
}
