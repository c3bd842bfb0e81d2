//! Workers of other processes, and a ledger that a test rigs.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tokio::time::Instant;
use wavecast_engine::control::{Control, PublicationState};
use wavecast_engine::port::{
    Doorbell, Entry, Handed, Key, Ledger, Page, PortError, Query, Wake, Workers, Write,
};
use wavecast_engine::publisher::PublishError;
use wavecast_engine::upkeep::{Pace, Upkeep};

use crate::stage::Stage;

/// Workers who take everything and do nothing yet: what they were handed, and what waits in a queue.
#[derive(Clone, Default)]
pub struct Elsewhere {
    taken: Arc<Mutex<Vec<Wake>>>,
    queued: Arc<Mutex<Vec<Wake>>>,
}

impl Elsewhere {
    pub fn taken(&self) -> Vec<Wake> {
        std::mem::take(&mut *self.taken.lock().unwrap())
    }

    /// What waits in the queue and was taken.
    pub fn drained(&self) -> Vec<Wake> {
        std::mem::take(&mut *self.queued.lock().unwrap())
    }

    fn take(&self, wake: &Wake) {
        self.taken.lock().unwrap().push(wake.clone());
    }
}

#[async_trait]
impl Workers for Elsewhere {
    async fn waiting(&self) -> Result<usize, PortError> {
        Ok(self.queued.lock().unwrap().len())
    }

    async fn hand(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        let take = |wake| {
            self.take(wake);
            Ok(Handed::Over)
        };
        wakes.iter().map(take).collect()
    }

    async fn queue(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        self.queued.lock().unwrap().extend(wakes.iter().cloned());
        vec![Ok(Handed::Over); wakes.len()]
    }
}

#[async_trait]
impl Doorbell for Elsewhere {
    async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError> {
        self.take(&wake);
        Ok(Vec::new())
    }
}

/// The scheduler of an installation, whose commands ring elsewhere too.
pub fn scheduler(stage: &Stage, queued: usize, pace: Pace) -> (Upkeep, Elsewhere) {
    let others = Elsewhere::default();
    let pace = Pace { queued, ..pace };
    (another(stage, &others, pace), others)
}

/// A scheduler of a process of its own, with the same workers.
pub fn another(stage: &Stage, others: &Elsewhere, pace: Pace) -> Upkeep {
    let control = Control {
        bell: Arc::new(others.clone()),
        ..stage.world.control.clone()
    };
    Upkeep::new(control, Arc::new(others.clone()), 86_400, pace)
}

/// No repairs: only what is due.
pub const DUE: Pace = Pace {
    channels: 0,
    ..Pace::BILLED
};

/// A call of the ledger.
pub enum Call<'a> {
    Get,
    Commit(&'a [Write]),
    Page(&'a Query),
}

/// What a test does before a call.
pub enum First {
    Nothing,
    Wait(Instant),
    Fail,
}

/// A ledger at whose calls a test does something first.
pub struct Rigged<F> {
    inner: Arc<dyn Ledger>,
    first: F,
}

/// The installation over a ledger at whose calls a test does something first.
pub fn rigged(stage: &Stage, first: impl Fn(Call<'_>) -> First + Send + Sync + 'static) -> Stage {
    let mut rigged = stage.restarted();
    let inner = rigged.world.control.ledger.clone();
    rigged.world.control.ledger = Arc::new(Rigged { inner, first });
    rigged
}

impl<F: Fn(Call<'_>) -> First> Rigged<F> {
    async fn before(&self, call: Call<'_>) -> Result<(), PortError> {
        match (self.first)(call) {
            First::Nothing => Ok(()),
            First::Wait(until) => {
                tokio::time::sleep_until(until).await;
                Ok(())
            }
            First::Fail => Err(PortError::Throttled("as planned".to_owned())),
        }
    }
}

#[async_trait]
impl<F: Fn(Call<'_>) -> First + Send + Sync> Ledger for Rigged<F> {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, PortError> {
        self.before(Call::Get).await?;
        self.inner.get(keys).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), PortError> {
        self.before(Call::Commit(&writes)).await?;
        self.inner.commit(writes).await
    }

    async fn page(
        &self,
        query: &Query,
        after: Option<&str>,
        limit: usize,
        descending: bool,
    ) -> Result<Page, PortError> {
        self.before(Call::Page(query)).await?;
        self.inner.page(query, after, limit, descending).await
    }
}
