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
}
