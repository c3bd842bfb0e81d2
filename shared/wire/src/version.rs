//! Versions and ranges (`docs/wire.md`, "Versions and ranges").

use alloc::string::String;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// One to four decimal parts, an optional prerelease, ignored build text.
///
/// `Eq` and `Ord` are those of precedence: versions that compare equal are the same version.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    text: String,
    parts: [u64; 4],
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
        todo!()
    }

    /// The four decimal parts; missing ones are 0.
    #[must_use]
    pub fn parts(&self) -> [u64; 4] {
        self.parts
    }
}

/// A comma-joined conjunction of comparisons, such as `>=1.4.0,<3`.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Range {
    text: String,
}

impl Range {
    /// The text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a version lies within.
    #[must_use]
    pub fn contains(&self, _version: &Version) -> bool {
        todo!()
    }

    /// Both at once, comma-joined; `None` when nothing can lie within both.
    #[must_use]
    pub fn and(&self, _other: &Self) -> Option<Self> {
        todo!()
    }

    /// Whether no version can lie within.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        todo!()
    }
}

impl FromStr for Version {
    type Err = VersionError;
    fn from_str(_text: &str) -> Result<Self, VersionError> {
        todo!()
    }
}

impl FromStr for Range {
    type Err = VersionError;
    fn from_str(_text: &str) -> Result<Self, VersionError> {
        todo!()
    }
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
                value.text
            }
        }
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.text)
            }
        }
    };
}
text!(Version);
text!(Range);

impl Ord for Version {
    fn cmp(&self, _other: &Self) -> core::cmp::Ordering {
        todo!()
    }
}
impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Version {}
