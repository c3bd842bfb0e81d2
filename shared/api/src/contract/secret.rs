//! Secrets on their way through the API.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

/// The text of a secret: it stands in the one answer or request that is about it, and in no log.
#[derive(Serialize)]
#[serde(transparent)]
pub struct ShownOnce(String);

impl ShownOnce {
    /// The text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its bytes, wiped once they are let go.
    #[must_use]
    pub fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.into_bytes())
    }
}

/// What isn't text is refused without a word of what it is.
impl<'de> Deserialize<'de> for ShownOnce {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        match Value::deserialize(input)? {
            Value::String(text) => Ok(Self(text)),
            _ => Err(D::Error::custom("must be text")),
        }
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

    #[test]
    fn what_is_no_text_is_refused_without_a_word_of_it() {
        for wrong in ["12345", "[\"hunter2\"]", "{\"hunter2\":1}", "true", "null"] {
            let refused = serde_json::from_str::<ShownOnce>(wrong).unwrap_err();
            assert_eq!(refused.to_string(), "must be text", "{wrong}");
        }
    }
}
