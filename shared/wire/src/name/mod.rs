//! Names that stand in paths and in signed bytes.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::limit;

mod scope;

pub use scope::Scope;

/// Why a name was refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind} {rule}")]
pub struct NameError {
    /// What was being named, such as `channel`.
    pub kind: &'static str,
    /// The rule that the text breaks.
    pub rule: &'static str,
}

/// A type for names of one kind, which hold only text that a check lets pass.
///
/// What calls it has `String`, `serde::Deserialize` and `serde::Serialize` in scope.
#[macro_export]
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
            type Error = $crate::name::NameError;
            fn try_from(text: String) -> Result<Self, $crate::name::NameError> {
                match $check(&text) {
                    Ok(()) => Ok(Self(text)),
                    Err(rule) => Err($crate::name::NameError { kind: $kind, rule }),
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::name::NameError;
            fn from_str(text: &str) -> Result<Self, $crate::name::NameError> {
                Self::try_from(String::from(text))
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// An organization's name.
    OrgName, "organization", check_slug);
name!(
    /// An application's name.
    AppName, "application", check_slug);
name!(
    /// A channel's name; never `targets` or `files`, which are folders beside the channels.
    ChannelName, "channel", check_channel);
name!(
    /// A package's name; no `-` in it is followed by a digit, so that `{name}-{version}` splits.
    PackageName, "package", check_package);
name!(
    /// A dimension's name.
    DimensionName, "dimension", check_token);
name!(
    /// A flat target name, as it stands in signed metadata.
    TargetName, "target", check_target);
name!(
    /// A release's id, opaque to devices.
    ReleaseId, "release", check_token);
name!(
    /// A properties layer's name.
    LayerName, "layer", check_token);
name!(
    /// 1 to 64 printable ASCII characters that place devices into buckets.
    Salt, "salt", check_salt);

/// Lower-case letters, digits, `.`, `_`, `-`; 1 to 64; begins with a letter or digit.
///
/// # Errors
/// The rule.
pub fn check_slug(text: &str) -> Result<(), &'static str> {
    let rule = "must be 1 to 64 of a-z, 0-9, '.', '_', '-' and begin with a letter or a digit";
    let first = text
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let rest = text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'));
    if first && rest && text.len() <= 64 {
        Ok(())
    } else {
        Err(rule)
    }
}

fn check_channel(text: &str) -> Result<(), &'static str> {
    check_slug(text)?;
    if matches!(text, "targets" | "files") {
        return Err("must not be 'targets' or 'files', which are folders beside the channels");
    }
    Ok(())
}

fn check_package(text: &str) -> Result<(), &'static str> {
    check_slug(text)?;
    if text
        .as_bytes()
        .windows(2)
        .any(|w| w[0] == b'-' && w[1].is_ascii_digit())
    {
        return Err(
            "must have no '-' followed by a digit, so that name and version can be told apart",
        );
    }
    Ok(())
}

/// The alphabet of object keys, dimension names and target names (WIRE §2), 1 to 255 long.
fn check_token(text: &str) -> Result<(), &'static str> {
    let alphabet = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if alphabet && !text.is_empty() && text.len() <= 255 && !matches!(text, "." | "..") {
        Ok(())
    } else {
        Err("must be 1 to 255 of A-Z, a-z, 0-9, '.', '_', '-', and not '.' or '..'")
    }
}

/// With its hash before it, a target must still be a file name: 64 + 1 + 190 = 255 bytes.
fn check_target(text: &str) -> Result<(), &'static str> {
    check_token(text)?;
    if text.len() > limit::TARGET_NAME_BYTES {
        return Err("must be at most 190 long");
    }
    Ok(())
}

impl TargetName {
    /// A name put together from checked names and a checked package version, which always fit.
    pub(crate) fn composed(text: String) -> Self {
        Self(text)
    }
}

fn check_salt(text: &str) -> Result<(), &'static str> {
    if (1..=64).contains(&text.len()) && text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        Ok(())
    } else {
        Err("must be 1 to 64 printable ASCII characters")
    }
}
