//! The straight line up to the commit, and everything that admins read.

use std::sync::Arc;

use wavecast_domain::decide::{Decision, Movement, Outcome};
use wavecast_domain::id::{Fresh, Ulid};
use wavecast_domain::org::{Org, OrgCommand};
use wavecast_domain::principal::Principal;
use wavecast_domain::{App, Command, Refusal};
use wavecast_wire::name::{AppName, ChannelName, OrgName};
use wavecast_wire::time::Timestamp;

use crate::port::{Clock, Doorbell, Ids, Ledger, PortError, Uploads};

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
}

/// One request to change something.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who.
    pub principal: Principal,
    /// The request's id, for the trail.
    pub id: String,
    /// The client's idempotency key and the hash of its body.
    pub idempotency: Option<(String, wavecast_wire::hash::Sha256)>,
    /// The revision that the resource (channel, or application) must have: If-Match.
    pub expected: Option<u64>,
    /// Decide, answer, commit nothing.
    pub dry_run: bool,
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

/// What a request came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What it was about.
    pub outcome: Outcome,
    /// Who moves.
    pub movements: Vec<Movement>,
    /// Publications that it wanted, with their present state.
    pub publications: Vec<PublicationState>,
    /// The aggregate's revision after it.
    pub revision: u64,
    /// Whether it is a replay of an earlier request with the same key.
    pub replayed: bool,
    /// Whether nothing was committed because it was a dry run.
    pub dry_run: bool,
}

/// A wanted publication.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct PublicationState {
    /// Its id, to watch it.
    pub id: Ulid,
    /// Of which channel.
    pub channel: ChannelName,
    /// The revision that it must show at least.
    pub revision: u64,
    /// When it was wanted.
    pub wanted: Timestamp,
    /// `None` while pending; the `seq` that shows it once both mutable objects were read back.
    pub seq: Option<u64>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When every online device with a working clock has polled past it (cache time + interval with jitter).
    pub visible_by: Option<Timestamp>,
    /// Why it is still pending, if something is wrong.
    pub trouble: Option<String>,
}

impl Control {
    /// Carries out a command on an application.
    ///
    /// # Errors
    /// [`ControlError`]; it never says success for what did not happen.
    pub async fn execute(
        &self,
        _org: &OrgName,
        _app: &AppName,
        _request: Request,
        _command: Command,
    ) -> Result<Done, ControlError> {
        todo!()
    }

    /// Carries out a command on an organization.
    ///
    /// # Errors
    /// As [`Control::execute`].
    pub async fn execute_org(
        &self,
        _org: &OrgName,
        _request: Request,
        _command: OrgCommand,
    ) -> Result<Org, ControlError> {
        todo!()
    }

    /// An application with the named channels; `None` when it doesn't exist.
    ///
    /// # Errors
    /// A failing ledger, or an unreadable entry.
    pub async fn app(
        &self,
        _org: &OrgName,
        _app: &AppName,
        _channels: &[ChannelName],
    ) -> Result<Option<App>, ControlError> {
        todo!()
    }
}

/// Kept so that a decision and its seed stay together over retries.
pub(crate) struct Attempt {
    /// The seed.
    pub fresh: Fresh,
    /// The decision.
    pub decision: Decision,
}
