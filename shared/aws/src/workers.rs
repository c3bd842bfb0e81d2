//! How the tick hands over: what somebody waits for by invoking a function, what may wait by a queue,
//! whose concurrency is capped, so that it doesn't take every place that a command of now needs.

use async_trait::async_trait;
use futures_util::stream::{self, StreamExt as _};
use wavecast_engine::control::PublicationState;
use wavecast_engine::port::{Doorbell, Handed, PortError, Wake, Workers};
use wavecast_engine::publisher::PublishError;

use crate::bell::LambdaBell;
use crate::deployment::Deployment;
use crate::queue::{Queue, TOGETHER};
use crate::sdk::Sdk;
use crate::wake::Message;

/// What is said at once.
const AT_ONCE: usize = 10;

/// The publisher and the key maker, as the scheduler reaches them: told, and not waited for.
#[derive(Clone, Debug)]
pub struct LambdaWorkers {
    bell: LambdaBell,
    queue: Option<Queue>,
}

impl LambdaWorkers {
    /// Those that a deployment names.
    #[must_use]
    pub fn new(sdk: &Sdk, deployment: &Deployment) -> Self {
        let url = deployment.renewals_queue.as_deref();
        Self {
            bell: LambdaBell::new(sdk, deployment),
            queue: url.map(|url| Queue::new(sdk, "WAVECAST_RENEWALS_QUEUE", url)),
        }
    }

    fn queue_of_renewals(&self) -> Result<&Queue, PortError> {
        self.queue.as_ref().ok_or_else(|| {
            PortError::Setup(String::from(
                "WAVECAST_RENEWALS_QUEUE: is not set; set it to the URL of the queue of renewals",
            ))
        })
    }

    async fn tell(&self, wake: &Wake) -> Result<Handed, PublishError> {
        let message = Message::new(wake.clone().into());
        self.bell.tell(&message).await?;
        Ok(Handed::Over)
    }

    /// A few that go to the queue together.
    async fn enqueue(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        let queue = match self.queue_of_renewals() {
            Ok(queue) => queue,
            Err(error) => return vec![Err(error.into()); wakes.len()],
        };
        let messages: Vec<Message> = wakes
            .iter()
            .map(|wake| Message::new(wake.clone().into()))
            .collect();
        let sent = queue.send(&messages).await.into_iter();
        sent.map(|sent| sent.map(|()| Handed::Over).map_err(PublishError::from))
            .collect()
    }
}

#[async_trait]
impl Workers for LambdaWorkers {
    async fn waiting(&self) -> Result<usize, PortError> {
        self.queue_of_renewals()?.waiting().await
    }

    async fn hand(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        let told = stream::iter(wakes.to_vec()).map(|wake| async move { self.tell(&wake).await });
        told.buffered(AT_ONCE).collect().await
    }

    async fn queue(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        let some: Vec<Vec<Wake>> = wakes.chunks(TOGETHER).map(<[Wake]>::to_vec).collect();
        let sent = stream::iter(some).map(|some| async move { self.enqueue(&some).await });
        let sent: Vec<_> = sent.buffered(AT_ONCE).collect().await;
        sent.into_iter().flatten().collect()
    }
}

/// For the commands that the tick itself issues: it has no time to wait for each.
#[async_trait]
impl Doorbell for LambdaWorkers {
    async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError> {
        self.bell.tell(&Message::new(wake.into())).await?;
        Ok(Vec::new())
    }
}
