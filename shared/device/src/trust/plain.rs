//! A plain TUF repository: no scopes, no `x-wavecast`, and names of targets that ours never have.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use wavecast_wire::key::Keys;
use wavecast_wire::limit;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Body, Header, Role};

use super::state::{Source, TrustedState};
use super::{TrustError, body};

impl<K: Keys> TrustedState<K> {
    /// Trusts the root of a plain TUF repository, without scopes and `x-wavecast`.
    ///
    /// # Errors
    /// The root doesn't verify itself.
    pub fn stock(root: &[u8]) -> Result<Self, TrustError> {
        Self::begin(None, root)
    }

    /// [`TrustedState::stock`] for a client that keeps files: `stored` are the bytes that
    /// [`TrustedState::stored`] gave it, none of them a root. What the root no longer vouches for
    /// is left out; versions count from what remains, and expiry when it is used.
    ///
    /// # Errors
    /// The root doesn't verify itself.
    pub fn resume(root: &[u8], stored: &[(Role, &[u8])]) -> Result<Self, TrustError> {
        let mut resumed = Self::stock(root)?;
        let track = resumed.track_mut(Source::Network);
        for (role, bytes) in stored {
            // Bytes that are no text were never stored by us: they are left out too.
            let text = body::text(bytes, *role).ok();
            match role {
                Role::Root => {}
                Role::Timestamp => track.timestamp = text,
                Role::Snapshot => track.snapshot = text,
                Role::Targets => track.targets = text,
            }
        }
        resumed.settle_roots()?;
        Ok(resumed)
    }
}

/// What trust needs to know of a stranger's targets.
#[derive(Deserialize, Serialize)]
pub(super) struct PlainTargets {
    #[serde(rename = "_type")]
    kind: String,
    spec_version: String,
    version: u64,
    expires: Timestamp,
}

impl Body for PlainTargets {
    const ROLE: Role = Role::Targets;
    const MAX_BYTES: usize = limit::TARGETS_BYTES_CLIENT;

    fn header(&self) -> Header<'_> {
        Header {
            kind: &self.kind,
            spec_version: &self.spec_version,
            version: self.version,
            expires: self.expires,
            wavecast: None,
        }
    }
}
