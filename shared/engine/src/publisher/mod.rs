//! The only code that signs targets, snapshot and timestamp, or writes the edge.

use std::sync::Arc;

use wavecast_wire::name::{AppName, OrgName, PackageName, Scope};
use wavecast_wire::version::Version;

use crate::port::{Cdn, Clock, Ids, Ledger, Objects, PortError, Signer, Uploads};

/// The publisher.
#[derive(Clone)]
pub struct Publisher {
    /// Where state lives.
    pub ledger: Arc<dyn Ledger>,
    /// The edge.
    pub objects: Arc<dyn Objects>,
    /// Where files are staged.
    pub uploads: Arc<dyn Uploads>,
    /// Signs with online keys.
    pub signer: Arc<dyn Signer>,
    /// Accelerates visibility, where there is a CDN.
    pub cdn: Option<Arc<dyn Cdn>>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Jitter.
    pub ids: Arc<dyn Ids>,
}

/// What publishing came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Published {
    /// The edge shows the state.
    At {
        /// With this number.
        seq: u64,
    },
    /// It can't be published yet, such as before the first root.
    Waiting {
        /// For what.
        why: String,
    },
    /// An edge ahead of the ledger; `wavecast channel adopt` goes on.
    Fenced {
        /// The edge's number.
        edge: u64,
    },
}

/// Why publishing failed; the tick tries again.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PublishError {
    /// A port failed.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The state can't be rendered; nothing is changed at the edge.
    #[error(transparent)]
    Refused(#[from] wavecast_domain::Refusal),
    /// An entry can't be read.
    #[error("{0}")]
    Layout(String),
}

impl Publisher {
    /// Brings the edge to the channel's present state, and finishes what was sealed before.
    ///
    /// # Errors
    /// [`PublishError`]; calling again is always safe.
    pub async fn publish(&self, _scope: &Scope) -> Result<Published, PublishError> {
        todo!()
    }

    /// Verifies and promotes a package's files, and commits `ready` or `refused`.
    ///
    /// # Errors
    /// [`PublishError`]; calling again is always safe.
    pub async fn check_package(
        &self,
        _org: &OrgName,
        _app: &AppName,
        _name: &PackageName,
        _version: &Version,
    ) -> Result<(), PublishError> {
        todo!()
    }
}
