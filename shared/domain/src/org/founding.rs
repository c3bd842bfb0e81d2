//! Who may create organizations, and what they begin with.

use std::fmt;
use std::str::FromStr;

use super::quota::Quota;

/// How organizations begin in this installation.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Founding {
    /// Who may create them.
    pub by: Founders,
    /// What one that a person creates may hold.
    pub quota: Quota,
}

/// Who may create organizations.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Founders {
    /// Any person who signed in, and the installation's own token.
    #[default]
    Anyone,
    /// The installation's own token alone.
    Installation,
}

impl Founders {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Anyone, Self::Installation];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Installation => "installation",
        }
    }
}

impl fmt::Display for Founders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Founders {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = Self::ALL.into_iter().find(|by| by.name() == text);
        named.ok_or("must be anyone or installation")
    }
}
