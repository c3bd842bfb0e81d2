//! Secrets on their way through the API.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The text of a secret: it stands in the one answer or request that is about it, and in no log.
#[derive(Deserialize, Serialize)]
#[serde(transparent)]
pub struct ShownOnce(String);

impl ShownOnce {
    /// The text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ShownOnce {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for ShownOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownOnce(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_of_it_is_not_the_secret() {
        let secret = ShownOnce::from("wcp_0123");
        assert_eq!(format!("{secret:?}"), "ShownOnce(…)");
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"wcp_0123\"");
    }
}
