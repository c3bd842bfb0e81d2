//! The only code that signs targets, snapshot and timestamp, or writes the edge.
//!
//! [`Publisher::publish`] is one loop: look at head, state and edge; finish or mend what is
//! behind; seal what is new; write it; read it back; mark it. Each turn makes one of these steps
//! true and looks again, so that the hot path and the recovery are the same code.

use std::sync::Arc;

use crate::control::PublicationState;
use crate::port::{Cdn, Clock, Ids, Ledger, Objects, PortError, Signer, Uploads, Wake, Work};
use crate::record::layout::LayoutError;
use crate::shown::Shown;

mod check;
mod fence;
mod keyring;
mod known;
mod lines;
mod mark;
mod mend;
mod publish;
mod seal;
mod state;
mod swap;
mod targets;
mod turns;
mod write;

pub use known::Known;
pub use turns::Turns;

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
    /// Wakes watchers in this process; share it with the control's.
    pub shown: Shown,
    /// Publications of one channel take turns in this process.
    pub turns: Turns,
    /// What it read before and never changes.
    pub known: Known,
}

impl Publisher {
    /// Does what somebody was woken for: the whole body of a function that is the publisher.
    ///
    /// # Errors
    /// A failure that trying again may mend. What only an admin can mend (a fence, a missing root)
    /// is no error: it stands in the work, and on the publications that wait.
    pub async fn answer(&self, wake: &Wake) -> Result<Work, PublishError> {
        match wake {
            Wake::Publish(scope) | Wake::Renew(scope) => {
                self.publish_and_tell(scope).await.map(Work::Published)
            }
            Wake::Repair(scope) => self.repair(scope).await,
            Wake::Package(org, app, name, version) => {
                self.check_package(org, app, name, version).await?;
                Ok(Work::Checked)
            }
            Wake::Heads(org) => Err(PublishError::Port(PortError::Setup(format!(
                "the trails of {org} are signed by the key maker: wake that"
            )))),
            Wake::Keys(scope) => Err(PublishError::Port(PortError::Setup(format!(
                "the keys of {scope} are the key maker's: wake that"
            )))),
        }
    }
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

/// What one call of publishing did.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Publishing {
    /// What it came to.
    pub published: Published,
    /// The publications that it marked as published, as they stand in the ledger.
    pub marked: Vec<PublicationState>,
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

impl From<LayoutError> for PublishError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error.0)
    }
}
