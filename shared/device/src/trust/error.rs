//! Why bytes from the edge are not trusted.

use wavecast_wire::envelope::EnvelopeError;
use wavecast_wire::latest::LatestError;
use wavecast_wire::name::Scope;
use wavecast_wire::time::Timestamp;
use wavecast_wire::tuf::{BodyError, Role};

/// Why bytes are not trusted. Nothing is stored when one of these is returned.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TrustError {
    /// Not readable, or too few valid signatures.
    #[error("{role}: {source}")]
    Envelope {
        /// Which file.
        role: Role,
        /// What is wrong with it.
        source: EnvelopeError,
    },
    /// `latest.ndjson` is not three whole lines.
    #[error(transparent)]
    Latest(#[from] LatestError),
    /// It isn't what should stand at this place, or speaks for another channel.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// A version went down.
    #[error("{role}: version {found} is below {trusted}, which this device has seen")]
    Rollback {
        /// Whose version.
        role: Role,
        /// The version that is trusted now.
        trusted: u64,
        /// The version that was offered.
        found: u64,
    },
    /// The version is not the one that was announced.
    #[error("{role}: version {found} stands where {expected} was announced")]
    Version {
        /// Whose version.
        role: Role,
        /// What the file above announced; for a root the next number.
        expected: u64,
        /// What the file says.
        found: u64,
    },
    /// One version, two contents.
    #[error("{role}: version {version} was seen with other bytes")]
    Equivocation {
        /// Which file.
        role: Role,
        /// The version with two contents.
        version: u64,
    },
    /// The length or hash is not the one that was announced.
    #[error("{role}: {what} differs from what was announced")]
    Mismatch {
        /// Which file.
        role: Role,
        /// `length` or `sha256`.
        what: &'static str,
    },
    /// It has ended; nothing new is installed until a newer one arrives.
    #[error(
        "{role}: expired at {expires}, it is {now}; nothing new is installed until it is renewed"
    )]
    Expired {
        /// Which file.
        role: Role,
        /// Its end.
        expires: Timestamp,
        /// Trusted time.
        now: Timestamp,
    },
    /// A timestamp for local media came over the network, or the other way round.
    #[error("timestamp: {0}")]
    Source(&'static str),
    /// A file was offered before the one that announces it.
    #[error("{role}: nothing trusted announces it yet")]
    Order {
        /// Which file.
        role: Role,
    },
    /// The channel that this one moved to has a root that the present one doesn't vouch for.
    #[error("{scope}: its root is not signed by a threshold of the root keys trusted now")]
    Stranger {
        /// The channel that was to be entered.
        scope: Scope,
    },
}

impl TrustError {
    /// Whether the bytes are genuine but their time is over.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        matches!(self, Self::Expired { .. })
    }
}
