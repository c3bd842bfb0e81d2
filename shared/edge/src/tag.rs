//! Entity tags: the first half of the content's SHA-256, so that equal bytes have equal tags on
//! every machine and after every restore.

use std::fmt;

use http::HeaderValue;
use wavecast_wire::hash::{Sha256, to_hex};

use crate::reply;

/// The tag of some content, before it is known in which encoding it travels.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Tag([u8; 16]);

impl Tag {
    /// The tag of content with this digest.
    pub(crate) fn of(digest: Sha256) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&digest.0[..16]);
        Self(half)
    }

    /// As a header: weak where the bytes that travel are not the bytes that were hashed.
    pub(crate) fn header(self, weak: bool) -> HeaderValue {
        let text = if weak {
            format!("W/\"{self}\"")
        } else {
            format!("\"{self}\"")
        };
        reply::header(text)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}
