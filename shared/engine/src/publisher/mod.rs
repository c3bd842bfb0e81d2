//! The only code that signs targets, snapshot and timestamp, or writes the edge.
//!
//! [`Publisher::publish`] is one loop: look at head, state and edge; finish or mend what is
//! behind; seal what is new; write it; read it back; mark it. Each turn makes one of these steps
//! true and looks again, so that the hot path and the recovery are the same code.

use std::sync::Arc;

use crate::port::{Cdn, Clock, Ids, Ledger, Objects, PortError, Signer, Uploads};
use crate::record::layout::LayoutError;
use crate::shown::Shown;

mod check;
mod fence;
mod keyring;
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

impl From<LayoutError> for PublishError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error.0)
    }
}
