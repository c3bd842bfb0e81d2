//! Dimensions: what devices declare of themselves, and the named groups that are worked out of it.
//!
//! A table knows membership and version ranges, nothing else. Whatever is richer is worked out
//! here, when a channel is rendered: see [`expand`].

mod audience;
mod check;
mod expand;
mod span;
mod uses;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wavecast_wire::name::DimensionName;
use wavecast_wire::version::Range;

pub(crate) use audience::{check_audience, check_variant};
pub use check::check_dimensions;
pub use expand::expand;
pub(crate) use span::outside;
pub(crate) use uses::check_live_uses;

/// The dimensions of an application, by name.
pub type Dimensions = BTreeMap<DimensionName, Dimension>;

/// A declared device attribute, or groups that are worked out of one.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Dimension {
    /// One of these values.
    Enum {
        /// The values.
        values: Vec<String>,
    },
    /// Any text up to 256 bytes.
    String {
        /// What values that an audience names must look like: text in which `*` stands for any
        /// characters. Empty: anything.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        patterns: Vec<String>,
    },
    /// A version.
    Version,
    /// Named groups of another dimension's values. Devices know nothing of it.
    Derived {
        /// The dimension that devices declare.
        of: DimensionName,
        /// In order: a value belongs to the first group that it fits.
        groups: Vec<Group>,
    },
}

/// A named group of values.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Group {
    /// What an audience calls it.
    pub name: String,
    /// Which values belong to it, unless an earlier group has them.
    #[serde(flatten)]
    pub by: Membership,
}

/// Which values belong to a group.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// These.
    Among(Vec<String>),
    /// The versions of a range.
    Within(Range),
    /// Those that begin with this: `lamp-` of an enum's values and of patterns without `*`, `1.4` of
    /// versions (`1.4`, `1.4.2`).
    Prefix(String),
}

impl Dimension {
    /// Any text.
    #[must_use]
    pub const fn text() -> Self {
        Self::String {
            patterns: Vec::new(),
        }
    }

    /// The values that can be listed: those of an enum, and of open text the patterns that have no
    /// `*`, each of which is one value.
    #[must_use]
    pub fn known(&self) -> Vec<&String> {
        match self {
            Self::Enum { values } => values.iter().collect(),
            Self::String { patterns } => {
                let exact = patterns.iter().filter(|pattern| !pattern.contains('*'));
                exact.collect()
            }
            Self::Version | Self::Derived { .. } => Vec::new(),
        }
    }

    /// What makes the values that begin with a prefix impossible to list: a pattern that values
    /// beginning so may fit, or that there is no pattern at all.
    #[must_use]
    pub fn open_to(&self, prefix: &str) -> Option<&str> {
        let Self::String { patterns } = self else {
            return None;
        };
        let begins = |pattern: &&String| {
            let head = pattern.split('*').next().unwrap_or_default();
            let meets = head.starts_with(prefix) || prefix.starts_with(head);
            pattern.contains('*') && meets
        };
        match patterns.is_empty() {
            true => Some("*"),
            false => patterns.iter().find(begins).map(String::as_str),
        }
    }

    /// As it is written.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Enum { .. } => "enum",
            Self::String { .. } => "string",
            Self::Version => "version",
            Self::Derived { .. } => "derived",
        }
    }
}

/// Whether a text fits one of some patterns; any text fits none at all.
pub(crate) fn fits_any(patterns: &[String], text: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| fits_pattern(pattern, text))
}

/// Whether a text fits a pattern, in which `*` stands for any characters. Takes at most the
/// product of both lengths: no pattern explodes.
#[must_use]
pub fn fits_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    // The earliest place of each part leaves the most for those after it.
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits_pattern;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, text, fits) in [
            ("lamp-*", "lamp-2", true),
            ("lamp-*", "lamp-", true),
            ("lamp-*", "a lamp-2", false),
            ("*-eu", "hall-eu", true),
            ("*-eu", "hall-eu-2", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("ab*ba", "aba", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
            ("north", "north", true),
        ] {
            assert_eq!(fits_pattern(pattern, text), fits, "{pattern} {text}");
        }
        let hostile = "*a".repeat(100);
        assert!(!fits_pattern(&hostile, &"a".repeat(99)));
    }
}
