//! The doorbell of one process: whoever rings waits for the work itself.

use std::time::Duration;

use async_trait::async_trait;
use wavecast_engine::keys::Keys;
use wavecast_engine::port::{Doorbell, PortError, Wake};
use wavecast_engine::publisher::{PublishError, Publisher};

/// How long a ringer waits; the work goes on without it.
const PATIENCE: Duration = Duration::from_secs(8);

/// Wakes the publisher and the key maker of this process.
pub struct Bell {
    publisher: Publisher,
    keys: Keys,
}

impl Bell {
    /// For these two.
    pub fn new(publisher: Publisher, keys: Keys) -> Self {
        Self { publisher, keys }
    }
}

#[async_trait]
impl Doorbell for Bell {
    async fn ring(&self, wake: Wake) -> Result<(), PortError> {
        let work = tokio::spawn(answer(self.publisher.clone(), self.keys.clone(), wake));
        match tokio::time::timeout(PATIENCE, work).await {
            // Still at it; who wants to know watches the publication.
            Err(_) => Ok(()),
            Ok(Ok(done)) => done,
            Ok(Err(error)) => Err(PortError::Unknown(format!("the publisher broke: {error}"))),
        }
    }
}

async fn answer(publisher: Publisher, keys: Keys, wake: Wake) -> Result<(), PortError> {
    let published = match &wake {
        Wake::Publish(scope) => publisher.publish(scope).await.map(|_| ()),
        Wake::Keys(scope) => {
            keys.ensure(scope).await?;
            publisher.publish(scope).await.map(|_| ())
        }
        Wake::Package(org, app, name, version) => {
            publisher.check_package(org, app, name, version).await
        }
    };
    published.map_err(|error| match error {
        PublishError::Port(error) => error,
        other => {
            tracing::warn!(?wake, error = %other, "not published; the next tick tries again");
            PortError::Lost(other.to_string())
        }
    })
}
