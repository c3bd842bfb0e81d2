//! One invocation: the id that its log lines carry, and the time that is left.

use std::time::{Duration, SystemTime};

use lambda_runtime::Context;

use crate::trace;

/// One invocation of a function.
#[derive(Clone, Debug)]
pub struct Call {
    /// The id of the request that it belongs to, from the API to the publisher; Lambda's own id where
    /// nobody gave one.
    pub correlation: String,
    /// When Lambda ends it.
    deadline: SystemTime,
    /// The trace that it belongs to, as X-Ray names it.
    trace: Option<String>,
}

impl Call {
    /// An invocation, as Lambda tells of it, for a request that came under this id.
    #[must_use]
    pub fn new(context: &Context, correlation: Option<String>) -> Self {
        Self {
            correlation: correlation.unwrap_or_else(|| context.request_id.clone()),
            deadline: context.deadline(),
            trace: context.xray_trace_id.clone(),
        }
    }

    /// The time until Lambda ends it; none when it is over.
    #[must_use]
    pub fn left(&self) -> Duration {
        self.deadline
            .duration_since(SystemTime::now())
            .unwrap_or_default()
    }

    /// Runs its work: what that logs carries the ids, and what it says to other functions too.
    pub async fn run<T>(&self, work: impl Future<Output = T>) -> T {
        use tracing::Instrument as _;
        let trace = self.trace.as_deref();
        let span = tracing::info_span!("call", request = %self.correlation, trace);
        let id = self.correlation.clone();
        let done = wavecast_aws::correlation::with(id, work.instrument(span)).await;
        trace::export().await;
        done
    }

    /// Runs a part of its work that belongs to another request, such as a record of a batch: what that
    /// logs, and says to other functions, carries the other's id.
    pub async fn run_part<T>(
        &self,
        correlation: Option<String>,
        work: impl Future<Output = T>,
    ) -> T {
        use tracing::Instrument as _;
        let Some(id) = correlation else {
            return work.await;
        };
        let span = tracing::info_span!("part", request = %id);
        wavecast_aws::correlation::with(id, work.instrument(span)).await
    }
}

#[cfg(test)]
mod tests {
    use wavecast_aws::correlation::current;

    use super::*;

    #[tokio::test]
    async fn a_part_carries_the_id_of_the_request_that_it_belongs_to() {
        let call = Call::new(&Context::default(), Some("batch".to_owned()));
        let heard = call.run(async {
            let part = call.run_part(Some("r-1".to_owned()), async { current() });
            let (part, without) = (part.await, call.run_part(None, async { current() }).await);
            (part, without, current())
        });
        let told = |id: &str| Some(id.to_owned());
        assert_eq!(heard.await, (told("r-1"), told("batch"), told("batch")));
    }
}
