//! Queues of what the publisher does when it has time.

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_sqs::types::{BatchResultErrorEntry, QueueAttributeName, SendMessageBatchRequestEntry};
use wavecast_engine::port::PortError;

use crate::fault::{Attempts, Place};
use crate::sdk::Sdk;
use crate::wake::Message;

/// Messages of one request, as SQS takes them.
pub(crate) const TOGETHER: usize = 10;

/// A queue. Clones share its client.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    client: aws_sdk_sqs::Client,
    place: Arc<Place>,
}

impl Queue {
    /// The queue whose URL a setting holds.
    pub fn new(sdk: &Sdk, setting: &'static str, url: &str) -> Self {
        Self {
            client: sdk.sqs(),
            place: Arc::new(Place {
                setting,
                name: url.to_owned(),
                region: sdk.region().to_owned(),
            }),
        }
    }

    /// How many messages are in it, handed out or not; SQS says it a little late.
    pub async fn waiting(&self) -> Result<usize, PortError> {
        let names = [
            QueueAttributeName::ApproximateNumberOfMessages,
            QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        ];
        let asked = self.client.get_queue_attributes();
        let asked = asked.queue_url(&self.place.name);
        let asked = asked.set_attribute_names(Some(names.to_vec()));
        let found = asked.send().await;
        let found = found.map_err(|error| self.place.read("asking for its length", &error))?;
        let found = found.attributes.unwrap_or_default();
        let numbers = names.iter().filter_map(|name| found.get(name));
        let numbers = numbers.filter_map(|number| number.parse::<usize>().ok());
        Ok(numbers.sum())
    }

    /// Sends up to ten messages; says of each, in order, whether the queue has it.
    pub async fn send(&self, messages: &[Message]) -> Vec<Result<(), PortError>> {
        match self.send_together(messages).await {
            Ok(failed) => (0..messages.len())
                .map(|n| failed.get(&n.to_string()).cloned().map_or(Ok(()), Err))
                .collect(),
            Err(error) => vec![Err(error); messages.len()],
        }
    }

    /// Sends one message that isn't handed out before so many seconds, so that more can gather.
    pub async fn put_off(&self, message: &Message, seconds: i32) -> Result<(), PortError> {
        let attempts = Attempts::default();
        let sent = self
            .client
            .send_message()
            .queue_url(&self.place.name)
            .message_body(message.to_json())
            .delay_seconds(seconds)
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => Err(self.place.write("queueing", &error, &attempts)),
        }
    }

    /// What wasn't taken, by its number.
    async fn send_together(
        &self,
        messages: &[Message],
    ) -> Result<HashMap<String, PortError>, PortError> {
        let entry = |(n, message): (usize, &Message)| {
            SendMessageBatchRequestEntry::builder()
                .id(n.to_string())
                .message_body(message.to_json())
                .build()
                .map_err(|error| PortError::Refused(error.to_string()))
        };
        let entries = messages.iter().enumerate().map(entry);
        let entries: Vec<_> = entries.collect::<Result<_, _>>()?;
        let attempts = Attempts::default();
        let sent = self
            .client
            .send_message_batch()
            .queue_url(&self.place.name)
            .set_entries(Some(entries))
            .customize()
            .interceptor(attempts.clone())
            .send()
            .await;
        let sent = sent.map_err(|error| self.place.write("queueing", &error, &attempts))?;
        let failed = sent.failed.into_iter();
        Ok(failed
            .map(|one| (one.id.clone(), self.refused(&one)))
            .collect())
    }

    fn refused(&self, one: &BatchResultErrorEntry) -> PortError {
        let why = one.message.as_deref().unwrap_or_default();
        PortError::Lost(format!("{}: queueing: {}: {why}", self.place, one.code))
    }
}
