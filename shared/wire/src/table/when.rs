//! Conditions on a device's attributes.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::limit;
use crate::name::DimensionName;
use crate::version::{Range, Version};

/// The conditions of a row, by dimension.
pub type When = BTreeMap<DimensionName, Matcher>;

/// The condition on one dimension.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Matcher {
    /// The value is one of these.
    Among(Vec<String>),
    /// The value is a version within this range.
    Within(Range),
}

/// What a device says of itself. Values longer than 256 bytes match nothing.
pub type Attributes = BTreeMap<String, String>;

impl Matcher {
    /// Whether an attribute's value matches; one that is unset, too long or no version where a
    /// version is asked for matches nothing.
    #[must_use]
    pub fn matches(&self, value: Option<&str>) -> bool {
        let Some(value) = value.filter(|value| value.len() <= limit::ATTRIBUTE_BYTES) else {
            return false;
        };
        match self {
            Self::Among(values) => values.iter().any(|one| one == value),
            Self::Within(range) => value.parse::<Version>().is_ok_and(|v| range.contains(&v)),
        }
    }

    /// Both at once; `None` when no value can match both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Within(left), Self::Within(right)) => left.and(right).map(Self::Within),
            (Self::Among(values), both) | (both, Self::Among(values)) => {
                let mut values = values.clone();
                values.retain(|value| both.matches(Some(value)));
                (!values.is_empty()).then_some(Self::Among(values))
            }
        }
    }
}

impl From<Matcher> for serde_json::Value {
    fn from(matcher: Matcher) -> Self {
        match matcher {
            Matcher::Among(values) => values.into(),
            Matcher::Within(range) => range.as_str().into(),
        }
    }
}

/// Whether every named dimension matches a device's attributes.
#[must_use]
pub fn fits(when: &When, attributes: &Attributes) -> bool {
    failing(when, attributes).is_none()
}

/// The first dimension, by name, that doesn't match.
pub(super) fn failing<'a>(when: &'a When, attributes: &Attributes) -> Option<&'a DimensionName> {
    let value = |name: &DimensionName| attributes.get(name.as_str()).map(String::as_str);
    when.iter()
        .find(|(name, matcher)| !matcher.matches(value(name)))
        .map(|(name, _)| name)
}

/// Joins the conditions of audience, `requires` and variant into those of one row: arrays are
/// intersected, ranges joined. `None` when no device can match all of them: then there is no row.
#[must_use]
pub fn join(parts: &[&When]) -> Option<When> {
    let mut joined = When::new();
    for (name, matcher) in parts.iter().copied().flatten() {
        let matcher = match joined.get(name) {
            Some(present) => present.and(matcher)?,
            None => matcher.clone(),
        };
        joined.insert(name.clone(), matcher);
    }
    let can_match = |matcher: &Matcher| match matcher {
        Matcher::Among(values) => !values.is_empty(),
        Matcher::Within(range) => !range.is_empty(),
    };
    joined.values().all(can_match).then_some(joined)
}
