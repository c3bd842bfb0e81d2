//! Events of the publisher: a message from another function, or records of a queue or of the stream.

use async_trait::async_trait;
use serde_json::Value;
use wavecast_aws::wake::Message;
use wavecast_runtime::{Call, Failed, Handler, correlation_of};

use crate::batch::Batch;
use crate::work::Worker;

#[async_trait]
impl Handler for Worker {
    fn correlation(&self, event: &Value) -> Option<String> {
        correlation_of(event)
    }

    async fn handle(&self, event: Value, call: &Call) -> Result<Value, Failed> {
        if event.get("Records").is_some() {
            let batch: Batch = serde_json::from_value(event).map_err(Failed::new)?;
            return Ok(self.take(batch, call).await);
        }
        let message = Message::from_value(&event).map_err(Failed::new)?;
        self.carry_out(message.what).await
    }
}
