//! What is remembered of one channel between two polls.

use alloc::string::String;
use core::marker::PhantomData;

use serde::{Deserialize, Serialize};
use wavecast_wire::key::{Keys, OurKeys};
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{Body, Role, Root, Snapshot, Targets, TimestampBody};

use super::TrustError;
use super::body;

/// Where bytes come from. Their versions are tracked apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// Polled from the edge.
    Network,
    /// An offline bundle on local media: its timestamp says `crit: ["offline"]`.
    LocalMedia,
}

/// What one device trusts of one channel.
///
/// All metadata is kept as its exact bytes (they are UTF-8), each within the client's limit, so
/// the state is bounded and can be verified again under a new root.
///
/// `K` is which keys it can use. A device can use ours; the client of a plain TUF repository may
/// bring others.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(bound = "")]
pub struct TrustedState<K = OurKeys> {
    /// `None` follows a plain TUF repository, which names no scope.
    pub(super) scope: Option<Scope>,
    pub(super) root: String,
    pub(super) network: Track,
    #[serde(default, skip_serializing_if = "Track::is_empty")]
    pub(super) media: Track,
    #[serde(skip)]
    pub(super) keys: PhantomData<K>,
}

/// The verified metadata of one source.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub(super) struct Track {
    #[serde(default)]
    pub timestamp: Option<String>,
    #[serde(default)]
    pub snapshot: Option<String>,
    #[serde(default)]
    pub targets: Option<String>,
    /// Set only when all three above were verified as they came with it.
    #[serde(default)]
    pub etag: Option<String>,
    /// The highest `issued` accepted under the present timestamp keys.
    #[serde(default)]
    pub issued: Timestamp,
}

impl Track {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl TrustedState {
    /// Trusts the root that a device was provisioned with.
    ///
    /// # Errors
    /// The root doesn't verify itself, or speaks for another scope.
    pub fn provision(scope: Scope, root: &[u8]) -> Result<Self, TrustError> {
        Self::begin(Some(scope), root)
    }
}

impl<K: Keys> TrustedState<K> {
    /// The channel that this state is of; `None` for a plain TUF repository.
    #[must_use]
    pub fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// The trusted root.
    ///
    /// # Errors
    /// The stored bytes were damaged.
    pub fn root(&self) -> Result<Root, TrustError> {
        Ok(body::read::<Root>(self.root.as_bytes(), self.scope())?.signed)
    }

    /// The exact bytes of the trusted root.
    #[must_use]
    pub fn root_bytes(&self) -> &[u8] {
        self.root.as_bytes()
    }

    /// The ETag for the next conditional poll: present only when what it stands for is stored.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.network.etag.as_deref()
    }

    /// The exact stored bytes of a role, for a client that mirrors them; `None` until verified.
    #[must_use]
    pub fn stored(&self, source: Source, role: Role) -> Option<&[u8]> {
        let track = self.track(source);
        let text = match role {
            Role::Root => Some(&self.root),
            Role::Timestamp => track.timestamp.as_ref(),
            Role::Snapshot => track.snapshot.as_ref(),
            Role::Targets => track.targets.as_ref(),
        };
        text.map(String::as_bytes)
    }

    /// The trusted timestamp's version: the channel's `seq`.
    ///
    /// # Errors
    /// The stored bytes were damaged.
    pub fn seq(&self, source: Source) -> Result<Option<u64>, TrustError> {
        Ok(self.timestamp(source)?.map(|body| body.version))
    }

    pub(super) fn track(&self, source: Source) -> &Track {
        match source {
            Source::Network => &self.network,
            Source::LocalMedia => &self.media,
        }
    }

    pub(super) fn track_mut(&mut self, source: Source) -> &mut Track {
        match source {
            Source::Network => &mut self.network,
            Source::LocalMedia => &mut self.media,
        }
    }

    pub(super) fn timestamp(&self, source: Source) -> Result<Option<TimestampBody>, TrustError> {
        self.parsed(self.track(source).timestamp.as_deref())
    }

    pub(super) fn snapshot(&self, source: Source) -> Result<Option<Snapshot>, TrustError> {
        self.parsed(self.track(source).snapshot.as_deref())
    }

    pub(super) fn targets(&self, source: Source) -> Result<Option<Targets>, TrustError> {
        self.parsed(self.track(source).targets.as_deref())
    }

    fn parsed<B: Body>(&self, text: Option<&str>) -> Result<Option<B>, TrustError> {
        text.map(|text| Ok(body::read::<B>(text.as_bytes(), self.scope())?.signed))
            .transpose()
    }
}
