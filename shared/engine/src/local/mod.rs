//! Everything on one machine: the functions wired together, and a doorbell that does the work.

use std::sync::Arc;

use crate::control::{Control, Founding, Hints, Secrets, Sightings};
use crate::keys::Keys;
use crate::port::{Cdn, Clock, Ids, KeyMaker, Ledger, Objects, Signer, Unwrap, Uploads, Wrap};
use crate::publisher::{Known, Publisher, Turns};
use crate::shown::Shown;
use crate::upkeep::{Pace, Upkeep};
use crate::vault::Vault;

mod here;

pub use here::Here;

/// The backends of one installation.
#[derive(Clone)]
pub struct Ports {
    /// Where state lives.
    pub ledger: Arc<dyn Ledger>,
    /// The edge.
    pub objects: Arc<dyn Objects>,
    /// Where files are staged.
    pub uploads: Arc<dyn Uploads>,
    /// Signs with online keys.
    pub signer: Arc<dyn Signer>,
    /// Makes keys.
    pub maker: Arc<dyn KeyMaker>,
    /// Wraps the data keys of secrets.
    pub wrap: Arc<dyn Wrap>,
    /// Opens them.
    pub unwrap: Arc<dyn Unwrap>,
    /// Accelerates visibility, where there is a CDN.
    pub cdn: Option<Arc<dyn Cdn>>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn Ids>,
}

/// All functions in one process.
#[derive(Clone)]
pub struct Machine {
    /// Changes and reads.
    pub control: Control,
    /// Writes the edge.
    pub publisher: Publisher,
    /// Makes keys.
    pub keys: Keys,
    /// Does what is due.
    pub upkeep: Upkeep,
    /// Opens the secrets of applications.
    pub vault: Vault,
}

impl Machine {
    /// Wires the functions over one set of backends. Unreferenced files are kept for `grace`
    /// seconds.
    #[must_use]
    pub fn new(ports: Ports, grace: u32) -> Self {
        let shown = Shown::default();
        let message_limit = ports.signer.message_limit();
        let publisher = Publisher {
            ledger: ports.ledger.clone(),
            objects: ports.objects,
            uploads: ports.uploads.clone(),
            signer: ports.signer,
            cdn: ports.cdn,
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            shown: shown.clone(),
            turns: Turns::default(),
            known: Known::default(),
        };
        let keys = Keys {
            ledger: ports.ledger.clone(),
            maker: ports.maker,
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        };
        let vault = Vault {
            ledger: ports.ledger.clone(),
            unwrap: ports.unwrap,
        };
        let secrets = Secrets {
            wrap: ports.wrap,
            prover: Arc::new(vault.clone()),
        };
        let here = Arc::new(Here {
            publisher: publisher.clone(),
            keys: keys.clone(),
        });
        let control = Control {
            ledger: ports.ledger,
            uploads: ports.uploads,
            bell: here.clone(),
            clock: ports.clock,
            ids: ports.ids,
            shown,
            secrets: Some(secrets),
            hints: Hints::default(),
            sightings: Sightings::default(),
            message_limit,
            founding: Founding::default(),
        };
        let upkeep = Upkeep::new(control.clone(), here, grace, Pace::ALONE);
        Self {
            control,
            publisher,
            keys,
            upkeep,
            vault,
        }
    }
}
