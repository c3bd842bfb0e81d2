//! A doorbell, and workers, that do the work in this process.

use std::time::Duration;

use async_trait::async_trait;

use crate::control::PublicationState;
use crate::keys::Keys;
use crate::port::{Doorbell, Handed, PortError, Wake, Work, Workers};
use crate::publisher::{PublishError, Publisher};

/// How long a command waits for what it woke.
const PATIENCE: Duration = Duration::from_secs(8);

/// Publisher and key maker of this process.
///
/// The work goes on when the patience of a ring ends: this process isn't frozen after an answer, as
/// a function in a cloud would be.
#[derive(Clone)]
pub struct Here {
    /// Writes the edge.
    pub publisher: Publisher,
    /// Makes keys.
    pub keys: Keys,
}

impl Here {
    async fn answer(&self, wake: &Wake) -> Result<Work, PublishError> {
        let scope = match wake {
            Wake::Keys(scope) => scope,
            Wake::Heads(org) => return Ok(Work::Signed(self.keys.sign_heads(org).await?)),
            _ => return self.publisher.answer(wake).await,
        };
        self.keys.ensure(scope).await?;
        // A root wants a publication of its own.
        let published = self.publisher.publish_and_tell(scope).await;
        published.map(Work::Published)
    }
}

#[async_trait]
impl Doorbell for Here {
    async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError> {
        let here = self.clone();
        let work = tokio::spawn(async move { here.answer(&wake).await });
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(Ok(Ok(Work::Published(work)))) => Ok(work.marked),
            Ok(Ok(Ok(_))) => Ok(Vec::new()),
            Ok(Ok(Err(error))) => Err(PortError::Lost(error.to_string())),
            Ok(Err(broken)) => Err(PortError::Unknown(broken.to_string())),
            // Still at it: who wants to know watches.
            Err(_) => Ok(Vec::new()),
        }
    }
}

#[async_trait]
impl Workers for Here {
    /// Nothing waits here: all is done at once.
    async fn waiting(&self) -> Result<usize, PortError> {
        Ok(0)
    }

    async fn hand(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        let mut handed = Vec::with_capacity(wakes.len());
        for wake in wakes {
            handed.push(self.answer(wake).await.map(Handed::Done));
        }
        handed
    }

    async fn queue(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        self.hand(wakes).await
    }
}
