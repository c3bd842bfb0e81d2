//! Everything on one machine: the functions wired together, and a doorbell that does the work.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::control::{Control, Hints};
use crate::keys::Keys;
use crate::port::{
    Cdn, Clock, Doorbell, Ids, KeyMaker, Ledger, Objects, PortError, Signer, Uploads, Wake,
};
use crate::publisher::{Publisher, Turns};
use crate::shown::Shown;
use crate::upkeep::Upkeep;

/// How long a command waits for what it woke.
const PATIENCE: Duration = Duration::from_secs(8);

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
}

impl Machine {
    /// Wires the functions over one set of backends. Unreferenced files are kept for `grace`
    /// seconds.
    #[must_use]
    pub fn new(ports: Ports, grace: u32) -> Self {
        let shown = Shown::default();
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
        };
        let keys = Keys {
            ledger: ports.ledger.clone(),
            maker: ports.maker,
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        };
        let bell = LocalBell {
            publisher: publisher.clone(),
            keys: keys.clone(),
        };
        let control = Control {
            ledger: ports.ledger,
            uploads: ports.uploads,
            bell: Arc::new(bell),
            clock: ports.clock,
            ids: ports.ids,
            shown,
            hints: Hints::default(),
        };
        let upkeep = Upkeep::new(control.clone(), publisher.clone(), keys.clone(), grace);
        Self {
            control,
            publisher,
            keys,
            upkeep,
        }
    }
}

/// A doorbell that does the work in this process.
///
/// The work goes on when the patience ends: this process isn't frozen after an answer, as a
/// function in a cloud would be.
#[derive(Clone)]
pub struct LocalBell {
    publisher: Publisher,
    keys: Keys,
}

#[async_trait]
impl Doorbell for LocalBell {
    async fn ring(&self, wake: Wake) -> Result<(), PortError> {
        let bell = self.clone();
        let work = tokio::spawn(async move { bell.answer(wake).await });
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(Ok(result)) => result.map_err(PortError::Lost),
            Ok(Err(broken)) => Err(PortError::Unknown(broken.to_string())),
            // Still at it: who wants to know watches.
            Err(_) => Ok(()),
        }
    }
}

impl LocalBell {
    async fn answer(&self, wake: Wake) -> Result<(), String> {
        let done = match wake {
            Wake::Publish(scope) => self.publisher.publish(&scope).await.map(drop),
            Wake::Keys(scope) => match self.keys.ensure(&scope).await {
                // A root wants a publication of its own.
                Ok(_) => self.publisher.publish(&scope).await.map(drop),
                Err(error) => Err(error.into()),
            },
            Wake::Package(org, app, name, version) => {
                let check = self.publisher.check_package(&org, &app, &name, &version);
                check.await
            }
        };
        done.map_err(|error| error.to_string())
    }
}
