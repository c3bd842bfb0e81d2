//! Having CloudFront forget paths: best effort, in batches, and never in the way of a publication.
//!
//! Publications that come at the same time share one request. What CloudFront doesn't take goes to a
//! queue, whose reader tries again later with all that gathered; until the pause of a throttle is
//! over, nothing else is tried.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use aws_sdk_cloudfront::types::{InvalidationBatch, Paths};
use wavecast_engine::port::{Cdn, Invalidated, PortError};
use wavecast_wire::hash::to_hex;

use crate::fault::{Attempts, Place};
use crate::queue::Queue;
use crate::sdk::Sdk;
use crate::wake::{Message, What};

/// Paths of one request. CloudFront has at most 3,000 under way at once.
const BATCH: usize = 1000;
/// How long nothing is asked after CloudFront was asked too much; it doubles up to the longest.
const PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(60));
/// Seconds before the queue hands out what waits, so that more can gather.
const DELAY_SECONDS: i32 = 10;

/// The invalidations of one distribution. Clones share it.
#[derive(Clone, Debug)]
pub struct CloudFrontCdn {
    client: aws_sdk_cloudfront::Client,
    place: Arc<Place>,
    queue: Option<Queue>,
    waiting: Arc<Mutex<BTreeSet<String>>>,
    /// Held by whoever asks, for all that wait.
    turn: Arc<tokio::sync::Mutex<Pause>>,
}

/// Until when nothing is asked.
#[derive(Debug, Default)]
struct Pause {
    until: Option<Instant>,
    last: Duration,
}

impl CloudFrontCdn {
    /// The invalidations of a distribution; `queue` is the URL of the queue for what couldn't be
    /// invalidated at once.
    #[must_use]
    pub fn new(sdk: &Sdk, distribution: &str, queue: Option<&str>) -> Self {
        let place = Place {
            setting: "WAVECAST_DISTRIBUTION",
            name: distribution.to_owned(),
            region: sdk.region().to_owned(),
        };
        Self {
            client: sdk.cloudfront(),
            place: Arc::new(place),
            queue: queue.map(|url| Queue::new(sdk, "WAVECAST_INVALIDATIONS_QUEUE", url)),
            waiting: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// What the reader of the queue does with all that it was handed: one request for as many paths
    /// as fit, each once. An error leaves the messages in the queue, which waits before it hands them
    /// out again.
    ///
    /// # Errors
    /// As a write; doing it again is harmless.
    pub async fn drain(&self, paths: impl IntoIterator<Item = String>) -> Result<(), PortError> {
        let paths: Vec<String> = paths
            .into_iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut pause = self.turn.lock().await;
        for some in paths.chunks(BATCH) {
            self.ask_at_its_time(&mut pause, some).await?;
        }
        Ok(())
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask_at_its_time(&self, pause: &mut Pause, paths: &[String]) -> Result<(), PortError> {
        if pause.until.is_some_and(|until| until > Instant::now()) {
            return Err(PortError::Throttled(format!(
                "{}: it was asked too much",
                self.place
            )));
        }
        let asked = self.ask(paths).await;
        match &asked {
            Ok(()) => *pause = Pause::default(),
            Err(PortError::Throttled(_)) => {
                pause.last = (pause.last * 2).clamp(PAUSES.0, PAUSES.1);
                pause.until = Some(Instant::now() + pause.last);
            }
            Err(_) => {}
        }
        asked
    }

    /// One request. Its reference makes the SDK's retries one invalidation.
    async fn ask(&self, paths: &[String]) -> Result<(), PortError> {
        let unbuilt =
            |error: aws_sdk_cloudfront::error::BuildError| PortError::Refused(error.to_string());
        let quantity = i32::try_from(paths.len()).unwrap_or(i32::MAX);
        let paths = Paths::builder()
            .quantity(quantity)
            .set_items(Some(paths.to_vec()));
        let batch = InvalidationBatch::builder()
            .paths(paths.build().map_err(unbuilt)?)
            .caller_reference(reference()?)
            .build()
            .map_err(unbuilt)?;
        let attempts = Attempts::default();
        let sent = self
            .client
            .create_invalidation()
            .distribution_id(&self.place.name)
            .invalidation_batch(batch)
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => Err(self.place.write("invalidating", &error, &attempts)),
        }
    }

    /// Hands paths to whoever reads the queue. Without a queue they wait here for the next request.
    async fn put_off(&self, paths: Vec<String>) -> Result<(), PortError> {
        let Some(queue) = &self.queue else {
            self.waiting().extend(paths);
            return Ok(());
        };
        let message = Message::new(What::Invalidate { paths });
        queue.put_off(&message, DELAY_SECONDS).await
    }
}

fn reference() -> Result<String, PortError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)
        .map_err(|error| PortError::Lost(format!("naming an invalidation: {error}")))?;
    Ok(format!("wavecast-{}", to_hex(&random)))
}

#[async_trait]
impl Cdn for CloudFrontCdn {
    async fn invalidate(&self, paths: &[String]) -> Result<Invalidated, PortError> {
        self.waiting().extend(paths.iter().cloned());
        let mut pause = self.turn.lock().await;
        let batch: Vec<String> = {
            let mut waiting = self.waiting();
            let batch: Vec<String> = waiting.iter().take(BATCH).cloned().collect();
            waiting.retain(|path| batch.binary_search(path).is_err());
            batch
        };
        // Another took them along while we waited for our turn, and saw to them.
        if batch.is_empty() {
            return Ok(Invalidated::Asked);
        }
        match self.ask_at_its_time(&mut pause, &batch).await {
            Ok(()) => Ok(Invalidated::Asked),
            // Set up wrongly: no queue mends that, and no path waits for it.
            Err(error @ PortError::Setup(_)) => Err(error),
            Err(_) => {
                self.put_off(batch).await?;
                Ok(Invalidated::Queued)
            }
        }
    }
}
