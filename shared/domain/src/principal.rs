//! Who acts.

use serde::{Deserialize, Serialize};

/// An authenticated actor. Only authentication and the system's own functions make one.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Principal {
    /// The token that the first start of a local server made; may do everything.
    Bootstrap,
    /// One of Wavecast's own functions.
    System {
        /// `publisher`, `keys` or `upkeep`.
        function: String,
    },
    /// A person.
    User {
        /// Stable id of the person.
        id: String,
        /// For people to read.
        name: String,
    },
}

impl std::fmt::Display for Principal {
    /// For people to read.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bootstrap => f.write_str("bootstrap"),
            Self::System { function } => write!(f, "wavecast {function}"),
            Self::User { name, .. } => f.write_str(name),
        }
    }
}
