//! The few, dumb ports, each with its contract written on it.

mod bell;
mod clock;
mod groups;
mod identity;
mod ledger;
mod objects;
mod passwords;
mod signer;
mod uploads;
mod vault;
mod workers;

pub use bell::{Cdn, Doorbell, Invalidated, Wake};
pub use clock::{Clock, Ids};
pub use groups::{Group, Groups};
pub use identity::{
    Begun, Callback, Identity, IdentityError, IdentityProvider, Issued, Person, Proven, Workflows,
};
pub use ledger::{Entry, Expect, Index, Key, Ledger, Page, Query, Write};
pub use objects::{ETag, Found, Listed, Objects};
pub use passwords::{Checked, PasswordError, Passwords};
pub use signer::{KeyMaker, SealedKey, Signer};
pub use uploads::{
    ByteStream, ONE_PART, PART, PARTS, Part, PartSink, Received, Staged, UploadPlan, Uploads,
    part_layout,
};
pub use vault::{DataKey, Proof, Prover, Unwrap, Wrap};
pub use workers::{Handed, Work, Workers};

/// Why a port failed. What may have landed is told apart from what surely didn't.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PortError {
    /// It surely didn't happen; try again later.
    #[error("{0} (nothing was changed)")]
    Lost(String),
    /// It may have happened: read back before deciding.
    #[error("{0} (it may have happened)")]
    Unknown(String),
    /// Too much at once; it surely didn't happen.
    #[error("throttled: {0}")]
    Throttled(String),
    /// Set up wrongly; no retry helps. Names the setting and the way out.
    #[error("{0}")]
    Setup(String),
    /// An expectation didn't hold; nothing was changed.
    #[error("conflict")]
    Conflict,
    /// The caller's bytes break the port's rule (wrong checksum, wrong size, too large).
    #[error("{0}")]
    Refused(String),
}
