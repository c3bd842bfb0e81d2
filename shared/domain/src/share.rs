//! A share of an audience, in permyriad.

use serde::{Deserialize, Serialize};

/// 0 to 10,000 permyriad, written `12.5%`; a bare number is refused, so that 100 is never 1 %.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share(u16);

/// Why a share was refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a share {0}")]
pub struct ShareError(pub String);

impl Share {
    /// Nobody.
    pub const NONE: Self = Self(0);
    /// Everybody.
    pub const ALL: Self = Self(10_000);

    /// A share of so many permyriad; `None` above 10,000.
    #[must_use]
    pub const fn permyriad(value: u16) -> Option<Self> {
        if value <= 10_000 { Some(Self(value)) } else { None }
    }

    /// In permyriad.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }
}

impl std::str::FromStr for Share {
    type Err = ShareError;
    fn from_str(_text: &str) -> Result<Self, ShareError> {
        todo!()
    }
}

impl TryFrom<String> for Share {
    type Error = ShareError;
    fn try_from(text: String) -> Result<Self, ShareError> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        todo!()
    }
}
