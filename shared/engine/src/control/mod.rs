//! The straight line up to the commit, and everything that admins read.

use std::sync::Arc;

use wavecast_domain::Refusal;
use wavecast_domain::coverage::Finding;
use wavecast_domain::decide::{LiveUse, Movement, Outcome};
use wavecast_domain::preview::Preview;
use wavecast_domain::principal::Principal;
use wavecast_wire::hash::Sha256;

use crate::port::{Clock, Doorbell, Ids, Ledger, PortError, Uploads};
use crate::record::layout::LayoutError;
use crate::shown::Shown;

mod answer;
mod approvals;
mod chain;
mod commit;
mod edge;
mod execute;
mod explain;
mod file;
mod foresee;
mod heads;
mod hints;
mod idempotency;
mod list;
mod load;
mod org;
mod own;
mod publication;
mod read;
mod secret;
mod sightings;
mod sign_in;
mod stale;
mod trail;
mod upload;
mod usage;
mod users;

pub use approvals::Waiting;
pub use chain::Part;
pub use edge::DeviceConfig;
pub use explain::Explained;
pub use hints::Hints;
pub use list::{Listing, PageAsk, ReleaseFilter};
pub use org::OrgDone;
pub use publication::{CdnState, PublicationState};
pub use read::ChannelView;
pub use secret::{NewSecret, SecretValue, Secrets};
pub use sightings::{Sightings, Who};
pub use sign_in::{LetIn, NotKnown, TurnedAway};
pub use trail::EventFilter;
pub use upload::{Begun, UploadState};
pub use users::{InSession, Refreshed, UserDone};
pub use wavecast_domain::org::Founding;

/// What commits changes. It owns no signer and no object store, so it can't reach devices.
#[derive(Clone)]
pub struct Control {
    /// Where state lives.
    pub ledger: Arc<dyn Ledger>,
    /// Where files are staged.
    pub uploads: Arc<dyn Uploads>,
    /// Wakes the publisher and the key maker.
    pub bell: Arc<dyn Doorbell>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Seeds.
    pub ids: Arc<dyn Ids>,
    /// Wakes watchers in this process; share it with the publisher's.
    pub shown: Shown,
    /// What setting secrets needs; `None` for a part of the server that never does.
    pub secrets: Option<Secrets>,
    /// What commands needed before.
    pub hints: Hints,
    /// What was noted lately.
    pub sightings: Sightings,
    /// The longest message that the keys of this installation sign, in bytes; `None` for any.
    pub message_limit: Option<usize>,
    /// Who creates organizations, and what they begin with.
    pub founding: Founding,
}

/// One request to change something.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who.
    pub principal: Principal,
    /// The request's id, for the trail.
    pub id: String,
    /// The client's idempotency key and the hash of its body.
    pub idempotency: Option<(String, Sha256)>,
    /// The revision that the resource (channel, or application) must have: If-Match.
    pub expected: Option<u64>,
    /// Decide, answer, commit nothing.
    pub dry_run: bool,
    /// Ask for the approvals that it needs, instead of doing it.
    pub ask: bool,
}

/// Why a request wasn't carried out.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ControlError {
    /// The rules refuse it; nothing was written.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The same idempotency key with another body.
    #[error("this idempotency key was used with another body")]
    KeyReused,
    /// Others kept changing it; nothing was written.
    #[error("others are changing this at the same time; nothing was changed")]
    Contended,
    /// The ledger failed; what it may mean is in the error.
    #[error(transparent)]
    Port(#[from] PortError),
    /// An entry can't be read: written by a newer version, or damaged.
    #[error("{0}")]
    Layout(String),
}

impl From<LayoutError> for ControlError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error.0)
    }
}

/// What a request came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What it was about.
    pub outcome: Outcome,
    /// Who moves.
    pub movements: Vec<Movement>,
    /// Live uses of a yanked package.
    pub uses: Vec<LiveUse>,
    /// How rules stand to each other, where some changed.
    pub findings: Vec<Finding>,
    /// What devices would see: told of a dry run alone.
    pub previews: Vec<Preview>,
    /// Publications that it wanted, with their present state.
    pub publications: Vec<PublicationState>,
    /// The aggregate's revision after it.
    pub revision: u64,
    /// Whether it is a replay of an earlier request with the same key.
    pub replayed: bool,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
}
