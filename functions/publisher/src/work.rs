//! What a message asks of the publisher, carried out.

use serde_json::Value;
use wavecast_aws::CloudFrontCdn;
use wavecast_aws::wake::{Told, What};
use wavecast_engine::port::{Wake, Work};
use wavecast_engine::publisher::{Published, Publisher};
use wavecast_runtime::{Failed, Measure, Meter};

/// The publisher with what else it needs.
pub(crate) struct Worker {
    pub publisher: Publisher,
    /// Forgets paths that a queue brings.
    pub cdn: Option<CloudFrontCdn>,
    pub meter: Meter,
}

impl Worker {
    /// Does what a message asks, and answers who waits. Doing it twice, or late, does no harm.
    pub(crate) async fn carry_out(&self, what: What) -> Result<Value, Failed> {
        if let What::Invalidate { paths } = what {
            self.invalidate(paths).await?;
            return Ok(Told::passed_on(Vec::new()).to_value());
        }
        let Some(wake) = what.wake() else {
            return Err(Failed::new("the message isn't for the publisher"));
        };
        let work = self.publisher.answer(&wake).await.map_err(Failed::new)?;
        self.note(&wake, &work);
        Ok(Told::of(work).to_value())
    }

    /// What came of it, for the log and for the alarms.
    fn note(&self, wake: &Wake, work: &Work) {
        match work {
            Work::Published(work) => match &work.published {
                Published::At { seq } => tracing::info!(scope = %wake, seq, "published"),
                // Another must do something first; it stands on the publication, and the tick asks
                // again.
                Published::Waiting { why } => tracing::warn!(scope = %wake, why, "waiting"),
                Published::Fenced { edge } => tracing::warn!(scope = %wake, edge, "fenced"),
            },
            Work::Checked => tracing::info!(package = %wake, "checked"),
            // The key maker's.
            Work::Signed(_) | Work::Mended(0) => {}
            Work::Mended(objects) => {
                tracing::warn!(scope = %wake, objects, "mended");
                let damage = u64::from(*objects);
                self.meter.tell(&[(Measure::EdgeDamage, damage)]);
            }
        }
    }

    /// Has the CDN forget paths, each once; without a CDN there is nothing that could remember.
    pub(crate) async fn invalidate(&self, paths: Vec<String>) -> Result<(), Failed> {
        match &self.cdn {
            Some(cdn) => Ok(cdn.drain(paths).await?),
            None => Ok(()),
        }
    }
}
