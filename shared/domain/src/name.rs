//! Names of people, roles, service accounts and secrets.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a name was refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind} {rule}")]
pub struct NameError {
    /// What was being named, such as `role`.
    pub kind: &'static str,
    /// The rule that the text breaks.
    pub rule: &'static str,
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, NameError> {
                match $check(&text) {
                    Ok(()) => Ok(Self(text)),
                    Err(rule) => Err(NameError { kind: $kind, rule }),
                }
            }
        }

        impl FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::try_from(String::from(text))
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// A person's stable id, made by whoever signed them in. It stands in paths as it is.
    UserId, "person", check_user);
name!(
    /// The name of a role that an organization made; never one of the built-in ones.
    RoleName, "role", check_role);
name!(
    /// A service account's name.
    AccountName, "service account", check_slug);
name!(
    /// The public part of a secret: 16 characters of Crockford's base 32 in lower case.
    SecretId, "id", check_secret_id);

/// Letters, digits, `.`, `_`, `-`, `:`, `@`; 1 to 128; begins with a letter or digit.
fn check_user(text: &str) -> Result<(), &'static str> {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"._-:@".contains(&b);
    let begins = text
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphanumeric());
    if (1..=128).contains(&text.len()) && begins && text.bytes().all(inner) {
        return Ok(());
    }
    Err("must be 1 to 128 letters, digits, '.', '_', '-', ':' or '@', the first a letter or digit")
}

/// Lower-case letters, digits, `.`, `_`, `-`; 1 to 64; begins with a letter or digit.
fn check_slug(text: &str) -> Result<(), &'static str> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let begins = text.bytes().next().is_some_and(plain);
    let rest = text.bytes().all(|b| plain(b) || b"._-".contains(&b));
    if (1..=64).contains(&text.len()) && begins && rest {
        return Ok(());
    }
    Err("must be 1 to 64 of a-z, 0-9, '.', '_', '-', the first a letter or digit")
}

fn check_role(text: &str) -> Result<(), &'static str> {
    const BUILT_IN: [&str; 6] = ["owner", "admin", "member", "write", "read", "approver"];
    if BUILT_IN.contains(&text) {
        return Err("must not be one of the built-in ones");
    }
    check_slug(text)
}

fn check_secret_id(text: &str) -> Result<(), &'static str> {
    let digit = |b: u8| b.is_ascii_digit() || (b.is_ascii_lowercase() && !b"ilou".contains(&b));
    if text.len() == 16 && text.bytes().all(digit) {
        return Ok(());
    }
    Err("must be 16 of 0-9 and a-z without i, l, o and u")
}
