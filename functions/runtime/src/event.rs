//! Events of functions that no HTTP API stands before: heard, handled, answered.

use std::sync::Arc;

use async_trait::async_trait;
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::Value;
use wavecast_engine::port::PortError;

use crate::call::Call;
use crate::metric::Meter;
use crate::start::Stopped;

/// Why an event wasn't carried out. Whoever invoked the function is told.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(String);

impl Failed {
    /// With the reason.
    pub fn new(why: impl ToString) -> Self {
        Self(why.to_string())
    }
}

impl From<PortError> for Failed {
    fn from(error: PortError) -> Self {
        Self::new(error)
    }
}

impl From<Failed> for Diagnostic {
    fn from(failed: Failed) -> Self {
        Self {
            error_type: String::from("Failed"),
            error_message: failed.0,
        }
    }
}

/// What a function does with an event.
#[async_trait]
pub trait Handler: Send + Sync {
    /// The id of the request that an event belongs to, if the event says one.
    fn correlation(&self, event: &Value) -> Option<String>;

    /// Carries it out, and answers.
    ///
    /// # Errors
    /// [`Failed`], which Lambda hands to whoever invoked it.
    async fn handle(&self, event: Value, call: &Call) -> Result<Value, Failed>;
}

/// The id that a message from another function carries.
#[must_use]
pub fn correlation_of(event: &Value) -> Option<String> {
    Some(event.get("correlation")?.as_str()?.to_owned())
}

/// Hears events, one at a time, until the process ends.
///
/// # Errors
/// [`Stopped::Runtime`] when Lambda can't be reached.
pub async fn hear(handler: impl Handler + 'static, meter: Meter) -> Result<(), Stopped> {
    let handler = Arc::new(handler);
    let answer = service_fn(move |event: LambdaEvent<Value>| {
        let (handler, meter) = (handler.clone(), meter.clone());
        async move {
            let call = Call::new(&event.context, handler.correlation(&event.payload));
            let handled = call.run(async {
                let handled = handler.handle(event.payload, &call).await;
                if let Err(why) = &handled {
                    tracing::error!(%why, "failed");
                }
                handled
            });
            let handled = handled.await;
            meter.refusals();
            handled
        }
    });
    Ok(lambda_runtime::Runtime::new(answer).run().await?)
}
