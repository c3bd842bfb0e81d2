//! What the four kinds of metadata have in common, and the checks that need no key.

use alloc::format;
use alloc::string::String;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Role;
use crate::json::{self, JsonError};
use crate::name::Scope;
use crate::time::Timestamp;

/// What all four bodies have in common.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header<'a> {
    /// `_type`.
    pub kind: &'a str,
    /// `spec_version`.
    pub spec_version: &'a str,
    /// Its version.
    pub version: u64,
    /// Its end.
    pub expires: Timestamp,
    /// Our extension's `v`, scope and `crit`, if it is there.
    pub wavecast: Option<(u64, &'a Scope, &'a [String])>,
}

/// A body of TUF metadata.
pub trait Body: DeserializeOwned + Serialize {
    /// Who signs it.
    const ROLE: Role;
    /// Bytes of a whole file that a client accepts.
    const MAX_BYTES: usize;

    /// What it has in common with the others.
    fn header(&self) -> Header<'_>;

    /// Checks what no signature proves: the type, TUF 1.x, a version from 1, and that it speaks for
    /// `scope`. Freshness, and versions against older ones, are the caller's.
    ///
    /// # Errors
    /// The first rule that it breaks.
    fn check(&self, scope: &Scope) -> Result<(), BodyError> {
        let header = self.header();
        let refuse = |rule| {
            Err(BodyError {
                role: Self::ROLE,
                rule,
            })
        };
        if header.kind != Self::ROLE.as_str() {
            return refuse(format!("is of type {:?}", header.kind));
        }
        if !header.spec_version.starts_with("1.") {
            return refuse(format!("follows TUF {:?}, not 1.x", header.spec_version));
        }
        if header.version == 0 {
            return refuse(String::from("has version 0, versions begin with 1"));
        }
        match header.wavecast {
            None => refuse(String::from(
                "has no x-wavecast, so it speaks for no channel",
            )),
            Some((_, theirs, _)) if theirs != scope => {
                refuse(format!("speaks for {theirs}, not for {scope}"))
            }
            Some(_) => self.check_rest().or_else(refuse),
        }
    }

    /// What this kind of body needs besides.
    ///
    /// # Errors
    /// The first rule that it breaks.
    fn check_rest(&self) -> Result<(), String> {
        Ok(())
    }

    /// What in this body is newer than a reader that knows `v` 1 and the names of `known`: it must
    /// hold, that is keep running, say so and keep polling. `None` for nothing.
    fn newer(&self, known: &[&str]) -> Option<String> {
        let (v, _, crit) = self.header().wavecast?;
        let role = Self::ROLE;
        if v != 1 {
            return Some(format!(
                "{role} has x-wavecast version {v}, this reader knows 1"
            ));
        }
        let unknown = crit.iter().find(|name| !known.contains(&name.as_str()))?;
        Some(format!(
            "{role} needs '{unknown}', which this reader doesn't know"
        ))
    }
}

/// When a signed file ends. Nothing else in it is read: this is for a file that was read and
/// verified before, of which only the end can have come since.
///
/// # Errors
/// The bytes are no signed file.
pub fn expires(bytes: &[u8]) -> Result<Timestamp, JsonError> {
    #[derive(Deserialize)]
    struct File {
        signed: Signed,
    }
    #[derive(Deserialize)]
    struct Signed {
        expires: Timestamp,
    }
    Ok(json::shape::<File>(bytes)?.signed.expires)
}

/// Why a body is refused, whoever signed it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{role} {rule}")]
pub struct BodyError {
    /// Which one.
    pub role: Role,
    /// The rule that it breaks.
    pub rule: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_file_is_read_alone() {
        let file = |signed: &str| alloc::format!("{{\"signatures\":[],\"signed\":{signed}}}");
        let read = |signed: &str| expires(file(signed).as_bytes());
        let end = Ok(Timestamp(1_795_251_600));
        assert_eq!(
            read(r#"{"a":[{"expires":1}],"expires":"2026-11-21T09:00:00Z"}"#),
            end
        );
        assert!(read(r#"{"expires":1}"#).is_err());
        assert!(read(r#"{"a":{"expires":"2026-11-21T09:00:00Z"}}"#).is_err());
        assert!(expires(b"{\"expires\":\"2026-11-21T09:00:00Z\"}").is_err());
    }
}
