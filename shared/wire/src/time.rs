//! Seconds since 1970, written `YYYY-MM-DDTHH:MM:SSZ`.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(pub i64);

/// The text is not `YYYY-MM-DDTHH:MM:SSZ`, or no such day exists.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a time must be YYYY-MM-DDTHH:MM:SSZ")]
pub struct TimeError;

impl Timestamp {
    /// This many seconds later; saturates.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(_text: &str) -> Result<Self, TimeError> {
        todo!()
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimeError;
    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(time: Timestamp) -> Self {
        alloc::format!("{time}")
    }
}
