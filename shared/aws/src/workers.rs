//! How the tick hands over: few urgent things by invoking a function, everything else by a queue.

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

/// Publications that are handed over together and still invoke the publisher each for itself. More
/// are the backlog of an outage: that goes through the queue, whose concurrency is capped, so that
/// it doesn't take every place that a command of now needs.
const DIRECT: usize = 20;
/// What is said at once.
const AT_ONCE: usize = 10;
/// Messages that may wait in the queue before nothing more is put there.
const QUEUED: usize = 5000;

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

    fn queue(&self) -> Result<&Queue, PortError> {
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
    async fn enqueue(&self, wakes: &[&Wake]) -> Vec<Result<Handed, PublishError>> {
        let queue = match self.queue() {
            Ok(queue) => queue,
            Err(error) => return vec![Err(error.into()); wakes.len()],
        };
        let messages: Vec<Message> = wakes
            .iter()
            .map(|wake| Message::new((*wake).clone().into()))
            .collect();
        let sent = queue.send(&messages).await.into_iter();
        sent.map(|sent| sent.map(|()| Handed::Over).map_err(PublishError::from))
            .collect()
    }
}

#[async_trait]
impl Workers for LambdaWorkers {
    async fn room(&self) -> Result<usize, PortError> {
        let waiting = self.queue()?.waiting().await?;
        Ok(QUEUED.saturating_sub(waiting))
    }

    async fn hand(&self, wakes: &[Wake]) -> Vec<Result<Handed, PublishError>> {
        let publications = wakes.iter().filter(|wake| matches!(wake, Wake::Publish(_)));
        let is_backlog = publications.count() > DIRECT;
        let waits = |wake: &Wake| match wake {
            Wake::Renew(_) | Wake::Repair(_) => true,
            Wake::Publish(_) => is_backlog,
            Wake::Keys(_) | Wake::Package(..) => false,
        };
        let (queued, direct): (Vec<usize>, Vec<usize>) =
            (0..wakes.len()).partition(|n| wakes.get(*n).is_some_and(waits));
        let told = stream::iter(direct).map(|n| async move {
            let told = match wakes.get(n) {
                Some(wake) => vec![self.tell(wake).await],
                None => Vec::new(),
            };
            (vec![n], told)
        });
        let told: Vec<_> = told.buffer_unordered(AT_ONCE).collect().await;
        let some: Vec<Vec<usize>> = queued.chunks(TOGETHER).map(<[usize]>::to_vec).collect();
        let sent = stream::iter(some).map(|some| async move {
            let wakes: Vec<&Wake> = some.iter().filter_map(|n| wakes.get(*n)).collect();
            let sent = self.enqueue(&wakes).await;
            (some, sent)
        });
        let sent: Vec<_> = sent.buffer_unordered(AT_ONCE).collect().await;
        in_order(told.into_iter().chain(sent))
    }
}

/// The answers in the order of what was handed over.
fn in_order(
    answers: impl Iterator<Item = (Vec<usize>, Vec<Result<Handed, PublishError>>)>,
) -> Vec<Result<Handed, PublishError>> {
    let mut all: Vec<_> = answers
        .flat_map(|(numbers, answers)| numbers.into_iter().zip(answers))
        .collect();
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, answer)| answer).collect()
}

/// For the commands that the tick itself issues: it has no time to wait for each.
#[async_trait]
impl Doorbell for LambdaWorkers {
    async fn ring(&self, wake: Wake) -> Result<Vec<PublicationState>, PortError> {
        self.bell.tell(&Message::new(wake.into())).await?;
        Ok(Vec::new())
    }
}
